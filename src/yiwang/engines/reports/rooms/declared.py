"""The reports that cards declare, checked when the city starts."""

from __future__ import annotations

from collections.abc import Iterable

from yiwang.engines.reports import measures
from yiwang.engines.reports.types import Dimension, Measure, Report, Sort, Subject
from yiwang.kernel.errors import Declined, NotFound

PERIODS = ("week", "month", "quarter", "year", "days90")
ALLOWED = {  # what may be counted of a subject, and the dimension it has not
    Subject.CASES: (measures.OF_CASES, Dimension.TERM), Subject.STEPS: (measures.OF_STEPS, None), Subject.RATINGS: (measures.OF_RATINGS, None),
}
_known: dict[str, Report] = {}


def register(reports: Iterable[Report]) -> None:
    """Takes over a card's reports. Raises Declined, naming what is wrong."""
    for report in reports:
        if faults := wrong(report):
            raise Declined(f"report {report.code}: {'; '.join(faults)}")
        if _known.setdefault(report.code, report) is not report:
            raise Declined(f"report {report.code} is registered twice")


def wrong(report: Report) -> list[str]:
    """What contradicts itself in a declaration."""
    allowed, none = ALLOWED[report.subject]
    codes = [m.code for m in report.measures]
    found = [f"{m.code} is not a measure of {report.subject.value}" for m in report.measures if not _counts(m, allowed)]
    found += [f"{m.code} does not say how it is counted" for m in report.measures if not m.how]
    if not codes or len(set(codes)) != len(codes):
        found.append("it has no measures, or one twice")
    if not report.dimensions or len(set(report.dimensions)) != len(report.dimensions):
        found.append("it has no dimensions, or one twice")
    if none is not None and none in report.dimensions:
        found.append(f"{report.subject.value} have no {none.value}")
    if report.period not in PERIODS:
        found.append(f"no period {report.period}")
    lead = report.measure(report.lead)
    if report.lead and (lead is None or lead.sort is not Sort.SHARE):
        found.append("units are compared by a share it has")
    if not report.law:
        found.append("it names no law")
    return found


def _counts(measure: Measure, allowed: tuple[Measure, ...]) -> bool:
    """Whether a measure is one of the list: title and words may be a card's own, never what is counted."""
    known = next((m for m in allowed if m.code == measure.code), None)
    same = ("sort", "basis", "hits", "among", "part", "less")
    return known is not None and all(getattr(known, name) == getattr(measure, name) for name in same)


def every() -> tuple[Report, ...]:
    """All reports, in the order of their codes."""
    return tuple(_known[code] for code in sorted(_known))


def declared(code: str) -> Report:
    """Raises NotFound."""
    if code not in _known:
        raise NotFound(code)
    return _known[code]
