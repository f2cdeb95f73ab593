"""Terms in minutes: from the instant itself, through nights, weekends, holidays and the year's end; said as they are."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from yiwang.engines.calendar import api as calendar
from yiwang.kernel.clock import SHANGHAI
from yiwang.kernel.errors import Declined

MINUTES = calendar.Unit.MINUTES


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def minutes(count, law=""):
    return calendar.Span(count, MINUTES, law)


@pytest.mark.parametrize(("start", "count", "end"), [
    ("2026-11-20 10:05", 120, "2026-11-20 12:05"),
    ("2026-11-20 10:05:37.000250", 30, "2026-11-20 10:35:37.000250"),  # to the microsecond: nothing is rounded
    ("2026-11-20 23:40", 30, "2026-11-21 00:10"),  # over midnight, into a Saturday
    ("2026-11-20 23:30", 30, "2026-11-21 00:00"),
    ("2026-02-16 22:00", 120, "2026-02-17 00:00"),  # New Year's Eve of the Spring Festival: no rest day
    ("2026-12-31 23:50", 20, "2027-01-01 00:10"),
    ("2026-03-08 01:30", 120, "2026-03-08 03:30"),  # the city has no summer time; elsewhere this night has an hour less
    ("2028-02-28 23:00", 1440, "2028-02-29 23:00"),
    ("2026-11-20 10:05", 0, "2026-11-20 10:05"),
])
def test_it_is_over_so_many_minutes_after_the_instant(start, count, end):
    assert calendar.due_at(at(start), minutes(count)) == at(end)
    assert calendar.began_at(at(end), minutes(count)) == at(start)


@given(some.integers(0, 26 * 365 * 86_400 * 10**6), some.sampled_from([UTC, SHANGHAI]), some.integers(0, 10_000))
def test_the_start_follows_from_the_end(passed, zone, count):
    start = (at("2004-01-01 00:00") + timedelta(microseconds=passed)).astimezone(zone)
    end = calendar.due_at(start, minutes(count))
    assert end - start == timedelta(minutes=count) and end.utcoffset() == timedelta(0)
    assert calendar.began_at(end, minutes(count)) == start


def test_days_and_minutes_are_not_taken_for_each_other():
    day, city = date(2026, 11, 20), calendar.standard()
    for count in (0, 120):
        with pytest.raises(Declined, match="from an instant"):
            calendar.due_on(day, minutes(count), city)
        with pytest.raises(Declined, match="from an instant"):
            calendar.due(start=day, span=minutes(count), calendar=city)
    with pytest.raises(Declined, match="not extended"):
        calendar.extended(minutes(120), 30)
    with pytest.raises(Declined, match="ruler"):
        calendar.cells(start=day, due=day, today=day, calendar=city, span=minutes(120))
    for unit in (calendar.Unit.WORKING, calendar.Unit.CALENDAR):
        with pytest.raises(Declined, match="counts days"):
            calendar.due_at(at("2026-11-20 10:05"), calendar.Span(2, unit))
    with pytest.raises(Declined, match="no zone"):
        calendar.due_at(datetime.fromisoformat("2026-11-20 10:05"), minutes(120))


@pytest.mark.parametrize(("count", "said"), [(30, "30 分钟"), (60, "1 小时"), (90, "90 分钟"), (120, "2 小时"), (0, "0 分钟")])
def test_hours_are_said_where_they_are_whole(count, said):
    assert str(minutes(count)) == said


def test_why_word_for_word():
    assert calendar.timed(start=at("2026-11-20 10:05:59"), span=minutes(120, "某办法第三条")).lines(event="派单") == (
        ("起算", "11 月 20 日 10:05 派单", "民法典第二百零一条"),
        ("期限", "2 小时", "某办法第三条"),
        ("照计", "日夜连续计算，夜间、周末和节假日都计入", ""),
        ("期满", "12:05", ""),
    )


def test_another_day_and_another_year_are_said():
    assert [text for _, text, _ in calendar.timed(start=at("2026-11-20 23:40"), span=minutes(30)).lines()][::3] == ["11 月 20 日 23:40", "11 月 21 日 00:10"]
    assert [text for _, text, _ in calendar.timed(start=at("2026-12-31 23:50"), span=minutes(20)).lines(event="派单")][::3] == [
        "2026 年 12 月 31 日 23:50 派单", "2027 年 1 月 1 日 00:10"]


def test_plain_values_are_json_and_hold_the_lines():
    told = calendar.timed(start=at("2026-11-20 10:05").astimezone(UTC), span=minutes(120))
    plain = json.loads(json.dumps(told.as_dict()))
    assert (plain["start"], plain["due"], plain["minutes"], plain["kind"]) == (
        "2026-11-20T10:05:00+08:00", "2026-11-20T12:05:00+08:00", 120, "minutes")
    assert tuple(tuple(line.values()) for line in plain["lines"]) == told.lines()
