"""Requests that another operator's program signs: a news site, a portal, an app hands in for people who need no account here.

    Yiwang-Client: <its code, as it is registered>
    Yiwang-Timestamp: <seconds since 1970>
    Yiwang-Nonce: <16 to 64 letters, digits, - and _; another one each time>
    Yiwang-Signature: <HMAC-SHA256 under its key of method, path, timestamp, nonce and the SHA-256 of the body, a line each; hexadecimal>

A signature is good for five minutes and once. What is handed in again names itself in its body: it is signed anew and done once.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, RawPostDataException, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust
from yiwang.kernel import clock
from yiwang.kernel.actors import READER
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import NotFound, Refused
from yiwang.kernel.reasons import Reason
from yiwang.web.accounts import clients
from yiwang.web.api import asked, problems
from yiwang.web.permits import anyone
from yiwang.web.throttle import Throttle, latest, network

WINDOW = timedelta(minutes=5)
LARGEST = 1 << 20  # bytes of a body
NONCE = re.compile("[A-Za-z0-9_-]{16,64}")
ASKED = Throttle("signed", 600, timedelta(minutes=10))  # requests of one system, and of one address
WRONG = Throttle("signed-wrong", 30, timedelta(minutes=10))  # from one address
NOTED = Throttle("signed-noted", 20, timedelta(hours=1))  # refusals in the name of one system that are written down
USED = Throttle("nonce", 1, 2 * WINDOW)
REFUSED = Act("accounts.signed_request_refused", Kind.CHANGED, "没有接受用这个系统的名义发来的请求：{why}", personal=("from",))
HEADERS = {
    "Yiwang-Client": "登记时给的代码", "Yiwang-Timestamp": "1970 年以来的秒数，和这里相差五分钟以内", "Yiwang-Nonce": "16 到 64 个字母、数字、- 和 _，每次不同",
    "Yiwang-Signature": "用签名密钥对方法、地址、时间、Nonce、内容的 SHA-256（各一行）作 HMAC-SHA256，十六进制",
}
WHO = {"WWW-Authenticate": "Yiwang-HMAC-SHA256"}
BAD = Reason("signature", "签名不对。怎么签名见接入说明；密钥没有记下的，请系统管理员重新发。")
OLD = Reason("timestamp", "时间和这里差五分钟以上。请校准时钟，按现在的时间重新签名。")
AGAIN = Reason("nonce", "这次签名用过了。重发请换一个 Yiwang-Nonce 重新签名，编号（id）不变。")
TOO_LARGE = Reason("too-large", "内容太大，最多 1 MB。")

Does = Callable[..., tuple[int, Any]]


class _Refused(Exception):
    def __init__(self, reason: Reason, client: clients.Client | None = None):
        self.reason, self.client = reason, client


def signed(does: Does) -> Callable[..., HttpResponse]:
    """A view for registered systems alone: `does(request, client, …)` gives status and what is answered as JSON; refusals become problems (RFC 9457)."""

    @csrf_exempt
    @anyone
    def view(request: Any, **places: str) -> HttpResponse:
        place = network(request.META.get("REMOTE_ADDR", ""))
        if wait := _waits(request, WRONG.waits(place, request.at), ASKED.waits(f"from:{place}", request.at)):
            return wait
        try:
            it = _whose(request)
            if wait := _waits(request, ASKED.waits(it.code, request.at)):
                return wait
            for key in (it.code, f"from:{place}"):
                ASKED.failed(key, request.at)
            status, found = does(request, it, **places)
        except _Refused as wrong:
            WRONG.failed(place, request.at)
            _noted(request, wrong, place)
            return problems.answer(401, wrong.reason, WHO)
        except asked.NotUnderstood as wrong_body:
            return problems.answer(wrong_body.status, wrong_body.reason)
        except NotFound:
            return problems.not_found()
        except Refused as refused:
            return problems.refused(refused)
        except RequestDataTooBig:
            return problems.answer(413, TOO_LARGE)
        except UnreadablePostError:
            return problems.answer(400, BAD)
        answer = HttpResponse(json.dumps(found, ensure_ascii=False), status=status, content_type=asked.JSON)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return view


def signature(key: bytes, method: str, path: str, stamp: str, nonce: str, body: bytes) -> str:
    """What a request carries as `Yiwang-Signature`."""
    text = "\n".join((method, path, stamp, nonce, hashlib.sha256(body).hexdigest()))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _whose(request: Any) -> clients.Client:
    """The system that signed this, just now and for the first time. Only to whoever knows the key it is said what else is wrong."""
    stamp, nonce, given = (request.headers.get(f"Yiwang-{name}", "") for name in ("Timestamp", "Nonce", "Signature"))
    it = clients.client(request.headers.get("Yiwang-Client", ""))
    try:
        key = clients.signing_key(it) if it else b""
    except trust.Unreadable:
        key = b""
    try:
        body = request.body
    except RawPostDataException:  # a form with files: nothing that is signed comes so
        raise _Refused(BAD) from None
    if len(body) > LARGEST:
        raise RequestDataTooBig
    right = signature(key or b"nobody", request.method, request.get_full_path(), stamp, nonce, body)
    shaped = stamp.isascii() and stamp.isdigit() and len(stamp) <= 12 and NONCE.fullmatch(nonce) and given.isascii()
    if not (hmac.compare_digest(right, given if given.isascii() else "") and key and it and shaped):
        raise _Refused(BAD, it if key else None)
    if abs(int(stamp) - request.at.timestamp()) > WINDOW.total_seconds():
        raise _Refused(OLD, it)
    if not USED.first(f"{it.code}:{nonce}", request.at):
        raise _Refused(AGAIN, it)
    return it


def _waits(request: Any, *until: Any) -> HttpResponse | None:
    rest = latest(until)
    if rest is None:
        return None
    seconds = max(1, round((rest - request.at).total_seconds()))
    return problems.answer(429, Reason("too-many", f"请求太多，请 {clock.local(rest):%H:%M:%S} 以后再试。"), {"Retry-After": str(seconds)})


def _noted(request: Any, wrong: _Refused, place: str) -> None:
    """On record under the system in whose name it came, some of them an hour: a flood fills no record."""
    if wrong.client is None or NOTED.waits(wrong.client.code, request.at):
        return
    NOTED.failed(wrong.client.code, request.at)
    with store.atomic():
        ledger.append(subject=f"client:{wrong.client.code}", act=REFUSED, actor=READER, at=request.at, facts={"why": wrong.reason.text.partition("。")[0]},
                      personal={"from": place})
