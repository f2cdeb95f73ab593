"""The explanation, word for word: it stands on screens and in letters."""

import json
from datetime import date

from yiwang.engines.calendar import api as calendar

D = date.fromisoformat
CITY = calendar.standard()
WORKING, CALENDAR = calendar.Unit.WORKING, calendar.Unit.CALENDAR


def because(start, span, *pauses):
    return calendar.due(start=D(start), span=span, calendar=CITY, not_counted=[(D(a), D(b)) for a, b in pauses]).because


def test_a_permit_over_two_holidays():
    span = calendar.Span(12, WORKING, law="行政许可法第四十二条第二款")
    told = because("2026-09-22", span, ("2026-09-29", "2026-09-30"))
    assert told.lines(event="受理", label="承诺", causes={D("2026-09-29"): "检测燃气报警装置"}) == (
        ("起算", "9 月 22 日受理，从次日 9 月 23 日开始数", "民法典第二百零一条"),
        ("承诺", "12 个工作日", "行政许可法第四十二条第二款"),
        ("不计", "中秋 3 天、国庆 7 天，10 月 11、17、18 日为周末", "同法第八十二条"),
        ("照计", "10 月 10 日（周六）调休上班，计 1 天", "国务院办公厅放假通知"),
        ("暂停", "9 月 29—30 日检测燃气报警装置，停 2 天", "同法第四十五条"),
        ("期满", "10 月 19 日（星期一）24 时", "民法典第二百零三条"),
    )


def test_a_calendar_day_term_that_rolls():
    assert because("2026-02-03", calendar.Span(15, CALENDAR, law="信访工作条例第二十二条")).lines(event="收到") == (
        ("起算", "2 月 3 日收到，从次日 2 月 4 日开始数", "民法典第二百零一条"),
        ("期限", "15 日", "信访工作条例第二十二条"),
        ("照计", "按日历日数，途中的周末和节假日都计入", ""),
        ("顺延", "最后一日 2 月 18 日（周三）是春节，顺延到下一个工作日 2 月 24 日", "民法典第二百零三条"),
        ("期满", "2 月 24 日（星期二）24 时", "民法典第二百零三条"),
    )


def test_a_term_into_a_year_that_is_not_announced():
    assert because("2026-12-18", calendar.Span(15, WORKING)).lines() == (
        ("起算", "2026 年 12 月 18 日当天不算，从下一个工作日 2026 年 12 月 21 日开始数", "民法典第二百零一条"),
        ("期限", "15 个工作日", ""),
        ("不计", "元旦 1 天，周末 8 天", ""),
        ("暂定", "2027 年的放假安排还没有公布，先按周末和法定节假日推算，公布后可能变动", "国务院令第795号"),
        ("期满", "2027 年 1 月 11 日（星期一）24 时", "民法典第二百零三条"),
    )


def test_small_terms_say_little():
    assert [label for label, _, _ in because("2026-03-02", calendar.Span(1, WORKING)).lines()] == ["起算", "期限", "期满"]
    assert because("2026-03-02", calendar.Span(0, WORKING)).lines()[0][1] == "3 月 2 日，当天为限"
    paused = because("2026-03-02", calendar.Span(2, CALENDAR), ("2026-03-03", "2026-03-03"))
    assert paused.lines()[0][1] == "3 月 2 日当天不算，从下一个计入的日子 3 月 4 日开始数"
    assert because("2026-02-26", calendar.Span(3, WORKING)).lines()[2][1] == "3 月 1 日为周末"  # 28 February was a make-up day
    assert because("2026-03-27", calendar.Span(6, WORKING)).lines()[2][1] == "清明 3 天，3 月 28、29 日为周末"
    assert because("2026-05-29", calendar.Span(6, WORKING)).lines()[2][1] == "5 月 30、31 日，6 月 6、7 日为周末"


def test_weekend_pauses_cost_a_working_day_term_nothing():
    told = because("2026-03-02", calendar.Span(7, WORKING), ("2026-03-07", "2026-03-08"))
    assert [(s.first, s.last, s.days) for s in told.not_counted] == [(D("2026-03-07"), D("2026-03-08"), 0)]
    assert told.weekends == () and told.on == D("2026-03-11")


def test_a_pause_after_the_end_is_no_reason():
    told = because("2026-03-02", calendar.Span(5, WORKING), ("2026-03-04", "2026-03-04"), ("2026-03-11", "2026-03-13"))
    assert told.on == D("2026-03-10") and [s.first for s in told.not_counted] == [D("2026-03-04")]


def test_plain_values_are_json_and_hold_the_lines():
    told = because("2026-09-22", calendar.Span(12, WORKING), ("2026-09-29", "2026-09-30"))
    plain = json.loads(json.dumps(told.as_dict()))
    assert plain["due"] == "2026-10-19" and plain["start"] == "2026-09-22" and plain["first_day"] == "2026-09-23"
    assert plain["holidays"] == [{"name": "中秋节", "from": "2026-09-25", "to": "2026-09-27", "days": 3},
                                 {"name": "国庆节", "from": "2026-10-01", "to": "2026-10-07", "days": 7}]
    assert plain["make_up"] == ["2026-10-10"] and plain["weekend_days"] == 3
    assert plain["not_counted"] == [{"from": "2026-09-29", "to": "2026-09-30", "days": 2}]
    assert tuple(tuple(line.values()) for line in plain["lines"]) == told.lines()


def test_the_reason_is_worked_out_only_when_asked(monkeypatch):
    asked = []
    monkeypatch.setattr(calendar.WorkCalendar, "why", lambda self, day: asked.append(day))
    term = calendar.due(start=D("2026-09-22"), span=calendar.Span(12, WORKING), calendar=CITY)
    assert term.on == D("2026-10-15") and asked == []
