"""From a filled form to cases: one for an item, one for each item of a bundle, all of one matter or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean, Form
from yiwang.engines.identity import api as identity
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import NotFound
from yiwang.systems.public.services.rooms import forming, library
from yiwang.systems.public.services.rooms.choosing import chosen
from yiwang.systems.public.services.rooms.library import Bundle, Part, ServiceItem


@lru_cache(maxsize=512)
def form_of_item(key: str, version: int) -> Form:
    """The form of a version of an item."""
    item = library.pinned(key, version)
    return forming.form_of(code=f"services.{key}", title=item.title, version=version, parts=(Part(item),))


def found(code: str, version: int | None) -> Form | None:
    """The form of an item by its code (`services.410105.food_business`), for pages of old cases."""
    key = code.removeprefix("services.")
    try:
        return form_of_item(key, version or library.item(key).version)
    except NotFound:
        return None


def form_of_bundle(bundle: Bundle) -> Form:
    """One form for all items of a bundle: what two items ask is asked once, what only some are for is asked of those."""
    return forming.form_of(code=f"services.{bundle.key}", title=bundle.title, version=bundle.version, parts=bundle.parts)


def form_of(key: str) -> Form:
    """The form of a bundle or an item as they are now. Raises NotFound."""
    try:
        return form_of_bundle(library.bundle(key))
    except NotFound:
        return form_of_item(key, library.item(key).version)


def begun(parts: Sequence[Part], data: Clean) -> tuple[ServiceItem, ...]:
    """The items these answers begin. Only what is answered in the open decides: it is what the cases keep."""
    return chosen(parts, data.recorded()).items


def apply(*, actor: Actor, parts: Sequence[Part], party: identity.Party, data: Clean, key: str, at: datetime) -> list[cases.Done]:
    """Files one matter: a case for each item the answers begin. Raises Refused. The same `key` again gives the same cases."""
    name = str(data.answers.get("shop_name") or (party.name if party.kind == "firm" else ""))  # a case's title names no citizen
    new = tuple(
        cases.Begin(procedure=i.procedure, unit=identity.unit_by_code(i.unit).id, title=f"{i.title}：{name}" if name else i.title,
                    item=library.pinned(i.key, i.version).for_case, party=party, data=_share(data, i))
        for i in begun(parts, data))
    return cases.begin_all(actor=actor, parts=new, key=key, at=at)


def _share(data: Clean, item: ServiceItem) -> Clean:
    """What an item's own form asks, out of the whole matter's answers."""
    form = form_of_item(item.key, item.version)
    own = {f.code for f in form.fields}
    return Clean(form.code, form.version, {k: v for k, v in data.answers.items() if k in own}, data.open_fields & own)
