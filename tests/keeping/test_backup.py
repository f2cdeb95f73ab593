"""A backup is one moment of a city that goes on working, whole or not there, and what comes out of it goes on where that moment was."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.city.conftest import waited
from tests.keeping.conftest import Make, Place, rows_of
from tests.support.gateway import Gateway
from yiwang.city.keeping import backup, checking
from yiwang.city.keeping.archive import Reader
from yiwang.city.keeping.manifest import Manifest
from yiwang.city.words import Trouble

pytestmark = pytest.mark.slow(reason="a city of its own, backed up by the command line")
SQUEEZED = """
import django, sys; django.setup()
from pathlib import Path
from yiwang.city.keeping import backup
backup._room = lambda *_: None  # it was not seen beforehand
backup.write(Path(sys.argv[1]), "correct horse battery")
"""
DISCARDED = """
import django, sys; django.setup()
from django.conf import settings
from yiwang.engines.store import api as store
store.execute("update files_file set discarded_at = %s where sha256 = %s", (settings.CLOCK.now(), sys.argv[1]))
"""
MOMENTS = [0.03, 0.2]  # seconds after the first byte of an archive


def manifest(archive: Path) -> Manifest:
    with Reader(archive) as reader:
        return checking.check(reader).manifest


@pytest.fixture
def crowd(city: Place, tmp_path: Path) -> Iterator[list[Path]]:
    """Two at work in the city, its readers and its sweep running; where each notes down what was acknowledged."""
    told = [tmp_path / f"told-{i}" for i in range(2)]
    running = [city.start("tests.keeping.seed", "work", str(one)) for one in told]
    running += [city.start("yiwang.city.worker", name) for name in ("readers", "senders")]
    yield told
    for one in running:
        one.kill()
        one.wait()


def keys(told: list[Path]) -> list[str]:
    """What was acknowledged so far: whole lines."""
    return [key for one in told if one.exists() for key in one.read_text().split("\n")[:-1]]


@pytest.mark.database
def test_all_that_was_acknowledged_before_its_moment_is_there_and_readers_go_on(
    city: Place, crowd: list[Path], place: Make, tmp_path: Path, post: Gateway
) -> None:
    assert waited(lambda: len(keys(crowd)) >= 4, 60)
    before = keys(crowd)
    done = city.line("backup", str(tmp_path / "city.yw"))
    assert done.returncode == 0 and done.stdout.splitlines()[-1].startswith("OK"), done.stdout + done.stderr
    after = keys(crowd)
    assert waited(lambda: len(keys(crowd)) > len(after), 60), "and people go on working"
    sent = set(post.taken)
    for one in crowd:
        one.rename(one.with_suffix(".kept"))
    shutil.rmtree(city.data, ignore_errors=True)
    there = place("there")
    there.more = city.more
    assert there.good("restore", str(tmp_path / "city.yw")).splitlines()[-1].startswith("OK")
    found = there.looked(before)
    assert (found["missing"], found["wrong"], found["parked"]) == ([], [], 0) and found["cases"] >= 4 + len(before)
    had = manifest(tmp_path / "city.yw")
    assert found["entries"] == next(table.rows for table in had.tables if table.name == "ledger_entry")
    asked = len(post.asked)
    settled = there.seed("settle")
    assert settled["behind"] == 0 and settled["position"] == settled["entries"] and settled["unsent"] == 0 and settled["wrong"] == []
    assert settled["notices"] == city.told["notices"] + settled["cases"] - 4, "each application is told of once, the same as without a backup"
    told = {name for name in post.taken if name not in sent}
    assert len(post.asked) - asked == settled["sent"] - found["sent"] and len(told) <= settled["sent"] - found["sent"]
    again = there.seed("settle")
    assert {name: again[name] for name in ("notices", "sent", "entries")} == {name: settled[name] for name in ("notices", "sent", "entries")}


def test_it_is_never_written_over_a_file(city: Place, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    done = city.line("backup", str(tmp_path / "there"))
    assert done.returncode == 1 and "不覆盖" in done.stdout and (tmp_path / "there").read_text() == "mine"
    done = city.line("backup", str(tmp_path / "nowhere" / "city.yw"))
    assert done.returncode == 1 and "没有" in done.stdout and not (tmp_path / "nowhere").exists()


def test_a_short_passphrase_and_none_are_refused(city: Place, tmp_path: Path) -> None:
    for word in ("short", ""):
        done = city.line("backup", str(tmp_path / "city.yw"), YIWANG_BACKUP_PASSPHRASE=word)
        assert done.returncode == 1 and "12 个字符" in done.stdout and not (tmp_path / "city.yw").exists()
    (tmp_path / "word").write_text("a passphrase in a file\n")
    city.good("backup", "--passphrase-file", str(tmp_path / "word"), str(tmp_path / "city.yw"))
    assert city.line("restore", "--check", str(tmp_path / "city.yw")).returncode == 1, "the passphrase of the environment is another one"
    assert city.line("restore", "--check", "--passphrase-file", str(tmp_path / "word"), str(tmp_path / "city.yw")).returncode == 0


def test_what_the_city_names_and_is_not_there_is_said(city: Place, tmp_path: Path) -> None:
    """The backup is written all the same: it is all there is. A content that is not what its name says counts as missing."""
    gone, damaged, *_ = sorted(one for one in (city.data / "files").glob("??/*"))
    gone.unlink()
    damaged.chmod(0o600)
    damaged.write_bytes(b"x" + damaged.read_bytes()[1:])
    (city.data / "notes.txt").write_text("mine")
    done = city.line("backup", str(tmp_path / "city.yw"))
    assert done.returncode == 1 and gone.name in done.stdout and damaged.name in done.stdout and "notes.txt" in done.stdout, done.stdout
    had = manifest(tmp_path / "city.yw")
    assert set(had.blobs.missing) == {gone.name, damaged.name} and had.blobs.count == 6


def test_a_killed_one_leaves_nothing_that_looks_whole(city: Place, tmp_path: Path) -> None:
    folder = tmp_path / "archives"
    folder.mkdir()
    for after in MOMENTS:
        killed(city, folder, after)
    city.good("backup", str(folder / "city.yw"))
    assert [one.name for one in folder.iterdir()] == ["city.yw"], "what they left is gone"


def killed(city: Place, folder: Path, after: float) -> None:
    """Kills a backup so many seconds after its first byte; what has the archive's name by then is whole."""
    running = city.start("yiwang.city.launcher.inside", "backup", str(folder / "city.yw"))
    assert waited(lambda: list(folder.iterdir()) or running.poll() is not None, 60)
    with contextlib.suppress(subprocess.TimeoutExpired):
        running.wait(after)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert not (folder / "city.yw").exists() or not manifest_fails(folder / "city.yw")
    (folder / "city.yw").unlink(missing_ok=True)


