"""`./yiwang bench city-day`: a day of a city like Zhengzhou over HTTP, and how many such days this machine carries at once before a page in twenty takes
longer than half a second.

What a day holds is printed; what no source says is ours and may be set (`--approvals`, `--reads`). First what each kind of request costs. Then the day, hour
by hour at its own rate, an hour in a few seconds; then its busiest hour at more and more days at once. Requests come when they come, whether those before
were answered or not, and waiting counts. The whole city runs, readers and sweep too; generator, web and database share the same cores.
"""

from __future__ import annotations

import argparse
import copy
import os
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from random import Random  # noqa: TID251 (seeded)

from bench import appeals
from bench._host import _tree
from bench.http_ import ITEM, Cast, Somebody, asked
from yiwang.city import postgres
from yiwang.city.launcher.environment import REPOSITORY
from yiwang.city.words import Trouble, say, step

MATTERS = int(21.4e6 / 365 * 12.6 / 21.9)  # as many a head as Beijing's 12345 took in 2023 (bars); Zhengzhou's own were 48 a day (city)
HOURS = (1, 1, 1, 1, 1, 2, 4, 20, 70, 100, 95, 70, 40, 45, 90, 95, 80, 55, 30, 25, 20, 15, 8, 3)  # of a working day: ours
BOUND = 0.5  # seconds within which nineteen pages of twenty answer
PUBLIC = ("/", "/services/", f"/services/{ITEM}/", "/search/?q=%E9%A4%90%E9%A5%AE", "/appeals/answers/", "/open/performance/", "/services/grants/", "/booking/")
OFFICE = ("/desk/", "/cases/", "/cases/?state=open", "/desk/notices/")
WORKERS = 24  # requests in the air at once


class Crowd:
    """Everybody at a browser: signed in once, with connections of their own for each worker."""

    def __init__(self, port: int) -> None:
        self.cast = Cast(port)
        names = ("shenyanqiu", "luqingyuan", "chengshuan", "qiuyizhou", "liuzhixia", "yanzhixing")
        self.people = {name: Somebody(port, name) for name in names}

    def again(self) -> Crowd:
        other, other.cast = copy.copy(self), copy.copy(self.cast)
        other.people = {name: _again(one) for name, one in self.people.items()}
        other.cast.citizen, other.cast.window, other.cast.chief = (_again(one) for one in (self.cast.citizen, self.cast.window, self.cast.chief))
        other.cast.asked = [_again(one) for one in self.cast.asked]
        return other

    def does(self, kind: str, random: Random) -> int:
        """One of a kind; how many requests it was."""
        if kind == "approval":
            return self.cast.case()
        if kind == "matter":
            appeals.matter(self.people["liuzhixia"])
            return 2
        who, pages = {"read": ("shenyanqiu", PUBLIC), "follow": ("shenyanqiu", ("/my/",)), "board": ("yanzhixing", ("/supervision/",)),
                      "work": (random.choice(("luqingyuan", "chengshuan", "qiuyizhou")), OFFICE)}[kind]
        self.people[who].ask("GET", random.choice(pages))
        return 1


def _again(one: Somebody) -> Somebody:
    other = copy.copy(one)
    other.cookies, other.connection = dict(one.cookies), HTTPConnection("127.0.0.1", one.port, timeout=30)
    return other


def day(given: argparse.Namespace) -> dict[str, tuple[int, str]]:
    """Kind → how many a day, and what it is."""
    work = given.approvals * 30 + MATTERS * 6
    return {"read": (given.reads, "公众看网页"), "follow": (given.approvals * 6, "申请人看进度"), "work": (work, "工作人员看清单"),
            "board": (2_000, "领导看监察"), "approval": (given.approvals, "联合审批，从申请到送达九次提交"), "matter": (MATTERS, "诉求，登记并派单")}


