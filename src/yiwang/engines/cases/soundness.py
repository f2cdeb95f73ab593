"""What a procedure may not say: checked when it is built, so that a city never starts with it."""

from __future__ import annotations

from typing import Any

from yiwang.engines.calendar.types import Span, Unit
from yiwang.kernel.errors import Declined

Procedure = Any  # `types.Procedure`, which asks here when it is built
Move = Any
Item = Any
Term = Any
AROUND = "around"
MOST_MINUTES = 7 * 24 * 60  # what is longer counts days
DAY = 24 * 60


def check(procedure: Procedure) -> None:
    """Raises Declined with everything that is wrong: unknown names, unreachable states, a way out of an end, a term nobody stops or starts."""
    wrong = [*_names(procedure), *_reach(procedure), *_terms(procedure), *_minutes(procedure)]
    if not procedure.law:
        wrong.append("names no law")
    if wrong:
        raise Declined(f"{procedure.code} v{procedure.version}: " + "; ".join(wrong))


def _names(p: Procedure) -> list[str]:
    wrong = [f"end {s} is no state" for s in sorted(p.ends - set(p.states))]
    if p.start not in p.states:
        wrong.append(f"start {p.start} is no state")
    codes = [m.code for m in p.moves]
    wrong += [f"move {c} stands twice" for c in sorted({c for c in codes if codes.count(c) > 1})]
    for name, state in p.states.items():
        if state.waits and state.waits not in p.roles:
            wrong.append(f"state {name} waits for an unknown role {state.waits}")
        if state.term and state.term not in p.terms:
            wrong.append(f"state {name} shows an unknown term {state.term}")
    wrong += [f"role {name} takes in where an item lets it, and has no part in a procedure" for name, role in p.roles.items() if role.where == AROUND]
    for m in p.moves:
        wrong += _move(p, m)
    return wrong


def check_item(item: Item) -> None:
    """Raises Declined when an item lets somebody take it in whose role is not of the whole government."""
    if wrong := [role.code for role in item.taken_in_by if role.where != AROUND]:
        raise Declined(f"item {item.code}: {', '.join(wrong)} is of one unit and takes in nothing for another")


def _move(p: Procedure, m: Move) -> list[str]:
    wrong = [f"move {m.code} starts from an unknown state {s}" for s in sorted(m.sources - set(p.states))]
    wrong += [f"move {m.code} leads out of the end {s}" for s in sorted(m.sources & p.ends)]
    if m.target and m.target not in p.states:
        wrong.append(f"move {m.code} leads to an unknown state {m.target}")
    if m.by not in p.roles:
        wrong.append(f"move {m.code} is by an unknown role {m.by}")
    named = {*m.starts, *(t for t in m.stops if t != "*"), *m.pauses, *m.resumes, *((m.extends,) if m.extends else ())}
    wrong += [f"move {m.code} names an unknown term {t}" for t in sorted(named - set(p.terms))]
    wrong += [f"move {m.code} pauses {t}, for which no ground is given" for t in m.pauses if t in p.terms and not p.terms[t].not_counted]
    if m.to and (m.to not in ("unit", "above", "below", "desk") or not m.target or p.states.get(m.target) is None or not p.states[m.target].waits):
        wrong.append(f"move {m.code} hands the case on, and nobody is awaited afterwards")
    if m.matter and m.to:
        wrong.append(f"move {m.code} hands the case on and changes its matter at once")
    if m.refers and (m.to or m.matter):
        wrong.append(f"move {m.code} passes the matter on, and hands the case on or changes its matter at once")
    if m.refers and m.by in p.roles and p.roles[m.by].where.value in ("applicant", "clock"):
        wrong.append(f"move {m.code} passes the matter on, and is no official's")
    if m.carries and not m.refers:
        wrong.append(f"move {m.code} takes answers along, and passes nothing on")
    if m.assist and "reviewer" not in p.roles:
        wrong.append(f"move {m.code} asks units to help, and no role reviewer answers")
    if m.assist and m.assist.kind is Unit.MINUTES:
        wrong.append(f"move {m.code} asks units to help within minutes, and they count days")
    if m.coded and m.by in p.roles and p.roles[m.by].where.value != "applicant":
        wrong.append(f"move {m.code} may be made by the query code, and is not the applicant's")
    if m.extends in p.terms and p.terms[m.extends].extendable is None:
        wrong.append(f"move {m.code} extends {m.extends}, which may not be extended")
    return wrong


