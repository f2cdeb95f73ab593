"""The door to identity.

Models that may be a foreign key's target: Unit, Person, Firm, Account, in `targets` (always `related_name="+"`, PROTECT).
Founding a city at once takes `foundation`'s values.
"""

from __future__ import annotations

from yiwang.engines.identity.rooms.capacities import actor, capacities, mail_of, party
from yiwang.engines.identity.rooms.finding import account_of, holder
from yiwang.engines.identity.rooms.founding import found_people, found_units
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
    "account_of",
    "actor",
    "below",
    "capacities",
    "divisions_below",
    "epoch",
    "forget",
    "found_people",
    "found_units",
    "government_of",
    "holder",
    "mail_of",
    "moved",
    "party",
    "reads_as",
    "rights",
    "sign_in",
    "unit",
    "unit_by_code",
]
