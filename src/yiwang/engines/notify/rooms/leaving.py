"""Out of the outbox: by SMTP and by the gateway for short messages, where the city has set them; otherwise everything stays there to be looked at.

Before something is handed over its next try is written down: a process that is killed at any line sends it again later, once, and never loses it. The
gateway knows it again by its key. Pauses grow; after the last one it is given up, with what the other side said.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.mail import EmailMessage

from yiwang.engines.notify.rooms import gateway
from yiwang.engines.notify.rooms.gateway import Answer, Fate
from yiwang.engines.notify.rooms.posting import SEALED, short
from yiwang.engines.notify.rooms.wishing import stop_token
from yiwang.engines.notify.types import Channel
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust
from yiwang.kernel import clock

PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 480, 1440, 1440))  # then it is given up: two days and a half after the first try
OVER = "过了有效时间，没有发。"
WAITING = ("select id, \"to\", person, title, text, sealed, until, tries, key from notify_outgoing where channel = %s and sent_at is null "
           "and given_up_at is null and due_at <= %s{} order by urgent desc, due_at, id limit %s")
TRIED = "update notify_outgoing set tries = tries + 1, due_at = %s where id = %s and tries = %s and sent_at is null and given_up_at is null"
SENT = "update notify_outgoing set sent_at = %s, error = '', text = case when sealed then '' else text end where id = %s"
LATER = "update notify_outgoing set error = %s where id = %s"
GIVEN_UP = "update notify_outgoing set given_up_at = %s, error = %s, text = case when sealed then '' else text end where id = %s and sent_at is null"
KEPT = timedelta(days=30)  # what is older is no news
GONE = ("given_up_at is not null and sent_at is null and not sealed and at > %s and not exists (select 1 from notify_wished w "
        "where w.person = notify_outgoing.person and (case when channel = 'sms' then w.sms else w.mail end = 'none' "
        "or (case when channel = 'sms' then w.sms else w.mail end = 'pressing' and not pressing)))")
Quiet = tuple[time, time]


@dataclass(frozen=True, slots=True)
class _Waiting:
    id: int
    to: str
    person: int
    title: str
    text: str
    sealed: bool
    until: datetime | None
    tries: int
    key: str


def send_mail(*, at: datetime, limit: int = 20) -> int:
    """Sends waiting mails; how many left. 0 when no server is set."""
    return _sent(Channel.MAIL, _mailed, at, limit) if settings.EMAIL_HOST else 0


def send_sms(*, at: datetime, quiet: Quiet, limit: int = 20) -> int:
    """Sends waiting short messages; within `quiet` (from, to, on the city's wall) only urgent ones. 0 when no gateway is set."""
    return 0 if gateway.missing() else _sent(Channel.SMS, _texted, at, limit, urgent_only=is_quiet(at, quiet))


def given_up(*, at: datetime) -> int:
    """How many of the last weeks were given up and are still wanted."""
    return int(store.rows(f"select count(*) from notify_outgoing where {GONE}", (at - KEPT,))[0][0])


def again(*, at: datetime) -> int:
    """Those once more from the beginning, after what was wrong was put right; how many."""
    return store.execute(f"update notify_outgoing set given_up_at = null, tries = 0, due_at = %s, error = '' where {GONE}", (at, at - KEPT))


def is_quiet(at: datetime, quiet: Quiet) -> bool:
    """Whether it is night: from the first time on, before the second; over midnight when the first is the later one."""
    now, (begins, ends) = clock.local(at).time(), quiet
    return begins <= now or now < ends if begins > ends else begins <= now < ends


def _sent(channel: Channel, hand: Callable[[_Waiting, datetime], Answer], at: datetime, limit: int, *, urgent_only: bool = False) -> int:
    done = 0
    for row in store.rows(WAITING.format(" and urgent" if urgent_only else ""), (channel.value, at, limit)):
        one = _Waiting(*row[:5], bool(row[5]), store.instant(row[6]), *row[7:])
        if one.until is not None and one.until < at:
            store.execute(GIVEN_UP, (at, OVER, one.id))
            continue
        pause = PAUSES[min(one.tries, len(PAUSES) - 1)]
        if store.execute(TRIED, (at + pause, one.id, one.tries)) != 1:
            continue  # somebody else has it, or it was taken back
        answer = hand(one, at)
        done += _recorded(one, answer, at)
        if answer.fate is Fate.SILENT:
            break
    return done


def _recorded(one: _Waiting, answer: Answer, at: datetime) -> int:
    if answer.fate is Fate.TAKEN:
        store.execute(SENT, (at, one.id))
        return 1
    if answer.fate is Fate.REFUSED or one.tries >= len(PAUSES):
        store.execute(GIVEN_UP, (at, answer.said, one.id))
    else:
        store.execute(LATER, (answer.said, one.id))
    return 0


def _texted(one: _Waiting, at: datetime) -> Answer:
    try:
        text = trust.unseal(one.text, purpose=SEALED).decode() if one.sealed else one.text
    except trust.Unreadable:
        return Answer(Fate.REFUSED, "密封的内容读不出来。")
    return gateway.post(to=one.to, text=short(text), key=trust.pseudonym(among="sms", of=f"{one.id}:{one.key}"), at=at)


def _mailed(one: _Waiting, at: datetime) -> Answer:
    stop = f"{settings.ADDRESS}/messages/stop/{stop_token(person=one.person, at=at)}/" if one.person else ""
    foot = f"\n\n不想再收到邮件：{stop}" if stop else ""
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if stop else {}  # RFC 8058
    try:
        EmailMessage(one.title, one.text + foot, to=[one.to], headers=headers).send()
    except smtplib.SMTPRecipientsRefused as refused:
        status = next(iter(refused.recipients.values()), (0, b""))[0]
        return Answer(Fate.REFUSED if 500 <= status < 600 else Fate.LATER, f"SMTP {status}：收件服务器不收。")
    except ssl.SSLError as error:  # before ValueError, which a certificate's fault is too: it is the server that is not believed, not this mail
        return Answer(Fate.SILENT, f"{type(error).__name__}: {error.reason or ''}")
    except (smtplib.SMTPResponseException, ValueError) as error:
        return Answer(Fate.LATER, type(error).__name__ + (f" {error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else ""))
    except OSError as error:  # the server is away
        return Answer(Fate.SILENT, f"{type(error).__name__}: {error.strerror or ''}")
    return Answer(Fate.TAKEN)
