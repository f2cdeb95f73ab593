"""How far a mandate reaches: everything (`*`), one system (`system:public.services`), one item (`item:…`) or one case (`case:…`).

What is not known to lie within is outside: a list, a page and a move ask the same question.
"""

from __future__ import annotations

from typing import Any

from yiwang.kernel.actors import Actor

ALL = "*"


def covers(scope: str, *, ref: str = "", procedure: str = "", item: str = "") -> bool:
    """Whether a mandate of this scope reaches a case (or, without `ref`, a case to be begun)."""
    kind, _, name = scope.partition(":")
    if scope == ALL:
        return True
    if kind == "system":
        return procedure.startswith(f"{name}.")
    return bool(name) and name == {"item": item, "case": ref}.get(kind, "")


def within(actor: Actor) -> tuple[str, list[Any]]:
    """The same as a condition on `cases_case c`, with its parameters; empty for whoever is not bound."""
    if actor.scope == ALL:
        return "", []
    kind, _, name = actor.scope.partition(":")
    if kind == "system":
        return "c.procedure like %s escape '!'", [name.replace("!", "!!").replace("%", "!%").replace("_", "!_") + ".%"]
    return {"item": "c.item = %s", "case": "c.ref = %s"}.get(kind, "%s = ''"), [name]
