"""The case page of an official: what is asked, what was said, clocks with their ruler, history, what may be done now and why not the rest."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.ledger.types import Recorded
from yiwang.kernel import clock
from yiwang.kernel.acts import Kind
from yiwang.web import shells, slots
from yiwang.web.components.basics import Alert, Button, Crumbs, Link, Pair, Pairs, Tabs, Tag
from yiwang.web.components.flow import Actions, Below, Entry, History, Move, Opinion, Opinions, Proof, Refusal
from yiwang.web.components.office_pages import CasePage, Check
from yiwang.web.generic import clocks
from yiwang.web.generic.said import heard
from yiwang.web.permits import official

PAUSES = (Kind.NOT_COUNTED_FROM, Kind.NOT_COUNTED_TO)
VERDICTS = {"": ("none", "未回"), "agree": ("yes", "同意"), "agree_with_conditions": ("conditions", "同意，附要求"), "object": ("no", "不同意"),
            "done": ("yes", "已经办理"), "not_ours": ("conditions", "不属本单位职责")}
KEYS = "1234567"
COUNTED = "〇一两三四五六七八九十"


@official
def case(request: Any, ref: str) -> HttpResponse:
    """`/cases/<ref>/`"""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    return render(request, "yiwang/pages/case.html", {"shell": shells.office(request, "/cases/"), "page": page(view, request)})


def page(view: cases.CaseView, request: Any) -> CasePage:
    """The page of a case, from what its reader may see."""
    today = clock.day(request.at)
    main = view.main_clock
    tag = Tag(view.state_title, "outline" if view.closed_at else "blue")
    pairs = [Pair("办件号", view.ref), Pair("主办", view.unit_name), Pair("程序", f"{view.procedure.title}第 {view.procedure.version} 版")]
    if view.item.code:
        pairs.append(Pair("事项", f"{view.item.title}第 {view.item.version} 版"))
    if view.about.startswith("case:"):
        concerned = view.about.partition(":")[2]
        pairs.append(Pair("所涉办件", concerned, Link("打开", f"/cases/{concerned}/")))
    elif view.about.startswith("register:"):
        register, _, key = view.about.partition(":")[2].partition(":")
        pairs.append(Pair("所涉登记", key, Link("打开", f"/registers/{register}/{key}/")))
    return CasePage(
        crumbs=Crumbs((Link("办件", "/cases/"), Link(view.procedure.title, f"/cases/?procedure={view.procedure.code}"), Link(view.ref))),
        title=view.title,
        tag=tag,
        pairs=Pairs(tuple(pairs)),
        tabs=_tabs(view),
        actions=actions(view),
        history=history(view),
        history_note=f"{len(view.history)} 条，逐条相扣",
        ruler=clocks.ruler(main, today, start_word=main.event, due_word=_due(main), office=True) if main else None,
        left_figure=_figure(main),
        left_note=_note(main, today),
        reasons=clocks.reasons(main, event=main.event, grounds=grounds(view)) if main else None,
        request=request_pairs(view),
        opinions=opinions(view, request.actor.unit),
        opinions_title=f"{COUNTED[len(view.inquiries)]}部门意见" if 1 < len(view.inquiries) < len(COUNTED) else "各部门意见",
        opinions_note=_asked_note(view),
        opinions_right=f"{sum(bool(i.answered_at) for i in view.inquiries)} / {len(view.inquiries)} 已回" if view.inquiries else "",
        checks=_matter(view),
        checks_title="同一件事的其他办件",
        proof=Proof(f"{len(view.history)} 条首尾相扣。", links=_proof_links(view, request)),
        alert=_alert(request),
        side=tuple(slots.filled("case.side", view, request)),
    )


def grounds(view: cases.CaseView) -> dict[str, str]:
    return {g.code: g.title for t in view.procedure.terms.values() for g in t.not_counted}


def _tabs(view: cases.CaseView) -> Tabs:
    here = f"/cases/{view.ref}/"
    return Tabs(
        (
            Link("办理", here, current=True),
            Link("材料", f"{here}papers/", count=len(papers(view))),
            Link("文书", f"{here}documents/", count=len(view.documents)),
            Link("流程图", f"{here}diagram/"),
        )
    )


def papers(view: cases.CaseView) -> list[dict[str, Any]]:
    """Every file that was handed in, newest form first."""
    found = []
    for n, brought in sorted((view.values or {}).items(), reverse=True):
        for answer in brought["answers"].values():
            for one in answer if isinstance(answer, list) else [answer]:
                if isinstance(one, dict) and "sha256" in one:
                    found.append({**one, "n": n})
    return found


def actions(view: cases.CaseView) -> Actions:
    """What may be done now, and why not the rest: one by one where this state has it, in one line what belongs to other states."""
    here = f"/cases/{view.ref}/"
    main = next((m.code for m in reversed(view.can) if m.tone == "primary"), "")  # one primary in a view: the move furthest on
    moves = [Move(Button("回复意见", f"{here}answer/", "primary wide", "edit", key="1"), wide=True)] if view.may_answer == () else []
    for move in sorted(view.can, key=lambda m: m.code != main):
        style = "primary wide" if move.code == main else "danger" if move.tone == "danger" else ""
        key = KEYS[len(moves)] if len(moves) < len(KEYS) else ""
        moves.append(Move(Button(move.title, f"{here}do/{move.code}/", style, key=key), wide=move.code == main))
    if view.may_urge:
        moves.append(Move(Button("催办", f"{here}urge/", "", "bell", key="U")))
    moves += [Move(Button(way.title, f"{here}refer/{way.code}/")) for way in view.referrals if not way.reasons]
    return Actions(tuple(moves), tuple(_refused(view)))


def _refused(view: cases.CaseView) -> list[Refusal]:
    elsewhere = [m for m in view.cannot if m.reasons[0].code == "wrong-state"]
    found = [Refusal(m.title, "".join(str(r) for r in m.reasons)) for m in view.cannot if m not in elsewhere]
    if view.may_answer:
        found.insert(0, Refusal("回复意见", "".join(str(r) for r in view.may_answer)))
    if elsewhere:
        found.append(Refusal("其他环节的步骤", f"现在是“{view.state_title}”，还轮不到：{'；'.join(m.title for m in elsewhere)}。"))
    return found

CHOSEN = ("finding", "outcome", "level", "fixed")


def history(view: cases.CaseView) -> History:
    entries = []
    for line in view.history:
        at = clock.local(line.at)
        who = line.who if not line.unit else f"{line.who} · {line.unit}"
        text = _chose(view, line) + " ".join(w for w in (said(line), *_wrote(view, line.n)) if w)
        entries.append(Entry(f"{at:%m-%d %H:%M}", line.text, who, str(line.n), line.hash, pause=line.kind in PAUSES, text=text))
    return History(tuple(entries))


def _chose(view: cases.CaseView, line: cases.Line) -> str:
    """What was chosen in a move that says how it went, in the words of the choice."""
    form = next((m.form for m in view.procedure.moves if m.code == line.facts.get("move")), None)
    chosen = [f for f in form.fields if f.kind is forms.FieldKind.CHOICE and f.code in CHOSEN and line.facts.get(f.code)] if form else []
    return "，".join(forms.said(f, line.facts[f.code]) for f in chosen) + "。" * bool(chosen)


def _wrote(view: cases.CaseView, n: int) -> list[str]:
    """What was written at length in a later step and is personal, for whoever may read it."""
    brought = (view.values or {}).get(n) if n > 1 else None
    form = forms.get(brought["form"], brought["version"]) if brought else None
    found = [(f, brought["answers"].get(f.code)) for f in form.fields if f.personal and f.kind is forms.FieldKind.LONG_TEXT] if form and brought else []
    return [forms.said(field, answer) for field, answer in found if answer]


def said(line: cases.Line | Recorded) -> str:
    """What a person wrote in a move, when it was not personal."""
    facts = line.facts
    words = [
        str(facts[k])
        for k in ("missing", "reasons", "reason", "opinion", "note", "question", "why", "cause", "correction", "done", "finding", "result", "text",
                  "wanted", "not_ours", "ruling", "redo", "instead", "reply")
        if facts.get(k) and (k not in CHOSEN or not str(facts[k]).isascii())  # a choice is said in its own words
    ]
    return " ".join(words)


def request_pairs(view: cases.CaseView) -> Pairs | None:
    """What the applicant asks: the first form, in the words of its questions."""
    if view.hidden:
        return Pairs((Pair("申请内容", "要求保密：是谁、写了什么，只有受理的单位能看；要办什么见它的交办要求。"),), grid=True)
    if view.values is None:
        return Pairs((Pair("申请内容", "含个人信息，承办和被征询的单位以外，写明用途才能看。", Link("写明用途查看", f"/cases/{view.ref}/reveal/")),), grid=True)
    if 1 not in view.values:
        return None
    brought = view.values[1]
    form = forms.get(brought["form"], brought["version"])
    found = [Pair("申请人", view.party_name)] if view.party_name else []
    for field in form.fields if form else ():
        answer = brought["answers"].get(field.code)
        if answer not in (None, "", []) and field.kind.value != "file":
            found.append(Pair(field.label, forms.said(field, answer), _picture(view, answer) if field.kind is forms.FieldKind.SIGNATURE else None))
    return Pairs(tuple(found), grid=True)


def _picture(view: cases.CaseView, signed: dict[str, Any]) -> Link | None:
    return Link("看签名", f"/cases/{view.ref}/files/{signed['sha256']}/") if signed.get("sha256") else None


def opinions(view: cases.CaseView, unit: int) -> Opinions | None:
    """One column a unit, in the order asked; its own column offers a unit what it may do about it."""
    if not view.inquiries:
        return None
    found = []
    for i in view.inquiries:
        kind, words = VERDICTS[i.verdict]
        share = (i.clock.used / max(1, i.clock.days)) if i.clock else 0
        answered = clock.local(i.answered_at) if i.answered_at else None
        foot = f"用 {i.clock.used} / {i.clock.days} 天" if i.clock else ""
        foot += f"  {answered:%m-%d %H:%M}" if answered else ""
        badge = clocks.badge(i.clock) if i.clock and not answered else None
        found.append(
            Opinion(
                i.unit_name,
                " · ".join(x for x in (i.title, i.answered_by) if x),
                kind,
                words,
                i.opinion or i.question,
                foot,
                share,
                badge,
                awaited=answered is None and i.closed_at is None,
                links=_about(view, i) if unit == i.unit and view.may_answer == () else (),
                below=tuple(_below(p) for p in i.passed if p.live or p.opinion),
            )
        )
    return Opinions(tuple(found))


def _about(view: cases.CaseView, asked: cases.InquiryView) -> tuple[Link, ...]:
    """What the unit asked may do: have a unit below look, or judge what that unit says."""
    here, below = f"/cases/{view.ref}/", asked.below
    if below is not None and below.answered_at is not None:
        return (Link("采用并答复", f"{here}adopt/{below.id}/"), Link("退回重答", f"{here}back/{below.id}/"))
    return (Link("转下级办理", f"{here}pass/"),) if view.pass_to else ()


def _below(part: cases.PassedView) -> Below:
    """One unit below: waited for, to be checked, adopted or returned."""
    if part.answered_at is None:
        return Below(part.unit_name, "在办理", clocks.badge(part.clock) if part.clock else None, part.question)
    answered = clock.local(part.answered_at)
    words = " · ".join(x for x in (part.answered_by, VERDICTS[part.verdict][1] if part.verdict else "已答复", f"{answered:%m-%d %H:%M}") if x)
    return Below(part.unit_name, words, None, part.opinion)


def _asked_note(view: cases.CaseView) -> str:
    if not view.inquiries:
        return ""
    asked = clock.local(view.inquiries[0].asked_at)
    return f"{asked.month} 月 {asked.day} 日同时发出，各走各的时钟"


def _due(main: cases.ClockView | None) -> str:
    return f"{main.due_on.month}.{main.due_on.day} 到期" if main and main.due_on else "到期"


def _figure(main: cases.ClockView | None) -> str:
    if main is None:
        return ""
    if main.kind == clocks.MINUTES:
        return clocks.badge(main).words
    if main.stopped_on:
        return f"用 {main.used} 天"
    if main.light is cases.Light.PAUSED:
        return "暂停"
    return f"超 {-main.left} 天" if main.left < 0 else f"{main.left} 天"


def _note(main: cases.ClockView | None, today: date) -> str:
    if main is not None and main.due_at is not None:
        return f"{main.title}：{clocks.until(main.due_at, today)}"
    return f"第 {main.used} / {main.days + main.extended} {clocks.counted(main)}" if main else ""


def _matter(view: cases.CaseView) -> tuple[Check, ...]:
    return tuple(
        Check(f"{s.title}：{s.state_title}", s.unit_name, "good" if s.closed else "wait", Link("看", f"/cases/{s.ref}/") if s.visible else None)
        for s in view.siblings
    )


def _proof_links(view: cases.CaseView, request: Any) -> tuple[Link, ...]:
    receipt = () if view.hidden else (Link("下载回执", f"/cases/{view.ref}/receipt/"),)
    return (*receipt, Link("离线核验方法", "/verify/how/"), *_erase_link(view, request))


def _erase_link(view: cases.CaseView, request: Any) -> tuple[Link, ...]:
    """For whoever may erase a closed case's personal data."""
    if view.closed_at is None or cases.may_erase(actor=request.actor, case=view.id, at=request.at) != ():
        return ()
    return (Link(cases.ERASE.title, f"/cases/{view.ref}/erase/"),)


def _alert(request: Any) -> Alert | None:
    done = heard(request)
    return Alert(done[0], done[1], "good") if done else None
