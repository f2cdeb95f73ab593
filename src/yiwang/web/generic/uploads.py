"""What came in with a request: answers as text, files through the files engine."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import SuspiciousOperation

from yiwang.engines.cases import api as cases
from yiwang.engines.files import api as files
from yiwang.engines.forms.types import FieldKind, Form
from yiwang.kernel.errors import Invalid, Refused
from yiwang.kernel.reasons import Reason

KEPT = "-id"  # a file sent before is named again by its hash under `<field>-id`


def raw(request: Any) -> dict[str, str | list[str]]:
    """The request's answers: one text, or a list where a name was sent several times."""
    found: dict[str, str | list[str]] = {}
    removed = request.POST.get("remove")
    for name in request.POST:
        values = request.POST.getlist(name)
        if name.endswith(KEPT):
            found[name.removesuffix(KEPT)] = [v for v in values if v != removed]
        else:
            found[name] = values[0] if len(values) == 1 else values
    return found


def seen(request: Any) -> cases.Seen:
    """What the page that was handed in rests on. Raises SuspiciousOperation: no page of ours says anything else."""
    try:
        return cases.Seen.read(request.POST["seen"])
    except ValueError:
        raise SuspiciousOperation("seen") from None


def _limit(longest: int) -> int:
    """Bytes a file may have: what the field declares, or the house's limit where it says nothing about files."""
    return longest if longest > 1024 else files.LIMIT


def received(request: Any, form: Form) -> dict[str, list[files.Stored]]:
    """Files that came with the form itself, taken in and kept. Raises Invalid with the field of every file that was not taken."""
    found, wrong = taken(request, form)
    if wrong:
        raise Invalid(wrong)
    return found


def taken(request: Any, form: Form) -> tuple[dict[str, list[files.Stored]], list[Reason]]:
    """Files that came with the form itself, kept, and why the others were not."""
    found: dict[str, list[files.Stored]] = {}
    wrong: list[Reason] = []
    for field in form.fields:
        for sent in request.FILES.getlist(field.code) if field.kind is FieldKind.FILE else ():
            try:
                stored = files.receive(chunks=sent.chunks(), name=sent.name, actor=request.actor, at=request.at, limit=_limit(field.longest),
                                       accepts=field.accepts or files.DOCUMENTS)
                found.setdefault(field.code, []).append(stored)
            except Refused as refused:
                wrong += [Reason(r.code, f"{sent.name}：{r.text}", r.law, field.code) for r in refused.reasons]
    return found, wrong
