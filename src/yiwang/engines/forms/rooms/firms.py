"""A firm: its credit code and its name, held against the city's register. What the register has not is taken as typed, and marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from yiwang.engines.forms.rooms import ports, text
from yiwang.engines.forms.rooms.clean_values import Found
from yiwang.engines.forms.rooms.raw import Raw, one
from yiwang.engines.forms.types import Field, FieldKind
from yiwang.kernel import codes
from yiwang.kernel.reasons import Reason

REGISTERED, UNCHECKED = "registered", "unchecked"  # how a firm stands: the register has its code, or nobody has checked it
LONGEST = 160
LOOK = re.compile(r"look:([a-z][a-z0-9_]*)")
LOOKED = (FieldKind.FIRM, FieldKind.TREE, FieldKind.TABLE)
Find = Callable[[str], str | None]


def firm(field: Field, parts: Mapping[str, str], at: datetime) -> Found:
    """`{"name", "code", "standing"}`: the code as GB 32100 has it; of a registered one the name is the register's, typed or not."""
    name, code = text.name(parts["name"]), codes.normalised_credit_code(parts["code"])
    if not name and not code and not field.required:
        return Found()
    wrong = [Reason(r.code, r.text, r.law, f"{field.code}.code", r.facts) for r in codes.check_credit_code(code)] if code else [
        Reason("required", f"请填写{field.label}的统一社会信用代码", field=f"{field.code}.code")]
    registered = None if wrong else ports.firms().named(code)
    reasons = [*_named(field, name or registered or ""), *wrong]
    if registered and not reasons and name and folded(name) != folded(registered):
        says = f"这个代码登记的名称是“{registered}”，请改成登记的名称，或者核对代码"
        reasons.append(Reason("another-name", says, field=f"{field.code}.name"))
    if reasons:
        return Found(reasons=tuple(reasons))
    return Found({"name": registered or name, "code": code, "standing": REGISTERED if registered else UNCHECKED})


def looked_up(*, fields: tuple[Field, ...], raw: Raw, go: str, find: Find) -> dict[str, str | list[str]] | None:
    """The request after “look this firm up” (`look:applicant`): its name filled in when `find` knows the code; None when `go` says something else.

    Of a tree and a table it changes nothing: the page that comes back lists the next level, shows the totals.
    """
    match = LOOK.fullmatch(go)
    field = next((f for f in fields if f.kind in LOOKED and match and f.code == match[1]), None)
    if field is None:
        return None
    if field.kind is not FieldKind.FIRM:
        return dict(raw)
    code = codes.normalised_credit_code(one(raw, f"{field.code}.code"))
    name = find(code) if code and not codes.check_credit_code(code) else None
    return {**raw, **({f"{field.code}.name": name} if name else {})}


def note(field: Field, raw: Raw) -> tuple[str, bool]:
    """What is known of a firm that is being typed, for its page, and whether it is well. The registered name itself is told to whoever looks it up."""
    code, name = codes.normalised_credit_code(one(raw, f"{field.code}.code")), text.name(one(raw, f"{field.code}.name"))
    if not code:
        return "", False
    if wrong := codes.check_credit_code(code):
        return wrong[0].text, False
    registered = ports.firms().named(code)
    if registered is None:
        return "本市登记库里没有这个代码。可以照执照填写名称，会标明“未核验”。", False
    if folded(name) == folded(registered):
        return "已核对，和登记的一致。", True
    return "名称和登记的不一样，请按“查询”填上登记的名称。" if name else "按“查询”填上登记的名称。", False


def said(value: Mapping[str, Any]) -> str:
    """A firm in one line, marked when nobody has checked it."""
    line = "　".join(str(value[part]) for part in ("name", "code") if value.get(part))
    return f"{line}（未核验）" if value.get("standing") == UNCHECKED else line


def folded(name: str) -> str:
    """A name for comparing: brackets of one kind, no spaces."""
    return "".join(name.translate({ord("("): "（", ord(")"): "）"}).split())


def _named(field: Field, name: str) -> list[Reason]:
    where = f"{field.code}.name"
    if not name:
        return [Reason("required", f"请填写{field.label}的名称", field=where)]
    if len(name) > LONGEST:
        return [Reason("too-long", f"名称请控制在 {LONGEST} 字以内，现在是 {len(name)} 字", field=where)]
    if name.isascii() and name.isdigit():
        return [Reason("only-digits", "这里请填名称，代码填在上一栏", field=where)]
    return text.faults(name, where)
