"""What surrounds a page for this request: who one is, the menu with its counts, the size of the letters."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings

from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.notify import api as notify
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.web import menu
from yiwang.web.components.basics import Link
from yiwang.web.components.shell import OfficeShell, Official, PublicShell, Site, StandingIn


def size(request: Any) -> str:
    """As a script of ours remembered it; encrypted, under the name that no other host can set."""
    return "large" if "large" in (request.COOKIES.get("__Host-yiwang-size"), request.COOKIES.get("yiwang-size")) else ""


def site() -> Site:
    """Whose site it is, as the city wrote it down."""
    return Site(**settings.SITE, columns=menu.site(), ipv6=settings.IPV6)


def public(request: Any, current: str = "") -> PublicShell:
    """The public's surroundings."""
    actor = request.actor
    name = actor.firm_name or (f"代{actor.for_name}办理" if actor.for_person else actor.name) if actor.known and not actor.official else ""
    return PublicShell(
        clock.day(request.at), site=site(), current=current, current_bottom=current, person=name, size=size(request),
        nav=menu.public_nav(), bottom=menu.public_bottom(),
        login_url="/login/" if not actor.known else "/me/", leave_url="/logout/" if actor.known else "")


def _standing_in(actor: Actor, on: date) -> StandingIn:
    """The banner of whoever stands in, with the way back to their own post."""
    until = identity.standing_in.stand_in(actor.tenure).until
    own = identity.own_post(account=actor.account, stood_in=actor.tenure, on=on)
    return StandingIn(actor.in_place_of_name, f"{actor.unit_name}{actor.post_name}", until, f"{own}.0")


def office(request: Any, current: str = "") -> OfficeShell:
    """The official's surroundings."""
    actor = request.actor
    on = clock.day(request.at)
    rights = identity.rights(actor, epoch_now=identity.epoch())
    roles = rights.roles if rights.since <= on <= rights.until else frozenset()
    unread = notify.unread(actor=actor)
    waiting = cases.desk_count(actor=actor, at=request.at)
    groups = menu.office(roles, waiting)
    return OfficeShell(on, Official(actor.signed, f"{actor.unit_name} · {actor.post_name}"), groups, site=Site(**settings.SITE), current=current,
                       size=size(request), unread=unread, standing_in=_standing_in(actor, on) if actor.in_place_of else None,
                       bottom=tuple(Link(link.text, link.url, link.icon, count=link.count) for group in groups for link in group)[:5])
