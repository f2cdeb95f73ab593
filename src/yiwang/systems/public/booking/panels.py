"""What booking puts into the pages of others: the way to a slot of the hall where a unit is met."""

from __future__ import annotations

from urllib.parse import urlencode

from yiwang.engines.cases import api as cases
from yiwang.systems.public.booking import commands
from yiwang.systems.public.booking.rooms import places
from yiwang.web.components.basics import Link


def ways(unit: int, purpose: str) -> list[Link]:
    """Halls in which a unit's windows are, each with the way to a slot for a purpose."""
    found = [p for p in places.every() if p.purposes == () or purpose in p.purposes]
    asked = f"?{urlencode({'for': purpose[:80]})}" if purpose else ""
    return [Link(f"预约到{p.title}办", f"/booking/{p.code}/{asked}", "calendar") for p in found if commands.is_hall_of(unit, p)]


def of_matter(view: cases.CaseView, own: bool) -> list[Link]:
    """Beside one's matter while it is open: where to go with a paper or a question."""
    return ways(view.unit, view.item.title or view.procedure.title) if own and view.closed_at is None else []


PANELS = {"hall.ways": ways, "matter.ways": of_matter}
