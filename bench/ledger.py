"""`./yiwang bench ledger [--entries 50000] [--only sqlite|postgresql]`: the record, beside raw hashing in the same run.

Per database: append (one a transaction, durable and not; and many a transaction), seal, follow, verify with commitments: entries/s by the clock,
entries a CPU second ("a core": this process and the database server), CPU ms an entry. Personal values lie beside two entries of seven, as in W1.
Figures drift with the machine: trust the ratios to the limit of the same run.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
AT = datetime(2026, 11, 20, 2, 0, 0, 123456, tzinfo=UTC)
FACTS = {
    "case": "建设工程规划许可证核发", "from": "accepted", "to": "granted", "item": "bench-item", "item_version": 1, "procedure": "bench.joint", "version": 1,
    "issues": [{"kind": "licence", "number": "测规许准〔2026〕123号"}], "opinion": "经审查，申请材料齐全，符合法定形式，同意。",
    "started": [{"days": 10, "due": "2026-12-04", "legal": 10, "name": "hand_over", "on": "2026-11-20"}], "stopped": ["decide"],
}
PERSONAL = {"party": "沈砚秋"}


def cpu(server: int) -> float:
    """CPU seconds of this process and, when there is one, of the server and all its children."""
    used = time.process_time()
    if server:
        parents, spent = {}, {}
        for place in Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError):
                pid, rest = int(place.name), (place / "stat").read_text().rsplit(")", 1)[1].split()
                parents[pid], spent[pid] = int(rest[1]), sum(map(int, rest[11:15])) / TICK
        used += sum(seconds for pid, seconds in spent.items() if pid == server or parents[pid] == server)
    return used


@contextlib.contextmanager
def measured(what: str, count: int, server: int, limit: float = 0.0) -> Iterator[None]:
    spent, began = cpu(server), time.perf_counter()
    yield
    took, spent = time.perf_counter() - began, cpu(server) - spent
    beside = f"  {count / spent / limit:5.2f} of hashing alone" if limit else ""
    print(f"  {what:<42} {count / took:>10,.0f}/s {count / spent:>10,.0f}/s a core {spent / count * 1000:8.4f} CPU ms{beside}", flush=True)


def hashing(bodies: list[bytes]) -> float:
    """Entries a CPU second when nothing is done but SHA-256 over their stored bytes: the limit of any verifier in one process."""
    rates = []
    for _ in range(3):
        began = time.process_time()
        for body in bodies:
            hashlib.sha256(body).digest()
        rates.append(len(bodies) / (time.process_time() - began))
    return max(rates)


def one(database: str, count: int, server: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from yiwang.engines.ledger import api as ledger
    from yiwang.engines.trust import api as trust

    call_command("migrate", verbosity=0, interactive=False)
    ledger.plug(stamper=trust.stamper())
    ledger.plug_chains(heads=lambda after, limit: (), named=lambda ref: None)
    print(f"{database}, {count:,} entries", flush=True)
    writing(count, server)
    following(count, server)
    verifying(count, server)


def writing(count: int, server: int) -> None:
    from django.db import connection

    from yiwang.engines.ledger import api as ledger
    from yiwang.engines.store import api as store
    from yiwang.kernel.actors import Actor
    from yiwang.kernel.acts import Act, Kind

    clerk = Actor(7, 7, "何清", 3, "市自然资源和规划局", 4, "窗口", 5)
    act = Act("bench.granted", Kind.DECIDED, "{actor} 准予")

    def append(i: int) -> None:
        personal = PERSONAL if i % 7 < 2 else None
        ledger.append(subject=f"unit:{i // 7}", act=act, actor=clerk, at=AT, key=f"{i:032x}", facts=FACTS, personal=personal)

    few, done = min(2000, count // 10), 0
    for mode in ("durable", "nosync"):
        _sync(store.execute, connection.vendor, mode)
        with measured(f"append, one a transaction, {mode}", few, server):
            for i in range(done, done + few):
                with store.atomic():
                    append(i)
        done += few
        _analyse()
    with measured("append, 200 a transaction", count - done, server):
        for start in range(done, count, 200):
            with store.atomic():
                for i in range(start, min(start + 200, count)):
                    append(i)
    _analyse()


def following(count: int, server: int) -> None:
    from yiwang.engines.ledger import api as ledger

    with measured("seal", count, server):
        while ledger.seal(at=AT):
            pass
    with measured("sign and publish the head (all nodes new)", count, server):
        assert ledger.sign_head(at=AT) is not None
    with measured("follow, a reader that does nothing", count, server):
        while ledger.follow(reader="bench", handle=lambda entry: None, at=AT, holder="bench"):
            pass
    _analyse()


def verifying(count: int, server: int) -> None:
    from yiwang.engines.ledger import api as ledger
    from yiwang.engines.store import api as store

    bodies = [body.encode() for (body,) in store.rows("select body from ledger_entry order by id limit 20000")]
    limit = hashing(bodies)
    print(f"  {'hashing alone, ' + str(sum(map(len, bodies)) // len(bodies)) + ' bytes an entry':<42} {limit:>23,.0f}/s a core", flush=True)
    del bodies
    for turn in range(5):
        with measured(f"verify, all of it, commitments too ({turn + 1})", count, server, limit):
            report = ledger.verify()
    assert report.ok and report.entries == report.positions == count, report
    assert report.values == sum(i % 7 < 2 for i in range(count))


def _sync(execute: Callable[..., int], vendor: str, mode: str) -> None:
    on = mode == "durable"
    execute(f"pragma synchronous = {'full' if on else 'off'}" if vendor == "sqlite" else f"set synchronous_commit = {'on' if on else 'off'}")


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("analyze")


def main() -> None:
    asked = argparse.ArgumentParser(prog="./yiwang bench ledger", description=__doc__)
    asked.add_argument("--entries", type=int, default=50_000)
    asked.add_argument("--only", choices=("sqlite", "postgresql"))
    asked.add_argument("--one", help=argparse.SUPPRESS)
    asked.add_argument("--server", type=int, default=0, help=argparse.SUPPRESS)
    words = asked.parse_args()
    if words.one:
        one(words.one, words.entries, words.server)
        return
    from yiwang.city import postgres

    for database in (words.only,) if words.only else ("sqlite", "postgresql"):
        with contextlib.ExitStack() as stack:
            place, url, pid = stack.enter_context(tempfile.TemporaryDirectory(prefix="yiwang-bench-")), "", 0
            if database == "postgresql":
                server = stack.enter_context(postgres.server())
                url, pid = server.url, server.process.pid if server.process else 0
            inner = {**os.environ, "YIWANG_DATA": place, "YIWANG_DATABASE": url, "DJANGO_SETTINGS_MODULE": "yiwang.city.settings"}
            line = [sys.executable, __file__, "--one", database, "--entries", str(words.entries), "--server", str(pid)]
            if subprocess.run(line, env=inner, check=False).returncode:
                sys.exit(1)


if __name__ == "__main__":
    main()
