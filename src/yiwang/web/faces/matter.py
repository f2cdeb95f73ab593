"""A citizen's matter: days left, the line, the explained date, the units, the receipt; and its moves."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import segno
from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean, Form
from yiwang.engines.trust import api as trust
from yiwang.kernel import clock
from yiwang.kernel.actors import CODED, Actor
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import Refused
from yiwang.web import shells, slots
from yiwang.web.components.basics import Alert, Button, Crumbs, Empty, Link, Tabs, asking
from yiwang.web.components.fields import Group
from yiwang.web.components.flow import Entry, Events, Node, ProcessLine, Receipt, State, UnitLine
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.pages import FormPage, MatterPage, PublicListPage
from yiwang.web.components.time import Clock, ClockState
from yiwang.web.faces.coded import lets_in
from yiwang.web.generic import clocks, fields
from yiwang.web.generic.case import grounds
from yiwang.web.generic.handed import hand_in
from yiwang.web.generic.said import heard, say
from yiwang.web.permits import anyone, citizen, posts, signed_in

TOLD = ("missing", "reasons", "reason", "opinion", "note", "correction", "done", "instead", "reply")  # of what the office filled in
VERDICTS = {"agree": "同意", "agree_with_conditions": "同意，附要求", "object": "提出不同意见", "done": "已经办理", "not_ours": "不属它办理"}
HIDDEN = ("warned",)  # a reminder of the clock to the unit is not the citizen's business; being late is


@signed_in
def mine(request: Any) -> HttpResponse:
    """`/my/`: matters, open ones first; an official's own are on the desk."""
    if request.actor.official:
        return HttpResponseRedirect("/desk/")
    closed = {"open": False, "closed": True}.get(request.GET.get("state", ""))
    page = cases.cases(actor=request.actor, at=request.at, closed=closed, after=request.GET.get("after", ""))
    rows = tuple(
        (
            CellValue(part=clocks.row_badge(r), note=clocks.until(r.due_at, clock.day(request.at))),
            CellValue(r.title, f"/my/{r.ref}/", r.ref),
            CellValue(r.unit_name),
            CellValue(r.state_title),
            CellValue(f"{clock.local(r.opened_at):%Y-%m-%d}"),
        )
        for r in page.rows
    )
    columns = (Column("时限"), Column("办什么"), Column("谁在办"), Column("到哪一步"), Column("提交", number=True))
    tabs = Tabs(
        (
            Link("全部", "/my/", current=closed is None),
            Link("在办", "/my/?state=open", current=closed is False),
            Link("办完的", "/my/?state=closed", current=closed is True),
        )
    )
    empty = Empty("您还没有在办的事", "在网上提交的申请会出现在这里，每一步都看得到。", Button("看能办什么", "/services/", "primary"))
    return render(
        request,
        "yiwang/pages/public_list.html",
        {
            "shell": shells.public(request, "/my/"),
            "page": PublicListPage(Crumbs((Link("首页", "/"), Link("我的办件"))), "我的办件", tabs=tabs, table=Table("我的办件", columns, rows, empty),
                                   buttons=(Button("我的证照", "/my/certificates/"), Button("谁查过我的信息", "/my/lookups/"))),
        },
    )


@citizen
def matter(request: Any, ref: str) -> HttpResponse:
    """`/my/<ref>/`"""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    page = page_of(view, request, own=True)
    return render(request, "yiwang/pages/matter.html", {"shell": shells.public(request, "/my/"), "page": page})


