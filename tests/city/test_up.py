"""The process tree: it starts, starts again what dies, refuses a double, and ends whole, however it is ended."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import stat
import subprocess
import urllib.request
from pathlib import Path

import pytest

from tests.city.conftest import City, family, gone, waited
from tests.support.sources import REPOSITORY
from yiwang.city.launcher.up import reached

pytestmark = [pytest.mark.slow(reason="starts the whole process tree")]  # what is of processes and files alone runs once; the rest on both databases


def processes(city: City) -> list[int]:
    """Web with its two workers, readers and sweep."""
    parent = city.started[-1].pid
    assert waited(lambda: len(family(parent)) == 5)
    return family(parent)


def name_of(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


@pytest.mark.database
def test_all_end_when_the_parent_is_killed(city: City) -> None:
    parent = city.up()
    below = processes(city)
    parent.kill()
    assert waited(lambda: all(map(gone, below)), 10), [name_of(one) for one in below if not gone(one)]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_all_end_in_order_when_the_parent_is_told_to(city: City, how: signal.Signals) -> None:
    parent = city.up()
    below = processes(city)
    parent.send_signal(how)
    assert parent.wait(20) == 0
    said = city.said.read_text()
    assert "已停止" in said and "Traceback" not in said
    assert all(map(gone, below))


def test_ctrl_c_at_the_first_start_reaches_the_parent_alone_and_shows_no_trace(city: City, tmp_path: Path) -> None:
    """A terminal sends it to the whole group: what makes the tables must not be in it, or it ends with a trace."""
    with (tmp_path / "said").open("w") as output:
        parent = subprocess.Popen(city._line("up", "--no-demo", "--port", str(city.port)), env=city._environment(), stdout=output,
                                  stderr=subprocess.STDOUT, cwd=REPOSITORY, start_new_session=True)
    city.started.append(parent)
    assert waited(lambda: any("prepare" in name_of(one) for one in family(parent.pid)))
    below = family(parent.pid)
    assert all(os.getpgid(one) != parent.pid for one in below)
    os.killpg(parent.pid, signal.SIGINT)
    assert parent.wait(20) == 0 and waited(lambda: all(map(gone, below)), 10)
    said = (tmp_path / "said").read_text()
    assert said.endswith("已停止。 Stopped.\n") and "Traceback" not in said


@pytest.mark.database
@pytest.mark.parametrize("member", ["yiwang.city.serve", "worker readers", "worker sweep", "a web worker"])
def test_what_dies_is_started_again(city: City, member: str) -> None:
    city.up()
    before = processes(city)
    web = next(one for one in before if "yiwang.city.serve" in name_of(one))
    victim = family(web)[-1] if member == "a web worker" else next(one for one in before if member in name_of(one))
    below = family(victim)
    os.kill(victim, signal.SIGKILL)
    assert waited(lambda: all(map(gone, [victim, *below])), 10)
    assert victim not in processes(city)
    assert waited(city.answers)


def test_a_second_start_on_the_same_data_is_refused(city: City) -> None:
    first = city.up()
    second = city.line("up", "--no-demo", "--port", str(city.port + 1))
    assert second.returncode == 1 and "已经在运行" in second.stdout and str(first.pid) in second.stdout
    assert "Traceback" not in second.stdout + second.stderr and first.poll() is None


@pytest.mark.database
def test_after_a_kill_it_starts_again_on_the_same_data(city: City) -> None:
    first = city.up()
    below = processes(city)
    first.kill()
    assert waited(lambda: all(map(gone, below)), 10)
    city.up()
    assert city.answers()


def test_the_secret_is_made_once_and_is_nobody_elses(city: City) -> None:
    city.up().send_signal(signal.SIGTERM)
    city.started[-1].wait(20)
    key = city.data / "keys" / "secret_key"
    first = key.read_text()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600 and len(first) >= 50
    city.up()
    assert key.read_text() == first
    with sqlite3.connect(city.data / "city.sqlite3") as data:
        assert data.execute("select count(*) from identity_account").fetchall() == [(0,)], "and nobody has an account from the start"


def test_a_taken_port_is_said_in_one_line(city: City, tmp_path_factory: pytest.TempPathFactory) -> None:
    city.up()
    other = City(tmp_path_factory.mktemp("other") / "data", city.database, city.port)
    answer = other.line("up", "--no-demo", "--port", str(city.port))
    assert answer.returncode == 1 and "--port" in answer.stdout and "Traceback" not in answer.stdout + answer.stderr


def _knows_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.skipif(not _knows_ipv6(), reason="this machine has no IPv6 address of its own")
def test_it_listens_on_both_kinds_of_addresses_and_says_so(city: City) -> None:
    """`--host ::`: by IPv6 and IPv4, in one process; the foot of a page says what is so."""
    city.up("--host", "::")
    assert f"http://[::1]:{city.port}/" in city.said.read_text()
    for near in ("[::1]", "127.0.0.1"):
        with urllib.request.urlopen(f"http://{near}:{city.port}/privacy/", timeout=10) as answer:
            assert "本站支持IPv6" in answer.read().decode(), near


@pytest.mark.parametrize(("host", "near"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("::1", "[::1]"), ("10.0.0.5", "10.0.0.5")])
def test_where_this_machine_reaches_it(host: str, near: str) -> None:
    assert reached(host, 8000) == f"http://{near}:8000/"
