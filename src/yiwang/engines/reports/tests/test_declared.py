"""A report that contradicts itself does not start; periods are what people mean by them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from yiwang.engines.reports import api as reports
from yiwang.engines.reports.api import Dimension, Measure, Period, Report, Subject, measures
from yiwang.engines.reports.rooms import declared
from yiwang.kernel.errors import Declined, Refused

GOOD = Report("trial", "试", ("行政许可法",), (Dimension.UNIT,), (measures.RECEIVED, measures.ON_TIME), lead="on_time")
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("wrong", [
    replace(GOOD, measures=()), replace(GOOD, measures=(measures.RECEIVED, measures.RECEIVED)), replace(GOOD, dimensions=()),
    replace(GOOD, dimensions=(Dimension.TERM,)), replace(GOOD, law=()), replace(GOOD, lead="received"), replace(GOOD, lead="median"),
    replace(GOOD, period="week"), replace(GOOD, subject=Subject.STEPS), replace(GOOD, measures=(replace(measures.RECEIVED, how=""), measures.ON_TIME)),
    replace(GOOD, measures=(replace(measures.RECEIVED, hits="silent"), measures.ON_TIME)),
])
def test_what_contradicts_itself_is_refused(wrong: Report) -> None:
    with pytest.raises(Declined):
        reports.register((wrong,))


def test_words_may_be_a_cards_own() -> None:
    own: Measure = replace(measures.RECEIVED, title="收到的诉求", how="收到的诉求，按收到的那天算。")
    assert declared.wrong(replace(GOOD, measures=(own, measures.ON_TIME))) == []


def test_periods() -> None:
    assert reports.periods.named("quarter", TODAY) == Period(date(2026, 10, 1), date(2026, 12, 31), "本季")
    assert reports.periods.named("days90", TODAY).first == date(2026, 8, 23)
    assert reports.periods.between("2025-11", "2026-02") == Period(date(2025, 11, 1), date(2026, 2, 28), "2025 年 11 月—2026 年 2 月")
    for since, until in (("2026-02", "2026-01"), ("2026-13", "2026-13"), ("2020-01", "2026-01"), ("今年", "2026-01")):
        with pytest.raises(Refused):
            reports.periods.between(since, until)


def test_the_period_before() -> None:
    assert reports.periods.before(reports.periods.named("month", TODAY)) == Period(date(2026, 10, 1), date(2026, 10, 31), "上期")
    assert reports.periods.before(reports.periods.between("2026-08", "2026-09")) == Period(date(2026, 6, 1), date(2026, 7, 31), "上期")
    assert reports.periods.before(reports.periods.named("days90", TODAY)).last == date(2026, 8, 22)
    assert [p.title for p in reports.periods.months(Period(date(2026, 8, 23), TODAY))] == ["2026-08", "2026-09", "2026-10", "2026-11"]
