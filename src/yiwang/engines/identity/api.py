"""The door to identity.

Models that may be a foreign key's target: Unit, Person, Firm, Account (always `related_name="+"`, PROTECT).
"""

from __future__ import annotations

from yiwang.engines.identity.rooms.capacities import actor, capacities, mail_of, party
from yiwang.engines.identity.rooms.rights import EPOCH, above, below, divisions_below, epoch, forget, government_of, moved, reads_as, rights, unit, unit_by_code
from yiwang.engines.identity.rooms.signing import sign_in
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
    "actor",
    "below",
    "capacities",
    "divisions_below",
    "epoch",
    "forget",
    "government_of",
    "mail_of",
    "moved",
    "party",
    "reads_as",
    "rights",
    "sign_in",
    "unit",
    "unit_by_code",
]
