"""A command's form: shows what it asks, runs it, errors at the field. A system says which command, on what, and where to go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.types import ANYBODY
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import NOTHING, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.kernel import clock
from yiwang.kernel.errors import Invalid, Refused
from yiwang.kernel.reasons import Reason
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Crumbs, Link
from yiwang.web.components.office_pages import OfficeFormPage
from yiwang.web.components.pages import FormPage
from yiwang.web.generic import fields
from yiwang.web.generic.looking import looked
from yiwang.web.generic.said import say
from yiwang.web.generic.uploads import raw

Then = Callable[[Mapping[str, Any]], HttpResponse | None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command is run: on which subject, the way there, where to go back to.

    `form` is the command's own form with its choices filled in; `values` what its fields begin with; `then` may answer with a page of its own;
    `rests` when the change rests on what the page shows: somebody else's change meanwhile is not overwritten.
    """

    subject: str
    way: tuple[Link, ...]
    back: str
    note: str = ""
    current: str = ""
    form: Form | None = None
    values: Mapping[str, Any] | None = None
    then: Then | None = None
    public: bool = False
    rests: bool = False


def screen(request: Any, code: str, place: Place) -> HttpResponse:
    """The page of a command. Whoever does not hold its role sees nothing. The same page sent twice changes once."""
    command = cases.command(code)
    if command.by != ANYBODY and not identity.rights(request.actor, epoch_now=identity.epoch()).hold(command.by, clock.day(request.at)):
        raise Http404
    form = place.form or command.form
    if request.method != "POST":
        initial = {name: forms.Initial(value) for name, value in (place.values or {}).items()}
        return _drawn(request, command, place, forms.view(form=form, at=request.at, initial=initial), _before(command))
    given = raw(request)
    if (grown := forms.rows_changed(form.fields, given, str(request.POST.get("go", "")))) is not None:
        return _drawn(request, command, place, forms.view(form=form, at=request.at, values=grown), _before(command))
    if (found := looked(request, form, given, str(request.POST.get("go", "")))) is not None:
        return _drawn(request, command, place, forms.view(form=form, at=request.at, values=found), _before(command))
    try:
        data = forms.parse(form=form, raw=given, at=request.at) if form.fields else NOTHING
        told = cases.run(actor=request.actor, command=code, subject=place.subject, data=data, key=_key(request), at=request.at, seen=_seen(request, place))
    except Refused as refused:
        return _again(request, command, place, form, given, refused)
    answer = place.then(told) if place.then else None
    if answer is not None:
        return answer
    say(request, f"{command.title}：已办好。")
    return HttpResponseRedirect(place.back)


def _again(request: Any, command: cases.Command, place: Place, form: Form, given: Any, refused: Refused) -> HttpResponse:
    """The same page with everything typed, what is wrong at its field, the rest above."""
    asked = {f.code for f in form.fields}
    at_field: Sequence[Reason] = [r for r in refused.reasons if r.field.partition(".")[0] in asked]
    whole = "".join(str(r) for r in refused.reasons if r not in at_field)
    shown = forms.view(form=form, at=request.at, values=given, errors=at_field)
    return _drawn(request, command, place, shown, Alert("现在不能办", whole, "bad") if whole else _before(command),
                  422 if isinstance(refused, Invalid) or at_field else 409)


def _before(command: cases.Command) -> Alert | None:
    return Alert(command.confirm, kind="warn") if command.confirm else None


def _key(request: Any) -> str:
    return str(request.POST.get("key", ""))[:64] or uuid4().hex


def _seen(request: Any, place: Place) -> int | None:
    sent = str(request.POST.get("seen", ""))
    return int(sent) if place.rests and sent.isdigit() else None


def _length(place: Place) -> int:
    """How long the subject's chain is now."""
    chain = ledger.chain_of(place.subject)
    return len(ledger.history(chain)) if chain is not None else 0


def _drawn(request: Any, command: cases.Command, place: Place, shown: Any, alert: Alert | None, status: int = 200) -> HttpResponse:
    buttons = (Button(command.form.submit, style="danger" if command.confirm else "primary", busy_text="提交中……"), Button("返回", place.back))
    hidden = (("key", request.POST.get("key") or uuid4().hex), *((("seen", request.POST.get("seen") or str(_length(place))),) if place.rests else ()))
    crumbs = Crumbs((*place.way, Link(command.title)))
    groups, errors = fields.groups(shown), fields.errors(shown)
    if place.public:
        page: Any = FormPage(crumbs, command.title, request.path, groups, buttons, errors=errors, hidden=hidden,
                             alert=alert or (Alert(place.note) if place.note else None))
        return render(request, "yiwang/pages/form.html", {"shell": shells.public(request, "/my/"), "page": page}, status=status)
    page = OfficeFormPage(command.title, request.path, groups, buttons, crumbs=crumbs, note=place.note, errors=errors, hidden=hidden, alert=alert)
    return render(request, "yiwang/pages/office_form.html", {"shell": shells.office(request, place.current or place.back), "page": page}, status=status)
