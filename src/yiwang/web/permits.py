"""Who may open an address. A view without a stated permission does not exist (404); who must sign in first is asked to, and comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from yiwang.engines.identity import api as identity
from yiwang.kernel.actors import Actor

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Permit:
    """What an address asks of whoever opens it. `roles`: one of them is held in the present post; `whole`: or it is a post of whoever reads the whole city."""

    known: bool = False
    official: bool = False
    public: bool = False
    roles: tuple[str, ...] = ()
    whole: bool = False

    def allows(self, actor: Actor, on: date) -> bool:
        """Whether a signed-in (or unknown) actor may open it today."""
        if (self.known or self.official or self.public or self.roles) and not actor.known:
            return False
        if (self.official or self.roles) and not actor.official:
            return False
        if self.public and actor.official:
            return False
        rights = identity.rights(actor, epoch_now=identity.epoch()) if self.roles else None
        if rights is None:
            return True
        enough = {*self.roles, *(rights.roles - identity.ADMINS.keys())} if self.whole and _reads_all(actor) else self.roles
        return any(rights.hold(role, on) for role in enough)


def _reads_all(actor: Actor) -> bool:
    """Whether this is a post of the city's government, or of a body that watches it."""
    own = (identity.unit(unit) for unit in identity.reads_as(actor.unit)) if actor.unit else ()
    return any(unit.kind is identity.Kind.GOVERNMENT and not unit.government for unit in own)


def permit(given: Permit) -> Callable[[View], View]:
    def stated(view: View) -> View:
        view.permit = given  # type: ignore[attr-defined]
        return view

    return stated


anyone = permit(Permit())
signed_in = permit(Permit(known=True))
citizen = permit(Permit(known=True, public=True))
official = permit(Permit(official=True))


def posts(view: View) -> View:
    """This address takes what a form hands in; every other one is only read."""
    view.posts = True  # type: ignore[attr-defined]
    return view


def holding(*roles: str, whole: bool = False) -> Callable[[View], View]:
    """Only for whoever holds one of these roles in the present post; `whole`: or reads the whole city."""
    return permit(Permit(official=True, roles=roles, whole=whole))
