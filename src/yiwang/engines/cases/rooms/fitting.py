"""A case's item as the case's own answers chose it."""

from __future__ import annotations

import json
from typing import Any

from yiwang.engines.cases.types import Item
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store


def fitted(case: int, item: Item) -> Item:
    """What was answered in the open when the case began decides, for ever. Asks the database only for an item that rests on answers."""
    if not item.depends:
        return item
    return item.fitted(opened_with(case))


def wrote(case: int) -> dict[str, Any]:
    """The answers a case began with, for the platform's own rooms; none where they were erased."""
    kept = ledger.values(case).get(1, {})
    return dict(json.loads(kept["form"])["answers"]) if "form" in kept else {}


def opened_with(case: int) -> dict[str, Any]:
    """What was answered in the open when the case began, with what its first entry says besides."""
    ((body,),) = store.rows("select body from ledger_entry where chain = %s and n = 1", (case,))
    facts: dict[str, Any] = json.loads(body)["facts"]
    return facts


def said_since(case: int) -> dict[str, Any]:
    """What was said in the open since the case began; of what was said twice the last."""
    found: dict[str, Any] = {}
    for (body,) in store.rows("select body from ledger_entry where chain = %s order by n", (case,)):
        found |= json.loads(body)["facts"]
    return found
