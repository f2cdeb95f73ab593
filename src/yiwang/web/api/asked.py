"""What a program sends: a JSON body against a form, the key that makes it safe to send again, and what it rests on."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.files import api as files
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import NOTHING, Clean, Field, FieldKind, Form
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import Invalid, YiwangError
from yiwang.kernel.reasons import Reason

KEY, SEEN = "Idempotency-Key", "Seen"
KEY_FORM, SEEN_FORM = "^[A-Za-z0-9._:-]{8,48}$", r"^[0-9]{1,9}\.[0-9]{1,9}$"
JSON = "application/json"
DEEPEST = 20


class NotUnderstood(YiwangError):
    """A request that no declaration asks for; `status` is 400, 413 or 415."""

    def __init__(self, status: int, reason: Reason):
        self.status, self.reason = status, reason
        super().__init__(reason.text)


def key(request: Any) -> str:
    """The request's key: the same again gets the same answer and changes nothing. Raises NotUnderstood."""
    given = request.headers.get(KEY, "")
    if not re.fullmatch(KEY_FORM, given):
        raise NotUnderstood(400, Reason("key-wanted", f"请在 {KEY} 里给这次请求一个不重复的编号，8—48 个字母、数字；重发同一次请求用同一个编号。"))
    return str(given)


def seen(request: Any) -> cases.Seen:
    """What the program last read of the case (`seen` in its answer). Raises NotUnderstood."""
    given = request.headers.get(SEEN, "")
    if not re.fullmatch(SEEN_FORM, given, re.ASCII):
        raise NotUnderstood(400, Reason("seen-wanted", f"请先读这个办件，把其中的 seen 写在 {SEEN} 里：办件变了，就不会照旧的情况办。"))
    return cases.Seen.read(given)


def body(request: Any) -> dict[str, Any]:
    """The object sent; an empty one for an empty body. Raises NotUnderstood."""
    sent = request.body
    if not sent:
        return {}
    if request.content_type != JSON:
        raise NotUnderstood(415, Reason("not-json", f"内容请用 {JSON}。"))
    return read(sent)


def read(sent: bytes) -> dict[str, Any]:
    """An object written in JSON. Raises NotUnderstood."""
    try:
        found = json.loads(sent, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise NotUnderstood(400, Reason("not-json", "内容不是正确的 JSON。")) from None
    if not isinstance(found, dict) or not _sound(found, DEEPEST):
        raise NotUnderstood(400, Reason("not-an-object", "内容请用一个 JSON 对象，文字里不要有控制字符。"))
    return found


def _refuse(word: str) -> None:
    raise ValueError(word)


def _sound(value: Any, deep: int) -> bool:
    """Whether texts are texts any database takes, and it is not deeper than any form."""
    if isinstance(value, str):
        return "\0" not in value and not re.search("[\ud800-\udfff]", value)
    if isinstance(value, dict):
        return deep > 0 and all(_sound(k, 1) and _sound(v, deep - 1) for k, v in value.items())
    return all(_sound(v, deep - 1) for v in value) if isinstance(value, list) and deep > 0 else not isinstance(value, list)


def answers(request: Any, form: Form | None, given: Mapping[str, Any] | None = None, initial: Mapping[str, Any] | None = None) -> Clean:
    """The answers sent against a form. Raises Invalid with all reasons, NotUnderstood."""
    return checked(form, body(request) if given is None else given, request.actor, request.at, initial)


def checked(form: Form | None, given: Mapping[str, Any], actor: Actor, at: datetime, initial: Mapping[str, Any] | None = None) -> Clean:
    """What somebody sent against a form. Raises Invalid with all reasons."""
    fields = form.fields if form else ()
    if wrong := faults(fields, given, ""):
        raise Invalid(wrong)
    if form is None or not fields:
        return NOTHING
    raw = forms.flat(form=form, answers=given, at=at)
    return forms.parse(form=form, raw=raw, uploads=files.uploads(actor=actor), at=at, initial=initial)


def faults(fields: tuple[Field, ...], given: Mapping[str, Any], where: str) -> list[Reason]:
    """What is not of the shape the form's schema has, before anything is read into it."""
    known = {f.code: f for f in fields}
    found = [Reason("unknown-field", "表单里没有这一项。", field=f"{where}{name}"[:120]) for name in given if name not in known]
    for name, value in given.items():
        if name in known and (wrong := _shape(known[name], value, f"{where}{name}")):
            found += wrong
    return found


def _shape(field: Field, value: Any, where: str) -> list[Reason]:
    if field.kind is FieldKind.ROWS:
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            return [_wrong(where, "一列对象")]
        return [r for n, row in enumerate(value) for r in faults(field.fields, row, f"{where}.{n}.")]
    words, right = _SHAPES.get(field.kind, ("文字", _is_text))
    return [] if right(value) else [_wrong(where, words)]


def _wrong(where: str, words: str) -> Reason:
    return Reason("wrong-type", f"这一项请用{words}。", field=where)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _has_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _has_cells(value: Any) -> bool:
    cells = value.get("cells") if isinstance(value, dict) else None
    return isinstance(cells, dict) and all(isinstance(row, dict) and all(_is_figure(one) for one in row.values()) for row in cells.values())


def _is_figure(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15)


def _are_files(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) and isinstance(one.get("sha256"), str) for one in value)


_SHAPES = {
    FieldKind.MONEY: ("整数，以分为单位", lambda v: isinstance(v, int) and not isinstance(v, bool) and abs(v) < 10**15),
    FieldKind.YES_NO: ("true 或 false", lambda v: isinstance(v, bool)), FieldKind.DATE: ("YYYY-MM-DD 的日期", _is_day),
    FieldKind.CHOICES: ("一列文字", _are_texts), FieldKind.ADDRESS: ("对象", _has_texts), FieldKind.PERSON: ("对象", _has_texts),
    FieldKind.SIGNATURE: ("对象", lambda v: isinstance(v, dict) and isinstance(v.get("agreed", True), bool) and _has_texts(
        {name: one for name, one in v.items() if name in ("sha256", "signed")})),
    FieldKind.TREE: ("对象", _has_texts), FieldKind.MAP_POINT: ("对象", _has_texts), FieldKind.TABLE: ("{cells: {行: {列: 数}}}", _has_cells),
    FieldKind.FIRM: ("对象", _has_texts), FieldKind.FILE: ("一列 {sha256}", _are_files),
}


def askable(form: Form) -> Form:
    """A form whose choices a screen fills in from what is there: here they are texts, and the door judges them."""
    filled = tuple(replace(f, kind=FieldKind.TEXT, longest=80) if f.kind is FieldKind.CHOICE and not f.choices else f for f in form.fields)
    return form if filled == form.fields else replace(form, fields=filled)


def word(request: Any, name: str, longest: int = 200) -> str:
    """A query parameter as text, cut to what any of ours has."""
    return str(request.GET.get(name, ""))[:longest]


def number(request: Any, name: str, default: int, least: int, most: int) -> int:
    """A query parameter as a number within bounds. Raises Invalid."""
    given = word(request, name)
    if not given:
        return default
    if not re.fullmatch("[0-9]{1,15}", given) or not least <= int(given) <= most:
        raise Invalid(Reason("out-of-bounds", f"请填 {least}—{most} 的整数。", field=name))
    return int(given)


def one_of(request: Any, name: str, offered: tuple[str, ...]) -> str:
    """A query parameter that is one of a few words, or empty. Raises Invalid."""
    given = word(request, name)
    if given and given not in offered:
        raise Invalid(Reason("not-offered", f"请用 {'、'.join(offered)} 之一。", field=name))
    return given
