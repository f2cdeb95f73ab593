"""A matter is taken in: at the desk of the city, whoever is responsible for it and by whatever way it came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.engines.texts import api as texts
from yiwang.kernel import clock
from yiwang.kernel.actors import IMPORT, Actor
from yiwang.kernel.errors import Refused
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.appeals import forms, matters, parameters
from yiwang.systems.public.appeals.procedures import MATTER

WEB = {"channel": "web"}


def take(*, actor: Actor, data: Clean, key: str, at: datetime, came: Mapping[str, str] = WEB) -> cases.Done:
    """Begins a matter, once for a key. `came` says how it came, in the open: the channel, the mailbox or the partner.

    Its title stands in lists, in the search and in messages: personal data are taken out of it, and of what is to be kept secret it says nothing.
    Raises Refused.
    """
    if done := cases.begun(actor=actor, key=key):
        return done[0]
    desk, party = desk_of(at), None if actor.unit or actor.system else identity.party(actor)
    data = replace(data, answers={**came, **data.answers}, open_fields=data.open_fields | came.keys())
    if not actor.unit and actor.system != IMPORT.system:  # whatever the way: what the desk takes down itself it counts itself
        _not_too_many(str(data.answers.get("phone") or ""), at)
    sort, secret = dict(forms.SORTS)[str(data.answers["sort"])], data.answers.get("secret") is True
    version = MATTER.version if actor.system == IMPORT.system else 0  # what is older than the procedure goes through it too
    known = [str(data.answers.get(k) or "") for k in ("phone", "caller")] + ([party.name, party.code, party.phone] if party else [])
    title = f"{sort}（保密）" if secret else f"{sort}：{texts.masked(str(data.answers['subject']), known=tuple(k for k in known if k))}"
    return cases.begin(actor=actor, begin=cases.Begin(MATTER.code, desk.id, title, party=party, data=data, sealed=secret, version=version), key=key, at=at)


def desk_of(at: datetime) -> identity.Unit:
    """The desk that takes in for the whole city."""
    return identity.unit_by_code(str(parameters.unit("desk", clock.day(at))))


def _not_too_many(phone: str, at: datetime) -> None:
    """A flood from one telephone: what is the same need be said once."""
    on, most = clock.day(at), parameters.value("per_phone", clock.day(at))
    caller = matters.caller(phone)
    if caller and store.rows("select count(*) from appeals_matter where caller = %s and opened_on = %s", (caller, on))[0][0] >= most:
        raise Refused(Reason("too-many-today", f"这个电话今天已经写了 {most} 件。同一件事写一件就行；急的请打 12345。", field="phone"))
