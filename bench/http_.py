"""`./yiwang bench http`: the life of a joint approval over HTTP, as its people hand it in: log-in, CSRF, rights, forms, record; nine posts a case.

W1 has seven (create, accept, three reviews, decide, close); ours are the real screens': asking the departments and proposing are posts of their own.
CPU is that of the web process and of the database server; the readers do not run. The client's is not counted.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from bench._host import _machine, _tree
from yiwang.city import postgres
from yiwang.city.demo.people import PASSWORD
from yiwang.city.launcher.environment import REPOSITORY
from yiwang.city.words import Trouble, say, step
from yiwang.kernel import clock

ITEM = "410105.restaurant_joint"
BOUND = 40.0  # ms CPU a case (bars)
FOUNDED = """
import os, django; django.setup()
from pathlib import Path
from django.conf import settings
from yiwang.city import prepare, standing
from yiwang.city.demo import making
standing.found(Path(os.environ["YIWANG_DATA"]), standing.DEMO)
prepare.schema(); prepare.static(settings.STATIC_ROOT); making.make(print, cases=int(os.environ["BENCH_PAST"]))
"""
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
ANSWERS = {
    "phone": "13903710011", "shop_name": "槐荫巷烩面馆", "area": "86.5", "gas": "yes", "food_kinds": "hot", "safety_manager": "沈砚秋", "sign": "yes",
    "sign_width": "420", "sign_height": "90", "sign_light": "yes", "address.county": "410105", "address.township": "410105008",
    "address.village": "410105008001", "address.detail": "优胜北路 29 号附 1 号",
}
PAPERS = ("layout", "fire_promise", "gas_alarm", "sign_picture")


@dataclass
class Somebody:
    """A browser of one person: one connection kept, cookies, the token of its forms."""

    port: int
    name: str
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        page = self.ask("GET", "/login/")[1]
        self.sent("/login/", {"username": self.name, "password": PASSWORD, "csrfmiddlewaretoken": _hidden(page, "csrfmiddlewaretoken")})
        self.token = _hidden(self.ask("GET", "/logout/")[1], "csrfmiddlewaretoken")

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "application/x-www-form-urlencoded") -> tuple[str, str]:
        address = f"http://127.0.0.1:{self.port}"
        headers = {"Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items()), "Origin": address, "Referer": address + path, "Content-Type": kind}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode(errors="replace")
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        if method == "POST" and answer.status not in (200, 302):
            raise Trouble(f"{path}: {answer.status} {re.sub('<[^>]+>', ' ', text)[-600:]}")
        return answer.headers.get("Location", ""), text

    def sent(self, path: str, answers: dict[str, object]) -> str:
        """Hands in a form; where it leads."""
        data = answers if "csrfmiddlewaretoken" in answers else {**answers, "csrfmiddlewaretoken": self.token}
        place, text = self.ask("POST", path, urlencode(data, doseq=True).encode())
        if not place:
            raise Trouble(f"{path}: {re.sub('<[^>]+>', ' ', text)[:2000]}")
        return place

    def moved(self, ref: str, move: str, seen: str, **answers: object) -> None:
        place = f"/cases/{ref}/{move}/" if move == "answer" else f"/cases/{ref}/do/{move}/"
        self.sent(place, {"key": uuid4().hex, "seen": seen, **answers})

    def uploaded(self) -> str:
        """The hash of a paper that is kept."""
        bound = uuid4().hex
        parts = f'--{bound}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{self.token}\r\n--{bound}\r\n'
        parts += 'Content-Disposition: form-data; name="file"; filename="paper.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
        text = self.ask("POST", "/files/", parts.encode() + PAPER + f"\r\n--{bound}--\r\n".encode(), f"multipart/form-data; boundary={bound}")[1]
        return _found(r"[0-9a-f]{64}", text)


def _hidden(page: str, name: str) -> str:
    return _found(rf'name="{name}" value="([^"]*)"', page)


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise Trouble(f"页面里没有 {pattern}：{text[:300]}")
    return match[match.lastindex or 0]


class Cast:
    """Who plays: citizen, window, three departments, who signs."""

    def __init__(self, port: int) -> None:
        names = ("shenyanqiu", "luqingyuan", "chengshuan", "qiuyizhou", "wennaining", "qinanxing")
        self.citizen, self.window, self.chief, *self.asked = (Somebody(port, name) for name in names)
        paper = self.citizen.uploaded()
        self.answers = {**ANSWERS, **{f"paper_{p}-id": paper for p in PAPERS}}

    def case(self) -> int:
        """One whole case; how many posts it took."""
        ref = self.citizen.sent(f"/services/{ITEM}/apply/", {**self.answers, "key": uuid4().hex}).split("/")[2]
        self.window.moved(ref, "accept", "0.0")
        self.window.moved(ref, "consult", "1.0", question="请按各自的法定条件回复。")
        for one in self.asked:
            one.moved(ref, "answer", "2.0", verdict="agree", opinion="材料齐全，符合法定条件，同意。")
        self.window.moved(ref, "propose", "2.3", proposal="grant", opinion="各部门同意，拟准予。")
        self.chief.moved(ref, "grant", "3.3")
        self.window.moved(ref, "hand_over", "4.3", way="electronic", served_on=f"{clock.day(clock.Clock().now())}")
        return 9


def main() -> int:
    bad = 0
    for base, given in asked("http", __doc__):
        with city(base) as (port, roots):
            cast = Cast(port)
            for _ in range(12):
                cast.case()
            runs = [run(cast.case, roots, given.seconds) for _ in range(given.rounds)]
        cpu, rate, foreign, posts, web = (statistics.median(one[n] for one in runs) for n in range(5))
        say(f"{base:<11} {rate:6.1f} 件/s  {cpu:6.1f} ms CPU 一件，{posts:.0f} 次提交，每次 {cpu / posts:.1f} ms，网站 web {web:.1f} ms {busy(foreign)}")
        say(f"{'✓' if cpu <= BOUND else '✗'} {base}，一件的 CPU 毫秒 ms CPU a case: {cpu:.1f} ≤ {BOUND:g}")
        bad |= cpu > BOUND
    return bad


def asked(name: str, what: str | None, more: Callable[[argparse.ArgumentParser], None] = lambda words: None) -> Iterator[tuple[str, argparse.Namespace]]:
    """Each database that is asked for, with what else is; `more` adds what else may be."""
    words = argparse.ArgumentParser(prog=f"./yiwang bench {name}", description=what)
    words.add_argument("--seconds", type=float, default=8.0, help="seconds a run (8)")
    words.add_argument("--rounds", type=int, default=3, help="runs (3)")
    words.add_argument("--on", choices=("postgresql", "sqlite", "both"), default="both")
    more(words)
    given = words.parse_args()
    for base in ("postgresql", "sqlite") if given.on == "both" else (given.on,):
        yield base, given


@contextmanager
def city(base: str) -> Iterator[tuple[int, list[int]]]:
    """A demo city without a past: its port, and the processes whose CPU counts, the web's first."""
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yiwang-bench-")))
        server = stack.enter_context(postgres.server()) if base == "postgresql" else None
        port, process = stack.enter_context(_web(place, server.url if server else ""))
        yield port, [process.pid, *([server.process.pid] if server and server.process else [])]


