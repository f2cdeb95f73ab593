"""Terms by the clock: so many minutes from an instant, day and night, no rest day and nothing taken out (民法典 第二百零一条: hours count from the moment)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from yiwang.engines.calendar.types import Line, Span, Unit
from yiwang.kernel import clock
from yiwang.kernel.errors import Declined


def due_at(start: datetime, span: Span) -> datetime:
    """The instant a term in minutes that began at `start` is over, in UTC: from that instant on it is late.

    Raises Declined for a span that counts days, and for an instant that does not say of which zone it is.
    """
    return _utc(start, span) + timedelta(minutes=span.days)


def began_at(end: datetime, span: Span) -> datetime:
    """The instant from which a term in minutes that is over at `end` ran, in UTC. Raises as `due_at` does."""
    return _utc(end, span) - timedelta(minutes=span.days)


def timed(*, start: datetime, span: Span) -> Timed:
    """When a term in minutes is over, and why. Raises as `due_at` does."""
    return Timed(_utc(start, span), span, due_at(start, span))


@dataclass(frozen=True, slots=True)
class Timed:
    """The reason of one term in minutes: it began at `start`, and is over `at` (both in UTC)."""

    start: datetime
    span: Span
    at: datetime

    @property
    def law(self) -> str:
        return self.span.law

    def lines(self, *, event: str = "", label: str = "期限") -> tuple[Line, ...]:
        """The explanation, line by line, as `Because.lines` gives it for days. `event`: what happened at the start (派单); `label`: heads the span."""
        began = self._said(self.start)
        return (
            ("起算", f"{began} {event}" if event else began, "民法典第二百零一条"),
            (label, str(self.span), self.law),
            ("照计", "日夜连续计算，夜间、周末和节假日都计入", ""),
            ("期满", self._said(self.at) if clock.day(self.at) != clock.day(self.start) else f"{clock.local(self.at):%H:%M}", ""),
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON: ISO instants of the city, whole minutes, and the lines."""
        return {
            "law": self.law, "start": clock.local(self.start).isoformat(), "minutes": self.span.days, "kind": self.span.kind.value,
            "due": clock.local(self.at).isoformat(), "lines": [{"label": label, "text": text, "law": law} for label, text, law in self.lines()],
        }

    def _said(self, at: datetime) -> str:
        """11 月 20 日 10:05, with the year when the term crosses into another."""
        here = clock.local(at)
        year = f"{here.year} 年 " if clock.local(self.start).year != clock.local(self.at).year else ""
        return f"{year}{here.month} 月 {here.day} 日 {here:%H:%M}"


def _utc(at: datetime, span: Span) -> datetime:
    if span.kind is not Unit.MINUTES:
        raise Declined(f"{span} counts days, not minutes")
    if at.tzinfo is None:
        raise Declined(f"{at} is of no zone")
    return at.astimezone(clock.EPOCH.tzinfo)
