"""From entries to a row: each sort of thing that happens to a case, and what the row says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.reports.rooms.folding import Folded, folded
from yiwang.kernel.acts import Kind
from yiwang.kernel.clock import SHANGHAI

CITIZEN, OFFICIAL, CLOCK = {"account": 7}, {"account": 8, "unit": 11}, {"system": "clock"}


@pytest.fixture(autouse=True)
def procedures(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    moves = {"renew_by_silence": SimpleNamespace(kind=Kind.DECIDED), "accept": SimpleNamespace(kind=Kind.MOVED)}
    known = SimpleNamespace(code="trial.permit", version=1, ends={"refused", "not_accepted", "withdrawn", "handed_over"}, good_ends={"handed_over"},
                            counted=("accept", "decide"),
                            by_code=moves, move=moves.__getitem__)
    told = SimpleNamespace(code="trial.matter", version=1, ends={"closed", "declined"}, good_ends={"closed"}, counted=("answer",), by_code={}, move=moves.get)
    monkeypatch.setattr(cases, "procedures", lambda: (known, told))
    yield


class Story:
    """A chain as the doors would have written it."""

    def __init__(self, actor: dict[str, Any] = CITIZEN) -> None:
        self.entries: list[Recorded] = []
        self.add("2026-11-02", Kind.OPENED, actor, to="lodged", item="trial", started=[clock("accept", "2026-11-02", 5, 5, "2026-11-09")])

    def add(self, on: str, kind: Kind, actor: dict[str, Any] = OFFICIAL, **facts: Any) -> Story:
        at = datetime.fromisoformat(f"{on} 10:00").replace(tzinfo=SHANGHAI)
        n = len(self.entries) + 1
        base = {"procedure": "trial.permit", "version": 1, "unit": 11}
        self.entries.append(Recorded(n, 5, n, b"", "trial", kind, at, "case:T1", actor, {**base, **facts}))
        return self

    def but(self, **facts: Any) -> Story:
        """The same with more said when it began."""
        self.entries[0] = replace(self.entries[0], facts={**self.entries[0].facts, **facts})
        return self

    def accepted(self, on: str = "2026-11-04", **more: Any) -> Story:
        return self.add(on, Kind.MOVED, to="accepted", stopped=[clock("accept", "2026-11-02", 5, 5, "2026-11-09")],
                        started=[clock("decide", on, 8, 20, "2026-11-16")], **more)

    def decided(self, on: str, to: str = "granted", **clock_says: Any) -> Story:
        return self.add(on, Kind.DECIDED, to=to, stopped=[{**clock("decide", "2026-11-04", 8, 20, "2026-11-16"), **clock_says}])

    @property
    def row(self) -> Folded:
        found = folded(self.entries)
        assert found is not None
        return found


def clock(term: str, start: str, days: int, legal: int, due: str, **more: Any) -> dict[str, Any]:
    return {"term": term, "from": start, "days": days, "legal": legal, "due": due, **more}


def test_a_plain_life() -> None:
    row = Story().accepted().decided("2026-11-12").row
    assert (row.channel, row.accepted_on, row.decided_on, row.outcome) == ("web", date(2026, 11, 4), date(2026, 11, 12), "granted")
    assert (row.used, row.late, row.measured.promised, row.measured.legal, row.n) == (8, False, 8, 20, 3)
    assert [(s.term, s.used) for s in row.steps] == [("accept", 2), ("decide", 6)]


def test_late_is_what_the_term_says() -> None:
    assert Story().accepted().decided("2026-11-17", late=True).row.late
    assert not Story().accepted().add("2026-11-16", Kind.BREACHED, CLOCK, term="decide").decided("2026-11-16").row.late


def test_minutes_are_no_days() -> None:
    spot = clock("decide", "2026-11-04", 120, 120, "2026-11-04", span_unit="minutes", due_at="2026-11-04T04:05:00.000000+00:00")
    story = Story().add("2026-11-04", Kind.MOVED, to="accepted", stopped=[clock("accept", "2026-11-02", 5, 5, "2026-11-09")], started=[spot])
    row = story.add("2026-11-04", Kind.DECIDED, to="granted", stopped=[{**spot, "late": True}]).row
    assert (row.measured.promised, row.measured.legal, row.late, row.due_on) == (0, 0, True, date(2026, 11, 4))
    assert [(s.term, s.promised, s.used, s.late) for s in row.steps] == [("accept", 5, 2, False), ("decide", 0, 0, True)]


def test_days_waited_for_papers_and_days_not_counted_overlap_once() -> None:
    story = Story().add("2026-11-03", Kind.ASKED_FOR_PAPERS, to="awaiting_papers", stopped=[clock("accept", "2026-11-02", 5, 5, "2026-11-09")])
    story.add("2026-11-10", Kind.SUPPLEMENTED, CITIZEN, to="lodged", started=[clock("accept", "2026-11-10", 5, 5, "2026-11-17")])
    story.add("2026-11-10", Kind.MOVED, to="accepted", stopped=[clock("accept", "2026-11-10", 5, 5, "2026-11-17")],
              started=[clock("decide", "2026-11-10", 8, 20, "2026-11-20")])
    story.decided("2026-11-18", not_counted=[["2026-11-10", "2026-11-12", "test"]])
    row = story.row
    assert row.papers == 1
    assert row.used == 1 + 4  # 3 November, and 13, 16, 17, 18; 4–10 waited for, 10–12 not counted


def test_papers_brought_to_a_counter_are_not_wholly_online() -> None:
    story = Story().add("2026-11-03", Kind.ASKED_FOR_PAPERS, to="awaiting_papers")
    assert story.add("2026-11-04", Kind.SUPPLEMENTED, OFFICIAL, to="lodged").row.channel == "counter"
    assert Story(OFFICIAL).row.channel == "counter" and Story({"system": "reader"}).row.channel == "system"


def test_silence_accepts_as_of_the_day_the_papers_came() -> None:
    story = Story().add("2026-11-10", Kind.LAPSED, CLOCK, to="accepted", move="accept", as_of="2026-11-02",
                        stopped=[clock("accept", "2026-11-02", 5, 5, "2026-11-09", late=True)], started=[clock("decide", "2026-11-02", 8, 20, "2026-11-12")])
    assert story.row.silent and story.row.late and story.row.accepted_on == date(2026, 11, 2) and story.row.decided_on is None


def test_silence_may_decide() -> None:
    story = Story().accepted().add("2026-11-17", Kind.LAPSED, CLOCK, to="granted", move="renew_by_silence",
                                   stopped=[clock("decide", "2026-11-04", 8, 20, "2026-11-16", late=True)])
    assert story.row.decided_on == date(2026, 11, 17) and story.row.outcome == "granted" and story.row.silent


@pytest.mark.parametrize(("to", "taken_up", "outcome"), [("refused", True, "refused"), ("not_accepted", False, "not_accepted"), ("granted", False, "granted")])
def test_outcomes(to: str, taken_up: bool, outcome: str) -> None:
    story = Story().accepted() if taken_up else Story()
    row = story.add("2026-11-06", Kind.DECIDED, to=to, stopped=[clock("accept", "2026-11-02", 5, 5, "2026-11-09")]).row
    assert row.outcome == outcome and (row.accepted_on is not None) == (outcome != "not_accepted")


def test_withdrawn_is_over_without_a_decision() -> None:
    row = Story().accepted().add("2026-11-06", Kind.MOVED, CITIZEN, to="withdrawn", stopped=[clock("decide", "2026-11-04", 8, 20, "2026-11-16")]).row
    assert row.decided_on is None and row.ended_on == date(2026, 11, 6) and row.outcome == "ended"


def test_a_corrected_calendar_and_a_merged_unit() -> None:
    story = Story().accepted().add("2026-11-05", Kind.CORRECTED, CLOCK, terms=[{"term": "decide", "inquiry": 0, "due": "2026-11-17"}])
    story.add("2026-11-06", Kind.CHANGED, CLOCK, succeeded=[{"unit": 11, "into": 12}])
    assert story.row.due_on == date(2026, 11, 17) and story.row.unit == 12
    assert [s.unit for s in story.row.steps] == [11, 12]  # what was done before stays with who did it


def test_an_inquiry_is_a_step_of_the_unit_asked() -> None:
    asked = clock("answer", "2026-11-05", 3, 3, "2026-11-10", inquiry=9, unit=21)
    story = Story().accepted().add("2026-11-05", Kind.INQUIRED, to="accepted", started=[asked])
    story.add("2026-11-11", Kind.ANSWERED, {"account": 9, "unit": 21}, unit=21, stopped=[{**asked, "late": True}])
    step = story.row.steps[-1]
    assert (step.unit, step.late, step.used) == (21, True, 4) and not story.row.late  # the case itself is in time


def test_another_subject_is_none() -> None:
    assert folded([]) is None
    other = Recorded(1, 5, 1, b"", "x", Kind.CHANGED, datetime(2026, 11, 2, tzinfo=SHANGHAI), "unit:5", OFFICIAL, {})
    assert folded([other]) is None


def matter(*days: str, back: str = "", late: bool = False) -> Story:
    """A matter whose answer is owed from the second day: given back to the desk on `back` (late or not) and sent to another unit the day after."""
    story, answer = Story().but(procedure="trial.matter", channel="hotline"), clock("answer", "2026-11-03", 5, 5, "2026-11-10")
    story.add("2026-11-03", Kind.MOVED, to="sent", handed_to=21, topic="甲/乙", stopped=[clock("accept", "2026-11-02", 5, 5, "2026-11-09")], started=[answer])
    if back:
        story.add(back, Kind.RETURNED, {"account": 9, "unit": 21}, to="returned", handed_to=11, stopped=[{**answer, "late": late}])
        answer = clock("answer", back, 5, 5, "2026-11-19")
        story.add(back, Kind.MOVED, to="sent", handed_to=22, started=[answer])
    for on in days:
        story.add(on, Kind.DECIDED, to="told", outcome="solved", stopped=[answer])
    for entry in story.entries:
        entry.facts["procedure"] = "trial.matter"  # type: ignore[index]
    return story


def test_a_procedure_says_which_terms_count() -> None:
    row = matter("2026-11-06").row
    assert (row.channel, row.topic, row.said, row.outcome, row.unit) == ("hotline", "甲/乙", "solved", "granted", 21)
    assert (row.accepted_on, [s.term for s in row.main], row.measured.promised) == (date(2026, 11, 3), ["answer"], 5)


def test_what_went_to_the_wrong_unit_is_not_late_for_the_right_one() -> None:
    row = matter("2026-11-16", back="2026-11-12", late=True).row
    assert (row.unit, row.returned, row.late) == (22, 1, False) and [s.late for s in row.steps] == [False, True, False]
    assert matter(back="2026-11-12", late=True).row.due_on == date(2026, 11, 19)


def test_what_comes_again_counts_for_who_answered_first() -> None:
    story = matter("2026-11-06").add("2026-11-09", Kind.REOPENED, CITIZEN, to="rebounded", level="bad", handed_to=11)
    assert (story.row.reopened, story.row.reopened_on, story.row.again, story.row.decided_on) == (1, date(2026, 11, 9), False, date(2026, 11, 6))
    later = clock("answer", "2026-11-09", 5, 5, "2026-11-16", late=True)
    story.add("2026-11-09", Kind.MOVED, to="sent", handed_to=31, started=[later])
    row = story.add("2026-11-18", Kind.DECIDED, to="told", outcome="explained", stopped=[later]).row
    assert (row.again, row.late, row.whose, row.unit, row.said, row.decided_on) == (True, False, 21, 31, "explained", date(2026, 11, 6))
    story.add("2026-11-19", Kind.RATED, CITIZEN, to="closed", level="good")
    assert [(r.n, r.unit, r.level) for r in story.row.ratings] == [(4, 21, "bad"), (7, 31, "good")]


def test_what_came_again_on_the_day_it_was_answered_is_no_part_of_the_way_to_the_answer() -> None:
    story = matter("2026-11-06").add("2026-11-06", Kind.REOPENED, CITIZEN, to="rebounded", level="bad", handed_to=11)
    story.add("2026-11-06", Kind.MOVED, to="sent", handed_to=31, started=[clock("answer", "2026-11-06", 5, 5, "2026-11-13")])
    story.add("2026-11-20", Kind.DECIDED, to="told", stopped=[clock("answer", "2026-11-06", 5, 5, "2026-11-13", late=True)])
    assert not story.row.late and story.row.due_on == date(2026, 11, 10) and len(story.row.main) == 1


def test_what_is_excluded_says_so_until_it_is_kept() -> None:
    story = matter("2026-11-06").add("2026-11-10", Kind.MOVED, to="closed", excluded=True)
    assert story.row.excluded and not story.add("2026-11-11", Kind.MOVED, excluded=False).row.excluded
