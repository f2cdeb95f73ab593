"""What the pages of a form in steps show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import DraftView, Field, FieldKind, Stage
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock, codes
from yiwang.kernel.reasons import Reason
from yiwang.web.components.basics import Alert, Button
from yiwang.web.components.fields import Answer, Answers, Draft, Group, Sent, Step, Steps
from yiwang.web.components.pages import FormPage
from yiwang.web.generic import compounds, fields, overtaken
from yiwang.web.generic.filling import Filling

NEXT = Button("保存，下一步", style="primary", icon_after="arrow", name="go", value="next", busy_text="保存中……")
BACK = Button("上一步", name="go", value="back", busy_text="保存中……")
LEAVE = Button("保存并退出", style="quiet", name="go", value="leave", busy_text="保存中……")
REVIEW = "核对并提交"


def step(filling: Filling, number: int, faults: tuple[Reason, ...], alert: Alert | None) -> FormPage:
    """A step to fill in, with what is wrong in it."""
    request, it, stage = filling.request, filling.it, filling.stages[number - 1]
    papers = any(it.form.field(code).kind is FieldKind.FILE for code in stage.asked)
    shown = forms.view(
        form=it.form, at=request.at, values=filling.values, initial=it.initial, errors=faults, draft=filling.draft, uploads=filling.uploads,
        offered=it.offered() if papers else None)
    if alert is None and it.given and number == 1 and not faults:
        alert = Alert("前面选的已经带过来了", "这里还可以改，后面要填的会跟着变。")
    alert = alert or _at_counter(filling)
    carried = ((name, value) for name, value in it.given.items() if name not in stage.asked)  # what the link brought for later steps goes with this one
    groups = fields.groups_of_step(shown, stage.title, "/files/")
    return FormPage(
        it.crumbs, it.title, f"{request.path}?step={number}", groups, (NEXT, BACK) if number > 1 else (NEXT,), LEAVE, _steps(filling, number),
        errors=fields.errors(shown), draft=drafted(filling.draft, clock.day(request.at)), draft_url=it.draft_url, hidden=(*_hidden(filling), *carried),
        next_needs=_needs(filling, number), help_code=filling.draft.code if filling.draft else "", help_lines=_help(filling), alert=alert,
        multipart=papers)


def review(filling: Filling, alert: Alert | None) -> FormPage:
    """The last page: every answer as it was given, what will happen, and the one button."""
    request, it = filling.request, filling.it
    groups = tuple(Group(s.title, _answers(filling, s), f"{request.path}?step={s.number}") for s in filling.stages)
    foreseen = tuple(Group(title, (part,)) for title, part in it.foresee(filling.judged.answers))
    send = Button(it.form.submit, style="primary", name="go", value="send", busy_text="提交中……")
    return FormPage(
        it.crumbs, it.title, f"{request.path}?step={filling.last}", (*groups, *foreseen), (send, BACK), LEAVE, _steps(filling, filling.last),
        draft=drafted(filling.draft, clock.day(request.at)), hidden=_hidden(filling), help_lines=_help(filling),
        help_code=filling.draft.code if filling.draft else "", alert=alert or _at_counter(filling) or _whose(filling))


def _at_counter(filling: Filling) -> Alert | None:
    """While a counter goes on with a draft, whose it is reads so, and fills in nothing twice."""
    draft, request = filling.draft, filling.request
    if filling.it.office or draft is None or draft.held_at is None or not (unit := draft.at_counter(request.at)):
        return None
    said = f"{identity.unit(unit).name}的窗口 {clock.local(draft.held_at):%H:%M} 还在填。请先不要在手机上改，免得两边填得不一样；"
    return Alert("窗口正在接着填这份草稿", f"{said}窗口收件以后，“我的办件”里看得到。要自己接着填，请先告诉窗口。", "warn")


def _whose(filling: Filling) -> Alert | None:
    """Before it is sent, whoever acts for another reads in whose name it goes."""
    actor = filling.request.actor
    if not (actor.firm or actor.for_person):
        return None
    return Alert(f"您正在替{identity.party(actor).name}申请", "交上去就是对方的申请；对方在“我的办件”里看得到，也看得到是您代办的。")


def _hidden(filling: Filling) -> tuple[tuple[str, str], ...]:
    return ("key", filling.key), (overtaken.NAME, str(filling.it.form.version))


def drafted(draft: DraftView | None, today: date) -> Draft:
    """When it was saved and until when it is kept, in words."""
    if draft is None:
        return Draft("", "")
    saved, kept = clock.local(draft.saved_at), clock.local(draft.kept_until)
    day = "今天" if saved.date() == today else f"{saved.month} 月 {saved.day} 日"
    return Draft(f"{day} {saved:%H:%M}", f"{kept.month} 月 {kept.day} 日", draft.code)


def _help(filling: Filling) -> tuple[str, ...]:
    if filling.it.office or filling.it.aside:
        return filling.it.aside
    return () if filling.draft else ("拨 12345 转 2，说您在办哪件事、填到哪一步。",)


def _steps(filling: Filling, now: int) -> Steps:
    found = []
    for s in filling.stages:
        url = f"{filling.request.path}?step={s.number}" if s.number != now and s.number <= filling.open else ""
        state = "now" if s.number == now else "done" if s.done else "later"
        found.append(Step(s.title, _said(filling, s, state), state, url))
    last = filling.last
    url = f"{filling.request.path}?step={last}" if last != now and last <= filling.open else ""
    return Steps((*found, Step(REVIEW, "看一遍，再提交", "now" if now == last else "later", url)))


def _said(filling: Filling, stage: Stage, state: str) -> str:
    if state == "now":
        return f"正在填，还差 {len(stage.reasons)} 处" if stage.reasons else "已填好，还可以改"
    if state == "done":
        return "已填好"
    papers = [code for code in stage.lacking if filling.it.form.field(code).kind is FieldKind.FILE]
    return f"要上传 {len(papers)} 份" if len(papers) == len(stage.lacking) else f"要填 {len(stage.lacking)} 项"


def _needs(filling: Filling, number: int) -> tuple[str, ...]:
    """The papers of the next step, so that one can look for them in time."""
    if number >= len(filling.stages):
        return ()
    asked = (filling.it.form.field(code) for code in filling.stages[number].asked)
    return tuple(f.label for f in asked if f.kind is FieldKind.FILE)


def _answers(filling: Filling, stage: Stage) -> tuple[Answers, ...]:
    found: dict[str, list[Answer]] = {}
    for code in stage.asked:
        field = filling.it.form.field(code)
        found.setdefault(field.step.partition("/")[2], []).append(_answer(field, filling.judged.answers.get(code)))
    return tuple(Answers(tuple(answers), heading) for heading, answers in found.items())


def _answer(field: Field, value: Any) -> Answer:
    if value in (None, "", []):
        return Answer(field.label, "没有填")
    if field.kind is FieldKind.FILE:
        return Answer(field.label, "", tuple(Sent(f["name"], fields.size(f["size"]), f"/files/{f['sha256']}/") for f in value))
    if field.kind is FieldKind.PERSON and isinstance(value, Mapping):
        value = {**value, "number": codes.mask_citizen_number(str(value["number"]))} if value.get("number") else value
    elif field.personal and isinstance(value, str) and not codes.check_citizen_number(value):
        value = codes.mask_citizen_number(value)
    return Answer(field.label, forms.said(field, value), part=compounds.picture(field.kind, value, "/files/"))
