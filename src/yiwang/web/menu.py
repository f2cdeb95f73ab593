"""The menus, gathered from the cards when the city starts."""

from __future__ import annotations

from collections.abc import Iterable

from yiwang.web.card import Entry, System
from yiwang.web.components.basics import Link
from yiwang.web.components.shell import FootColumn

_cards: list[System] = []
OWN = (
    Entry("工作台", "/desk/", "inbox", order=0),
    Entry("办件", "/cases/", "check-square", order=10),
    Entry("统计", "/reports/", "chart", group="more", order=70),
    Entry("登记库", "/registers/", "database", group="more", order=80),
)
NAV = (Link("首页", "/"), Link("政务服务", "/services/"), Link("查进度", "/progress/"), Link("核验", "/verify/"))
BOTTOM = (Link("首页", "/", "home"), Link("办事", "/services/", "check-square"), Link("进度", "/progress/", "clock"), Link("消息", "/messages/", "bell"),
          Link("我的", "/my/", "user"))

SERVICES = (Link("能办什么", "/services/"), Link("查进度", "/progress/"), Link("我的办件", "/my/"), Link("我的消息", "/messages/"))
CHECKS = (Link("证照核验", "/verify/"), Link("怎么核对回执", "/verify/how/"))
SITE = (Link("网站地图", "/sitemap/"), Link("隐私与个人信息", "/privacy/"), Link("联系我们", "/contact/"))
HELP = (Link("无障碍", "/access/"), Link("我要纠错", "/correct/"))


def register(cards: Iterable[System]) -> None:
    """Takes over the cards' entries."""
    _cards[:] = list(cards)


def titles() -> dict[str, str]:
    """What people call each system, by its code."""
    return {card.code: card.title for card in _cards}


def entries() -> tuple[Entry, ...]:
    return tuple(sorted((*OWN, *(e for card in _cards for e in card.menu)), key=lambda e: (e.group, e.order)))


def office(roles: frozenset[str], waiting: int) -> tuple[tuple[Link, ...], ...]:
    """The rail's groups for whoever holds these roles."""
    groups: dict[str, list[Link]] = {}
    for entry in entries():
        if (entry.to == "office" or entry.to in roles) and all(link.url != entry.path for link in groups.get(entry.group, ())):  # of several roles: once
            groups.setdefault(entry.group, []).append(Link(entry.title, entry.path, entry.icon, count=waiting if entry.path == "/desk/" else None))
    return tuple(tuple(links) for _, links in sorted(groups.items()))


def public_nav() -> tuple[Link, ...]:
    return (*NAV, *(Link(e.title, e.path) for e in entries() if e.to == "public"))


def public_bottom() -> tuple[Link, ...]:
    return BOTTOM


def site() -> tuple[FootColumn, ...]:
    """The footer's columns: the shell's own pages, and what the cards put there."""
    added = tuple(Link(e.title, e.path) for e in entries() if e.to == "site")
    return FootColumn("政务服务", SERVICES[:3]), FootColumn("核验与公开", (*CHECKS, *added)), FootColumn("关于本站", SITE)


def public_map() -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Everything the public can go to, by heading."""
    _, checks, _ = site()
    known = {link.url for link in (*NAV, *SERVICES, *checks.links)}
    more = tuple(link for link in public_nav() if link.url not in known)
    return ("办事", (*SERVICES, *more)), (checks.title, checks.links), ("帮助", HELP), ("关于本站", SITE)
