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
    replace(GOOD, period="day"), replace(GOOD, subject=Subject.STEPS), replace(GOOD, measures=(replace(measures.RECEIVED, how=""), measures.ON_TIME)),
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


def test_weeks() -> None:
    assert reports.periods.named("week", TODAY) == Period(date(2026, 11, 16), date(2026, 11, 22), "本周")
    assert reports.periods.week("2026-W46") == Period(date(2026, 11, 9), date(2026, 11, 15), "2026 年第 46 周（11 月 9 日—11 月 15 日）")
    assert reports.periods.week("2026-W53").last == date(2027, 1, 3) and reports.periods.number(date(2027, 1, 3)) == "2026-W53"
    assert reports.periods.before(reports.periods.between("2026-11-09", "2026-11-15")) == Period(date(2026, 11, 2), date(2026, 11, 8), "上周")
    assert [p.title for p in reports.periods.weeks(Period(date(2026, 11, 4), date(2026, 11, 10)))] == ["2026-W45", "2026-W46"]
    for wrong in ("2025-W53", "2026-W00", "2026-46", "46", "2026-W4６"):
        with pytest.raises(Refused) as refused:
            reports.periods.week(wrong)
        assert refused.value.reasons[0].field == "week"


def test_days() -> None:
    assert reports.periods.between("2026-11-09", "2026-11-12").title == "2026 年 11 月 9 日—11 月 12 日"
    for since, until in (("2026-11-12", "2026-11-09"), ("2026-11-31", "2026-12-01"), ("2024-01-01", "2026-11-20"), ("2026-11-09", "2026-11")):
        with pytest.raises(Refused):
            reports.periods.between(since, until)


def test_the_period_before() -> None:
    assert reports.periods.before(reports.periods.named("month", TODAY)) == Period(date(2026, 10, 1), date(2026, 10, 31), "上期")
    assert reports.periods.before(reports.periods.between("2026-08", "2026-09")) == Period(date(2026, 6, 1), date(2026, 7, 31), "上期")
    assert reports.periods.before(reports.periods.named("days90", TODAY)).last == date(2026, 8, 22)
    assert [p.title for p in reports.periods.months(Period(date(2026, 8, 23), TODAY))] == ["2026-08", "2026-09", "2026-10", "2026-11"]
