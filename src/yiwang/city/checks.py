"""The pages that `./yiwang up --check` asks: one of every kind, as every kind of user. Walks and reviews look at the same list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from types import SimpleNamespace
from urllib.parse import quote

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from yiwang.city.asked import Page
from yiwang.city.demo import people
from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.notify import api as notify
from yiwang.engines.registers import api as registers
from yiwang.engines.trust import api as trust
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.web.accounts import sessions

GUIDE = "/services/410105.restaurant/"
WORD = quote("餐饮")
EVERYBODY = (("/", "您要办什么"), ("/services/", "开办餐饮店"), (GUIDE, "要交的材料"), ("/search/?q=" + WORD, "找到"), ("/progress/", "查询码"),
             ("/verify/", "核验"), ("/verify/how/", "verify_receipt.py"), ("/login/", "密码"), ("/sitemap/", "我的办件"), ("/access/", "大字版"),
             ("/correct/", "12345"), ("/privacy/", "谁能看"), ("/contact/", "12345"), ("/open/performance/", "九成用时"),
             ("/services/grants/", "许可公示"), ("/booking/", "预约"))
CITIZEN = (("/my/", "我的办件"), (f"{GUIDE}apply/", "保存，下一步"), ("/messages/", "消息"), ("/me/", "身份"), ("/me/messages/", "只要有期限的"),
           ("/my/lookups/", "谁查过我的信息"))
OFFICIAL = (("/desk/", "等您办的事"), ("/cases/", "办件"), ("/desk/search/?q=" + WORD, "找到"), ("/desk/notices/", "消息"),
            ("/directory/", "通讯录"), ("/registers/", "登记"), ("/me/", "身份"), ("/reports/", "办件统计"), ("/reports/services/", "怎么算的"),
            ("/reports/services/cases/?measure=decided", "作出决定"))
SUPERVISOR = (("/supervision/", "效能监察"), ("/supervision/?period=year", "效能监察"), ("/supervision/signals/", "监察信号"),
              ("/cases/?procedure=oversight.supervision.complaint", "投诉二七区市场监管局"), ("/supervision/signals/?state=confirmed", "被投诉，经核查属实"),
              ("/reports/services/?by=month&period=quarter", "最多"), ("/reports/supervision_terms/?by=unit&over=month&period=quarter", "时限统计"),
              ("/appeals/topics/", "热点诉求"), ("/appeals/places/", "诉求地图"), ("/appeals/weekly/", "公众诉求周报"),
              ("/appeals/weekly/?by=topic&week=2026-W46", "媒体曝光跟办"), ("/appeals/assessment/", "总分怎么算"))
COUNTER = (("/services/window/", "综合窗口收的事项"), ("/services/window/taken/", "本窗口收件"), ("/services/window/410105.food_business/", "谁来申请"))
ADMINISTRATORS = {"xitong": ("/settings/readers/", "/settings/outbox/", "/settings/calendar/", "/settings/parameters/"), "anquan": ("/settings/",),
                  "shenji": ("/settings/audit/",)}


def pages() -> Iterator[Page]:
    """Every page with who asks for it, what it answers and what stands on it. Raises KeyError where the city has no demo people."""
    at = settings.CLOCK.now()
    for path, holds in EVERYBODY:
        yield Page(path, holds=holds)
    yield Page("/my/", status=302)
    yield Page("/desk/", status=302)
    yield Page("/nowhere/", status=404, holds="没有您要的内容")
    yield from _of_applicants(at)
    yield from _of_officials(at)


def _of_applicants(at: datetime) -> Iterator[Page]:
    for path, holds in CITIZEN:
        yield Page(path, "市民", cookies(people.APPLICANT.username), holds=holds)
    yield Page("/desk/", "市民", cookies(people.APPLICANT.username), 404)
    yield Page(f"/messages/stop/{notify.stop_token(person=actor(people.APPLICANT.username, at).person, at=at)}/", holds="不再接收邮件吗")
    name, ref = _somebody_with_a_matter(at)
    code = trust.query_code(ref)
    yield Page(f"/my/{ref}/", "申请人", cookies(name), holds="办理经过")
    yield Page(f"/my/{ref}/form/", "申请人", cookies(name), holds="提交的申请")
    yield Page(f"/my/{ref}/", "别的市民", cookies(next(other for other in people.applicants() if other != name)), 404)
    yield Page(f"/verify/case/{ref}/{code}/", holds="办理经过")
    yield Page(f"/verify/receipt/{ref}/{code}/", holds=ref)
    if number := _licence(at):
        yield Page(f"/verify/{quote(number)}/", holds="持证人")


def _of_officials(at: datetime) -> Iterator[Page]:
    for who, name in people.LOGINS:
        if name in ADMINISTRATORS or name == people.APPLICANT.username:
            continue
        for path, holds in OFFICIAL:
            yield Page(path, who, cookies(name), holds=holds)
    here = {name: actor(name, at) for name in ("luqingyuan", "chengshuan", "yanzhixing")}
    ref = _first(here["luqingyuan"], at, "public.services.joint")
    for part in ("", "papers/", "documents/", "diagram/", "receipt/"):
        yield Page(f"/cases/{ref}/{part}", "窗口", cookies("luqingyuan"))
    if to_move := _movable(here["luqingyuan"], at):
        yield Page(to_move, "窗口", cookies("luqingyuan"), holds="返回")
    for number in registers.keys(register="certificates", start="金水审")[:1]:
        for part, holds in (("", "启动撤销"), ("begin/public.services.revocation/", "立案")):
            yield Page(f"/registers/certificates/{quote(number)}/{part}", "窗口", cookies("luqingyuan"), holds=holds)
    for path, holds in COUNTER:
        yield Page(path, "综合窗口", cookies(people.COUNTER.person.username), holds=holds)
    for path, holds in SUPERVISOR:
        yield Page(path, "监察员", cookies("yanzhixing"), holds=holds)
    yield Page(f"/cases/{_first(here['yanzhixing'], at, 'oversight.supervision.signal')}/", "监察员", cookies("yanzhixing"), holds="办理经过")
    titles = {name: who for who, name in people.LOGINS}
    for name, own in ADMINISTRATORS.items():
        for path in ("/desk/", "/directory/", "/me/", *own):
            yield Page(path, titles[name], cookies(name))
        for path in {p for paths in ADMINISTRATORS.values() for p in paths} - set(own):
            yield Page(path, titles[name], cookies(name), 404)


@cache
def _session(name: str) -> str:
    """A session of somebody, as signing in leaves it: officials in their first post."""
    at = settings.CLOCK.now()
    account = identity.account_of(name)
    post = next((c.tenure for c in identity.capacities(account=account, on=clock.day(at)) if c.tenure), 0)
    request = SimpleNamespace(session=SessionStore(), at=at, META={})
    sessions.begin(request, account, tenure=post)
    request.session.save()
    return str(request.session.session_key)


def cookies(name: str) -> dict[str, str]:
    """The cookies of a browser in which somebody has signed in."""
    return {settings.SESSION_COOKIE_NAME: _session(name)}


def actor(name: str, at: datetime) -> Actor:
    """Somebody as they act after signing in. Raises KeyError."""
    account, on = identity.account_of(name), clock.day(at)
    post = next((c.tenure for c in identity.capacities(account=account, on=on) if c.tenure), 0)
    found = identity.actor(account=account, tenure=post, on=on)
    if found is None:
        raise KeyError(name)
    return found


def _somebody_with_a_matter(at: datetime) -> tuple[str, str]:
    for name in people.applicants():
        rows = cases.cases(actor=actor(name, at), at=at, limit=1).rows
        if rows:
            return name, rows[0].ref
    raise KeyError("no applicant has a matter")


def _first(by: Actor, at: datetime, procedure: str) -> str:
    rows = cases.cases(actor=by, at=at, procedures=(procedure,), limit=1).rows or cases.cases(actor=by, at=at, limit=1).rows
    if not rows:
        raise KeyError(procedure)
    return rows[0].ref


def _movable(by: Actor, at: datetime) -> str:
    """A form of a move that somebody may make now."""
    for row in cases.desk(actor=by, at=at).rows[:10]:
        for move in cases.view(actor=by, ref=row.ref, at=at).can:
            return f"/cases/{row.ref}/do/{move.code}/"
    return ""


def _licence(at: datetime) -> str:
    """The number of a licence that was published to verify."""
    for name in people.applicants():
        own = actor(name, at)
        for row in cases.cases(actor=own, at=at, closed=True, limit=20).rows:
            for paper in cases.view(actor=own, ref=row.ref, at=at).documents:
                if paper.kind == "licence" and paper.made_at:
                    return paper.number
    return ""
