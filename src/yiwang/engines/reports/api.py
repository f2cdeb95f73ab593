"""The door to reports.

Declaring: `Report`, `Measure` out of `measures`, `register`. Following: `keep`, `clear`.
Asking: `offered`, `may_open`, `ask`, `behind` (the cases of a figure), `choices`, `name`, `book` (a workbook). In public: `published`.
"""

from __future__ import annotations

from yiwang.engines.reports import measures
from yiwang.engines.reports.rooms import periods
from yiwang.engines.reports.rooms.asking import ask, published
from yiwang.engines.reports.rooms.declared import declared, every, register
from yiwang.engines.reports.rooms.folding import TELLING
from yiwang.engines.reports.rooms.keeping import clear, county, keep
from yiwang.engines.reports.rooms.naming import choices, name
from yiwang.engines.reports.rooms.opening import behind
from yiwang.engines.reports.rooms.scope import may_open, offered
from yiwang.engines.reports.rooms.tabling import book
from yiwang.engines.reports.types import FEW, Answer, Basis, Beside, Dimension, Figure, Group, Measure, Period, Report, Sort, Subject, Wish

__all__ = [
    "FEW", "TELLING", "Answer", "Basis", "Beside", "Dimension", "Figure", "Group", "Measure", "Period", "Report", "Sort", "Subject", "Wish", "ask", "behind",
    "book", "choices", "clear", "county", "declared", "every", "keep", "may_open", "measures", "name", "offered", "periods", "published", "register",
]
