"""Data that the product of its first stage left behind (approvals, the record, supervision; no halls, no statistics, no certificates) go on under this code.

`first_stage.json.gz` is that city as its own code wrote it: a demo city with cases in every state they can be open in, keys, published record; without
the contents of its files.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import sqlite3
from pathlib import Path

import pytest

from tests.journeys.small import at
from tests.keeping.conftest import MONDAY, SERVER, Make, Place
from yiwang.city.keeping import folder
from yiwang.kernel.clock import Clock

pytestmark = pytest.mark.slow(reason="a city of an older code, upgraded by the command line")
ANEW = "从办件记录重新做一遍，做完以前看到的是不全的：reports"
OPEN = {"lodged": "XK20261102-001001", "awaiting_papers": "XK20261102-001002", "proposed": "XK20261102-001005", "granted": "XK20261102-001009"}


@pytest.fixture
def lite(tmp_path: Path) -> Place:
    """The old city on SQLite, as it was left."""
    told = json.loads(gzip.decompress((Path(__file__).parent / "first_stage.json.gz").read_bytes()))
    data = tmp_path / "old"
    for name, content in told["files"].items():
        folder.put(data / name, base64.b64decode(content))
    with sqlite3.connect(data / folder.DATABASE) as database:
        database.executescript(told["sql"])
        database.execute("pragma journal_mode = wal")  # as a city runs: whoever opens it need not change the file
    database.close()
    clock = Clock(data / "clock")
    clock.move(at(MONDAY) - clock.now())
    return Place(data)


@pytest.fixture
def archive(lite: Place, tmp_path: Path) -> Path:
    """A backup of it by this code, which leaves it as it is. Its files are not in the repository: the command says so."""
    done = lite.line("backup", str(tmp_path / "old.yw"))
    assert done.returncode == 1 and "缺文件" in done.stdout.splitlines()[-1], done.stdout + done.stderr
    return tmp_path / "old.yw"


@pytest.fixture
def old(request: pytest.FixtureRequest, lite: Place, place: Make) -> Place:
    """The old city on the database under test, its tables those of the old code."""
    if not SERVER:
        return lite
    there = place("old-there")
    there.seed("as_it_was", str(request.getfixturevalue("archive")))
    return there


@pytest.mark.database
def test_the_old_city_goes_on(old: Place) -> None:
    before = old.seed("old")
    assert (before["open"], before["steps"]) == (15, 15)
    tried = old.good("upgrade", "--rehearse")
    assert tried.splitlines()[-1].startswith("OK") and "cases_case：加 sealed" in tried and "notify_mail：去掉" in tried and "张表不变" in tried
    assert "--without-backup" in old.line("upgrade").stdout
    assert old.seed("old") == before, "it was tried on a copy"
    assert old.good("upgrade", "--without-backup").splitlines()[-1].startswith("OK")
    after = old.seed("old")
    assert after.pop("steps") > before.pop("steps") and after == before
    assert old.seed("carry", json.dumps(OPEN)) == {"lodged": "handed_over", "awaiting_papers": "lodged", "proposed": "granted", "granted": "handed_over"}
    assert "没有要升级的" in old.good("upgrade", "--without-backup")


@pytest.mark.database
@pytest.mark.long
def test_an_older_archive_is_taken(archive: Path, place: Make) -> None:
    there = place("there")
    assert there.good("restore", str(archive)).splitlines()[-1].startswith("OK")
    found = there.seed("old")
    assert found["open"] == 15 and found["steps"] > 15
    assert there.seed("carry", json.dumps({"granted": OPEN["granted"]})) == {"granted": "handed_over"}


@pytest.mark.long
def test_an_upgrade_makes_a_backup_first_and_none_without_a_whole_one(lite: Place, tmp_path: Path) -> None:
    done = lite.line("upgrade", "--backup", str(tmp_path / "before.yw"))
    assert done.returncode == 1 and "没有升级" in done.stdout, "files are missing in it"
    with sqlite3.connect(lite.data / folder.DATABASE) as database:
        assert database.execute("select count(*) from django_migrations").fetchone() == (15,)
        database.execute("delete from files_holding")
        database.execute("delete from files_file")
        database.execute("insert into ledger_cursor values ('reports', 9, '', null)")
    database.close()
    assert ANEW in lite.good("upgrade", "--rehearse")
    assert ANEW in lite.good("upgrade", "--backup", str(tmp_path / "whole.yw"))
    assert lite.seed("old")["steps"] > 15 and (tmp_path / "whole.yw").exists()


@pytest.mark.long
def test_a_case_pinned_to_what_the_code_lacks_is_found_by_the_rehearsal(lite: Place) -> None:
    with sqlite3.connect(lite.data / folder.DATABASE) as database:
        database.execute("update cases_case set version = 77 where ref = ?", (OPEN["lodged"],))
    database.close()
    before = hashlib.sha256((lite.data / folder.DATABASE).read_bytes()).hexdigest()
    (lite.data / "run" / "rehearsal-killed").mkdir(parents=True)
    (lite.data / "run" / "rehearsal-killed.archive").touch()
    done = lite.line("upgrade", "--rehearse")
    assert done.returncode == 1 and "第 77 版" in done.stdout and "不要升级" in done.stdout.splitlines()[-1]
    assert hashlib.sha256((lite.data / folder.DATABASE).read_bytes()).hexdigest() == before and not list((lite.data / "run").glob("rehearsal-*"))


def test_older_data_are_told_of_and_newer_ones_refused(lite: Place) -> None:
    assert "较早的代码" in lite.good("ledger", "verify")
    with sqlite3.connect(lite.data / folder.DATABASE) as database:
        database.execute("insert into django_migrations (app, name, applied) values ('cases', '9999_from_tomorrow', '2030-01-01')")
    database.close()
    for words in (("ledger", "verify"), ("upgrade", "--rehearse")):
        done = lite.line(*words)
        assert done.returncode == 1 and "比这份代码新" in done.stdout, done.stdout
