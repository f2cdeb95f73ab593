"""A form of the office: a move of a case, an answer, an urging. The same page for all; the declaration says what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.kernel.reasons import Reason
from yiwang.web import shells, slots
from yiwang.web.components.basics import Alert, Button, Crumbs, Link, asking
from yiwang.web.components.fields import Group
from yiwang.web.components.office_pages import OfficeFormPage
from yiwang.web.generic import beside, fields, phrases
from yiwang.web.generic.handed import Handed, Make, hand_in
from yiwang.web.generic.said import say
from yiwang.web.generic.uploads import taken
from yiwang.web.permits import official, posts

URGE = Form(
    "cases.urge", "催办", (Field("text", "提醒的话", FieldKind.TEXT, "对方会看到这句话。", required=False, longest=200, personal=False),), submit="发出催办"
)

NONE_BELOW = Reason("none-below", "下面没有能答复的单位，请直接回复。")


@posts
@official
def move(request: Any, ref: str, code: str) -> HttpResponse:
    """`/cases/<ref>/do/<move>/`: shows the form of a move, and makes it."""
    found = _found(request, ref)
    step = found.sent(code) if isinstance(found, cases.Located) else next((m for m in (*found.can, *found.cannot) if m.code == code), None)
    if step is None:
        raise Http404
    if step.reasons and isinstance(found, cases.CaseView):
        return _refused(request, found, step.title, step.reasons)
    step = replace(step, form=cases.asked(case=found.id, move=found.procedure.move(code), at=request.at))
    more = slots.move_form(found.procedure, step, found)
    form = _bounded(step.form, found.procedure, code) or (more.form if more else Form(f"cases.{code}", step.title, (), submit=step.title))

    def make(data: Clean, key: str, seen: cases.Seen) -> cases.Done:
        return cases.perform(actor=request.actor, case=found.id, move=code, data=data, seen=seen, key=key, at=request.at)

    return _page(request, found, form, step.title, make, note=step.law, danger=step.tone == "danger", consequence=step.confirm,
                 values=more.values if more else slots.known(found.procedure, code, found) or None)


def _bounded(form: Form | None, procedure: cases.Procedure, code: str) -> Form | None:
    """The form of a move that makes a term longer asks for no more days than this procedure's term may have."""
    step = procedure.by_code.get(code)
    rule = procedure.terms[step.extends].extendable if step is not None and step.extends else None
    if form is None or rule is None:
        return form
    said = f"最多延长 {rule.days} 个工作日，只能延长一次。"
    return replace(form, fields=tuple(replace(f, most=str(rule.days), help=said) if f.code == "days" else f for f in form.fields))


def _found(request: Any, ref: str) -> cases.CaseView | cases.Located:
    """The case for its page; for what is handed in, only where it is: the rest is read when the page has to come back. Raises NotFound."""
    if request.method == "POST":
        return cases.located(actor=request.actor, ref=ref)
    return cases.view(actor=request.actor, ref=ref, at=request.at)


@posts
@official
def refer(request: Any, ref: str, to: str) -> HttpResponse:
    """`/cases/<ref>/refer/<procedure>/`: passes the matter on."""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    way = next((r for r in view.referrals if r.code == to), None)
    if way is None:
        raise Http404
    if way.reasons:
        return _refused(request, view, way.title, way.reasons)
    form = way.form or Form("cases.refer", way.title, (), submit=way.title)

    def make(data: Clean, key: str, seen: cases.Seen) -> cases.Done:
        return cases.refer(actor=request.actor, case=view.id, to=to, data=data, seen=seen, key=key, at=request.at)

    return _page(request, view, form, way.title, make)


@posts
@official
def answer(request: Any, ref: str) -> HttpResponse:
    """`/cases/<ref>/answer/`: a unit that was asked answers."""
    found = _found(request, ref)
    note = ""
    if isinstance(found, cases.CaseView):
        if found.may_answer is None:
            raise Http404
        if found.may_answer:
            return _refused(request, found, "回复意见", found.may_answer)
        asked = found.asked_of(request.actor.unit)
        note = asked.question if asked else ""

    def make(data: Clean, key: str, seen: cases.Seen) -> cases.Done:
        return cases.answer(actor=request.actor, case=found.id, data=data, key=key, at=request.at)

    form = cases.answer_form(found.procedure)
    return _page(request, found, form, form.title, make, note=note)


@posts
@official
def pass_on(request: Any, ref: str) -> HttpResponse:
    """`/cases/<ref>/pass/`: a unit that was asked has a unit below it look."""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    if view.may_pass is None and request.method != "POST":
        raise Http404
    if request.method != "POST" and (view.may_pass or not view.pass_to):
        return _refused(request, view, "转下级办理", view.may_pass or (NONE_BELOW,))
    asked = view.asked_of(request.actor.unit)
    form = cases.pass_form(view.pass_to or _named(request.POST.get("unit", "")), *_left(asked))

    def make(data: Clean, key: str, seen: cases.Seen) -> cases.Done:
        return cases.pass_on(actor=request.actor, case=view.id, data=data, key=key, at=request.at)

    return _page(request, view, form, form.title, make, values={"question": asked.question} if asked else None)


