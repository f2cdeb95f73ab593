"""The door to cases."""

from __future__ import annotations

from yiwang.engines.cases.facts import Asked, Facts, Running
from yiwang.engines.cases.rooms.answer import ANSWER, answer
from yiwang.engines.cases.rooms.begin import begin, begin_all
from yiwang.engines.cases.rooms.perform import perform
from yiwang.engines.cases.rooms.registry import current, procedure, procedures, register
from yiwang.engines.cases.steps import Begin, Done, Seen
from yiwang.engines.cases.types import (
    ALL,
    APPLICANT,
    CLOCK_ROLE,
    Command,
    Extension,
    Ground,
    Issue,
    Item,
    Move,
    Procedure,
    Referral,
    Reviewing,
    Role,
    State,
    Tacit,
    Term,
    Where,
)

__all__ = [
    "ALL",
    "ANSWER",
    "APPLICANT",
    "CLOCK_ROLE",
    "Asked",
    "Begin",
    "Command",
    "Done",
    "Extension",
    "Facts",
    "Ground",
    "Issue",
    "Item",
    "Move",
    "Procedure",
    "Referral",
    "Reviewing",
    "Role",
    "Running",
    "Seen",
    "State",
    "Tacit",
    "Term",
    "Where",
    "answer",
    "begin",
    "begin_all",
    "current",
    "perform",
    "procedure",
    "procedures",
    "register",
]
