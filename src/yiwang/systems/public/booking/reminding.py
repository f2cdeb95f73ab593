"""The day before a booked slot whoever booked it is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from yiwang.engines.notify import api as notify
from yiwang.kernel import clock
from yiwang.systems.public.booking.rooms import places, visits

CODE = "public.booking.tomorrow"


def comes(at: datetime) -> Iterator[notify.Coming]:
    """Tomorrow's visits. Who booked only today still knows."""
    today = clock.day(at)
    tomorrow = today + timedelta(days=1)
    for place in places.every():
        found = {f"{CODE}:{v.id}": v for v in visits.coming(place.code, tomorrow, clock.start_of(today))}
        for key in sorted(notify.untold(list(found)), key=lambda k: found[k].id):
            v = found[key]
            what = f"，办{v.purpose}" if v.purpose else ""
            when = f"{tomorrow.month} 月 {tomorrow.day} 日 {v.slot}"
            text = f"{when}，{place.title}（{place.address}）{what}。到了报预约码 {v.code} 取号；来不了的请先取消，名额让给别人。"
            yield notify.Coming(key, v.seer, f"明天 {v.slot} 有预约", text, "/booking/mine/",
                                f"{when}，您在{place.title}有预约。来不了的请先取消，名额让给别人。")
