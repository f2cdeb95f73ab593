"""The loops of the city: what follows from an entry (`readers.…`) and from the time (`sweep.…`).

Each does a bounded bit of work at an instant and returns how much it did: 0 means that there is nothing more for now.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms

Loop = Callable[[datetime], int]

LOOPS: dict[str, Loop] = {
    "sweep.terms": lambda at: cases.sweep(at=at),
    "sweep.drafts": lambda at: forms.sweep_drafts(at=at),
}
RARELY = {"sweep.drafts": 3600.0}  # seconds between two turns without work, where the usual second is too often
