"""Puts the house together: every card is handed, part by part, to the engine that owns its kind, and the ports are plugged in."""

from __future__ import annotations

from functools import cache

from yiwang.city import discovery, readers
from yiwang.city.operating import health
from yiwang.city.ports import plug
from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.notify import api as notify
from yiwang.engines.registers import api as registers
from yiwang.engines.reports import api as reports
from yiwang.engines.search import api as search
from yiwang.web import mending, menu, slots
from yiwang.web.api import others as api
from yiwang.web.generic import published


@cache
def compose() -> None:
    """Once a process, when Django is ready. Raises Declined when a card contradicts itself or another one: the city does not start then."""
    plug()
    forms.register(cases.ANSWER)
    cards = discovery.cards()
    for card in cards:
        for form in card.forms:
            forms.register(form)
        for prefix, find in (card.derives or {}).items():
            forms.derive(prefix, find)
        for prefix, words in (card.words or {}).items():
            cases.words_for(prefix, words)
        notify.register(card.messages)
        if card.findable:
            search.register(card.findable)
        for register in card.registers:
            registers.declare(register)
        cases.register_referrals(refers=card.refers, accepts=card.accepts)
        reports.register((*card.reports, *(report for bundle in card.bundles for report in bundle.reports)))
        cases.register(procedures=card.procedures, commands=card.commands, items=card.items, zone=card.zone, roles=card.roles)
    search.register(published.findable)
    menu.register(cards)
    slots.register(cards)
    api.register(cards)
    mending.plug(readers.handler)
    health.plug(name.removeprefix("readers.") for name in readers.loops())
