"""Pages of its own: what can be done here, the guide of an item or a bundle (generated from the items), the application."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import path

from yiwang.engines.cases import api as cases
from yiwang.engines.files import api as files
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Form
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.kernel.errors import Invalid, NotFound, Refused
from yiwang.systems.public.services.rooms import applying, guides, library
from yiwang.systems.public.services.rooms.library import Bundle, ServiceItem
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Crumbs, Empty, Link
from yiwang.web.components.fields import Draft
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.pages import FormPage, PublicListPage
from yiwang.web.generic import fields
from yiwang.web.generic.uploads import raw, received
from yiwang.web.permits import anyone, citizen, posts

HERE = "/services/"


def _asked(key: str) -> tuple[str, tuple[ServiceItem, ...], Form, Bundle | None]:
    """What a key means: one item, or a bundle of several. Raises NotFound."""
    try:
        bundle = library.bundle(key)
        return bundle.title, bundle.items, applying.form_of_bundle(bundle), bundle
    except NotFound:
        item = library.item(key)
        return item.title, (item,), applying.form_of_item(item.key, item.version), None


@anyone
def index(request: Any) -> HttpResponse:
    """`/services/?area=410105&theme=…`: bundles first, then items."""
    area = request.GET.get("area", guides.DEFAULT_AREA)
    rows = [(CellValue(b.title, f"{HERE}{b.key}/", b.summary), CellValue(f"{len(b.items)} 个事项，一张表"), CellValue("一件事")) for b in guides.bundles(area)]
    rows += [
        (
            CellValue(i.title, f"{HERE}{i.key}/", "、".join(i.serves)),
            CellValue(identity.unit_by_code(i.unit).short),
            CellValue(f"{i.promised.get('decide', 20)} 个工作日"),
        )
        for i in guides.items(area)
    ]
    table = Table(
        "事项", (Column("办什么"), Column("谁来办"), Column("承诺时限")), tuple(rows), Empty("这个区县还没有发布事项", "换一个区县看看，或拨 12345。")
    )
    return render(
        request,
        "yiwang/pages/public_list.html",
        {
            "shell": shells.public(request, HERE),
            "page": PublicListPage(
                Crumbs((Link("首页", "/"), Link("政务服务"))),
                "政务服务",
                "先选您要办的事；几个部门的事，填一张表一起办。",
                chips=guides.areas(area),
                table=table,
            ),
        },
    )


@anyone
def guide(request: Any, key: str) -> HttpResponse:
    """`/services/<key>/`: generated from the items, so that guide and process cannot disagree."""
    title, items, _, bundle = _asked(key)
    page = guides.page(title=title, key=key, items=items, bundle=bundle, asked=request.GET, today=clock.day(request.at))
    return render(request, "yiwang/pages/guide.html", {"shell": shells.public(request, HERE), "page": page})


@posts
@citizen
def apply(request: Any, key: str) -> HttpResponse:
    """`/services/<key>/apply/`: one form for all, saved as one types."""
    title, items, form, _ = _asked(key)
    actor = request.actor
    initial = forms.blank(form=form, actor=actor, lookup=_lookup)
    uploads = files.uploads(actor=actor)
    draft = forms.draft(actor=actor, form=form, at=request.at, subject=key)
    values, faults, sent, status, alert = None, (), {}, 200, None
    if request.method == "POST":
        values = raw(request)
        if "remove" in request.POST:
            forms.save_draft(actor=actor, form=form, raw=values, at=request.at, subject=key)
            return HttpResponseRedirect(request.path)
        try:
            sent = received(request, form)
            data = forms.parse(form=form, raw=values, files=sent, uploads=uploads, initial=initial, at=request.at)
            done = applying.apply(actor=actor, items=items, party=identity.party(actor), data=data, key=request.POST["key"], at=request.at)
            forms.drop_draft(actor=actor, form=form, subject=key)
            return _received(request, done)
        except Invalid as wrong:
            faults, status = wrong.reasons, 422
            draft = forms.save_draft(actor=actor, form=form, raw=values, at=request.at, subject=key)
        except Refused as refused:
            faults, status, alert = (), 409, Alert("没有提交成功，草稿还在", str(refused), "bad")
    shown = forms.view(form=form, at=request.at, values=values, initial=initial, errors=faults, draft=draft, uploads=uploads, files=sent)
    page = FormPage(
        Crumbs((Link("首页", "/"), Link("政务服务", HERE), Link(title, f"{HERE}{key}/"), Link("在线申请"))),
        title,
        request.path,
        fields.groups(shown, upload_url="/files/"),
        (Button(form.submit, style="primary", busy_text="提交中……"),),
        Button("保存并退出", f"{HERE}{key}/"),
        errors=fields.errors(shown), draft=_draft(draft),
        draft_url=f"{HERE}{key}/draft/",
        hidden=(("key", request.POST.get("key") or uuid4().hex),),
        alert=alert, multipart=True,
        help_lines=("填不下去时，拨 12345，报草稿码就能接着填。",),
        help_code=draft.code if draft else "",
    )
    return render(request, "yiwang/pages/form.html", {"shell": shells.public(request, HERE), "page": page}, status=status)


def _received(request: Any, done: list[cases.Done]) -> HttpResponse:
    together = f"同一件事共 {len(done)} 个办件，一起办。" if len(done) > 1 else ""
    request.session["done"] = ("已经收到您的申请", f"受理号 {done[0].ref}。{together}")
    return HttpResponseRedirect(f"/my/{done[0].ref}/")


@posts
@citizen
def draft(request: Any, key: str) -> HttpResponse:
    """`POST /services/<key>/draft/`: keeps what was typed so far."""
    if request.method != "POST":
        raise NotFound(key)
    _, _, form, _ = _asked(key)
    kept = forms.save_draft(actor=request.actor, form=form, raw=raw(request), at=request.at, subject=key, part=True)
    return JsonResponse({"saved": f"{clock.local(kept.saved_at):%H:%M}", "kept_until": f"{clock.local(kept.kept_until):%m 月 %d 日}", "code": kept.code})


def _draft(draft: Any) -> Draft:
    if draft is None:
        return Draft("", "")
    saved, kept = clock.local(draft.saved_at), clock.local(draft.kept_until)
    return Draft(f"{saved:%H:%M}", f"{kept.month} 月 {kept.day} 日", draft.code)


def _lookup(*, actor: Any, path: str) -> tuple[Any, str, str] | None:
    """Prefill from the registers of persons and firms."""
    party = identity.party(actor)
    kind, _, name = path.partition(".")
    today = f"{clock.day(settings.CLOCK.now()):%Y-%m-%d}"
    if kind != party.kind:
        return None
    if not name:
        if not party.code:
            return None
        number = "code" if kind == "firm" else "number"
        return {"name": party.name, number: party.code}, "实名登记" if kind == "person" else "市场主体登记库", today
    found = getattr(party, name, "")
    return (found, "实名登记", today) if found else None


ROUTES = (path("", index), path("<str:key>/", guide), path("<str:key>/apply/", apply), path("<str:key>/draft/", draft))
