"""Which fields are asked: a condition looks at answers of fields above that are themselves asked. The same conditions on other things of data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from yiwang.engines.forms.types import Field, When


def shown(field: Field, answers: Mapping[str, Any]) -> bool:
    """Whether all conditions of a field hold. `answers` holds only fields that are shown, as clean values."""
    return met(field.when, answers)


def met(when: Iterable[When], answers: Mapping[str, Any], *, unanswered: bool = False) -> bool:
    """Whether all conditions hold. `answers` are clean values or a request's; `unanswered` is what counts for a question nobody has answered yet."""
    return all(any(value in one.values for value in found) if (found := _as_texts(answers.get(one.field))) else unanswered for one in when)


def _as_texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    return (str(value),) if value != "" else ()
