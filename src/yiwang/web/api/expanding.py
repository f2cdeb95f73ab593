"""What the registry puts in the places of an address: every move, referral, command and procedure, with its schema and its refusals."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Form
from yiwang.web import slots
from yiwang.web.api import asked, others

NOTHING: dict[str, Any] = {"type": "object", "additionalProperties": False}


@dataclass(frozen=True, slots=True)
class Expanded:
    """One filling of an address: `places` and the words for it; `bodies` are the schemas one of which its body follows; `refusals` code → text."""

    places: dict[str, str]
    title: str
    about: str = ""
    bodies: tuple[dict[str, Any], ...] = ()
    refusals: dict[str, str] = field(default_factory=dict)


def closed(form: Form | None) -> dict[str, Any]:
    """The schema of a body: the form's, and nothing beside it."""
    return {**forms.schema(form), "additionalProperties": False} if form is not None and form.fields else dict(NOTHING)


def moves() -> Iterator[Expanded]:
    """Every move that somebody makes: one address a name, for all procedures that have it."""
    named: dict[str, list[tuple[cases.Procedure, cases.Move]]] = {}
    for procedure in cases.procedures():
        for move in procedure.moves:
            if procedure.roles[move.by].where is not cases.Where.CLOCK:
                named.setdefault(move.code, []).append((procedure, move))
    for code, found in sorted(named.items()):
        asking = [more.form if (more := slots.move_form(p, m)) else _asked(m) for p, m in found]
        bodies = {(form.code, form.version) if form else ("", 0): closed(form) for form in asking}
        refusals = {k: v for _, m in found if m.guard for k, v in reasons_of(m.guard).items()}
        titles = "、".join(dict.fromkeys(m.title for _, m in found))
        lines = dict.fromkeys(f"- {p.title}：{m.title}，由{p.roles[m.by].title}办理" + (f"（{m.law}）" if m.law else "") for p, m in found)
        yield Expanded({"move": code}, titles, "\n".join(lines), tuple(bodies.values()), refusals)


def _asked(move: cases.Move) -> Form | None:
    form = cases.handing_form(move)
    return asked.askable(form) if form is not None else None


def referrals() -> Iterator[Expanded]:
    for to, way in sorted(others.referrals().items()):
        yield Expanded({"to": to}, way.title, bodies=(closed(way.form),))


def commands() -> Iterator[Expanded]:
    for it in (one for one in cases.commands() if one.on):
        refusals = reasons_of(it.guard) if it.guard else {}
        yield Expanded({"command": it.code}, it.title, it.confirm, (closed(asked.askable(it.form)),), refusals)


def systems() -> Iterator[Expanded]:
    for name, (card, _) in sorted(others.filings().items()):
        yield Expanded({"system": name}, "", card.title)


def beginnings() -> Iterator[Expanded]:
    """Every procedure that an applicant begins, the newest version of each."""
    for name, (card, _) in sorted(others.filings().items()):
        newest = {p.code: p for p in card.procedures if "applicant" in p.begun_by}
        for code, procedure in sorted(newest.items()):
            yield Expanded({"system": name, "procedure": code.rpartition(".")[2]}, procedure.title, "依据：" + "、".join(procedure.law))


@cache
def reasons_of(guard: Callable[..., Any]) -> dict[str, str]:
    """The reasons a guard can give, by code, out of its own source and that of what it calls in its own package. What is put in a text stands as …."""
    found: dict[str, str] = {}
    seen: set[Any] = set()
    waiting: list[Any] = [guard]
    while waiting:
        it = waiting.pop()
        code = getattr(it, "__code__", None)
        if code is None or code in seen or len(seen) > 40:
            continue
        seen.add(code)
        tree = ast.parse(textwrap.dedent(inspect.getsource(it)))
        found |= dict(_reasons(tree))
        known = it.__globals__
        called = (known.get(name) for name in code.co_names)
        waiting += [one for one in called if inspect.isfunction(one) and one.__module__.rpartition(".")[0] == it.__module__.rpartition(".")[0]]
    return dict(sorted(found.items()))


def _reasons(tree: ast.AST) -> Iterable[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "Reason" and len(node.args) > 1:
            code = node.args[0]
            if isinstance(code, ast.Constant):
                yield str(code.value), _said(node.args[1])


def _said(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return "…"
