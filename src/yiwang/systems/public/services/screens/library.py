"""The library for departments: what there is and what lacks, an item with its versions, a section changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Field, FieldKind
from yiwang.engines.registers import api as registers
from yiwang.kernel import clock
from yiwang.kernel.errors import NotFound
from yiwang.systems.public.services import commands
from yiwang.systems.public.services.roles import ITEM_EDITOR
from yiwang.systems.public.services.rooms import catalogue, completeness, loading
from yiwang.systems.public.services.rooms.item_form import ITEM, KINDS
from yiwang.systems.public.services.rooms.library import ITEMS
from yiwang.systems.public.services.screens import sheets
from yiwang.systems.public.services.screens.sheets import HERE
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Crumbs, Empty, Link, Pager, Pair, Pairs, Tag, Tile, Tiles
from yiwang.web.components.charts import Panel
from yiwang.web.components.filters import Filters, Pick
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.generic import command
from yiwang.web.generic.loading import differences, workbook
from yiwang.web.generic.said import done
from yiwang.web.permits import holding, posts

PAGE = 40
STATES = (("lacking", "不完整"), ("unverified", "有待核依据"), ("whole", "完整"), ("stopped", "暂停办理"))

class Shown:
    """An item of the shelf as the list and its page need it."""

    def __init__(self, record: registers.Record, on: date):
        self.record, self.item = record, record.facts["item"]
        self.whole = completeness.whole(self.item)
        self.state = record.standing(on)

    def fits(self, words: str, department: str, kind: str, state: str) -> bool:
        text = f"{self.item['title']} {self.item['code']} {self.item['department']}".casefold()
        found = {"lacking": not self.whole.complete, "unverified": self.whole.unverified > 0, "whole": self.whole.complete,
                 "stopped": self.state is registers.State.SUSPENDED, "": True}
        return (all(word in text for word in words.casefold().split()) and department in ("", self.item["department"]) and kind in ("", self.item["kind"])
                and found.get(state, True))


def shown_on(shelf: loading.Shelf, on: date) -> list[Shown]:
    """Everything of the shelf that may be changed from here."""
    keys = registers.keys(register=ITEMS, start=f"{shelf.division}.")
    found = [Shown(record, on) for key in keys if (record := loading.newest(key)) is not None and "item" in record.facts]
    return [s for s in found if not shelf.mine or s.item["department"] in shelf.mine]


@holding(ITEM_EDITOR.code)
def listing(request: Any) -> HttpResponse:
    """`/services/library/?q=&department=&kind=&state=&page=`; `as=xlsx` gives the same items as a workbook."""
    on = clock.day(request.at)
    shelf = commands.shelf_of(request.actor, on)
    every = shown_on(shelf, on)
    words, department, kind, state = (request.GET.get(n, "")[:60] for n in ("q", "department", "kind", "state"))
    found = [s for s in every if s.fits(words, department, kind, state)]
    if request.GET.get("as") == "xlsx":
        return workbook(loading.workbook(s.item for s in found), f"items-{shelf.division}.xlsx")
    keep = {k: v for k, v in (("q", words), ("department", department), ("kind", kind), ("state", state)) if v}
    page = int(request.GET["page"]) if request.GET.get("page", "").isdecimal() and len(request.GET["page"]) < 4 else 1
    part = found[(page - 1) * PAGE : page * PAGE]
    more = f"?{urlencode({**keep, 'page': page + 1})}" if len(found) > page * PAGE else ""
    pager = Pager(f"共 {len(found)} 项，本页 {len(part)} 项", more, f"?{urlencode({**keep, 'page': page - 1})}" if page > 1 else "")
    names = tuple((n, n) for n in sorted({s.item["department"] for s in every}))
    picks = [Pick("department", "部门", names, department)] if len(names) > 1 else []
    picks += [Pick("kind", "类别", KINDS, kind), Pick("state", "状态", STATES, state)]
    tiles = Tiles((Tile("事项", str(len(every)), "项", url=HERE), Tile("完整", str(sum(s.whole.complete for s in every)), "项", url="?state=whole"),
                   Tile("待核的依据", str(sum(s.whole.unverified for s in every)), "条", url="?state=unverified")))
    buttons = (Button("载入表格", f"{HERE}load/", "primary", "upload"), Button("导出表格", f"?{urlencode({**keep, 'as': 'xlsx'})}", "", "download"))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": ListPage(
        "事项库", "指南、表单、时限、收费和统计都从这里来", tiles=tiles, buttons=buttons, alert=done(request),
        filters=Filters(words, "事项名称、代码", tuple(picks), clear=HERE if keep else ""), table=_table(part, pager))})


def _table(shown: Sequence[Shown], pager: Pager) -> Table:
    rows = tuple(
        (CellValue(s.item["title"], f"{HERE}{s.record.key}/", s.item["code"]), CellValue(s.item["department"]), CellValue(dict(KINDS)[s.item["kind"]]),
         CellValue(f"{s.item['promised_days']} / {s.item['legal_days']}"), CellValue(str(len(s.item.get("materials", ())))), _state(s),
         CellValue(f"第 {s.record.version} 版", "", f"{s.record.valid_from:%Y-%m-%d} 起"))
        for s in shown)
    columns = (Column("事项"), Column("部门"), Column("类别"), Column("承诺 / 法定", number=True), Column("材料", number=True), Column("状态"), Column("版本"))
    return Table("事项", columns, rows, Empty("没有这样的事项", "换一个词，或者清除条件再看。"), pager)


def _state(s: Shown) -> CellValue:
    if s.state is registers.State.SUSPENDED:
        return CellValue("暂停办理")
    note = f"待核 {s.whole.unverified} 条" if s.whole.unverified else ""
    return CellValue("完整" if s.whole.complete else f"缺{'、'.join(s.whole.lacks[:3])}", note=note)


def _mine(request: Any, key: str) -> tuple[loading.Shelf, Shown]:
    """An item this official may change. Raises NotFound for every other."""
    on = clock.day(request.at)
    shelf, record = commands.shelf_of(request.actor, on), loading.newest(key)
    if record is None or "item" not in record.facts or not key.startswith(f"{shelf.division}."):
        raise NotFound(key)
    shown = Shown(record, on)
    if shelf.mine and shown.item["department"] not in shelf.mine:
        raise NotFound(key)
    return shelf, shown


@holding(ITEM_EDITOR.code)
def item(request: Any, key: str) -> HttpResponse:
    """`/services/library/<key>/`: section by section, what lacks, every version with what it changed."""
    _, shown = _mine(request, key)
    panels = tuple(p for number, (title, codes) in enumerate(commands.SECTIONS.items()) for p in _section(shown, number, title, codes))
    stopped = shown.state is registers.State.SUSPENDED
    turn = Button("恢复办理", f"{HERE}{key}/resume/") if stopped else Button("暂停办理", f"{HERE}{key}/stop/")
    sheet = f"{HERE}?{urlencode({'q': shown.item['code'], 'as': 'xlsx'})}"
    buttons = (Button("看指南", f"/services/{key}/", "", "eye"), Button("导出这一项", sheet, "", "download"), turn)
    lacks = Pairs((Pair("还缺", "、".join(shown.whole.lacks) or "不缺"), Pair("待核的依据", f"{shown.whole.unverified} 条")), grid=True)
    note = f"{shown.item['department']}　{shown.item['code']}　第 {shown.record.version} 版"
    page = ListPage(
        shown.item["title"], note, Crumbs((Link("事项库", HERE), Link(shown.item["title"]))), buttons=buttons, panels=panels,
        side=(Panel("完整度", lacks), _versions(key)),
        alert=done(request) or (Alert("暂停办理中", "公众不能申请。恢复前请核对内容。", "warn") if stopped else None))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": page})


def _section(shown: Shown, number: int, title: str, codes: Sequence[str]) -> list[Panel]:
    """One section: single answers as pairs, a group as a table of its own."""
    declared = [ITEM.field(code) for code in codes]
    change = Link("改这一部分", f"{HERE}{shown.record.key}/edit/{number}/")
    plain = tuple(Pair(f.label, _said(f, shown.item.get(f.code))) for f in declared if f.kind is not FieldKind.ROWS)
    panels = [Panel(title, Pairs(plain, grid=True), link=change)] if plain else []
    return panels + [Panel(f.label, _group(f, shown.item.get(f.code, ())), link=change) for f in declared if f.kind is FieldKind.ROWS]


def _group(group: Field, rows: Sequence[Mapping[str, Any]]) -> Table:
    """A group's rows, without the questions nobody answered. What nobody has read yet says so."""
    asked = [f for f in group.fields if f.code != "checked" and any(row.get(f.code) not in (None, "", ()) for row in rows)]
    lines = tuple((*(_cell(f, row.get(f.code)) for f in asked), *((_checked(row),) if "checked" in row else ())) for row in rows)
    heads = [Column(f.label, number=f.kind in (FieldKind.NUMBER, FieldKind.MONEY)) for f in asked]
    heads += [Column("核对")] if rows and "checked" in rows[0] else []
    return Table(group.label, tuple(heads), lines, Empty(f"还没有填{group.label}", group.help))


