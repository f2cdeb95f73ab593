"""Files and papers: taking in what a script sends, giving back to whoever may see the case, receipts for the outsider."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import render

from yiwang.engines.cases import api as cases
from yiwang.engines.files import api as files
from yiwang.engines.forms import api as forms
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import NotFound, Refused
from yiwang.kernel.reasons import Reason
from yiwang.web import shells
from yiwang.web.components.basics import Crumbs, Empty, Link
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.components.pages import PublicListPage
from yiwang.web.faces.coded import lets_in
from yiwang.web.generic import compounds
from yiwang.web.generic.case import papers
from yiwang.web.generic.fields import size
from yiwang.web.permits import anyone, citizen, official, posts, signed_in


@posts
@signed_in
def upload(request: Any) -> HttpResponse:
    """`POST /files/`: one file (with `purpose` signature: one that was drawn); answers its id, or in Chinese what to do."""
    for name in request.FILES:
        sent = request.FILES[name]
        try:
            purpose = files.SIGNATURE if request.POST.get("purpose") == files.SIGNATURE else ""
            kept = files.receive(chunks=sent.chunks(), name=sent.name, actor=request.actor, at=request.at, accepts=files.DOCUMENTS, purpose=purpose)
        except Refused as refused:
            return JsonResponse({"error": "".join(r.text for r in refused.reasons)}, status=422)
        except store.Full as full:
            return JsonResponse({"error": str(full)}, status=503)
        return JsonResponse({"id": kept.sha256, "name": kept.name, "size": size(kept.size)})
    return JsonResponse({"error": "没有收到文件，请再选一次。"}, status=422)


@signed_in
def own(request: Any, sha256: str) -> HttpResponse:
    """`/files/<sha256>/`: what one has handed in oneself."""
    kept = files.uploads(actor=request.actor)(sha256)  # under the name this account gave it, not another's
    if kept is None:
        raise NotFound(sha256)
    return sent(kept)


@official
def of_case(request: Any, ref: str, sha256: str) -> HttpResponse:
    """`/cases/<ref>/files/<sha256>/`: a paper or a letter of a case the reader may see."""
    return of_case_or_matter(request, ref, sha256)


@citizen
def of_matter(request: Any, ref: str, sha256: str) -> HttpResponse:
    """`/my/<ref>/files/<sha256>/`: the same for whom it concerns."""
    return of_case_or_matter(request, ref, sha256)


def of_case_or_matter(request: Any, ref: str, sha256: str) -> HttpResponse:
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    names = {p["sha256"]: p["name"] for p in papers(view)} | {d.sha256: f"{d.title} {d.number}.pdf" for d in view.documents if d.made_at}
    if sha256 not in names:
        raise NotFound(sha256)
    return sent(replace(files.stored(sha256=sha256), name=names[sha256]), inline=True)


def sent(file: files.Stored, *, inline: bool = False) -> HttpResponse:
    """A file that whoever asks may have, unless it was found to be bad since."""
    files.given_out(sha256=file.sha256)
    response = FileResponse(files.open(sha256=file.sha256))
    for name, value in files.headers(file, inline=inline).items():
        response.headers[name] = value
    return response


@anyone
def divisions(request: Any) -> HttpResponse:
    """`/divisions/?under=410105`: code and name of the divisions below."""
    return JsonResponse(identity.divisions_below(request.GET.get("under", "")), safe=False)


@official
def handed_in(request: Any, ref: str) -> HttpResponse:
    """`/cases/<ref>/papers/`"""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    rows = tuple(
        (CellValue(p["name"], f"/cases/{ref}/files/{p['sha256']}/"), CellValue(size(p["size"])), CellValue(f"第 {p['n']} 条记录")) for p in papers(view)
    )
    return _listed(request, view, "材料", ("材料", "大小", "随哪条记录交来"), rows, Empty("没有可以看的材料", "材料含个人信息，只有承办和被征询的单位能看。"))


@official
def letters(request: Any, ref: str) -> HttpResponse:
    """`/cases/<ref>/documents/`"""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    erased = any(line.kind is Kind.ERASED for line in view.history)
    rows = tuple(
        (
            CellValue(f"{d.title}", f"/cases/{ref}/files/{d.sha256}/" if d.made_at and not erased else ""),
            CellValue(d.number),
            CellValue(f"{clock.local(d.owed_at):%Y-%m-%d}"),
            CellValue("已删除", note=f"散列值 {d.sha256}") if erased else CellValue("已制作" if d.made_at else "正在制作"),
        )
        for d in view.documents
    )
    return _listed(request, view, "文书", ("文书", "文号", "日期", "状态"), rows, Empty("还没有文书", "受理、补正、决定时自动编号制作。"))


def _listed(request: Any, view: cases.CaseView, title: str, heads: tuple[str, ...], rows: Any, empty: Empty) -> HttpResponse:
    page = ListPage(
        title,
        view.title,
        Crumbs((Link("办件", "/cases/"), Link(view.title, f"/cases/{view.ref}/"), Link(title))),
        table=Table(title, tuple(Column(h) for h in heads), rows, empty),
    )
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, "/cases/"), "page": page})


@citizen
def application(request: Any, ref: str) -> HttpResponse:
    """`/my/<ref>/form/`: what one has handed in."""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    rows = []
    for _, brought in sorted((view.values or {}).items()):
        form = forms.get(brought["form"], brought["version"])
        for field in form.fields:
            answer = brought["answers"].get(field.code)
            if answer in (None, "", []):
                continue
            if field.kind is forms.FieldKind.FILE:
                rows += [(CellValue(field.label), CellValue(one["name"], f"/my/{ref}/files/{one['sha256']}/")) for one in answer]
            else:
                rows.append((CellValue(field.label), CellValue(forms.said(field, answer), part=compounds.picture(field.kind, answer, f"/my/{ref}/files/"))))
    page = PublicListPage(
        Crumbs((Link("我的办件", "/my/"), Link(ref, f"/my/{ref}/"), Link("提交的申请"))),
        "提交的申请和材料",
        table=Table("申请", (Column("填了什么"), Column("内容")), tuple(rows), Empty("没有填写内容")),
    )
    return render(request, "yiwang/pages/public_list.html", {"shell": shells.public(request, "/my/"), "page": page})


@official
def receipt(request: Any, ref: str) -> HttpResponse:
    """`/cases/<ref>/receipt/`"""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    if view.hidden:  # its entries say by number whose it is
        raise Refused(Reason("sealed", "诉求人要求保密，回执由受理的单位下载。"))
    return _receipt(view.ref, view.id)


@anyone
def public_receipt(request: Any, ref: str, code: str) -> HttpResponse:
    """`/verify/receipt/<ref>/<code>/`"""
    if not lets_in(ref, code, request):
        raise NotFound(ref)
    return _receipt(ref, cases.face(ref=ref, at=request.at).id)


def _receipt(ref: str, chain: int) -> HttpResponse:
    found = ledger.receipt(chain=chain)
    response = HttpResponse(json.dumps(found, ensure_ascii=False, indent=1), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="receipt-{ref}.json"'
    return response


@official
def diagram(request: Any, ref: str) -> HttpResponse:
    """`/cases/<ref>/diagram/`: the procedure's diagram, generated from its declaration."""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    response = HttpResponse(cases.bpmn(view.procedure), content_type="application/xml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{view.procedure.code}-v{view.procedure.version}.bpmn"'
    return response
