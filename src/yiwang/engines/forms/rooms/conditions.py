"""Which fields are asked: a condition looks at answers of fields above that are themselves asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yiwang.engines.forms.types import Field


def shown(field: Field, answers: Mapping[str, Any]) -> bool:
    """Whether all conditions of a field hold. `answers` holds only fields that are shown, as clean values."""
    return all(any(value in when.values for value in _as_texts(answers.get(when.field))) for when in field.when)


def _as_texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    return (str(value),)
