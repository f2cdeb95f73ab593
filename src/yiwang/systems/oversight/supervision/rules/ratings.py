"""Ratings: a bad one that nobody answers. Nothing happens when nothing happens, so this is looked for each day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yiwang.engines.calendar import api as calendar
from yiwang.systems.oversight.supervision.rules.types import Evidence, Finding, Rule, Who

UNANSWERED = "ratings.unanswered"
BAD_LEVELS, BAD_SCORE = ("bad", "worst"), 2  # 国办发〔2019〕51号: the last two of five


@dataclass(frozen=True, slots=True)
class Rated:
    """A bad rating: of which unit and post, on which day, about what; by which entry."""

    unit: int
    post: int
    on: date
    subject: str
    evidence: Evidence


def bad(facts: Mapping[str, Any]) -> bool:
    """Whether a rating is one of the last two of five, in words or as a figure."""
    score = facts.get("score")
    return str(facts.get("level")) in BAD_LEVELS or (isinstance(score, int) and not isinstance(score, bool) and score <= BAD_SCORE)


def unanswered(rule: Rule, rating: Rated, today: date) -> Iterator[Finding]:
    """Over a rating that no answer is on record for."""
    days = int(rule.parameters["working_days"])
    due = calendar.due_on(rating.on, calendar.Span(days, calendar.Unit.WORKING), calendar.standard())
    if today > due:
        chain, n, _ = rating.evidence
        yield Finding(rule, rating.subject, f"rated:{chain}.{n}", Who(rating.unit, 0, rating.post), "差评没有处理", f"{days} 个工作日，最晚 {due}",
                      f"{rating.on} 收到差评，没有处理的记录", (rating.evidence,))
