"""Counters kept by several processes, and how they are told."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from yiwang.city.operating import counters, exposition, processes
from yiwang.city.operating.counters import Counters
from yiwang.city.operating.exposition import Figure

ADDS = """
import sys
from pathlib import Path
from yiwang.city.operating.counters import Counters
mine = Counters(Path(sys.argv[1]))
for i in range(1000):
    mine.add("yiwang_requests_total", f'kind="{i % 10}"')
print(flush=True)
sys.stdin.read()
"""


def test_what_several_processes_and_threads_count_adds_up(tmp_path: Path) -> None:
    """Two of them are killed: what they counted stays."""
    mine = Counters(tmp_path)
    others = [subprocess.Popen([sys.executable, "-c", ADDS, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)]
    threads = [threading.Thread(target=lambda: [mine.add("yiwang_requests_total", 'kind="3"') for _ in range(500)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for other in others:
        assert other.stdout is not None and other.stdout.readline() == b"\n"
        other.kill()
        other.communicate()
    found = counters.summed(tmp_path)
    assert found["yiwang_requests_total", 'kind="3"', ""] == 2000 + 2 * 100 and found["yiwang_requests_total", 'kind="7"', ""] == 200


def test_a_process_goes_on_in_the_file_of_its_number(tmp_path: Path) -> None:
    Counters(tmp_path).add("a", "x")
    Counters(tmp_path).add("a", "x", 2.5)
    assert counters.summed(tmp_path) == {("a", "x", ""): 3.5} and len(list(tmp_path.iterdir())) == 1


def test_many_counters_make_the_file_longer(tmp_path: Path) -> None:
    mine = Counters(tmp_path)
    for i in range(3000):
        mine.add("name", f'kind="{i:050d}"')
    mine.add("name", f'kind="{7:050d}"')
    found = counters.summed(tmp_path)
    assert len(found) == 3000 and found["name", f'kind="{7:050d}"', ""] == 2 and sum(found.values()) == 3001


def test_a_child_after_a_fork_counts_in_a_file_of_its_own(tmp_path: Path) -> None:
    mine = Counters(tmp_path)
    mine.add("a")
    if (child := os.fork()) == 0:
        mine.add("a", by=10)
        os._exit(0)
    os.waitpid(child, 0)
    mine.add("a")
    assert counters.summed(tmp_path)["a", "", ""] == 12 and len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("rubbish", [b"", b"\xff" * 9, b"\x10\0\0\0\0\0\0\0\xff\xff\xff\x7f" + bytes(60)])
def test_a_file_that_is_not_ours_harms_nobody(rubbish: bytes, tmp_path: Path) -> None:
    Counters(tmp_path).add("a")
    (tmp_path / "0.counts").write_bytes(rubbish)
    assert counters.summed(tmp_path) == {("a", "", ""): 1}


def test_the_text_is_as_prometheus_reads_it(tmp_path: Path) -> None:
    mine, kind = Counters(tmp_path), exposition.labels(kind='a"b\\')
    for seconds in (0.004, 0.03, 0.03, 99.0):
        mine.add("yiwang_request_seconds", kind, bucket=exposition.bucket(seconds))
        mine.add("yiwang_request_seconds", kind, seconds, exposition.SUM)
    mine.add("yiwang_requests_total", exposition.labels(kind="/", status="200"), 3)
    now = [Figure("yiwang_database_up", 1.0), Figure("yiwang_reader_lag_entries", 7, exposition.labels(reader="notify"))]
    text = exposition.text(now, counters.summed(tmp_path))
    said = 'kind="a\\"b\\\\"'
    assert f'yiwang_request_seconds_bucket{{{said},le="0.01"}} 1\n' in text and f'yiwang_request_seconds_bucket{{{said},le="0.05"}} 3\n' in text
    assert f'yiwang_request_seconds_bucket{{{said},le="10.0"}} 3\n' in text and f'yiwang_request_seconds_bucket{{{said},le="+Inf"}} 4\n' in text
    assert f"yiwang_request_seconds_count{{{said}}} 4\n" in text and f"yiwang_request_seconds_sum{{{said}}} 99.064\n" in text
    assert 'yiwang_requests_total{kind="/",status="200"} 3\n' in text and 'yiwang_reader_lag_entries{reader="notify"} 7\n' in text
    assert "# TYPE yiwang_request_seconds histogram\n" in text and text.count("# TYPE yiwang_requests_total") == 1 and "yiwang_disk_level" not in text


def test_a_figure_that_nobody_declared_is_refused() -> None:
    with pytest.raises(KeyError):
        exposition.text([Figure("somebody_secret", 1)], {})


def test_processes_are_found_below_their_parent() -> None:
    sleeper = "import sys; sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", sleeper, "-m", "yiwang.city.worker readers"], stdin=subprocess.PIPE) as child:
        found = processes.members(os.getpid())
        assert [one.pid for one in found["readers"]] == [child.pid] and any(one.pid == os.getpid() for one in found["up"])
        assert found["readers"][0].resident > 1e6 and found["up"][0].seconds > 0
        child.communicate()
    assert processes.members(0) == {}
