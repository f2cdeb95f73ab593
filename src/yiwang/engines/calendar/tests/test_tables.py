"""Our tables against another's, and what a city's own table is told when it is wrong."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from yiwang.engines.calendar import api as calendar
from yiwang.engines.calendar.tests import oracle
from yiwang.kernel.errors import Invalid

D = date.fromisoformat
YEAR_2027 = """# 国务院办公厅关于2027年部分节假日安排的通知
元旦 休 2027-01-01..2027-01-03 班 2026-12-27
春节 休 2027-02-05..2027-02-11 班 2027-01-30
清明节 休 2027-04-03..2027-04-05
劳动节 休 2027-05-01..2027-05-05  # a remark
端午节 休 2027-06-09

国庆节、中秋节 休 2027-10-01..2027-10-07
"""


def test_every_day_agrees_with_the_package():
    city = calendar.standard()
    assert [day for day in oracle.ALL if city.is_working(day) != oracle.WORKS[day]] == []


def test_holidays_have_the_names_the_package_gives():
    city = calendar.standard()
    for day in oracle.ALL:
        rests, english = chinese_calendar.get_holiday_detail(day)
        why = city.why(day)
        assert why.working != rests, day
        if rests and english:
            chinese = next(holiday.chinese for holiday in chinese_calendar.Holiday if holiday.value == english)
            assert chinese.removesuffix("节")[:2] in why.name or why.name == "抗战胜利七十周年纪念日", (day, why)


@pytest.mark.parametrize(("day", "kind", "name"), [
    ("2026-02-14", "make_up", "春节"), ("2026-02-15", "holiday", "春节"), ("2026-02-24", "workday", ""), ("2026-03-01", "weekend", ""),
    ("2025-10-06", "holiday", "国庆节、中秋节"), ("2015-09-03", "holiday", "抗战胜利七十周年纪念日"), ("2018-12-29", "make_up", "元旦"),
])
def test_a_day_says_why(day, kind, name):
    why = calendar.standard().why(D(day))
    assert (why.kind, why.name, why.provisional) == (kind, name, False)


def test_beyond_the_last_notice_the_statutory_days_stand_in_and_say_so():
    city = calendar.standard()
    assert city.announced(D("2026-12-31")) and not city.announced(D("2027-01-01"))
    assert all(city.why(D("2027-01-01") + timedelta(days=i)).provisional for i in range(365))
    rests = [day for i in range(365) if (day := D("2027-01-01") + timedelta(days=i)) and city.why(day).kind == "holiday"]
    assert [day.isoformat()[5:] for day in rests] == ["01-01", "02-05", "02-06", "02-07", "02-08", "04-05", "05-01", "05-02", "06-09",
                                                      "09-15", "10-01", "10-02", "10-03"]


@pytest.mark.parametrize("day", ["2003-12-31", "2031-01-01"])
def test_nothing_is_said_of_days_beyond_the_calendar(day):
    city = calendar.standard()
    for ask in (city.why, city.is_working, city.rank, city.next_working):
        with pytest.raises(Invalid, match="日历从 2004 年"):
            ask(D(day))


def test_steps_and_counts_are_inverse():
    city = calendar.standard()
    for i in range(0, len(oracle.ALL) - 400, 7):
        start = oracle.ALL[i]
        for n in (1, 5, 20, 90):
            end = city.add_working(start, n)
            assert city.is_working(end) and city.count_working(start, end) == n and city.count_working(end, start) == -n
        assert city.add_working(start, 0) == start
    assert city.add_working(D("2026-02-24"), -1) == D("2026-02-14")  # Spring Festival lies between, and a make-up Saturday before it
    assert city.add_working(D("2026-02-20"), -1) == D("2026-02-14")
    assert city.add_working(D("2026-02-14"), -1) == D("2026-02-13")
    with pytest.raises(Invalid, match="太早"):
        city.add_working(D("2004-01-05"), -2)


def test_a_citys_notice_replaces_the_year(tmp_path):
    (tmp_path / "2027.txt").write_text(YEAR_2027, encoding="utf-8")
    city = calendar.load(tmp_path)
    assert city.announced(D("2027-06-01")) and not city.announced(D("2028-06-01"))
    assert city.is_working(D("2026-12-27")) and city.is_working(D("2027-01-30")) and not city.is_working(D("2027-02-11"))
    assert city.is_working(D("2027-09-15"))  # the rule's day gives way to the notice
    assert city.version != calendar.standard().version and city.version.startswith("2004-2027-")
    assert calendar.load().version == calendar.standard().version


def test_a_citys_calendar_stands_once_it_is_adopted(tmp_path):
    before = calendar.standard()
    assert calendar.standard() is before
    try:
        (tmp_path / "2027.txt").write_text(YEAR_2027, encoding="utf-8")
        adopted = calendar.adopt(tmp_path)
        assert calendar.standard() is adopted and adopted.announced(D("2027-01-01"))
        (tmp_path / "2028.txt").write_text("?", encoding="utf-8")
        with pytest.raises(Invalid):
            calendar.adopt(tmp_path)
        assert calendar.standard() is adopted
    finally:
        assert calendar.adopt(None).version == before.version


@pytest.mark.parametrize(("old", "new", "line", "says"), [
    ("元旦 休 2027-01-01..2027-01-03", "元旦 2027-01-01", 2, "看不懂"),
    ("2027-02-05..2027-02-11", "2027-02-11..2027-02-05", 3, "早于第一天"),
    ("2027-02-05..2027-02-11", "2027-02-05..2027-03-11", 3, "超过 15 天"),
    ("2027-02-05..2027-02-11", "2027-02-05..2027-02-30", 3, "没有 2027-02-30 这一天"),
    ("班 2027-01-30", "班 2027-01-29", 3, "不是周六或周日"),
    ("2027-04-03..2027-04-05", "2028-04-03..2028-04-05", 4, "不在 2027 年"),
    ("班 2027-01-30", "班 2027-01-02", 3, "在第 2 行已经写过"),
    ("端午节 休 2027-06-09\n", "", 0, "缺少端午节"),
])
def test_a_wrong_line_is_named(tmp_path, old, new, line, says):
    assert old in YEAR_2027
    (tmp_path / "2027.txt").write_text(YEAR_2027.replace(old, new), encoding="utf-8")
    with pytest.raises(Invalid) as wrong:
        calendar.load(tmp_path)
    first = wrong.value.reasons[0]
    assert (first.facts["file"], first.facts["line"]) == ("2027.txt", line) and says in first.text


def test_every_wrong_line_and_file_is_named_at_once(tmp_path):
    (tmp_path / "2027.txt").write_text("元旦\n\n春节 休\n", encoding="utf-8")
    (tmp_path / "next.txt").write_text(YEAR_2027, encoding="utf-8")
    (tmp_path / "2028.txt").write_bytes("元旦 休 2028-01-01".encode("gb18030"))
    with pytest.raises(Invalid) as wrong:
        calendar.load(tmp_path)
    assert [(reason.facts["file"], reason.facts["line"]) for reason in wrong.value.reasons] == [
        ("2027.txt", 1), ("2027.txt", 3), ("2028.txt", 0), ("next.txt", 0)]
