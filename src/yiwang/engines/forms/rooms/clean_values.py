"""One answer, one kind: from what was typed to a plain JSON value, or the reason with what to do and an example."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from yiwang.engines.forms.rooms import text
from yiwang.engines.forms.types import Field, FieldKind
from yiwang.kernel import clock
from yiwang.kernel import money as kernel_money
from yiwang.kernel.reasons import Reason

YES_NO = (("yes", "是"), ("no", "否"))
NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,10})?")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})", re.ASCII)
PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|[48]00-?\d{3}-?\d{4}|\d{7,8}|[19]\d{4}|1\d{2}", re.ASCII)
FIRST, LAST = date(1850, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome for one field: a value (None = not answered) or reasons."""

    value: Any = None
    reasons: tuple[Reason, ...] = ()


def no(code: str, says: str, field: str) -> Found:
    return Found(reasons=(Reason(code, says, field=field),))


def wanted(field: Field, verb: str = "填写", name: str = "") -> Found:
    """The answer is missing: a reason when it is required, else simply nothing."""
    if not field.required:
        return Found()
    if field.label.endswith("？"):
        return no("required", f"请回答：{field.label}", name or field.code)
    return no("required", f"请{verb}{field.label}{_such_as(field.example)}", name or field.code)


def line(field: Field, raw: str, at: datetime) -> Found:
    return _within(field, text.one_line(raw))


def lines(field: Field, raw: str, at: datetime) -> Found:
    return _within(field, text.lines(raw))


def number(field: Field, raw: str, at: datetime) -> Found:
    """A decimal number as canonical text: `86.5`, no exponent, no trailing zeros."""
    typed = text.compact(raw).replace(",", "").removesuffix(field.unit.upper() or "\0")
    if not typed:
        return wanted(field)
    value = decimal(typed)
    if value is None:
        return no("not-a-number", f"请只填数字{_bounds(field)}{_such_as(field.example or '86.5')}", field.code)
    if field.whole and value != int(value):
        return no("not-whole", f"请填整数{_bounds(field)}", field.code)
    if beyond := _beyond(field, value):
        return beyond
    return Found(plain(value))


def money(field: Field, raw: str, at: datetime) -> Found:
    """An amount in yuan as typed; kept in fen."""
    typed = kernel_money.normalised(raw)
    if not typed:
        return wanted(field)
    if typed.endswith("万"):
        return no("money-in-yuan", f"请以元为单位填写{field.label}，例如 1.2 万请填 12000", field.code)
    reasons = kernel_money.check(typed, negative=field.least.startswith("-"))
    if reasons:
        return Found(reasons=tuple(Reason(r.code, r.text, r.law, field.code) for r in reasons))
    fen = int(kernel_money.parse(typed, negative=True))
    return _beyond(field, Decimal(fen) / 100) or Found(fen)


def day(field: Field, raw: str, at: datetime) -> Found:
    """A calendar day as ISO text."""
    typed = text.compact(raw)
    if not typed.strip("-/.年月日"):
        return wanted(field)
    example = _such_as(field.example or clock.day(at).isoformat())
    match = DAY.fullmatch(typed)
    if not match:
        return no("not-a-date", f"请按“年-月-日”填写{field.label}{example}", field.code)
    year, month, number_ = (int(part) for part in match.groups() if part)
    try:
        value = date(year, month, number_)
    except ValueError:
        says = f"{year} 年 {month} 月没有 {number_} 日，请核对{field.label}" if 1 <= month <= 12 and year else f"月份请填 1—12{example}"
        return no("no-such-day", says, field.code)
    least, most = limit_day(field.least, at) or FIRST, limit_day(field.most, at) or LAST
    if value < least:
        return no("too-early", f"请填{_named_day(field.least, least)}或以后的日期", field.code)
    if value > most:
        return no("too-late", f"请填{_named_day(field.most, most)}或以前的日期", field.code)
    return Found(value.isoformat())


def choice(field: Field, raw: str, at: datetime) -> Found:
    if not raw.strip():
        return wanted(field, "选择")
    if raw not in dict(field.choices):
        return no("not-offered", f"请从列出的选项中选择{field.label}", field.code)
    return Found(raw)


