"""Links and codes that prove they come from here: HMAC-SHA-256 under a key of the purpose, compared in constant time."""

from __future__ import annotations

import base64
import binascii
import hmac
import unicodedata
from datetime import datetime, timedelta

from yiwang.engines.trust.rooms.secret import derived, of_tokens
from yiwang.engines.trust.types import Unreadable
from yiwang.kernel.clock import EPOCH
from yiwang.kernel.reasons import Reason

MAC = 16  # bytes kept of the HMAC: 128 bits
ENDLESS = 0
DIGITS = 6
CHANGED = Reason("link-changed", "这个链接不完整或改动过。请重新扫描二维码，或完整复制链接")
OVER = Reason("link-over", "这个链接已过期。请回到原来的页面，重新获取")


def token(*, purpose: str, value: str, at: datetime, lasts: timedelta | None = None) -> str:
    """A URL-safe text that carries `value` in the open and cannot be made elsewhere. Without `lasts` it never ends (codes on paper)."""
    until = ENDLESS if lasts is None else int((at + lasts - EPOCH).total_seconds())
    body = f"{_b64(value.encode())}.{until:x}"
    return f"{body}.{_b64(_macs(purpose, body, at)[0])}"


def read_token(*, purpose: str, token: str, at: datetime) -> str:
    """The value of a token made for that purpose. Raises Unreadable when it was changed or its time is over."""
    body, _, mac = token.rpartition(".")
    if not body or not token.isascii() or not any(hmac.compare_digest(_b64(one), mac) for one in _macs(purpose, body, at)):
        raise Unreadable(CHANGED)
    value, _, until = body.partition(".")
    if int(until, 16) != ENDLESS and at > EPOCH + timedelta(seconds=int(until, 16)):
        raise Unreadable(OVER)
    try:
        return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise Unreadable(CHANGED) from None


def pseudonym(*, among: str, of: str) -> str:
    """A name for somebody that is always the same among these, and tells others nothing: 22 characters."""
    return _b64(_mac(f"pseudonym:{among}", of))


def query_code(ref: str) -> str:
    """Six digits that go with a case number: together they show its public face. Whoever asks is slowed down by the web, not here."""
    return f"{int.from_bytes(_mac('query', ref)[:8]) % 10**DIGITS:0{DIGITS}}"


def is_query_code(ref: str, code: str) -> bool:
    """Whether the six digits, as people type them, go with the number."""
    typed = "".join(unicodedata.normalize("NFKC", code).split())
    return typed.isascii() and hmac.compare_digest(query_code(ref), typed)


def _macs(purpose: str, body: str, at: datetime) -> list[bytes]:
    """Under the present secret of links, and those that ended not long ago."""
    return [hmac.digest(secret, body.encode(), "sha256")[:MAC] for secret in of_tokens(f"token:{purpose}", at)]


def _mac(use: str, body: str) -> bytes:
    return hmac.digest(derived(use), body.encode(), "sha256")[:MAC]


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