def _left(asked: cases.InquiryView | cases.PassedView | None) -> tuple[int, ...]:
    """How many working days a unit still has to answer, when that bounds what it may give away."""
    return (asked.clock.left,) if asked is not None and asked.clock is not None and asked.clock.left > 0 else ()


def _named(code: str) -> list[identity.Unit]:
    """The unit a form names, when no page offers it any more: the door judges it, which knows a second click."""
    try:
        return [identity.unit_by_code(code)] if code and code.isprintable() else []
    except KeyError:
        return []


@posts
@official
def send_back(request: Any, ref: str, inquiry: int) -> HttpResponse:
    """`/cases/<ref>/back/<inquiry>/`: what the unit below answered is returned to it."""
    view, _ = _checked(request, ref, inquiry)

    def make(data: Clean, key: str, seen: cases.Seen) -> cases.Done:
        return cases.send_back(actor=request.actor, case=view.id, inquiry=inquiry, data=data, key=key, at=request.at)

    form = cases.back_form(*_left(view.asked_of(request.actor.unit)))
    return _page(request, view, form, form.title, make)


@posts
@official
def adopt(request: Any, ref: str, inquiry: int) -> HttpResponse:
    """`/cases/<ref>/adopt/<inquiry>/`: a unit that was asked answers with the words of the unit below; the verdict is its own."""
    view, below = _checked(request, ref, inquiry)

    def make(data: Clean, key: str, seen: cases.Seen) -> cases.Done:
        return cases.answer(actor=request.actor, case=view.id, data=data, key=key, at=request.at, adopts=inquiry)

    note = f"{below.unit_name}的答复已经填好，请核对后由本单位作出意见。" if below else ""
    form, values = cases.answer_form(view.procedure), {"opinion": below.opinion, "law": below.law} if below else None
    return _page(request, view, form, "采用并答复", make, note=note, values=values)


def _checked(request: Any, ref: str, inquiry: int) -> tuple[cases.CaseView, cases.PassedView | None]:
    """The case, and the answer from below that this unit is to check. Raises Http404 when there is none to open a page on."""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    asked = view.asked_of(request.actor.unit)
    below = asked.below if isinstance(asked, cases.InquiryView) else None
    found = below if below is not None and below.id == inquiry and below.answered_at is not None and view.may_answer == () else None
    if found is None and request.method != "POST":
        raise Http404
    return view, found


@posts
@official
def urge(request: Any, ref: str) -> HttpResponse:
    """`/cases/<ref>/urge/`: reminds every unit that is awaited."""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    if not view.may_urge:
        raise Http404

    def make(data: Clean, key: str, seen: cases.Seen) -> cases.Done:
        return cases.urge_all(actor=request.actor, case=view.id, text=str(data.answers.get("text", "")), key=key, at=request.at)

    return _page(request, view, URGE, "催办", make)


def _page(
    request: Any, found: cases.CaseView | cases.Located, form: Form, title: str, make: Make, *, note: str = "", danger: bool = False, consequence: str = "",
    values: Mapping[str, Any] | None = None,
) -> HttpResponse:
    known, alert = phrases.of(request), Alert(consequence, kind="warn") if consequence else None
    grown = phrases.put_in(request, known)
    handed = Handed(False, grown, *taken(request, form), alert) if grown is not None else hand_in(request, form, make, alert=alert, values=values)
    if handed.done:
        say(request, f"{title}：已办好。")
        return HttpResponseRedirect(f"/cases/{found.ref}/")
    view = found if isinstance(found, cases.CaseView) else cases.view(actor=request.actor, ref=found.ref, at=request.at)
    shown = handed.shown(request, form)
    submit, dialog = asking(title, consequence, form.submit, "danger" if danger else "primary")
    page = OfficeFormPage(
        title,
        request.path,
        phrases.offered(fields.groups(shown, upload_url="/files/"), known),
        (submit, Button("返回", f"/cases/{view.ref}/")),
        crumbs=Crumbs((Link("办件", "/cases/"), Link(view.title, f"/cases/{view.ref}/"), Link(title))),
        note=note or form.intro,
        errors=fields.errors(shown),
        hidden=(("key", request.POST.get("key") or uuid4().hex), ("seen", str(view.seen))),
        alert=handed.alert,
        multipart=any(f.kind is FieldKind.FILE for f in form.fields), dialog=dialog, beside=beside.papers(view),
    )
    return render(request, "yiwang/pages/office_form.html", {"shell": shells.office(request, "/cases/"), "page": page}, status=handed.status)


def _refused(request: Any, view: cases.CaseView, title: str, reasons: tuple[Any, ...]) -> HttpResponse:
    page = OfficeFormPage(
        title,
        request.path,
        (Group("", ()),),
        (Button("返回办件", f"/cases/{view.ref}/"),),
        alert=Alert("现在不能办", "".join(str(r) for r in reasons), "bad"),
        crumbs=Crumbs((Link("办件", "/cases/"), Link(view.title, f"/cases/{view.ref}/"), Link(title))),
    )
    return render(request, "yiwang/pages/office_form.html", {"shell": shells.office(request, "/cases/"), "page": page}, status=409)
