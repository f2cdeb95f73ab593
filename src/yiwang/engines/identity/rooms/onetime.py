"""One-time codes of an authenticator: RFC 6238 with SHA-1, six digits, half minutes, as every authenticator app has them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import date, datetime
from urllib.parse import quote

from yiwang.engines.identity.rooms.ports import sealer
from yiwang.engines.identity.rules import ADMINS
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason

STEP = 30  # seconds
DIGITS = 6
DRIFT = 1  # steps a clock may be off either way
TAKEN = "update identity_account set otp_secret = %s, otp_step = %s, enrol_code = '', enrol_until = null where id = %s"
ADMINISTERS = ("select count(*) from identity_tenure t join identity_postrole r on r.post_id = t.post_id where t.person_id = a.person_id and t.since <= %s "
               f"and (t.until is null or t.until >= %s) and r.role in ({', '.join(['%s'] * len(ADMINS))})")
ENROLLED = Act("identity.factor_enrolled", Kind.CHANGED, "{actor} 启用了一次性验证码")


def code_at(secret: bytes, step: int) -> str:
    """RFC 4226: the code of one half minute."""
    digest = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset:offset + 4], 'big') & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}d}"


def step_of(secret: bytes, code: str, at: datetime, after: int = 0) -> int:
    """The half minute the code belongs to, beyond `after` (none is taken twice); 0 when it is wrong."""
    now = int(at.timestamp()) // STEP
    plain = "".join(ch for ch in code if ch.isascii() and ch.isdigit())
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > after and hmac.compare_digest(code_at(secret, step), plain):
            return step
    return 0


def new_secret() -> str:
    """A fresh secret, as a person types it into an app."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def good_secret(text: str) -> str:
    """The secret if it can be one of ours, else nothing."""
    try:
        return text if len(base64.b32decode(text)) == 20 else ""
    except ValueError:
        return ""


def uri(*, secret: str, username: str, city: str) -> str:
    """What an authenticator reads from the code on the screen."""
    return f"otpauth://totp/{quote(city)}:{quote(username)}?secret={secret}&issuer={quote(city)}&digits={DIGITS}&period={STEP}"


def enrol(*, actor: Actor, secret: str, code: str, at: datetime) -> None:
    """Takes a secret once its first code proves that the app has it. Raises Invalid."""
    raw = base64.b32decode(good_secret(secret) or new_secret())
    step = step_of(raw, code, at)
    if not step:
        raise Invalid(Reason("code-wrong", "验证码不对。请看验证器里现在的 6 位数字；手机时间要准。", field="code"))
    with store.atomic():
        store.execute(TAKEN, (sealer().seal(raw), step, actor.account))
        ledger.append(subject=f"account:{actor.account}", act=ENROLLED, actor=actor, at=at)


def enrolled(*, account: int) -> bool:
    rows = store.rows("select otp_secret from identity_account where id = %s", (account,))
    return bool(rows and rows[0][0])


def factor_due(*, account: int, on: date) -> bool:
    """Whether an administrator has still to enrol a second factor. The demo's accounts need none."""
    return bool(store.rows(f"select 1 from identity_account a where ({ADMINISTERS}) > 0 and a.id = %s and not a.demo and a.otp_secret = ''",
                           (on, on, *ADMINS, account)))


def taken(*, account: int, sealed: str, code: str, after: int, at: datetime) -> bool:
    """Whether the code is right and has not been taken before; it is taken then. Call inside a transaction."""
    step = step_of(sealer().unseal(sealed), code, at, after)
    return bool(step) and store.execute("update identity_account set otp_step = %s where id = %s and otp_step < %s", (step, account, step)) == 1
