"""How an item or a bundle is asked for without a page: what programs are given of it. The pages and this use the same rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean, Form, Initial
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.systems.public.services.rooms import applying, guides, library, prefilling
from yiwang.web.card import Filing


def procedures_of(key: str) -> tuple[str, ...]:
    """The procedures an item or a bundle begins. Raises NotFound."""
    return tuple(dict.fromkeys(part.item.procedure for part in library.parts(key)))


def offers(area: str, at: datetime) -> Sequence[tuple[str, str]]:
    """Bundles first, then items, of a county."""
    area = area or guides.DEFAULT_AREA
    return [*((b.key, b.title) for b in guides.bundles(area)), *((i.key, i.title) for i in library.offered(area, clock.day(at)))]


def initial(form: Form, actor: Actor) -> Mapping[str, Initial]:
    return prefilling.initial(form, identity.party(actor))


def send(actor: Actor, key: str, data: Clean, request_key: str, at: datetime) -> Sequence[cases.Done]:
    return applying.apply(actor=actor, parts=library.parts(key), party=identity.party(actor), data=data, key=request_key, at=at)


FILING = Filing(applying.form_of, procedures_of, offers, initial, send)
