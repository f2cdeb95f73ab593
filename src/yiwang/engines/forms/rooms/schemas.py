"""The same declaration as JSON Schema 2020-12: what answers look like as JSON (the shape of `Clean.answers`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from yiwang.engines.forms.rooms import grids, points, trees
from yiwang.engines.forms.rooms.attached import UNDECLARED, accepted
from yiwang.engines.forms.rooms.clean_values import YES_NO
from yiwang.engines.forms.rooms.compound import LONGEST_NAME
from yiwang.engines.forms.rooms.firms import REGISTERED, UNCHECKED
from yiwang.engines.forms.rooms.rows import MOST
from yiwang.engines.forms.rooms.signatures import LONGEST as SIGNED_LONGEST
from yiwang.engines.forms.types import Field, FieldKind, Form, When

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(form: Form) -> dict[str, Any]:
    """Formats beside the standard's: `citizen-number` (GB 11643), `credit-code` (GB 32100), `telephone`, `decimal`, `division`.

    Bounds of decimals and days lie under `x-least` and `x-most`, because JSON Schema has none for text.
    """
    found: dict[str, Any] = {
        "$schema": DIALECT, "$id": f"urn:yiwang:form:{form.code}:{form.version}", "title": form.title, "type": "object",
        "properties": {field.code: of_field(field) for field in form.fields},
        "required": [field.code for field in form.fields if field.required and not field.when],
    }
    conditional = [_conditional(form, field) for field in form.fields if field.required and field.when]
    return found | ({"allOf": conditional} if conditional else {})


def of_field(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"title": field.label} | _KINDS[field.kind](field)
    if field.help:
        found["description"] = field.help
    if field.unit:
        found["x-unit"] = field.unit
    if field.personal:
        found["x-personal"] = True
    return found


def _text(field: Field) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": field.longest}


def _number(field: Field) -> dict[str, Any]:
    part = "" if field.whole else r"(\.[0-9]{1,10})?"
    return {"type": "string", "format": "decimal", "pattern": f"^-?[0-9]{{1,18}}{part}$"} | _bounds(field)


def _money(field: Field) -> dict[str, Any]:
    low = round(float(field.least) * 100) if field.least else 0
    high = round(float(field.most) * 100) if field.most else 10**15 - 1
    return {"type": "integer", "minimum": low, "maximum": high, "x-unit": "分"}


def _date(field: Field) -> dict[str, Any]:
    return {"type": "string", "format": "date"} | _bounds(field)


def _choice(field: Field) -> dict[str, Any]:
    return {"type": "string", "enum": [code for code, _ in field.choices], "x-labels": dict(field.choices)}


def _choices(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "array", "items": _choice(field), "uniqueItems": True, "minItems": int(field.least or 1)}
    return found | ({"maxItems": int(field.most)} if field.most else {})


def _yes_no(field: Field) -> dict[str, Any]:
    return {"type": "boolean", "x-labels": dict(field.choices or YES_NO)}


def _address(field: Field) -> dict[str, Any]:
    return _object({
        "division": {"type": "string", "format": "division", "pattern": "^([0-9]{6}|[0-9]{9}|[0-9]{12})$"},
        "detail": {"type": "string", "minLength": 1, "maxLength": field.longest}, "text": {"type": "string", "readOnly": True},
    }, ("division", "detail"))


def _person(field: Field) -> dict[str, Any]:
    return _object({
        "name": _name(FieldKind.PERSON),
        "number": {"type": "string", "format": "citizen-number", "pattern": "^[0-9]{17}[0-9X]$"},
    }, ("name", "number"))


def _firm(field: Field) -> dict[str, Any]:
    return _object({
        "name": _name(FieldKind.FIRM),
        "code": {"type": "string", "format": "credit-code", "pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$"},
        "standing": {"type": "string", "readOnly": True, "enum": [REGISTERED, UNCHECKED], "x-labels": {REGISTERED: "登记库里有", UNCHECKED: "未核验"}},
    }, ("name", "code"))


def _name(kind: FieldKind) -> dict[str, Any]:
    """Any characters, but not only digits: a number belongs in the next input."""
    return {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME[kind], "pattern": "[^0-9０-９]"}


def _phone(field: Field) -> dict[str, Any]:
    return {"type": "string", "format": "telephone", "pattern": "^[0-9-]{3,20}$"}


def _file(field: Field) -> dict[str, Any]:
    one = _object({
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "name": {"type": "string", "readOnly": True},
        "size": {"type": "integer", "readOnly": True}, "type": {"type": "string", "readOnly": True, "enum": list(accepted(field))},
    }, ("sha256",))
    found = {"type": "array", "items": one, "minItems": 1, "maxItems": field.files}
    return found if field.longest == UNDECLARED else found | {"x-most-bytes": field.longest}


def _signature(field: Field) -> dict[str, Any]:
    """Either the hash of a picture received as a signature, or the name of who signs and their word for it. The rest is the server's."""
    told = {name: {"type": "string", "readOnly": True} for name in ("way", "name", "type")} | {
        name: {"type": "integer", "readOnly": True} for name in ("size", "account")}
    told["at"] = {"type": "string", "format": "date-time", "readOnly": True}
    given = {"sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "signed": {"type": "string", "minLength": 1, "maxLength": SIGNED_LONGEST},
             "agreed": {"type": "boolean", "enum": [True]}}
    return _object(given | told, ()) | {"anyOf": [{"required": ["sha256"]}, {"required": ["signed", "agreed"]}]}


