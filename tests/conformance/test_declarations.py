"""What every card promises by being registered: named law, words for everything people read, forms and letters that hold, diagrams that open."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from django.urls import Resolver404, resolve

from tests.support import addresses
from yiwang.city import discovery
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.types import Issue, Move, Procedure
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import FieldKind, Form
from yiwang.kernel.acts import Kind
from yiwang.web import menu
from yiwang.web.card import System

HAN = re.compile(r"[㐀-鿿]")
WEIGHTY = {Kind.DECIDED, Kind.ASKED_FOR_PAPERS, Kind.NOT_COUNTED_FROM, Kind.NOT_COUNTED_TO, Kind.EXTENDED}
CARDS: tuple[System, ...] = discovery.cards()
PROCEDURES: tuple[Procedure, ...] = tuple(p for card in CARDS for p in card.procedures)
ALWAYS = {"title", "ref", "unit", "state", "due", "date", "term_title", "actor"}
RECORDED = {"missing", "reasons", "reason", "note", "days", "ground", "expected_days", "opinion", "question", "text", "level", "left", "verdict", "count"}
ADMINISTRATORS = {"ground.system_admin", "ground.security_admin", "ground.audit_admin"}
WHO = ("who: a choice without choices",)
TENURE, ROLE = ("tenure: a choice without choices",), ("role: a choice without choices",)
OFFERED = {  # the page offers what there is: a person's posts, a post's roles
    "directory.name_stand_in": WHO, "directory.name_stand_in_for": WHO,
    "directory.end_appointment": TENURE, "directory.move_official": TENURE, "settings.grant_role": ROLE, "settings.take_role": ROLE,
    "outside.item": ("unit: a choice without choices",),
}
NEEDS_HELP = {FieldKind.NUMBER, FieldKind.MONEY, FieldKind.FILE, FieldKind.ADDRESS, FieldKind.PERSON, FieldKind.FIRM}

card = pytest.mark.parametrize("card", CARDS, ids=lambda c: c.code)
procedure = pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda p: f"{p.code}-{p.version}")


def _forms() -> Iterator[Form]:
    """Every form of every card: its own, and those of its moves, commands and referrals."""
    yield cases.ANSWER
    for card in CARDS:
        yield from card.forms
        yield from (c.form for c in card.commands)
        yield from (r.form for r in card.refers if r.form is not None)
        yield from (m.form for p in card.procedures for m in p.moves if m.form is not None)


FORMS: dict[tuple[str, int], Form] = {(f.code, f.version): f for f in _forms()}


@card
def test_a_card_names_its_law_and_itself(card: System) -> None:
    assert card.law and all(HAN.search(law) for law in card.law), "which law is this system for?"
    assert card.title and HAN.search(card.title)
    assert card.code.count(".") == 1 and card.name


@procedure
def test_a_procedure_names_its_law(procedure: Procedure) -> None:
    assert procedure.law and procedure.title
    bare = [m.code for m in procedure.moves if m.kind in WEIGHTY and not (m.law or procedure.law)]
    assert not bare, f"what decides or stops a clock names its article: {bare}"
    assert all(t.span.law or procedure.law for t in procedure.terms.values())


@procedure
def test_everything_people_read_has_words(procedure: Procedure) -> None:
    silent = [f"state {name}" for name, state in procedure.states.items() if not HAN.search(state.title)]
    silent += [f"state {name}: whom it waits for does what?" for name, s in procedure.states.items() if s.waits and not s.asks]
    silent += [f"term {name}" for name, term in procedure.terms.items() if not HAN.search(term.title) or not HAN.search(term.event)]
    silent += [f"move {m.code}" for m in procedure.moves if not HAN.search(m.title) or not HAN.search(m.says)]
    silent += [f"ground {g.code}" for t in procedure.terms.values() for g in t.not_counted if not HAN.search(g.title) or not g.law]
    silent += [f"role {name}" for name, role in procedure.roles.items() if not HAN.search(role.title)]
    assert not silent, silent


@procedure
def test_what_cannot_be_undone_names_its_consequence(procedure: Procedure) -> None:
    """A decision that ends the case is asked about before it is made, unless its form has the reasons written first."""
    bare = [m.code for m in procedure.moves if m.target in procedure.ends and m.kind is Kind.DECIDED and not m.confirm and m.form is None]
    assert not bare, bare


@procedure
def test_the_diagram_opens_and_has_every_state(procedure: Procedure) -> None:
    tree = ElementTree.fromstring(cases.bpmn(procedure))
    ids = {element.get("id") for element in tree.iter()}
    assert set(procedure.states) <= ids
    ends = {e.get("id") for e in tree.iter() if e.tag.endswith("}endEvent")}
    assert ends == set(procedure.ends)
    flows = [e for e in tree.iter() if e.tag.endswith("}sequenceFlow")]
    assert len(flows) == 1 + sum(len(m.sources) for m in procedure.moves)


@procedure
def test_every_letter_has_words(procedure: Procedure) -> None:
    for move in procedure.moves:
        for issue in move.issues:
            _has_words(move, issue)


def _has_words(move: Move, issue: Issue) -> None:
    write = next((w for card in CARDS for prefix, w in (card.words or {}).items() if issue.template.startswith(prefix)), None)
    assert write is not None, f"{move.code}: nobody writes {issue.template}"
    try:
        write(_Owes(issue.template))
    except KeyError as unknown:
        assert unknown.args != (issue.template,), f"{move.code}: no words for {issue.template}"
    except (AttributeError, TypeError):
        return  # it has begun to write: what it needs of a case is tried with cases


class _Owes:
    """Just enough of what is owed to ask for its words."""

    def __init__(self, template: str):
        self.template = template

    def __getattr__(self, name: str) -> Any:
        if name == "at":
            raise AttributeError(name)
        return None


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda f: f"{f.code}-{f.version}")
def test_a_form_is_sound_and_says_what_it_wants(form: Form) -> None:
    assert [fault for fault in forms.check(form) if fault not in OFFERED.get(form.code, ())] == []
    assert HAN.search(form.title) and HAN.search(form.submit)
    for field in form.fields:
        assert HAN.search(field.label), field.code
        told = field.help or field.example or field.unit or field.least or field.most
        assert told or field.kind not in NEEDS_HELP, f"{field.code}: one sentence that prevents the usual mistake"


@card
def test_messages_can_be_filled(card: System) -> None:
    acts = {f"{p.code}.{m.code}": m for p in card.procedures for m in p.moves} | {f"{p.code}.opened": None for p in card.procedures}
    acts |= {f"{p.code}.{t.lapses_to.move}_by_silence": None for p in card.procedures for t in p.terms.values() if t.lapses_to}
    acts |= {c.act.code: c for c in card.commands}
    for message in card.messages:
        names = {name for text in (message.title, message.text) for _, name, _, _ in string.Formatter().parse(text) if name}
        move = acts.get(str(message.on))
        assert str(message.on) in acts or isinstance(message.on, Kind), f"{message.code}: no such act as {message.on}"
        own = {f.code for f in move.form.fields if not f.personal} if move is not None and move.form else set()
        unknown = names - ALWAYS - own - (RECORDED if isinstance(message.on, Kind) else set())
        assert not unknown, f"{message.code}: nothing fills {sorted(unknown)}"


@card
def test_commands_and_referrals_have_words(card: System) -> None:
    roles = {role.code for one in CARDS for role in one.roles} | {"mandate.full"}
    for command in card.commands:
        assert HAN.search(command.title) and HAN.search(command.act.says if hasattr(command.act, "says") else command.title), command.code
        assert command.by, command.code
    for referral in card.refers:
        assert HAN.search(referral.title) and referral.to in {code for one in CARDS for code in (one.accepts or {})}, referral.to
        assert referral.by in roles or any(referral.by in p.roles for p in card.procedures), referral.by


@card
def test_menu_and_routes(card: System) -> None:
    roles = {role.code for one in CARDS for role in one.roles} | ADMINISTRATORS
    for entry in card.menu:
        assert HAN.search(entry.title)
        assert entry.to in ("public", "site", "office") or entry.to in roles, entry
        resolve(entry.path.partition("?")[0])


def test_the_shells_own_links_lead_somewhere() -> None:
    links = [*menu.NAV, *menu.BOTTOM, *menu.SERVICES, *menu.CHECKS, *menu.SITE, *menu.HELP]
    dead = []
    for path in [link.url for link in links] + [e.path for e in menu.entries()]:
        try:
            resolve(path.partition("?")[0])
        except Resolver404:
            dead.append(path)
    assert not dead, dead


def test_every_address_states_its_permission() -> None:
    bare = [pattern for pattern, view in addresses.views() if getattr(view, "permit", None) is None]
    assert not bare, f"nobody may open these: {bare}"
