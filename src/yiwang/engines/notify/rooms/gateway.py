"""The carrier of short messages: one POST of JSON a message to the city's gateway, signed, with a key by which the gateway knows it again.

    POST <sms_url>
    Content-Type: application/json
    Idempotency-Key: <the message, always the same for it>
    Yiwang-Timestamp: <seconds since 1970>
    Yiwang-Signature: <HMAC-SHA256 under sms_key of timestamp and body, hexadecimal>

    {"to": "13900000000", "text": "…【郑州12345】"}

Any 2xx: taken. 4xx: refused for good, but for those that are about us or the moment (401, 403, 407, 408, 425, 429). Everything else, and silence: again later.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
import re
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

WAITS = 10  # seconds for an answer
WINDOW = timedelta(minutes=5)  # how far the other side's clock may be off, and how long something signed is taken
LEAST = 16  # characters of a key
NOT_ABOUT_IT = frozenset({401, 403, 407, 408, 425, 429})
LONG_NUMBER = re.compile(r"\d{5,}")
SAID = 160  # characters kept of what a gateway answers


class Fate(Enum):
    TAKEN = "taken"
    REFUSED = "refused"  # for good
    LATER = "later"
    SILENT = "silent"  # nobody answers: the others need not be tried now


@dataclass(frozen=True, slots=True)
class Answer:
    fate: Fate
    said: str = ""


class _Stays(urllib.request.HTTPRedirectHandler):
    """A message goes where the city said, and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Stays, urllib.request.ProxyHandler({}))


def missing() -> str:
    """Why short messages wait, in words for the administrator; empty when they leave."""
    if not settings.SMS_URL:
        return "还没有接短信网关（YIWANG_SMS_URL），短信都等在这里。"
    parts = urlsplit(settings.SMS_URL)
    inside = _inside(parts.hostname or "")
    if parts.scheme != "https" and not (parts.scheme == "http" and inside):
        return "短信网关的地址要以 https 开头；同一内网的可以用 http 加 IP 地址。短信都等在这里。"
    if len(settings.SMS_KEY) < LEAST:
        return f"短信网关的密钥（YIWANG_SMS_KEY）至少 {LEAST} 个字符。短信都等在这里。"
    if settings.DEMO and not _loopback(parts.hostname or ""):
        return "演示的城市只往本机的网关发短信：演示里的手机号可能真有人用。"
    return ""


def signature(stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over timestamp and body, both ways."""
    return hmac.new(settings.SMS_KEY.encode(), stamp.encode() + body, hashlib.sha256).hexdigest()


def signed(stamp: str, given: str, body: bytes, at: datetime) -> bool:
    """Whether the gateway sent this, just now."""
    if missing() or not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12 and given.isascii()):
        return False
    fresh = abs(int(stamp) - at.timestamp()) <= WINDOW.total_seconds()
    return hmac.compare_digest(signature(stamp, body), given) and fresh


def post(*, to: str, text: str, key: str, at: datetime) -> Answer:
    """Hands one message over. Never raises for what the other side does."""
    body = json.dumps({"to": to, "text": text}, ensure_ascii=False).encode()
    stamp = str(int(at.timestamp()))
    headers = {"Content-Type": "application/json", "Idempotency-Key": key, "Yiwang-Timestamp": stamp, "Yiwang-Signature": signature(stamp, body)}
    request = urllib.request.Request(settings.SMS_URL, body, headers, method="POST")
    try:
        with _opener.open(request, timeout=WAITS):
            return Answer(Fate.TAKEN)
    except urllib.error.HTTPError as error:
        with error:
            return Answer(_fate(error.code), _plain(f"HTTP {error.code} {_read(error)}"))
    except (OSError, HTTPException, ValueError) as error:
        return Answer(Fate.SILENT, _plain(f"{type(error).__name__}: {error}"))


def callback(body: bytes) -> Mapping[str, str]:
    """What the gateway tells: `id`, `from`, `text`. Empty when it is nothing of the kind."""
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    wanted = {"id", "from", "text"}
    return {k: told[k] for k in wanted} if isinstance(told, dict) and all(isinstance(told.get(k), str) for k in wanted) else {}


def _fate(status: int) -> Fate:
    return Fate.REFUSED if 400 <= status < 500 and status not in NOT_ABOUT_IT else Fate.LATER


def _read(error: urllib.error.HTTPError) -> str:
    try:
        return error.read(4 * SAID).decode("utf-8", "replace")
    except (OSError, HTTPException):
        return ""


def _plain(text: str) -> str:
    """What may be kept of an answer: no number of anybody's."""
    return LONG_NUMBER.sub("***", " ".join(text.split()))[:SAID]


def _inside(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost"


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
