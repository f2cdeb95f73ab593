"""Reading units and people, for the directory and the administrators' pages. Nothing here tells a citizen's number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from yiwang.engines.identity.rooms import rights
from yiwang.engines.identity.types import Kind, Unit
from yiwang.engines.identity.views import AccountView, HolderView, PostView, UnitView
from yiwang.engines.store import api as store

HELD = (
    "select t.id, t.person_id, p.name, p.phone, t.since, t.until, u.id, u.short, o.id, o.title, coalesce(q.name, '') from identity_tenure t "
    "join identity_person p on p.id = t.person_id join identity_post o on o.id = t.post_id join identity_unit u on u.id = o.unit_id "
    "left join identity_tenure b on b.id = t.for_tenure_id left join identity_person q on q.id = b.person_id "
)
ACCOUNT = ("select a.id, a.username, a.person_id, p.name, a.is_active, a.failures, a.locked_until, a.otp_secret, a.must_change, a.demo, a.last_login "
           "from identity_account a join identity_person p on p.id = a.person_id ")


def find_units(*, words: str, kind: str = "", after: str = "", limit: int = 30) -> list[Unit]:
    """Units in force whose name, short name, code or phone holds the words, in the order of their codes, beyond the code `after`.

    Without words villages are left out.
    """
    like = f"%{_plain(words)}%"
    narrowed, params = (" and kind = %s", [kind]) if kind else ("", []) if words else (" and kind <> %s", [Kind.STATION.value])
    sql = ("select id from identity_unit where valid_to is null and code > %s and (name like %s escape '!' or short like %s escape '!' "
           f"or code like %s escape '!' or phone like %s escape '!'){narrowed} order by code limit %s")
    return [rights.unit(r[0]) for r in store.rows(sql, (after, like, like, like, like, *params, limit))]


def find_officials(*, words: str, on: date, after: int = 0, limit: int = 30) -> list[HolderView]:
    """Appointments in force whose holder's name or phone, or post's title, holds the words."""
    like = f"%{_plain(words)}%"
    rows = store.rows(
        HELD + "where t.id > %s and t.for_tenure_id is null and t.since <= %s and (t.until is null or t.until >= %s) "
        "and (p.name like %s escape '!' or p.phone like %s escape '!' or o.title like %s escape '!') order by t.id limit %s",
        (after, on, on, like, like, like, limit))
    return [_holder(r) for r in rows]


def unit_view(id_: int) -> UnitView:
    """Raises KeyError."""
    rows = store.rows("select valid_from, valid_to, coalesce(successor_id, 0) from identity_unit where id = %s", (id_,))
    if not rows:
        raise KeyError(id_)
    since, until, heir = rows[0]
    return UnitView(rights.unit(id_), store.day(since) or date.min, store.day(until), heir)


def units_below(id_: int) -> list[Unit]:
    """Units in force that belong to this one or stand below it along the line."""
    rows = store.rows("select id from identity_unit where valid_to is null and (government_id = %s or line_id = %s) order by code limit 300", (id_, id_))
    return [rights.unit(r[0]) for r in rows]


def staffed(*, units: Sequence[int] | None = None, role: str, on: date) -> set[int]:
    """Which of these units (of all, without them) have somebody in a post with the role that day."""
    if units is not None and not units:
        return set()
    among = f"p.unit_id in ({', '.join(['%s'] * len(units))}) and " if units else ""
    sql = ("select distinct p.unit_id from identity_post p join identity_postrole r on r.post_id = p.id join identity_tenure t on t.post_id = p.id "
           f"where {among}r.role = %s and t.since <= %s and (t.until is null or t.until >= %s) and (p.valid_to is null or p.valid_to >= %s)")
    return {r[0] for r in store.rows(sql, (*(units or ()), role, on, on, on))}


def posts_of(*, unit: int, on: date) -> list[PostView]:
    """Open posts of a unit with their roles and their holders of now and later."""
    return [post(r[0], on=on) for r in store.rows("select id from identity_post where unit_id = %s and valid_to is null order by id", (unit,))]


def post(id_: int, *, on: date) -> PostView:
    """Raises KeyError."""
    rows = store.rows("select id, unit_id, title, single, valid_to from identity_post where id = %s", (id_,))
    if not rows:
        raise KeyError(id_)
    roles = tuple(r for r, in store.rows("select role from identity_postrole where post_id = %s order by role", (id_,)))
    holders = store.rows(HELD + "where t.post_id = %s and (t.until is null or t.until >= %s) order by t.since, t.id", (id_, on))
    return PostView(rows[0][0], rows[0][1], rows[0][2], bool(rows[0][3]), store.day(rows[0][4]), roles, tuple(_holder(h) for h in holders))


def tenures_of(*, person: int) -> list[HolderView]:
    """All appointments of a person, the newest first; those moved away before they began are left out."""
    rows = store.rows(HELD + "where t.person_id = %s and (t.until is null or t.until >= t.since) order by t.since desc, t.id desc", (person,))
    return [_holder(r) for r in rows]


def account_view(id_: int) -> AccountView:
    """Raises KeyError."""
    return _one(store.rows(ACCOUNT + "where a.id = %s", (id_,)), id_)


def account_of_person(person: int) -> AccountView:
    """The first account of a person. Raises KeyError."""
    return _one(store.rows(ACCOUNT + "where a.person_id = %s order by a.id limit 1", (person,)), person)


def person_named(*, username: str, name: str = "") -> int:
    """The person of a user name (whose name is `name`, when given), or 0."""
    rows = store.rows("select a.person_id, p.name from identity_account a join identity_person p on p.id = a.person_id where a.username = %s and a.is_active",
                      (username,))
    return int(rows[0][0]) if rows and (not name or rows[0][1] == name) else 0


def accounts(*, words: str = "", only: str = "", after: int = 0, limit: int = 30, now: Any = None) -> list[AccountView]:
    """Accounts by user name or name. `only`: `locked`, `closed`, `factor`."""
    like = f"%{_plain(words)}%"
    more, params = {"locked": (" and a.locked_until > %s", [now]), "closed": (" and not a.is_active", []), "factor": (" and a.otp_secret <> ''", [])}.get(
        only, ("", []))
    rows = store.rows(ACCOUNT + f"where a.id > %s and (a.username like %s escape '!' or p.name like %s escape '!'){more} order by a.id limit %s",
                      (after, like, like, *params, limit))
    return [_account(r) for r in rows]


def _plain(words: str) -> str:
    """The words of a search without what a pattern would read as a wildcard."""
    return words.strip().replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _holder(r: tuple[Any, ...]) -> HolderView:
    return HolderView(r[0], r[1], r[2], r[3], store.day(r[4]) or date.min, store.day(r[5]), *r[6:])


def _one(rows: list[tuple[Any, ...]], key: int) -> AccountView:
    if not rows:
        raise KeyError(key)
    return _account(rows[0])


def _account(r: tuple[Any, ...]) -> AccountView:
    return AccountView(r[0], r[1], r[2], r[3], bool(r[4]), r[5], store.instant(r[6]), bool(r[7]), bool(r[8]), bool(r[9]), store.instant(r[10]))
