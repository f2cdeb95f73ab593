"""A version of a procedure that is in force does not change: open cases began under it. Its digest lies in `versions.json`. Nor does a version of a rule of
supervision, by which units were found at fault, or of the formula of scores, which were published: `rules.json`.

A change of law or practice is a new version: `replace()` makes a `Procedure` with `version` one higher and its own `valid_from`; the old one stays
registered beside it, in `procedures.py` or, when it is only kept for the cases open under it, in a module of the system's `versions/`. A case goes on
under the version it began under, and a city does not start when the code lacks one. Then add its digest, which the failing test prints, under its
number, and record its life (`test_lives`). A digest that is there already is never rewritten once a city works under it.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import textwrap
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from yiwang.city import discovery
from yiwang.engines.cases.types import Procedure
from yiwang.systems.oversight.supervision.rules import catalogue, finding, ratings, records
from yiwang.systems.oversight.supervision.rules.types import Rule
from yiwang.systems.oversight.supervision.scores import formula

FILE, RULES = Path(__file__).with_name("versions.json"), Path(__file__).with_name("rules.json")
DAILY = {ratings.UNANSWERED: ratings.unanswered, records.BATCH: records.batches}  # looked for once a day, in no entry


def digest(procedure: Procedure) -> str:
    """Of everything that decides how a case goes: states, roles, terms, moves, forms, letters, and what the guards do."""
    return hashlib.sha256(json.dumps(_plain(procedure), ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:32]


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if getattr(value, f.name) != _unsaid(f)}
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(str(v) for v in value)
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    return _does(value) if callable(value) else value


def _unsaid(field: Field[Any]) -> Any:
    """What a declaration means that does not say it: a new thing that may be said changes nothing of those that are silent."""
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _does(function: Any) -> str:
    """What a guard does, however it is laid out: its syntax without its note."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    here = tree.body[0]
    if isinstance(here, ast.FunctionDef) and isinstance(here.body[0], ast.Expr) and isinstance(here.body[0].value, ast.Constant):
        here.body = here.body[1:]
    return ast.dump(tree)


def _all_of(function: Any) -> list[str]:
    """What a function does, and those of its own module that it asks, and theirs."""
    known, waiting = dict[str, str](), [function]
    while waiting:
        here = waiting.pop()
        known[here.__name__] = _does(here)
        words = {node.id for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(here)))) if isinstance(node, ast.Name)}
        beside = vars(inspect.getmodule(here))
        waiting += [beside[w] for w in sorted(words - known.keys()) if inspect.isfunction(beside.get(w)) and beside[w].__module__ == here.__module__]
    return sorted(known.values())


def _rule(rule: Rule) -> str:
    """Of all that decides what a version of a rule finds and what it costs; not its words."""
    said = {name: value for name, value in _plain(rule).items() if name not in ("title", "how", "source")}
    if rule.code in DAILY:
        runs: list[Any] = _all_of(DAILY[rule.code])
    else:
        detector = finding.BY_CODE[rule.code]
        runs = [sorted(detector.kinds), detector.hint, detector.own, _all_of(detector.by(rule))]
    return hashlib.sha256(json.dumps([said, runs], ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:32]


def judging() -> dict[str, dict[str, str]]:
    found = {code: {str(rule.version): _rule(rule) for rule in versions} for code, versions in catalogue.standing().rules.items()}
    scores = {str(f.version): [_plain(f), _all_of(formula.score)] for f in formula.versions()}
    return found | {"score": {v: hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()[:32] for v, made in scores.items()}}


def now() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for card in discovery.cards():
        for procedure in card.procedures:
            found.setdefault(procedure.code, {})[str(procedure.version)] = digest(procedure)
    return found


def test_versions_in_force_are_unchanged() -> None:
    _unchanged(FILE, now())


def test_versions_of_rules_and_of_the_formula_are_unchanged() -> None:
    """What came to find otherwise is a new version in `rules.yaml` with its own day; the older one keeps its function (`Detector.older`)."""
    _unchanged(RULES, judging())


def _unchanged(file: Path, here: dict[str, dict[str, str]]) -> None:
    stored = json.loads(file.read_text())
    changed = [f"{code} version {v} has changed: make version {max(map(int, versions)) + 1} instead ({here[code][v]})"
               for code, versions in stored.items() for v, kept in versions.items() if v in here.get(code, {}) and here[code][v] != kept]
    assert not changed, "\n".join(changed)
    gone = [f"{code} version {v} is no longer there, but what was done under it stands"
            for code, versions in stored.items() for v in versions if v not in here.get(code, {})]
    assert not gone, "\n".join(gone)
    new = [f'{code}: add "{v}": "{found}" to {file.name}' for code, vs in here.items() for v, found in vs.items() if v not in stored.get(code, {})]
    assert not new, "\n".join(new)


def test_a_digest_sees_what_matters() -> None:
    from dataclasses import replace

    procedure = next(p for card in discovery.cards() for p in card.procedures if p.code == "public.services.joint")
    term = procedure.terms["decide"]
    longer = replace(procedure, terms={**procedure.terms, "decide": replace(term, span=replace(term.span, days=term.span.days + 1))})
    assert digest(longer) != digest(procedure)
    assert digest(replace(procedure, moves=procedure.moves)) == digest(procedure)
    assert digest(replace(procedure, good_ends=frozenset())) != digest(procedure)