def page_of(view: cases.CaseView, request: Any, *, own: bool) -> MatterPage:
    """The page of a matter; without log-in (`own=False`) it shows no names, and offers what may be done by the query code alone."""
    today, main = clock.day(request.at), view.main_clock
    crumbs = (Link("我的", "/my/"), Link("我的办件", "/my/")) if own else (Link("首页", "/"), Link("查进度", "/progress/"))
    return MatterPage(
        Crumbs((*crumbs, Link(view.ref))),
        view.item.title or view.procedure.title,
        f"{view.title}（查询码 {trust.query_code(view.ref)}）" if own else "",
        view.ref,
        state_of(view, main, request, own),
        line_of(view),
        clocks.ruler(main, today, start_word=main.event, due_word=f"最晚{main.title}") if main else None,
        clocks.reasons(main, event=main.event, grounds=grounds(view)) if main else None,
        _units(view),
        events=_events(view),
        told=next((tuple(str(n.facts["reply"]).split("\n")) for n in view.history if n.kind is Kind.DECIDED and n.facts.get("reply")), ()),
        receipt=receipt_of(view, request),
        ways=(*(_ways(view) if own else _moves(view, own)), *slots.filled("matter.ways", view, own)),
        buttons=(Button("打印", "#print", "", "print"),),
        alert=_alert(request, view),
        units_title=f"{'一二三四五六七八九十'[len(view.inquiries) - 1]}个部门办到哪了" if 0 < len(view.inquiries) <= 10 else "各部门办到哪了",
        printed=f"{clock.local(request.at):%Y-%m-%d %H:%M} 打印，查询码 {trust.query_code(view.ref)}",
    )


def state_of(view: cases.CaseView, main: cases.ClockView | None, request: Any, own: bool) -> State:
    """Days left, what happens now, what the citizen need do."""
    here = view.procedure.states[view.state]
    title = here.public or here.title
    needed = next((m for m in view.can if m.tone == "primary"), None)
    if view.closed_at:
        good, on = view.state in view.procedure.good_ends, clock.day(view.closed_at)
        return State("✓" if good else "—", f"{title}。", f"{on.year} 年 {on.month} 月 {on.day} 日办结。", "", "", "done" if good else "")
    button = Button(needed.title, f"{_here(view, own)}do/{needed.code}/", "primary") if needed else None
    if main is None or main.due_on is None or main.stopped_on:
        paused = main is not None and main.light is cases.Light.PAUSED
        said = "这段时间不计入办理期限，已书面告知您原因。" if paused else "等您办好这一步，时限再开始计算。"
        return State("‖" if paused else "等您", f"{title}。", said, "", "", button=button)
    due, figure, after = _left(main, request)
    theirs = any(m.coded and m.tone == "primary" and view.state in m.sources for m in view.procedure.moves)  # who has an account does it there
    text = f"最晚{due}办完这一步。" + ("" if needed else "请登录，在“我的办件”里办。" if theirs else "现在不用您做什么。")
    if main.light is cases.Light.RED:
        return State(
            figure,
            f"{title}，已经超过期限。",
            "监察部门已收到超期信号。您可以催一催，也可以拨 12345。",
            "超过",
            after,
            "red",
            button or _urge_button(view, own),
            f"/my/{view.ref}/urge/",
        )
    return State(
        figure,
        f"{title}。",
        text,
        after=after,
        kind="amber" if main.light is cases.Light.AMBER else "",
        button=button or _urge_button(view, own),
        action="" if button else f"/my/{view.ref}/urge/",
    )


def _left(main: cases.ClockView, request: Any) -> tuple[str, str, str]:
    """The last moment of a clock that runs, and how much is left or over: the figure, and what stands behind it."""
    if main.due_at is not None:
        figure, _, after = clocks.lasting(abs(main.left)).partition(" ")
        said = clocks.moment(main.due_at, clock.day(request.at))
        return f"{' ' * said[0].isdigit()}{said} ", figure, after
    on = main.due_on
    said = f" {on.month} 月 {on.day} 日（星期{'一二三四五六日'[on.weekday()]}）" if on else ""
    return said, str(abs(main.left)), clocks.counted(main)


def _urge_button(view: cases.CaseView, own: bool) -> Button | None:
    return Button("催一催", name="key", value=uuid4().hex) if own and view.may_urge else None


