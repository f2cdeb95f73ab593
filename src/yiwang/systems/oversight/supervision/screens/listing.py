"""The list of signals: by rule, level, unit, month, state and words; page after page; as a workbook."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from yiwang.engines.files import api as files
from yiwang.engines.identity import api as identity
from yiwang.engines.sheets import api as sheets
from yiwang.kernel import clock
from yiwang.systems.oversight.supervision import procedures, rows
from yiwang.systems.oversight.supervision.rows import Row, Wanted
from yiwang.systems.oversight.supervision.rules.catalogue import standing
from yiwang.systems.oversight.supervision.rules.types import Level
from yiwang.systems.oversight.supervision.scores import months
from yiwang.web import shells
from yiwang.web.components.basics import Button, Empty, Pager
from yiwang.web.components.filters import Filters, Pick
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.components.time import Clock, ClockState
from yiwang.web.permits import official

HERE, SHOWN, MOST, MONTHS = "/supervision/signals/", 50, 20_000, 13
LEVELS = ((Level.RED.value, "信号"), (Level.YELLOW.value, "预警"))
STATES = {name: state.title for p in procedures.ALL for name, state in p.states.items()}
COLUMNS = (Column("信号"), Column("内容"), Column("规则"), Column("单位"), Column("环节"), Column("发出", number=True))


@official
def signals(request: Any) -> HttpResponse:
    """`/supervision/signals/?rule=&level=&unit=&month=&state=&q=&before=`; `as=xlsx` the same as a workbook."""
    today = clock.day(request.at)
    chosen = {name: " ".join(request.GET.get(name, "").split())[:60] for name in ("rule", "level", "unit", "month", "state", "q", "upheld")}
    chosen = {name: value for name, value in chosen.items() if value}
    wanted = narrowed(chosen)
    if request.GET.get("as") == "xlsx":
        return book(rows.found(actor=request.actor, wanted=wanted, limit=MOST), today)
    before = request.GET.get("before", "")
    page = rows.found(actor=request.actor, wanted=wanted, before=int(before) if before.isdecimal() and len(before) < 19 else 0, limit=SHOWN + 1)
    onward = f"?{urlencode({**chosen, 'before': page[SHOWN - 1].id})}" if len(page) > SHOWN else ""
    pager = Pager(f"本页 {len(page[:SHOWN])} 件", onward, f"?{urlencode(chosen)}" if before else "")
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": ListPage(
        "监察信号", "每个信号都带着记录作证据，单位说明，监察员认定；预警办完自动解除",
        filters=filters(request, chosen, today), table=table(page[:SHOWN], pager),
        buttons=(Button("按规则看", "/supervision/rules/", icon="list"), Button("统计", "/reports/supervision_signals/", icon="chart"),
                 Button("导出表格", f"?{urlencode({**chosen, 'as': 'xlsx'})}", "primary", "download")))})


def narrowed(chosen: dict[str, str]) -> Wanted:
    """What an address asks for; what it cannot mean is left out."""
    unit, month = chosen.get("unit", ""), chosen.get("month", "")
    named = months.is_month(month)
    return Wanted(rule=chosen.get("rule", ""), level=chosen.get("level", ""), unit=int(unit) if unit.isdecimal() and len(unit) < 16 else 0,
                  state=chosen.get("state", ""), first=months.first(month) if named else None, last=months.last(month) if named else None,
                  words=chosen.get("q", ""), upheld=chosen.get("upheld") == "1")


def filters(request: Any, chosen: dict[str, str], today: date) -> Filters:
    rules = tuple((code, versions[-1].title) for code, versions in standing().rules.items())
    units = tuple((str(u), identity.unit(u).short) for u in rows.seen(request.actor))
    return Filters(chosen.get("q", ""), "按内容、编号、办件号找", (
        Pick("level", "级别", LEVELS, chosen.get("level", "")), Pick("rule", "规则", rules, chosen.get("rule", "")),
        Pick("unit", "单位", units, chosen.get("unit", "")), Pick("month", "月份", recent(today), chosen.get("month", "")),
        Pick("state", "环节", tuple(STATES.items()), chosen.get("state", "")),
    ), (("upheld", "1"),) if "upheld" in chosen else (), HERE if chosen else "")


def recent(today: date) -> tuple[tuple[str, str], ...]:
    """The last months, newest first."""
    found, day = [], today.replace(day=1)
    for _ in range(MONTHS):
        found.append((f"{day:%Y-%m}", f"{day.year} 年 {day.month} 月"))
        day = (day - timedelta(days=1)).replace(day=1)
    return tuple(found)


def table(found: list[Row], pager: Pager | None = None) -> Table:
    return Table("监察信号", COLUMNS, tuple(_line(r) for r in found), Empty("没有这样的信号", "换一个条件再看；这里列的是您看得到的单位。"), pager)


def title(row: Row) -> str:
    return f"{'黄' if row.level == Level.YELLOW else '红'}：{identity.unit(row.unit).short}{row.said}"


def rule_title(code: str) -> str:
    versions = standing().rules.get(code)
    return versions[-1].title if versions else "其他程序移送"


def _line(row: Row) -> tuple[CellValue, ...]:
    yellow = row.level == Level.YELLOW
    badge = Clock(ClockState.AMBER if yellow else ClockState.RED, f"{'黄' if yellow else '红'} {row.on:%m-%d}")
    return (CellValue(part=badge), CellValue(title(row), f"/cases/{row.ref}/", row.ref),
            CellValue(rule_title(row.rule), f"{HERE}?rule={row.rule}" if row.rule in standing().rules else ""), CellValue(identity.unit(row.unit).short),
            CellValue(STATES.get(row.state, row.state)), CellValue(f"{row.on:%Y-%m-%d}"))


def book(found: list[Row], today: date) -> HttpResponse:
    """The list as a workbook."""
    heads = tuple(sheets.Column(name, width) for name, width in (
        ("编号", 22), ("级别", 8), ("规则", 30), ("规则版本", 10), ("单位", 24), ("内容", 44), ("所涉", 26), ("发出", 12), ("环节", 14), ("分值", 8),
        ("认定成立", 12)))
    lines = tuple((r.ref, "黄" if r.level == Level.YELLOW else "红", rule_title(r.rule), r.version, identity.unit(r.unit).short, r.said,
                   r.about.partition(":")[2], r.on, STATES.get(r.state, r.state), r.points, r.upheld_on) for r in found)
    above = (f"导出于 {today}" + (f"，只有前 {MOST} 件" if len(found) == MOST else ""),)
    return HttpResponse(sheets.write((sheets.Table("监察信号", heads, lines, above),)), content_type=files.XLSX,
                        headers={"Content-Disposition": f'attachment; filename="signals-{today}.xlsx"'})


ROUTES = (path("signals/", signals),)