def _reach(p: Procedure) -> list[str]:
    reached, waiting = set(), [p.start]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += [m.target for m in p.moves if here in m.sources and m.target]
    wrong = [f"state {s} is never reached" for s in p.states if s not in reached]
    wrong += [
        f"state {s} has no way out and is no end"
        for s in p.states
        if s not in p.ends and not any(s in m.sources and m.target and m.target != s for m in p.moves)
    ]
    return wrong


def _terms(p: Procedure) -> list[str]:
    started = {*p.starts, *(t for m in p.moves for t in m.starts)}
    stopped = {t for m in p.moves for t in m.stops}
    wrong = [f"term {t} is never started" for t in p.terms if t not in started]
    if "*" not in stopped:
        wrong += [f"term {t} is never stopped" for t in p.terms if t not in stopped]
    for name, term in p.terms.items():
        if term.lapses_to and term.lapses_to.move not in {m.code for m in p.moves}:
            wrong.append(f"term {name} lapses to an unknown move {term.lapses_to.move}")
        elif term.lapses_to and not {name, "*"} & set(p.move(term.lapses_to.move).stops):
            wrong.append(f"term {name} lapses to {term.lapses_to.move}, which does not stop it")  # it would lapse for ever
        elif term.lapses_to and p.move(term.lapses_to.move).to in ("unit", "above", "below"):
            wrong.append(f"term {name} lapses to {term.lapses_to.move}, which asks for a unit")  # silence names none
        if term.offered and not term.lapses_to:
            wrong.append(f"term {name} is owed by nobody and ends in nothing")
        if term.until and term.sooner:
            wrong.append(f"term {name} ends on a given day, and cannot be sooner")
        if any(_longer(sooner, term.span) for _, _, sooner in term.sooner):
            wrong.append(f"term {name} is longer where it should be sooner")
        if term.until and term.extendable:
            wrong.append(f"term {name} ends on a given day, which nobody extends")
        if term.extendable and term.extendable.by not in p.roles:
            wrong.append(f"term {name} is extended by an unknown role {term.extendable.by}")
    return wrong


def _longer(sooner: int | Span, span: Span) -> bool:
    """Whether what should be sooner may end later than the span itself. Of two kinds only those are compared where it is sure."""
    if not isinstance(sooner, Span) or sooner.kind is span.kind:
        return (sooner.days if isinstance(sooner, Span) else sooner) > span.days
    if sooner.kind is Unit.MINUTES:
        return sooner.days > span.days * DAY
    return span.kind is not Unit.WORKING or sooner.days > span.days  # so many days of the calendar are never longer than so many working ones


def _minutes(p: Procedure) -> list[str]:
    """A term in minutes has an end and its two lights, and nothing else: what its clock does not carry is refused here."""
    found = {name: spans for name, term in p.terms.items() if (spans := [s for s in _spans(term) if s.kind is Unit.MINUTES])}
    silent = {term.lapses_to.move for term in p.terms.values() if term.lapses_to}
    wrong = [f"move {m.code}, which silence makes, starts {t}, which runs in minutes" for m in p.moves if m.code in silent for t in m.starts if t in found]
    for name, spans in found.items():
        term = p.terms[name]
        not_carried = {"not counted for a time": term.not_counted, "offered": term.offered, "to end on a given day": term.until,
                       "to lapse": term.lapses_to, "promised by an item": term.promised_by,
                       "extended": term.extendable and term.span.kind is Unit.MINUTES}  # where it is in minutes only sooner, the door refuses
        wrong += [f"term {name} runs in minutes, and cannot be {what}" for what, said in not_carried.items() if said]
        wrong += [f"term {name} runs {s.days} minutes, and may run 1 to {MOST_MINUTES}" for s in spans if not 1 <= s.days <= MOST_MINUTES]
    return wrong


def _spans(term: Term) -> list[Span]:
    return [term.span, *(s if isinstance(s, Span) else Span(s, term.span.kind) for _, _, s in term.sooner)]
