"""The clerk's queue: numbers given, the next one called, what became of each; and the places themselves."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Clean
from yiwang.engines.registers import api as registers
from yiwang.kernel import clock
from yiwang.kernel.errors import Invalid, NotFound, Refused
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.booking import commands, screens
from yiwang.systems.public.booking import forms as asked
from yiwang.systems.public.booking.commands import CLERK, KEEPER
from yiwang.systems.public.booking.rooms import places, visits
from yiwang.systems.public.booking.screens import HERE
from yiwang.systems.public.booking.types import State, Visit
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Chips, Crumbs, Empty, Link
from yiwang.web.components.charts import Panel
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage, OfficeFormPage
from yiwang.web.generic import command, fields
from yiwang.web.generic.said import done, say
from yiwang.web.generic.uploads import raw
from yiwang.web.permits import holding, posts

DESK = f"{HERE}desk/"


@holding(CLERK.code)
def halls(request: Any) -> HttpResponse:
    """`/booking/desk/`: the halls one's unit serves; the only one at once."""
    every = [p for p in places.every() if commands.serves(request.actor, p)]
    if len(every) == 1:
        return HttpResponseRedirect(f"{DESK}{every[0].code}/")
    rows = tuple((CellValue(p.title, f"{DESK}{p.code}/", p.address),) for p in every)
    page = ListPage("大厅叫号", "选您所在的大厅", table=Table("大厅", (Column("大厅"),), rows, Empty("还没有大厅", "大厅管理员可以在“场所”里设。")))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, DESK), "page": page})


@posts
@holding(CLERK.code)
def hall(request: Any, code: str) -> HttpResponse:
    """`/booking/desk/<place>/?window=`: today's queue; gives numbers and calls."""
    here, today = places.place(code), clock.day(request.at)
    if not commands.serves(request.actor, here):
        raise NotFound(code)
    window = str(request.POST.get("window") or request.GET.get("window") or "1")[:8]
    faults: tuple[Reason, ...] = ()
    values, alert, status = None, done(request), 200
    if request.method == "POST":
        values = raw(request)
        try:
            return _acted(request, code, window)
        except Invalid as wrong:
            faults, status = wrong.reasons, 422
        except Refused as refused:
            faults, alert, status = tuple(r for r in refused.reasons if r.field == "code"), Alert("没有办成", str(refused), "bad"), 409
    there = visits.at_window(code, today, window)
    shown = forms.view(form=asked.COME, at=request.at, values=values if faults else None, errors=faults)
    visits_today = visits.of_day(code, today)
    page = OfficeFormPage(
        here.title,
        f"{request.path}?window={window}",
        fields.groups(shown),
        (*_buttons(there), Button("签到取号", name="do", value="come")),
        Crumbs((Link("大厅叫号", DESK), Link(here.title))),
        f"{window} 号窗口" + (f"，正在办 {there.number} 号" if there else ""),
        fields.errors(shown),
        hidden=(("key", uuid4().hex), ("window", window), *((("visit", str(there.id)),) if there else ())),
        alert=alert,
        tiles=screens.waiting_tiles(visits_today),
        side=(Panel("窗口", _windows(request.path, here.windows, window)), Panel("今天的人", _today(visits_today))),
    )
    return render(request, "yiwang/pages/office_form.html", {"shell": shells.office(request, DESK), "page": page}, status=status)


def _windows(path: str, count: int, window: str) -> Chips:
    """Which window one sits at."""
    return Chips(tuple(Link(f"{n} 号", f"{path}?window={n}", current=str(n) == window) for n in range(1, count + 1)), label="窗口")


def _buttons(there: Visit | None) -> tuple[Button, ...]:
    """What the window may do now: end with who is there, or call the next."""
    if there:
        return Button("办好了", style="primary", name="do", value="served"), Button("没有来", name="do", value="missed")
    return (Button("叫下一位", style="primary", name="do", value="call"),)


def _today(visits_today: list[Visit]) -> Table:
    """Everybody of today, nobody by name."""
    rows = tuple(
        tuple(CellValue(text) for text in (f"{v.number} 号" if v.number else "—", v.slot or "现场", v.purpose or "—", v.state.word, v.window or "—"))
        for v in visits_today
    )
    heads = tuple(Column(title) for title in ("号码", "预约", "办什么", "状态", "窗口"))
    return Table("今天的人", heads, rows, Empty("今天还没有人", "签到或者取号以后在这里。"))


def _acted(request: Any, code: str, window: str) -> HttpResponse:
    """Does what the button says; each once for a page."""
    what, subject = request.POST.get("do", ""), commands.day_of(code, clock.day(request.at))
    if what == "come":
        data = forms.parse(form=asked.COME, raw=raw(request), at=request.at)
        it = commands.COME
    elif what == "call":
        it, data = commands.CALL, Clean(asked.CALL.code, 1, {"window": window}, frozenset({"window"}))
    elif what in (State.SERVED.value, State.MISSED.value) and request.POST.get("visit", "").isdecimal():
        it, data = commands.DONE, Clean(asked.DONE.code, 1, {"visit": int(request.POST["visit"]), "outcome": what}, frozenset({"visit", "outcome"}))
    else:
        raise NotFound(what)
    told = cases.run(
        actor=request.actor, command=it.code, subject=subject, data=data, key=str(request.POST.get("key", ""))[:60] or uuid4().hex, at=request.at
    )
    said = {"come": f"{told.get('number')} 号", "call": f"请 {told.get('number')} 号到 {window} 号窗口"}.get(what, "已记录")
    say(request, said)
    return HttpResponseRedirect(f"{DESK}{code}/?window={window}")


@holding(KEEPER.code)
def kept(request: Any) -> HttpResponse:
    """`/booking/places/`: halls and places with their rules."""
    rows = tuple(
        (
            CellValue(p.title, f"{HERE}places/{p.code}/", p.code),
            CellValue(p.unit),
            CellValue(f"{p.minutes} 分钟 {p.capacity} 位"),
            CellValue(f"{p.days_ahead} 天"),
        )
        for p in places.every()
    )
    table = Table(
        "场所", (Column("名称"), Column("管理单位"), Column("每个时段"), Column("提前可约")), rows, Empty("还没有场所", "设一个大厅，市民就能预约。")
    )
    page = ListPage(
        "场所", "大厅、场地和它们的预约规则", table=table, buttons=(Button("设一个场所", f"{HERE}places/new/", "primary", "plus"),), alert=done(request)
    )
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, f"{HERE}places/"), "page": page})


@posts
@holding(KEEPER.code)
def keep(request: Any, code: str) -> HttpResponse:
    """`/booking/places/<code>/` and `/booking/places/new/`"""
    values = (
        {"grace": "15", "most_missed": "3", "within_days": "90", "blocked_days": "30", "days_ahead": "7", "minutes": "30", "every_day": False}
        if code == "new"
        else dict(registers.get(register=places.PLACES, key=code).facts)
    )
    back = f"{HERE}places/"
    return command.screen(
        request,
        commands.KEEP.code,
        command.Place(registers.subject(places.PLACES, code), (Link("场所", back),), back, values=values, current=back, rests=True),
    )


ROUTES = (path("desk/", halls), path("desk/<str:code>/", hall), path("places/", kept), path("places/<str:code>/", keep))