def play(crowd: Crowd, rates: dict[str, float], seconds: float, seed: str) -> tuple[list[float], int]:
    """Requests at these rates a second for so long: seconds each took from when it should have begun, and how many failed or were never sent."""
    random, plan = Random(seed), list[tuple[float, str]]()
    for kind, rate in rates.items():
        at = 0.0
        while rate and (at := at + random.expovariate(rate)) < seconds:
            plan.append((at, kind))
    waiting: queue.SimpleQueue[tuple[float, str] | None] = queue.SimpleQueue()
    for one in [*sorted(plan), *[None] * WORKERS]:
        waiting.put(one)
    began, took, failed = time.perf_counter() + 0.2, list[float](), list[str]()

    def work(mine: Crowd, random: Random) -> None:
        while (one := waiting.get()) is not None:
            at, kind = began + one[0], one[1]
            time.sleep(max(0.0, at - time.perf_counter()))
            if time.perf_counter() - began > 2 * seconds + 5:
                failed.append("not sent")
                continue
            try:
                count = mine.does(kind, random)
                took.append((time.perf_counter() - at) / count)
            except Exception as error:
                failed.append(repr(error)[:200])

    threads = [threading.Thread(target=work, args=(crowd.again(), Random(f"{seed}{n}"))) for n in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        say(f"  {len(failed)} 次没有办成，例如 {failed[0]}")
    return took, len(failed)


def p95(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)] if took else 0.0


def main() -> int:
    bad = 0
    for base, given in asked("city-day", __doc__, _more):
        with city(base) as (port, roots):
            crowd, counts = Crowd(port), day(given)
            say(f"{base}：一天 " + "，".join(f"{what} {count:,}" for count, what in counts.values()))
            _costs(crowd, counts, roots)
            whole = sum(HOURS)
            peak = {kind: count * max(HOURS) / whole / 3600 for kind, (count, _) in counts.items()}
            slowest = 0.0
            for hour, share in enumerate(HOURS):
                took, _ = play(crowd, {kind: count * share / whole / 3600 for kind, (count, _) in counts.items()}, given.hour, f"{hour}")
                slowest = max(slowest, p95(took))
            say(f"  一天逐小时走完：最慢的一小时，二十页里十九页在 {slowest:.3f} 秒内")
            carried, times = 0.0, 1.0
            while times <= 256:
                took, failed = play(crowd, {kind: rate * times for kind, rate in peak.items()}, given.seconds, f"{times}")
                good = not failed and p95(took) <= BOUND
                say(f"  {times:5.1f} 天同时：每秒 {sum(peak.values()) * times:6.1f} 件事，二十页里十九页在 {p95(took):.3f} 秒内 {'✓' if good else '✗'}")
                if not good:
                    break
                carried, times = times, times * (2.0 if times < 4 else 1.25)
        say(f"{'✓' if carried >= 1 else '✗'} {base}，同时装得下几个这样的一天 such days at once: {carried:.1f} ≥ 1")
        bad |= carried < 1
    return bad


def _more(words: argparse.ArgumentParser) -> None:
    words.add_argument("--approvals", type=int, default=4_000, help="approvals a day (4000: ours)")
    words.add_argument("--reads", type=int, default=400_000, help="pages the public reads a day (400,000: ours)")
    words.add_argument("--hour", type=float, default=1.5, help="seconds an hour of the day is played (1.5)")


def _costs(crowd: Crowd, counts: dict[str, tuple[int, str]], roots: list[int]) -> None:
    """CPU of everything but the generator, a request of each kind, one after the other."""
    random = Random("costs")
    for kind, (_, what) in counts.items():
        for _ in range(5):
            crowd.does(kind, random)
        used, began, requests = sum(map(_tree, roots)), time.perf_counter(), 0
        while time.perf_counter() - began < 2.0:
            requests += crowd.does(kind, random)
        say(f"  {what}：每次请求 {1000 * (sum(map(_tree, roots)) - used) / requests:.1f} ms CPU")


@contextmanager
def city(base: str) -> Iterator[tuple[int, list[int]]]:
    """The demo city as `up` runs it: its port, and the processes whose CPU counts."""
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yiwang-bench-")))
        server = stack.enter_context(postgres.server()) if base == "postgresql" else None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        inner = {**os.environ, "YIWANG_DATA": str(place / "data"), "YIWANG_DATABASE": server.url if server else ""}
        (place / "data").mkdir()
        with step("起一座演示城市"):
            process = subprocess.Popen([sys.executable, "-m", "yiwang.city.launcher.inside", "up", "--port", str(port)], env=inner, cwd=REPOSITORY,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            until = time.monotonic() + 300
            while True:
                try:
                    connection = HTTPConnection("127.0.0.1", port, timeout=5)
                    connection.request("GET", "/login/")
                    if connection.getresponse().status == 200:
                        break
                except OSError:
                    pass
                if process.poll() is not None or time.monotonic() > until:
                    raise Trouble("城市没有起来。 The city did not start.")
                time.sleep(0.2)
        try:
            yield port, [process.pid, *([server.process.pid] if server and server.process else [])]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


if __name__ == "__main__":
    if main():
        sys.exit(1)
