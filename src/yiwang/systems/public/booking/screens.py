"""Pages: places and their free slots, one's own bookings, the hall's board; the clerk's queue."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form
from yiwang.kernel import clock
from yiwang.kernel.errors import Invalid, NotFound, Refused
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.booking import commands, rules
from yiwang.systems.public.booking import forms as asked
from yiwang.systems.public.booking.rooms import places, visits
from yiwang.systems.public.booking.types import Place, State, Visit
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Crumbs, Empty, Link, Tile, Tiles
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.pages import FormPage, PublicListPage
from yiwang.web.generic import fields
from yiwang.web.generic.said import done, say
from yiwang.web.generic.uploads import raw
from yiwang.web.permits import anyone, citizen, posts

HERE = "/booking/"
WAY = (Link("首页", "/"), Link("预约", HERE))
WEEK = "一二三四五六日"


@anyone
def index(request: Any) -> HttpResponse:
    """`/booking/`: the halls and places one can book."""
    rows = tuple(
        (CellValue(p.title, f"{HERE}{p.code}/", p.address), CellValue(f"{p.slots[0]} 起"), CellValue(f"今后 {p.days_ahead} 天")) for p in places.every()
    )
    table = Table(
        "可以预约的地方", (Column("地方"), Column("时间"), Column("能约到")), rows, Empty("现在没有可以预约的地方", "可以直接到大厅取号，或拨 12345。")
    )
    page = PublicListPage(
        Crumbs(WAY),
        "预约",
        "先约好时间，到了就办。没有预约也可以到现场取号。",
        table=table,
        alert=done(request),
        buttons=(Button("我的预约", f"{HERE}mine/"),),
    )
    return render(request, "yiwang/pages/public_list.html", {"shell": shells.public(request, HERE), "page": page})


def _free(place: Place, request: Any) -> dict[date, list[tuple[str, int]]]:
    """Free places by day and slot, from now on."""
    days = places.days(place, clock.day(request.at))
    taken = visits.taken(place.code, days[0], days[-1]) if days else {}
    return {on: [(s, place.capacity - taken.get((on, s), 0)) for s in place.slots if rules.start_of(on, s) > request.at] for on in days}


def _day(on: date) -> str:
    return f"{on.month} 月 {on.day} 日（星期{WEEK[on.weekday()]}）"


def _form(free: dict[date, list[tuple[str, int]]], on: date | None) -> Form:
    """The booking's questions with what is free now."""
    days = tuple((d.isoformat(), _day(d)) for d, slots in free.items() if any(n > 0 for _, n in slots))
    found = [Field("on", "日期", FieldKind.CHOICE, choices=days, personal=False)] if days else []
    if on is not None:
        slots = tuple((s, f"{s}（还剩 {n} 位）") for s, n in free.get(on, ()) if n > 0)
        found += [Field("slot", "时段", FieldKind.CHOICE, choices=slots, personal=False)] if slots else []
        found.append(asked.BOOK.field("purpose"))
    return Form("booking.choose", "预约", tuple(found), submit="确认预约" if on else "看时段")


@posts
@citizen
def place(request: Any, code: str) -> HttpResponse:
    """`/booking/<place>/?on=&for=`: a day, then a slot; the same page sent twice books once. `for` is what somebody comes for."""
    purpose = request.GET.get("for", "")[:80]
    here, free = places.place(code), _free(places.place(code), request)
    on = _chosen(request, free)
    form = _form(free, on)
    values: Any = {"on": on.isoformat(), "purpose": purpose} if on else None
    faults: tuple[Reason, ...] = ()
    status, alert = 200, None
    if request.method == "POST":
        values = raw(request)
        try:
            if request.POST.get("go") == "days" or on is None:
                return HttpResponseRedirect(_address(code, values.get("on", ""), purpose))
            data = forms.parse(form=form, raw=values, at=request.at)
            told = _run(request, commands.BOOK.code, commands.day_of(code, on), Clean(asked.BOOK.code, 1, dict(data.answers), frozenset({"on", "slot"})))
            made = visits.visit(int(told["visit"]))
            assert made is not None
            say(request, f"约好了：{_day(on)} {made.slot}", f"预约码 {made.code}，到了大厅报这个码取号。")
            return HttpResponseRedirect(f"{HERE}mine/")
        except Invalid as wrong:
            faults, status = wrong.reasons, 422
        except Refused as refused:
            faults, status = tuple(r for r in refused.reasons if r.field), 409
            alert = Alert("没有约成", str(refused), "bad")
            free = _free(here, request)
            form = _form(free, on)
    shown = forms.view(form=form, at=request.at, values=values, errors=faults)
    page = FormPage(
        Crumbs((*WAY, Link(here.title))),
        here.title,
        _address(code, str(on or ""), purpose),
        fields.groups(shown),
        _buttons(here, form, on, purpose),
        errors=fields.errors(shown),
        hidden=(("key", request.POST.get("key") or uuid4().hex),),
        alert=alert or (None if form.fields else Alert("这几天都约满了", "可以直接到现场取号，或者明天再来看。", "warn")),
        help_lines=(here.address,),
    )
    return render(request, "yiwang/pages/form.html", {"shell": shells.public(request, HERE), "page": page}, status=status)


