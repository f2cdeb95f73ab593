"""Signing in: password, then a one-time code where the account has one; failures lock for a while; every sign-in is on record."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password

from yiwang.engines.identity.types import Signing
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind

FAILURES = 5  # wrong passwords in a row before the account rests
REST = timedelta(minutes=15)
WRONG = "用户名或密码不对。忘记密码的，公务人员找本单位系统管理员，群众可用身份证到窗口重设。"
SIGNED_IN = Act("identity.signed_in", Kind.SIGNED_IN, "{actor} 登录")
REFUSED = Act("identity.sign_in_refused", Kind.SIGNED_IN, "登录没有成功")
FOUND = "select id, person_id, password, is_active, failures, locked_until, otp_secret, demo from identity_account where username = %s"
_DUMMY = make_password("nobody")


def sign_in(*, username: str, password: str, code: str = "", address: str = "", at: datetime) -> Signing:
    """Checks who it is. Unknown names and wrong passwords look the same and take the same time."""
    rows = store.rows(FOUND, (username.strip(),))
    if not rows:
        check_password(password, _DUMMY)
        return Signing(refused=WRONG)
    id_, person, encoded, active, failures, locked, _, _ = rows[0]
    until = store.instant(locked)
    if until is not None and until > at:
        return Signing(refused=f"连续输错 {FAILURES} 次，请 {max(1, round((until - at).total_seconds() / 60))} 分钟后再试。", wait_until=until)
    if not check_password(password, encoded) or not active:
        return _failed(id_, failures + 1, address, at)
    with store.atomic():
        store.execute("update identity_account set failures = 0, locked_until = null, last_login = %s where id = %s", (at, id_))
        ledger.append(subject=f"account:{id_}", act=SIGNED_IN, actor=Actor(account=id_, person=person), at=at, facts={"address": address})
    return Signing(account=id_)


def _failed(account: int, failures: int, address: str, at: datetime) -> Signing:
    rests = failures >= FAILURES
    with store.atomic():
        store.execute("update identity_account set failures = %s, locked_until = %s where id = %s",
                      (0 if rests else failures, at + REST if rests else None, account))
        ledger.append(subject=f"account:{account}", act=REFUSED, actor=Actor(account=account), at=at, facts={"address": address, "failures": failures})
    if rests:
        return Signing(refused=f"连续输错 {FAILURES} 次，请 15 分钟后再试。", wait_until=at + REST)
    return Signing(refused=WRONG)
