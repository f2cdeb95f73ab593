"""What services counts of itself. The figures come from the record; no department reports them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings

from yiwang.engines.identity import api as identity
from yiwang.engines.reports.api import Beside, Dimension, Report, Subject, Wish, measures, periods
from yiwang.kernel import clock
from yiwang.kernel.errors import NotFound
from yiwang.systems.public.services import panels
from yiwang.systems.public.services.rooms import guides, library
from yiwang.web.components.basics import Link
from yiwang.web.generic import report

OURS = ("public.services.",)
FOLLOW_UPS = ("public.services.rating",)  # what follows from a bad rating is no application
PLACES = (Dimension.UNIT, Dimension.COUNTY, Dimension.ITEM, Dimension.PROCEDURE, Dimension.MONTH, Dimension.CHANNEL)


def item_title(key: str) -> str:
    """What an item is called today; its key when it is not in the library any more."""
    return _titled(key, clock.day(settings.CLOCK.now()))


@lru_cache(maxsize=8192)
def _titled(key: str, on: date) -> str:
    try:
        return f"{library.item(key, on).title}（{panels.area(key)}）"
    except NotFound:
        return key


def whole_online(only: Mapping[Dimension, str]) -> list[Beside]:
    """How many of the items offered need no way to a counter: of the county narrowed to, else of the city's own departments."""
    county = only.get(Dimension.COUNTY, "")
    try:
        government = identity.unit(int(county)) if county else identity.below(level=identity.Level.CITY)[0]
    except (KeyError, ValueError, IndexError):
        return []
    items = guides.items(government.division)
    if not items:
        return []
    whole = sum(i.depth == "全程网办" for i in items)
    how = f"{government.short}现在公布的 {len(items)} 个事项里，网办深度是“全程网办”的有 {whole} 个。"
    return [Beside(f"能全程网办的事项（{government.short}）", f"{100 * whole / len(items):.1f}", "%", how)]


def popular(request: Any) -> list[Link]:
    """What was applied for most in the last 90 whole days, as the default county offers it."""
    days = periods.named("days90", clock.day(request.at) - timedelta(days=1))
    asked: dict[str, float] = {}
    for group in report.published(HANDLING, Wish(days, (Dimension.ITEM,)), request.at).groups:
        code = library.split(group.keys[0])[0].partition(".")[2]
        asked[code] = asked.get(code, 0) + (group.figures[measures.RECEIVED.code].value or 0)
    offered = [i for i in guides.items(guides.DEFAULT_AREA) if asked.get(i.code) and len(i.title) <= 12]
    return [Link(i.title, f"/services/{i.key}/") for i in sorted(offered, key=lambda i: -asked[i.code])[:6]]


NAMES = {Dimension.ITEM: item_title}
HANDLING = Report(
    code="services", title="办件统计", law=("行政许可法第四十二条", "行政许可法第三十二条"), procedures=OURS, without=FOLLOW_UPS, dimensions=PLACES,
    public=True, lead="on_time",
    measures=(measures.RECEIVED, measures.ACCEPTED, measures.DECIDED, measures.OPEN, measures.ON_TIME, measures.MEDIAN, measures.P90, measures.PROMISED,
              measures.LEGAL, measures.SILENT, measures.PAPERS, measures.REFUSED),
    names=NAMES, note="收件、受理、决定各按自己的日子算，所以同一个月里三个数不必相等")
ONLINE = Report(
    code="services_online", title="全程网办", law=("国务院关于在线政务服务的若干规定",), procedures=OURS, without=FOLLOW_UPS, dimensions=PLACES[:-1],
    lead="web", beside=whole_online, measures=(measures.RECEIVED, measures.WEB), names=NAMES, note="办件从申请到补正都在网上提交，才算全程网上")
RATINGS = Report(
    code="services_ratings", title="好差评", law=("国办发〔2019〕51号",), subject=Subject.RATINGS, procedures=OURS, lead="good",
    dimensions=(Dimension.UNIT, Dimension.COUNTY, Dimension.TERM, Dimension.ITEM, Dimension.PROCEDURE, Dimension.MONTH),
    measures=(measures.RATED, measures.SCORE, measures.GOOD, measures.BAD), names=NAMES, note="评价由申请人自愿作出，没有评价的不算好评也不算差评")
ALL = (HANDLING, ONLINE, RATINGS)
