"""Procedures as they stood second: without a hearing of the authority's own motion, without statements of others, and nothing said of deceit."""

from __future__ import annotations

from dataclasses import replace

from yiwang.engines.calendar.types import Span
from yiwang.engines.cases.api import Extension, Move
from yiwang.systems.public.services import forms, rules
from yiwang.systems.public.services.procedures import holders, permits, steps
from yiwang.systems.public.services.procedures.steps import HEARING_TERMS, TERMS, WORKING

PROPOSE = replace(steps.PROPOSE, guard=rules.no_open_hearing)
USUAL = (steps.ACCEPT, steps.ASK, steps.NOT_ACCEPT, steps.SUPPLEMENT, steps.CHECK_ON_SITE, *steps.HEARING)
DECIDING = (steps.GRANT, steps.REFUSE, steps.RETURN, steps.SUSPEND, steps.RESUME_BY_HAND, steps.EXTEND, steps.HAND_OVER, steps.WITHDRAW)
ORDINARY = replace(permits.ORDINARY, version=2, terms=TERMS | HEARING_TERMS, moves=(*USUAL, PROPOSE, *DECIDING))
JOINT = replace(
    permits.JOINT, version=2,
    terms=ORDINARY.terms | {"decide": replace(TERMS["decide"], span=Span(45, WORKING, "行政许可法第四十二条第二款"),
                                              extendable=Extension(15, "head", "行政许可法第四十二条第二款"))},
    moves=(*USUAL, steps.CONSULT, replace(PROPOSE, guard=rules.consulted_and_heard, rests_on_answers=True), *DECIDING))
INSTANT = replace(permits.INSTANT, version=1, terms=ORDINARY.terms, moves=(permits.GRANT_NOW, *ORDINARY.moves))


def _silent(move: Move) -> Move:
    """A step that did not yet ask about deceit."""
    if move.code == "recall":
        return replace(move, guard=None)
    before = {"not_accept": steps.NOT_ACCEPT.form, "refuse": forms.REASONS, "withdraw_grant": forms.REASONS, "revoke": forms.REASONS}.get(move.code)
    return replace(move, form=before, guard=None if move.code == "revoke" else move.guard) if before else move


COMMITMENT = replace(permits.COMMITMENT, version=1, moves=tuple(map(_silent, permits.COMMITMENT.moves)))
REVOCATION = replace(holders.REVOCATION, version=1, moves=tuple(map(_silent, holders.REVOCATION.moves)))
ALL = (ORDINARY, JOINT, INSTANT, COMMITMENT, REVOCATION)
