"""Who has a part in supervision."""

from __future__ import annotations

from yiwang.engines.cases import api as cases

EXPLAINER = cases.Role("oversight.supervision.explainer", "负责人")
SUPERVISOR = cases.Role("oversight.supervision.supervisor", "监察员", cases.Where.DESK)
