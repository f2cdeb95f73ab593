"""A spreadsheet comes in: every difference and every refused line is shown before anything changes; a yes applies exactly what was shown.

A system says which sheet, what it would change and how it is done. The file is kept by its hash, so that the page of differences is an address.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from yiwang.engines.files import api as files
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Difference, Field, FieldKind, Form
from yiwang.engines.sheets import api as sheets
from yiwang.kernel import canonical
from yiwang.kernel.errors import Invalid, NotFound, Refused
from yiwang.kernel.reasons import Reason
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Crumbs, Empty, Link, Tile, Tiles
from yiwang.web.components.charts import Panel
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage, OfficeFormPage
from yiwang.web.generic import fields
from yiwang.web.generic.said import say
from yiwang.web.generic.uploads import raw, received

MOST_SHOWN, MOST_REFUSED = 60, 200  # records and lines that one page shows; the sheets have all
HEADS = (sheets.Column("工作表"), sheets.Column("行", 8), sheets.Column("列"), sheets.Column("怎么改", 60))
LINES = (sheets.Column("哪一项", 30), sheets.Column("项目"), sheets.Column("原来", 40), sheets.Column("改成", 40))


@dataclass(frozen=True, slots=True)
class Changed:
    """What would become of one record. `kind`: new, changed, same or refused."""

    title: str
    kind: str
    note: str = ""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would change and what of it may not be. Another `base` at the moment of the yes means that something changed in between."""

    changes: tuple[Changed, ...]
    refused: tuple[sheets.Fault, ...]
    base: str

    def of(self, *kinds: str) -> tuple[Changed, ...]:
        return tuple(c for c in self.changes if c.kind in kinds)


@dataclass(frozen=True, slots=True)
class Loading:
    """How a sheet comes in: where its pages lie, what is asked besides the file, what it would change, and the change.

    `carries`: a name of the preview's address → the upload's field it stands for. `confirm(request, sha256, base, key, carried)` says what was done.
    """

    home: Link
    form: Form
    preview: Callable[[Any, str], Preview]
    confirm: Callable[[Any, str, str, str, Mapping[str, str]], str]
    unit: str = "项"
    note: str = ""
    says: Callable[[Mapping[str, str]], str] = lambda carried: ""
    carries: Mapping[str, str] = field(default_factory=dict)
    initial: Callable[[Any], Mapping[str, forms.Initial]] = lambda request: {}

    @property
    def here(self) -> str:
        return f"{self.home.url}load/"


def file_field(label: str, help: str) -> Field:
    """The question for the file."""
    return Field("book", label, FieldKind.FILE, help, longest=20 * 1024 * 1024, accepts=(files.XLSX, files.CSV, files.TEXT), personal=False)


def book_of(actor: Any, sha256: str, *, name: str) -> sheets.Book:
    """The file somebody uploaded, `name` the sheet's title when it is a CSV. Raises NotFound for who may not use it, Invalid for what is no spreadsheet."""
    stored = files.uploads(actor=actor)(sha256)
    if stored is None:
        raise NotFound(sha256)
    with files.open(sha256=sha256) as blob:
        return sheets.read(blob.read(), name=name)


def base_of(seen: object) -> str:
    """What stands for all that a page showed."""
    return hashlib.sha256(canonical.text(seen).encode()).hexdigest()[:16]


def stale(what: str) -> Refused:
    """Refuses a yes to what is not so any more; the page shows what is."""
    return Refused(Reason("changed-meanwhile", f"预览以后有人改过{what}。下面是新的差异，请看过再确认。"))


def differences(lines: Sequence[Difference], title: str = "差异") -> Table:
    """Before and after, line by line."""
    rows = tuple((CellValue(d.label), CellValue(d.before or "（没有）"), CellValue(d.after or "（删去）")) for d in lines)
    return Table(title, (Column("项目"), Column("原来", label_on_phone=True), Column("改成", label_on_phone=True)), rows, Empty("没有差异", "内容和现在一样。"))


def workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=files.XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def upload(request: Any, it: Loading) -> HttpResponse:
    """The page that takes the file; what is right leads on to its differences."""
    values, sent, status = None, {}, 200
    faults: Sequence[Reason] = ()
    if request.method == "POST":
        values = raw(request)
        try:
            sent = received(request, it.form)
            data = forms.parse(form=it.form, raw=values, at=request.at, files=sent, uploads=files.uploads(actor=request.actor))
            carried = {name: data.answers[code] for name, code in it.carries.items()}
            return HttpResponseRedirect(f"{it.here}{data.answers['book'][0]['sha256']}/" + (f"?{urlencode(carried)}" if carried else ""))
        except Invalid as wrong:
            faults, status = wrong.reasons, 422
    shown = forms.view(form=it.form, at=request.at, values=values, initial=it.initial(request), errors=faults, uploads=files.uploads(actor=request.actor),
                       files=sent)
    buttons = (Button(it.form.submit, style="primary", busy_text="读取中……"), Button("返回", it.home.url))
    page = OfficeFormPage("载入表格", request.path, fields.groups(shown, upload_url="/files/"), buttons, Crumbs((it.home, Link("载入表格"))), it.note,
                          fields.errors(shown), multipart=True)
    return render(request, "yiwang/pages/office_form.html", {"shell": shells.office(request, it.home.url), "page": page}, status=status)