def line_of(view: cases.CaseView) -> ProcessLine:
    """The usual way, with what is done, where it stands and what comes."""
    way = view.procedure.line or tuple(view.procedure.states)
    at = way.index(view.state) if view.state in way else (0 if not view.closed_at else len(way) - 1)
    nodes = [Node("提交", _day(view.opened_at), "done")]
    times = {str(line.facts.get("to")): line.at for line in reversed(view.history) if line.move}
    off = view.closed_at is not None and view.state not in way  # it ended beside the usual way: what was never reached was not done
    for i, name in enumerate(way):
        state = view.procedure.states[name]
        if off and not any(later in times for later in way[i + 1:]):
            continue
        if i < at or (view.closed_at and view.state in view.procedure.good_ends):
            reached = times.get(way[i + 1]) if i + 1 < len(way) else view.closed_at
            nodes.append(Node(_done_words(state), _day(reached) if reached else "", "done"))
        elif i == at:
            nodes.append(Node(view.state_title if view.state not in way else (state.asks or state.title), "", "now"))
        else:
            nodes.append(Node(state.asks or state.title, "", "later"))
    if view.closed_at and view.state not in way:
        nodes = [*[n for n in nodes if n.state == "done"], Node(view.state_title, _day(view.closed_at), "done")]
    return ProcessLine(tuple(nodes))


def _done_words(state: cases.State) -> str:
    return state.asks or state.title


def _day(at: Any) -> str:
    here = clock.local(at)
    return f"{here.month} 月 {here.day} 日"


def _units(view: cases.CaseView) -> tuple[UnitLine, ...]:
    found = []
    for i in view.inquiries:
        words = VERDICTS.get(i.verdict, "还没回复")
        text = f"{i.unit_name}：{_day(i.answered_at) if i.answered_at else ''}{words}。"
        found.append(UnitLine(i.title, text, clocks.badge(i.clock) if i.clock else Clock(ClockState.GREEN, "不限时")))
    return tuple(found)


def _events(view: cases.CaseView) -> Events:
    entries = []
    for line in view.history:
        if line.kind.value in HIDDEN:
            continue
        at = clock.local(line.at)
        text = "；".join(str(line.facts[k]) for k in TOLD if line.facts.get(k))
        what = f"{line.text}（{line.who}）" if line.behalf else line.text
        entries.append(Entry(f"{at.month} 月 {at.day} 日 {at:%H:%M}", what, line.unit, str(line.n), line.hash, text))
    return Events(tuple(entries))


def receipt_of(view: cases.CaseView, request: Any) -> Receipt:
    """The bronze card: last entry, hash, a code that leads to the public check."""
    last = view.history[0]
    at = clock.local(last.at)
    address = request.build_absolute_uri(f"/verify/case/{view.ref}/{trust.query_code(view.ref)}/")
    code = segno.make(address, error="m").svg_inline(scale=3, border=0, omitsize=True)
    return Receipt(
        f"第 {last.n} 条，{at.month} 月 {at.day} 日 {at:%H:%M}",
        last.hash[:32],
        "",
        code,
        settings.HASH.upper().replace("SHA256", "SHA-256"),
        links=(Link("下载回执", f"/verify/receipt/{view.ref}/{trust.query_code(view.ref)}/"), Link("怎么核对", "/verify/how/")),
    )


def _here(view: cases.CaseView, own: bool) -> str:
    return f"/my/{view.ref}/" if own else f"/progress/{view.ref}/{trust.query_code(view.ref)}/"


def _moves(view: cases.CaseView, own: bool) -> tuple[Link, ...]:
    icons = {"danger": "close", "primary": "edit"}
    return tuple(Link(m.title, f"{_here(view, own)}do/{m.code}/", icons.get(m.tone, "edit")) for m in view.can)


def _ways(view: cases.CaseView) -> tuple[Link, ...]:
    erased = any(line.kind is Kind.ERASED for line in view.history)
    letters = [Link(f"{d.title} {d.number}", f"/my/{view.ref}/files/{d.sha256}/", "file") for d in view.documents if d.made_at and not erased]
    others = [Link(f"同一件事：{s.title}（{s.state_title}）", f"/my/{s.ref}/", "arrow") for s in view.siblings]
    return (Link("查看提交的申请和材料", f"/my/{view.ref}/form/", "file"), *letters, *_moves(view, True), *others)


