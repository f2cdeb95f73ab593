"""An application at a counter: the same form, but a paper may be seen instead of copied; and the receipt that is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form, When
from yiwang.systems.public.services import letters

MARK = "@counter"  # after the code of a form
GOT, RECEIPT = "got_", "receipt"
ON_PAPER = (("paper", "本人已经当面签名"),)  # the clerk's account signs for nobody
WAYS = (("upload", "扫描或拍照上传"), ("seen", "原件已核，当场退还"))


def form_at(form: Form) -> Form:
    """The form as a clerk fills it in: before each paper it asks how it was taken in; what is signed is signed on paper."""
    fields: list[Field] = []
    for field in form.fields:
        if field.kind is FieldKind.FILE:
            got = f"{GOT}{field.code}"
            fields.append(Field(got, field.label, FieldKind.CHOICE, field.help, required=field.required, choices=WAYS, when=field.when,
                                personal=False, step=field.step))
            fields.append(replace(field, label=f"{field.label}的电子件", help="", required=True, when=(*field.when, When(got, ("upload",)))))
        elif field.kind is FieldKind.SIGNATURE:
            fields.append(replace(field, code=f"{GOT}{field.code}", kind=FieldKind.CHOICE, help="请本人当面签在打印件上，扫描后随材料归档。",
                                  choices=ON_PAPER, personal=False))
        else:
            fields.append(field)
    return replace(form, code=f"{form.code}{MARK}", fields=tuple(fields), submit="收件，打印回执")


def with_receipt(parts: Sequence[cases.Begin], form: Form, data: Clean, unit: int) -> tuple[cases.Begin, ...]:
    """One receipt for the matter, owed by the first case of the unit that takes it in: what is applied for, which papers came and how."""
    first = next((i for i, p in enumerate(parts) if p.unit == unit), 0)
    said = {"items": [p.item.title for p in parts if p.item], "papers": _papers(form, data)}
    return tuple(_owing(p, said) if i == first else p for i, p in enumerate(parts))


def _owing(part: cases.Begin, said: dict[str, object]) -> cases.Begin:
    data = Clean(part.data.form, part.data.version, {**part.data.answers, RECEIPT: said}, part.data.open_fields | {RECEIPT})
    return replace(part, data=data, issues=(letters.RECEIVED,))


def _papers(form: Form, data: Clean) -> list[list[str]]:
    found = []
    for field in form.fields:
        if field.kind is FieldKind.FILE:
            sent, seen = data.answers.get(field.code) or (), data.answers.get(f"{GOT}{field.code}") == "seen"
            if sent or seen:
                found.append([field.label, "原件已核，当场退还" if seen else f"电子件 {len(sent)} 份"])
    return found
