"""Hands each part of every card to the engine that owns its kind."""

from __future__ import annotations

from yiwang.city import discovery
from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.registers import api as registers
from yiwang.web import menu, slots


def register_all() -> None:
    """Called once in each process, when the city starts. Raises Declined for a card that contradicts itself or another."""
    cards = discovery.cards()
    for card in cards:
        for form in card.forms:
            forms.register(form)
        for prefix, find in (card.derives or {}).items():
            forms.derive(prefix, find)
        for register in card.registers:
            registers.declare(register)
        cases.register(procedures=card.procedures, commands=card.commands, items=card.items, zone=card.zone)
    forms.register(cases.ANSWER)
    menu.register(cards)
    slots.register(cards)
