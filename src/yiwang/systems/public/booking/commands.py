"""What is booked, taken, called and done. Each holds the chain of the place's day: two never take one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.types import ANYBODY, Command
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.registers import api as registers
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import NotFound
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.booking import forms, rules
from yiwang.systems.public.booking.rooms import places, visits
from yiwang.systems.public.booking.types import Place, State, Visit

KEEPER = cases.Role("public.booking.keeper", "大厅管理员")
CLERK = cases.Role("public.booking.clerk", "大厅窗口")
DAY = r"place:[a-z][a-z0-9_]{1,39}:\d{4}-\d{2}-\d{2}"
Told = Mapping[str, object]


def day_of(place: str, on: date) -> str:
    """The subject whose chain holds what happens at a place on a day."""
    return f"place:{place}:{on.isoformat()}"


def _where(subject: str) -> tuple[str, date]:
    _, place, on = subject.split(":")
    try:
        return place, date.fromisoformat(on)
    except ValueError:
        raise NotFound(subject) from None


def seer_of(actor: Actor) -> int:
    """The number of whom a visitor is or acts for."""
    party = identity.party(actor)
    return cases.seer_of(party.kind, party.id)


def _book_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    if not actor.known or actor.official:
        return [Reason("citizens-only", "请用本人或者单位的身份预约。")]
    code, on = _where(subject)
    place, slot = places.place(code), str(data.answers["slot"])
    if data.answers["on"] != on.isoformat():
        return [Reason("another-day", "请在页面上选日期。", field="on")]
    mine = visits.of(seer_of(actor), code)
    taken = visits.taken(code, on, on).get((on, slot), 0)
    return rules.may_book(place, on, slot, taken, mine, at, places.days(place, clock.day(at)))


def _book(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    place, on = _where(subject)
    made = visits.begin(
        place=place, on=on, slot=str(data.answers["slot"]), seer=seer_of(actor), account=actor.account, purpose=str(data.answers.get("purpose", "")), at=at
    )
    return {"visit": made.id}


def _mine(data: Clean, subject: str) -> Visit | None:
    found = visits.visit(int(data.answers["visit"]))
    return found if found is not None and day_of(found.place, found.on) == subject else None


def _cancel_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    found = _mine(data, subject)
    if found is None or not actor.known or actor.official:
        return [Reason("not-yours", "没有这个预约。")]
    late = at >= rules.start_of(found.on, found.slot) and found.state is State.BOOKED
    return [Reason("too-late", "预约的时间已经到了，不能再取消。")] if late else rules.may_cancel(found, (seer_of(actor),))


def _cancel(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    visits.mark(id_=int(data.answers["visit"]), state=State.CANCELLED, at=at)
    return {}


def _today(subject: str, at: datetime) -> list[Reason]:
    return [] if _where(subject)[1] == clock.day(at) else [Reason("not-today", "只能办今天的。")]


def serves(actor: Actor, place: Place) -> bool:
    """Windows serve the halls of their own unit and of its government."""
    return is_hall_of(actor.unit, place)


def is_hall_of(unit: int, place: Place) -> bool:
    """Whether a unit is met at a place: at its own, and at every hall of its government."""
    keeper, mine = identity.unit_by_code(place.unit), identity.unit(unit)
    return keeper.id in (mine.id, mine.government) or keeper.government == mine.government


def _own_hall(actor: Actor, place: str) -> list[Reason]:
    return [] if serves(actor, places.place(place)) else [Reason("another-hall", "这不是您所在的大厅。")]


def _come_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    place, on = _where(subject)
    found = [*_today(subject, at), *_own_hall(actor, place)]
    code = str(data.answers.get("code", "")).strip()
    return found + (rules.may_come(visits.by_code(place, on, code), places.place(place), at) if code else [])


def _come(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    place, on = _where(subject)
    code = str(data.answers.get("code", "")).strip()
    booked = visits.by_code(place, on, code) if code else None
    found = booked or visits.begin(place=place, on=on, slot="", seer=0, account=0, purpose=str(data.answers.get("purpose", "")), at=at)
    return {"visit": found.id, "number": visits.came(id_=found.id, at=at)}


def _call_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    place, on = _where(subject)
    found = [*_today(subject, at), *_own_hall(actor, place)]
    if (there := visits.at_window(place, on, str(data.answers["window"]))) is not None:
        found.append(Reason("somebody-there", f"{there.number} 号还在这个窗口，先记录办好了还是没有来。", field="window"))
    elif not found and visits.next_waiting(place, on) is None:
        found.append(Reason("nobody-waits", "现在没有人在等。"))
    return found


def _call(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    place, on = _where(subject)
    called = visits.next_waiting(place, on)
    assert called is not None
    visits.mark(id_=called.id, state=State.CALLED, at=at, window=str(data.answers["window"]))
    return {"visit": called.id, "number": called.number}


def _done_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    found = _mine(data, subject)
    if found is None or found.state is not State.CALLED:
        return [Reason("not-called", "这个号没有在窗口。")]
    return _own_hall(actor, found.place)


def _done(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    visits.mark(id_=int(data.answers["visit"]), state=State(data.answers["outcome"]), at=at)
    return {}


def _keep_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    try:
        unit = identity.unit_by_code(str(data.answers["unit"]))
    except KeyError:
        return [Reason("unit-unknown", "没有这个单位代码，请照通讯录填写。", field="unit")]
    mine = identity.unit(actor.unit)
    if unit.id not in (mine.id, mine.government) and unit.government != mine.id:
        return [Reason("not-your-unit", "只能管理本单位和本级政府的大厅、场所。", field="unit")]
    return []


def _keep(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    code = str(data.answers["code"])
    made = registers.publish(
        register=places.PLACES,
        key=code,
        title=str(data.answers["title"]),
        facts=dict(data.answers),
        actor=actor,
        unit=actor.unit,
        valid_from=clock.day(at),
        at=at,
    )
    return {"place": code, "version": made.version}


def _act(code: str, says: str) -> Act:
    return Act(f"public.booking.{code}", Kind.CHANGED, says)


BOOK = Command("public.booking.book", "预约", ANYBODY, forms.BOOK, _book, _act("booked", "{actor}预约"), _book_faults, on=DAY)
CANCEL = Command(
    "public.booking.cancel", "取消预约", ANYBODY, forms.CANCEL, _cancel, _act("cancelled", "{actor}取消预约"), _cancel_faults, "取消后名额马上给别人。"
)
COME = Command("public.booking.come", "签到取号", CLERK.code, forms.COME, _come, _act("came", "{actor}给号"), _come_faults, on=DAY)
CALL = Command("public.booking.call", "叫号", CLERK.code, forms.CALL, _call, _act("called", "{actor}叫号"), _call_faults, on=DAY)
DONE = Command("public.booking.done", "办结", CLERK.code, forms.DONE, _done, _act("done", "{actor}记录办结"), _done_faults)
KEEP = Command("public.booking.keep", "管理场所", KEEPER.code, forms.PLACE, _keep, _act("kept", "{actor}修改场所"), _keep_faults)
ALL = (BOOK, CANCEL, COME, CALL, DONE, KEEP)
