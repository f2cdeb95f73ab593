"""Who may not apply for a permit again for a time (行政许可法 第七十八、七十九条): kept by a reader of the record, asked for when somebody applies.

It is said with the decision itself; when the decision is undone it is lifted: by the unit that decided, or when the revoked certificate is valid again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.registers import api as registers
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import NotFound
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.services import forms, parameters, procedures
from yiwang.systems.public.services.rooms import library
from yiwang.systems.public.services.rooms.library import ServiceItem

KINDS = frozenset({Kind.DECIDED, Kind.CHANGED})
FIRST_ISSUE = frozenset(p.code for p in (procedures.ORDINARY, procedures.JOINT, procedures.INSTANT, procedures.COMMITMENT, procedures.INSPECTED))
ADD = ('insert into services_barred (ref, party, item, title, unit, number, law, licence, "on", until) '
       "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict (ref) do nothing")
STANDS = "select ref, title, number, law, until, unit from services_barred where lifted_on is null and until >= %s and "
LAWS = {"concealed_months": "行政许可法第七十八条", "obtained_months": "行政许可法第七十九条"}


@dataclass(frozen=True, slots=True)
class Bar:
    """Until the end of its last day nobody of the party applies for this permit; `number` is the decision's."""

    ref: str
    title: str
    number: str
    law: str
    until: date
    unit: int


def last_day(facts: Mapping[str, Any], on: date) -> tuple[date, str] | None:
    """Until when what a decision said of deceit keeps its party from applying, and by which article; None when it does not."""
    because = facts.get("because")
    name = "concealed_months" if because in dict(forms.CONCEALED) else "obtained_months" if because in dict(forms.OBTAINED) else ""
    if not name or facts.get("safety") is not True:
        return None
    return calendar.months_on(on, parameters.value(f"bar.{name}", on)), LAWS[name]


def concerned(item: str, licence: str) -> ServiceItem | None:
    """The permit a decision is about: of the item that was applied for, or of the certificate. None for what is no permit, or is not known."""
    try:
        key = library.split(item or str(registers.get(register="certificates", key=licence).facts.get("item", "")))[0]
        found = library.pinned(key, registers.get(register=library.ITEMS, key=key).version)
    except NotFound:
        return None
    return permit_of(found)


def permit_of(item: ServiceItem) -> ServiceItem | None:
    """The permit an item leads to: itself; what it is another way of, on a commitment; whose certificate a joint item issues. None where it is none."""
    if item.procedure not in FIRST_ISSUE or (item.permit and not (item.procedure == procedures.COMMITMENT.code and item.parent)):
        return item if item.permit else None
    if not item.permit and item.procedure != procedures.JOINT.code:
        return None
    key = _permit(item.key, item.hash)
    return library.pinned(key, registers.get(register=library.ITEMS, key=key).version) if key else None


@lru_cache(maxsize=512)
def _permit(key: str, hash_: str) -> str:
    """The same, looked for among what the division offers: once for a version of an item."""
    base = library.split(key)[0]
    area, item = base.partition(".")[0], library.item(key)
    if item.permit:
        found = [i for i in library.offered(area) if i.permit and i.code == item.parent and i.result == item.result] or [item]
    else:
        found = [i for i in library.offered(area) if i.permit and i.result == item.result and not i.parent]
    return found[0].key if found else ""


def keep(entry: Recorded) -> None:
    """Follows decisions that name deceit, and what undoes them."""
    kind, _, name = entry.subject.partition(":")
    if entry.kind is Kind.DECIDED and kind == "case" and (found := last_day(entry.facts, clock.day(entry.at))):
        _bar(entry, *found)
    elif entry.kind is Kind.CHANGED and kind == "bar":
        store.execute("update services_barred set lifted_on = %s where ref = %s and lifted_on is null", (clock.day(entry.at), name))
    elif entry.kind is Kind.CHANGED and name.startswith("certificates:") and entry.facts.get("state") == registers.State.VALID.value:
        number = name.removeprefix("certificates:")
        store.execute("update services_barred set lifted_on = %s where licence = %s and lifted_on is null", (clock.day(entry.at), number))


def _bar(entry: Recorded, until: date, law: str) -> None:
    told, first = cases.told(entry.chain), ledger.entry(entry.chain, 1)
    licence = str(first.facts.get("licence_no", "")) if first else ""
    item = concerned(told.item, licence)
    if item is None or not told.party:
        return
    number = next((str(i["number"]) for i in entry.facts.get("issues", ())), "")
    store.execute(ADD, (told.ref, told.party, item.code, item.title, told.unit, number, law, licence, clock.day(entry.at), until))


def empty() -> None:
    store.execute("delete from services_barred")


def against(party: int, items: Iterable[ServiceItem], on: date) -> list[Reason]:
    """Why this party (a seer number) may not apply for these now. One look-up, and none where no permit is first applied for."""
    codes = [permit.code for i in items if i.procedure in FIRST_ISSUE and (permit := permit_of(i)) is not None]
    if not codes:
        return []
    found = store.rows(f"{STANDS} party = %s and item in ({', '.join(['%s'] * len(codes))}) order by until desc", (on, party, *codes))
    return [Reason("barred", f"决定书 {b.number} 认定申请“{b.title}”时有隐瞒、造假或者欺骗，依据{b.law}，"
                   f"{b.until.year} 年 {b.until.month} 月 {b.until.day} 日以前（含当日）不能再申请。"
                   "对决定不服的，可以照决定书申请复议或者起诉；决定被撤销的，请作出决定的单位解除限制。") for b in map(_read, found)]


def of(ref: str, on: date) -> Bar | None:
    """The bar a case's decision set, while it stands."""
    return next((_read(r) for r in store.rows(f"{STANDS} ref = %s", (on, ref))), None)


def _read(row: tuple[Any, ...]) -> Bar:
    ref, title, number, law, until, unit = row
    day = store.day(until)
    assert day is not None
    return Bar(ref, title, number, law, day, int(unit))
