"""Answers made of several inputs: address, person, firm. Each part is refused at its own input."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from yiwang.engines.forms.rooms import ports, text
from yiwang.engines.forms.rooms.clean_values import Found
from yiwang.engines.forms.rooms.firms import LONGEST, firm
from yiwang.engines.forms.rooms.points import PARTS as POINT_PARTS
from yiwang.engines.forms.rooms.points import point
from yiwang.engines.forms.types import Field, FieldKind
from yiwang.kernel import clock, codes
from yiwang.kernel.reasons import Reason

PARTS: dict[FieldKind, tuple[tuple[str, str], ...]] = {
    FieldKind.ADDRESS: (("county", "区县（市）"), ("township", "乡镇、街道"), ("village", "村、社区"), ("detail", "详细地址")),
    FieldKind.PERSON: (("name", "姓名"), ("number", "身份证号码")),
    FieldKind.FIRM: (("code", "统一社会信用代码"), ("name", "名称")),
    FieldKind.MAP_POINT: POINT_PARTS,
}
LONGEST_NAME = {FieldKind.PERSON: 80, FieldKind.FIRM: LONGEST}


def person(field: Field, parts: Mapping[str, str], at: datetime) -> Found:
    """`{"name", "number"}`: the number as GB 11643 has it, a name with whatever characters it has."""
    name, number = text.name(parts["name"]), codes.normalised_citizen_number(parts["number"])
    if not name and not number and not field.required:
        return Found()
    reasons = _named(field, name, "姓名")
    if not number:
        reasons.append(Reason("required", f"请填写{field.label}的身份证号码", field=f"{field.code}.number"))
    else:
        reasons += _at(codes.check_citizen_number(number), f"{field.code}.number")
    return Found(reasons=tuple(reasons)) if reasons else Found({"name": name, "number": number})


def address(field: Field, parts: Mapping[str, str], at: datetime) -> Found:
    """`{"division", "text", "detail"}`: the code of the smallest division named, and the whole as one line."""
    detail = text.one_line(parts["detail"])
    if not any((detail, parts["county"], parts["township"], parts["village"])) and not field.required:
        return Found()
    reasons: list[Reason] = []
    names: list[str] = []
    above, on = "", clock.day(at)
    for part, label in PARTS[FieldKind.ADDRESS][:3]:
        offered = dict(ports.divisions().below(code=above, on=on))
        chosen = text.compact(parts[part])
        if not chosen:
            if offered and part != "village":
                reasons.append(Reason("required", f"请选择{field.label}所在的{label}", field=f"{field.code}.{part}"))
            break
        if chosen not in offered:
            reasons.append(Reason("not-offered", f"请重新选择{label}，它要在上一栏选的范围里", field=f"{field.code}.{part}"))
            break
        above = chosen
        names.append(offered[chosen])
    if not detail:
        reasons.append(Reason("required", f"请填写{field.label}的路名和门牌，例如 经八路 12 号 3 楼", field=f"{field.code}.detail"))
    elif controls := text.faults(detail, f"{field.code}.detail"):
        reasons += controls
    elif len(detail) > field.longest:
        says = f"详细地址请控制在 {field.longest} 字以内，现在多了 {len(detail) - field.longest} 字"
        reasons.append(Reason("too-long", says, field=f"{field.code}.detail"))
    return Found(reasons=tuple(reasons)) if reasons else Found({"division": above, "text": "".join((*names, detail)), "detail": detail})


COMPOUND = {FieldKind.ADDRESS: address, FieldKind.PERSON: person, FieldKind.FIRM: firm, FieldKind.MAP_POINT: point}


def whereabouts(division: str, at: datetime) -> dict[str, str]:
    """County, township and village codes above (and with) a division, found by walking down: what the inputs of an address show."""
    found: dict[str, str] = {}
    above, on = "", clock.day(at)
    for part, _ in PARTS[FieldKind.ADDRESS][:3]:
        step = next((code for code, _ in ports.divisions().below(code=above, on=on) if division.startswith(code)), "")
        if not step:
            break
        found[part] = above = step
    return found


def _named(field: Field, name: str, label: str) -> list[Reason]:
    most = LONGEST_NAME[field.kind]
    if not name:
        return [Reason("required", f"请填写{field.label}的{label}", field=f"{field.code}.name")]
    if len(name) > most:
        return [Reason("too-long", f"{label}请控制在 {most} 字以内，现在是 {len(name)} 字", field=f"{field.code}.name")]
    if name.isascii() and name.isdigit():
        return [Reason("only-digits", f"这里请填{label}，号码填在下一栏", field=f"{field.code}.name")]
    return text.faults(name, f"{field.code}.name")


def _at(reasons: list[Reason], name: str) -> list[Reason]:
    return [Reason(r.code, r.text, r.law, name, r.facts) for r in reasons]
