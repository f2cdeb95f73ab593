"""A form's steps: which field stands on which, and how far each is."""

from __future__ import annotations

from yiwang.engines.forms.types import Field, Form, Judged, Stage
from yiwang.kernel.reasons import Reason


def step_of(field: Field) -> tuple[str, str]:
    """The step a field stands on, and the heading there."""
    step, _, heading = field.step.partition("/")
    return step, heading


def belongs(reason: Reason, field: Field) -> bool:
    return reason.field == field.code or reason.field.startswith(field.code + ".")


def stages(*, form: Form, judged: Judged) -> tuple[Stage, ...]:
    """The steps that ask anything after these answers, in order, numbered from 1. A reason about no field belongs to the last one."""
    steps: dict[str, list[Field]] = {}
    for field in form.fields:
        steps.setdefault(step_of(field)[0], []).append(field)
    found: list[Stage] = []
    for title, fields in steps.items():
        asked = [f for f in fields if f.code in judged.asked]
        reasons = tuple(r for r in judged.reasons if any(belongs(r, f) for f in fields))
        if asked:
            lacking = tuple(f.code for f in asked if any(belongs(r, f) for r in reasons))
            found.append(Stage(len(found) + 1, title, tuple(f.code for f in asked), lacking, reasons))
    rest = tuple(r for r in judged.reasons if not any(belongs(r, f) for f in form.fields))
    if rest and found:
        last = found[-1]
        found[-1] = Stage(last.number, last.title, last.asked, last.lacking, (*last.reasons, *rest))
    return tuple(found)
