"""A corrected calendar recounts open terms with both dates on record; a look from above needs a purpose and leaves one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests.trial import MONDAY, City, clean
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import Invalid, NotFound


@pytest.fixture
def notices(tmp_path: Path) -> Iterator[Path]:
    """A folder for the city's own notices; afterwards our tables stand again."""
    yield tmp_path
    calendar.adopt(None)


def with_a_new_holiday(folder: Path) -> None:
    """The year 2026 as announced, but for one more day off, Tuesday 3 November."""
    ours = Path(calendar.__file__).parent / "tables" / "2026.txt"
    (folder / "2026.txt").write_text(ours.read_text(encoding="utf-8") + "\n测试节 休 2026-11-03\n", encoding="utf-8")
    calendar.adopt(folder)


def test_a_new_holiday_moves_the_last_day_and_says_so(city: City, notices: Path) -> None:
    done = city.begin()
    before = city.view("clerk", done).main_clock
    assert before is not None and before.due_on == date(2026, 11, 9)
    with_a_new_holiday(notices)
    assert cases.recount(at=MONDAY)[0] == 1
    entry = ledger.history(done.case)[-1]
    assert entry.kind is Kind.CORRECTED
    assert entry.facts["terms"] == [{"term": "accept", "inquiry": 0, "due_before": "2026-11-09", "due": "2026-11-10"}]
    assert cases.desk(actor=city.clerk, at=MONDAY).rows[0].due_on == date(2026, 11, 10)


def test_counting_again_without_a_change_writes_nothing(city: City) -> None:
    done = city.begin()
    assert cases.recount(at=MONDAY) == (0, 0)
    assert len(ledger.history(done.case)) == 1


def test_a_paused_term_is_left_alone(city: City, notices: Path) -> None:
    done = city.accepted()
    city.do("clerk", done.case, "suspend", ground="testing")
    with_a_new_holiday(notices)
    assert cases.recount(at=MONDAY)[0] == 0


def test_from_above_the_answers_need_a_purpose_which_is_recorded(city: City) -> None:
    done = city.begin(data=clean(False, name="沈砚秋"))
    assert city.view("line", done).values is None and city.view("clerk", done).values
    with pytest.raises(Invalid) as refused:
        cases.reveal(actor=city.line, case=done.case, purpose=" 看 ", key="r0", at=MONDAY)
    assert refused.value.reasons[0].field == "purpose"
    shown = cases.reveal(actor=city.line, case=done.case, purpose="核对投诉", key="r1", at=MONDAY)
    assert shown[1]["answers"] == {"name": "沈砚秋"}
    cases.reveal(actor=city.line, case=done.case, purpose="核对投诉", key="r1", at=MONDAY + timedelta(seconds=1))
    looks = [e for e in ledger.history(done.case) if e.kind is Kind.LOOKED_UP]
    assert len(looks) == 1 and looks[0].facts["purpose"] == "核对投诉" and looks[0].actor["unit"] == city.line.unit


def test_another_unit_reveals_nothing(city: City) -> None:
    done = city.begin()
    with pytest.raises(NotFound):
        cases.reveal(actor=city.stranger, case=done.case, purpose="随便看看", key="r1", at=MONDAY)


def test_a_version_the_code_lacks_is_named(city: City) -> None:
    done = city.begin()
    assert cases.lacking() == []
    store.execute("update cases_case set version = 9 where id = %s", (done.case,))
    assert cases.lacking() == [("trial.one", 9)]
    store.execute("update cases_case set version = 1 where id = %s", (done.case,))
