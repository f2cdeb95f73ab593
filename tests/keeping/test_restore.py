"""A restored city is the one that was backed up, on either database; into anything but emptiness nothing is restored; what breaks off is begun anew."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.city.conftest import waited
from tests.keeping.conftest import SERVER, WORD, Make, Place, rows_of
from tests.support.sources import REPOSITORY
from yiwang.city import halves, standing

pytestmark = pytest.mark.slow(reason="a city of its own, restored by the command line")
OWN = ("ledger_sealing",)  # where this database's own sealer stands
HALF = "没做完的恢复"


def same(one: Path, other: Path) -> None:
    """Row by row."""
    a, b = rows_of(one), rows_of(other)
    assert a.keys() == b.keys() and [name for name in a if a[name] != b[name] and name not in OWN] == []


@pytest.mark.database
def test_what_comes_out_is_what_went_in(archive: Path, place: Make, tmp_path: Path, first: tuple[Place, str]) -> None:
    there = place("there")
    there.more = first[0].more
    assert there.good("restore", str(archive)).splitlines()[-1].startswith("OK")
    found, was = there.looked(), first[0].told
    assert found == was and found["wrong"] == [] and found["found"] > 0
    for name in ("keys/secret", "keys/secret_key", "keys/signing.pem", "kind", "clock", "appeals/model"):
        assert (there.data / name).read_bytes() == (first[0].data / name).read_bytes()
    assert all((there.data / "keys" / name.name).stat().st_mode & 0o077 == 0 for name in (there.data / "keys").iterdir() if not name.name.startswith("."))
    there.good("backup", str(tmp_path / "again.yw"))
    same(archive, tmp_path / "again.yw")
    settled = there.seed("settle")
    assert {name: settled[name] for name in ("notices", "sent", "entries")} == {name: was[name] for name in ("notices", "sent", "entries")}
    worked = there.seed("once")
    assert worked["wrong"] == [] and worked["cases"] == was["cases"] + 1 and worked["position"] == worked["entries"] > was["entries"]


@pytest.mark.database
@pytest.mark.skipif(not SERVER, reason="there is one database only")
def test_from_one_database_to_the_other_and_back(first: tuple[Place, str], archive: Path, place: Make, tmp_path: Path) -> None:
    """Here the first is PostgreSQL's: through SQLite and back, row by row, numbers and all; and each goes on working."""
    lite, back = place("lite", sqlite=True), place("back")
    lite.good("restore", str(archive))
    lite.good("backup", str(tmp_path / "lite.yw"))
    back.good("restore", str(tmp_path / "lite.yw"))
    back.good("backup", str(tmp_path / "back.yw"))
    same(archive, tmp_path / "lite.yw")
    same(archive, tmp_path / "back.yw")
    for one in (lite, back):
        one.more = first[0].more
        worked = one.seed("once")
        assert worked["wrong"] == [] and worked["cases"] == 5 and worked["position"] == worked["entries"]


@pytest.mark.database
@pytest.mark.long
def test_what_had_no_position_yet_gets_one(first: tuple[Place, str], city: Place, place: Make, tmp_path: Path) -> None:
    """A backup between a commit and the sealer: on the other side nobody else would look for it."""
    city.seed("unsealed")
    city.good("backup", str(tmp_path / "city.yw"))
    for name, sqlite in (("same", False), ("lite", True))[:1 + bool(SERVER)]:
        there = place(name, sqlite=sqlite)
        there.more = first[0].more
        there.good("restore", str(tmp_path / "city.yw"))
        settled = there.seed("settle")
        assert settled["position"] == settled["entries"] and settled["wrong"] == [] and settled["behind"] == 0


def test_checking_changes_nothing(archive: Path, place: Make) -> None:
    nowhere = place("nowhere")
    said = nowhere.good("restore", "--check", str(archive))
    assert said.splitlines()[-1].startswith("OK") and not nowhere.data.exists()


def test_a_wrong_passphrase_changes_nothing(archive: Path, place: Make) -> None:
    nowhere = place("nowhere")
    for words in (("restore",), ("restore", "--check")):
        done = nowhere.line(*words, str(archive), YIWANG_BACKUP_PASSPHRASE="another passphrase")
        assert done.returncode == 1 and "口令不对" in done.stdout and not nowhere.data.exists()


@pytest.mark.database
def test_nothing_is_restored_over_a_city(archive: Path, city: Place, place: Make) -> None:
    before = sorted(one.name for one in city.data.iterdir())
    done = city.line("restore", str(archive))
    assert done.returncode == 1 and "不是空目录" in done.stdout and sorted(one.name for one in city.data.iterdir()) == before
    if SERVER:
        done = Place(city.data.with_name("beside"), city.database).line("restore", str(archive))
        assert done.returncode == 1 and "数据库不是空的" in done.stdout and city.looked()["wrong"] == []
        assert not city.data.with_name("beside").exists()


def test_the_city_does_not_start_on_half_a_restore(city: Place) -> None:
    (city.data / halves.FILE).touch()
    for words in (("up", "--port", "1"), ("backup", "x.yw")):
        done = city.line(*words)
        assert done.returncode == 1 and HALF in done.stdout, (words, done.stdout)


