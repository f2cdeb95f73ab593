"""The public's own pages: portal, search, progress by number and query code, verification."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.engines.cases import api as cases
from yiwang.engines.registers import api as registers
from yiwang.engines.search import api as finder
from yiwang.kernel.errors import NotFound, Refused
from yiwang.web import menu, searched, shells, slots, verified
from yiwang.web.components.basics import Alert, Button, Crumbs, Empty, Link, Pair, Pairs, Tag, Tiles
from yiwang.web.components.fields import Field
from yiwang.web.components.lists import Result
from yiwang.web.components.pages import Lines, PortalPage, Quick, SearchPage, VerifyPage
from yiwang.web.faces import matter
from yiwang.web.faces.coded import lets_in
from yiwang.web.permits import anyone, posts

QUICK = (
    Quick("查进度", "凭受理号和查询码，不用登录", "/progress/", "clock"),
    Quick("办事", "按事项、按一件事找", "/services/", "check-square"),
    Quick("核验证照", "扫码或输入编号", "/verify/", "shield-check"),
    Quick("我的办件", "每一步都看得到", "/my/", "card"),
)


@anyone
def portal(request: Any) -> HttpResponse:
    """`/`"""
    popular = tuple(slots.filled("portal.popular", request))
    news = tuple(slots.filled("portal.news", request))
    figures = tuple(slots.filled("portal.figures", request))
    page = PortalPage(
        popular=popular[:6],
        quick=QUICK,
        scenes=tuple(slots.filled("portal.scenes", request)),
        scenes_all=Link("全部办事", "/services/"),
        lead=news[0] if news else None,
        news=news[1:],
        talk=tuple(slots.filled("portal.talk", request)),
        figures=Tiles(figures),
        figures_note="数字来自办件记录，不靠填报；每个数都能点开看怎么算。",
        figures_all=Link("按区县看", figures[0].url if figures else ""),
        columns=tuple(slots.filled("portal.columns", request)) or tuple(Lines(title, links) for title, links in menu.public_map()),
        scopes=(),
    )
    return render(request, "yiwang/pages/portal.html", {"shell": shells.public(request, "/"), "page": page})


@anyone
def search(request: Any) -> HttpResponse:
    """`/search/?q=`: everything public."""
    query = " ".join(request.GET.get("q", "").split())[:100]
    if query and (reason := searched.too_many(request)):
        raise Refused(reason)
    hits = finder.find(actor=request.actor, query=query, public=True) if query else []
    found = [Result(h.title, h.url, h.text, (h.note,) if h.note else (), Tag(h.kind)) for h in hits]
    empty = Empty("没有找到", "换一个说法试试，例如“餐饮店”“户外广告”；也可以拨 12345 问。", Button("看全部事项", "/services/"))
    page = SearchPage(
        query,
        "/search/",
        f"找到 {len(found)} 条" if query else "",
        tuple(found),
        empty=empty if query and not found else None,
        suggestions=tuple(slots.filled("portal.popular", request))[:6],
    )
    return render(request, "yiwang/pages/search.html", {"shell": shells.public(request), "page": page})


@posts
@anyone
def progress(request: Any) -> HttpResponse:
    """`/progress/`: a matter's public face, for whoever has its number and query code."""
    ref, code, error = request.POST.get("ref", "").strip().upper(), request.POST.get("code", ""), ""
    if request.method == "POST":
        if lets_in(ref, code, request) and (page := _face(request, ref)):
            return page
        error = "没有这个受理号，或者查询码不对。受理号和查询码在收件回执上，例如 LB20261120-000001 和 6 位数字。"
    fields = (Field("ref", "受理号", value=ref, help="例如 LB20261120-000001", width="m"), Field("code", "查询码", help="6 位数字", width="s"))
    page = VerifyPage(
        "查进度",
        "不用登录。受理号和查询码在收件回执和短信里。",
        "/progress/",
        fields,
        Button("查进度", style="primary"),
        outcome=Alert("没有查到", error, "bad") if error else None,
        crumbs=Crumbs((Link("首页", "/"), Link("查进度"))),
    )
    return render(request, "yiwang/pages/verify.html", {"shell": shells.public(request, "/progress/"), "page": page}, status=404 if error else 200)


def _face(request: Any, ref: str) -> HttpResponse | None:
    try:
        view = cases.face(ref=ref, at=request.at)
    except NotFound:
        return None
    return render(request, "yiwang/pages/matter.html", {"shell": shells.public(request, "/progress/"), "page": matter.page_of(view, request, own=False)})


@anyone
def verify_case(request: Any, ref: str, code: str) -> HttpResponse:
    """`/verify/case/<ref>/<code>/`: where the code on a receipt leads."""
    if not lets_in(ref, code, request):
        raise NotFound(ref)
    page = _face(request, ref)
    if page is None:
        raise NotFound(ref)
    return page


@posts
@anyone
def verify(request: Any, number: str = "") -> HttpResponse:
    """`/verify/` and `/verify/<number>/`: a certificate by its number, or by the code printed on it."""
    number = number or request.POST.get("number", "").strip()
    found, outcome, status = None, None, 200
    if number:
        if reason := verified.too_many(request):
            raise Refused(reason)
        try:
            seen = registers.verify(register="certificates", number=number, at=request.at)
            good = seen.state is registers.State.VALID
            outcome = Alert(
                f"{seen.title}：{seen.state.word}",
                "这张证由发证机关签发，登记在册。" if good else "这张证现在不能使用，请向发证机关核实。",
                "good" if good else "bad",
            )
            found = Pairs(
                (
                    Pair("编号", seen.number),
                    Pair("证照", seen.title),
                    Pair("持证人", seen.holder),
                    Pair("发证机关", str(seen.facts.get("issuer", ""))),
                    Pair("发证日期", seen.valid_from.isoformat()),
                    Pair("有效期至", seen.valid_to.isoformat() if seen.valid_to else "长期"),
                ),
                grid=True,
            )
        except NotFound:
            outcome, status = Alert("没有这个编号", "请照证件上的编号原样输入，包括括号和汉字。", "bad"), 404
    page = VerifyPage(
        "核验",
        "输入证照编号，看是不是真的、现在有没有效。",
        "/verify/",
        (Field("number", "证照编号", value=number),),
        Button("核验", style="primary"),
        outcome=outcome,
        found=found,
        crumbs=Crumbs((Link("首页", "/"), Link("核验"))),
        ways=(Link("怎么离线核对回执", "/verify/how/"),),
    )
    return render(request, "yiwang/pages/verify.html", {"shell": shells.public(request, "/verify/"), "page": page}, status=status)
