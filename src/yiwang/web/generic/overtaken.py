"""A form that was changed while somebody fills it in: what they gave stays, what is asked otherwise is said before anything is handed in."""

from __future__ import annotations

from typing import Any

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import DraftView, Form
from yiwang.kernel.errors import NotFound
from yiwang.web.components.basics import Alert

NAME = "form-version"  # the hidden field in which a page says which version it showed


def shown(request: Any) -> int:
    """The version the page that was handed in showed; 0 when it says none."""
    said = str(request.POST.get(NAME, ""))
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def since(form: Form, request: Any, draft: DraftView | None) -> int:
    """The older version somebody began or saw, or 0 when it is still the same."""
    version = shown(request) if request.method == "POST" else draft.version if draft else 0
    return version if version != form.version else 0


def told(form: Form, version: int) -> Alert:
    """What is asked otherwise than in that version, as far as it can still be read."""
    try:
        said = "".join(f"{line}。" for line in changes(forms.get(form.code, version), form))
    except NotFound:
        said = ""
    return Alert("要填的在您填写以后改过", f"{said or '要填的和要交的没有少也没有多，办理时限等别的变化请看办事指南。'}填过的都还在，请看一遍再交。", "warn")


def changes(before: Form, after: Form) -> list[str]:
    """New questions, those no longer asked, and those asked otherwise."""
    old, new = {f.code: f for f in before.fields}, {f.code: f for f in after.fields}
    parts = (("新增", [f.label for code, f in new.items() if code not in old]), ("不再要", [f.label for code, f in old.items() if code not in new]),
             ("问法变了", [f.label for code, f in new.items() if code in old and _asks(f) != _asks(old[code])]))
    return [f"{word}：{'、'.join(labels)}" for word, labels in parts if labels]


def _asks(field: Any) -> tuple[Any, ...]:
    return field.label, field.kind, field.choices, field.required, field.least, field.most, field.longest, field.when