@pytest.mark.database
@pytest.mark.long
def test_what_a_broken_off_restore_left_is_replaced(archive: Path, city: Place, tmp_path: Path) -> None:
    """All but whole: rows, files, keys of another city, and the marks."""
    (city.data / halves.FILE).touch()
    (city.data / "keys" / "secret").write_bytes(b"x" * 32)
    if SERVER:
        with psycopg.connect(city.database, autocommit=True) as there:
            there.execute(f"create table {halves.TABLE} ()")
    assert city.good("restore", str(archive)).splitlines()[-1].startswith("OK")
    city.good("backup", str(tmp_path / "again.yw"))
    same(archive, tmp_path / "again.yw")
    assert (city.data / "keys" / "secret").read_bytes() != b"x" * 32


@pytest.mark.database
@pytest.mark.parametrize("after", [1.4])
def test_a_killed_restore_is_begun_anew(archive: Path, place: Make, after: float) -> None:
    killed(archive, place("there"), after)


@pytest.mark.database
@pytest.mark.long
@pytest.mark.parametrize("after", [n / 10 for n in range(1, 40)])
def test_a_restore_killed_at_any_moment_is_begun_anew(archive: Path, place: Make, after: float) -> None:
    killed(archive, place("there"), after)


def killed(archive: Path, there: Place, after: float) -> None:
    """Kills a restore so many seconds after it put its mark, and restores again."""
    running = there.start("yiwang.city.launcher.inside", "restore", str(archive))
    assert waited(lambda: (there.data / halves.FILE).exists() or running.poll() is not None, 60)
    with contextlib.suppress(subprocess.TimeoutExpired):
        running.wait(after)
    running.send_signal(signal.SIGKILL)
    running.wait()
    if (there.data / halves.FILE).exists() and not halves.whole(there.data):
        done = there.line("ledger", "verify")
        assert done.returncode == 1 and HALF in done.stdout, done.stdout + done.stderr
        assert there.good("restore", str(archive)).splitlines()[-1].startswith("OK")
    assert there.line("ledger", "verify").returncode == 0 and not (there.data / halves.FILE).exists()


@pytest.mark.database
@pytest.mark.parametrize("line", ["before", "after"])
def test_killed_while_its_marks_go_it_is_a_whole_city(archive: Path, place: Make, line: str) -> None:
    """Before the database's mark is taken away, and after: nothing is missing, so nothing is begun anew."""
    there = place("there")
    died = subprocess.run([sys.executable, "-c", DIES, str(archive), line], env=there.environment(), cwd=REPOSITORY, check=False, timeout=60)
    assert died.returncode == 9 and halves.whole(there.data)
    again = there.line("restore", str(archive))
    assert again.returncode == 1 and "可以直接启动" in again.stdout
    assert there.line("ledger", "verify").returncode == 0 and not (there.data / halves.FILE).exists()
    assert there.looked()["wrong"] == []


DIES = """
import os, sys
from yiwang.city.keeping import emptiness
from yiwang.city.launcher import inside
done = emptiness.done
def dies():
    if sys.argv[2] == "after":
        done()
    os._exit(9)
emptiness.done = dies
inside.main(["restore", sys.argv[1]])
"""


@pytest.mark.database
@pytest.mark.skipif(not SERVER, reason="SQLite's database lies in the folder")
@pytest.mark.long
def test_a_half_restored_database_is_known_from_another_folder(archive: Path, place: Make) -> None:
    there = place("there")
    running = there.start("yiwang.city.launcher.inside", "restore", str(archive))
    with psycopg.connect(there.database, autocommit=True) as look:
        assert waited(lambda: look.execute("select to_regclass(%s) is not null", (halves.TABLE,)).fetchone() == (True,), 60)
    running.kill()
    running.wait()
    other = Place(there.data.with_name("other"), there.database)
    standing.found(other.data, standing.REAL)
    done = other.line("ledger", "verify")
    assert done.returncode == 1 and HALF in done.stdout
    third = Place(there.data.with_name("third"), there.database)
    assert third.good("restore", str(archive)).splitlines()[-1].startswith("OK"), "what is only half a city may be replaced"


@pytest.mark.long
def test_other_things_in_a_half_restored_folder_are_not_taken_away(archive: Path, place: Make) -> None:
    there = place("there")
    there.data.mkdir()
    (there.data / halves.FILE).touch()
    (there.data / "thesis.txt").write_text("mine")
    done = there.line("restore", str(archive))
    assert done.returncode == 1 and "thesis.txt" in done.stdout and (there.data / "thesis.txt").read_text() == "mine"


@pytest.mark.database
@pytest.mark.long
def test_faults_of_the_record_are_restored_and_named(city: Place, place: Make, tmp_path: Path) -> None:
    """A record that was tampered with is evidence too: it comes back as it was, and the command does not say OK."""
    city.seed("tamper")
    city.good("backup", str(tmp_path / "city.yw"))
    done = place("there").line("restore", str(tmp_path / "city.yw"))
    assert done.returncode == 1 and "备份时就有" in done.stdout.splitlines()[-1] and json.dumps(WORD) not in done.stdout
