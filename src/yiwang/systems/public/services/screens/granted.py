"""What was granted, for anybody to read and take along (行政许可法 第四十条)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from yiwang.engines.calendar import api as calendar
from yiwang.engines.files import api as files
from yiwang.engines.identity import api as identity
from yiwang.engines.registers.types import State
from yiwang.engines.sheets import api as sheets
from yiwang.kernel import clock
from yiwang.systems.public.services.rooms import granted, guides, library
from yiwang.systems.public.services.rooms.granted import Grant, Wanted
from yiwang.web import shells
from yiwang.web.components.basics import Button, Chips, Crumbs, Empty, Link, Pager, Tag
from yiwang.web.components.filters import Filters, Pick
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.pages import PublicListPage
from yiwang.web.permits import anyone

HERE, PAGE = "/services/grants/", 20
COUNTED, TAKEN = 10_000, 5_000  # counted and taken along at most: nobody asks for everything at a stroke
MONTHS = 36
NAMES = ("area", "q", "unit", "item", "month")
HEADS = ("证件编号", "事项", "许可内容", "持证人", "发证机关", "决定日期", "有效期至", "状态")


@anyone
def grants(request: Any) -> HttpResponse:
    """`/services/grants/?area=&q=&unit=&item=&month=2026-11&after=`; `as=xlsx` and `as=csv` give the same as a file."""
    asked = {name: request.GET.get(name, "").strip()[:60] for name in NAMES}
    today, wanted = clock.day(request.at), _wanted(asked)
    if request.GET.get("as") in ("xlsx", "csv"):
        return _taken(wanted, asked, today, request.GET["as"])
    keep = {name: value for name, value in asked.items() if value}
    found, after = granted.page(wanted, after=request.GET.get("after", "")[:40], limit=PAGE)
    count = granted.counted(wanted, COUNTED + 1)
    shown = f"共 {count} 条" if count <= COUNTED else f"共 {COUNTED} 多条"
    pager = Pager(f"{shown}，本页 {len(found)} 条", f"?{urlencode({**keep, 'after': after})}" if after else "",
                  f"?{urlencode(keep)}" if request.GET.get("after") else "")
    heads = (Column("证件编号、持证人"), Column("许可事项"), Column("发证机关"),
             Column("决定日期", number=True, label_on_phone=True), Column("有效期至", number=True, label_on_phone=True), Column("状态"))
    empty = Empty("没有这样的许可", "换个词，或者清除条件再看；刚作出的决定几分钟内公布。")
    table = Table("许可公示", heads, tuple(_row(g, today) for g in found), empty, pager)
    files_ = tuple(Button(f"下载 {kind.upper()}", f"?{urlencode({**keep, 'as': kind})}", size="small") for kind in ("xlsx", "csv")) if found else ()
    page = PublicListPage(
        Crumbs((Link("首页", "/"), Link("许可公示"))), "许可公示",
        "准予行政许可的决定都在这里，谁都可以查。个人的姓名隐去；点编号可以核验证件。", chips=_areas(asked["area"]), table=table, buttons=files_,
        filters=Filters(asked["q"], "证件编号、事项、单位名称", _picks(asked, today), (("area", asked["area"]),) if asked["area"] else (),
                        f"?{urlencode({'area': asked['area']})}" if set(keep) - {"area"} else ""))
    return render(request, "yiwang/pages/public_list.html", {"shell": shells.public(request, HERE), "page": page})


def _wanted(asked: Mapping[str, str]) -> Wanted:
    """What does not exist narrows to nothing of the kind: a page is never an error because of its address."""
    first = _month(asked["month"])
    unit = int(asked["unit"]) if asked["unit"].isdecimal() and len(asked["unit"]) < 12 else 0
    return Wanted(asked["area"], unit, asked["item"], first, calendar.months_on(first, 1) - timedelta(days=1) if first else None, asked["q"])


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _areas(chosen: str) -> Chips:
    return Chips((Link("全部", HERE, current=not chosen), *guides.areas(chosen).links), label="区县")


def _picks(asked: Mapping[str, str], today: date) -> tuple[Pick, ...]:
    """Units and items of the division that was chosen, and the months there are."""
    items = [i for i in library.offered(asked["area"]) if i.permit and not i.secret] if asked["area"] else []
    units = sorted({i.unit for i in items})
    of = [identity.unit_by_code(code) for code in units]
    own = [i for i in items if not asked["unit"] or str(identity.unit_by_code(i.unit).id) == asked["unit"]]
    picks = [Pick("unit", "发证机关", tuple((str(u.id), u.short) for u in of), asked["unit"]),
             Pick("item", "事项", tuple((i.key, i.title) for i in own), asked["item"])] if items else []
    return *picks, Pick("month", "决定月份", tuple(_months(today)), asked["month"])


def _months(today: date) -> list[tuple[str, str]]:
    first, here, found = granted.since() or today, today.replace(day=1), list[tuple[str, str]]()
    while here >= first.replace(day=1) and len(found) < MONTHS:
        found.append((f"{here:%Y-%m}", f"{here.year} 年 {here.month} 月"))
        here = (here - timedelta(days=1)).replace(day=1)
    return found


def _state(grant: Grant, today: date) -> State:
    over = grant.state is State.VALID and grant.until is not None and grant.until < today
    return State.EXPIRED if over else grant.state


def _what(grant: Grant) -> str:
    return f"准予{library.WORDS[grant.handling]}" if grant.handling in library.WORDS else "准予许可"


def _row(grant: Grant, today: date) -> tuple[CellValue, ...]:
    state = _state(grant, today)
    return (
        CellValue(grant.number, f"/verify/{quote(grant.number)}/", grant.holder), CellValue(grant.title, note=_what(grant)),
        CellValue(identity.unit(grant.unit).name), CellValue(f"{grant.on:%Y-%m-%d}"), CellValue(f"{grant.until:%Y-%m-%d}" if grant.until else "长期"),
        CellValue(part=Tag(state.word, "blue" if state is State.VALID else "outline")))


def _taken(wanted: Wanted, asked: Mapping[str, str], today: date, kind: str) -> HttpResponse:
    found, more = granted.page(wanted, limit=TAKEN)
    rows = tuple((g.number, g.title, _what(g), g.holder, identity.unit(g.unit).name, g.on, g.until or "长期", _state(g, today).word) for g in found)
    cut = f"；只取最近的 {TAKEN} 条，请按月份、单位缩小范围" if more else ""
    heads = tuple(sheets.Column(head, width) for head, width in zip(HEADS, (26, 30, 14, 26, 30, 14, 14, 10), strict=True))
    table = sheets.Table("许可公示", heads, rows, (f"许可公示，{today:%Y-%m-%d} 的状态，{len(rows)} 条{cut}",))
    content = sheets.write((table,)) if kind == "xlsx" else sheets.write_csv(table)
    answer = HttpResponse(content, content_type=files.XLSX if kind == "xlsx" else "text/csv; charset=utf-8")
    place = "-".join(value for name in ("area", "month") if (value := asked[name]) and value.replace("-", "").isalnum() and value.isascii())
    answer.headers["Content-Disposition"] = f'attachment; filename="grants{f"-{place}" if place else ""}.{kind}"'
    return answer


ROUTES = (path("grants/", grants),)