def _address(code: str, on: str, purpose: str) -> str:
    asked = urlencode({name: value for name, value in (("on", on), ("for", purpose)) if value})
    return f"{HERE}{code}/" + (f"?{asked}" if asked else "")


def _buttons(here: Place, form: Form, on: date | None, purpose: str) -> tuple[Button, ...]:
    go = (Button(form.submit, style="primary", name="go", value="book" if on else "days", busy_text="提交中……"),) if form.fields else ()
    return (*go, Button("换一天", _address(here.code, "", purpose))) if on else go


def _chosen(request: Any, free: dict[date, list[tuple[str, int]]]) -> date | None:
    try:
        on = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None
    return on if on in free else None


def _run(request: Any, code: str, subject: str, data: Clean) -> Any:
    return cases.run(actor=request.actor, command=code, subject=subject, data=data, key=str(request.POST.get("key", ""))[:60] or uuid4().hex, at=request.at)


@citizen
def mine(request: Any) -> HttpResponse:
    """`/booking/mine/`: one's bookings with their codes, and the way to give one back."""
    rows = []
    for v in visits.of(commands.seer_of(request.actor)):
        here = places.place(v.place)
        over = v.over(here, request.at, rules.start_of(v.on, v.slot)) if v.slot else False
        state = "没有来" if over else v.state.word + (f"，{v.window} 号窗口" if v.window and v.state is State.CALLED else "")
        cancels = v.state is State.BOOKED and request.at < rules.start_of(v.on, v.slot)
        rows.append(
            (
                CellValue(here.title, note=v.purpose),
                CellValue(f"{_day(v.on)} {v.slot}"),
                CellValue(v.code, note=f"{v.number} 号" if v.number else ""),
                CellValue(state),
                CellValue("取消", f"{HERE}mine/{v.id}/") if cancels else CellValue("—"),
            )
        )
    heads = (Column("地方"), Column("时间"), Column("预约码", label_on_phone=True), Column("状态"), Column("办理"))
    table = Table("我的预约", heads, tuple(rows), Empty("您还没有预约", "约好时间再去，不用排队。", Button("去预约", HERE, "primary")))
    page = PublicListPage(Crumbs((*WAY, Link("我的预约"))), "我的预约", table=table, alert=done(request))
    return render(request, "yiwang/pages/public_list.html", {"shell": shells.public(request, HERE), "page": page})


@posts
@citizen
def cancel(request: Any, id_: int) -> HttpResponse:
    """`/booking/mine/<id>/`: asks, then gives the booking back."""
    v = visits.visit(id_)
    if v is None or v.seer != commands.seer_of(request.actor):
        raise NotFound(str(id_))
    alert = Alert("取消预约", commands.CANCEL.confirm, "warn")
    if request.method == "POST":
        try:
            _run(request, commands.CANCEL.code, commands.day_of(v.place, v.on), Clean(asked.CANCEL.code, 1, {"visit": id_}, frozenset({"visit"})))
            say(request, "已经取消")
            return HttpResponseRedirect(f"{HERE}mine/")
        except Refused as refused:
            alert = Alert("没有取消", str(refused), "bad")
    page = FormPage(
        Crumbs((*WAY, Link("我的预约", f"{HERE}mine/"), Link("取消"))),
        f"取消 {_day(v.on)} {v.slot} 的预约",
        request.path,
        (),
        (Button("取消预约", style="danger", busy_text="取消中……"), Button("不取消", f"{HERE}mine/")),
        alert=alert,
        hidden=(("key", request.POST.get("key") or uuid4().hex),),
    )
    return render(request, "yiwang/pages/form.html", {"shell": shells.public(request, HERE), "page": page}, status=409 if alert.kind == "bad" else 200)


@anyone
def board(request: Any, code: str) -> HttpResponse:
    """`/booking/<place>/board/`: for the screen in the hall: numbers and windows, nobody's name."""
    here, today = places.place(code), visits.of_day(code, clock.day(request.at))
    called = sorted((v for v in today if v.state is State.CALLED), key=lambda v: v.window)
    waiting = [v for v in today if v.state is State.WAITING]
    rows = tuple((CellValue(f"{v.number} 号"), CellValue(f"{v.window} 号窗口")) for v in called)
    table = Table("正在叫号", (Column("号码"), Column("窗口")), rows, Empty("现在没有叫号", "请留意这里和语音。"))
    page = PublicListPage(
        Crumbs((*WAY, Link(here.title))), here.title, f"等候 {len(waiting)} 位，今天已办 {sum(v.state is State.SERVED for v in today)} 位。", table=table
    )
    return render(request, "yiwang/pages/public_list.html", {"shell": shells.public(request, HERE), "page": page})


def waiting_tiles(today: list[Visit]) -> Tiles:
    """The hall's figures of today."""
    count = {state: sum(v.state is state for v in today) for state in State}
    return Tiles(
        (
            Tile("等候", str(count[State.WAITING]), "位"),
            Tile("预约未到", str(count[State.BOOKED]), "位"),
            Tile("已办", str(count[State.SERVED]), "位"),
            Tile("没有来", str(count[State.MISSED]), "位"),
        )
    )


ROUTES = (path("", index), path("mine/", mine), path("mine/<int:id_>/", cancel), path("<str:code>/", place), path("<str:code>/board/", board))