def _tree(field: Field) -> dict[str, Any]:
    """A code of the list; what lies above it stands in the words."""
    code: dict[str, Any] = {"type": "string", "format": "division", "pattern": "^([0-9]{6}|[0-9]{9}|[0-9]{12})$"}
    if not field.tree:
        held = [code for code, _ in trees.answers(field)]
        code = {"type": "string", "enum": held, "x-labels": {one: trees.words(field, one, date.min) for one in held}}
    return _object({"code": code, "text": {"type": "string", "readOnly": True}}, ("code",)) | {"x-levels": list(field.levels)}


def _point(field: Field) -> dict[str, Any]:
    degrees = {"type": "string", "format": "decimal", "pattern": r"^[0-9]{1,3}(\.[0-9]{1,12})?$"}
    return _object({"longitude": degrees, "latitude": degrees, "address": {"type": "string", "maxLength": points.LONGEST},
                    "datum": {"type": "string", "readOnly": True, "enum": ["WGS-84"]}}, ("longitude", "latitude"))


def _table(field: Field) -> dict[str, Any]:
    """Rows by code, cells by column; the totals are the server's."""
    row = _object({c.code: of_field(c) for c in field.fields}, tuple(c.code for c in field.fields if c.required))
    cells = _object({code: {"title": label} | row for code, label in field.choices}, ())
    sums = {name: {"type": "object", "readOnly": True} for name in grids.totals(field, {})}
    return _object({"cells": cells} | sums, ("cells",))


def _object(properties: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)}


def _bounds(field: Field) -> dict[str, Any]:
    return ({"x-least": field.least} if field.least else {}) | ({"x-most": field.most} if field.most else {})


def _conditional(form: Form, field: Field) -> dict[str, Any]:
    """Required while its conditions hold, and those of the fields they look at."""
    return {"if": {"allOf": [_holds(when) for when in _all_conditions(form, field)]}, "then": {"required": [field.code]}}


def _all_conditions(form: Form, field: Field) -> list[When]:
    above = [condition for when in field.when for condition in _all_conditions(form, form.field(when.field))]
    return list(dict.fromkeys((*above, *field.when)))


def _holds(when: When) -> dict[str, Any]:
    values: list[Any] = list(when.values) + [{"yes": True, "no": False}[v] for v in when.values if v in ("yes", "no")]
    matches = {"anyOf": [{"enum": values}, {"type": "array", "contains": {"enum": list(when.values)}}]}
    return {"properties": {when.field: matches}, "required": [when.field]}


def _rows(field: Field) -> dict[str, Any]:
    items = _object({inner.code: of_field(inner) for inner in field.fields}, tuple(f.code for f in field.fields if f.required and not f.when))
    return {"type": "array", "items": items, "minItems": int(field.least or field.required), "maxItems": int(field.most or MOST)}


_KINDS = {
    FieldKind.TEXT: _text, FieldKind.LONG_TEXT: _text, FieldKind.NUMBER: _number, FieldKind.MONEY: _money, FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice, FieldKind.CHOICES: _choices, FieldKind.YES_NO: _yes_no, FieldKind.ADDRESS: _address,
    FieldKind.PERSON: _person, FieldKind.FIRM: _firm, FieldKind.PHONE: _phone, FieldKind.FILE: _file, FieldKind.ROWS: _rows,
    FieldKind.SIGNATURE: _signature, FieldKind.TREE: _tree, FieldKind.MAP_POINT: _point, FieldKind.TABLE: _table,
}
