"""The door to cases."""

from __future__ import annotations

from yiwang.engines.cases.facts import Asked, Facts, Made, Running
from yiwang.engines.cases.papers import Owed
from yiwang.engines.cases.rooms.about import open_about
from yiwang.engines.cases.rooms.answer import ANSWER, HELPED, answer
from yiwang.engines.cases.rooms.answer import form as answer_form
from yiwang.engines.cases.rooms.begin import begin, begin_all, begun
from yiwang.engines.cases.rooms.brought import Brought, brought
from yiwang.engines.cases.rooms.chains import chain_heads, chain_named
from yiwang.engines.cases.rooms.commands import run
from yiwang.engines.cases.rooms.counter import taken_in
from yiwang.engines.cases.rooms.diagram import bpmn
from yiwang.engines.cases.rooms.erase import CONFIRM as ERASE_CONFIRM
from yiwang.engines.cases.rooms.erase import ERASE, erase, may_erase, remove_papers
from yiwang.engines.cases.rooms.figures import Figures, figures
from yiwang.engines.cases.rooms.fitting import wrote
from yiwang.engines.cases.rooms.handing import asked
from yiwang.engines.cases.rooms.handing import form as handing_form
from yiwang.engines.cases.rooms.joining import joined
from yiwang.engines.cases.rooms.letters import make_letters, words_for
from yiwang.engines.cases.rooms.lists import by_id, cases, desk, desk_count, late, next_due_on, visible_among
from yiwang.engines.cases.rooms.owed import make_letter, owed_letters
from yiwang.engines.cases.rooms.passing import back_form, pass_form, pass_on, send_back
from yiwang.engines.cases.rooms.perform import perform
from yiwang.engines.cases.rooms.recount import recount, would_move
from yiwang.engines.cases.rooms.refer import refer
from yiwang.engines.cases.rooms.registry import command, commands, current, lacking, procedure, procedures, register, register_referrals, roles
from yiwang.engines.cases.rooms.reveal import reveal
from yiwang.engines.cases.rooms.standing import standing
from yiwang.engines.cases.rooms.succession import FOLLOWS as SUCCEEDS
from yiwang.engines.cases.rooms.succession import succeed, taken_over
from yiwang.engines.cases.rooms.sweep import next_due, sweep
from yiwang.engines.cases.rooms.together import FOLLOWED, Along, together
from yiwang.engines.cases.rooms.told import opened_since, party_of, phone_left, procedure_of, seer_of, seer_of_unit, seers_of, told
from yiwang.engines.cases.rooms.urge import urge, urge_all
from yiwang.engines.cases.rooms.view import face, located, view, visible
from yiwang.engines.cases.steps import Begin, Done, Next, Seen
from yiwang.engines.cases.types import (
    ALL,
    APPLICANT,
    CLOCK_ROLE,
    JOINS,
    LEAVES,
    TO_ABOVE,
    TO_BELOW,
    TO_DESK,
    TO_UNIT,
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
    Sooner,
    State,
    Tacit,
    Term,
    Where,
)
from yiwang.engines.cases.views import (
    CaseView,
    ClockView,
    DocumentView,
    InquiryView,
    Joined,
    Light,
    Line,
    Located,
    MoveView,
    Page,
    PassedView,
    Row,
    Sibling,
    TakenIn,
    Told,
)

__all__ = [
    "ALL",
    "ANSWER",
    "APPLICANT",
    "CLOCK_ROLE",
    "ERASE",
    "ERASE_CONFIRM",
    "FOLLOWED",
    "HELPED",
    "JOINS",
    "LEAVES",
    "SUCCEEDS",
    "TO_ABOVE",
    "TO_BELOW",
    "TO_DESK",
    "TO_UNIT",
    "Along",
    "Asked",
    "Begin",
    "Brought",
    "CaseView",
    "ClockView",
    "Command",
    "DocumentView",
    "Done",
    "Extension",
    "Facts",
    "Figures",
    "Ground",
    "InquiryView",
    "Issue",
    "Item",
    "Joined",
    "Light",
    "Line",
    "Located",
    "Made",
    "Move",
    "MoveView",
    "Next",
    "Owed",
    "Page",
    "PassedView",
    "Procedure",
    "Referral",
    "Reviewing",
    "Role",
    "Row",
    "Running",
    "Seen",
    "Sibling",
    "Sooner",
    "State",
    "Tacit",
    "TakenIn",
    "Term",
    "Told",
    "Where",
    "answer",
    "answer_form",
    "asked",
    "back_form",
    "begin",
    "begin_all",
    "begun",
    "bpmn",
    "brought",
    "by_id",
    "cases",
    "chain_heads",
    "chain_named",
    "command",
    "commands",
    "current",
    "desk",
    "desk_count",
    "erase",
    "face",
    "figures",
    "handing_form",
    "joined",
    "lacking",
    "late",
    "located",
    "make_letter",
    "make_letters",
    "may_erase",
    "next_due",
    "next_due_on",
    "open_about",
    "opened_since",
    "owed_letters",
    "party_of",
    "pass_form",
    "pass_on",
    "perform",
    "phone_left",
    "procedure",
    "procedure_of",
    "procedures",
    "recount",
    "refer",
    "register",
    "register_referrals",
    "remove_papers",
    "reveal",
    "roles",
    "run",
    "seer_of",
    "seer_of_unit",
    "seers_of",
    "send_back",
    "standing",
    "succeed",
    "sweep",
    "taken_in",
    "taken_over",
    "together",
    "told",
    "urge",
    "urge_all",
    "view",
    "visible",
    "visible_among",
    "words_for",
    "would_move",
    "wrote",
]
