"""`./yiwang bench cases`: W1, the life of a case, through our doors beside bare SQL, the plain ORM and SpiffWorkflow, in turns; bounds at the end."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from yiwang.city import postgres
from yiwang.city.launcher.environment import REPOSITORY
from yiwang.city.words import Trouble, say, step

BENCH = REPOSITORY / "bench"
PEERS = REPOSITORY / "var" / "bench" / "peers"  # packages only the peers need, away from the house's own
LOCK = BENCH / "peers" / "requirements.lock"
SUBJECTS = {"ours": BENCH / "_w1.py", "raw SQL": BENCH / "peers" / "w1_raw.py", "plain ORM": BENCH / "peers" / "w1_orm.py",
            "SpiffWorkflow": BENCH / "peers" / "w1_spiff.py"}
MODES = ("durable", "nosync")
Key = tuple[str, str, int, str]  # database, mode, processes, subject


@dataclass
class Subject:
    """A subject's process, asked in lines of JSON."""

    process: subprocess.Popen[str]

    def ask(self, **words: object) -> dict[str, float]:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self) -> dict[str, float]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise Trouble("一个测量进程中断了，原因见上。 A measured process broke off.")
        found: dict[str, float] = json.loads(line)
        return found


@dataclass
class Figures:
    """What was measured, a list of runs for each place of the table."""

    runs: dict[Key, list[dict[str, float]]] = field(default_factory=dict)

    def median(self, database: str, mode: str, procs: int, subject: str, what: str) -> float:
        return statistics.median(run[what] for run in self.runs[database, mode, procs, subject])

    def ratio(self, database: str, subject: str, of: str = "ours") -> list[float]:
        """CPU of `of` over that of a subject, turn by turn and so of the same minute, over all modes and processes."""
        found = []
        for (base, mode, procs, name), runs in self.runs.items():
            if base == database and name == of:
                peers = self.runs[database, mode, procs, subject]
                found += [mine["cpu"] / theirs["cpu"] for mine, theirs in zip(runs, peers, strict=True)]
        return found


def main() -> int:
    words = argparse.ArgumentParser(prog="./yiwang bench cases", description=__doc__)
    words.add_argument("--quick", action="store_true", help="one short turn, about a minute")
    words.add_argument("--rounds", type=int, default=0, help="turns (5; quick 1)")
    words.add_argument("--seconds", type=float, default=0, help="seconds a run (2; quick 0.7)")
    words.add_argument("--only", default="", help="subjects, for instance ours,raw SQL")
    words.add_argument("--on", choices=("postgresql", "sqlite", "both"), default="both", help="one database alone")
    given = words.parse_args()
    rounds, seconds = given.rounds or (1 if given.quick else 5), given.seconds or (0.7 if given.quick else 2.0)
    chosen = [name for name in SUBJECTS if not given.only or name in given.only.split(",")]
    databases = ("postgresql", "sqlite") if given.on == "both" else (given.on,)
    if "SpiffWorkflow" in chosen:
        _packages()
    figures = Figures()
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yiwang-bench-")))
        with step("准备各方的表"):
            subjects = {base: stack.enter_context(_subjects(base, chosen, place)) for base in databases}
        for turn in range(rounds):
            with step(f"第 {turn + 1}/{rounds} 轮"):
                _turn(subjects, figures, seconds)
    for base in databases:
        _table(figures, base, chosen)
    return _verdict(figures, databases, chosen)


def _packages() -> None:
    stamp = PEERS / ".installed"
    if stamp.is_file() and stamp.read_bytes() == LOCK.read_bytes():
        return
    shutil.rmtree(PEERS, ignore_errors=True)
    with step("安装对照软件 SpiffWorkflow"):
        line = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--no-deps", "--require-hashes",
                "--target", str(PEERS), "-r", str(LOCK)]
        done = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Trouble(f"对照软件没有装好：{(done.stderr or done.stdout).strip()[-300:]}。 The peer could not be installed.")
        shutil.copyfile(LOCK, stamp)


@contextmanager
def _subjects(base: str, chosen: list[str], place: Path) -> Iterator[dict[str, Subject]]:
    """Every subject, ready and warm, on a database of its own: on PostgreSQL all on one server with its durable settings."""
    with ExitStack() as stack:
        server = stack.enter_context(postgres.server()) if base == "postgresql" else None
        found = {}
        for i, name in enumerate(chosen):
            if server is not None:
                with psycopg.connect(server.url, autocommit=True) as connection:
                    connection.execute(f"create database subject_{i}".encode())
            where = server.url.replace("/postgres?", f"/subject_{i}?") if server else str(place / f"subject_{i}.sqlite3")
            found[name] = stack.enter_context(_subject(SUBJECTS[name], where, server.process.pid if server and server.process else 0, place / f"{base}-{i}"))
        for one in found.values():
            one.answer()
        yield found


