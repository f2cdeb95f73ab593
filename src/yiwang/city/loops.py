"""The loops of the city: what follows from an entry (`readers.…`) and from the time (`sweep.…`).

Each does a bounded bit of work at an instant and returns how much it did: 0 means that there is nothing more for now.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Loop = Callable[[datetime], int]

LOOPS: dict[str, Loop] = {}
