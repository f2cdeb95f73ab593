"""The door to identity.

Models that may be a foreign key's target: Unit, Person, Firm, Account (always `related_name="+"`, PROTECT).
"""

from __future__ import annotations

from yiwang.engines.identity.rooms.rights import EPOCH, above, epoch, forget, moved, rights, unit, unit_by_code
from yiwang.engines.identity.types import Capacity, Courier, Kind, Level, Office, Organ, Party, Rights, Signing, Unit

__all__ = [
    "EPOCH",
    "Capacity",
    "Courier",
    "Kind",
    "Level",
    "Office",
    "Organ",
    "Party",
    "Rights",
    "Signing",
    "Unit",
    "above",
    "epoch",
    "forget",
    "moved",
    "rights",
    "unit",
    "unit_by_code",
]
