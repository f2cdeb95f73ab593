"""Signing in: password, then a one-time code where the account has one; failures lock for a while; every sign-in is on record.

What is slow (hashing) happens before the transaction; the outcome is judged again under the account's lock.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.hashers import check_password, make_password

from yiwang.engines.identity.rooms import onetime, policies, texted
from yiwang.engines.identity.types import Signing
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import Refused
from yiwang.kernel.networks import network

WINDOW = timedelta(minutes=15)  # over which failures of one network address are counted
UNKNOWN = timedelta(days=1)  # how long failures on a name nobody has are kept
NAME = "name:"  # before the keys of such names
WRONG = "用户名或密码不对。忘记密码的，公务人员找本单位系统管理员，群众可用身份证到窗口重设。"
ASKED = "请输入验证器里现在显示的 6 位数字。"
CODE_WRONG = "验证码不对，或者已经用过。请等下一个 6 位数字；手机时间要准。"
ELSEWHERE = "演示账号只能在运行演示的这台电脑上登录。"
NOT_NOW = "没有登录成功，请再试一次；还不行的，用密码登录。"
SIGNED_IN = Act("identity.signed_in", Kind.SIGNED_IN, "{actor} 登录")
REFUSED = Act("identity.sign_in_refused", Kind.SIGNED_IN, "登录没有成功：{why}")
FOUND = ("select id, person_id, password, is_active, failures, locked_until, otp_secret, otp_step, demo, generation, must_change from identity_account "
         "where username = %s")


def sign_in(*, username: str, password: str, code: str = "", text: bool = False, asked: str = "", address: str = "", here: bool = True,
            at: datetime) -> Signing:
    """Checks who it is. Unknown names and wrong passwords look the same and take the same time. `here` is false for another machine's request; with `text`
    a one-time code is sent to the account's phone, where it may be; it comes back with what `asked` was then."""
    slow = _slowed(address, at)
    if slow is not None:
        return slow
    rows = store.rows(FOUND, (username.strip(),))
    right = check_password(password[:256], rows[0][2] if rows else _nobody())
    if not rows:
        return _unknown(username.strip(), address, at)
    with store.atomic():
        return _judged(store.rows(FOUND + store.lock(), (username.strip(),))[0], rows[0][2], right, code, text, asked, address, here, at)


def _judged(row: tuple[Any, ...], checked: object, right: bool, code: str, text: bool, asked: str, address: str, here: bool, at: datetime) -> Signing:
    id_, person, encoded, active, failures, locked, sealed, step, demo, generation, must_change = row
    account = int(id_)
    until = store.instant(locked)
    if until is not None and until > at:
        _note(account, "locked", address, at)
        return Signing(refused=_resting(until, at), wait_until=until)
    if not right or not active or encoded != checked:
        return _failed(account, int(failures), "password" if active else "closed", WRONG, address, at)
    if demo and not here:
        _note(account, "elsewhere", address, at)
        return Signing(refused=ELSEWHERE)
    if sealed and text:
        return _texted(account, address, at)
    if sealed and not code.strip():
        return Signing(refused=ASKED, needs_code=True, texts_to=texted.shown(texted.number(account=account, at=at)))
    if sealed and not (onetime.taken(account=account, sealed=str(sealed), code=code, after=int(step), at=at)
                       or texted.taken(account=account, code=code, asked=asked, at=at)):
        return _failed(account, int(failures), "code", CODE_WRONG, address, at, needs_code=True)
    store.execute("update identity_account set failures = 0, locked_until = null, last_login = %s where id = %s", (at, account))
    ledger.append(subject=f"account:{account}", act=SIGNED_IN, actor=Actor(account=account, person=int(person)), at=at, facts={"address": address})
    return Signing(account=account, generation=int(generation), must_change=bool(must_change))


