"""A page of a form that begins a case: shown, handed in, begun once, said, and on to the case. A system says which form, and what begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean, FieldKind, Form
from yiwang.kernel.errors import Refused
from yiwang.kernel.reasons import Reason
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Crumbs, Link, asking
from yiwang.web.components.charts import Panel
from yiwang.web.components.office_pages import OfficeFormPage
from yiwang.web.components.pages import FormPage
from yiwang.web.generic import fields
from yiwang.web.generic.handed import Handed, hand_in
from yiwang.web.generic.said import done, say
from yiwang.web.generic.uploads import raw
from yiwang.web.throttle import Throttle, network

AT_ONCE = "Ctrl Enter"  # what an official's hands do without the mouse
Said = Callable[[cases.Done], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Opening:
    """What a page that begins a case is made of.

    `begins(data, key)` begins it, the same for the same key; raises Refused. `said` is told then, on the page at `then` (`{ref}` stands for the number).
    `way` leads there, `back` leads away; `office` is whose surroundings it has, `current` its place in the menu (`back`, if not said). `values` fill it in,
    `confirm` asks before it is done, `flood` is how many may come from one network. `look` is a button that shows more (`side`, from what is typed) before
    anything is handed in.
    """

    title: str
    form: Form
    begins: Callable[[Clean, str], cases.Done]
    said: Said
    then: str
    way: tuple[Link, ...]
    back: str
    office: bool = False
    current: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    alert: Alert | None = None
    confirm: str = ""
    flood: Throttle | None = None
    look: str = ""
    side: Callable[[Mapping[str, Any]], tuple[Panel, ...]] | None = None


def screen(request: Any, it: Opening) -> HttpResponse:
    """The page, or the way on when the case has begun."""
    begun: list[cases.Done] = []

    def make(data: Clean, key: str, seen: cases.Seen) -> None:
        place = network(request.META.get("REMOTE_ADDR", ""))
        if it.flood and it.flood.waits(place, request.at):
            raise Refused(Reason("too-many-from-there", "从您这里一小时内写了太多件，请过一会儿再写；急的请打 12345。"))
        begun.append(it.begins(data, key))
        if it.flood:
            it.flood.failed(place, request.at)

    looks = bool(it.look) and request.POST.get("go") == "look"
    handed = Handed(values=raw(request)) if looks else hand_in(request, it.form, make, values=it.values or None)
    if handed.done:
        say(request, *it.said(begun[0]))
        return HttpResponseRedirect(it.then.format(ref=begun[0].ref))
    return _drawn(request, it, handed)


def _drawn(request: Any, it: Opening, handed: Handed) -> HttpResponse:
    shown = handed.shown(request, it.form)
    submit, dialog = asking(it.title, it.confirm, it.form.submit, "primary")
    groups, errors, crumbs = fields.groups(shown, upload_url="/files/"), fields.errors(shown), Crumbs((*it.way, Link(it.title)))
    hidden = (("key", request.POST.get("key") or uuid4().hex), ("seen", "0.0"))
    multipart = any(f.kind is FieldKind.FILE for f in it.form.fields)
    alert, buttons = handed.alert or it.alert or done(request), (submit, Button("返回", it.back))
    if it.office:
        looking = (Button(it.look, name="go", value="look"),) if it.look else ()
        page: Any = OfficeFormPage(
            it.title, request.get_full_path(), groups, (replace(submit, key=AT_ONCE), *looking, *buttons[1:]), crumbs, it.form.intro, errors, hidden,
            it.side(handed.values or {}) if it.side else (), alert, multipart, dialog)
        return render(request, "yiwang/pages/office_form.html", {"shell": shells.office(request, it.current or it.back), "page": page}, status=handed.status)
    page = FormPage(crumbs, it.title, request.get_full_path(), groups, buttons, errors=errors, hidden=hidden, alert=alert, multipart=multipart, dialog=dialog)
    return render(request, "yiwang/pages/form.html", {"shell": shells.public(request, it.current or it.back), "page": page}, status=handed.status)