def previewed(request: Any, it: Loading, sha256: str) -> HttpResponse:
    """The differences; a POST says yes. `as=xlsx` gives the refused lines as a sheet, `as=differences` every difference."""
    carried = {name: str((request.POST if request.method == "POST" else request.GET).get(name, ""))[:40] for name in it.carries}
    alert = None
    if request.method == "POST":
        key = str(request.POST.get("key", ""))[:64] or uuid4().hex
        try:
            say(request, it.confirm(request, sha256, str(request.POST.get("base", ""))[:16], key, carried))
            return HttpResponseRedirect(it.home.url)
        except Refused as refused:
            alert = Alert("没有载入，什么都没有改", str(refused), "bad")
    try:
        found = it.preview(request, sha256)
    except Invalid as wrong:
        return _unread(request, it, wrong)
    if (wanted := request.GET.get("as")) in ("xlsx", "differences"):
        return _sheet(found, wanted)
    return _drawn(request, it, found, carried, alert)


def _sheet(found: Preview, wanted: str) -> HttpResponse:
    if wanted == "xlsx":
        lines: tuple[tuple[object, ...], ...] = tuple((f.sheet, f.line or None, f.column, f.text) for f in found.refused)
        return workbook(sheets.write((sheets.Table("不能载入的行", HEADS, lines),)), "refused-lines.xlsx")
    rows = tuple((c.title, d.label, d.before, d.after) for c in found.of("new", "changed") for d in c.differences)
    return workbook(sheets.write((sheets.Table("差异", LINES, rows),)), "differences.xlsx")


def _drawn(request: Any, it: Loading, found: Preview, carried: Mapping[str, str], alert: Alert | None) -> HttpResponse:
    changed, count = (*found.of("changed"), *found.of("new")), len(found.of("changed", "new"))
    tiles = Tiles((Tile("新增", str(len(found.of("new"))), it.unit), Tile("改动", str(len(found.of("changed"))), it.unit),
                   Tile("不变", str(len(found.of("same"))), it.unit), Tile("不能载入", str(len(found.refused)), "处")))
    panels = [Panel(c.title, differences(c.differences, c.title), c.note or {"new": "新增"}.get(c.kind, "改动")) for c in changed[:MOST_SHOWN]]
    if found.refused:
        panels.insert(0, _refused(found.refused))
    if count > MOST_SHOWN:
        panels.append(Panel(f"还有 {count - MOST_SHOWN} {it.unit}", Empty("这一页只列前面的", "下载的表格里是全部差异，请看过再确认。"), "",
                            Link("下载全部差异", "?as=differences")))
    buttons = (Button(f"载入 {count} {it.unit}", style="primary", busy_text="载入中……"),) if count else ()
    rest = "不能载入的跳过。" if found.refused else ""
    note = f"确认以后{it.says(carried)}。{rest}" if count else "没有变化：这个文件里没有可以载入的改动。"
    page = OfficeFormPage(
        "载入前看差异", request.path, (), (*buttons, Button("换一个文件", it.here)), Crumbs((it.home, Link("载入表格", it.here), Link("差异"))), note,
        tiles=tiles, panels=tuple(panels), alert=alert,
        hidden=(("base", found.base), *carried.items(), ("key", uuid4().hex if alert else request.POST.get("key") or uuid4().hex)))
    return render(request, "yiwang/pages/office_form.html", {"shell": shells.office(request, it.home.url), "page": page}, status=409 if alert else 200)


def _refused(refused: Sequence[sheets.Fault]) -> Panel:
    """The lines that may not be, each with its place and what to do."""
    lines = tuple((CellValue(f.sheet), CellValue(str(f.line or "—")), CellValue(f.column or "—"), CellValue(f.text)) for f in refused[:MOST_REFUSED])
    heads = (Column("工作表"), Column("行", number=True), Column("列"), Column("怎么改"))
    return Panel("不能载入的行", Table("不能载入的行", heads, lines), f"共 {len(refused)} 处", Link("下载清单", "?as=xlsx"))


def _unread(request: Any, it: Loading, wrong: Invalid) -> HttpResponse:
    page = ListPage("载入表格", "", Crumbs((it.home, Link("载入表格", it.here))), alert=Alert("没有读懂这个文件", str(wrong), "bad"),
                    buttons=(Button("换一个文件", it.here, "primary"),))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, it.home.url), "page": page}, status=422)
