"""What this counter took in 本窗口收件: found again with its receipt and how far it is, whoever handles it; the case itself only by whoever sees it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from yiwang.engines.cases import api as cases
from yiwang.engines.files import api as files
from yiwang.engines.trust import api as trust
from yiwang.kernel import clock
from yiwang.kernel.errors import NotFound
from yiwang.systems.public.services import letters, roles
from yiwang.web import shells
from yiwang.web.components.basics import Button, Crumbs, Empty, Link, Pager, Pair, Pairs, Tabs
from yiwang.web.components.charts import Panel
from yiwang.web.components.filters import Filters
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.faces.files import sent
from yiwang.web.generic.said import done
from yiwang.web.permits import holding

WINDOW, HERE = "/services/window/", "/services/window/taken/"
SHOWN = 20
COLUMNS = (Column("办什么"), Column("谁来办"), Column("到哪一步"), Column("收件", number=True))
EMPTY = Empty("还没有收过件", "在“收件”里选事项，或者输申请人的草稿号；收下的都在这里找得到。")


def tabs(now: str) -> Tabs:
    """Between what can be taken in and what was."""
    return Tabs(tuple(Link(title, url, current=url == now) for title, url in (("收件", WINDOW), ("本窗口收件", HERE))), "窗口")


@holding(*roles.WINDOWS)
def listing(request: Any) -> HttpResponse:
    """`/services/window/taken/?q=&after=`: everything this counter took in, newest first."""
    words, after = " ".join(request.GET.get("q", "").split())[:60], request.GET.get("after", "")
    found = cases.cases(actor=request.actor, at=request.at, words=words, after=after, limit=SHOWN, counter=True)
    keep = {"q": words} if words else {}
    further = "，更早的在下一页接着找" if words and found.after and len(found.rows) < SHOWN else ""
    pager = Pager(f"本页 {len(found.rows)} 件{further}", f"?{urlencode({**keep, 'after': found.after})}" if found.after else "",
                  f"?{urlencode(keep)}" if after else "")
    rows = tuple((CellValue(r.title, f"{HERE}{r.ref}/", r.ref), CellValue(r.unit_name), CellValue(r.state_title),
                  CellValue(f"{clock.local(r.opened_at):%m-%d %H:%M}")) for r in found.rows)
    empty = Empty("没有找到这样的收件", "按题名或者受理号找；不是本窗口收的，用受理号和查询码查进度。") if words else EMPTY
    page = ListPage("本窗口收件", "收下就转给承办部门；到哪一步，和申请人在手机上看到的一样。", tabs=tabs(HERE),
                    filters=Filters(words, "题名、受理号", clear=HERE if words else ""), table=Table("本窗口收件", COLUMNS, rows, empty, pager))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, WINDOW), "page": page})


@holding(*roles.WINDOWS)
def taken(request: Any, ref: str) -> HttpResponse:
    """`/services/window/taken/<ref>/`: what was begun together, and the receipt to print."""
    matter = _matter(request, ref)
    receipt = next((p for one in matter for p in one.papers if p.kind == letters.RECEIVED.kind), None)
    made = receipt is not None and receipt.made_at is not None
    buttons = [Button("收下一位", WINDOW, "" if made else "primary")]
    if receipt and made:
        buttons.insert(0, Button("打印收件回执", f"{HERE}{ref}/papers/{receipt.sha256}/", "primary", "print"))
    elif receipt:
        buttons.insert(0, Button("看回执做好没有", request.path))
    note = f"收件回执 {receipt.number}" + ("" if made else "，正在制作，几秒钟就好") if receipt else ""
    pairs = Panel("告诉申请人", Pairs((Pair("受理号", ref), Pair("查询码", trust.query_code(ref))), grid=True))
    rows = tuple((CellValue(one.title, f"/cases/{one.ref}/" if one.seen else "", one.ref), CellValue(one.unit_name), CellValue(one.state_title),
                  CellValue(f"{clock.local(one.opened_at):%m-%d %H:%M}")) for one in matter)
    page = ListPage("已经收件", note, Crumbs((Link("窗口收件", WINDOW), Link("本窗口收件", HERE), Link(ref))), table=Table("这次收的", COLUMNS, rows),
                    buttons=tuple(buttons), alert=done(request), side=(pairs,))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, WINDOW), "page": page})


@holding(*roles.WINDOWS)
def paper(request: Any, ref: str, sha256: str) -> HttpResponse:
    """`/services/window/taken/<ref>/papers/<sha256>/`: a paper that taking it in owed, and nothing that was handed in."""
    found = next((p for one in _matter(request, ref) for p in one.papers if p.made_at and p.sha256 == sha256), None)
    if found is None:
        raise NotFound(sha256)
    return sent(replace(files.stored(sha256=sha256), name=f"{found.title} {found.number}.pdf"), inline=True)


def _matter(request: Any, ref: str) -> tuple[cases.TakenIn, ...]:
    """The case and the others of its matter. Raises NotFound for what no counter of services takes in."""
    matter = cases.taken_in(actor=request.actor, ref=ref)
    if not matter[0].procedure.startswith("public.services."):
        raise NotFound(ref)
    return matter


ROUTES = (path("window/taken/", listing), path("window/taken/<str:ref>/", taken), path("window/taken/<str:ref>/papers/<str:sha256>/", paper))
