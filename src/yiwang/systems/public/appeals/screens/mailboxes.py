"""Mailboxes of the mayor, the counties and the departments: fronts of the same desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from yiwang.engines.identity import api as identity
from yiwang.systems.public.appeals import taking
from yiwang.web.components.basics import Link
from yiwang.web.components.pages import Words
from yiwang.web.generic import worded
from yiwang.web.permits import anyone

HERE = "/appeals/mailboxes/"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Whom one writes to; whoever is responsible answers."""

    unit: str
    title: str
    level: identity.Level


def every() -> list[Mailbox]:
    """The mayor's, the heads' of counties, the departments' of the city."""
    city = [u for u in identity.below(level=identity.Level.CITY) if u.organ is identity.Organ.GOVERNMENT and u.kind is not identity.Kind.WATCH]
    counties = [u for u in identity.below(level=identity.Level.COUNTY) if u.kind is identity.Kind.GOVERNMENT]
    return [Mailbox(u.code, _title(u), u.level) for u in (*city, *counties)]


def _title(unit: identity.Unit) -> str:
    if unit.kind is identity.Kind.DEPARTMENT:
        return f"{unit.short}信箱"
    head = "市长" if unit.level is identity.Level.CITY else f"{unit.short}区长" if unit.short.endswith("区") else f"{unit.short}长"
    return f"{head}信箱"


def chosen(code: str) -> Mailbox | None:
    return next((box for box in every() if box.unit == code), None) if code else None


def came(box: Mailbox | None) -> Mapping[str, str]:
    """How what is written there came."""
    return {"channel": "mailbox", "mailbox": box.unit} if box else taking.WEB


@anyone
def mailboxes(request: Any) -> HttpResponse:
    """`/appeals/mailboxes/`"""
    boxes = every()
    groups = (("市", lambda b: b.level is identity.Level.CITY and b.title == "市长信箱"), ("区县（市）", lambda b: b.level is identity.Level.COUNTY),
              ("部门", lambda b: b.level is identity.Level.CITY and b.title != "市长信箱"))
    sections = tuple(Words(title, (), tuple(Link(b.title, f"/appeals/write/?to={b.unit}", "message") for b in boxes if of(b))) for title, of in groups)
    return worded.page(request, "信箱", "写给谁都行：由受理中心分派给管这件事的单位，件件有答复。", sections, (Link("公众诉求", "/appeals/"),), "/appeals/")


ROUTES: tuple[URLPattern, ...] = (path("mailboxes/", mailboxes),)
