"""Cases: the list, the view, and every step through the doors. Each function answers one operation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import Invalid, NotFound
from yiwang.kernel.reasons import Reason
from yiwang.web import slots
from yiwang.web.api import asked, told
from yiwang.web.generic import clocks
from yiwang.web.generic.case import grounds

HERE = "/api/v1/cases"
OFFICE_ONLY = (Kind.WARNED,)  # a reminder of the clock to the unit is not the citizen's business
TEXT = Field("text", "提醒的话", FieldKind.TEXT, required=False, longest=200, personal=False)
URGE = Form("cases.urge", "催办", (TEXT,))
PURPOSE = Form("cases.reveal", "查看申请内容", (Field("purpose", "为什么要看", FieldKind.TEXT, "会写进办件记录，当事人能看到。", personal=False),))
ADOPTS = Field("adopts", "采用下级的答复", FieldKind.TEXT, "转下级办理的征询的编号。", required=False, longest=18, personal=False)
ANSWER = Form("cases.answer", cases.ANSWER.title, (*cases.ANSWER.fields, ADOPTS))
PASS_ON = asked.askable(cases.pass_form(()))  # which units there are below is the case's to say
BACK = cases.back_form()


def view(request: Any, ref: str) -> cases.CaseView:
    """The case as the token's holder may see it. Raises NotFound."""
    return cases.view(actor=request.actor, ref=ref, at=request.at)


def listing(request: Any) -> cases.Page:
    closed = {"open": False, "closed": True}.get(asked.one_of(request, "state", ("open", "closed")))
    procedure, words = asked.word(request, "procedure"), " ".join(asked.word(request, "q", 60).split())
    return cases.cases(
        actor=request.actor, at=request.at, procedures=(procedure,) if procedure else (), closed=closed, unit=asked.number(request, "unit", 0, 0, 10**15),
        words=words, after=asked.word(request, "after"), limit=asked.number(request, "limit", 50, 1, 100))


def desk(request: Any) -> cases.Page:
    return cases.desk(actor=request.actor, at=request.at)


def case(request: Any, ref: str) -> told.Case:
    it = view(request, ref)
    history = it.history if request.actor.official else tuple(line for line in it.history if line.kind not in OFFICE_ONLY)
    return told.Case(
        ref=it.ref, matter=it.matter, title=it.title, procedure=it.procedure.code, procedure_version=it.procedure.version, item=it.item.code,
        item_version=it.item.version, unit=it.unit, unit_name=it.unit_name, party_name=it.party_name, about=it.about, state=it.state,
        state_title=it.state_title, asks=it.asks, opened_at=it.opened_at, closed_at=it.closed_at, seen=str(it.seen), head=it.head,
        clocks=tuple(told.Counted(c, _because(it, c)) for c in it.clocks), inquiries=it.inquiries, steps=tuple(_steps(it)), history=history,
        documents=it.documents, siblings=it.siblings, values=None if it.values is None else {str(n): v for n, v in it.values.items()})


def _because(it: cases.CaseView, clock: cases.ClockView) -> tuple[str, ...]:
    lines = clocks.reasons(clock, event=clock.event, grounds=grounds(it))
    return tuple(" ".join(x for x in (line.word, line.text, line.law) if x) for line in lines.reasons) if lines else ()


def _steps(it: cases.CaseView) -> list[told.Step]:
    """What may be done now, and why not the rest."""
    here = f"{HERE}/{it.ref}"
    found = [_step(f"{here}/moves/{m.code}", m, slots.move_form(it.procedure, m, it)) for m in (*it.can, *it.cannot)]
    found += [_step(f"{here}/referrals/{m.code}", m) for m in it.referrals]
    if it.may_answer is not None:
        form = cases.answer_form(it.procedure)
        schema = forms.schema(replace(form, fields=(*form.fields, ADOPTS)))
        found.append(told.Step("answer", form.title, "", "", f"{here}/answers", schema, _whys(it.may_answer)))
    if it.may_pass is not None:
        form = cases.pass_form(it.pass_to)
        found.append(told.Step("pass_on", form.title, "", "", f"{here}/passings", forms.schema(form), _whys(it.may_pass)))
    if it.may_urge:
        found.append(told.Step("urge", URGE.title, "", "", f"{here}/urgings", forms.schema(URGE), ()))
    return found


