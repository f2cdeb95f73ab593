"""What a clock says in words: days as ever, minutes with their hour."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from yiwang.engines.cases.views import Light
from yiwang.kernel.clock import SHANGHAI
from yiwang.web.generic import clocks

TODAY = date(2026, 11, 20)
GREEN, AMBER, RED, DONE, PAUSED = Light.GREEN, Light.AMBER, Light.RED, Light.DONE, Light.PAUSED


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(("light", "left", "used", "said"), [
    (GREEN, 40, None, "还剩 40 分钟"), (GREEN, 80, None, "还剩 1 小时 20 分"), (GREEN, 120, None, "还剩 2 小时"), (AMBER, 1, None, "还剩 1 分钟"),
    (RED, -1, None, "超 1 分钟"), (RED, -25, None, "超 25 分钟"), (RED, -60, None, "超 1 小时"), (RED, -61, None, "超 1 小时 1 分"),
    (RED, -1440, None, "超 1 天"), (RED, -1500, None, "超 1 天 1 小时"), (DONE, 95, 25, "已办完，用 25 分钟"), (DONE, 0, None, "已办完"),
    (PAUSED, 10, None, "暂停"),
])
def test_minutes(light: Light, left: int, used: int | None, said: str) -> None:
    badge = clocks.words(light, left, used, clocks.MINUTES)
    assert (badge.words, badge.state) == (said, clocks.STATES[light])


@pytest.mark.parametrize("kind", ["", "working", "calendar"])
def test_days_are_said_as_ever(kind: str) -> None:
    said = [clocks.words(*told, kind=kind).words for told in ((GREEN, 6), (AMBER, 0), (RED, -2), (DONE, 0, 6), (PAUSED, 0))]
    assert said == ["还剩6天", "今天到期", "超2天", "已办完，用6天", "暂停"]


def test_the_hour_is_of_today_of_tomorrow_or_of_a_date() -> None:
    ends = [at("2026-11-20 12:05:59"), at("2026-11-21 00:35"), at("2026-11-19 23:00"), at("2026-12-01 08:00")]
    assert [clocks.until(end, TODAY) for end in ends] == ["今天 12:05 前", "明天 00:35 前", "11 月 19 日 23:00 前", "12 月 1 日 08:00 前"]
    assert [clocks.until(end) for end in ends[:1]] == ["11 月 20 日 12:05 前"] and clocks.until(None, TODAY) == ""
    assert clocks.moment(ends[0].astimezone(SHANGHAI) + timedelta(days=1), TODAY) == "明天 12:05"
