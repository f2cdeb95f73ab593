"""The library from its sheets: what a workbook would change, line by line, before anybody says yes; then the change, all of it at once.

The same way for the sheets that come with the house (`library/`), for a department's workbook and for one section edited on the screen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Difference, Form, Loaded
from yiwang.engines.identity import api as identity
from yiwang.engines.registers import api as registers
from yiwang.engines.sheets import api as sheets
from yiwang.kernel import canonical, clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import NotFound
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.services.rooms import checking
from yiwang.systems.public.services.rooms.catalogue import LONG_AGO, described, questions, shipped
from yiwang.systems.public.services.rooms.checking import Answers, Known
from yiwang.systems.public.services.rooms.item_form import BUNDLE, ITEM
from yiwang.systems.public.services.rooms.library import BUNDLES, ITEMS, PROCEDURES

LEVEL_OF = {identity.Level.CITY: "city", identity.Level.COUNTY: "county", identity.Level.TOWNSHIP: "township"}


@dataclass(frozen=True, slots=True)
class Change:
    """What a load would do to one item of one division. `version` is the one it rests on, 0 when the item is new."""

    key: str
    title: str
    line: int
    facts: Mapping[str, Any] | None  # None: refused
    version: int
    differences: tuple[Difference, ...] = ()
    faults: tuple[sheets.Fault, ...] = ()

    @property
    def kind(self) -> str:
        if self.facts is None:
            return "refused"
        return "new" if not self.version else "changed" if self.differences else "same"


@dataclass(frozen=True, slots=True)
class Preview:
    """All changes, and faults that belong to no single item. `base` stands for what it rests on: another base means somebody changed it meanwhile."""

    changes: tuple[Change, ...]
    faults: tuple[sheets.Fault, ...]

    @property
    def base(self) -> str:
        return hashlib.sha256(canonical.text({c.key: c.version for c in self.changes}).encode()).hexdigest()[:16]

    def of(self, *kinds: str) -> tuple[Change, ...]:
        return tuple(c for c in self.changes if c.kind in kinds)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where items of a division lie: its departments by name, and whose items may be changed from here (all, when empty)."""

    division: str
    units: Mapping[str, identity.Unit]
    mine: frozenset[str] = frozenset()

    @property
    def level(self) -> str:
        return LEVEL_OF[identity.unit_by_code(self.division).level]


def shelf(division: str, *, of: identity.Unit | None = None) -> Shelf:
    """The shelf of a division; of one department alone, when it is given. A county's departments carry the names of the city's in whose line they are."""
    units = departments(division)
    return Shelf(division, units, frozenset(name for name, unit in units.items() if of is not None and unit.id == of.id))


def departments(division: str) -> dict[str, identity.Unit]:
    """Departments of a division's government by the city's name for them, without the city's own name before it."""
    city = identity.unit_by_code(division[:4] + "00")
    named = {unit.code: unit.name.removeprefix(place(city)) for unit in _offices(city.id)}
    here = identity.unit_by_code(division)
    if here.id == city.id:
        return {named[unit.code]: unit for unit in _offices(city.id)}
    lines = {identity.unit(unit.line).code: unit for unit in _offices(here.id) if unit.line}
    return {named[code]: unit for code, unit in lines.items() if code in named}


def place(city: identity.Unit) -> str:
    return city.name.removesuffix("人民政府")


def _offices(government: int) -> list[identity.Unit]:
    return [u for u in identity.units_below(government) if u.government == government and u.kind is identity.Kind.DEPARTMENT]


def preview(*, book: sheets.Book, shelf: Shelf, on: date, at: datetime) -> Preview:
    """What a workbook would change on a shelf. Items of a level the shelf is not of are passed over; others' items are refused."""
    loaded = forms.load(form=ITEM, book=book, at=at)
    wanted = [r for r in loaded.records if r.answers is None or shelf.level in r.answers.answers["levels"]]
    known = known_of(shelf, (r.key for r in wanted))
    return Preview(tuple(_change(r, shelf, known) for r in wanted), loaded.faults)


def involved(item: Answers) -> set[str]:
    """The departments an item needs."""
    return {item["department"], *(row["department"] for row in item.get("reviewing", ()))}


def known_of(shelf: Shelf, codes: Iterable[str] = ()) -> Known:
    """What an item of this shelf may name."""
    start = f"{shelf.division}."
    held = {key.removeprefix(start) for key in registers.keys(register=ITEMS, start=start)}
    return Known(PROCEDURES, questions(), frozenset({*held, *codes}), frozenset(shelf.units))


def judged(answers: Answers, shelf: Shelf, known: Known) -> list[Reason]:
    """Everything against publishing these answers as an item of this shelf."""
    found = checking.reasons(answers, known)
    if shelf.mine and answers["department"] not in shelf.mine:
        found.insert(0, Reason("not-yours", f"这是{answers['department']}的事项，只有{answers['department']}能改。", field="department"))
    return found


