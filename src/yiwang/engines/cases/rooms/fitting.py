"""A case's item as the case's own answers chose it."""

from __future__ import annotations

import json
from typing import Any

from yiwang.engines.cases.types import Item
from yiwang.engines.store import api as store


def fitted(case: int, item: Item) -> Item:
    """What was answered in the open when the case began decides, for ever. Asks the database only for an item that rests on answers."""
    if not item.depends:
        return item
    return item.fitted(opened_with(case))


def opened_with(case: int) -> dict[str, Any]:
    """What was answered in the open when the case began, with what its first entry says besides."""
    ((body,),) = store.rows("select body from ledger_entry where chain = %s and n = 1", (case,))
    facts: dict[str, Any] = json.loads(body)["facts"]
    return facts
