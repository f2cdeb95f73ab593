"""`./yiwang bench lists`: lists at a million cases, as HTML, for a clerk of the smallest and of the largest unit, a line head, a county leader, the mayor.

The cases are copies: a few hundred live through the doors in the demo city, then their rows (case, who sees it, open tasks, running terms) are copied
over all counties and back through the years, by SQL. A sample of copies is compared with what the doors left of their originals.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import django
from django.conf import settings
from django.db import connection

from bench._host import _tree
from bench.http_ import Somebody, _web
from yiwang.city import postgres
from yiwang.city.words import Trouble, say, step
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel import canonical, clock

PAST = 180  # applications of the demo's past, each a case or three
OPEN_COPIES = 8  # so often the whole past is copied; after that only what is closed
MS, AT_ONCE_MS, SPREAD = 18.0, 150.0, 3.0  # bars: CPU ms a request, ms a request at 16 at once, p95 over the median
AT_ONCE = 16
CASE = {  # column → what it is copied as
    "id": "c.id + {o}", "ref": "c.ref || '-' || {k}", "matter": "c.matter + {o}", "unit_id": "u.mapped", "key": "'bench:' || (c.id + {o})",
    "opened_at": "{opened}", "closed_at": "case when c.closed_at is null then null else {closed} end",
    **{name: f"c.{name}" for name in ("procedure", "version", "item", "item_version", "title", "desk", "party", "party_name", "about", "zone",
                                      "state", "done", "moves", "answers", "head", "length", "opened_by")},
}
READERS = {"最小单位的窗口": "", "最大单位的窗口": "", "条线负责人": "", "县区领导": "guhuaijin", "市长": "shenzhiyuan"}


def main() -> int:
    words = argparse.ArgumentParser(prog="./yiwang bench lists", description=__doc__)
    words.add_argument("--cases", type=int, default=1_000_000)
    words.add_argument("--requests", type=int, default=30, help="requests of each kind (30)")
    words.add_argument("--on", choices=("postgresql", "sqlite", "both"), default="both")
    words.add_argument("--inside", help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.inside:
        return _inside(given.inside, given.cases)
    bad = 0
    for base in ("postgresql", "sqlite") if given.on == "both" else (given.on,):
        with ExitStack() as stack:
            place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yiwang-bench-")))
            server = stack.enter_context(postgres.server()) if base == "postgresql" else None
            port, process = stack.enter_context(_web(place, server.url if server else "", past=PAST))
            _child(place, server.url if server else "", "load", given.cases)
            roots = [process.pid, *([server.process.pid] if server and server.process else [])]
            readers = dict(line.split("\t") for line in _child(place, server.url if server else "", "readers", given.cases).splitlines() if "\t" in line)
            bad |= _measured(base, port, roots, readers, given.requests)
    return bad


def _child(place: Path, database: str, what: str, cases: int) -> str:
    inner = {**os.environ, "YIWANG_DATA": str(place / "data"), "YIWANG_DATABASE": database, "YIWANG_STATIC": str(place / "static"),
             "DJANGO_SETTINGS_MODULE": "yiwang.city.settings", "PYTHONUTF8": "1"}
    words = [sys.executable, "-m", "yiwang.city.launcher.inside", "bench", "lists", "--inside", what, "--cases", str(cases)]
    done = subprocess.run(words, env=inner, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise Trouble(f"没有装进去：{done.stdout[-800:]}")
    if what == "load":
        say(done.stdout.strip())
    return done.stdout


def _inside(what: str, cases: int) -> int:
    django.setup()
    if what == "load":
        with step(f"复制到 {cases:,} 件"):
            _load(cases)
        _sampled()
    else:
        _readers()
    return 0


def _load(wanted: int) -> None:
    """Copies until there are so many. Each copy is of another county and of earlier days."""
    shifts = _maps()
    with connection.cursor() as cursor:
        cursor.execute("select count(*), max(id) from cases_case")
        first, top = cursor.fetchone()
        for table in OPEN:  # a copy's rows are numbered past all that are there
            cursor.execute(f"select max(id) from {table}")
            top = max(top, cursor.fetchone()[0] or 0)
        cursor.execute("select count(*) from cases_case where closed_at is not null")
        closed = cursor.fetchone()[0]
        if connection.vendor == "sqlite":
            cursor.execute("pragma synchronous = off")
            cursor.execute("pragma cache_size = -400000")
        whole = min(OPEN_COPIES, max(0, (wanted - first) // first))
        rest = math.ceil(max(0, wanted - first * (whole + 1)) / max(closed, 1))
        base = 1 << math.ceil(math.log2(top + 1))
        _originals(cursor, base)
        for k in range(1, whole + rest + 1):
            _copy(cursor, k, base * k, 3 * k, k % shifts, only_closed=k > whole)
        cursor.execute("vacuum analyze" if connection.vendor == "postgresql" else "analyze")


def _maps() -> int:
    """For each shift of the counties, unit by unit, the unit of the same kind in another county. How many shifts."""
    counties = [u for u in identity.below(level=identity.Level.COUNTY) if u.kind is identity.Kind.GOVERNMENT]
    with connection.cursor() as cursor:
        cursor.execute("create table bench_unit (shift integer, id bigint, mapped bigint, primary key (shift, id))")
        cursor.execute("select id, code from identity_unit")
        codes = dict(cursor.fetchall())
        ids = {code: id_ for id_, code in codes.items()}
        rows = []
        for shift in range(len(counties)):
            other = {c.code: counties[(n + shift) % len(counties)].code for n, c in enumerate(counties)}
            for id_, code in codes.items():
                mapped = other.get(code[:6], code[:6]) + code[6:]
                rows.append((shift, id_, ids.get(mapped, id_)))
        cursor.executemany("insert into bench_unit values (%s, %s, %s)", rows)
    return len(counties)


OPEN = {  # of open work: table → columns copied as they are, beside id, case and unit
    "cases_task": ("role", "asks", "inquiry", "opened_at", "due_at", "closed_at"),
    "cases_term": ("name", "inquiry", "started_on", "kind", "days", "legal_days", "extended", "not_counted", "due_on", "due_at", "calendar", "next_at",
                   "next_mark", "stopped_at", "stopped_on"),
}
ENDED = {"cases_task": "closed_at", "cases_term": "stopped_at"}


def _originals(cursor: object, base: int) -> None:
    """What is copied, in tables of its own: small, and read again and again."""
    execute = cursor.execute  # type: ignore[attr-defined]
    execute(f"create table bench_case as select * from cases_case where id < {base}")
    execute("create table bench_seer as select s.seer, s.case_id, s.opened_at, s.is_open, c.closed_at, "
            "case when s.seer % 4 = 0 then s.seer / 4 else 0 end as unit "
            f"from cases_seer s join cases_case c on c.id = s.case_id where c.id < {base}")
    for table, ended in ENDED.items():
        execute(f"create table bench_{table} as select * from {table} where case_id < {base} and {ended} is null")


def _copy(cursor: object, k: int, offset: int, days: int, shift: int, *, only_closed: bool) -> None:
    """One copy of the first cases."""
    back = f"datetime({{}}, '-{days} days')" if connection.vendor == "sqlite" else f"{{}} - interval '{days} days'"
    these = "c.closed_at is not null" if only_closed else "1 = 1"
    words = {"o": offset, "k": f"'{k}'", "opened": back.format("c.opened_at"), "closed": back.format("c.closed_at")}
    mine = ", ".join(value.format(**words) for value in CASE.values())
    execute = cursor.execute  # type: ignore[attr-defined]
    execute(f"insert into cases_case ({', '.join(CASE)}) select {mine} from bench_case c join bench_unit u on u.shift = {shift} and u.id = c.unit_id "
            f"where {these}")
    execute(f"insert into cases_seer (seer, case_id, opened_at, is_open) select case when c.unit > 0 then u.mapped * 4 else c.seer end, c.case_id + {offset}, "
            f"{words['opened']}, c.is_open from bench_seer c left join bench_unit u on u.shift = {shift} and u.id = c.unit where {these}")
    for table, columns in OPEN.items() if not only_closed else ():
        names = ", ".join(columns)
        execute(f"insert into {table} (id, case_id, unit_id, {names}) select t.id + {offset}, t.case_id + {offset}, u.mapped, "
                f"{', '.join(f't.{c}' for c in columns)} from bench_{table} t join bench_unit u on u.shift = {shift} and u.id = t.unit_id")


def _sampled(many: int = 1000) -> None:
    """A sample of copies against what the doors left: the same states, titles, open work, and as many who see it."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from cases_case")
        count = cursor.fetchone()[0]
        told = ("select c.state, c.title, c.item, c.procedure, c.moves, (select count(*) from cases_seer s where s.case_id = c.id), "
                "(select count(*) from cases_task t where t.case_id = c.id and t.closed_at is null), "
                "(select count(*) from cases_term t where t.case_id = c.id and t.stopped_at is null) from cases_case c where c.id = %s")
        cursor.execute("select min(id) from cases_case where ref like %s", ("%-%-%",))
        base = 1 << (cursor.fetchone()[0].bit_length() - 1)  # the first copies are numbered from there
        cursor.execute("select id from cases_case where id >= %s order by (id * 7919) %% 1000003 limit %s", (base, many))
        wrong = 0
        for (id_,) in cursor.fetchall():
            cursor.execute(told, (id_,))
            copy = cursor.fetchone()
            cursor.execute(told, (id_ % base,))
            wrong += copy != cursor.fetchone()
    if wrong:
        raise SystemExit(f"{wrong} of {many} copies differ from what the doors left")
    print(f"{count:,} 件；抽 {many} 件与经办理留下的一致")