def _step(path: str, move: cases.MoveView, more: slots.MoveForm | None = None) -> told.Step:
    form = move.form or (more.form if more else None)
    schema = forms.schema(form) if form else {"type": "object"}
    return told.Step(move.code, move.title, move.law, move.confirm, path, schema, _whys(move.reasons))


def _whys(reasons: tuple[Reason, ...]) -> tuple[told.Why, ...]:
    return tuple(told.Why.of(r) for r in reasons)


def move(request: Any, ref: str, move: str) -> cases.Done:
    it, key, seen = view(request, ref), asked.key(request), asked.seen(request)
    step = it.procedure.by_code.get(move)
    if step is None:
        raise NotFound(move)
    more = slots.move_form(it.procedure, step, it)
    data = asked.answers(request, more.form if more else cases.asked(case=it.id, move=step, at=request.at))
    return cases.perform(actor=request.actor, case=it.id, move=move, data=data, seen=seen, key=key, at=request.at)


def refer(request: Any, ref: str, to: str) -> cases.Done:
    it, key, seen = view(request, ref), asked.key(request), asked.seen(request)
    way = next((r for r in it.referrals if r.code == to), None)
    if way is None:
        raise NotFound(to)
    data = asked.answers(request, way.form)
    return cases.refer(actor=request.actor, case=it.id, to=to, data=data, seen=seen, key=key, at=request.at)


def answer(request: Any, ref: str) -> cases.Done:
    it, key, given = view(request, ref), asked.key(request), asked.body(request)
    adopts = given.pop("adopts", "0") if isinstance(given.get("adopts", "0"), str) else ""
    if not (adopts.isascii() and adopts.isdigit() and len(adopts) < 19):
        raise Invalid(Reason("not-a-number", "请填征询的编号。", field="adopts"))
    data = asked.answers(request, cases.answer_form(it.procedure), given)
    return cases.answer(actor=request.actor, case=it.id, data=data, key=key, at=request.at, adopts=int(adopts))


def pass_on(request: Any, ref: str) -> cases.Done:
    """The form names the units below; the door judges the one named, which knows a second request."""
    it, key, given = view(request, ref), asked.key(request), asked.body(request)
    named = given.get("unit")
    try:
        below = it.pass_to or ([identity.unit_by_code(named)] if isinstance(named, str) and named else [])
    except KeyError:
        below = []
    data = asked.answers(request, asked.askable(cases.pass_form(below)), given)
    if data.answers.get("unit") not in {u.code for u in below}:
        raise Invalid(Reason("not-offered", "请填下级单位的代码。", field="unit"))
    return cases.pass_on(actor=request.actor, case=it.id, data=data, key=key, at=request.at)


def send_back(request: Any, ref: str, inquiry: int) -> cases.Done:
    it, key = view(request, ref), asked.key(request)
    return cases.send_back(actor=request.actor, case=it.id, inquiry=inquiry, data=asked.answers(request, BACK), key=key, at=request.at)


def urge(request: Any, ref: str) -> cases.Done:
    it, key, data = view(request, ref), asked.key(request), asked.answers(request, URGE)
    return cases.urge_all(actor=request.actor, case=it.id, text=str(data.answers.get("text", "")), key=key, at=request.at)


def reveal(request: Any, ref: str) -> told.Values:
    """For whoever is kept from the values: others read them in the case itself."""
    it, key, data = view(request, ref), asked.key(request), asked.answers(request, PURPOSE)
    if it.values is not None:
        raise NotFound(ref)
    found = cases.reveal(actor=request.actor, case=it.id, purpose=str(data.answers["purpose"]), key=key, at=request.at)
    return told.Values({str(n): value for n, value in found.items()})


def erase(request: Any, ref: str) -> cases.Done:
    it, key = view(request, ref), asked.key(request)
    if cases.may_erase(actor=request.actor, case=it.id, at=request.at) is None:
        raise NotFound(ref)
    return cases.erase(actor=request.actor, case=it.id, data=asked.answers(request, cases.ERASE), key=key, at=request.at)


