"""The formula: versioned, exact, the same to the last digit for whoever has the sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from yiwang.kernel.errors import Declined
from yiwang.kernel.intervals import wilson
from yiwang.systems.oversight.supervision.scores.parts import DONE, GOOD, LATE, POINTS, RATED

FILE = Path(__file__).parents[1] / "parameters" / "formulas.yaml"
ON_TIME, RATINGS, SIGNALS = "on_time", "ratings", "signals"
TITLES = {ON_TIME: "按期", RATINGS: "评价", SIGNALS: "监察信号"}


@dataclass(frozen=True, slots=True)
class Formula:
    """One version: what each part weighs out of `whole`, to how many places it is rounded (half up), under how many steps nobody is ranked."""

    version: int
    since: date
    whole: int
    places: int
    few: int
    weights: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Score:
    """A score with all it is made of. `parts` are what each part gives; one with nothing to rest on is left out."""

    sums: Mapping[str, int]
    parts: Mapping[str, Decimal]
    total: Decimal
    few: bool

    @property
    def ends(self) -> tuple[float, float]:
        """Between what the score lies with 95 % sureness, as its shares do: for comparing, never for publishing."""
        return self.total_at(0), self.total_at(1)

    def total_at(self, end: int) -> float:
        hits = {ON_TIME: (self.sums.get(DONE, 0) - self.sums.get(LATE, 0), self.sums.get(DONE, 0)), RATINGS: (self.sums.get(GOOD, 0), self.sums.get(RATED, 0))}
        moved = 0.0
        for name, (good, of) in hits.items():
            if name in self.parts and of:
                share = good / of
                moved += (wilson(good, of)[end] - share) * (float(self.parts[name]) / share if share else 0.0)
        return float(self.total) + moved


def score(sums: Mapping[str, int], formula: Formula) -> Score | None:
    """The score of a unit or post from its sums; None where nothing was done, rated or upheld."""
    done, rated, points = sums.get(DONE, 0), sums.get(RATED, 0), sums.get(POINTS, 0)
    if not (done or rated or points):
        return None
    weights, shares = formula.weights, dict[str, Fraction]()
    if done:
        shares[ON_TIME] = Fraction(weights[ON_TIME] * (done - sums.get(LATE, 0)), done)
    if rated:
        shares[RATINGS] = Fraction(weights[RATINGS] * sums.get(GOOD, 0), rated)
    shares[SIGNALS] = Fraction(max(0, weights[SIGNALS] - points))
    parts = {name: rounded(share, formula.places) for name, share in shares.items()}
    total = Fraction(sum(parts.values(), Decimal(0))) * formula.whole / sum(weights[name] for name in parts)
    return Score(dict(sums), parts, rounded(total, formula.places), done < formula.few)


def rounded(value: Fraction, places: int) -> Decimal:
    """Half up, exactly: the fraction is never a float, and a decimal only once it is rounded."""
    scaled = value * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole).scaleb(-places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@lru_cache(maxsize=1)
def versions() -> tuple[Formula, ...]:
    """Every version, oldest first. Raises Declined."""
    return of(yaml.safe_load(FILE.read_text(encoding="utf-8"))["score"]["versions"])


def of(data: Mapping[int, Mapping[str, Any]]) -> tuple[Formula, ...]:
    """The same out of their words. Raises Declined."""
    found = tuple(Formula(n, said["since"], said["whole"], said["places"], said["few"], said["weights"]) for n, said in sorted(data.items()))
    wrong = [f"version {f.version}: weights are of {', '.join(TITLES)}" for f in found if set(f.weights) != set(TITLES) or min(f.weights.values()) <= 0]
    days = [f.since for f in found]
    wrong += ["a later version is in force from a later day"] * (days != sorted(set(days)))
    if wrong or not found:
        raise Declined(f"formulas of supervision: {'; '.join(wrong) or 'there is none'}")
    return found


def in_force(month: str, known: tuple[Formula, ...] | None = None) -> Formula:
    """The version of a month: the one in force on its first day. Raises Declined before the first."""
    first = date.fromisoformat(f"{month}-01")
    found = next((f for f in reversed(known or versions()) if f.since <= first), None)
    if found is None:
        raise Declined(f"no formula for {month}")
    return found
