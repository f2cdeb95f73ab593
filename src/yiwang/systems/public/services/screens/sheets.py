"""A department's workbook comes into the library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import path

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Form
from yiwang.kernel import clock
from yiwang.systems.public.services import commands
from yiwang.systems.public.services.roles import ITEM_EDITOR
from yiwang.systems.public.services.rooms import loading
from yiwang.web.components.basics import Link
from yiwang.web.generic import loading as screens
from yiwang.web.generic.loading import Changed, Loading, Preview
from yiwang.web.permits import holding, posts

HERE = "/services/library/"
UPLOAD = Form("services.library_upload", "载入事项", (
    screens.file_field("事项表格", "用“导出表格”得到的 .xlsx，改过以后传上来；先看差异，再确认。"), commands.FROM), submit="看差异")


@posts
@holding(ITEM_EDITOR.code)
def load(request: Any) -> HttpResponse:
    """`/services/library/load/`: a workbook comes in."""
    return screens.upload(request, _loading(request))


@posts
@holding(ITEM_EDITOR.code)
def preview(request: Any, sha256: str) -> HttpResponse:
    """`/services/library/load/<sha256>/?from=`: the differences; a POST says yes."""
    return screens.previewed(request, _loading(request), sha256)


def _loading(request: Any) -> Loading:
    mine = commands.shelf_of(request.actor, clock.day(request.at)).mine
    return Loading(
        Link("事项库", HERE), UPLOAD, _preview, _confirm, note=f"可以改{'、'.join(sorted(mine)) or '各部门'}的事项。只留要改的行也行，没有写的行不动。",
        says=lambda carried: f"成为新版本，自 {carried['from']} 起", carries={"from": commands.FROM.code},
        initial=lambda asked: {commands.FROM.code: forms.Initial(clock.day(asked.at).isoformat())})


def _preview(request: Any, sha256: str) -> Preview:
    on = clock.day(request.at)
    found = loading.preview(book=commands.book_of(request.actor, sha256), shelf=commands.shelf_of(request.actor, on), on=on, at=request.at)
    shown = tuple(Changed(c.title, c.kind, f"改第 {c.version} 版" if c.version else "", c.differences) for c in found.changes)
    return Preview(shown, (*found.faults, *(f for c in found.of("refused") for f in c.faults)), found.base)


def _confirm(request: Any, sha256: str, base: str, key: str, carried: Mapping[str, str]) -> str:
    shelf = commands.shelf_of(request.actor, clock.day(request.at))
    data = forms.parse(form=commands.LOAD, raw={"sha256": sha256, "base": base, "from_on": carried["from"]}, at=request.at)
    told = cases.run(actor=request.actor, command=commands.LOAD_ITEMS.code, subject=f"library:{shelf.division}", data=data, key=key, at=request.at)
    return f"已载入 {told['published']} 项。"


ROUTES = (path("library/load/", load), path("library/load/<str:sha256>/", preview))
