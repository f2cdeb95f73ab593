"""Messages of an older system, through the procedure at their own times: every last day agrees with a count day by day, twice changes nothing."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.small import Clock, settle
from yiwang.engines.calendar import api as calendar
from yiwang.engines.store import api as store
from yiwang.systems.public.appeals import importing
from yiwang.systems.public.appeals.model import city
from yiwang.systems.public.appeals.model.types import Suggestion

LINES = (
    ("路灯不亮", "2019/9/28 11:25:05", "路口三盏灯不亮。", "已修好。", "2019/10/9 9:00:00"),
    ("咨询入学", "2019-02-01 20:00:00", "怎么报名？", "带户口簿。", "2019-02-12 10:00:00"),
    ("井盖松动", "2018/12/29 8:00", "井盖响。", "", ""),
)


def written(place: Path, lines: Any) -> Path:
    file = place / "old.csv"
    with file.open("w", encoding="gb18030", newline="") as opened:
        csv.writer(opened).writerows([("subject", "time", "body", "reply", "reply_time"), *lines])
    return file


def day(text: str) -> date:
    year, month, on = map(int, text.split()[0].replace("-", "/").split("/"))
    return date(year, month, on)


def counted(start: date, days: int) -> date:
    """The last day of so many working days, one day after the other."""
    on, city = start, calendar.standard()
    while days:
        on += timedelta(days=1)
        days -= city.is_working(on)
    return on


@pytest.fixture
def taught(town: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The city's street lights are the city management's; the class is known."""
    unit = store.rows("select id from identity_unit where code = '410100-CG'")[0][0]
    store.execute("insert into reports_handed (\"case\", n, \"on\", procedure, topic, unit, ruled, ended) "
                  "values (1, 1, %s, 'public.appeals.matter', '城乡建设', %s, 0, 'answered')", (date(2026, 1, 5), unit))
    monkeypatch.setattr(city, "classes", lambda text: Suggestion("城乡建设", 0.9, (("城乡建设", 0.9),), ("路灯",), True))


def test_taken_over_at_their_own_times(taught: None, town: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, LINES)
    assert importing.run(file, town.now()) == 0
    said = capsys.readouterr().out
    assert "收到 3 件，答复 2 件，按期 2 件，超期 0 件，没有答复 1 件" in said and "郑州市城市管理局：收到 3" in said
    assert importing.run(file, town.now()) == 0
    assert store.rows("select count(*), min(opened_at) from cases_case")[0][0] == 3, "taken over once"
    dues = store.rows("select t.name, t.started_on, t.due_on from cases_term t where t.name in ('answer', 'dispatch') order by t.id")
    assert len(dues) == 5
    for name, started, due in dues:
        assert store.day(due) == counted(store.day(started), 5 if name == "answer" else 1), name
    settle()
    assert store.rows("select state, count(*) from appeals_matter group by state order by state") == [("closed", 2), ("received", 1)], "nobody rated in time"


def test_what_cannot_be_read_is_said_by_its_line(taught: None, town: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (*LINES[:1], ("早退", "昨天", "没有时间。", "", ""), ("倒着", "2019/9/28 11:25:05", "答复在前。", "好。", "2019/9/27 9:00:00"),
             ("以后", "2099/9/28 11:25:05", "还没有到。", "", ""))
    assert importing.run(written(tmp_path, lines), town.now()) == 1
    said = capsys.readouterr().out
    assert "第 2 条没有导入" in said and "第 3 条没有导入：答复的时间早于来信的时间" in said
    assert "第 4 条没有导入：这个时间还没有到" in said
    assert store.rows("select count(*) from cases_case") == [(1,)], "half a matter is none"


@pytest.mark.slow(reason="1,400 real messages, each through five steps")
def test_all_real_messages(shared_appeals: Path, taught: None, town: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (shared_appeals / "replied.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert importing.run(shared_appeals / "replied.csv", town.now()) == 0
    said = capsys.readouterr().out
    on_time = sum(day(r["reply_time"]) <= counted(day(r["time"]), 5) for r in rows)
    found = re.search(r"收到 1,400 件，答复 1,400 件，按期 ([\d,]+) 件", said)
    assert found is not None and int(found[1].replace(",", "")) == on_time
    dues = store.rows("select started_on, due_on, name from cases_term where name in ('answer', 'sign')")
    assert len(dues) == 2_800
    wrong = [d for d in dues if store.day(d[1]) != counted(store.day(d[0]), 5 if d[2] == "answer" else 1)]
    assert not wrong


