"""One case for one reader: found only if the reader is among its seers, otherwise it does not exist."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from yiwang.engines.cases.facts import Asked
from yiwang.engines.cases.rooms import handing, lights, passing, refer, registry, scopes, seers
from yiwang.engines.cases.rooms.allowed import knows, party, refusals
from yiwang.engines.cases.rooms.answer import open_inquiry
from yiwang.engines.cases.rooms.answer import refusals as answer_refusals
from yiwang.engines.cases.rooms.clocks import MINUTES, Clock, read_gaps
from yiwang.engines.cases.rooms.history import lines
from yiwang.engines.cases.rooms.read import Locked, read
from yiwang.engines.cases.rooms.urge import targets
from yiwang.engines.cases.steps import Seen
from yiwang.engines.cases.types import Move, Where
from yiwang.engines.cases.views import CaseView, ClockView, DocumentView, InquiryView, Light, Located, MoveView, PassedView, Sibling
from yiwang.engines.forms.types import Form
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock as time
from yiwang.kernel.actors import CODED, NOBODY, Actor
from yiwang.kernel.errors import NotFound

TERMS = (
    "select id, name, unit_id, inquiry, started_on, kind, days, legal_days, extended, not_counted, stopped_on, due_at, stopped_at from cases_term "
    "where case_id = %s order by started_on, id"
)

INQUIRIES = (
    "select id, above, unit_id, title, question, verdict, opinion, law, answered_by, asked_at, answered_at, closed_at from cases_inquiry "
    "where case_id = %s order by above, id"
)


def view(*, actor: Actor, ref: str, at: datetime) -> CaseView:
    """The case of a reference as the actor may see it. Raises NotFound: unknown and forbidden look the same."""
    row = read(visible(actor, ref))
    clocks = _clocks(row, at)
    is_party = party(row, actor, time.day(at))
    can, cannot = _moves(row, actor, at)
    asked = open_inquiry(row, actor) if actor.unit else None
    may_pass = tuple(passing.pass_refusals(row, asked, actor, at)) if isinstance(asked, Asked) else None
    known = knows(row, actor, time.day(at))
    return replace(
        _face(row, clocks, actor, show_party=known),
        title=row.title,
        party_name=row.party_name if known else "",
        about=row.about,
        can=can,
        cannot=cannot,
        may_answer=None if asked is None else tuple(answer_refusals(row, asked, actor, at)),
        may_urge=bool(targets(row, actor)),
        may_pass=may_pass,
        pass_to=tuple(passing.below(row, asked, time.day(at))) if may_pass == () and isinstance(asked, Asked) else (),
        referrals=_referrals(row, actor, at),
        documents=_documents(row.id),
        siblings=_siblings(row, actor, at),
        sealed=row.sealed,
        hidden=row.sealed and not known,
        values=_readable(row, actor, time.day(at)),
        is_party=is_party,
    )


def face(*, ref: str, at: datetime) -> CaseView:
    """The public face of a case for whoever was let in by its query code: state, dates and history, no name, no form, and of the moves those that say so.
    Raises NotFound."""
    found = store.rows("select id from cases_case where ref = %s", (ref,))
    if not found:
        raise NotFound(ref)
    row = read(int(found[0][0]))
    can = tuple(_move(m) for m in row.procedure.moves if m.coded and not refusals(row, m, CODED, at, None))
    return replace(_face(row, _clocks(row, at), NOBODY, show_party=False), can=can)


def _face(row: Locked, clocks: tuple[ClockView, ...], reader: Actor, *, show_party: bool) -> CaseView:
    """What everybody may know of a case who knows of it."""
    here = row.procedure.states[row.state]
    return CaseView(
        id=row.id,
        ref=row.ref,
        matter=row.matter,
        title=row.item.title or row.procedure.title,
        procedure=row.procedure,
        item=row.item,
        unit=row.unit,
        unit_name=identity.unit(row.unit).name,
        party_name="",
        about="",
        state=row.state,
        state_title=here.title,
        asks=here.asks,
        done=tuple(row.done.split()),
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        seen=Seen(row.moves, row.answers),
        clocks=clocks,
        inquiries=_inquiries(row, clocks, reader),
        can=(),
        cannot=(),
        may_answer=None,
        may_urge=False,
        may_pass=None,
        pass_to=(),
        referrals=(),
        history=lines(row, show_party=show_party),
        documents=(),
        siblings=(),
        values=None,
        is_party=False,
        sealed=False,
        hidden=row.sealed,
        head=row.head.hex(),
    )


def located(*, actor: Actor, ref: str) -> Located:
    """A case the actor may see, for handing something in: nothing of it is read yet. Raises NotFound."""
    id_, procedure, version = _seen(actor, ref, "c.id, c.procedure, c.version")
    return Located(int(id_), ref, registry.procedure(procedure, version))


def visible(actor: Actor, ref: str) -> int:
    """The number of a case the actor may see. Raises NotFound."""
    return int(_seen(actor, ref, "c.id")[0])


def _seen(actor: Actor, ref: str, columns: str) -> tuple[Any, ...]:
    mine = seers.of_actor(actor)
    marks = ", ".join(["%s"] * len(mine))
    bound, params = scopes.within(actor)
    sql = f"select {columns} from cases_case c join cases_seer s on s.case_id = c.id where c.ref = %s and s.seer in ({marks})"
    found = mine and store.rows(f"{sql}{' and ' * bool(bound)}{bound} limit 1", (ref, *mine, *params))
    if not found:
        raise NotFound(ref)
    return found[0]


def _readable(row: Locked, actor: Actor, on: date) -> Mapping[int, Mapping[str, Any]] | None:
    """What the actor may read of what was written; of a sealed case the units that work on it read what units wrote, and
    not what the desk wrote down of what it heard."""
    if knows(row, actor, on):
        return values(row.id)
    if not (row.sealed and actor.unit in (row.unit, *(i.unit for i in (*row.inquiries, *row.passed)))):
        return None
    theirs = {m.form.code for m in row.procedure.moves if m.form and row.procedure.roles[m.by].where not in (Where.APPLICANT, Where.DESK)}
    return {n: kept for n, kept in values(row.id).items() if n > 1 and kept["form"] in theirs}


def values(case: int) -> Mapping[int, Mapping[str, Any]]:
    """Submitted forms by the entry that brought them: `{"form", "version", "answers"}`."""
    return {n: json.loads(kept["form"]) for n, kept in ledger.values(case).items() if "form" in kept}


def _clocks(row: Locked, at: datetime) -> tuple[ClockView, ...]:
    found = []
    for id_, name, unit, inquiry, started, kind, days, legal, extended, gaps, stopped, due, stopped_at in store.rows(TERMS, (row.id,)):
        term = row.procedure.terms.get(name)
        silent, offered = bool(term and term.lapses_to), bool(term and term.offered)
        end_at = store.instant(due) if kind == MINUTES else None
        clock = Clock(id_, name, unit, inquiry, store.day(started), kind, days, legal, extended, read_gaps(gaps), silent, offered, end_at)
        found.append(lights.view(clock, row.procedure, at, store.day(stopped), store.instant(stopped_at)))
    return tuple(found)


def _moves(row: Locked, actor: Actor, at: datetime) -> tuple[tuple[MoveView, ...], tuple[MoveView, ...]]:
    """What may be done now and, for whoever works here, what not and why."""
    can, cannot = [], []
    for move in row.procedure.moves:
        role = row.procedure.roles[move.by]
        if role.where is Where.CLOCK or (role.where is Where.APPLICANT) != (not actor.unit):
            continue
        reasons = tuple(refusals(row, move, actor, at, None))
        if not reasons:
            can.append(_move(move, form=handing.of(row, move, time.day(at))))
        elif row.closed_at is None:
            cannot.append(_move(move, reasons))
    return tuple(can), tuple(cannot)


def _referrals(row: Locked, actor: Actor, at: datetime) -> tuple[MoveView, ...]:
    """Where this matter may be passed on to, by whoever works on it."""
    if actor.unit not in (row.unit, row.desk):
        return ()
    found = registry.referrals(row.procedure.code)
    return tuple(MoveView(r.to, r.title, r.form, "", "", "", tuple(refer.refusals(row, r, actor, at))) for r in found)


def _move(move: Move, reasons: tuple[Any, ...] = (), form: Form | None = None) -> MoveView:
    return MoveView(move.code, move.title, form or move.form, move.tone, move.confirm, move.law, reasons)


def _inquiries(row: Locked, clocks: tuple[ClockView, ...], reader: Actor) -> tuple[InquiryView, ...]:
    """The units asked, each with what it passed on, for an official to read."""
    by_inquiry = {c.inquiry: c for c in clocks if c.inquiry}
    asked: dict[int, InquiryView] = {}
    for id_, above, unit, title, *words in store.rows(INQUIRIES, (row.id,)):
        question, verdict, opinion, law, by = words[:5]
        at, answered, closed = (store.instant(w) for w in words[5:])
        name, clock = identity.unit(unit).name, by_inquiry.get(id_)
        if not above:
            asked[id_] = InquiryView(id_, unit, name, title, question, at, verdict, opinion, law, by, answered, closed, clock)
        elif reader.unit:
            said = (question, verdict, opinion, law, by) if reader.unit in (unit, asked[above].unit) else ("",) * 5
            part = PassedView(id_, unit, name, said[0], at, *said[1:], answered, closed, clock)
            asked[above] = replace(asked[above], passed=(*asked[above].passed, part))
    return tuple(asked.values())


def _documents(case: int) -> tuple[DocumentView, ...]:
    sql = "select kind, title, number, owed_at, made_at, sha256 from cases_document where case_id = %s order by id"
    return tuple(DocumentView(k, t, n, store.instant(o), store.instant(m), s) for k, t, n, o, m, s in store.rows(sql, (case,)))


def _siblings(row: Locked, actor: Actor, at: datetime) -> tuple[Sibling, ...]:
    """The other cases of the matter: to the party whole, to officials their state and dates."""
    found = []
    for id_, ref in store.rows("select id, ref from cases_case where matter = %s and id <> %s order by id", (row.matter, row.id)):
        other = read(id_)
        clock = next(iter(other.clocks.values()), None)
        mine = party(other, actor, time.day(at)) or (
            bool(actor.unit) and bool(set(identity.reads_as(actor.unit)) & set(identity.above(other.unit)))
        )
        if not (mine or actor.unit) and (other.sealed or other.procedure.code == row.procedure.code):
            continue  # of a matter that several people's cases joined, each knows their own
        if other.sealed and not mine and actor.unit not in (row.unit, row.desk):
            continue  # whoever has it knows that it goes on there; who had this one for a time may be whom it is about
        found.append(
            Sibling(
                ref,
                other.item.title or other.title,
                identity.unit(other.unit).short,
                other.procedure.states[other.state].title,
                lights.light(clock, at) if clock else Light.DONE,
                clock.due_on() if clock else None,
                other.closed_at is not None,
                mine,
            )
        )
    return tuple(found)
