"""The dispatcher's desk: what waits, the message with its places and times, what it may be and whose, what says the same; sent by one key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forming
from yiwang.engines.forms.types import Clean, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.reports import api as reports
from yiwang.engines.store import api as store
from yiwang.engines.texts import api as texts
from yiwang.kernel import clock
from yiwang.kernel.errors import NotFound, Refused
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.appeals import forms, matters, parameters, procedures, suggesting, talking
from yiwang.systems.public.appeals.model import city
from yiwang.systems.public.appeals.model.types import LEAST_CONFIDENCE
from yiwang.systems.public.appeals.models import Matter
from yiwang.web import shells
from yiwang.web.components import office_pages as parts
from yiwang.web.components.basics import Button, Chips, Empty, Link, Pair, Pairs
from yiwang.web.components.charts import Panel
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.generic import clocks, fields, mapped
from yiwang.web.generic.handed import Handed, hand_in
from yiwang.web.generic.said import done, say
from yiwang.web.generic.uploads import raw
from yiwang.web.permits import holding, posts

HERE, CALL = "/appeals/desk/", "/appeals/call/"
MATTER, ASKED = procedures.MATTER, ("topic", "to_unit", "to_help")
KNOWN = dict(parameters.TOPICS)
SHOWN = 30  # of what waits
STATES = {name: state.title for name, state in MATTER.states.items()}
RUDE = "话里有骂人或者威胁的词，已经标出：事照办，交办时可以转述；威胁到人身安全的，报警 110。"
AGAIN_WITHIN, LATELY = timedelta(days=90), timedelta(days=30)


@holding(procedures.DISPATCHER.code)
def first(request: Any) -> HttpResponse:
    """`/appeals/desk/`: opens what is most urgent; says so when nothing waits."""
    waiting = [r for r in _queue(request) if r.state == "received"]
    if waiting:
        return HttpResponseRedirect(f"{HERE}{waiting[0].ref}/")
    empty = Empty("都派完了", "新的诉求会出现在这里，最急的在最上面。", Button("登记来电", CALL, "primary"))
    page = parts.ListPage("派单", table=Table("待派单", (Column("诉求"),), (), empty), alert=done(request))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": page})


@posts
@holding(procedures.DISPATCHER.code)
def desk(request: Any, ref: str) -> HttpResponse:
    """`/appeals/desk/<ref>/`: one matter, sent to a unit with those ticked joined to it, or joined to the one ticked."""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    if view.procedure.code != MATTER.code or view.values is None:  # another kind of case, or one that another desk keeps
        raise NotFound(ref)
    if view.state != "received" and request.method != "POST":
        return HttpResponseRedirect(f"/cases/{ref}/")
    form = cases.asked(case=view.id, move=MATTER.move("dispatch"), at=request.at)
    assert form is not None
    ticked = request.POST.getlist("merge")
    joins = request.POST.get("do") == "join"

    def make(data: Clean, key: str, seen: cases.Seen) -> None:
        if joins:
            _join(request, view, ticked, key)
        else:
            found = suggesting.known(ticked)
            _not_begun(view, found)
            before, after = ([r for r in found if r.state == "received" and (r.id < view.id) is is_first] for is_first in (True, False))
            with store.atomic():  # sent with all of them or not at all; in the order of their numbers, or two desks wait for each other
                _joined(request, view.ref, before, key)
                cases.perform(actor=request.actor, case=view.id, move="dispatch", data=data, seen=seen, key=key, at=request.at)
                _joined(request, view.ref, after, key)

    looks = request.POST.get("go") == "units"
    handed = Handed(values=raw(request)) if looks else hand_in(request, Form("appeals.join", "并件", ()) if joins else form, make)
    if handed.done:
        to = "" if joins else f"：{identity.unit_by_code(str(request.POST['to_unit'])).short}"
        say(request, f"已并件，{len(ticked)} 件" if joins else f"已派单{to}" + (f"，并 {len(ticked)} 件" if ticked else ""), f"{view.ref} {view.title}")
        return HttpResponseRedirect(HERE)
    page = _page(request, view, form, handed)
    return render(request, "yiwang/pages/appeals.html", {"shell": shells.office(request, HERE), "page": page}, status=handed.status)


def _not_begun(view: cases.CaseView, ticked: Sequence[Matter]) -> None:
    """What a unit has already is not joined to what is only being sent: it is the other way round. Raises Refused."""
    begun = [r for r in ticked if r.state != "received" and r.lead != view.ref]
    if begun:
        raise Refused(Reason("begun-already", f"勾选的 {begun[0].ref} 已经在办，不能并到这一件里。请用“并入勾选的”，让这一件并到它里面。"))


def _join(request: Any, view: cases.CaseView, ticked: list[str], key: str) -> None:
    """Joins this matter, and the others ticked that still wait, to the one ticked that a unit has already; else to the first. Raises Refused."""
    found = suggesting.known(ticked)
    if not found:
        raise Refused(Reason("tick-one", "请先在“可能说的是同一件事”里勾选一件。"))
    lead = next((r for r in found if r.state != "received"), found[0])
    to = lead.lead if lead.state == "merged" else lead.ref  # what was joined leads nothing: to the one it was joined to
    own = suggesting.known([view.ref])
    with store.atomic():
        _joined(request, to, [r for r in (*own, *found) if r.ref != to and r.state == "received"], key)


def _joined(request: Any, lead: str, others: Sequence[Matter], key: str) -> None:
    data = Clean(forms.MERGE.code, 1, {"into": lead}, frozenset({"into"}))
    for other in sorted(others, key=lambda one: one.id):
        cases.perform(actor=request.actor, case=other.id, move="merge", data=data, seen=None, key=f"{key[:40]}:j{other.id}", at=request.at)


def _queue(request: Any) -> list[cases.Row]:
    return [r for r in cases.desk(actor=request.actor, at=request.at).rows if r.procedure == MATTER.title]


def _page(request: Any, view: cases.CaseView, form: Form, handed: Handed) -> parts.AppealsPage:
    wrote, rows = (view.values or {}).get(1, {}).get("answers", {}), _queue(request)
    said, on = city.classes(matters.text(wrote)) if wrote else None, clock.day(request.at)
    before, twins = suggesting.before(matters.caller(wrote.get("phone")), view.id), suggesting.alike(view.id, matters.text(wrote)) if wrote else []
    given, pieces = dict(handed.values or {}), texts.marked(str(wrote.get("body", "")), rude=parameters.RUDE)
    again = next((r for r in before if r.told_on and on - r.told_on <= AGAIN_WITHIN and any(r.ref == t.ref for t, _, _ in twins)), None)
    values = handed.values or {"urgency": "normal", "again_of": again.ref if again else ""}
    shown = forming.view(form=form, at=request.at, values=values, errors=handed.faults)
    drawn = {f.name: fields.part(f) for step in shown.steps for f in step.fields}
    own = next((given[k] for k in ("topic.3", "topic.2", "topic.1") if given.get(k)), "")
    topic = str(given.get("topic.find") or own or (said.label if said and said.sure else ""))
    able = reports.able(procedure=MATTER.code, topic=topic or (said.label if said else ""), place=(place := str((wrote.get("place") or {}).get("code", ""))))
    units, others = _units(form, able, given)
    return parts.AppealsPage(
        queue=tuple(_queued(r, r.ref == view.ref) for r in rows[:SHOWN]), queue_title="等受理中心办", queue_count=len(rows),
        queue_order=Link("登记来电", CALL),
        queue_chips=Chips(tuple(Link(STATES[s], count=sum(r.state == s for r in rows), url=f"/cases/?procedure={MATTER.code}&state={s}")
                                for s in STATES if any(r.state == s for r in rows))),
        pairs=_pairs(view, wrote), title=str(wrote.get("subject") or view.title),
        said=tuple(parts.Said(*piece) for piece in pieces), found=_found(wrote, before),
        classes=_classes(said, topic), class_note="" if said else "还没有分类模型，请自己选。", classes_all=replace(drawn["topic"], find=None, label="归哪类"),
        own_class=said is None or bool(given.get("topic.1")) or any(f.field == "topic" for f in handed.faults),
        units=units, units_all=others, own_unit=not units or any(u.checked for u in others), duties_url="/appeals/duties/",
        fields=tuple(replace(part, kind="select", beside=True) if name == "urgency" else part for name, part in drawn.items() if name not in ASKED),
        buttons=(Button("派单", style="primary", icon="send", key="Ctrl Enter", busy_text="派单中……"),
                 *((Button("并入勾选的", name="do", value="join"),) if twins else ())), other=Link("直接答复、不予受理、转监察单位", f"/cases/{view.ref}/"),
        spot=mapped.around(talking.TALK, place, topic or (said.label if said else ""), reports.Period(on - LATELY, on)),
        note="您改了建议，系统会记住您怎么改的。" * bool(said or units), spot_note="近 30 天同类诉求，按区县；选中的是这一件的区县",
        action=request.path, twins=tuple(_twin(*t, request.POST.getlist("merge")) for t in twins), errors=fields.errors(shown),
        alert=handed.alert or done(request), hidden=(("key", request.POST.get("key") or uuid4().hex), ("seen", str(view.seen))),
        warning=(f"同一个人第 {len(before) + 1} 次反映。{again.ref} 答复过，再次反映的交上一级重办。" if again else "")
        + RUDE * any(kind == "rude" for _, kind in pieces),
        panels=history(before) if before else (),
    )


def _queued(row: cases.Row, current: bool) -> parts.Queued:
    url = f"{HERE}{row.ref}/" if row.state == "received" else f"/cases/{row.ref}/"
    when = " · ".join((row.ref, f"{clock.local(row.opened_at):%m-%d %H:%M}", *filter(None, (clocks.until(row.due_at),))))
    return parts.Queued(STATES[row.state], row.title, when, clocks.row_badge(row), url, current)


def _pairs(view: cases.CaseView, wrote: Any) -> Pairs:
    channel = dict(forms.CHANNELS).get(str(wrote.get("channel") or "web"), "")
    found = [Pair("", view.ref), Pair("渠道", channel), Pair("来电" if wrote.get("caller") else "电话", str(wrote.get("phone") or "没有留")),
             Pair("称呼", view.party_name or str(wrote.get("caller") or "没有留"))]
    if view.sealed:
        found.append(Pair("要求", "保密：转述给承办单位，不写是谁"))
    return Pairs(tuple(found))


def _found(wrote: Any, before: Sequence[Matter]) -> Pairs:
    place = (wrote.get("place") or {}).get("text", "").replace(" / ", "")
    found = [Pair("地点", "".join((place, str(wrote.get("spot") or ""))) or "没有写"), Pair("这个人反映过", f"{len(before)} 件" if before else "没有")]
    if wrote.get("against"):
        found.append(Pair("反映的是", str(wrote["against"])))
    return Pairs(tuple(found))


def _classes(said: Any, chosen: str) -> tuple[parts.Suggested, ...]:
    """The likeliest classes; filled in beforehand only where the model is sure."""
    if said is None:
        return ()
    found = [(label, share) for label, share in said.top3 if label in KNOWN]
    basis = "依据：" + "、".join(said.words[:4]) if said.words else ""
    return tuple(parts.Suggested(label, label.replace("/", " › "), basis * (label == said.label), share, checked=label == chosen) for label, share in found)


def _units(form: Form, able: Sequence[reports.Able], given: Any) -> tuple[tuple[parts.Suggested, ...], tuple[parts.Suggested, ...]]:
    """Suggested units, and the others. The likeliest is filled in where more speaks for it than against."""
    offered, sent = dict(form.field("to_unit").choices), bool(given)
    helps = given.get("to_help") or ()
    helps = (helps,) if isinstance(helps, str) else helps
    named = [a for a in able if a.unit.code in offered]
    lead = str(given.get("to_unit", "")) if sent else next((a.unit.code for a in named[:1] if a.confidence >= LEAST_CONFIDENCE), "")
    first = tuple(parts.Suggested(a.unit.code, a.unit.name, a.basis, a.confidence, a.unit.code == lead, a.unit.code in helps) for a in named)
    known = {a.unit.code for a in named}
    return first, tuple(parts.Suggested(c, n, checked=c == lead, helps=c in helps) for c, n in offered.items() if c not in known)


def _twin(row: Matter, score: float, shared: tuple[str, ...], ticked: list[str]) -> parts.Twin:
    channel, on = dict(forms.CHANNELS).get(row.channel, ""), row.opened_on
    meta = f"{row.ref} · {on:%m-%d} {channel}" + (f" · 都说到：{'、'.join(shared[:3])}" if shared else "")
    unit = "" if row.state in ("received", "merged") else f"，{identity.unit(row.unit).short}"
    return parts.Twin(row.ref, score, row.title, meta, f"{STATES[row.state]}{unit}", row.ref in ticked)


def history(before: Sequence[Matter]) -> tuple[Panel, ...]:
    """What the same person or telephone said before."""
    lines = tuple((CellValue(r.title, f"/cases/{r.ref}/", f"{r.ref} · {r.opened_on:%Y-%m-%d}"), CellValue(STATES[r.state])) for r in before)
    return (Panel("以前反映的", Table("以前反映的", (Column("诉求"), Column("进度")), lines, Empty("没有", "这个电话是第一次反映。"))),)


ROUTES: tuple[URLPattern, ...] = (path("desk/", first), path("desk/<str:ref>/", desk))
