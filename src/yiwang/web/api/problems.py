"""What goes wrong, as RFC 9457 has it: a title, a sentence, and every reason with its code, its field and its article."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse

from yiwang.kernel.errors import Invalid, Refused
from yiwang.kernel.reasons import Reason

TYPE = "application/problem+json"
TITLES = {
    400: "请求看不懂", 401: "没有令牌或签名，或者不能用", 403: "这个令牌只能查看", 404: "没有您要的内容", 405: "这个地址不这样用", 409: "现在不能办",
    413: "内容太大", 415: "内容类型不对", 422: "填写的内容不对", 429: "请求太多", 500: "系统出错", 503: "现在暂停接收",
}
NOT_FOUND = Reason("not-found", "没有这个内容，或者您看不到它。")
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "reasons"],
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"},
        "reasons": {"type": "array", "items": {
            "type": "object", "required": ["code", "text", "field", "law"],
            "properties": {name: {"type": "string"} for name in ("code", "text", "field", "law")},
        }},
    },
}


def answer(status: int, reasons: Iterable[Reason] | Reason, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """The problem as an answer. `reasons` is never empty."""
    given = (reasons,) if isinstance(reasons, Reason) else tuple(reasons)
    body = {
        "type": "about:blank", "title": TITLES[status], "status": status, "detail": "".join(str(r) for r in given),
        "reasons": [{"code": r.code, "text": r.text, "field": r.field, "law": r.law} for r in given],
    }
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=TYPE, headers=dict(headers or {}))


def refused(error: Refused) -> HttpResponse:
    """What a door refused: 422 where the input is wrong, 409 where it may not happen now."""
    return answer(422 if isinstance(error, Invalid) else 409, error.reasons)


def full(reasons: Iterable[Reason] | Reason) -> HttpResponse:
    """There is no room on the disk."""
    return answer(503, reasons, {"Retry-After": "600"})


def not_found() -> HttpResponse:
    """Unknown and forbidden look the same."""
    return answer(404, NOT_FOUND)


def not_taken(allow: Iterable[str]) -> HttpResponse:
    return answer(405, Reason("method", "这个地址不接受这种请求，可用的方法见 Allow。"), {"Allow": ", ".join(allow)})


def broken(number: str) -> HttpResponse:
    return answer(500, Reason("broken", f"系统出错，已经记下。联系我们时请报编号 {number}。"))
