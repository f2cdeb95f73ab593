"""The door to reports.

Declaring: `Report`, `Measure` out of `measures`, `register`; several on a page: `Bundle`. Units by several shares: `Scoring`, `scored`, `total`, `weights`.
Following: `keep`, `clear`.
Asking: `offered`, `may_open`, `ask`, `behind` (the cases of a figure), `choices`, `name`, `book` (a workbook), `printed` (a PDF).
Who had cases of a topic: `able` (the likeliest first), `duties`.
In words: `said`, `note`, `change`, `against`, `finding`; `axis` of a comparison. In public: `published`.
"""

from __future__ import annotations

from yiwang.engines.reports import measures
from yiwang.engines.reports.rooms import periods
from yiwang.engines.reports.rooms.asking import ask, published
from yiwang.engines.reports.rooms.declared import declared, every, register
from yiwang.engines.reports.rooms.folding import TELLING
from yiwang.engines.reports.rooms.handling import Able, Duty, able, duties
from yiwang.engines.reports.rooms.keeping import VERSION, clear, county, keep
from yiwang.engines.reports.rooms.naming import choices, name
from yiwang.engines.reports.rooms.opening import behind
from yiwang.engines.reports.rooms.printing import printed
from yiwang.engines.reports.rooms.scope import may_open, offered
from yiwang.engines.reports.rooms.scoring import scored, total, weights
from yiwang.engines.reports.rooms.tabling import book
from yiwang.engines.reports.rooms.words import against, axis, change, finding, note, said
from yiwang.engines.reports.types import (
    FEW,
    TIMES,
    Answer,
    Basis,
    Beside,
    Bundle,
    Dimension,
    Figure,
    Group,
    Measure,
    Period,
    Report,
    Scoring,
    Sort,
    Subject,
    Total,
    Wish,
)

__all__ = [
    "FEW", "TELLING", "TIMES", "VERSION", "Able", "Answer", "Basis", "Beside", "Bundle", "Dimension", "Duty", "Figure", "Group", "Measure", "Period", "Report",
    "Scoring", "Sort", "Subject", "Total", "Wish", "able", "against", "ask", "axis", "behind", "book", "change", "choices", "clear", "county", "declared",
    "duties", "every", "finding", "keep", "may_open", "measures", "name", "note", "offered", "periods", "printed", "published", "register", "said",
    "scored", "total", "weights",
]