def _change(record: Loaded, shelf: Shelf, known: Known) -> Change:
    key = f"{shelf.division}.{record.key}"
    if record.answers is None:
        return Change(key, record.key, record.line, None, version_of(key), faults=record.faults)
    answers = record.answers.answers
    wrong = judged(answers, shelf, known)
    if wrong:
        faults = tuple(forms.at_cell(form=ITEM, record=record, reason=reason) for reason in wrong)
        return Change(key, answers["title"], record.line, None, version_of(key), faults=faults)
    return change(key, answers, shelf, record.line)


def change(key: str, answers: Answers, shelf: Shelf, line: int = 0) -> Change:
    """From what is in force to these answers."""
    before = newest(key)
    held = before.facts.get("item") if before else None
    return Change(key, answers["title"], line, facts_of(answers, shelf), before.version if before else 0,
                  forms.differences(form=ITEM, before=held, after=answers))


def facts_of(answers: Answers, shelf: Shelf) -> dict[str, Any]:
    """What is published: the item's answers, its unit, and every question it asks as the catalogue has it today, so that the version stands alone."""
    asked = dict.fromkeys(row["field"] for row in answers.get("form", ()))
    reviewing = {row["department"]: shelf.units[row["department"]].code for row in answers.get("reviewing", ())}
    return {"item": dict(answers), "unit": shelf.units[answers["department"]].code, "reviewing": reviewing,
            "questions": [described(questions()[code]) for code in asked]}


def publish(*, changes: Sequence[Change], actor: Actor, unit: int, on: date, at: datetime, request: str) -> int:
    """Publishes what is new or changed; how many. The same `request` again changes nothing."""
    wanted = [c for c in changes if c.facts is not None and c.kind != "same"]
    records = [registers.New(one.key, one.title, one.facts or {}) for one in wanted]
    registers.publish_all(register=ITEMS, records=records, actor=actor, unit=unit, valid_from=on, at=at, request=request)
    return len(wanted)


def load(*, division: str, actor: Actor, on: date, at: datetime, only: frozenset[str] = frozenset()) -> int:
    """The house's own sheets onto an empty shelf: every item whose departments are there, and the bundles whose items are. How many.

    `only` names the items of a smaller city. Raises ValueError with every line that was refused.
    """
    here = shelf(division)
    wanted = [(r, a) for r, a in house() if (not only or a["code"] in only) and here.level in a["levels"] and involved(a) <= set(here.units)]
    known = Known(PROCEDURES, questions(), frozenset(a["code"] for _, a in house()), frozenset(here.units))
    wrong = [str(forms.at_cell(form=ITEM, record=r, reason=reason)) for r, a in wanted for reason in checking.reasons(a, known)]
    if wrong:
        raise ValueError("\n".join(wrong))
    codes = {a["code"] for _, a in wanted}
    items = [registers.New(f"{division}.{a['code']}", a["title"], facts_of(a, here)) for _, a in wanted]
    offered = [a for a in bundles() if all(row["item"] in codes for row in a["items"])]
    together = [registers.New(f"{division}.{a['code']}", a["title"], {"bundle": dict(a)}) for a in offered]
    government = identity.unit_by_code(division).id
    for register, records in ((ITEMS, items), (BUNDLES, together)):
        registers.publish_all(register=register, records=records, actor=actor, unit=government, valid_from=on, at=at, request=f"library:{on}")
    return len(items) + len(together)


@lru_cache(maxsize=1)
def house() -> tuple[tuple[Loaded, Answers], ...]:
    """The items of the house's own sheets. Raises ValueError naming every fault."""
    return _right(ITEM)


@lru_cache(maxsize=1)
def bundles() -> tuple[Answers, ...]:
    """The bundles of the house's own sheets. Raises ValueError naming every fault."""
    return tuple(a for _, a in _right(BUNDLE))


def _right(form: Form) -> tuple[tuple[Loaded, Answers], ...]:
    loaded = forms.load(form=form, book=shipped(), at=clock.start_of(LONG_AGO))
    if wrong := [*loaded.faults, *(f for r in loaded.records for f in r.faults)]:
        raise ValueError("\n".join(str(f) for f in wrong))
    return tuple((r, r.answers.answers) for r in loaded.records if r.answers)


def newest(key: str) -> registers.Record | None:
    try:
        return registers.get(register=ITEMS, key=key)
    except NotFound:
        return None


def version_of(key: str) -> int:
    found = newest(key)
    return found.version if found else 0


def workbook(records: Iterable[Mapping[str, Any]], form: Form = ITEM) -> bytes:
    """Items as a department's workbook, ready to be changed and loaded again."""
    return sheets.write(forms.tables(form=form, records=records))