def _readers() -> None:
    """Log-ins: the clerks of the units with the fewest and the most cases, a head of a line; and for each a key deep in their list."""
    on = clock.day(settings.CLOCK.now())
    with connection.cursor() as cursor:
        cursor.execute("select unit_id, count(*) from cases_case group by unit_id order by 2, 1")
        units = [(identity.unit(u), n) for u, n in cursor.fetchall()]
        departments = [(u, n) for u, n in units if u.kind is identity.Kind.DEPARTMENT and u.level is identity.Level.COUNTY]
        line = identity.unit(departments[-1][0].line)
        chosen = {"最小单位的窗口": (departments[0][0], "受理岗"), "最大单位的窗口": (departments[-1][0], "受理岗"), "条线负责人": (line, "局长")}
        for name, (unit, title) in chosen.items():
            person = identity.holder(unit=unit.code, title=title, on=on)
            print(f"{name}\t{identity.account_view(person.account).username}|{_deep(cursor, unit.id)}")
        print(f"县区领导\tguhuaijin|{_deep(cursor, identity.unit_by_code('410105').id)}")
        print(f"市长\tshenzhiyuan|{_deep(cursor, identity.unit_by_code('410100').id)}")


def _deep(cursor: object, unit: int) -> str:
    execute, fetch = cursor.execute, cursor.fetchone  # type: ignore[attr-defined]
    execute("select count(*) from cases_seer where seer = %s", (unit * 4,))
    half = fetch()[0] // 2
    execute("select opened_at, case_id from cases_seer where seer = %s order by opened_at desc, case_id desc limit 1 offset %s", (unit * 4, half))
    row = fetch()
    return f"{canonical.instant(store.instant(row[0]))}~{row[1]}" if row else ""


