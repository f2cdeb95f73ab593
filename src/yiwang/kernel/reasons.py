"""Why something is so, or may not be: the same value feeds the screen, the letter and the ledger."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `code` names it for machines; `text` says it in Chinese and what to do; `law` is its article when there is one.

    `field` is the name of the form field it belongs to, empty when it concerns the whole.
    """

    code: str
    text: str
    law: str = ""
    field: str = ""
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.text}（{self.law}）" if self.law else self.text
