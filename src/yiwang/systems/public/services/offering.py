"""What can be done here: everything a county or the city offers, found by words, by theme, by whom it serves and by department."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.engines.identity import api as identity
from yiwang.systems.public.services.rooms import guides
from yiwang.systems.public.services.rooms.library import Bundle, ServiceItem
from yiwang.web import shells
from yiwang.web.components.basics import Crumbs, Empty, Link, Pager
from yiwang.web.components.filters import Filters, Pick
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.pages import PublicListPage
from yiwang.web.permits import anyone

HERE, PAGE = "/services/", 20
NAMES = ("q", "theme", "serves", "unit")


@anyone
def index(request: Any) -> HttpResponse:
    """`/services/?area=410105&q=&theme=&serves=&unit=&page=`: bundles first, then items."""
    area = request.GET.get("area", guides.DEFAULT_AREA)[:12]
    chosen = {name: request.GET.get(name, "").strip()[:40] for name in NAMES}
    every, bundles = guides.items(area), guides.bundles(area)
    found: list[Bundle | ServiceItem] = [*(b for b in bundles if _bundle_fits(b, chosen)), *(i for i in every if _fits(i, chosen))]
    page = int(request.GET["page"]) if request.GET.get("page", "").isdecimal() and len(request.GET["page"]) < 4 else 1
    keep = {"area": area, **{name: value for name, value in chosen.items() if value}}
    part = found[(page - 1) * PAGE : page * PAGE]
    more = f"?{urlencode({**keep, 'page': page + 1})}" if len(found) > page * PAGE else ""
    pager = Pager(f"共 {len(found)} 项，本页 {len(part)} 项", more, f"?{urlencode({**keep, 'page': page - 1})}" if page > 1 else "")
    empty = Empty("没有找到这样的事项", "换个说法，或者清除条件；还是没有的，看看市里的事项，或拨 12345。")
    table = Table("事项", (Column("办什么"), Column("谁来办"), Column("承诺时限")), tuple(_row(one) for one in part), empty, pager)
    filters = Filters(chosen["q"], "您要办什么？", _picks(every, chosen), (("area", area),), f"?{urlencode({'area': area})}" if len(keep) > 1 else "")
    return render(request, "yiwang/pages/public_list.html", {"shell": shells.public(request, HERE), "page": PublicListPage(
        Crumbs((Link("首页", "/"), Link("政务服务"))), "政务服务", f"先选您要办的事；几个部门的事，填一张表一起办。{_online(every)}",
        chips=guides.areas(area), table=table, filters=filters)})


def _online(items: Sequence[ServiceItem]) -> str:
    """How much of it needs no way to a counter."""
    whole = sum(i.depth == "全程网办" for i in items)
    return f"{len(items)} 项里有 {whole} 项（{whole * 100 // len(items)}%）能全程网办。" if items else ""


def _picks(items: Sequence[ServiceItem], chosen: dict[str, str]) -> tuple[Pick, ...]:
    themes = sorted({t for i in items for t in i.themes})
    serves = sorted({s for i in items for s in i.serves})
    units = sorted({i.unit for i in items})
    return (Pick("theme", "主题", tuple((t, t) for t in themes), chosen["theme"]), Pick("serves", "谁来办", tuple((s, s) for s in serves), chosen["serves"]),
            Pick("unit", "部门", tuple((u, identity.unit_by_code(u).short) for u in units), chosen["unit"]))


def _fits(item: ServiceItem, chosen: dict[str, str]) -> bool:
    text = f"{item.title}{item.result}{''.join(item.themes)}{identity.unit_by_code(item.unit).name}".casefold()
    return (all(word in text for word in chosen["q"].casefold().split()) and chosen["theme"] in ("", *item.themes)
            and chosen["serves"] in ("", *item.serves) and chosen["unit"] in ("", item.unit))


def _bundle_fits(bundle: Bundle, chosen: dict[str, str]) -> bool:
    """A bundle is found by its own words, and by what one of its items is found by."""
    if chosen["q"] and all(word in (bundle.title + bundle.summary).casefold() for word in chosen["q"].casefold().split()):
        return any(_fits(i, {**chosen, "q": ""}) for i in bundle.items)
    return any(_fits(i, chosen) for i in bundle.items)


def _row(one: Bundle | ServiceItem) -> tuple[CellValue, ...]:
    if isinstance(one, Bundle):
        days = max(i.days for i in one.items)
        count = CellValue(f"{len(one.items)} 个事项，一张表", note="一件事")
        return CellValue(one.title, f"{HERE}{one.key}/", one.summary), count, CellValue(f"{days} 个工作日")
    return (CellValue(one.title, f"{HERE}{one.key}/", "、".join(one.serves)), CellValue(identity.unit_by_code(one.unit).short),
            CellValue("当场办结" if one.days <= 1 and one.legal_days <= 1 else f"{one.days} 个工作日", note=one.depth))
