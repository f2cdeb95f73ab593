"""What a rule is, and what it found: frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

GROUPS = {"time": "时间", "steps": "步骤", "told": "告知", "fees": "费用", "people": "人员", "records": "记录", "ratings": "评价", "data": "数据"}


class Level(StrEnum):
    """How grave a signal is: yellow warns and ends by itself, red is explained and ruled on."""

    YELLOW = "yellow"
    RED = "red"

    @property
    def colour(self) -> str:
        return "黄" if self is Level.YELLOW else "红"


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a rule, in force from `since` until the next one. `law` is cited where it is `certain`; `points` are taken off where it is upheld."""

    code: str
    version: int
    since: date
    title: str
    how: str
    level: Level
    points: int
    law: str
    source: str
    certain: bool
    parameters: Mapping[str, Any]

    @property
    def group(self) -> str:
        return self.code.partition(".")[0]

    @property
    def topic(self) -> str:
        """What reports group by: the widest part is the group."""
        return self.code.replace(".", "/")

    @property
    def cited(self) -> str:
        """Its article, where we are sure of it; empty otherwise."""
        return self.law if self.certain else ""


Evidence = tuple[int, int, str]  # chain, place and hash of an entry


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a finding is about: the unit that owed it, and who did it. 0 and empty where nobody did (a clock that ran out)."""

    unit: int
    account: int = 0
    post: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in an entry. `subject` is what it is about (`case:XK…`), `step` which part of it; `said` goes on after the unit's name.

    `limit` is what holds and `fact` what was, both in words. Of one rule, subject and step there is one finding, ever.
    """

    rule: Rule
    subject: str
    step: str
    who: Who
    said: str
    limit: str
    fact: str
    evidence: tuple[Evidence, ...]
    law: str = ""  # where the record itself names the article: a clock's own

    @property
    def cited(self) -> str:
        return self.law or self.rule.cited

    @property
    def key(self) -> tuple[str, str, str]:
        return self.rule.code, self.subject, self.step
