"""An administrator's first second factor: not whoever set the password says that this is the person, but another administrator, with a code for once.

While no other administrator has a factor (a city on its first day) nobody could hand one out, and none is asked.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password

from yiwang.engines.identity import rules
from yiwang.engines.identity.rooms import rights
from yiwang.engines.identity.rooms.accounts import ALPHABET, HANDED
from yiwang.engines.identity.rooms.directory import account_view
from yiwang.engines.identity.rooms.onetime import factor_due
from yiwang.engines.identity.rules import ADMINS
from yiwang.engines.identity.views import AccountView
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.reasons import Reason

VALID = timedelta(days=1)
SHOWN = Act("identity.enrolment_code_handed_out", Kind.CHANGED, "{actor} 领取了启用验证码的确认码")
HOLDERS = (
    "select distinct a.id from identity_account a join identity_tenure t on t.person_id = a.person_id join identity_postrole r on r.post_id = t.post_id "
    f"where a.is_active and not a.demo and t.since <= %s and (t.until is null or t.until >= %s) and r.role in ({', '.join(['%s'] * len(ADMINS))}) "
)


def waiting(*, on: date) -> list[AccountView]:
    """Administrators who have still to enrol."""
    return [account_view(id_) for (id_,) in store.rows(HOLDERS + "and a.otp_secret = '' order by a.id", (on, on, *ADMINS))]


def word_needed(*, account: int, on: date) -> bool:
    """Whether this account enrols with a code of another administrator."""
    others = store.rows(HOLDERS + "and a.otp_secret <> '' and a.id <> %s limit 1", (on, on, *ADMINS, account))
    return bool(others) and factor_due(account=account, on=on)


def faults(*, account: int, actor: Actor, on: datetime) -> list[Reason]:
    """Why this administrator may not confirm who holds the account."""
    rights.hold_still()
    rows = store.rows("select person_id from identity_account where id = %s", (account,))
    if not rows or not factor_due(account=account, on=clock.day(on)):
        return [Reason("not-waiting", "这个账号不等着启用验证码。")]
    if found := rules.not_oneself(actor.person, rows[0][0]):
        return found
    chain = ledger.chain_of(f"account:{account}")
    handed = next((e for e in ledger.history(chain, newest_first=True) if e.act == HANDED.code), None) if chain else None
    if handed is not None and handed.actor.get("account") == actor.account:
        return [Reason("set-the-password", "此人的密码是您给的，请由另一名管理员当面确认。")]
    return []


def allow(*, account: int, at: datetime) -> None:
    """A code may be handed out, until tomorrow; an earlier one is void."""
    store.execute("update identity_account set enrol_code = '', enrol_until = %s where id = %s", (at + VALID, account))


def hand_out_word(*, account: int, actor: Actor, at: datetime) -> str:
    """The code, once: after that, empty."""
    word = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    encoded = make_password(word)
    with store.atomic():
        rows = store.rows("select enrol_code, enrol_until from identity_account where id = %s" + store.lock(), (account,))
        if not rows or rows[0][0] or (until := store.instant(rows[0][1])) is None or until < at:
            return ""
        store.execute("update identity_account set enrol_code = %s where id = %s", (encoded, account))
        ledger.append(subject=f"account:{account}", act=SHOWN, actor=actor, at=at)
    return word


def word_is(*, account: int, word: str, at: datetime) -> bool:
    """Whether this is the account's code, and its day is not over."""
    rows = store.rows("select enrol_code, enrol_until from identity_account where id = %s", (account,))
    until = store.instant(rows[0][1]) if rows else None
    return bool(rows and rows[0][0] and until and at <= until) and check_password(word.strip().lower(), rows[0][0])
