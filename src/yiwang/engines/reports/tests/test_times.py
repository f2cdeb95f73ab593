"""Weeks and topics as the database counts them, against the calendar and the rows; and the files an answer becomes."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random  # noqa: TID251 (seeded)

import openpyxl
import pytest

from yiwang.engines.cases.tests import trial
from yiwang.engines.identity import api as identity
from yiwang.engines.reports import api as reports
from yiwang.engines.reports.api import Dimension, Period, Report, Wish, measures
from yiwang.engines.reports.rooms import asking, keeping
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor
from yiwang.kernel.clock import SHANGHAI

PLACES = (Dimension.UNIT, Dimension.TOPIC, Dimension.CHANNEL, Dimension.MONTH, Dimension.WEEK)
REPORT = Report("trial.weeks", "试", ("信访工作条例",), PLACES, public=True, lead="on_time", period="week", channels=("web", "hotline"), measures=(
    measures.TAKEN, measures.ANSWERED, measures.ANSWERED_SHARE, measures.OPEN, measures.ON_TIME, measures.RETURNED_SHARE, measures.REOPENED,
    measures.REOPENED_SHARE, measures.AGAIN, measures.SOLVED_SHARE, measures.EXCLUDED))
FIRST, AT = date(2025, 12, 20), datetime(2026, 1, 20, 10, tzinfo=SHANGHAI)
TOPICS = ("甲", "甲/乙", "甲/乙/丙", "丁/戊", "甲乙", "")
Line = dict[str, object]


@pytest.fixture
def lines(db: object) -> Iterator[list[Line]]:
    """Two hundred cases over the turn of a year."""
    trial.found()
    random, found = Random(3), []
    for i in range(200):
        began = FIRST + timedelta(random.randrange(31))
        ended = began + timedelta(random.randrange(9)) if random.random() < 0.8 else None
        again = ended + timedelta(1) if ended and random.random() < 0.3 else None
        told = {"unit": 1000 + i % 3, "county": 10, "channel": random.choice(("web", "hotline")), "began_on": began, "accepted_on": began, "decided_on": ended,
                "ended_on": ended, "closed_on": ended, "outcome": random.choice(("granted",) * 5 + ("not_accepted", "ended")) if ended else "",
                "late": int(random.random() < 0.2), "topic": random.choice(TOPICS), "said": random.choice(("solved", "explained")) if ended else "",
                "returned": random.randrange(3), "reopened": int(again is not None), "reopened_on": again, "again": int(random.random() < 0.5),
                "excluded": int(random.random() < 0.2), "due_on": began + timedelta(5)}
        line = dict.fromkeys(keeping.CASE, 0) | {"id": i + 1, "n": 3, "procedure": "trial.matter", "item": "", "idle": "", "used": 1} | told
        store.execute(f"insert into reports_case ({', '.join(keeping.CASE)}) values ({', '.join(['%s'] * len(keeping.CASE))})", tuple(line.values()))
        found.append(line)
    yield found
    identity.forget()


def answered(period: Period, *by: Dimension, **only: str) -> reports.Answer:
    return asking.published(report=REPORT, wish=Wish(period, by, {Dimension(d): v for d, v in only.items()}, against=True), at=AT)


def test_weeks_are_the_calendars(lines: list[Line]) -> None:
    """Over the turn of a year, where the number of the week and the year part."""
    period = Period(FIRST, FIRST + timedelta(30))
    said = {g.keys[0]: g.figures for g in answered(period, Dimension.WEEK).groups}
    taken = Counter(reports.periods.number(x["began_on"]) for x in lines if x["outcome"] not in ("not_accepted", "ended"))  # type: ignore[arg-type]
    assert {week: f["taken"].value for week, f in said.items() if f["taken"].value} == taken and {"2025-W52", "2026-W01", "2026-W03"} <= said.keys()
    for week, figures in said.items():
        monday = reports.periods.week(week).first
        last = min(monday + timedelta(6), period.last)
        still = [x for x in lines if x["began_on"] <= last and not (x["ended_on"] and x["ended_on"] <= last)]  # type: ignore[operator]
        assert figures["open"].value == len(still)
    assert [g.keys[0] for g in answered(period, Dimension.WEEK).groups] == sorted(said)


def test_a_week_by_its_parts(lines: list[Line]) -> None:
    week = reports.periods.week("2026-W02")
    inside = [x for x in lines if week.first <= x["began_on"] <= week.last]  # type: ignore[operator]
    ended = [x for x in lines if x["ended_on"] and week.first <= x["ended_on"] <= week.last and x["outcome"] == "granted"]  # type: ignore[operator]
    again = [x for x in lines if x["reopened_on"] and week.first <= x["reopened_on"] <= week.last]  # type: ignore[operator]
    whole = answered(week).whole.figures
    kept = [x for x in ended if not x["excluded"]]
    taken = [x for x in inside if x["outcome"] not in ("not_accepted", "ended")]
    assert (whole["taken"].hits, whole["answered"].hits) == (len(taken), sum(x["outcome"] == "granted" for x in taken))
    assert (whole["answered_share"].hits, whole["answered_share"].cases) == (whole["answered"].hits, len(taken)) and len(again) > 2
    assert (whole["returned_share"].hits, whole["returned_share"].cases) == (sum(x["returned"] > 0 for x in ended), len(ended))  # type: ignore[operator]
    assert (whole["reopened"].hits, whole["again"].hits, whole["again"].cases) == (len(again), sum(x["again"] == 1 for x in again), len(again))
    assert (whole["reopened_share"].hits, whole["reopened_share"].cases) == (sum(x["reopened"] == 1 for x in ended), len(ended))
    assert (whole["solved_share"].hits, whole["solved_share"].cases) == (sum(x["said"] == "solved" for x in kept), len(kept))


def test_topics_by_their_widest_part_and_then_by_all(lines: list[Line]) -> None:
    period = Period(FIRST, FIRST + timedelta(30))
    taken = [str(x["topic"]) for x in lines if x["outcome"] not in ("not_accepted", "ended")]

    def of(answer: reports.Answer) -> dict[str, float | None]:
        return {g.keys[0]: g.figures["taken"].value for g in answer.groups if g.figures["taken"].value}

    assert of(answered(period, Dimension.TOPIC)) == Counter(t.partition("/")[0] for t in taken)
    assert of(answered(period, Dimension.TOPIC, topic="甲")) == Counter(t for t in taken if t == "甲" or t.startswith("甲/"))
    assert of(answered(period, Dimension.TOPIC, topic="甲/乙")) == Counter(t for t in taken if t.startswith("甲/乙"))
    assert [reports.name(REPORT, Dimension.UNIT, text) for text in ("x", "1.5", "²", "9" * 30)] == ["x", "1.5", "²", "9" * 30], "as somebody wrote it"
    assert reports.name(REPORT, Dimension.TOPIC, "甲/乙") == "甲 › 乙" and reports.name(REPORT, Dimension.TOPIC, "") == "还没有分类"


def test_groups_against_the_week_before(lines: list[Line]) -> None:
    week = reports.periods.week("2026-W02")
    now, then = answered(week, Dimension.UNIT), answered(reports.periods.before(week), Dimension.UNIT)
    for group in then.groups:
        assert now.earlier[group.keys].figures["taken"] == group.figures["taken"]
    assert sum(g.figures["taken"].hits for g in now.earlier.values()) == now.before.figures["taken"].hits == then.whole.figures["taken"].hits > 0


def test_an_answer_is_a_few_statements(lines: list[Line], monkeypatch: pytest.MonkeyPatch) -> None:
    """However many groups there are; against the period before as many again, but the ages."""
    asked: list[str] = []
    rows = store.rows
    monkeypatch.setattr(store, "rows", lambda sql, params=(): asked.append(sql) or rows(sql, params))
    counted = []
    for by in ((), (Dimension.UNIT,), (Dimension.TOPIC,)):
        asked.clear()
        answered(reports.periods.week("2026-W02"), *by)
        counted.append(len(asked))
    assert counted == [11, 11, 11], counted


def pages(made: bytes) -> int:
    return max(int(n) for n in re.findall(rb"/Type/Pages[^>]*?/Count (\d+)|/Count (\d+)", made.replace(b"\n", b" ")) for n in n if n)


def test_an_answer_as_files(lines: list[Line]) -> None:
    """The same answer gives the same bytes; a long table goes over pages; two reports make one file."""
    actor, period = Actor(name="张敏", unit_name="政务办"), Period(FIRST, FIRST + timedelta(30))
    many = answered(period, Dimension.UNIT, Dimension.WEEK)
    made = reports.printed(many, answered(period, Dimension.TOPIC), title="周报", actor=actor, at=AT)
    assert made.startswith(b"%PDF-1.") and made == reports.printed(many, answered(period, Dimension.TOPIC), title="周报", actor=actor, at=AT)
    assert b"2026-01-20T10:00" in made or b"D:20260120" in made, "the day it was printed, not the machine's"
    assert pages(made) > 1
    long = replace(many, groups=many.groups * 40)
    assert 10 < pages(reports.printed(long, actor=actor, at=AT)) < 40 < len(long.groups) / 15, "what is too long for paper is in the workbook"
    book = openpyxl.load_workbook(io.BytesIO(reports.book(many)))
    assert book.sheetnames == ["数字", "怎么算的"] and book["数字"].cell(row=book["数字"].max_row, column=1).value == "合计"
    assert reports.printed(answered(Period(date(2024, 1, 1), date(2024, 1, 7)), Dimension.UNIT), actor=actor, at=AT).startswith(b"%PDF")
