"""A version of a procedure goes the way it went: its recorded lives, played again, give the same moves, dates and refusals.

A new version gets a file of its own beside the others (`life` says how it reads), at first with the steps alone. Then

    .venv/bin/python -m pytest tests/conformance/test_lives.py --record public.services.joint@2

writes under each step what came of it, once: read it, then commit it. What is recorded is never written over; who means it deletes the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.conformance import life
from tests.faults import whole
from yiwang.city import discovery
from yiwang.engines.cases.rooms import registry
from yiwang.engines.cases.types import Procedure
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.kernel.errors import Declined

PROCEDURES: tuple[Procedure, ...] = tuple(p for card in discovery.cards() for p in card.procedures)
NEW_YEAR = {  # as the law counts them over the Spring Festival of 2026: procedure, life, instant of the step, term, until
    ("public.services.ordinary", "2026-02-06 10:00", "accept", "2026-02-13 24:00"),
    ("public.services.ordinary", "2026-02-14 09:00", "decide", "2026-03-12 24:00"),
    ("public.services.ordinary", "2026-03-12 10:00", "decide", "2026-03-26 24:00"),
    ("public.services.joint", "2026-02-06 10:00", "decide", "2026-04-17 24:00"),
    ("public.services.joint", "2026-04-17 10:00", "decide", "2026-05-12 24:00"),
}

each = pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda p: f"{p.code}@{p.version}")


@pytest.fixture
def town(db: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """`town(procedure, file)` founds the city of a version's lives: it knows this one version of the procedure, and the file's items."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

    def founded(procedure: Procedure, file: dict[str, Any]) -> life.Town:
        made = life.found(file, procedure)
        others = {place: p for place, p in registry._procedures.items() if p.code != procedure.code}
        monkeypatch.setattr(registry, "_procedures", {**others, (procedure.code, procedure.version): procedure})
        monkeypatch.setitem(registry._items, procedure.code, lambda code, version: made.items[code])
        for to in sorted({move.refers for move in procedure.moves if move.refers}):
            monkeypatch.setitem(registry._accepts, to, lambda told, data, at, to=to: made.taken_over(to))
        return made

    registry.item.cache_clear()
    yield founded
    registry.item.cache_clear()
    identity.forget()


def replayed(town: life.Town, file: dict[str, Any]) -> list[str]:
    """Plays every life; gives what came otherwise than it is recorded."""
    wrong = []
    for one in file["lives"]:
        for step, then in life.played(town, one["steps"], one["life"][:20]):
            kept = step.get("then")
            if kept != then:
                differs = sorted(k for k in {*then, *(kept or {})} if (kept or {}).get(k) != then.get(k))
                wrong += [f"{one['life']}, {step['at']}: {k} was {(kept or {}).get(k)}, is {then.get(k)}" for k in differs]
    return wrong


@each
def test_it_goes_the_way_it_went(procedure: Procedure, town: Any, request: pytest.FixtureRequest) -> None:
    assert life.file_of(procedure).is_file(), f"record a life of {procedure.code} version {procedure.version}: {__doc__}"
    file = life.read(procedure)
    assert (file["procedure"], file["version"]) == (procedure.code, procedure.version)
    if request.config.getoption("--record", default="") == f"{procedure.code}@{procedure.version}":
        record(procedure, file, town(procedure, file))
    assert replayed(town(procedure, file), file) == []
    assert whole.wrongs() == []
    assert ledger.verify().ok


def record(procedure: Procedure, file: dict[str, Any], town: life.Town) -> None:
    """Writes what comes of each step beneath it, and stops. Raises Declined when something is recorded there already."""
    if any("then" in step for one in file["lives"] for step in one["steps"]):
        raise Declined(f"{life.file_of(procedure).name} is recorded: delete it to begin anew")
    for one in file["lives"]:
        one["steps"] = [{**step, "then": then} for step, then in life.played(town, one["steps"], one["life"][:20])]
    life.write(procedure, file)
    pytest.exit(f"recorded in {life.file_of(procedure)}: read it, then commit it", 0)


@each
def test_lives_visit_every_move_and_every_state(procedure: Procedure) -> None:
    """Every move was made or refused, every state was reached, and every move that can be made was made."""
    steps = [step for one in life.read(procedure)["lives"] for step in one["steps"]]
    tried = {step["do"] for step in steps if "do" in step}
    entries = [words.split() for step in steps for words in step["then"].get("entries", ())]
    made = {word for words in entries for word in words[1:2]}
    assert sorted(set(procedure.by_code) - tried - made) == [], "moves nobody tries"
    assert sorted(set(procedure.by_code) - made) == [], "moves that are never made"
    assert sorted(set(procedure.states) - {step["then"].get("state") for step in steps}) == [], "states never reached"
    assert sorted(set(procedure.terms) - {name for step in steps for name in step["then"].get("terms", ())}) == [], "clocks that never run"
    assert any("refused" in step["then"] for step in steps), "nothing is refused"
    assert not [step for step in steps if "then" not in step], "not recorded yet"


def test_the_dates_of_the_spring_festival_are_the_law_s() -> None:
    """In every version."""
    for p in PROCEDURES:
        found = {(p.code, step["at"], name, term.get("until")) for one in life.read(p)["lives"] for step in one["steps"]
                 for name, term in step["then"].get("terms", {}).items()}
        assert {said for said in NEW_YEAR if said[0] == p.code} - found == set(), (p.code, p.version)


def test_no_file_is_of_a_version_that_is_gone() -> None:
    here = {life.file_of(p).name for p in PROCEDURES}
    assert sorted(file.name for file in life.FOLDER.iterdir() if file.name not in here) == [], "cases may be open under them"


def changed(procedure: Procedure, **terms: int) -> Procedure:
    return replace(procedure, terms={**procedure.terms, **{
        name: replace(procedure.terms[name], span=replace(procedure.terms[name].span, days=days)) for name, days in terms.items()}})


@pytest.mark.parametrize("spoilt", [
    lambda p: changed(p, decide=21), lambda p: changed(p, hand_over=9),
    lambda p: replace(p, moves=tuple(replace(m, issues=()) if m.code == "accept" else m for m in p.moves)),
    lambda p: replace(p, moves=tuple(replace(m, guard=None) if m.code == "ask_for_papers" else m for m in p.moves)),
    lambda p: replace(p, moves=tuple(replace(m, by="window") if m.code == "propose" else m for m in p.moves)),
], ids=["a day more", "a day less", "a letter less", "without its guard", "another role"])
def test_a_replay_sees_what_is_changed(town: Any, spoilt: Any) -> None:
    procedure = next(p for p in PROCEDURES if (p.code, p.version) == ("public.services.ordinary", 1))
    file = life.read(procedure)
    assert replayed(town(spoilt(procedure), file), file) != []


def test_what_is_recorded_is_not_written_over(town: Any) -> None:
    procedure = PROCEDURES[0]
    file = life.read(procedure)
    before = life.file_of(procedure).read_bytes()
    with pytest.raises(Declined, match="delete it"):
        record(procedure, file, town(procedure, file))
    assert life.file_of(procedure).read_bytes() == before