@contextmanager
def _subject(script: Path, where: str, server: int, data: Path) -> Iterator[Subject]:
    data.mkdir()
    inner = {**os.environ, "YIWANG_DATA": str(data), "YIWANG_DATABASE": where if server else "", "DJANGO_SETTINGS_MODULE": "yiwang.city.settings",
             "PYTHONPATH": str(PEERS) if "peers" in script.parts else ""}
    process = subprocess.Popen([sys.executable, str(script), "--database", where, "--server", str(server)], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True, env=inner, cwd=REPOSITORY)
    try:
        yield Subject(process)
    finally:
        assert process.stdin and process.stdout
        process.stdin.close()
        process.stdout.close()
        process.wait(30)


def _turn(subjects: dict[str, dict[str, Subject]], figures: Figures, seconds: float) -> None:
    """Every place of the table once, the subjects one after the other in each."""
    for base, those in subjects.items():
        for mode in MODES:
            for procs in (1, 2):
                for name, one in those.items():
                    run = one.ask(procs=procs, seconds=seconds, mode=mode)
                    figures.runs.setdefault((base, mode, procs, name), []).append(run)


def _table(figures: Figures, base: str, chosen: list[str]) -> None:
    say(f"\nW1 {'PostgreSQL' if base == 'postgresql' else 'SQLite'}：每秒办件 cases/s · 每件 CPU 毫秒 CPU ms a case（客户端＋服务器 client + server）")
    for mode in MODES:
        for procs in (1, 2):
            for name in chosen:
                rate, cpu, client, server, foreign = (figures.median(base, mode, procs, name, w) for w in ("rate", "cpu", "client", "server", "foreign"))
                said = f"  {mode:<8} {procs} 进程  {name:<14} {rate:8.0f} /s  {cpu:7.2f} ms = {client:5.2f} + {server:5.2f}"
                if name != "ours" and "ours" in chosen:
                    mine = figures.median(base, mode, procs, "ours", "cpu")
                    said += f"   ours/{name} CPU {mine / cpu:5.2f}, cases/s {figures.median(base, mode, procs, 'ours', 'rate') / rate:5.2f}"
                say(said + (f"   （别的程序占 {foreign:.1f} 核 others' load）" if foreign > 0.3 else ""))


def _verdict(figures: Figures, databases: tuple[str, ...], chosen: list[str]) -> int:
    """A line a bound; 1 when one is missed."""
    bad = 0

    def bound(text: str, value: float, most: float) -> None:
        nonlocal bad
        bad |= value > most
        say(f"{'✓' if value <= most else '✗'} {text}: {value:.2f} ≤ {most:g}")

    busy = statistics.median(run["foreign"] for runs in figures.runs.values() for run in runs)
    say(f"\n△ 别的程序占着 {busy:.1f} 核，下面的结论要在空闲的机器上再看。 The machine is not ours alone." if busy > 0.5 else "")
    if {"ours", "raw SQL"} <= set(chosen) and "postgresql" in databases:
        times = statistics.median(figures.ratio("postgresql", "raw SQL"))
        bound("PostgreSQL，CPU 是裸 SQL 的几倍 CPU over raw SQL", times, 2.2)
        bound("PostgreSQL，裸 SQL 4 毫秒处我们几毫秒 ms where raw SQL takes 4", 4 * times, 9)
    if {"ours", "plain ORM"} <= set(chosen) and "sqlite" in databases:
        bound("SQLite，CPU 是普通 ORM 的几分之几 CPU over the plain ORM", statistics.median(figures.ratio("sqlite", "plain ORM")), 0.4)
    if {"ours", "SpiffWorkflow"} <= set(chosen):
        for base in databases:
            bound(f"{base}，CPU 与 SpiffWorkflow 之比 CPU over SpiffWorkflow", statistics.median(figures.ratio(base, "SpiffWorkflow")), 1)
            slower = [figures.median(base, m, p, "SpiffWorkflow", "rate") / figures.median(base, m, p, "ours", "rate") for m in MODES for p in (1, 2)]
            bound(f"{base}，SpiffWorkflow 每秒办件与我们之比，最不利处 its cases/s over ours, at worst", max(slower), 1)
    return bad




if __name__ == "__main__":
    if bad := main():
        sys.exit(bad)
