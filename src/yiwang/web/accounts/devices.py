"""Where somebody is signed in: kept beside each session, shown to its person, ended by them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import NotFound

BEGAN = ("insert into accounts_signin (id, key, account_id, device, address, generation, since, used_at) values (%s, %s, %s, %s, %s, %s, %s, %s)")
OWN = ("select s.id, s.key, s.device, s.address, s.since, s.used_at from accounts_signin s join identity_account a on a.id = s.account_id "
       "join django_session d on d.session_key = s.key where s.account_id = %s and s.generation = a.generation and d.expire_date > %s "
       "order by s.used_at desc, s.id desc limit 50")
ENDED = Act("identity.session_ended", Kind.CHANGED, "{actor} 在别处退出了登录")
BROWSERS = (("MicroMessenger", "微信"), ("Edg", "Edge 浏览器"), ("Firefox", "Firefox 浏览器"), ("Chrome", "Chrome 浏览器"), ("Safari", "Safari 浏览器"))
MACHINES = (("HarmonyOS|OpenHarmony", "鸿蒙"), ("Android", "安卓手机"), ("iPhone", "苹果手机"), ("iPad", "苹果平板"), ("Windows", "Windows 电脑"),
            ("Macintosh", "苹果电脑"), ("Linux", "Linux 电脑"))


@dataclass(frozen=True, slots=True)
class Device:
    """A place one is signed in at; `here` is the one that asks."""

    id: int
    device: str
    address: str
    since: datetime
    used_at: datetime
    here: bool


def named(agent: str) -> str:
    """A browser in words: which machine, which program; never the whole of what it says."""
    machine = next((words for pattern, words in MACHINES if re.search(pattern, agent)), "")
    browser = next((words for pattern, words in BROWSERS if pattern in agent), "")
    return "，".join(x for x in (machine, browser) if x) or "没有说明的设备"


def began(request: Any, account: int, generation: int) -> None:
    """A new session stands."""
    if request.session.session_key is None:
        request.session.create()
    device, address = named(request.META.get("HTTP_USER_AGENT", "")[:400]), request.META.get("REMOTE_ADDR", "")[:64]
    store.execute(BEGAN, (store.take(), request.session.session_key, account, device, address, generation, request.at, request.at))


def moved(before: str, after: str, generation: int) -> None:
    """The same session under a new number, after a new password."""
    store.execute("update accounts_signin set key = %s, generation = %s where key = %s", (after, generation, before))


def used(key: str, at: datetime) -> None:
    store.execute("update accounts_signin set used_at = %s where key = %s", (at, key))


def gone(key: str | None) -> None:
    """The session is over."""
    if key:
        store.execute("delete from accounts_signin where key = %s", (key,))


def signin_of(key: str | None) -> int:
    """The number of the place a session stands at; 0 when it is not known."""
    rows = store.rows("select id from accounts_signin where key = %s", (key,)) if key else []
    return int(rows[0][0]) if rows else 0


def stands(signin: int, at: datetime) -> bool:
    """Whether a session still stands: not ended, not over, its account's password not changed."""
    sql = ("select 1 from accounts_signin s join identity_account a on a.id = s.account_id join django_session d on d.session_key = s.key "
           "where s.id = %s and s.generation = a.generation and a.is_active and d.expire_date > %s")
    return bool(store.rows(sql, (signin, at)))


def own(*, account: int, key: str | None, at: datetime) -> list[Device]:
    """Where the account is signed in, last used first."""
    return [Device(id_, device, address, store.instant(since) or at, store.instant(used) or at, held == key)
            for id_, held, device, address, since, used in store.rows(OWN, (account, at))]


def end(*, actor: Actor, key: str | None, signin: int = 0, at: datetime) -> int:
    """Ends one place, or (0) all but the one that asks; how many. What was open there answers the next click with the log-in. Raises NotFound."""
    with store.atomic():
        ledger.lock_chain(f"account:{actor.account}")
        places = store.rows("select id, key from accounts_signin where account_id = %s", (actor.account,))
        meant = [(id_, held) for id_, held in places if (id_ == signin if signin else held != key)]
        if signin and not meant:
            raise NotFound(str(signin))
        for id_, held in meant:
            store.execute("delete from django_session where session_key = %s", (held,))
            store.execute("delete from accounts_signin where id = %s", (id_,))
        if meant:
            ledger.append(subject=f"account:{actor.account}", act=ENDED, actor=actor, at=at, facts={"sessions": len(meant)})
    return len(meant)


def end_all(*, of: int = 0, but: int = 0) -> int:
    """Ends every session of an account, or (0) of everybody but one account; how many. Whoever calls keeps the record."""
    chosen, given = ("account_id = %s", of) if of else ("account_id <> %s", but)
    count = store.execute(f"delete from django_session where session_key in (select key from accounts_signin where {chosen})", (given,))
    # a session that began meanwhile keeps its place: it would stand unseen, and nobody could end it
    store.execute(f"delete from accounts_signin where {chosen} and key not in (select session_key from django_session)", (given,))
    return count


def sweep(*, at: datetime) -> int:
    """Forgets places whose session is no more; how many."""
    return store.execute("delete from accounts_signin where key not in (select session_key from django_session where expire_date > %s)", (at,))
