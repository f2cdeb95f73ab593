"""Visits: counted, begun, called. Whoever writes holds the chain of the place's day, so that two never take one place."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from yiwang.engines.store import api as store
from yiwang.systems.public.booking.types import State, Visit

COLUMNS = "id, place, day, slot, seer, code, purpose, state, number, counter"
HELD = "('booked', 'waiting', 'called', 'served')"


def visit(id_: int) -> Visit | None:
    found = store.rows(f"select {COLUMNS} from booking_visit where id = %s", (id_,))
    return _read(found[0]) if found else None


def by_code(place: str, on: date, code: str) -> Visit | None:
    found = store.rows(f"select {COLUMNS} from booking_visit where place = %s and day = %s and code = %s", (place, on, code))
    return _read(found[0]) if found else None


def of(seer: int, place: str = "", limit: int = 60) -> list[Visit]:
    """Somebody's visits, latest day first."""
    narrow, params = (" and place = %s", (seer, place, limit)) if place else ("", (seer, limit))
    sql = f"select {COLUMNS} from booking_visit where seer = %s{narrow} order by day desc, slot desc, id desc limit %s"
    return [_read(r) for r in store.rows(sql, params)]


def of_day(place: str, on: date) -> list[Visit]:
    """Everybody of a day, in the order of slots and numbers."""
    sql = f"select {COLUMNS} from booking_visit where place = %s and day = %s order by case when number = 0 then 1 else 0 end, number, slot, id"
    return [_read(r) for r in store.rows(sql, (place, on))]


def coming(place: str, on: date, before: datetime) -> list[Visit]:
    """Who booked a day before an instant and still means to come."""
    sql = f"select {COLUMNS} from booking_visit where place = %s and day = %s and state = 'booked' and seer > 0 and made_at < %s order by slot, id"
    return [_read(r) for r in store.rows(sql, (place, on, before))]


def taken(place: str, first: date, last: date) -> dict[tuple[date, str], int]:
    """How many visits hold each slot of some days."""
    sql = f"select day, slot, count(*) from booking_visit where place = %s and day between %s and %s and slot <> %s and state in {HELD} group by day, slot"
    return {(store.day(on) or first, slot): int(n) for on, slot, n in store.rows(sql, (place, first, last, ""))}


def begin(*, place: str, on: date, slot: str, seer: int, account: int, purpose: str, at: datetime) -> Visit:
    """A booking, with a code no other visit of that day has."""
    code = _code(place, on)
    sql = (
        "insert into booking_visit (place, day, slot, seer, account, code, purpose, state, number, counter, made_at) "
        "values (%s, %s, %s, %s, %s, %s, %s, 'booked', 0, '', %s)"
    )
    store.execute(sql, (place, on, slot, seer, account, code, purpose, at))
    found = by_code(place, on, code)
    assert found is not None
    return found


def came(*, id_: int, at: datetime) -> int:
    """The visitor is there: the next number of the day."""
    sql = "select coalesce(max(o.number), 0) + 1 from booking_visit o join booking_visit v on o.place = v.place and o.day = v.day where v.id = %s"
    ((number,),) = store.rows(sql, (id_,))
    store.execute("update booking_visit set state = 'waiting', number = %s, came_at = %s where id = %s", (number, at, id_))
    return int(number)


def next_waiting(place: str, on: date) -> Visit | None:
    """Who is called next: a booked slot that has begun comes before who came without, then the order of numbers."""
    sql = (
        f"select {COLUMNS} from booking_visit where place = %s and day = %s and state = %s "
        "order by case when slot = %s then 1 else 0 end, case when slot = %s then number else 0 end, slot, number limit 1"
    )
    found = store.rows(sql, (place, on, "waiting", "", ""))
    return _read(found[0]) if found else None


def mark(*, id_: int, state: State, at: datetime, window: str = "") -> None:
    column = {"called": "called_at", "served": "ended_at", "missed": "ended_at", "cancelled": "ended_at"}[state]
    more, params = (", counter = %s", (state.value, at, window, id_)) if window else ("", (state.value, at, id_))
    store.execute(f"update booking_visit set state = %s, {column} = %s{more} where id = %s", params)


def at_window(place: str, on: date, window: str) -> Visit | None:
    """Who stands at a window."""
    found = store.rows(f"select {COLUMNS} from booking_visit where place = %s and day = %s and state = %s and counter = %s", (place, on, "called", window))
    return _read(found[0]) if found else None


def _code(place: str, on: date) -> str:
    while True:
        code = f"{secrets.randbelow(10**6):06}"
        if by_code(place, on, code) is None:
            return code


def _read(row: tuple[Any, ...]) -> Visit:
    id_, place, on, slot, seer, code, purpose, state, number, window = row
    day = store.day(on)
    assert day is not None
    return Visit(int(id_), place, day, slot, int(seer), code, purpose, State(state), int(number), window)
