"""The establishment comes out as sheets, and sheets come in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import path

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Form
from yiwang.kernel import clock
from yiwang.systems.ground.directory import establishment, loading
from yiwang.systems.ground.directory.declaring import LOADERS
from yiwang.systems.ground.directory.forms import LOAD, SHEETS
from yiwang.systems.ground.directory.screens import HOME
from yiwang.web.generic import loading as screens
from yiwang.web.generic.loading import Changed, Loading, Preview
from yiwang.web.permits import holding, posts

UPLOAD = Form("directory.upload", "载入机构和人员表", (
    screens.file_field("表格", "用“导出表格”得到的 .xlsx，改过以后传上来；先看差异，再确认。一张表也可以用 .csv。"),), submit="看差异")


def _preview(request: Any, sha256: str) -> Preview:
    book = establishment.named(screens.book_of(request.actor, sha256, name=establishment.CSV))
    found = loading.tried(lines=loading.read(book=book, at=request.at), actor=request.actor, at=request.at)
    return Preview(tuple(Changed(c.title, c.kind, "", c.differences) for c in found.changes), found.refused(), found.base)


def _confirm(request: Any, sha256: str, base: str, key: str, carried: Mapping[str, str]) -> str:
    data = forms.parse(form=LOAD, raw={"sha256": sha256, "base": base}, at=request.at)
    told = cases.run(actor=request.actor, command=LOAD.code, subject=SHEETS, data=data, key=key, at=request.at)
    return f"已载入：新增 {told['new']} 行，改动 {told['changed']} 行。新开通的账号，请在各人的页面重设密码，领取一次性密码。"


LOADING = Loading(
    HOME, UPLOAD, _preview, _confirm, "行", "没有写的行不动。系统管理员载入单位、人员和任职，角色由安全管理员载入同一张表来确认。",
    lambda carried: "马上生效，每一行都有记录")


@holding(*LOADERS)
def export(request: Any) -> HttpResponse:
    """`/directory/sheets/`: units, people and posts as they stand, as a workbook that can be changed and loaded again."""
    on = clock.day(request.at)
    return screens.workbook(establishment.workbook(on), f"directory-{on}.xlsx")


@posts
@holding(*LOADERS)
def load(request: Any) -> HttpResponse:
    """`/directory/load/`: sheets come in."""
    return screens.upload(request, LOADING)


@posts
@holding(*LOADERS)
def preview(request: Any, sha256: str) -> HttpResponse:
    """`/directory/load/<sha256>/`: the differences; a POST says yes."""
    return screens.previewed(request, LOADING, sha256)


ROUTES = (path("sheets/", export), path("load/", load), path("load/<str:sha256>/", preview))
