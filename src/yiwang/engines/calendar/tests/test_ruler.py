"""The day ruler, cell by cell, written as one line of marks."""

from datetime import date

import pytest

from yiwang.engines.calendar import api as calendar

D = date.fromisoformat
CITY = calendar.standard()
WORKING, CALENDAR = calendar.Unit.WORKING, calendar.Unit.CALENDAR
LETTERS = dict(zip(calendar.CellKind, "SC-M|TfD!", strict=True))
GAS = ((D("2026-09-29"), D("2026-09-30")),)


def ruler(today, *, start="2026-09-22", due="2026-10-19", **more):
    return calendar.cells(start=D(start), due=D(due), today=D(today), calendar=CITY, **{"not_counted": GAS, **more})


def marks(cells):
    return " ".join(cell.mark for cell in cells)


def kinds(cells):
    return "".join(LETTERS[cell.kind] for cell in cells)


def test_a_permit_on_its_ninth_day():
    cells = ruler("2026-10-14")
    assert [cell.on for cell in (cells[0], cells[-1])] == [D("2026-09-22"), D("2026-10-19")]
    assert marks(cells) == "始 1 2 休 休 休 3 ‖ ‖ 休 休 休 休 休 休 休 4 5 6 休 7 8 9 10 11 休 休 12"
    assert kinds(cells) == "SCC---C||-------CCM-CCTff--D"
    assert {cell.on.isoformat()[5:]: cell.label for cell in cells if cell.label} == {
        "09-25": "中秋", "10-01": "国庆", "10-10": "调休上班", "10-14": "今天", "10-19": "最晚"}
    assert [cell.on for cell in cells if cell.is_today] == [D("2026-10-14")]
    assert [cell.why.name for cell in cells if cell.why.kind == "make_up"] == ["国庆节"]
    assert [cell.on for cell in cells if cell.is_due] == [D("2026-10-19")]


def test_before_it_has_begun_to_run_and_on_its_last_day():
    assert kinds(ruler("2026-09-22")) == "Tff---f||-------fff-fffff--D"
    last = ruler("2026-10-19")[-1]
    assert last.kind == "today" and last.is_due and last.number == 12 and last.label == "最晚"


def test_over_the_end():
    cells = ruler("2026-10-26")
    assert kinds(cells)[-8:] == "D!!!!--T" and marks(cells).endswith("12 1 2 3 4 休 休 5")


@pytest.mark.parametrize(("stopped", "tail"), [("2026-10-13", "CCfff--D"), ("2026-10-19", "CCCCC--D"), ("2026-10-21", "CCCCC--D!!")])
def test_a_stopped_clock_has_no_today(stopped, tail):
    cells = ruler("2026-10-14", counted_until=D(stopped))
    assert kinds(cells).endswith(tail) and not any(cell.is_today for cell in cells)


def test_calendar_days_count_rest_days_and_roll():
    cells = ruler("2026-10-02", start="2026-09-28", due="2026-10-08", not_counted=(), span=calendar.Span(5, CALENDAR))
    assert kinds(cells) == "SCCCTf----D" and marks(cells) == "始 1 2 3 4 5 休 休 休 休 休"
    assert cells[-1].is_due and cells[-1].number == 0


def test_a_holiday_that_begins_today_is_named_over_the_next_cell():
    labels = [cell.label for cell in ruler("2026-10-01", not_counted=())][9:12]
    assert labels == ["今天", "国庆", ""]


def test_the_ruler_agrees_with_the_term():
    for days in (1, 5, 20, 45):
        for kind in (WORKING, CALENDAR):
            span = calendar.Span(days, kind)
            for start in (D("2026-01-30"), D("2026-04-30"), D("2025-09-19")):
                on = calendar.due_on(start, span, CITY, GAS)
                cells = calendar.cells(start=start, due=on, today=start, calendar=CITY, not_counted=GAS, span=span)
                assert max(cell.number for cell in cells) == days and sum(cell.number > 0 for cell in cells) == days
