"""`./yiwang bench appeals`: citizens' matters over HTTP, taken down at the desk and sent to a unit: two posts a matter, with CSRF, rights, forms, record.

Beside it ten times the mean of Beijing's 12345 (0.7 a second, bars). Then how long until the supervisor's list shows a matter that was just sent.
CPU is that of the web process and of the database server; the readers do not run. The client's is not counted.
"""

from __future__ import annotations

import statistics
import sys
import time
from uuid import uuid4

from bench.http_ import Somebody, asked, busy, city, run
from yiwang.city.words import say

BEIJING = 0.7  # matters a second, the mean of a year (bars)
BOUND, VISIBLE = 10 * BEIJING, 1.0
CALL = {"channel": "hotline", "caller": "贺女士", "sort": "help", "subject": "优胜北路路灯不亮", "place.1": "410105", "spot": "优胜北路丰产路口",
        "body": "从上周三起，路口往东三盏灯不亮，晚上看不见路，希望尽快来修。", "seen": "0.0"}
SENT = {"topic.find": "城乡建设/城市建设和市政管理", "to_unit": "410105-CG", "urgency": "normal", "wanted": "今晚到现场核实。", "seen": "0.0"}


def matter(desk: Somebody) -> str:
    """One matter, taken down and sent; its number."""
    ref = desk.sent("/appeals/call/", {**CALL, "phone": f"139{time.time_ns() // 1000 % 10**8:08d}", "key": uuid4().hex}).split("/")[-2]
    desk.sent(f"/appeals/desk/{ref}/", {**SENT, "key": uuid4().hex})
    return ref


def main() -> int:
    bad = 0
    for base, given in asked("appeals", __doc__):
        with city(base) as (port, roots):
            desk, watch = Somebody(port, "liuzhixia"), Somebody(port, "yanzhixing")

            def one(desk: Somebody = desk) -> int:
                matter(desk)
                return 2

            for _ in range(10):
                one()
            runs = [run(one, roots, given.seconds) for _ in range(given.rounds)]
            seen = max(_seen(desk, watch) for _ in range(5))
        cpu, rate, foreign = (statistics.median(figures[n] for figures in runs) for n in range(3))
        say(f"{base:<11} {rate:6.1f} 件/s 从登记到派出，{cpu:5.1f} ms CPU 一件，{rate / BEIJING:.0f} 倍于北京平均 {busy(foreign)}")
        say(f"{'✓' if rate >= BOUND else '✗'} {base}，每秒件数 matters a second: {rate:.1f} ≥ {BOUND:g}")
        say(f"{'✓' if seen <= VISIBLE else '✗'} {base}，派出到监察员看见的秒数 seconds until the supervisor sees it: {seen:.2f} ≤ {VISIBLE:g}")
        bad |= rate < BOUND or seen > VISIBLE
    return bad


def _seen(desk: Somebody, watch: Somebody) -> float:
    """Seconds from the answer to the desk until the supervisor's list shows it."""
    ref = matter(desk)
    sent = time.perf_counter()
    while ref not in watch.ask("GET", "/cases/?procedure=public.appeals.matter")[1]:
        if time.perf_counter() - sent > 30:
            return 30.0
    return time.perf_counter() - sent


if __name__ == "__main__":
    if main():
        sys.exit(1)