def _alert(request: Any, view: cases.CaseView) -> Alert | None:
    done = heard(request)
    if done:
        return Alert(done[0], done[1], "good")
    missing = next((line.facts.get("missing") for line in view.history if line.facts.get("missing")), None)
    if view.state_title and missing and any(m.code == "supplement" for m in view.can):
        return Alert("请补交材料", str(missing), "warn")
    return None


@posts
@citizen
def urge(request: Any, ref: str) -> HttpResponse:
    """`/my/<ref>/urge/`: the citizen reminds whoever is awaited."""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    if request.method == "POST":
        try:
            cases.urge_all(actor=request.actor, case=view.id, text="", key=request.POST.get("key") or uuid4().hex, at=request.at)
            say(request, "已经催办", "对方的工作台上会显示您催过。")
        except Refused as refused:
            say(request, "现在不能再催", str(refused))
    return HttpResponseRedirect(f"/my/{ref}/")


@posts
@citizen
def move(request: Any, ref: str, code: str) -> HttpResponse:
    """`/my/<ref>/do/<move>/`: what the applicant may do: supplement, withdraw."""
    found: cases.CaseView | cases.Located
    if request.method == "POST":
        found = cases.located(actor=request.actor, ref=ref)
        step = found.sent(code)
    else:
        found = cases.view(actor=request.actor, ref=ref, at=request.at)
        step = next((m for m in found.can if m.code == code), None)
    if step is None:
        raise Http404
    return _step(request, request.actor, found, step, f"/my/{ref}/", Link("我的办件", "/my/"))


@posts
@anyone
def by_code(request: Any, ref: str, code: str, move: str) -> HttpResponse:
    """`/progress/<ref>/<code>/do/<move>/`: what whoever was let in by the query code may do, of a matter begun for nobody who can sign in; no official."""
    if request.actor.official or not lets_in(ref, code, request):
        raise Http404
    found = cases.face(ref=ref, at=request.at)
    step = next((m for m in found.can if m.code == move), None)
    if step is None and request.method == "POST" and (known := found.procedure.by_code.get(move)) and known.coded:
        step = cases.Located(found.id, ref, found.procedure).sent(move)  # a second click is the first one
    if step is None:
        raise Http404
    return _step(request, CODED, found, step, f"/verify/case/{ref}/{code}/", Link("查进度", "/progress/"))


def _step(request: Any, actor: Actor, found: cases.CaseView | cases.Located, step: cases.MoveView, back: str, above: Link) -> HttpResponse:
    """The page of a step, and the step."""
    form = step.form or Form(f"cases.{step.code}", step.title, (), submit=step.title)

    def make(data: Clean, key: str, seen: cases.Seen) -> cases.Done:
        return cases.perform(actor=actor, case=found.id, move=step.code, data=data, seen=seen, key=key, at=request.at)

    handed = hand_in(request, form, make, alert=Alert(step.title, step.confirm, "warn") if step.confirm else None)
    if handed.done:
        say(request, f"{step.title}：已办好")
        return HttpResponseRedirect(back)
    view = found if isinstance(found, cases.CaseView) else cases.view(actor=actor, ref=found.ref, at=request.at)
    shown = handed.shown(request, form)
    submit, dialog = asking(step.title, step.confirm, form.submit, "danger" if step.tone == "danger" else "primary")
    page = FormPage(
        Crumbs((above, Link(view.ref, back), Link(step.title))),
        step.title,
        request.path,
        fields.groups(shown, upload_url="/files/") or (Group("", ()),),
        (submit, Button("返回", back)),
        errors=fields.errors(shown),
        hidden=(("key", request.POST.get("key") or uuid4().hex), ("seen", str(view.seen))),
        alert=handed.alert,
        multipart=True, dialog=dialog,
    )
    return render(request, "yiwang/pages/form.html", {"shell": shells.public(request, above.url), "page": page}, status=handed.status)
