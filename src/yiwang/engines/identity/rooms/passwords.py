"""Passwords: what a new one must be, and changing one's own."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason

LEAST, MOST = 12, 128
NEAR = ("yiwang", "一网", "zhengwu", "政务", "shenpi", "审批", "guanliyuan", "管理员", "admin", "password", "passw0rd", "mima", "密码", "welcome",
        "qwerty", "12345", "abc123")  # words that whoever guesses at a city's passwords begins with; beside them something of one's own must stand
BESIDE = 6  # characters of it, other than digits and signs
CHANGED = Act("identity.password_changed", Kind.CHANGED, "{actor} 修改了密码")
ROW = "select password, username, demo from identity_account where id = %s"


def weak(text: str, *, username: str, name: str = "") -> str:
    """Why a password is too weak, or nothing."""
    low = text.lower()
    if len(text) < LEAST:
        return f"密码至少 {LEAST} 个字符。可以用一句只有您知道的话。"
    if len(text) > MOST:
        return f"密码最多 {MOST} 个字符。"
    if text.isdigit():
        return "密码不能全是数字。"
    if len(set(low)) < 5:
        return "密码里不同的字符太少，很容易猜到。"
    if username.lower() in low or (name and name in text):
        return "密码里不要有自己的用户名或姓名。"
    if _near(low):
        return "密码大多是容易猜到的词，请加上别人想不到的话。"
    try:
        CommonPasswordValidator().validate(text)
    except ValidationError:
        return "这个密码太常见，很容易猜到。"
    return ""


def _near(low: str) -> bool:
    """Whether little is left of a password without the words that everybody tries first."""
    rest = low
    for word in NEAR:
        rest = rest.replace(word, "")
    return rest != low and sum(ch.isalpha() for ch in rest) < BESIDE


def change_password(*, actor: Actor, old: str, new: str, again: str, at: datetime) -> int:
    """One's own new password; all open sessions end. Gives the account's new generation. Raises Invalid with fields `old`, `new`, `again`."""
    encoded, username, demo = store.rows(ROW, (actor.account,))[0]
    if demo:
        raise Invalid(Reason("demo-password", "演示账号的密码不能改。", field="new"))
    if not check_password(old, encoded):
        raise Invalid(Reason("password-wrong", "现在的密码不对。", field="old"))
    reason = weak(new, username=username, name=actor.name) or ("新密码不能和现在的一样。" if new == old else "")
    if reason:
        raise Invalid(Reason("password-weak", reason, field="new"))
    if new != again:
        raise Invalid(Reason("password-again", "两次输入的新密码不一样。", field="again"))
    fresh = make_password(new)
    with store.atomic():
        changed = store.execute("update identity_account set password = %s, must_change = false, generation = generation + 1 where id = %s and password = %s",
                                (fresh, actor.account, encoded))
        if not changed:
            raise Invalid(Reason("password-wrong", "密码刚刚被改过，请重新登录。", field="old"))
        ledger.append(subject=f"account:{actor.account}", act=CHANGED, actor=actor, at=at)
        return int(store.rows("select generation from identity_account where id = %s", (actor.account,))[0][0])


def password_is(*, account: int, password: str) -> bool:
    """Whether this is the account's password: before something that would outlast a session somebody left open."""
    rows = store.rows("select password from identity_account where id = %s", (account,))
    return bool(rows) and check_password(password[:256], rows[0][0])
