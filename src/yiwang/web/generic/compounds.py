"""Questions whose answer takes more than one input, as parts of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from yiwang.engines.forms.types import FieldView, PartView
from yiwang.kernel import clock
from yiwang.web.components import compounds as parts
from yiwang.web.components.fields import Field
from yiwang.web.components.part import Part

LOOKUP = "/firms/"


def whole(field: FieldView, when: str) -> dict[str, Any]:
    """What every compound takes of its question."""
    return {"name": field.name, "label": field.label, "help": field.help, "error": field.error, "note": field.note, "note_good": field.note_good,
            "optional": not field.required, "shown_when": when}


def firm(field: FieldView, when: str) -> Part:
    code, title = field.parts
    return parts.Firm(code=_typed(code, "m", "例如：91410105MA4…"), title=_typed(title), lookup=LOOKUP, **whole(field, when))


def _typed(part: PartView, width: str = "", placeholder: str = "") -> Field:
    return Field(part.name, part.label, "text", part.value, error=part.error, width=width, placeholder=placeholder)


def signature(field: FieldView, when: str) -> Part:
    signed, agreed = field.parts
    own = next((parts.Signed(f"/files/{one.sha256}/", f"{clock.local(one.at):%Y-%m-%d %H:%M} ", one.sha256) for one in field.files), None)
    return parts.Signature(typed=_typed(signed, "m"), agreed_name=agreed.name, agreed=bool(agreed.value), agreed_error=agreed.error, drawn=own,
                           url="/files/", **whole(field, when))


def picture(kind: str, value: Any, address: str) -> Part | None:
    """What of an answer is shown besides its words: the strokes of a signature. `address` is where the files of these answers lie."""
    if kind == "signature" and isinstance(value, Mapping) and value.get("sha256"):
        return parts.Picture(f"{address}{value['sha256']}/", "手写签名")
    return None


DRAWN: dict[str, Callable[[FieldView, str], Part]] = {"firm": firm, "signature": signature}
