"""The door to registers.

Declaring: `declare`, `declared`, `every`, `ACTS`. Publishing: `publish`, `publish_all`, `set_state`.
Reading: `get`, `all`, `latest`, `keys`, `in_force`, `ending`, `history`, `forget`.
What is somebody's: `owned`; shown once by a code: `present`, `presented`.
With a purpose: `look_up`. In public: `verify`. Lists and single records carry personal facts: whoever shows them masks them (`masked`) or looks up.
"""

from __future__ import annotations

from yiwang.engines.registers.rooms.declared import ACTS, declare, declared, every, subject
from yiwang.engines.registers.rooms.erasing import erase
from yiwang.engines.registers.rooms.looking import look_up, masked, verify
from yiwang.engines.registers.rooms.presenting import present, presented
from yiwang.engines.registers.rooms.publishing import publish, publish_all, set_state
from yiwang.engines.registers.rooms.versions import all_of as all
from yiwang.engines.registers.rooms.versions import ending, forget, get, history, in_force, keys, latest, owned
from yiwang.engines.registers.types import (
    ENDED,
    Facts,
    New,
    Page,
    Pinned,
    Published,
    Reads,
    Record,
    Register,
    State,
    Verified,
)

__all__ = [
    "ACTS", "ENDED", "Facts", "New", "Page", "Pinned", "Published", "Reads", "Record", "Register", "State", "Verified", "all", "declare", "declared",
    "ending", "erase", "every", "forget", "get", "history", "in_force", "keys", "latest", "look_up", "masked", "owned", "present", "presented", "publish",
    "publish_all", "set_state", "subject", "verify",
]