@pytest.mark.long
def test_one_killed_at_any_moment_leaves_nothing_that_looks_whole(city: Place, tmp_path: Path) -> None:
    (folder := tmp_path / "archives").mkdir()
    for n in range(100):
        killed(city, folder, n / 100)


def manifest_fails(archive: Path) -> bool:
    try:
        manifest(archive)
    except Trouble:
        return True
    return False


def test_a_full_disk_is_said_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = type("Usage", (), {"free": backup.SPARE})
    monkeypatch.setattr(backup.shutil, "disk_usage", lambda where: free)
    monkeypatch.setattr(backup, "_database_size", lambda: 1)
    monkeypatch.setattr(backup.shape, "applied", lambda: ())
    monkeypatch.setattr(backup.shape, "tables", lambda migrations: [])
    with pytest.raises(Trouble, match="只剩"):
        backup._room(tmp_path, True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small disk")
@pytest.mark.long
def test_a_disk_that_fills_up_leaves_nothing(city: Place, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(small)], capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        done = subprocess.run([sys.executable, "-c", SQUEEZED, str(small / "city.yw")], env=city.environment(), capture_output=True, text=True, check=False)
        assert done.returncode == 1 and "备份没有写成" in done.stderr and list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", str(small)], check=True)


@pytest.mark.long
def test_what_is_erased_while_it_is_written_is_not_missing(city: Place, tmp_path: Path) -> None:
    """A content whose row is about to go is neither kept nor missed."""
    sha256 = next((city.data / "files").glob("??/*")).name
    subprocess.run([sys.executable, "-c", DISCARDED, sha256], env=city.environment(), check=True)
    (city.data / "files" / sha256[:2] / sha256).unlink()
    city.good("backup", str(tmp_path / "city.yw"))
    assert manifest(tmp_path / "city.yw").blobs.count == 7 and manifest(tmp_path / "city.yw").blobs.missing == ()


@pytest.mark.long
def test_heads_published_after_its_moment_are_not_in_it(city: Place, tmp_path: Path) -> None:
    """What is published later would contradict the restored city: it has not signed it."""
    place = next((city.data / "published").iterdir())
    last = json.loads((place / "heads.jsonl").read_text().splitlines()[-1])
    with (place / "heads.jsonl").open("a") as file:
        file.write(json.dumps(last | {"size": last["size"] + 1000}, separators=(",", ":"), sort_keys=True) + "\n" + '{"cut off')
    with (place / "leaves.bin").open("ab") as file:
        file.write(bytes(32 * 1000))
    city.good("backup", str(tmp_path / "city.yw"))
    with Reader(tmp_path / "city.yw") as reader:
        found = checking.check(reader)
        heads = reader.whole(found.parts["published/heads.jsonl"]).decode().splitlines()
        assert json.loads(heads[-1]) == last and found.parts["published/leaves.bin"].size == 32 * last["size"]


def test_there_is_nothing_to_back_up_where_no_city_stands(place: Make, tmp_path: Path) -> None:
    for made in (False, True):
        nowhere = place(f"nowhere-{made}")
        if made:
            nowhere.data.mkdir()
        done = nowhere.line("backup", str(tmp_path / "city.yw"))
        assert done.returncode == 1 and "没有城市" in done.stdout and "Traceback" not in done.stderr


@pytest.mark.long
def test_two_backups_of_a_resting_city_hold_the_same(city: Place, tmp_path: Path) -> None:
    for name in ("a", "b"):
        city.good("backup", str(tmp_path / name))
    assert rows_of(tmp_path / "a") == rows_of(tmp_path / "b")
