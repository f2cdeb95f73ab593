"""What people want to be told by short message and by mail. Each change is an entry in the person's own chain, whoever brought it: the person's page, the
link in a mail, or 退订 from the phone. Numbers and addresses serve telling alone (个人信息保护法 第三十四条)."""

from __future__ import annotations

import base64
import unicodedata
from dataclasses import replace
from datetime import datetime

from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.notify.types import Channel, Wish, Wishes
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust
from yiwang.kernel.actors import READER, Actor
from yiwang.kernel.acts import Act, Kind

PURPOSE = "notify.stop"
HOLDER, TOLD = "notify.holder", "select 1 from notify_outgoing where person = %s limit 1"
STOPS = frozenset({"TD", "T", "N", "退订"})
CHOSEN = Act("notify.wishes_changed", Kind.CHANGED, "{actor} 改了接收短信和邮件的选择")
KEPT = "insert into notify_wished (person, sms, mail) values (%s, %s, %s) on conflict (person) do update set sms = excluded.sms, mail = excluded.mail"
WITHDRAWN = ("update notify_outgoing set given_up_at = %s, error = '本人选择不接收' where person = %s and channel = %s and sent_at is null "
             "and given_up_at is null and sealed = %s and (pressing = %s or %s)")


def wishes(*, person: int) -> Wishes:
    rows = store.rows("select sms, mail from notify_wished where person = %s", (person,))
    return Wishes(Wish(rows[0][0]), Wish(rows[0][1])) if rows else Wishes()


def wish(*, actor: Actor, person: int, wants: Wishes, by: str = "page", key: str | None = None, at: datetime) -> bool:
    """Keeps what a person wants and takes back what waits against it; whether that changed anything. The same key changes once."""
    if wishes(person=person) == wants:
        return False
    with store.atomic():
        chain, _, _ = ledger.lock_chain(f"person:{person}")
        before = wishes(person=person)
        if before == wants or (key is not None and ledger.answered(chain, key) is not None):
            return False
        store.execute(KEPT, (person, wants.sms.value, wants.mail.value))
        for channel, wanted in ((Channel.SMS, wants.sms), (Channel.MAIL, wants.mail)):
            if wanted is not Wish.ALL:
                store.execute(WITHDRAWN, (at, person, channel.value, False, False, wanted is Wish.NONE))
        facts = {"sms": wants.sms.value, "mail": wants.mail.value, "sms_was": before.sms.value, "mail_was": before.mail.value, "by": by}
        ledger.append(subject=f"person:{person}", act=CHOSEN, actor=actor, at=at, key=key, facts=facts)
    return True


def stop_token(*, person: int, at: datetime) -> str:
    """What stands in a mail, so that one click is enough. It does not end: an old mail is as good as a new one."""
    return trust.token(purpose=PURPOSE, value=str(person), at=at)


def stop_mail(*, token: str, at: datetime) -> bool:
    """No more mails to whoever got this token. Raises trust's Unreadable."""
    person = reader_of(token=token, at=at)
    return wish(actor=READER, person=person, wants=replace(wishes(person=person), mail=Wish.NONE), by="link", at=at)


def reader_of(*, token: str, at: datetime) -> int:
    """Whose token it is. Raises trust's Unreadable."""
    return int(trust.read_token(purpose=PURPOSE, token=token, at=at))


def stop_sms(*, phone: str, text: str, id_: str, at: datetime) -> int:
    """No more short messages to a number that answered 退订 or TD; for how many people that changed something. `id_` is the gateway's name of the answer."""
    if "".join(ch for ch in unicodedata.normalize("NFKC", text) if ch.isalnum()).upper() not in STOPS:
        return 0
    reached = identity.people_at(phone) or [someone for someone in (holder(phone),) if store.rows(TOLD, (someone,))]
    return sum(wish(actor=READER, person=person, wants=replace(wishes(person=person), sms=Wish.NONE), by="sms", key=f"sms:{id_}"[:64], at=at)
               for person in reached)


def holder(phone: str) -> int:
    """Whose wishes hold for a number somebody left: a person's who has it; where nobody is known to, a negative number that is always the same for it and
    tells nothing of it."""
    people = identity.people_at(phone)
    return people[0] if people else -int.from_bytes(base64.urlsafe_b64decode(trust.pseudonym(among=HOLDER, of=identity.mobile(phone)) + "==")[:7])
