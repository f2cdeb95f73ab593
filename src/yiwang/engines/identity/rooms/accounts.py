"""Accounts: opened, closed, their passwords reset and handed out once, failures forgotten, second factors taken off."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from django.contrib.auth.hashers import is_password_usable, make_password

from yiwang.engines.identity import rules
from yiwang.engines.identity.rooms import posts, rights
from yiwang.engines.identity.rooms.tables import tables
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.reasons import Reason

USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,39}")
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without what is mistaken for another letter
HANDED = Act("identity.password_handed_out", Kind.CHANGED, "{actor} 领取了一次性密码")


def open_faults(*, username: str) -> list[Reason]:
    rights.hold_still()
    if not USERNAME.fullmatch(username):
        return [Reason("username", "用户名以小写字母开头，由小写字母、数字、点和短横线组成，3 到 40 位。不要用身份证号码。", field="username")]
    if store.rows("select 1 from identity_account where username = %s", (username,)):
        return [Reason("username-taken", "这个用户名已经有了，请换一个。", field="username")]
    return []


def open_account(*, username: str, name: str, phone: str) -> dict[str, int]:
    """A person with a log-in that has no password yet: `hand_out` gives one."""
    models = tables()
    person = models.Person.objects.create(name=name, phone=phone, assurance="certificate")
    account = models.Account.objects.create(username=username, person=person, password=make_password(None), must_change=True)
    return {"person": int(person.id), "account": int(account.id)}


def faults(*, account: int, acting: int, on: datetime, closing: bool = False) -> list[Reason]:
    """Why an administrator may not change this account."""
    rights.hold_still()
    rows = store.rows("select person_id from identity_account where id = %s", (account,))
    if not rows:
        return [Reason("account-unknown", "没有这个账号。")]
    found = rules.not_oneself(acting, rows[0][0])
    if closing:
        today = clock.day(on)
        for tenure, post in store.rows("select id, post_id from identity_tenure where person_id = %s and (until is null or until >= %s)", (rows[0][0], today)):
            for role, in store.rows(posts.ROLES_OF_POST, (post,)):
                found += posts.last_admin(role, today, without_tenure=tenure)
    return found


def set_active(*, account: int, active: bool) -> None:
    """Closes or opens a log-in. Open sessions and running steps of a closed one end."""
    store.execute(f"update identity_account set is_active = {'true' if active else 'false'}, generation = generation + 1, failures = 0, "
                  "locked_until = null where id = %s", (account,))
    rights.moved()


def reset_password(*, account: int) -> None:
    """Nobody can sign in with the old password from now on; sessions end. `hand_out` then gives one that serves once."""
    store.execute("update identity_account set password = %s, must_change = true, generation = generation + 1, failures = 0, locked_until = null where id = %s",
                  (make_password(None), account))


def reset_failures(*, account: int) -> None:
    store.execute("update identity_account set failures = 0, locked_until = null where id = %s", (account,))


def take_factor(*, account: int) -> None:
    """The second factor is off until a new one is enrolled; sessions end."""
    store.execute("update identity_account set otp_secret = '', otp_step = 0, generation = generation + 1 where id = %s", (account,))


def hand_out(*, account: int, actor: Actor, at: datetime) -> str:
    """The one-time password of a fresh or reset account, once: after that, empty. Never written down but hashed."""
    word = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
    encoded = make_password(word)
    with store.atomic():
        rows = store.rows("select password, must_change from identity_account where id = %s" + store.lock(), (account,))
        if not rows or not rows[0][1] or is_password_usable(rows[0][0]):
            return ""
        store.execute("update identity_account set password = %s where id = %s", (encoded, account))
        ledger.append(subject=f"account:{account}", act=HANDED, actor=actor, at=at)
    return word
