"""A procedure that contradicts itself is not built; one that stands is drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests.trial import COMMON, JOINT, ONE, WORKING, move
from yiwang.kernel.errors import Declined

TERM = cases.Term("x", calendar.Span(3, WORKING))
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"law": ()}, "names no law"),
    ({"start": "nowhere"}, "start nowhere is no state"),
    ({"ends": frozenset({"done", "refused", "withdrawn", "gone"})}, "end gone is no state"),
    ({"moves": (*ONE.moves, ONE.moves[0])}, "accept stands twice"),
    ({"moves": (*ONE.moves, move("x", "done", "lodged", "window"))}, "leads out of the end done"),
    ({"moves": (*ONE.moves, move("x", "lodged", "moon", "window"))}, "unknown state moon"),
    ({"moves": (*ONE.moves, move("x", "moon", "lodged", "window"))}, "unknown state moon"),
    ({"moves": (*ONE.moves, move("x", "lodged", "", "nobody"))}, "unknown role nobody"),
    ({"moves": (*ONE.moves, move("x", "lodged", "", "window", starts=("never",)))}, "unknown term never"),
    ({"moves": (*ONE.moves, move("x", "lodged", "", "window", pauses=("accept",)))}, "no ground is given"),
    ({"moves": (*ONE.moves, move("x", "lodged", "", "window", extends="accept"))}, "may not be extended"),
    ({"roles": {**ONE.roles, "counter": COMMON}}, "role counter takes in where an item lets it"),
    ({"states": {**ONE.states, "island": cases.State("孤岛")}}, "island is never reached"),
    ({"states": {**ONE.states, "lodged": cases.State("待受理", "ghost")}}, "unknown role ghost"),
    ({"states": {**ONE.states, "lodged": cases.State("待受理", "window", "", "ghost")}}, "unknown term ghost"),
    ({"moves": tuple(m for m in ONE.moves if m.code not in ("hand_over",))}, "granted has no way out"),
    ({"terms": {**ONE.terms, "idle": TERM}}, "idle is never started"),
    ({"terms": {**ONE.terms, "accept": replace(TERM, lapses_to=cases.Tacit("fly"))}}, "unknown move fly"),
    ({"terms": {**ONE.terms, "accept": replace(TERM, lapses_to=cases.Tacit("note"))}}, "lapses to note, which does not stop it"),
    ({"terms": {**ONE.terms, "hand_over": replace(TERM, extendable=cases.Extension(3, "ghost"))}}, "unknown role ghost"),
    ({"moves": (*ONE.moves, move("x", "lodged", "", "window", refers="trial.joint", to="unit"))}, "passes the matter on, and hands the case on"),
    ({"moves": (*ONE.moves, move("x", "lodged", "", "applicant", refers="trial.joint"))}, "passes the matter on, and is no official's"),
    ({"moves": (*ONE.moves, move("x", "lodged", "", "window", carries=(("a", "b"),)))}, "takes answers along, and passes nothing on"),
]


@pytest.mark.parametrize(("words", "said"), WRONG, ids=[said for _, said in WRONG])
def test_what_contradicts_itself_is_not_built(words: dict[str, Any], said: str) -> None:
    with pytest.raises(Declined, match=said):
        replace(ONE, **words)


def test_only_a_role_of_the_whole_government_takes_in_for_another_unit() -> None:
    with pytest.raises(Declined, match=r"trial.window is of one unit"):
        cases.Item("x", 1, "x", "trial.one", taken_in_by=(COMMON, ONE.roles["window"]))


def test_a_procedure_knows_its_moves() -> None:
    assert ONE.move("accept").title == "accept" and set(ONE.by_code) == {m.code for m in ONE.moves}


@pytest.mark.parametrize("procedure", [ONE, JOINT])
def test_the_diagram_has_every_state_and_move(procedure: cases.Procedure) -> None:
    root = ElementTree.fromstring(cases.bpmn(procedure))
    space = {"b": "http://www.omg.org/spec/BPMN/20100524/MODEL"}
    states = {e.get("id") for e in root.findall(".//b:userTask", space)} | {e.get("id") for e in root.findall(".//b:endEvent", space)}
    assert states == set(procedure.states)
    flows = {(e.get("sourceRef"), e.get("targetRef")) for e in root.findall(".//b:sequenceFlow", space)}
    assert flows == {("start", procedure.start)} | {(s, m.target or s) for m in procedure.moves for s in m.sources}


def test_two_procedures_of_one_code_and_version_do_not_register() -> None:
    with pytest.raises(Declined, match="registered twice"):
        cases.register(procedures=(replace(ONE, title="别的"),))
