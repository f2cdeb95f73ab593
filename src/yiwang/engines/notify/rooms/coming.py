"""Reminders: somebody is told before a day comes, each once however often it is asked, and never at night."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import quote

from django.conf import settings

from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.notify.rooms.posting import post
from yiwang.engines.notify.types import Channel, Coming
from yiwang.engines.store import api as store
from yiwang.kernel import clock

SAFE = "/?=&."  # of an address in a mail
HOURS = range(8, 20)  # nothing is so pressing that it wakes somebody: reminders go out by day
NOTICE = ('insert into notify_notice (seer, role, title, text, "case", at, key, path) values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict (key) do nothing')


def remind(*, comes: Iterable[Coming], at: datetime, limit: int = 200) -> int:
    """Tells up to `limit` of what comes, in the inbox, by mail and where it says so by short message, each in a transaction of its own; how many were
    told now. 0 at night."""
    done = 0
    if clock.local(at).hour not in HOURS:
        return done
    for one in comes:
        done += _told(one, at)
        if done >= limit:
            break
    return done


def untold(keys: Sequence[str]) -> set[str]:
    """Those of these keys under which nobody was told yet."""
    held = store.rows(f"select key from notify_notice where key in ({', '.join(['%s'] * len(keys))})", [_key(k) for k in keys]) if keys else []
    told = {str(key) for (key,) in held}
    return {k for k in keys if _key(k) not in told}


def _told(one: Coming, at: datetime) -> int:
    key = _key(one.key)
    with store.atomic():
        if store.execute(NOTICE, (one.seer, "", one.title[:120], one.text, "", at, key, one.path)) != 1:
            return 0
        link = f"\n{settings.ADDRESS}{quote(one.path, safe=SAFE)}" if one.path else ""
        channels = (Channel.MAIL, Channel.SMS) if one.sms else (Channel.MAIL,)
        post(to=identity.reach(cases.party_of(one.seer)), channels=channels, title=one.title[:120], text=one.text + link, sms=one.sms, at=at, key=key)
    return 1


def _key(key: str) -> str:
    return key[-120:]
