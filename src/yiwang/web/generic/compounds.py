"""Questions whose answer takes more than one input, as parts of a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yiwang.engines.forms.types import FieldView, PartView
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


DRAWN: dict[str, Callable[[FieldView, str], Part]] = {"firm": firm}
