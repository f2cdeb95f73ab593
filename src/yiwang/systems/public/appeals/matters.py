"""Keeping the matters the desk looks up: one row a matter, from its entries. Twice is harmless."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.store import api as store
from yiwang.engines.texts import api as texts
from yiwang.engines.trust import api as trust
from yiwang.kernel import clock
from yiwang.kernel.acts import Kind
from yiwang.systems.public.appeals.procedures import MATTER

KINDS = frozenset({Kind.OPENED, Kind.MOVED, Kind.RETURNED, Kind.DECIDED, Kind.RATED, Kind.REOPENED, Kind.LAPSED, Kind.CHANGED, Kind.ERASED,
                   Kind.REFERRED})
SHELF = "appeals"
ADD = ("insert into appeals_matter (id, ref, title, channel, place, topic, unit, state, lead, party, caller, opened_on, sealed) "
       "values (%s, %s, %s, %s, %s, '', %s, %s, '', %s, %s, %s, %s) on conflict (id) do nothing")


def keep(entry: Recorded) -> None:
    """Follows the record. Inside the reader's transaction."""
    if entry.facts.get("procedure") == MATTER.code and entry.kind is Kind.OPENED:
        _opened(entry)
    elif entry.kind is Kind.ERASED and entry.subject.startswith("case:"):
        store.execute("update appeals_matter set caller = '', title = '' where id = %s", (entry.chain,))
        texts.drop(shelf=SHELF, subject=entry.chain)
    elif entry.facts.get("procedure") == MATTER.code and "move" in entry.facts:
        _moved(entry)
    elif entry.facts.get("procedure") == MATTER.code:
        for one in entry.facts.get("succeeded", ()):
            store.execute("update appeals_matter set unit = %s where id = %s and unit = %s", (one["into"], entry.chain, one["unit"]))


def empty() -> None:
    """Before a rebuild."""
    store.execute("delete from appeals_matter")


def _opened(entry: Recorded) -> None:
    facts, told, wrote = entry.facts, cases.told(entry.chain), cases.wrote(entry.chain)
    sealed = facts.get("secret") is True
    store.execute(ADD, (entry.chain, told.ref, told.title, str(facts.get("channel") or "web"), code(facts.get("place")),
                         int(facts["unit"]), str(facts["to"]), int(facts.get("party") or 0), caller(wrote.get("phone")),
                        clock.day(entry.at), sealed))
    if wrote and not sealed:
        texts.keep(shelf=SHELF, subject=entry.chain, text=text(wrote))


def _moved(entry: Recorded) -> None:
    facts, move = entry.facts, str(entry.facts["move"])
    values: dict[str, Any] = {"state": str(facts["to"]), "unit": int(facts.get("handed_to") or facts["unit"])}
    if facts.get("topic"):
        values["topic"] = code(facts["topic"])
    if move in ("merge", "part"):
        values["lead"] = str(facts.get("into", ""))
    if entry.kind is Kind.DECIDED and values["state"] == "told":
        values["told_on"] = clock.day(entry.at)
    sql = ", ".join(f"{name} = %s" for name in values)
    store.execute(f"update appeals_matter set {sql} where id = %s", (*values.values(), entry.chain))


def code(answer: Any) -> str:
    """An answer as it is looked up by: of a choice out of a tree, its code."""
    return str(answer.get("code") or "") if isinstance(answer, Mapping) else str(answer or "")


def text(answers: Mapping[str, Any]) -> str:
    """The subject and, below it, the body: what is classified and compared."""
    return f"{answers.get('subject', '')}\n{answers.get('body', '')}"


def caller(phone: Any) -> str:
    """The same for the same telephone, however it is written, without the telephone."""
    return trust.pseudonym(among="appeals.caller", of=digits) if (digits := re.sub(r"\D", "", str(phone or ""))) else ""