def _measured(base: str, port: int, roots: list[int], readers: dict[str, str], many: int) -> int:
    """Every reader at every list: CPU ms, median and p95; then all at once."""
    bad, paths = 0, []
    say(f"\n{base}：每次请求 CPU 毫秒 CPU ms a request · 中位 median · 95%")
    for name, told in readers.items():
        user, _, deep = told.partition("|")
        one = Somebody(port, user)
        lists = {"在办 open work": "/desk/", "最新 newest": "/cases/", "一个条件 one filter": "/cases/?procedure=public.services.joint",
                 "未办结 open": "/cases/?state=open", "深处 deep page": f"/cases/?after={quote(deep)}", "题名里的字 words": "/cases/?q=" + quote("烩面馆")}
        if name in ("市长", "县区领导"):
            lists["看板 board"] = "/supervision/"
        for what, path in lists.items():
            cpu, took = _asked(one, path, roots, many)
            median, late = statistics.median(took), sorted(took)[int(len(took) * 0.95) - 1]
            slow = cpu > MS or late > SPREAD * max(median, 0.004)
            bad |= slow
            say(f"  {'✗' if slow else '✓'} {name:<8} {what:<18} {cpu:6.1f} ms  {1000 * median:6.1f}  {1000 * late:6.1f}")
        paths.append((user, lists))
    mean = _together(port, paths)
    bad |= mean > AT_ONCE_MS
    say(f"  {'✗' if mean > AT_ONCE_MS else '✓'} {AT_ONCE} 个同时 at once: {mean:.0f} ms ≤ {AT_ONCE_MS:g}")
    return bad


def _asked(one: Somebody, path: str, roots: list[int], many: int) -> tuple[float, list[float]]:
    for _ in range(3):
        text = one.ask("GET", path)[1]
    if "<title>" not in text:
        raise Trouble(f"{path}: {text[:300]}")
    used, took = sum(map(_tree, roots)), []
    for _ in range(many):
        began = time.perf_counter()
        one.ask("GET", path)
        took.append(time.perf_counter() - began)
    return 1000 * (sum(map(_tree, roots)) - used) / many, took


def _together(port: int, paths: list[tuple[str, dict[str, str]]]) -> float:
    """ms a request when so many ask at once."""
    took: list[float] = []

    def ask(n: int) -> None:
        user, lists = paths[n % len(paths)]
        one = Somebody(port, user)
        for path in lists.values():
            began = time.perf_counter()
            one.ask("GET", path)
            took.append(1000 * (time.perf_counter() - began))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statistics.median(took)


if __name__ == "__main__":
    if bad := main():
        sys.exit(bad)