def _cell(field: Field, value: Any) -> CellValue:
    """A question of the catalogue says what it asks, beside its code."""
    known = catalogue.questions().get(str(value)) if field.code == "field" else None
    return CellValue(known.label, note=str(value)) if known else CellValue(_said(field, value))


def _checked(row: Mapping[str, Any]) -> CellValue:
    return CellValue("已核") if row["checked"] else CellValue(part=Tag("待核", "outline"))


def _said(field: Field, value: Any) -> str:
    return "—" if value in (None, "", ()) else forms.said(field, value)


def _versions(key: str) -> Panel:
    """Every version, newest first, with what it changed."""
    held = registers.history(register=ITEMS, key=key)
    rows = []
    for record, before in zip(held, [*held[1:], None], strict=True):
        changed = forms.differences(form=ITEM, before=before.facts.get("item") if before else None, after=record.facts["item"]) if before else ()
        what = "、".join(dict.fromkeys(d.label.partition(" · ")[0] for d in changed)) if before else "首次发布"
        link = f"{HERE}{key}/versions/{record.version}/"
        rows.append((CellValue(f"第 {record.version} 版", link), CellValue(f"{record.valid_from:%Y-%m-%d} 起"), CellValue(what)))
    return Panel("版本", Table("版本", (Column("版本"), Column("自何日"), Column("改了什么")), tuple(rows)))


