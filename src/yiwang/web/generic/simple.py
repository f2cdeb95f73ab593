"""A form of the office that asks before anything is done: it looks for something and leads on. What is done with the answer is the caller's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Clean, Form
from yiwang.kernel.errors import Invalid, Refused
from yiwang.web.components.basics import Alert, Button, Crumbs
from yiwang.web.components.charts import Panel
from yiwang.web.components.office_pages import OfficeFormPage
from yiwang.web.components.shell import OfficeShell
from yiwang.web.generic import fields
from yiwang.web.generic.looking import looked
from yiwang.web.generic.said import done
from yiwang.web.generic.uploads import raw


def asked(
    request: Any, form: Form, then: Callable[[Clean], HttpResponse], *, shell: OfficeShell, crumbs: Crumbs, title: str, back: str, note: str = "",
    values: Mapping[str, Any] | None = None, side: tuple[Panel, ...] = (),
) -> HttpResponse:
    """The page of a form; `then` gives what follows a right answer, and raises Invalid or Refused with what is wrong."""
    given: Any = None
    reasons: tuple[Any, ...] = ()
    status = 200
    if request.method == "POST":
        given = raw(request)
        found = looked(request, form, given, str(given.get("go", "")))
        given = given if found is None else found
        try:
            if found is None:
                return then(forms.parse(form=form, raw=given, at=request.at))
        except Refused as wrong:
            reasons, status = tuple(wrong.reasons), 422 if isinstance(wrong, Invalid) else 409
    asked_for = {f.code for f in form.fields}
    at_field = [r for r in reasons if r.field.partition(".")[0] in asked_for]
    whole = "".join(str(r) for r in reasons if r not in at_field)
    initial = {name: forms.Initial(value) for name, value in (values or {}).items()}
    shown = forms.view(form=form, at=request.at, values=given, errors=at_field, initial=initial)
    page = OfficeFormPage(
        title, request.path, fields.groups(shown), (Button(form.submit, style="primary"), Button("返回", back)), crumbs, note, fields.errors(shown),
        alert=Alert("现在不能办", whole, "bad") if whole else done(request), side=side)
    return render(request, "yiwang/pages/office_form.html", {"shell": shell, "page": page}, status=status)
