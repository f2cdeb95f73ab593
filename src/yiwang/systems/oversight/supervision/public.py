"""What the public sees of efficiency on the portal: four figures, each with its period and unit; the page behind them is the published report."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from yiwang.kernel import clock
from yiwang.systems.oversight.supervision import queries
from yiwang.web.components.basics import Tile

DAYS = 30
HERE = "/open/performance/"


def figures(request: Any) -> list[Tile]:
    """Decisions of the last 30 days, how many steps were on time, and how long they took."""
    today = clock.day(request.at)
    found = queries.steps(today - timedelta(days=DAYS), today)
    done, late = sum(d for d, _, _ in found.values()), sum(n for _, n, _ in found.values())
    if not done:
        return []
    decided, _, decided_days = found.get("decide", (0, 0, 0.0))
    answered, _, accept_days = found.get("accept", (0, 0, 0.0))
    tiles = [Tile("作出决定", f"{decided:,}", "件", f"近 {DAYS} 天", HERE),
             Tile("按期办完", f"{100 * (done - late) / done:.1f}", "%", f"近 {DAYS} 天 {done:,} 步，超期 {late:,} 步", HERE)]
    if answered:
        tiles.append(Tile("受理平均用时", f"{accept_days:.1f}", "个工作日", "法定 5 个工作日", HERE))
    if decided:
        tiles.append(Tile("决定平均用时", f"{decided_days:.1f}", "个工作日", "法定 20 个，联合办理 45 个", HERE))
    return tiles


PANELS = {"portal.figures": figures}
