"""A workbook comes into the library: every difference and every refused line is shown before anything changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from yiwang.engines.cases import api as cases
from yiwang.engines.files import api as files
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Difference, Field, FieldKind, Form
from yiwang.engines.sheets import api as sheets
from yiwang.kernel import clock
from yiwang.kernel.errors import Invalid, Refused
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.services import commands
from yiwang.systems.public.services.roles import ITEM_EDITOR
from yiwang.systems.public.services.rooms import loading
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Crumbs, Empty, Link, Tile, Tiles
from yiwang.web.components.charts import Panel
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage, OfficeFormPage
from yiwang.web.generic import fields
from yiwang.web.generic.said import say
from yiwang.web.generic.uploads import raw, received
from yiwang.web.permits import holding, posts

HERE = "/services/library/"
MOST_SHOWN = 60  # items whose differences one page shows
UPLOAD = Form("services.library_upload", "载入事项", (
    Field("book", "事项表格", FieldKind.FILE, "用“导出表格”得到的 .xlsx，改过以后传上来；先看差异，再确认。", longest=20 * 1024 * 1024,
          accepts=(files.XLSX, files.CSV, files.TEXT), personal=False),
    commands.FROM,
), submit="看差异")


def differences(lines: Sequence[Difference], title: str = "差异") -> Table:
    """Before and after, line by line."""
    rows = tuple((CellValue(d.label), CellValue(d.before or "（没有）"), CellValue(d.after or "（删去）")) for d in lines)
    return Table(title, (Column("项目"), Column("原来", label_on_phone=True), Column("改成", label_on_phone=True)), rows, Empty("没有差异", "内容和现在一样。"))


@posts
@holding(ITEM_EDITOR.code)
def load(request: Any) -> HttpResponse:
    """`/services/library/load/`: a workbook comes in; every difference and every refused line is shown before anything changes."""
    shelf = commands.shelf_of(request.actor, clock.day(request.at))
    values, sent, status = None, {}, 200
    faults: Sequence[Reason] = ()
    if request.method == "POST":
        values = raw(request)
        try:
            sent = received(request, UPLOAD)
            data = forms.parse(form=UPLOAD, raw=values, at=request.at, files=sent, uploads=files.uploads(actor=request.actor))
            return HttpResponseRedirect(f"{HERE}load/{data.answers['book'][0]['sha256']}/?{urlencode({'from': data.answers['from_on']})}")
        except Invalid as wrong:
            faults, status = wrong.reasons, 422
    initial = {commands.FROM.code: forms.Initial(clock.day(request.at).isoformat())}
    shown = forms.view(form=UPLOAD, at=request.at, values=values, initial=initial, errors=faults, uploads=files.uploads(actor=request.actor), files=sent)
    buttons = (Button(UPLOAD.submit, style="primary", busy_text="读取中……"), Button("返回", HERE))
    page = OfficeFormPage("载入表格", request.path, fields.groups(shown, upload_url="/files/"), buttons, Crumbs((Link("事项库", HERE), Link("载入表格"))),
                          f"可以改{_whose(shelf)}的事项。只留要改的行也行，没有写的行不动。", fields.errors(shown), multipart=True)
    return render(request, "yiwang/pages/office_form.html", {"shell": shells.office(request, HERE), "page": page}, status=status)


def _whose(shelf: loading.Shelf) -> str:
    return "、".join(sorted(shelf.mine)) if shelf.mine else "各部门"


@posts
@holding(ITEM_EDITOR.code)
def preview(request: Any, sha256: str) -> HttpResponse:
    """`/services/library/load/<sha256>/?from=`: the differences; a POST says yes. `as=xlsx` gives the refused lines as a table."""
    on = clock.day(request.at)
    shelf = commands.shelf_of(request.actor, on)
    try:
        found = loading.preview(book=commands.book_of(request.actor, sha256), shelf=shelf, on=on, at=request.at)
    except Invalid as wrong:
        return _unread(request, wrong)
    refused = (*found.faults, *(f for c in found.of("refused") for f in c.faults))
    if request.GET.get("as") == "xlsx":
        return book(sheets.write((_report(refused),)), "refused-lines.xlsx")
    alert = None
    if request.method == "POST":
        answers = {"sha256": sha256, "base": str(request.POST.get("base", ""))[:16], "from_on": str(request.POST.get("from", ""))[:10]}
        try:
            data = forms.parse(form=commands.LOAD, raw=answers, at=request.at)
            told = cases.run(actor=request.actor, command=commands.LOAD_ITEMS.code, subject=f"library:{shelf.division}", data=data,
                             key=str(request.POST.get("key", ""))[:64] or uuid4().hex, at=request.at)
            say(request, f"已载入 {told['published']} 项。")
            return HttpResponseRedirect(HERE)
        except Refused as refused_whole:
            alert = Alert("没有载入，什么都没有改", str(refused_whole), "bad")
    return _previewed(request, sha256, found, refused, alert)


def _previewed(request: Any, sha256: str, found: loading.Preview, refused: Sequence[sheets.Fault], alert: Alert | None) -> HttpResponse:
    new, changed, same = found.of("new"), found.of("changed"), found.of("same")
    tiles = Tiles((Tile("新增", str(len(new)), "项"), Tile("改动", str(len(changed)), "项"), Tile("不变", str(len(same)), "项"),
                   Tile("不能载入", str(len(found.of("refused"))), "项")))
    panels = [Panel(c.title, differences(c.differences, c.title), f"改第 {c.version} 版" if c.version else "新增") for c in (*changed, *new)[:MOST_SHOWN]]
    if refused:
        lines = tuple((CellValue(f.sheet), CellValue(str(f.line or "—")), CellValue(f.column or "—"), CellValue(f.text)) for f in refused[:200])
        heads = (Column("工作表"), Column("行", number=True), Column("列"), Column("怎么改"))
        panels.insert(0, Panel("不能载入的行", Table("不能载入的行", heads, lines), f"共 {len(refused)} 处", Link("下载清单", "?as=xlsx")))
    count = len(new) + len(changed)
    start = request.POST.get("from") or request.GET.get("from") or clock.day(request.at).isoformat()
    rest = "，不能载入的行跳过" if refused else ""
    buttons = (Button(f"载入 {count} 项", style="primary", busy_text="载入中……"),) if count else ()
    page = OfficeFormPage(
        "载入前看差异", request.path, (), (*buttons, Button("换一个文件", f"{HERE}load/")),
        Crumbs((Link("事项库", HERE), Link("载入表格", f"{HERE}load/"), Link("差异"))),
        f"确认以后成为新版本，自 {start} 起{rest}。" if count else "这个文件里没有可以载入的改动。", tiles=tiles, panels=tuple(panels), alert=alert,
        hidden=(("base", found.base), ("from", start), ("key", request.POST.get("key") or uuid4().hex)))
    return render(request, "yiwang/pages/office_form.html", {"shell": shells.office(request, HERE), "page": page}, status=409 if alert else 200)


def _unread(request: Any, wrong: Invalid) -> HttpResponse:
    page = ListPage("载入表格", "", Crumbs((Link("事项库", HERE), Link("载入表格", f"{HERE}load/"))), alert=Alert("没有读懂这个文件", str(wrong), "bad"),
                    buttons=(Button("换一个文件", f"{HERE}load/", "primary"),))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": page}, status=422)


def _report(refused: Sequence[sheets.Fault]) -> sheets.Table:
    heads = (sheets.Column("工作表"), sheets.Column("行", 8), sheets.Column("列"), sheets.Column("怎么改", 60))
    return sheets.Table("不能载入的行", heads, tuple((f.sheet, f.line or None, f.column, f.text) for f in refused))


def book(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=files.XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


ROUTES = (path("library/load/", load), path("library/load/<str:sha256>/", preview))
