"""Puts the house together: every card is handed, part by part, to the engine that owns its kind, and the ports are plugged in."""

from __future__ import annotations

from functools import cache

from yiwang.city import discovery
from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms


@cache
def compose() -> None:
    """Once a process, after `django.setup()`. Raises Declined when a card contradicts itself or another one: the city does not start then."""
    for card in discovery.cards():
        for form in card.forms:
            forms.register(form)
        cases.register(procedures=card.procedures, commands=card.commands, items=card.items, zone=card.zone)
