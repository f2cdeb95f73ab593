"""A public form in steps: one page a step, saved at each, looked over at the end, handed in once. The form's declaration says what the steps are.

The draft is where the answers lie between the pages; the address carries the step (`?step=2`), so that reload and the browser's own back work.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import FieldKind
from yiwang.kernel.errors import Invalid, Refused
from yiwang.kernel.reasons import Reason
from yiwang.web import shells
from yiwang.web.components.basics import Alert
from yiwang.web.generic import overtaken, step_pages
from yiwang.web.generic.filling import Filling, Raw, Stepped
from yiwang.web.generic.looking import looked
from yiwang.web.generic.uploads import raw, taken


def answer(request: Any, it: Stepped) -> HttpResponse:
    """The page of a step, or what follows from handing one in."""
    if request.method == "POST":
        return _handed_in(request, it)
    filling = _found(request, it)
    if filling.draft is not None and _filed(it, filling.key):
        filling.drop()  # it was filed, and what should have dropped it was interrupted
        filling = _found(request, it)
    number = _number(request, filling)
    if number > filling.open:
        return _to(request, filling.open)
    version = overtaken.since(it.form, request, filling.draft)
    return _page(filling, number, alert=overtaken.told(it.form, version) if version else None)


def _found(request: Any, it: Stepped) -> Filling:
    own = None if it.code else forms.draft(actor=request.actor, form=it.form, at=request.at, subject=it.subject)
    draft = forms.draft_by_code(code=it.code, at=request.at) if it.code else own
    return Filling(request, it, draft, {**(draft.raw if draft else {}), **(it.given if request.method == "GET" else {})})


def _number(request: Any, filling: Filling) -> int:
    """The step the address names; without one, where it goes on: after a link with answers at the first."""
    text = request.GET.get("step", "")
    if text.isascii() and text.isdigit() and len(text) < 4:
        return max(1, min(int(text), filling.last))
    return 1 if filling.it.given or filling.draft is None else filling.open


def _to(request: Any, number: int) -> HttpResponse:
    return HttpResponseRedirect(f"{request.path}?step={number}")


def _filed(it: Stepped, key: str) -> HttpResponse | None:
    try:
        return it.sent(key) if key else None
    except Refused:
        return None  # somebody else's key: whoever sends with it is told


def _handed_in(request: Any, it: Stepped) -> HttpResponse:
    go = "keep" if "remove" in request.POST else request.POST.get("go", "send")
    if before := _filed(it, request.POST.get("key", "")):
        return before  # by an earlier click, from another window, or at a counter: nothing is typed into what was filed
    held = _found(request, it)
    number = _number(request, held) if "step" in request.GET else 0
    came, wrong = taken(request, it.form)
    typed = _merged(held, number, raw(request), came)
    if (grown := forms.rows_changed(it.form.fields, typed, go)) is not None:
        go, typed = "keep", grown
    if (found := looked(request, it.form, typed, go)) is not None:
        go, typed = "keep", found
    filling = Filling(request, it, held.draft, typed)
    if version := overtaken.since(it.form, request, held.draft):
        return _overtaken(filling, number, go, version)
    if go == "send" and not wrong and not filling.judged.reasons:
        return _sent(filling)
    filling.saved()
    number = max(1, min(number or filling.open, filling.last))
    if go == "back":
        return _to(request, max(1, number - 1))
    if go == "keep":
        return _to(request, number)
    if go == "leave":
        return HttpResponseRedirect(it.leave)
    if go == "send":
        number = filling.open
    faults = (*wrong, *(filling.stages[number - 1].reasons if number < filling.last else ()))
    return _page(filling, number, faults, 422) if faults else _to(request, number + 1)


def _overtaken(filling: Filling, number: int, go: str, version: int) -> HttpResponse:
    """The form was changed while this page was open: what was typed is kept, and before it goes on what is asked otherwise is said."""
    goes_on = go in ("next", "send")
    filling.saved(0 if goes_on else version)
    if go == "leave":
        return HttpResponseRedirect(filling.it.leave)
    here = max(1, min(number or filling.open, filling.open))
    return _page(filling, here, (), 409, overtaken.told(filling.it.form, version)) if goes_on else _to(filling.request, max(1, here - (go == "back")))


def _merged(held: Filling, number: int, came: Raw, uploaded: Mapping[str, Any]) -> Raw:
    """What is typed after this page: what no longer comes (nothing ticked, the last file or row taken out) is gone, if it was asked on this page."""
    form = held.it.form
    groups = tuple(f"{f.code}." for f in form.fields if f.kind is FieldKind.ROWS and f"{f.code}.rows" in came)
    typed: Raw = {**{name: value for name, value in held.typed.items() if not name.startswith(groups)}, **came}
    for code, stored in uploaded.items():
        before = came.get(code, [])
        typed[code] = [*([before] if isinstance(before, str) else before), *(one.sha256 for one in stored)]
    if 0 < number < held.last:
        here = Filling(held.request, held.it, held.draft, typed).stages
        for code in here[number - 1].asked if number <= len(here) else ():
            kind = form.field(code).kind
            if kind in (FieldKind.CHOICES, FieldKind.FILE, FieldKind.SIGNATURE) and code not in came and code not in uploaded:
                typed[code] = []
            if kind is FieldKind.SIGNATURE and (tick := f"{code}.agreed") not in came:
                typed[tick] = ""
    return typed


def _sent(filling: Filling) -> HttpResponse:
    """Files it. What is refused for another reason comes back with everything that was typed."""
    request, it = filling.request, filling.it
    try:
        done = it.send(forms.clean(form=it.form, judged=filling.judged), request.POST["key"])
    except (Invalid, Refused) as refused:
        filling.saved()
        status = 422 if isinstance(refused, Invalid) else 409
        here = next((s.number for s in filling.stages if any(r.field.partition(".")[0] in s.asked for r in refused.reasons)), 0)
        if here:  # it is wrong in one answer: the page is the one that asks it
            return _page(filling, here, tuple(refused.reasons), status)
        return _page(filling, filling.last, (), status, Alert("没有提交成功，草稿还在", str(refused), "bad"))
    filling.drop()
    return done


def _page(filling: Filling, number: int, faults: tuple[Reason, ...] = (), status: int = 200, alert: Alert | None = None) -> HttpResponse:
    drawn = step_pages.review(filling, alert) if number == filling.last else step_pages.step(filling, number, faults, alert)
    request, it = filling.request, filling.it
    shell = it.office(request) if it.office else shells.public(request, it.crumbs.links[1].url)
    template = "yiwang/pages/office_steps.html" if it.office else "yiwang/pages/form.html"
    return render(request, template, {"shell": shell, "page": drawn}, status=status)
