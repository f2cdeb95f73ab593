"""The system administrator's view of what runs: outbox, readers, what they put aside, calendar, parameters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.systems.ground.settings import commands
from yiwang.web import mending, shells
from yiwang.web.components.basics import Alert, Button, Empty, Link, Tabs
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.generic.command import Place, screen
from yiwang.web.generic.said import done, say
from yiwang.web.permits import holding, posts

system = holding(commands.SYSTEM_ADMIN)
WAYS = (
    ("后台任务", "/settings/readers/"), ("发件箱", "/settings/outbox/"), ("文书", "/settings/letters/"), ("日历", "/settings/calendar/"),
    ("参数", "/settings/parameters/"), ("接入系统", "/settings/clients/"),
)
DAYS = {calendar.DayKind.HOLIDAY: "放假", calendar.DayKind.MAKE_UP: "上班"}


def tabs(here: str) -> Tabs:
    return Tabs(tuple(Link(text, url, current=url == here) for text, url in WAYS))


def show(request: Any, here: str, title: str, note: str, table: Table, buttons: tuple[Button, ...] = ()) -> HttpResponse:
    page = ListPage(title, note, tabs=tabs(here), table=table, alert=done(request) or full(), buttons=buttons)
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, "/settings/readers/"), "page": page})


def full() -> Alert | None:
    """How full the disk is, when that is something to mend."""
    said, _, more = store.warning().partition("：")
    return Alert(said, more, "bad" if store.level() > 1 else "warn") if said else None


@system
def readers(request: Any) -> HttpResponse:
    """`/settings/readers/`: how far each reader is, and what it put aside."""
    rows = tuple(
        (
            CellValue(s.reader),
            CellValue(f"{s.pos:,}"),
            CellValue(f"{s.behind:,}"),
            CellValue(f"{s.parked} 条", f"/settings/readers/parked/?reader={s.reader}") if s.parked else CellValue("0"),
            CellValue(s.holder or "—"),
        )
        for s in ledger.standings()
    )
    columns = (
        Column("任务"),
        Column("读到", number=True),
        Column("还差", number=True, label_on_phone=True),
        Column("搁置", label_on_phone=True),
        Column("谁在跑", label_on_phone=True),
    )
    return show(
        request,
        "/settings/readers/",
        "后台任务",
        "每个任务按记录的顺序往前读；读不过去的搁在一边等人看",
        Table("后台任务", columns, rows, Empty("还没有任务跑过")),
    )


@posts
@system
def parked(request: Any) -> HttpResponse:
    """`/settings/readers/parked/?reader=`; POST `id` marks an entry to be tried again."""
    if request.method == "POST":
        here = next((p for p in ledger.parked() if str(p.id) == request.POST.get("id", "")), None)
        gone = mending.again(id_=here.id, reader=here.reader, at=request.at) if here else True
        said = {True: "已经通过，不再搁置。", False: "这次还是没有通过，原因见下。", None: "这个任务会自己再试，不用在这里办。"}[gone]
        say(request, said)
        return HttpResponseRedirect(request.get_full_path())
    found = ledger.parked(reader=request.GET.get("reader", ""))
    return render(
        request,
        "settings/parked.html",
        {
            "shell": shells.office(request, "/settings/readers/"),
            "page": ListPage("搁置的记录", "按先后排；修好原因再试一次", tabs=tabs("/settings/readers/"), alert=done(request)),
            "parked": found,
        },
    )


@system
def letters(request: Any) -> HttpResponse:
    """`/settings/letters/`: letters owed for longer than a minute."""
    rows = tuple(
        (
            CellValue(w.title, note=w.number),
            CellValue(w.ref),
            CellValue(f"{clock.local(w.owed_at):%Y-%m-%d %H:%M}"),
            CellValue(part=Button("重做", f"/settings/letters/{w.id}/", size="small")),
        )
        for w in cases.owed_letters(before=request.at - timedelta(minutes=1))
    )
    columns = (Column("文书"), Column("办件号", label_on_phone=True), Column("从什么时候起欠着", label_on_phone=True), Column("办理"))
    return show(
        request, "/settings/letters/", "文书", "超过一分钟还没做好的。后台一直在重试；修好原因以后可以马上重做",
        Table("文书", columns, rows, Empty("没有欠着的文书", "做不出来的文书会出现在这里。")),
    )


@posts
@system
def letter(request: Any, id_: int) -> HttpResponse:
    """`/settings/letters/<id>/`: makes one again, and says what is wrong when it still fails."""

    def then(told: Any) -> HttpResponse | None:
        wrong = cases.make_letter(id=id_, at=request.at)
        if not wrong:
            return None
        page = ListPage("重做文书", "这次还是没有做成", alert=Alert("没有做成", wrong, "bad"), buttons=(Button("返回", "/settings/letters/"),))
        return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, "/settings/readers/"), "page": page}, status=409)

    here = next((w for w in cases.owed_letters(before=request.at, limit=1000) if w.id == id_), None)
    if here is None and request.method != "POST":
        raise Http404
    note = f"{here.title} {here.number}，办件 {here.ref}" if here else ""
    way = (Link("文书", "/settings/letters/"),)
    return screen(request, commands.REMAKE.code, Place(f"document:{id_}", way, "/settings/letters/", note, "/settings/readers/", then=then))


@system
def days(request: Any) -> HttpResponse:
    """`/settings/calendar/`: holidays and make-up days of this year and the next."""
    city, year = calendar.standard(), clock.day(request.at).year
    rows = []
    for y in (year, year + 1):
        for day in calendar_days(y):
            kind = city.why(day).kind
            if kind in DAYS:
                rows.append((CellValue(f"{day:%Y-%m-%d}"), CellValue("一二三四五六日"[day.weekday()]), CellValue(DAYS[kind])))
    return show(
        request,
        "/settings/calendar/",
        "日历",
        "放假和调休上班的日子；国务院办公厅还没公布的年份按暂行规则",
        Table("日历", (Column("日期"), Column("星期"), Column("是")), tuple(rows), Empty("没有放假和调休的日子")),
        (Button("公布放假安排", "/settings/calendar/add/", icon="plus"),),
    )


def calendar_days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=i) for i in range((date(year + 1, 1, 1) - first).days)]


@system
def parameters(request: Any) -> HttpResponse:
    """`/settings/parameters/`: the terms of every procedure, with their articles."""
    rows = tuple(
        (
            CellValue(p.title, note=f"{p.code} 第 {p.version} 版，{p.valid_from:%Y-%m-%d} 起"),
            CellValue(t.title),
            CellValue(_span(t.span)),
            CellValue(t.span.law or "、".join(p.law)),
            CellValue(f"可延长 {t.extendable.days} 天" if t.extendable else "—"),
        )
        for p in cases.procedures()
        for t in p.terms.values()
    )
    columns = (Column("程序"), Column("期限"), Column("天数"), Column("依据", label_on_phone=True), Column("延长", label_on_phone=True))
    return show(request, "/settings/parameters/", "参数", "写在程序里的法定期限，随版本生效，不能在这里改", Table("参数", columns, rows, Empty("还没有程序")))


def _span(span: calendar.Span) -> str:
    return f"{span.days}{span.kind.word}"
