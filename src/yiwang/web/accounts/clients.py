"""Other departments' systems that people sign in to through us, as the system administrator registers them."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.reasons import Reason

SCOPES = {"openid": "在这个系统里认得出您的编号，别的系统不知道", "profile": "您的姓名", "post": "您的单位和岗位", "real_name": "您的实名认证等级"}
CODE = "[a-z][a-z0-9-]{2,39}"
COLUMNS = "code, title, secret, addresses, leaving, scopes, ended_at, signing"
INSERT = "insert into accounts_client (code, title, secret, addresses, leaving, scopes) values (%s, %s, '', %s, %s, %s)"
HANDED = Act("accounts.client_secret_handed_out", Kind.CHANGED, "{actor} 领取了系统的密钥")
SIGNING = "accounts.signing"
HANDED_SIGNING = Act("accounts.client_signing_handed_out", Kind.CHANGED, "{actor} 领取了系统的签名密钥")
LOCAL = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Client:
    """A system: where it may be sent back to, and what it may ask about people."""

    code: str
    title: str
    secret: str
    addresses: tuple[str, ...]
    leaving: tuple[str, ...]
    scopes: tuple[str, ...]
    ended_at: datetime | None
    signing: str = ""  # sealed: see `signing_key`

    @property
    def sector(self) -> str:
        """Whose people are told apart by the same names: the host it is reached at."""
        return urlsplit(self.addresses[0]).hostname or self.code


def all_clients() -> list[Client]:
    return [_of(row) for row in store.rows(f"select {COLUMNS} from accounts_client order by code")]


def client(code: str) -> Client | None:
    """A system that is in use, or None."""
    rows = store.rows(f"select {COLUMNS} from accounts_client where code = %s and ended_at is null", (code[:40],)) if code.isprintable() else []
    return _of(rows[0]) if rows else None


def _of(row: tuple[str, ...]) -> Client:
    code, title, secret, addresses, leaving, scopes, ended, signing = row
    return Client(code, title, secret, tuple(addresses.split("\n")), tuple(x for x in leaving.split("\n") if x), tuple(scopes.split()),
                  store.instant(ended), signing)


def lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def address_faults(text: str, field: str) -> list[Reason]:
    """Why these addresses may not be registered: encrypted ones, whole, without places to be filled in."""
    found = []
    for line in lines(text):
        try:
            parts = urlsplit(line)
            sound = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
            sound = sound and bool(parts.hostname) and not parts.fragment and "#" not in line and "@" not in parts.netloc
        except ValueError:
            sound = False
        if not sound or "*" in line or "\\" in line or len(line) > 500 or not line.isascii() or not line.isprintable() or " " in line:
            found.append(Reason("address", "地址要写全，以 https:// 开头，不带 # 和 *，一行一个。", field=field))
            break
    return found


def register(*, code: str, title: str, addresses: str, leaving: str, scopes: tuple[str, ...]) -> None:
    """A new system; `hand_out` gives its secret once. Call inside a command, after its faults."""
    wanted = " ".join(dict.fromkeys(("openid", *scopes)))
    store.execute(INSERT, (code, title, "\n".join(lines(addresses)), "\n".join(lines(leaving)), wanted))


def register_faults(*, code: str, addresses: str, leaving: str) -> list[Reason]:
    found = [*address_faults(addresses, "addresses"), *address_faults(leaving, "leaving")]
    if not re.fullmatch(CODE, code):
        found.append(Reason("client-code", "代号以小写字母开头，由小写字母、数字和短横线组成，3 到 40 位。", field="code"))
    elif store.rows("select 1 from accounts_client where code = %s", (code,)):
        found.append(Reason("client-there", "这个代号用过了，请换一个。", field="code"))
    if not lines(addresses):
        found.append(Reason("required", "请填写登录后回到的地址。", field="addresses"))
    return found


def end(*, code: str, at: datetime) -> None:
    """Out of use at once: nobody signs in to it any more, and its tokens are over."""
    store.execute("update accounts_client set ended_at = %s where code = %s", (at, code))
    store.execute("update accounts_grant set ended_at = %s where client_id = %s and ended_at is null", (at, code))


def hand_out(*, code: str, actor: Actor, at: datetime) -> str:
    """The system's secret, once: after that, empty."""
    secret = secrets.token_urlsafe(32)
    with store.atomic():
        if not store.execute("update accounts_client set secret = %s where code = %s and secret = ''", (digest(secret), code)):
            return ""
        ledger.append(subject=f"client:{code}", act=HANDED, actor=actor, at=at)
    return secret


def stop_signing(*, code: str) -> None:
    """What it signed with so far is worth nothing from now on. Call inside a command."""
    store.execute("update accounts_client set signing = '' where code = %s", (code,))


def hand_out_signing(*, code: str, actor: Actor, at: datetime) -> str:
    """The key the system's program signs with, once until `stop_signing`: after that, empty."""
    key = secrets.token_urlsafe(32)
    with store.atomic():
        sealed = trust.seal(key.encode(), purpose=SIGNING)
        if not store.execute("update accounts_client set signing = %s where code = %s and signing = '' and ended_at is null", (sealed, code)):
            return ""
        ledger.append(subject=f"client:{code}", act=HANDED_SIGNING, actor=actor, at=at)
    return key


def signing_key(it: Client) -> bytes:
    """What its program signs with; empty when it has none. Raises trust's Unreadable."""
    return trust.unseal(it.signing, purpose=SIGNING) if it.signing else b""


def proven(it: Client, secret: str) -> bool:
    """Whether whoever asks is this system. One whose secret was not handed out yet is nobody."""
    return bool(it.secret) and hmac.compare_digest(it.secret, digest(secret))


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
