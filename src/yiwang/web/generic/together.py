"""One step for several cases: what will happen is said first, then each case is moved by itself, and what was refused says why.

Each is a transaction and a key of its own: one refusal stops nobody, and the same page sent twice moves nothing twice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import NOTHING, Clean
from yiwang.kernel import clock
from yiwang.kernel.errors import NotFound, Refused
from yiwang.web import shells, slots
from yiwang.web.components.basics import Alert, Button, Crumbs, Empty, Link
from yiwang.web.components.charts import Panel
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage, OfficeFormPage
from yiwang.web.permits import official, posts

DESK = Link("工作台", "/desk/")
MOST = 50


@dataclass(frozen=True, slots=True)
class Chosen:
    """A case as it stood when it was chosen, and the step that can be made for it with others."""

    view: cases.CaseView
    move: str
    title: str
    reasons: str = ""


@posts
@official
def together(request: Any) -> HttpResponse:
    """`/desk/together/?case=…&case=…&move=accept`: looked over by GET, done by POST."""
    if request.method == "POST":
        return _done(request)
    refs = list(dict.fromkeys(request.GET.getlist("case")))
    waiting = {r.ref: r.plain for r in cases.desk(actor=request.actor, at=request.at).rows if r.plain[0]}
    chosen = [_chosen(request, ref, waiting[ref]) for ref in refs[:MOST] if ref in waiting]
    if not chosen:
        return HttpResponseRedirect(DESK.url)
    usual = Counter(c.move for c in chosen).most_common(1)[0][0]
    move = request.GET.get("move") if request.GET.get("move") in {c.move for c in chosen} else usual
    going = [c for c in chosen if c.move == move and not c.reasons]
    return _looked_over(request, going, [c for c in chosen if c not in going], len(refs) - len(chosen))


def _chosen(request: Any, ref: str, plain: tuple[str, str]) -> Chosen:
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    why = next((m.reasons for m in view.cannot if m.code == plain[0]), ())
    return Chosen(view, *plain, "".join(str(r) for r in why) or _one_by_one(view, plain[0]))


def _one_by_one(view: cases.CaseView, move: str) -> str:
    """Why a step is made for each case by itself: it is asked how it was done."""
    step = view.procedure.by_code.get(move)
    more = slots.move_form(view.procedure, step, view) if step else None
    return f"这一步要逐件登记（{more.form.title}），请打开办件办理。" if more and not more.usual else ""


def _answered(view: cases.CaseView, move: str, at: datetime) -> Clean:
    """What is recorded of a step that is made for many: nothing, or what is usual."""
    step = view.procedure.by_code.get(move)
    more = slots.move_form(view.procedure, step, view) if step else None
    if more is None or more.usual is None:
        return NOTHING
    return forms.parse(form=more.form, raw=forms.flat(form=more.form, answers=more.usual(clock.day(at)), at=at), at=at)


def _looked_over(request: Any, going: list[Chosen], staying: list[Chosen], gone: int) -> HttpResponse:
    title = going[0].title if going else "一起办"
    step = next((m for c in going[:1] for m in c.view.can if m.code == c.move), None)
    hidden = [("key", uuid4().hex), ("move", going[0].move if going else "")]
    hidden += [("case", f"{c.view.ref}~{c.view.seen}") for c in going]
    panels = [Panel(f"要{title}的 {len(going)} 件", _table([(c, _follows(c)) for c in going], "办了以后"))] if going else []
    if staying:
        panels.append(Panel(f"这次不办的 {len(staying)} 件", _table([(c, c.reasons or f"这一步是“{c.title}”，另选一次") for c in staying], "为什么"),
                            "留在工作台上，不受影响"))
    alert = Alert(f"选中的有 {gone} 件已经不等您办了", "可能同事刚刚办过，没有列在这里。", "warn") if gone else None
    buttons = (Button(f"{title} {len(going)} 件", style="primary", busy_text="办理中……"), Button("返回工作台", DESK.url)) if going else (
        Button("返回工作台", DESK.url),)
    page = OfficeFormPage(f"一起{title}", request.path, (), buttons, Crumbs((DESK, Link(f"一起{title}"))),
                          f"每件单独记入办件记录；哪一件不能办，不影响其他的。一次最多 {MOST} 件。" + (f"依据：{step.law}。" if step and step.law else ""),
                          hidden=tuple(hidden), alert=alert, panels=tuple(panels))
    return render(request, "yiwang/pages/office_form.html", {"shell": shells.office(request, DESK.url), "page": page})


def _follows(chosen: Chosen) -> str:
    """The state it comes to, and what is issued."""
    procedure = chosen.view.procedure
    step = procedure.move(chosen.move)
    papers, more = "、".join(i.title for i in step.issues), slots.move_form(procedure, step, chosen.view)
    said = (procedure.states[step.target or chosen.view.state].title, f"发出{papers}" if papers else "", more.said if more else "")
    return "，".join(word for word in said if word)


def _table(rows: list[tuple[Chosen, str]], column: str) -> Table:
    lines = tuple((CellValue(c.view.title, f"/cases/{c.view.ref}/", f"{c.view.ref} · {c.view.party_name}"),
                   CellValue(c.view.procedure.title), CellValue(said)) for c, said in rows)
    return Table(column, (Column("办件"), Column("程序"), Column(column)), lines)


def _done(request: Any) -> HttpResponse:
    """Moves each by itself; the same page again says the same."""
    move, key = request.POST["move"], request.POST["key"][:32]
    went: list[tuple[cases.CaseView, str]] = []
    stayed: list[tuple[cases.CaseView, str]] = []
    for sent in list(dict.fromkeys(request.POST.getlist("case")))[:MOST]:
        ref, _, seen = sent.partition("~")
        try:
            view = cases.view(actor=request.actor, ref=ref, at=request.at)
        except NotFound:
            continue
        if said := _one_by_one(view, move):
            stayed.append((view, said))
            continue
        try:
            data = _answered(view, move, request.at)
            cases.perform(actor=request.actor, case=view.id, move=move, data=data, seen=cases.Seen.read(seen), key=f"{key}:{view.id}", at=request.at)
            went.append((cases.view(actor=request.actor, ref=ref, at=request.at), ""))
        except Refused as refused:
            stayed.append((view, "".join(str(r) for r in refused.reasons)))
    return _told(request, went, stayed)


def _told(request: Any, went: list[tuple[cases.CaseView, str]], stayed: list[tuple[cases.CaseView, str]]) -> HttpResponse:
    kind = "warn" if stayed else "good"
    said = Alert(f"办好 {len(went)} 件" + (f"，{len(stayed)} 件没有办" if stayed else ""), "没有办的写明了原因，点开可以看现在的情况。" if stayed else "", kind)
    panels = [Panel(f"没有办的 {len(stayed)} 件", _results(stayed, "为什么没有办"))] if stayed else []
    panels += [Panel(f"办好的 {len(went)} 件", _results(went, "现在"))] if went else []
    page = ListPage("一起办的结果", crumbs=Crumbs((DESK, Link("结果"))), buttons=(Button("返回工作台", DESK.url, "primary"),), alert=said, panels=tuple(panels))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, DESK.url), "page": page})


def _results(rows: list[tuple[cases.CaseView, str]], column: str) -> Table:
    lines = tuple((CellValue(v.title, f"/cases/{v.ref}/", f"{v.ref} · {v.party_name}"), CellValue(said or v.state_title))
                  for v, said in rows)
    return Table(column, (Column("办件"), Column(column)), lines, Empty("没有"))
