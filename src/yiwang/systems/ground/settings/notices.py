"""Next year's holidays: the notice is typed in, looked at with what it would change, and put in force with an entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.types import Command
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form
from yiwang.engines.ledger.types import Recorded
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason
from yiwang.systems.ground.settings.commands import SYSTEM_ADMIN
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Crumbs, Link
from yiwang.web.components.office_pages import OfficeFormPage
from yiwang.web.generic import fields
from yiwang.web.generic.command import Place, screen
from yiwang.web.generic.uploads import raw
from yiwang.web.permits import holding, posts

HERE, BACK = "/settings/calendar/add/", "/settings/calendar/"
FORM = Form(
    "settings.add_notice",
    "公布放假安排",
    (
        Field("year", "年份", FieldKind.NUMBER, least=str(calendar.FIRST.year), most=str(calendar.LAST.year), whole=True, personal=False),
        Field("text", "安排", FieldKind.LONG_TEXT, "一行一个节日，照国务院办公厅的通知写全。", longest=4000, personal=False,
              example="春节 休 2026-02-15..2026-02-23 班 2026-02-14 2026-02-28"),
        Field("source", "出处", longest=200, personal=False, help="写通知的名称和文号。"),
    ),
    submit="公布",
)
ADDED = Act("settings.notice_added", Kind.CHANGED, "{actor} 公布 {year} 年放假安排（{source}）")


def _faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    try:
        calendar.notice(year=int(data.answers["year"]), text=str(data.answers["text"]))
    except Invalid as wrong:
        return [Reason(r.code, r.text, r.law, "text", r.facts) for r in wrong.reasons]
    return [] if subject == f"calendar:{int(data.answers['year'])}" else [Reason("another-year", "年份和页面对不上，请重新打开页面。")]


def _does(*, actor: Actor, subject: str, data: Clean, at: datetime) -> None:
    """The entry holds the notice; `keep` writes it where the calendar is read from, after the commit and again by the reader."""


def keep(entry: Recorded) -> None:
    """What follows from the entry, harmless twice: a kill right after the commit loses no notice."""
    if entry.act == ADDED.code:
        calendar.put(year=int(entry.facts["year"]), text=str(entry.facts["text"]), source=str(entry.facts["source"]))


COMMAND = Command(FORM.code, FORM.title, SYSTEM_ADMIN, FORM, _does, ADDED, _faults,
                  "公布以后，跨过这些日子的在办期限马上重新计算，每件都有记录。", on="calendar:[0-9]{4}")


@posts
@holding(SYSTEM_ADMIN)
def add(request: Any) -> HttpResponse:
    """`/settings/calendar/add/`: first what it would change, then (`sure`) the change."""
    if request.method != "POST":
        return _drawn(request, {"year": str(clock.day(request.at).year + 1)}, Alert("公布前先预览", "会列出哪些日子变了、多少在办期限要改。", "info"))
    given = raw(request)
    if "sure" in request.POST:
        way = (Link("日历", BACK),)
        return screen(request, FORM.code, Place(f"calendar:{str(given.get('year', ''))[:4]}", way, BACK, current="/settings/readers/", then=_kept))
    try:
        data = forms.parse(form=FORM, raw=given, at=request.at)
        faults = _faults(actor=request.actor, subject=f"calendar:{int(data.answers['year'])}", data=data, at=request.at)
    except Invalid as wrong:
        faults = wrong.reasons
    if faults:
        return _drawn(request, given, None, faults, 422)
    return _drawn(request, given, Alert("还没有公布", _summary(int(data.answers["year"]), str(data.answers["text"])), "warn"), sure=True)


def _kept(told: Mapping[str, Any]) -> None:
    calendar.put(year=int(told["year"]), text=str(told["text"]), source=str(told["source"]))


def _summary(year: int, text: str) -> str:
    new = calendar.with_notice(year=year, text=text)
    changed = calendar.changed(new=new, year=year)
    rests = "、".join(f"{day.month} 月 {day.day} 日" for day, _, then in changed if not then.working)
    works = "、".join(f"{day.month} 月 {day.day} 日" for day, _, then in changed if then.working)
    parts = [f"改为放假：{rests}。" if rests else "", f"改为上班：{works}。" if works else "", "" if changed else "和现在的日历相同。"]
    return "".join(parts) + f"在办的期限有 {cases.would_move(city=new):,} 个要改日子。{COMMAND.confirm}"


def _drawn(
    request: Any, values: Mapping[str, Any], alert: Alert | None, faults: Sequence[Reason] = (), status: int = 200, *, sure: bool = False
) -> HttpResponse:
    shown = forms.view(form=FORM, at=request.at, values=values, errors=faults)
    buttons = (*((Button(FORM.submit, style="danger", name="sure", value="yes", busy_text="公布中……"),) if sure else ()),
               Button("再预览一次" if sure else "预览", style="" if sure else "primary"), Button("返回", BACK))
    page = OfficeFormPage(FORM.title, HERE, fields.groups(shown), buttons, crumbs=Crumbs((Link("日历", BACK), Link(FORM.title))), errors=fields.errors(shown),
                          hidden=(("key", request.POST.get("key") or uuid4().hex),), alert=alert)
    return render(request, "yiwang/pages/office_form.html", {"shell": shells.office(request, "/settings/readers/"), "page": page}, status=status)