def yes_no(field: Field, raw: str, at: datetime) -> Found:
    typed = text.compact(raw).lower()
    if not typed:
        return wanted(field, "选择")
    if typed not in ("yes", "no"):
        said = "和".join(f"“{label}”" for _, label in field.choices or YES_NO)
        return no("not-offered", f"请在{said}中选择{field.label}", field.code)
    return Found(typed == "yes")


def choices(field: Field, raw: list[str], at: datetime) -> Found:
    """The options chosen, in the order the form declares them."""
    chosen = {one for one in raw if one.strip()}
    if not chosen:
        return wanted(field, "选择")
    if chosen - set(dict(field.choices)):
        return no("not-offered", f"请从列出的选项中选择{field.label}", field.code)
    if field.most and len(chosen) > int(field.most):
        return no("too-many-chosen", f"{field.label}最多选 {field.most} 项，现在选了 {len(chosen)} 项", field.code)
    if field.least and len(chosen) < int(field.least):
        return no("too-few-chosen", f"{field.label}至少选 {field.least} 项，现在选了 {len(chosen)} 项", field.code)
    return Found([code for code, _ in field.choices if code in chosen])


def phone(field: Field, raw: str, at: datetime) -> Found:
    """A mobile or fixed number, digits and hyphens only."""
    typed = re.sub(r"[()（）]", "", text.compact(raw)).removeprefix("+86").removeprefix("0086").strip("-")
    if not typed:
        return wanted(field)
    if re.fullmatch(r"1[3-9][\d-]+", typed):
        typed = typed.replace("-", "")
    if not PHONE.fullmatch(typed):
        says = "请填手机号或带区号的电话，例如 13812345678 或 0371-67181234"
        if re.fullmatch(r"1[3-9]\d+", typed):
            says = f"手机号是 11 位，现在是 {len(typed)} 位，请核对"
        return no("not-a-phone", says, field.code)
    return Found(typed)


SINGLE: dict[FieldKind, Callable[[Field, str, datetime], Found]] = {
    FieldKind.TEXT: line, FieldKind.LONG_TEXT: lines, FieldKind.NUMBER: number, FieldKind.MONEY: money, FieldKind.DATE: day,
    FieldKind.CHOICE: choice, FieldKind.YES_NO: yes_no, FieldKind.PHONE: phone,
}


def decimal(typed: str) -> Decimal | None:
    """The number a text stands for, or None; never NaN, infinity or an exponent."""
    if not NUMBER.fullmatch(typed) or not typed.isascii():
        return None
    try:
        return Decimal(typed)
    except InvalidOperation:
        return None


def plain(value: Decimal) -> str:
    """Canonical text of a decimal: `0`, `-3`, `86.5`."""
    return format(value.normalize() + 0, "f") if value else "0"


def yuan(fen: int) -> str:
    """Fen as yuan are typed: `12`, `12.50`."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}" + (f".{rest:02}" if rest else "")


def limit_day(declared: str, at: datetime) -> date | None:
    if not declared:
        return None
    return clock.day(at) if declared == "today" else date.fromisoformat(declared)


def _within(field: Field, value: str) -> Found:
    if not value:
        return wanted(field)
    if controls := text.faults(value, field.code):
        return Found(reasons=tuple(controls))
    if (over := len(value) - field.longest) > 0:
        return no("too-long", f"{field.label}请控制在 {field.longest} 字以内，现在多了 {over} 字", field.code)
    return Found(value)


def _beyond(field: Field, value: Decimal) -> Found | None:
    low, high = field.least and value < Decimal(field.least), field.most and value > Decimal(field.most)
    if low or high:
        return no("out-of-bounds", f"{field.label}请填{_bounds(field)[1:]}的数{_such_as(field.example)}", field.code)
    return None


def _bounds(field: Field) -> str:
    unit = f" {field.unit}" if field.unit else ""
    if field.least and field.most:
        return f"，{field.least}—{field.most}{unit}"
    if field.least:
        return f"，不小于 {field.least}{unit}"
    return f"，不大于 {field.most}{unit}" if field.most else ""


def _such_as(example: str) -> str:
    return f"，例如 {example}" if example else ""


def _named_day(declared: str, value: date) -> str:
    return "今天" if declared == "today" else f" {value.year} 年 {value.month} 月 {value.day} 日"
