"""The door to search: `keep` follows the record, `register` a system's findable things, `find` answers; `index_anew` after a restore."""

from __future__ import annotations

from yiwang.engines.search.rooms.find import find
from yiwang.engines.search.rooms.following import keep, register
from yiwang.engines.search.rooms.index import clear, drop, index_anew, put
from yiwang.engines.search.types import Findable, Found

__all__ = ["Findable", "Found", "clear", "drop", "find", "index_anew", "keep", "put", "register"]
