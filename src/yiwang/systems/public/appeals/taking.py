"""A matter is taken in: at the desk of the city, whoever is responsible for it."""

from __future__ import annotations

from datetime import datetime

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.systems.public.appeals import forms, parameters
from yiwang.systems.public.appeals.procedures import MATTER
from yiwang.systems.public.appeals.rooms import masking


def take(*, actor: Actor, data: Clean, key: str, at: datetime) -> cases.Done:
    """Begins the matter of whoever writes it, once for a key. Its title stands in lists, in the search and in messages: personal data are taken out of it.

    Raises Refused.
    """
    if done := cases.begun(actor=actor, key=key):
        return done[0]
    desk = identity.unit_by_code(str(parameters.unit("desk", clock.day(at))))
    sort = dict(forms.SORTS)[str(data.answers["sort"])]
    party = identity.party(actor)
    title = f"{sort}：{masking.masked(str(data.answers['subject']), known=(party.name, party.code, party.phone, str(data.answers['phone'])))}"
    return cases.begin(actor=actor, begin=cases.Begin(MATTER.code, desk.id, title, party=party, data=data), key=key, at=at)