def run(does: Callable[[], int], roots: list[int], seconds: float) -> tuple[float, float, float, float, float]:
    """Of one after the other for so long: CPU ms each, how many a second, other programs' cores, posts each; CPU ms each of the web process alone. `does`
    says how many posts it took."""
    web = _tree(roots[0])
    used, machine, began = sum(map(_tree, roots)), _machine(), time.perf_counter()
    mine = time.process_time()
    done = posts = 0
    while time.perf_counter() - began < seconds:
        posts += does()
        done += 1
    took, cpu = time.perf_counter() - began, sum(map(_tree, roots)) - used
    foreign = max(0.0, (_machine() - machine - cpu - (time.process_time() - mine)) / took)
    return 1000 * cpu / done, done / took, foreign, posts / done, 1000 * (_tree(roots[0]) - web) / done


def busy(foreign: float) -> str:
    """What is said when others were at work too."""
    return f"（别的程序占 {foreign:.1f} 核 others' load）" if foreign > 0.3 else ""


@contextmanager
def _web(place: Path, database: str, past: int = 0) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A demo city without a past, and its web process alone; port and process."""
    inner = {**os.environ, "YIWANG_DATA": str(place / "data"), "YIWANG_DATABASE": database, "YIWANG_STATIC": str(place / "static"), "YIWANG_WEB_WORKERS": "1",
             "DJANGO_SETTINGS_MODULE": "yiwang.city.settings", "PYTHONUTF8": "1", "BENCH_PAST": str(past)}
    (place / "static").mkdir()
    with step("建一座演示城市"):
        done = subprocess.run([sys.executable, "-c", FOUNDED], env=inner, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Trouble(done.stderr[-2000:])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = place / "web.log"  # its log goes to a file, as under `up`
    with said.open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "yiwang.city.serve", "127.0.0.1", str(port), str(place / "static"), "1"], env=inner, cwd=REPOSITORY,
                                   stdin=subprocess.PIPE, stdout=log, stderr=log)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    raise Trouble(f"网站没有起来。 The web process did not start.\n{said.read_text()[-2000:]}") from None
                time.sleep(0.1)
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


if __name__ == "__main__":
    if main():
        sys.exit(1)
