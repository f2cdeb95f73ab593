"""Reading notices, and looking into the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.notify.types import Channel, NoticeView, Sent
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor


def _mine(actor: Actor) -> tuple[str, list[Any]]:
    seers = cases.seers_of(actor)
    if not seers:
        return "1 = 0", []
    roles = sorted(identity.rights(actor, epoch_now=identity.epoch()).roles) if actor.unit else []
    of_role = f"role in ({', '.join(['%s'] * (len(roles) + 1))})"
    return f"seer in ({', '.join(['%s'] * len(seers))}) and {of_role}", [*seers, "", *roles]


def notices(*, actor: Actor, after: int = 0, limit: int = 50) -> list[NoticeView]:
    """Newest first; `after` is the number of the last one seen on the page before."""
    where, params = _mine(actor)
    if after:
        where, params = f"{where} and id < %s", [*params, after]
    sql = f"select id, title, text, \"case\", at, read_at, path from notify_notice where {where} order by id desc limit %s"
    return [NoticeView(i, title, text, case, store.instant(at), read is not None, path)
            for i, title, text, case, at, read, path in store.rows(sql, (*params, limit))]


def unread(*, actor: Actor) -> int:
    where, params = _mine(actor)
    return int(store.rows(f"select count(*) from notify_notice where {where} and read_at is null", params)[0][0])


def read_all(*, actor: Actor, at: datetime) -> int:
    """Marks everything as read; how many."""
    where, params = _mine(actor)
    return store.execute(f"update notify_notice set read_at = %s where {where} and read_at is null", (at, *params))


def outbox(*, limit: int = 100) -> list[Sent]:
    """The newest mails and short messages, sent or not. Of a code nothing is shown but that it was one."""
    sql = ("select id, channel, \"to\", title, case when sealed then '' else text end, at, due_at, sent_at, given_up_at, tries, error, urgent "
           "from notify_outgoing order by id desc limit %s")
    return [Sent(i, Channel(channel), to, title, text, store.instant(at), store.instant(due), store.instant(sent), store.instant(given), tries, error,
                 bool(urgent)) for i, channel, to, title, text, at, due, sent, given, tries, error, urgent in store.rows(sql, (limit,))]
