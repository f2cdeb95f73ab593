"""Whose board it is: of the city, a county, a unit. Everybody begins with their own, and nobody opens one that lies beside or above it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from yiwang.engines.identity import api as identity
from yiwang.engines.reports import api as reports
from yiwang.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Scope:
    """`county` and `unit` are numbers of units, 0 for the whole; `widest` is what its reader may go up to."""

    title: str
    county: int = 0
    unit: int = 0
    widest: str = "city"

    @property
    def query(self) -> str:
        """The same as part of an address."""
        if self.unit:
            return f"unit={self.unit}"
        return f"county={identity.unit(self.county).division}" if self.county else ""

    def holds(self, unit: int) -> bool:
        """Whether a unit's figures are in it."""
        return (unit == self.unit) if self.unit else (not self.county or reports.county(unit) == self.county)


def of(request: Any) -> Scope:
    """What is asked for, `?county=410105` or `?unit=12`, else one's own. Raises NotFound for what one may not open."""
    own = own_scope(request.actor.unit)
    county, unit = request.GET.get("county", ""), request.GET.get("unit", "")
    if unit:
        return _narrower(own, _unit(unit))
    if county:
        found = identity.government_of(county) if county.isdecimal() else None
        if found is None or found.level != identity.Level.COUNTY:
            raise NotFound(county)
        return _narrower(own, Scope(found.short, found.id))
    return own


def own_scope(unit: int) -> Scope:
    """The city for its government and whoever watches for it, the county for its government, otherwise one's unit; of the city's own departments too."""
    for id_ in identity.reads_as(unit):
        here = identity.unit(id_)
        if here.kind is identity.Kind.GOVERNMENT and not here.government:
            return Scope("全市")
        if here.kind is identity.Kind.GOVERNMENT and here.level == identity.Level.COUNTY:
            return Scope(here.short, here.id, widest="county")
    return Scope(identity.unit(unit).short, reports.county(unit), unit, "unit")


def _unit(text: str) -> Scope:
    try:
        here = identity.unit(int(text)) if text.isdecimal() and len(text) < 16 else None
    except KeyError:
        here = None
    if here is None:
        raise NotFound(text)
    return Scope(here.short, reports.county(here.id), here.id)


def _narrower(own: Scope, asked: Scope) -> Scope:
    if own.widest == "unit" and asked.unit != own.unit:
        raise NotFound(asked.title)
    if own.widest == "county" and asked.county != own.county:
        raise NotFound(asked.title)
    return Scope(asked.title, asked.county, asked.unit, own.widest)
