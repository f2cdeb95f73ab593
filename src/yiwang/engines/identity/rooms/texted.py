"""One-time codes by short message, for who knows the password and has not the authenticator at hand. None for administrators: whoever takes over a phone
number would hold the city."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from yiwang.engines.identity.rooms.onetime import ADMINISTERS
from yiwang.engines.identity.rooms.ports import courier, sealer
from yiwang.engines.identity.rules import ADMINS, mobile
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import Refused
from yiwang.kernel.reasons import Reason

LASTS, PAUSE, MOST = timedelta(minutes=5), timedelta(minutes=1), 10  # a code; between two; a day
TEXTED = Act("identity.code_texted", Kind.SIGNED_IN, "发出了短信验证码")
ROW = (f"select p.phone, a.text_at, a.text_count, ({ADMINISTERS}) from identity_account a join identity_person p on p.id = a.person_id "
       "where a.id = %s")
KEPT = "update identity_account set text_code = %s, text_at = %s, text_count = %s where id = %s"


def number(*, account: int, at: datetime) -> str:
    """The mobile number a code may go to; empty where there is none, none may, or no gateway is set."""
    way, on = courier(), clock.day(at)
    if way is None or not way.ready():
        return ""
    phone, _, _, administers = store.rows(ROW, (on, on, *ADMINS, account))[0]
    return "" if administers else mobile(str(phone))


def shown(phone: str) -> str:
    """Enough to know one's own number by."""
    return f"{phone[:3]}****{phone[-4:]}" if phone else ""


def text(*, account: int, address: str, at: datetime) -> tuple[str, str]:
    """Sends a new code, the one before is over; gives the number as it may be shown, and what the code has to come back with: whoever reads it off the phone
    and did not ask for it here does not get in. Under the account's lock. Raises Refused."""
    way, phone = courier(), number(account=account, at=at)
    if way is None or not phone:
        raise Refused(Reason("no-phone", "这个账号不能用短信验证码，请用验证器。"))
    on = clock.day(at)
    _, last, count, _ = store.rows(ROW, (on, on, *ADMINS, account))[0]
    before = store.instant(last)
    if before is not None and at < before + PAUSE:
        raise Refused(Reason("texted-just-now", f"刚刚发过短信，请 {max(1, int((before + PAUSE - at).total_seconds()))} 秒后再要。"))
    today = int(count) if before is not None and clock.day(before) == on else 0
    if today >= MOST:
        raise Refused(Reason("texted-often", "今天要短信验证码的次数太多，请用验证器，或者明天再试。"))
    code, asked = f"{secrets.randbelow(10**6):06d}", secrets.token_urlsafe(16)
    store.execute(KEPT, (sealer().seal(f"{code}:{asked}".encode()), at, today + 1, account))
    way.bring(phone=phone, code=code, key=f"code:{account}:{at.timestamp():.6f}", at=at, until=at + LASTS)
    ledger.append(subject=f"account:{account}", act=TEXTED, actor=Actor(account=account), at=at, facts={"address": address})
    return shown(phone), asked


def taken(*, account: int, code: str, asked: str, at: datetime) -> bool:
    """Whether this is the code that was sent, in time, to whoever asked; it is taken then. Under the account's lock."""
    sealed, sent = store.rows("select text_code, text_at from identity_account where id = %s", (account,))[0]
    since = store.instant(sent)
    if not sealed or since is None or at > since + LASTS:
        return False
    plain = "".join(ch for ch in code if ch.isascii() and ch.isdigit())
    if not hmac.compare_digest(sealer().unseal(str(sealed)), f"{plain}:{asked}".encode()):
        return False
    store.execute("update identity_account set text_code = '' where id = %s", (account,))
    return True
