"""Grants as they are published (行政许可法 第四十条): kept by a reader of the record, so that the public's list never touches a person's data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.registers import api as registers
from yiwang.engines.registers.types import State
from yiwang.engines.store import api as store
from yiwang.kernel import codes
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import NotFound
from yiwang.systems.public.services.rooms import library

REGISTER = "certificates"
KINDS = frozenset({Kind.CHANGED, Kind.ERASED})
COLUMNS = 'id, number, handling, title, unit, holder, "on", until, state'
ADD = ('insert into services_granted (number, version, area, item, handling, title, unit, holder, "on", until, state, words) '
       "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict (number, version) do nothing")


@dataclass(frozen=True, slots=True)
class Grant:
    """One decision that granted something; `until` and `state` are those of the certificate today."""

    id: int
    number: str
    handling: str
    title: str
    unit: int
    holder: str
    on: date
    until: date | None
    state: State


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the list: a division, a unit, an item's key, days from and to, words in number, item and firm."""

    area: str = ""
    unit: int = 0
    item: str = ""
    first: date | None = None
    last: date | None = None
    words: str = ""


def keep(entry: Recorded) -> None:
    """Follows the register of certificates: a version is a grant, a state or another last day holds for every grant of the number."""
    _, register, number = (*entry.subject.split(":", 2), "", "")[:3]
    if not entry.subject.startswith("register:") or register != REGISTER or not number:
        return
    if entry.kind is Kind.ERASED:
        store.execute("update services_granted set holder = '', words = title where number = %s", (number,))
    elif "state" in entry.facts:
        store.execute("update services_granted set state = %s where number = %s", (entry.facts["state"], number))
    elif "version" in entry.facts and "valid_from" in entry.facts:
        _grant(number, int(entry.facts["version"]), entry)


def empty() -> None:
    store.execute("delete from services_granted")


def _grant(number: str, version: int, entry: Recorded) -> None:
    """Published where the item is a permit and no secret: of what is neither nobody learns here that it exists."""
    facts = registers.get(register=REGISTER, key=number, version=version).facts
    key, handling = library.split(str(facts.get("item", "")))
    try:
        item = library.pinned(key, registers.get(register=library.ITEMS, key=key).version)
    except NotFound:
        return
    if not item.permit or item.secret:
        return
    kind, _ = cases.party_of(registers.get(register=REGISTER, key=number).owner)
    name = str(facts.get("holder", ""))
    holder = name if kind == "firm" else codes.mask_name(name)
    until, on = entry.facts.get("valid_to"), date.fromisoformat(str(entry.facts["valid_from"]))
    words = " ".join((number, item.title, name if kind == "firm" else "")).casefold()
    last = date.fromisoformat(str(until)) if until else None
    unit, area = int(entry.facts["unit"]), key.partition(".")[0]
    store.execute(ADD, (number, version, area, key, handling, item.title, unit, holder, on, last, State.VALID.value, words))
    store.execute("update services_granted set until = %s where number = %s", (last, number))


def page(wanted: Wanted, *, after: str = "", limit: int = 20) -> tuple[list[Grant], str]:
    """Newest first, and the key of the page after it, empty at the end."""
    where, params = _narrowed(wanted)
    on, _, id_ = after.partition("~")
    try:
        key = (date.fromisoformat(on), int(id_))
    except ValueError:
        key = None
    if key:
        where, params = f'{where} and ("on" < %s or ("on" = %s and id < %s))', [*params, key[0], *key]
    found = [_read(r) for r in store.rows(f'select {COLUMNS} from services_granted where {where} order by "on" desc, id desc limit %s', (*params, limit + 1))]
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], f"{last.on}~{last.id}" if last else ""


def counted(wanted: Wanted, most: int) -> int:
    """How many there are, counted up to `most`."""
    where, params = _narrowed(wanted)
    return int(store.rows(f"select count(*) from (select 1 from services_granted where {where} limit %s) found", (*params, most))[0][0])


def since() -> date | None:
    """The day of the first grant."""
    return store.day(store.rows('select min("on") from services_granted')[0][0])


def _narrowed(wanted: Wanted) -> tuple[str, list[Any]]:
    return " and ".join(clause for clause, _ in _conditions(wanted)) or "1 = 1", [value for _, value in _conditions(wanted)]


def _conditions(wanted: Wanted) -> Iterator[tuple[str, Any]]:
    for clause, value in {"area = %s": wanted.area, "unit = %s": wanted.unit, "item = %s": wanted.item, '"on" >= %s': wanted.first,
                          '"on" <= %s': wanted.last}.items():
        if value:
            yield clause, value
    for word in wanted.words.casefold().split()[:4]:
        yield "words like %s escape '!'", "%" + word.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"


def _read(row: tuple[Any, ...]) -> Grant:
    id_, number, handling, title, unit, holder, on, until, state = row
    day = store.day(on)
    assert day is not None
    return Grant(int(id_), number, handling, title, int(unit), holder, day, store.day(until), State(state))
