"""What the registers know of an applicant, put into the form before anybody types."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Form, Initial
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.kernel.actors import NOBODY


def known_of(party: identity.Party, path: str) -> tuple[Any, str, str] | None:
    """Prefill from the registers of persons and firms."""
    kind, _, name = path.partition(".")
    today = f"{clock.day(settings.CLOCK.now()):%Y-%m-%d}"
    if kind != party.kind:
        return None
    if not name:
        if not party.code:
            return None
        number = "code" if kind == "firm" else "number"
        return {"name": party.name, number: party.code}, "实名登记" if kind == "person" else "市场主体登记库", today
    found = getattr(party, name, "")
    return (found, "实名登记", today) if found else None


def initial(form: Form, party: identity.Party) -> dict[str, Initial]:
    """What a form begins with for a party, whoever types."""
    return dict(forms.blank(form=form, actor=NOBODY, lookup=lambda *, actor, path: known_of(party, path)))
