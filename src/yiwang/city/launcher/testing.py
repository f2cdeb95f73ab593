"""`./yiwang test`: everything on SQLite, what touches the database again on PostgreSQL, one closing line."""

from __future__ import annotations

import contextlib
import glob
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from yiwang.city import postgres
from yiwang.city.launcher.environment import REPOSITORY
from yiwang.city.words import Trouble, say, step

HELP = """用法 Usage: ./yiwang test [--quick | --long] [pytest 的参数 pytest arguments]

  （不写）      除极长的以外全部：先在 SQLite 上跑，碰数据库的再在 PostgreSQL 上跑一遍
                all but the longest: on SQLite, then what touches the database again on PostgreSQL
  --quick       一分半以内，每次提交前跑；只用 SQLite，不开浏览器 · in 90 s, SQLite only, no browser
  --long        再加风暴、断电和百万行的测试 · storms, kills and millions of rows too
  --database U  用这个 PostgreSQL，而不是临时起的一个 · use this PostgreSQL, not one started for the run

例 For example:  ./yiwang test src/yiwang/engines/ledger -k receipt
"""
NEEDED = {  # Debian's package: the programs or files of which one shows that it is there
    "chromium": ("chromium", "chromium-browser"),
    "fonts-noto-cjk": ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    "postgresql": ("/usr/lib/postgresql/*/bin/initdb",), "patroni": ("patroni",), "etcd-server": ("etcd",), "haproxy": ("/usr/sbin/haproxy",),
    "clamav-daemon": ("/usr/sbin/clamd",),
}
NO_TESTS = 5  # pytest's way of saying that nothing was selected


def run(argv: list[str]) -> int:
    if argv[:1] in (["-h"], ["--help"]):
        say(HELP)
        return 0
    quick, long = "--quick" in argv, "--long" in argv
    if quick and long:
        raise Trouble("--quick 和 --long 只能选一个。 Choose one of --quick and --long.")
    words, marks = _marks([word for word in argv if word not in ("--quick", "--long")], quick, long)
    if not quick:
        _packages()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    began = time.monotonic()
    given = os.environ.pop("YIWANG_DATABASE", "")
    count: Counter[str] = Counter()
    bad = _pytest("SQLite", [*words, "-m", marks], "", count)
    if not quick:
        with contextlib.ExitStack() as stack:
            if not given:
                with step("启动测试用的 PostgreSQL"):
                    given = stack.enter_context(postgres.server(**postgres.QUICK)).url
            bad |= _pytest("PostgreSQL", [*words, "-m", marks, "--only-database"], given, count)
    failed = count["failed"] + count["error"] + count["xpassed"]
    failed = failed or int(bad)  # a run that broke off has failed, even when no test could say so
    passed, skipped = count["passed"], count["skipped"] + count["xfailed"]
    say(f"用时 {time.monotonic() - began:.0f} s")
    say(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


def _marks(words: list[str], quick: bool, long: bool) -> tuple[list[str], str]:
    """The caller's own `-m` and what the kind of run leaves out, in one expression."""
    ours = "not (browser or slow or long)" if quick else "" if long else "not long"
    rest, theirs = [], ""
    given = iter(words)
    for word in given:
        if word == "-m":
            theirs = next(given, "")
        else:
            rest.append(word)
    return rest, " and ".join(f"({part})" for part in (theirs, ours) if part)


def _pytest(title: str, words: list[str], database: str, count: Counter[str]) -> bool:
    """One pytest run, its figures added to `count`. True when it broke or something failed."""
    say(f"── {title} ──")
    with tempfile.TemporaryDirectory(prefix="yiwang-test-") as place:
        tally = Path(place) / "tally.json"
        inner = {**os.environ, "YIWANG_DATA": str(Path(place) / "data"), "YIWANG_DATABASE": database, "YIWANG_TALLY": str(tally)}
        line = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", *words]
        done = subprocess.run(line, cwd=REPOSITORY, env=inner, check=False)
        if tally.is_file():
            count.update(json.loads(tally.read_text()))
    return done.returncode not in (0, NO_TESTS)


def _packages() -> None:
    """What only Debian has: installed when we are root, else named in one line."""
    missing = [name for name in NEEDED if not _there(name)]
    if not missing:
        return
    line = f"apt install {' '.join(missing)}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Trouble(f"测试还需要 {'、'.join(missing)}：请管理员运行 {line}。 Missing; ask an administrator to install them.")
    with step(f"安装 {'、'.join(missing)}"):
        inner = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *missing]):
            done = subprocess.run(["apt-get", *words], env=inner, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Trouble(f"{line} 没有成功：{done.stderr.strip()[-300:]}。 Installing failed.")


def _there(name: str) -> bool:
    return any(glob.glob(one) if one.startswith("/") else shutil.which(one) for one in NEEDED[name])
