"""Hearings as they are announced to the public (行政许可法 第四十六条): kept by a reader of the record; who applied is not named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import NotFound
from yiwang.systems.public.services.rooms import library

KINDS = frozenset({Kind.NOT_COUNTED_FROM, Kind.NOT_COUNTED_TO, Kind.MOVED})
COLUMNS = "id, ref, title, unit, matter, basis, held_on, hour, place, chair, sign_up, announced_on, state"
ADD = ("insert into services_hearing (ref, area, title, unit, matter, basis, held_on, hour, place, chair, sign_up, announced_on, state) "
       "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'announced') on conflict (ref) do nothing")
ENDS = {"hold_hearing": "held", "withdraw": "cancelled"}
WORDS = {"announced": "将举行", "held": "已举行", "cancelled": "已取消"}


@dataclass(frozen=True, slots=True)
class Hearing:
    """What anybody may read of a hearing that was announced."""

    id: int
    ref: str
    title: str
    unit: int
    matter: str
    basis: str
    held_on: date
    hour: str
    place: str
    chair: str
    sign_up: str
    announced_on: date
    state: str


def keep(entry: Recorded) -> None:
    """Follows the steps that announce a hearing, hold it, or leave nothing to be heard."""
    move, facts = entry.facts.get("move"), entry.facts
    ref = entry.subject.removeprefix("case:")
    if move == "announce_hearing":
        _announce(entry, ref)
    elif move in ENDS and str(facts.get("procedure", "")).startswith("public.services."):
        store.execute("update services_hearing set state = %s where ref = %s", (ENDS[str(move)], ref))


def _announce(entry: Recorded, ref: str) -> None:
    """Published unless the item is secret: of what is secret nobody learns here that it exists."""
    told, facts = cases.told(entry.chain), entry.facts
    try:
        item = library.pinned(told.item, int(facts["item_version"]))
    except (NotFound, KeyError):
        return
    if not item.secret:
        area = told.item.partition(".")[0]
        store.execute(ADD, (ref, area, item.title, told.unit, facts["matter"], facts.get("basis", ""), facts["held_on"], facts["time"], facts["place"],
                            facts["chair"], facts["sign_up"], clock.day(entry.at)))


def empty() -> None:
    store.execute("delete from services_hearing")


def page(*, area: str = "", after: str = "", limit: int = 20) -> tuple[list[Hearing], str]:
    """Last to be held first, and the key of the page after it, empty at the end."""
    where, params = ["1 = 1"], list[Any]()
    if area:
        where.append("area = %s")
        params.append(area)
    on, _, id_ = after.partition("~")
    try:
        key = (date.fromisoformat(on), int(id_))
    except ValueError:
        key = None
    if key:
        where.append("(held_on < %s or (held_on = %s and id < %s))")
        params += [key[0], *key]
    sql = f"select {COLUMNS} from services_hearing where {' and '.join(where)} order by held_on desc, id desc limit %s"
    found = [_read(r) for r in store.rows(sql, (*params, limit + 1))]
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], f"{last.held_on}~{last.id}" if last else ""


def one(ref: str) -> Hearing:
    """Raises NotFound."""
    found = store.rows(f"select {COLUMNS} from services_hearing where ref = %s", (ref,))
    if not found:
        raise NotFound(ref)
    return _read(found[0])


def said(hearing: Hearing, on: date) -> str:
    """How it stands, in a word: whoever reads of a day that is over is not told to come."""
    return "待公布结果" if hearing.state == "announced" and hearing.held_on < on else WORDS[hearing.state]


def unit_of(hearing: Hearing) -> str:
    return identity.unit(hearing.unit).name


def _read(row: tuple[Any, ...]) -> Hearing:
    held, announced = store.day(row[6]), store.day(row[11])
    assert held is not None and announced is not None
    return Hearing(int(row[0]), row[1], row[2], int(row[3]), row[4], row[5], held, row[7], row[8], row[9], row[10], announced, row[12])
