"""Into the outbox: what a person is to be told outside the house, as they wish to be told it, each once for its key."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from yiwang.engines.identity import api as identity
from yiwang.engines.notify.rooms.wishing import wishes
from yiwang.engines.notify.types import Channel, Wish
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust

PART, PARTS = 70, 3  # characters a part; more parts than that nobody reads
LONGEST = PART * PARTS
SEALED = "notify.code"
OUT = ("insert into notify_outgoing (channel, \"to\", person, title, text, sealed, urgent, pressing, at, due_at, until, tries, error, key) "
       "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 0, '', %s) on conflict (key, channel) do nothing")


def post(*, to: identity.Reach, channels: Iterable[Channel], title: str, text: str, sms: str = "", urgent: bool = False, pressing: bool = True,
         at: datetime, key: str, until: datetime | None = None) -> None:
    """Lays a message out by mail and by short message, as far as its receiver has an address and a number and wants it so. It is not sent after `until`. In
    the caller's transaction."""
    asked = {Channel.MAIL: to.mail, Channel.SMS: to.phone}
    ways = [(channel, asked[channel]) for channel in channels if asked.get(channel)]
    if not ways:
        return
    wanted = wishes(person=to.person)
    for channel, address in ways:
        wish = wanted.sms if channel is Channel.SMS else wanted.mail
        if wish is Wish.ALL or (wish is Wish.PRESSING and pressing):
            said = (sms or text) if channel is Channel.SMS else text
            store.execute(OUT, (channel.value, address, to.person, title[:160], said, False, urgent, pressing, at, at, until, key[-120:]))


def post_code(*, phone: str, code: str, minutes: int, at: datetime, until: datetime, key: str) -> None:
    """A one-time code for a phone: sealed while it lies here, sent at night too, of no use and not sent after `until`. In the caller's transaction."""
    text = f"登录验证码 {code}，{minutes} 分钟内有效。任何人要这个验证码都不要给。"
    store.execute(OUT, (Channel.SMS.value, phone, 0, "登录验证码", trust.seal(text.encode(), purpose=SEALED), True, True, True, at, at, until, key[-120:]))


def short(text: str) -> str:
    """A short message as it leaves: in three parts at most, ending with whose it is."""
    sign = f"【{settings.SMS_SIGN}】"
    words = " ".join(text.split())
    return (words if len(words) + len(sign) <= LONGEST else words[:LONGEST - len(sign) - 1] + "…") + sign
