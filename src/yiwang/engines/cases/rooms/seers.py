"""Who sees a case, as numbers: units, persons and firms in one column, so that every list is one range."""

from __future__ import annotations

from collections.abc import Iterable

from yiwang.engines.identity import api as identity
from yiwang.kernel.actors import Actor

UNIT, PERSON, FIRM, COUNTER = 0, 1, 2, 3


def of_unit(id_: int) -> int:
    return id_ * 4 + UNIT


def of_person(id_: int) -> int:
    return id_ * 4 + PERSON


def of_firm(id_: int) -> int:
    return id_ * 4 + FIRM


def of_counters(unit: int) -> tuple[int, ...]:
    """The unit's counter, and those of the units it took over."""
    return tuple(of_counter(u) for u in (unit, *identity.merged_into(unit=unit)))


def of_counter(unit: int) -> int:
    """The unit as the one whose counter took a case in: it finds what it took in again, and as this sees nothing of the case itself."""
    return unit * 4 + COUNTER


def of_party(party: identity.Party) -> int:
    return of_firm(party.id) if party.kind == "firm" else of_person(party.id)


def of_actor(actor: Actor) -> tuple[int, ...]:
    """The seer an actor reads as: the unit of the post, or the firm or person acted for, or oneself."""
    if actor.unit:
        return tuple(of_unit(u) for u in identity.reads_as(actor.unit))
    if actor.firm:
        return (of_firm(actor.firm),)
    return (of_person(actor.for_person or actor.person),) if actor.person else ()


def of_units(units: Iterable[int]) -> tuple[int, ...]:
    """Each unit and all above it along both lines."""
    found: dict[int, None] = {}
    for unit in units:
        for above in identity.above(unit):
            found[of_unit(above)] = None
    return tuple(found)
