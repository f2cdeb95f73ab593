"""Units by several shares weighed into one of a hundred: no surer than what it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from yiwang.engines.reports.rooms.asking import ask
from yiwang.engines.reports.types import FEW, Dimension, Figure, Period, Scoring, Total, Wish
from yiwang.kernel.actors import Actor


def weights(scoring: Scoring, on: date) -> dict[str, int]:
    """What each part weighs, of a hundred."""
    return {part: scoring.weight(part, on) for part, _, _ in scoring.parts}


def scored(*, scoring: Scoring, period: Period, actor: Actor, at: datetime) -> tuple[Total, list[Total]]:
    """The whole, and units from the best total on; those with too few by how many they had. A part without a case weighs nothing. Raises as `ask`."""
    wish = Wish(period, (Dimension.UNIT,))
    answers = {r.code: ask(report=r, wish=wish, actor=actor, at=at) for r in {r.code: r for _, r, _ in scoring.parts}.values()}
    groups = {code: {g.keys: g.figures for g in answer.groups} for code, answer in answers.items()}
    whole = total(scoring, "", _parts(scoring, {code: answer.whole.figures for code, answer in answers.items()}), period.first)
    units = [total(scoring, keys[0], _parts(scoring, {code: found.get(keys, {}) for code, found in groups.items()}), period.first)
             for keys in groups[scoring.parts[0][1].code]]
    return whole, sorted((u for u in units if u.cases), key=lambda u: (u.few, -u.cases if u.few else -u.value, u.key))


def _parts(scoring: Scoring, figures: Mapping[str, Mapping[str, Figure]]) -> dict[str, Figure]:
    return {part: figures[report.code].get(measure.code, Figure(None)) for part, report, measure in scoring.parts}


def total(scoring: Scoring, key: str, parts: Mapping[str, Figure], on: date) -> Total:
    """The weighted mean of the shares; its ends are the weighted means of their ends, so that it is not surer than they are."""
    weigh = {p: w for p, w in weights(scoring, on).items() if parts[p].value is not None}
    by = sum(weigh.values()) or 1

    def mean(values: Mapping[str, float]) -> float:
        return sum(w * values[p] for p, w in weigh.items()) / by

    ends = mean({p: parts[p].interval[0] for p in weigh}), mean({p: parts[p].interval[1] for p in weigh})
    return Total(key, parts, mean({p: parts[p].value or 0.0 for p in weigh}), ends, any(f.cases < FEW for f in parts.values()))