def signed_in_surely(*, account: int, by: str, key: str, address: str = "", here: bool = True, at: datetime) -> Signing:
    """Who proved it otherwise than by a password (`by`, for the record), and by something that nobody can guess: guesses at the password do not keep them
    out. A `key` serves once."""
    with store.atomic():
        chain, _, _ = ledger.lock_chain(f"account:{account}")
        rows = store.rows("select person_id, is_active, demo, generation, must_change from identity_account where id = %s" + store.lock(), (account,))
        if not rows or not rows[0][1] or ledger.answered(chain, key) is not None:
            _note(account, "closed" if rows and not rows[0][1] else "used", address, at)
            return Signing(refused=NOT_NOW)
        person, _, demo, generation, must_change = rows[0]
        if demo and not here:
            _note(account, "elsewhere", address, at)
            return Signing(refused=ELSEWHERE)
        store.execute("update identity_account set last_login = %s where id = %s", (at, account))
        ledger.append(subject=f"account:{account}", act=SIGNED_IN, actor=Actor(account=account, person=int(person)), at=at, key=key,
                      facts={"address": address, "by": by})
    return Signing(account=account, generation=int(generation), must_change=bool(must_change))


def _texted(account: int, address: str, at: datetime) -> Signing:
    try:
        phone, asked = texted.text(account=account, address=address, at=at)
    except Refused as refused:
        return Signing(refused=str(refused), needs_code=True)
    return Signing(refused=f"验证码已发到 {phone}，{texted.LASTS.seconds // 60} 分钟内有效。", needs_code=True, asked=asked)


def _failed(account: int, failures: int, why: str, text: str, address: str, at: datetime, *, needs_code: bool = False) -> Signing:
    rules = policies.policies()
    rests = failures + 1 >= rules["failures"]
    until = at + timedelta(minutes=rules["rest_minutes"]) if rests else None
    store.execute("update identity_account set failures = %s, locked_until = %s where id = %s", (0 if rests else failures + 1, until, account))
    _note(account, why, address, at)
    _address_failed(address, at)
    if until is not None:
        return Signing(refused=_resting(until, at), wait_until=until)
    return Signing(refused=text, needs_code=needs_code)


def _note(account: int, why: str, address: str, at: datetime) -> None:
    ledger.append(subject=f"account:{account}", act=REFUSED, actor=Actor(account=account), at=at, facts={"address": address, "why": why})


def _resting(until: datetime, at: datetime) -> str:
    return f"输错次数太多，请 {max(1, round((until - at).total_seconds() / 60))} 分钟后再试。"


def _unknown(username: str, address: str, at: datetime) -> Signing:
    """A name nobody has rests after as many failures as one that somebody has: who waits for the rest learns nothing. The name itself is not kept."""
    rules, key = policies.policies(), NAME + hashlib.sha256(username.encode("utf-8", "replace")).hexdigest()[:56]
    rows = store.rows("select failures, since from identity_address where address = %s", (key,))
    failures, since = (int(rows[0][0]), store.instant(rows[0][1]) or at) if rows else (0, at)
    until = since + timedelta(minutes=rules["rest_minutes"])
    if failures >= rules["failures"] and until > at:
        return Signing(refused=_resting(until, at), wait_until=until)
    failures = 1 if failures >= rules["failures"] else failures + 1
    store.execute("insert into identity_address (address, failures, since) values (%s, %s, %s) on conflict (address) do update set "
                  "failures = excluded.failures, since = excluded.since", (key, failures, at))
    _address_failed(address, at)
    if failures >= rules["failures"]:
        until = at + timedelta(minutes=rules["rest_minutes"])
        return Signing(refused=_resting(until, at), wait_until=until)
    return Signing(refused=WRONG)


def _slowed(address: str, at: datetime) -> Signing | None:
    """Whoever guesses from one address waits, whatever names are tried."""
    rows = store.rows("select failures, since from identity_address where address = %s", (network(address),)) if address else []
    if not rows:
        return None
    until = (store.instant(rows[0][1]) or at) + WINDOW
    if until <= at or rows[0][0] < policies.policy("address_failures"):
        return None
    return Signing(refused=_resting(until, at), wait_until=until)


def _address_failed(address: str, at: datetime) -> None:
    store.execute("delete from identity_address where (since <= %s and address not like %s) or since <= %s", (at - WINDOW, f"{NAME}%", at - UNKNOWN))
    if address:
        store.execute(
            "insert into identity_address (address, failures, since) values (%s, 1, %s) on conflict (address) do update set "
            "failures = identity_address.failures + 1",
            (network(address), at))


@cache
def _nobody() -> str:
    """A password nobody has: checking it takes as long as a real one."""
    return str(make_password("nobody"))
