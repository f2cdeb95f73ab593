"""Whom a post or a user name belongs to."""

from __future__ import annotations

from datetime import date

from yiwang.engines.identity.rooms.capacities import actor
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor

HELD = ("select a.id, t.id from identity_post o join identity_unit u on u.id = o.unit_id join identity_tenure t on t.post_id = o.id "
        "join identity_account a on a.person_id = t.person_id where u.code = %s and o.title = %s and t.for_tenure_id is null and t.since <= %s "
        "and (t.until is null or t.until >= %s) order by t.since, t.id limit 1")


def account_of(username: str) -> int:
    """The account of a user name. Raises KeyError."""
    rows = store.rows("select id from identity_account where username = %s", (username,))
    if not rows:
        raise KeyError(username)
    return int(rows[0][0])


def holder(*, unit: str, title: str, on: date) -> Actor:
    """Who holds a post of a unit (by its code) that day, first come first, as they act in it. Raises KeyError."""
    for account, tenure in store.rows(HELD, (unit, title, on, on)):
        if (found := actor(account=account, tenure=tenure, on=on)) is not None:
            return found
    raise KeyError(f"{unit} {title}")


def generation(*, account: int) -> int:
    """The number a session keeps: when the account's moves on, the session is over."""
    rows = store.rows("select generation from identity_account where id = %s", (account,))
    return int(rows[0][0]) if rows else -1
