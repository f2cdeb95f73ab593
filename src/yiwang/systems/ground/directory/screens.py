"""The directory's pages: search, a unit, a person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render

from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.views import AccountView, HolderView, PostView
from yiwang.kernel import clock
from yiwang.kernel.actors import signed
from yiwang.systems.ground.directory.declaring import LOADERS, SYSTEM_ADMIN
from yiwang.web import shells
from yiwang.web.components.basics import Button, Chips, Crumbs, Empty, Link, Pager, Pair, Pairs, Tabs
from yiwang.web.components.charts import Panel
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.generic.said import done
from yiwang.web.permits import official

PAGE = 30
HOME = Link("通讯录", "/directory/")
KINDS = {"government": "政府", "department": "部门", "office": "内设机构", "station": "村、社区和站所", "watch": "监督机构"}
ORGANS = {"party": "党委", "congress": "人大", "government": "政府", "cppcc": "政协", "court": "法院", "procuratorate": "检察院"}
LEVELS = {0: "国家", 1: "省", 2: "市", 3: "区县", 4: "乡镇街道", 5: "村社区"}


@official
def directory(request: Any) -> HttpResponse:
    """`/directory/?q=&what=people&kind=&after=`"""
    words, what, kind, after = (request.GET.get(n, "").strip()[:60] for n in ("q", "what", "kind", "after"))
    people = what == "people"
    table, more = _people(words, after, clock.day(request.at)) if people else _units(words, kind if kind in KINDS else "", after)
    keep = {k: v for k, v in (("q", words), ("what", what), ("kind", kind)) if v}
    pager = Pager(f"本页 {len(table.rows)} 条", f"?{urlencode({**keep, 'after': more})}" if more else "", f"?{urlencode(keep)}" if after else "")
    search = f"q={words}&" if words else ""
    tabs = Tabs(
        (Link("单位", f"?{urlencode({'q': words})}", current=not people), Link("人员", f"?{urlencode({'q': words, 'what': 'people'})}", current=people))
    )
    chips = (
        None if people else Chips((Link("全部", f"?{search}", current=not kind), *(Link(t, f"?{search}kind={k}", current=k == kind) for k, t in KINDS.items())))
    )
    page = ListPage(
        "通讯录",
        "按名称、简称、代码、姓名或电话查找",
        tabs=tabs,
        chips=chips,
        table=Table(table.caption, table.columns, table.rows, table.empty, pager),
        alert=done(request),
        buttons=_sheet_buttons(request),
    )
    return render(request, "directory/list.html", {"shell": shells.office(request, "/directory/"), "page": page, "words": words, "what": what, "kind": kind})


def _sheet_buttons(request: Any) -> tuple[Button, ...]:
    """Everything as sheets, for whoever may change it."""
    if not any(holds(request, role) for role in LOADERS):
        return ()
    return (Button("载入表格", "/directory/load/", "primary", "upload"), Button("导出表格", "/directory/sheets/", "", "download"))


def _units(words: str, kind: str, after: str) -> tuple[Table, str]:
    found = identity.find_units(words=words, kind=kind, after=after, limit=PAGE + 1)
    rows = tuple(
        (
            CellValue(u.name, f"/directory/units/{u.id}/", u.code),
            CellValue(KINDS[u.kind]),
            CellValue(_short(u.government)),
            CellValue(_short(u.line)),
            CellValue(u.phone or "—"),
        )
        for u in found[:PAGE]
    )
    columns = (Column("单位"), Column("类型"), Column("所属（块）", label_on_phone=True), Column("主管（条）", label_on_phone=True), Column("电话"))
    return Table("单位", columns, rows, Empty("没有找到单位", "换一个词，或者换一类再找。")), found[PAGE - 1].code if len(found) > PAGE else ""


def _people(words: str, after: str, on: date) -> tuple[Table, str]:
    found = identity.find_officials(words=words, on=on, after=int(after) if after.isdigit() else 0, limit=PAGE + 1)
    rows = tuple(
        (
            CellValue(h.name, f"/directory/people/{h.person}/"),
            CellValue(h.unit_name, f"/directory/units/{h.unit}/"),
            CellValue(h.title),
            CellValue(h.phone or "—"),
        )
        for h in found[:PAGE]
    )
    columns = (Column("姓名"), Column("单位"), Column("岗位"), Column("电话"))
    return Table("人员", columns, rows, Empty("没有找到人员", "只列在任的公务人员。")), str(found[PAGE - 1].tenure) if len(found) > PAGE else ""


@official
def unit(request: Any, id_: int) -> HttpResponse:
    """`/directory/units/<id>/`: posts and holders, the line and the block, what is below."""
    try:
        view = identity.unit_view(id_)
    except KeyError:
        raise Http404 from None
    here, may = view.unit, holds(request, SYSTEM_ADMIN)
    open_ = view.valid_to is None
    posts = identity.posts_of(unit=id_, on=clock.day(request.at))
    ended = f"，{view.valid_to:%Y-%m-%d} 起撤销" if view.valid_to else ""
    pairs = [
        Pair("单位代码", here.code),
        Pair("级别", LEVELS[here.level]),
        Pair("类型", KINDS[here.kind]),
        Pair("系统", ORGANS[here.organ]),
        _linked("所属（块）", here.government),
        _linked("主管（条）", here.line),
        Pair("电话", here.phone or "—"),
        Pair("机关代字", here.word or "—"),
        Pair("设立", f"{view.valid_from:%Y-%m-%d}{ended}"),
    ]
    if view.successor:
        pairs.append(_linked("由谁承接", view.successor))
    merged = identity.merged_into(unit=id_)
    if merged:
        pairs.append(Pair("承接了", f"{'、'.join(_short(u) for u in merged)}，办件 {cases.taken_over(unit=id_):,} 件"))
    below = identity.units_below(id_)
    side = [Panel("单位信息", Pairs(tuple(pairs), grid=True))]
    if below:
        side.append(Panel("下级单位", _below(below), f"{len(below)} 个"))
    page = ListPage(
        here.name,
        here.short,
        Crumbs((HOME, Link(here.short))),
        table=_posts(posts, clock.day(request.at), may and open_, holds(request, SECURITY)),
        buttons=_unit_buttons(id_) if may and open_ else (),
        side=tuple(side),
        alert=done(request),
    )
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, "/directory/"), "page": page})


SECURITY = "ground.security_admin"


def holds(request: Any, role: str) -> bool:
    return identity.rights(request.actor, epoch_now=identity.epoch()).hold(role, clock.day(request.at))


def _unit_buttons(id_: int) -> tuple[Button, ...]:
    words = (
        ("修改", "change_unit"),
        ("设岗位", "create_post"),
        ("开通账号", "open_account"),
        ("设下级单位", "set_up_unit"),
        ("并入", "merge_unit"),
        ("撤销", "close_unit"),
    )
    return tuple(Button(text, f"/directory/do/{code}/{id_}/") for text, code in words)


def _posts(posts: list[PostView], on: date, may: bool, security: bool) -> Table:
    rows = []
    for post in posts:
        appoint = (
            CellValue(part=Button("任命", f"/directory/do/appoint/{post.id}/", size="small"))
            if may
            else CellValue(part=Button("管角色", f"/settings/posts/{post.id}/", size="small"))
            if security
            else CellValue()
        )
        rows += [
            (CellValue(post.title), CellValue(signed(h.name, h.in_place_of), f"/directory/people/{h.person}/"), CellValue(h.phone or "—"),
             CellValue(_days(h, on)), appoint)
            for h in post.holders
        ] or [(CellValue(post.title), CellValue("空缺"), CellValue("—"), CellValue("—"), appoint)]
    columns = (Column("岗位"), Column("任职人"), Column("电话"), Column("任期", label_on_phone=True), Column("办理"))
    return Table(
        "岗位",
        columns if may or security else columns[:4],
        tuple(rows if may or security else [r[:4] for r in rows]),
        Empty("还没有设岗位", "系统管理员可以在这里设岗位。"),
    )


def _days(h: HolderView, on: date) -> str:
    span = f"{h.since:%Y-%m-%d} 至 {h.until:%Y-%m-%d}" if h.until else f"{h.since:%Y-%m-%d} 起"
    return span if h.on(on) else f"{span}（未到）" if h.since > on else f"{span}（已结束）"


def _below(units: list[identity.Unit]) -> Table:
    rows = tuple((CellValue(u.short, f"/directory/units/{u.id}/"), CellValue(KINDS[u.kind])) for u in units[:60])
    return Table("下级单位", (Column("单位"), Column("类型")), rows)


@official
def person(request: Any, id_: int) -> HttpResponse:
    """`/directory/people/<id>/`: the appointments; for administrators the account."""
    tenures = identity.tenures_of(person=id_)
    may, today = holds(request, SYSTEM_ADMIN) or holds(request, SECURITY), clock.day(request.at)
    try:
        account = identity.account_of_person(id_) if may or tenures else None
    except KeyError:
        account = None
    if account is None:
        raise Http404  # a citizen is nobody's entry in a directory
    rows = tuple((CellValue(t.unit_name, f"/directory/units/{t.unit}/"), CellValue(signed(t.title, t.in_place_of)), CellValue(_days(t, today)))
                 for t in tenures)
    table = Table("任职", (Column("单位"), Column("岗位"), Column("任期", label_on_phone=True)), rows, Empty("没有任职", "账号已经开通，还没有任命到岗位。"))
    side = (Panel("账号", account_pairs(account, request.at)),) if may else ()
    page = ListPage(
        account.name,
        "，".join(sorted({t.unit_name for t in tenures if t.on(today)})),
        Crumbs((HOME, Link(account.name))),
        table=table,
        side=side,
        buttons=_person_buttons(request, id_, account, any(t.until is None or t.until >= today for t in tenures if not t.in_place_of)),
        alert=done(request),
    )
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, "/directory/"), "page": page})


def account_pairs(a: AccountView, at: datetime) -> Pairs:
    """How a log-in stands, without anything secret."""
    state = "停用" if not a.active else f"锁定到 {clock.local(a.locked_until):%H:%M}" if a.locked_until and a.locked_until > at else "正常"
    last = f"{clock.local(a.last_login):%Y-%m-%d %H:%M}" if a.last_login else "没有登录过"
    return Pairs(
        (
            Pair("用户名", a.username),
            Pair("状态", state),
            Pair("验证码", "已启用" if a.factor else "未启用"),
            Pair("密码", "等本人修改" if a.must_change else "本人设的"),
            Pair("最近登录", last),
        ),
        grid=True,
    )


def _person_buttons(request: Any, id_: int, account: AccountView, serves: bool) -> tuple[Button, ...]:
    if holds(request, SECURITY):
        return (Button("账号安全", f"/settings/accounts/{account.id}/"),)
    if not holds(request, SYSTEM_ADMIN) or account.person == request.actor.person:
        return ()
    words = [("调动", "move_official", id_), ("结束任职", "end_appointment", id_)] if serves else []
    words += [
        ("重设密码", "reset_password", account.id),
        ("停用账号", "close_account", account.id) if account.active else ("恢复账号", "reopen_account", account.id),
    ]
    return tuple(Button(text, f"/directory/do/{code}/{number}/") for text, code, number in words)


def _short(id_: int) -> str:
    return identity.unit(id_).short if id_ else "—"


def _linked(label: str, id_: int) -> Pair:
    return Pair(label, _short(id_), Link("查看", f"/directory/units/{id_}/") if id_ else None)