@holding(ITEM_EDITOR.code)
def version(request: Any, key: str, number: int) -> HttpResponse:
    """`/services/library/<key>/versions/<n>/`: what a version changed, line by line."""
    _, shown = _mine(request, key)
    held = {r.version: r for r in registers.history(register=ITEMS, key=key)}
    if number not in held:
        raise NotFound(key)
    before = held[number - 1].facts["item"] if number - 1 in held else None
    lines = forms.differences(form=ITEM, before=before, after=held[number].facts["item"])
    page = ListPage(f"{shown.item['title']} 第 {number} 版", f"{held[number].valid_from:%Y-%m-%d} 起",
                    Crumbs((Link("事项库", HERE), Link(shown.item["title"], f"{HERE}{key}/"), Link(f"第 {number} 版"))), table=differences(lines))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": page})


@posts
@holding(ITEM_EDITOR.code)
def edit(request: Any, key: str, number: int) -> HttpResponse:
    """`/services/library/<key>/edit/<section>/`: one section, a new version from a day on."""
    if number >= len(commands.SECTIONS):
        raise NotFound(key)
    _, shown = _mine(request, key)
    form = commands.section_form(number)
    values = {f.code: shown.item[f.code] for f in form.fields if f.code in shown.item} | {commands.FROM.code: clock.day(request.at).isoformat()}
    return command.screen(request, commands.EDIT_ITEM.code, command.Place(
        registers.subject(ITEMS, key), (Link("事项库", HERE), Link(shown.item["title"], f"{HERE}{key}/")), f"{HERE}{key}/",
        f"{shown.item['title']}：{form.title}。保存成新版本，以前受理的办件不变。", HERE, form, values, rests=True))


@posts
@holding(ITEM_EDITOR.code)
def stop(request: Any, key: str) -> HttpResponse:
    """`/services/library/<key>/stop/`"""
    return _turn(request, key, commands.STOP_ITEM.code)


@posts
@holding(ITEM_EDITOR.code)
def resume(request: Any, key: str) -> HttpResponse:
    """`/services/library/<key>/resume/`"""
    return _turn(request, key, commands.RESUME_ITEM.code)


def _turn(request: Any, key: str, code: str) -> HttpResponse:
    _, shown = _mine(request, key)
    way = (Link("事项库", HERE), Link(shown.item["title"], f"{HERE}{key}/"))
    return command.screen(request, code, command.Place(registers.subject(ITEMS, key), way, f"{HERE}{key}/", current=HERE, rests=True))


ROUTES = (
    path("library/", listing), *sheets.ROUTES, path("library/<str:key>/", item),
    path("library/<str:key>/edit/<int:number>/", edit), path("library/<str:key>/versions/<int:number>/", version),
    path("library/<str:key>/stop/", stop), path("library/<str:key>/resume/", resume),
)
