"""Who may book what: pure functions that give reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from yiwang.kernel import clock
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.booking.types import Place, State, Visit

OPEN = (State.BOOKED, State.WAITING, State.CALLED)


def start_of(on: date, slot: str) -> datetime:
    """The instant a slot begins."""
    hour, _, minute = slot.partition(":")
    return clock.start_of(on) + timedelta(hours=int(hour), minutes=int(minute))


def open_days(place: Place, today: date, working: Sequence[date]) -> list[date]:
    """The days that can be booked now; `working` are the working days ahead."""
    if place.every_day:
        return [today + timedelta(days=n) for n in range(place.days_ahead + 1)]
    return [day for day in working if (day - today).days <= place.days_ahead]


def may_book(place: Place, on: date, slot: str, taken: int, mine: Sequence[Visit], at: datetime, days: Sequence[date]) -> list[Reason]:
    """`taken` visits are in the slot; `mine` are this person's visits to the place."""
    if on not in days:
        return [Reason("day-not-open", "这一天不能预约，请在列出的日期里选。", field="on")]
    if slot not in place.slots:
        return [Reason("slot-unknown", "没有这个时段，请在列出的时段里选。", field="slot")]
    if at >= start_of(on, slot):
        return [Reason("slot-over", "这个时段已经开始，请选后面的时段。", field="slot")]
    if blocked := _blocked(place, mine, at):
        says = f"您最近 {place.within_days} 天里有 {place.most_missed} 次预约了没有来，{blocked.month} 月 {blocked.day} 日以后才能再约；"
        return [Reason("blocked", says + "急事请直接到现场取号。")]
    if any(v.on == on and v.state in OPEN for v in mine):
        return [Reason("booked-already", "您这一天已经约过，请先取消原来的，再约别的时段。", field="slot")]
    if taken >= place.capacity:
        return [Reason("slot-full", "这个时段刚刚约满，请选别的时段。", field="slot")]
    return []


def _blocked(place: Place, mine: Sequence[Visit], at: datetime) -> date | None:
    """Until when nothing may be booked, after so many missed visits."""
    since = clock.day(at) - timedelta(days=place.within_days)
    missed = sorted(v.on for v in mine if v.on > since and v.slot and (v.state is State.MISSED or v.over(place, at, start_of(v.on, v.slot))))
    if not place.most_missed or len(missed) < place.most_missed:
        return None
    until = missed[-1] + timedelta(days=place.blocked_days)
    return until if clock.day(at) <= until else None


def may_cancel(visit: Visit, seers: Sequence[int]) -> list[Reason]:
    if visit.seer not in seers:
        return [Reason("not-yours", "没有这个预约。")]
    if visit.state is not State.BOOKED:
        return [Reason("not-booked", f"这个预约{visit.state.word}，不能取消。")]
    return []


def may_come(visit: Visit | None, place: Place, at: datetime) -> list[Reason]:
    if visit is None:
        return [Reason("code-unknown", "今天没有这个预约码，请核对；没有预约的直接取号。", field="code")]
    if visit.state is not State.BOOKED:
        return [Reason("came-already", f"这个预约{visit.state.word}。", field="code")]
    if visit.over(place, at, start_of(visit.on, visit.slot)):
        return [Reason("too-late", f"已经过了 {visit.slot} 的预约时间 {place.grace} 分钟，请重新取号。", field="code")]
    return []
