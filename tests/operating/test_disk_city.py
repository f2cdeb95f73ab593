"""The city on a disk that fills up: what is taken in, what goes on, what is only read, and all of it again when there is room."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pytest

from tests.journeys import small
from tests.operating.test_disk import INTAKE, WARN, WRITE, Fake
from yiwang.city import worker
from yiwang.city.operating.disk import Disk
from yiwang.engines.cases import api as cases
from yiwang.engines.store import api as store
from yiwang.engines.store.rooms import room
from yiwang.kernel.actors import CLOCK, CODED, IMPORT, NOBODY, READER

pytestmark = pytest.mark.slow(reason="a small city is founded")
ITEM = "410105.food_business"


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    one = Fake()
    monkeypatch.setattr(room, "_plugged", [Disk((tmp_path,), (WARN, INTAKE, WRITE), one)])
    return one


def count(table: str) -> int:
    return int(store.rows(f"select count(*) from {table}")[0][0])


def test_the_city_on_a_disk_that_fills_up(town: small.Clock, person: Callable[[str], small.Person], fake: Fake) -> None:
    store.execute("update identity_account set demo = true where username = 'system'")  # no second factor here
    citizen, window, system = person("citizen"), person("market"), person("system")
    page = citizen.get(f"/services/{ITEM}/apply/")
    sent = {**small.hidden(page, "key"), **small.everything()}
    assert citizen.apply(ITEM, **small.everything()).status_code == 302
    ref = small.ref_of("")

    fake.free = WARN - 4096  # it warns, and that is all
    console = system.get("/settings/readers/")
    assert "存储空间快满了" in small.words(console) and "2.0 GB" in small.words(console)
    assert citizen.client.post("/files/", {"file": small.picture()}).status_code == 200

    fake.free = INTAKE - 4096  # nothing new is taken in; officials go on
    before = count("cases_case"), count("files_holding")
    refused = citizen.client.post(f"/services/{ITEM}/apply/", {**sent, **small.everything()})
    assert refused.status_code == 503 and "暂停接收" in small.words(refused) and refused.headers["Retry-After"] == "600"
    upload = citizen.client.post("/files/", {"file": small.picture(red=9)})
    assert upload.status_code == 503 and "暂停接收" in json.loads(upload.content)["error"]
    assert (count("cases_case"), count("files_holding")) == before
    assert "已经暂停接收" in small.words(system.get("/settings/letters/"))
    assert window.do(ref, "accept").status_code == 302
    small.settle()

    fake.free = WRITE - 4096
    _only_read(citizen, window, ref)

    fake.free = WRITE  # and back: first the officials, then everybody
    assert person("market").get("/desk/").status_code == 200
    assert citizen.client.post("/files/", {"file": small.picture(red=9)}).status_code == 503
    fake.free = INTAKE
    assert citizen.client.post("/files/", {"file": small.picture(red=9)}).status_code == 200
    assert citizen.client.post(f"/services/{ITEM}/apply/", {**sent, **small.everything()}).status_code == 302
    assert "快满" in small.words(system.get("/settings/readers/"))
    fake.free = WARN
    assert "存储空间" not in small.words(system.get("/settings/readers/"))


def _only_read(citizen: small.Person, window: small.Person, ref: str) -> None:
    """Nothing is written; reading goes on."""
    entries = count("ledger_entry")
    for who, path in ((citizen, f"/my/{ref}/"), (window, f"/cases/{ref}/"), (window, "/desk/"), (citizen, "/"), (citizen, "/services/")):
        assert who.get(path).status_code == 200, path
    for who, path in ((window, f"/cases/{ref}/do/grant/"), (citizen, f"/my/{ref}/urge/"), (citizen, "/login/"), (citizen, "/files/")):
        answer = who.client.post(path, {})
        assert answer.status_code == 503 and "只能查看" in small.words(answer), path
    program = citizen.client.post("/api/v1/files", {})
    assert program.status_code == 503 and json.loads(program.content)["reasons"][0]["code"] == "disk-writes-nothing"
    assert count("ledger_entry") == entries


@pytest.mark.django_db
def test_what_follows_from_earlier_cases_begins_all_the_same(fake: Fake, at: datetime) -> None:
    """A signal to the supervisors, what another system did: the record goes on. Whoever comes with a code hands in something new."""
    fake.free = WRITE
    for ours in (READER, CLOCK, IMPORT):
        assert cases.begin_all(actor=ours, parts=(), key="a", at=at) == []
    for theirs in (NOBODY, CODED):
        with pytest.raises(store.Full, match="暂停接收"):
            cases.begin_all(actor=theirs, parts=(), key="a", at=at)


def test_a_worker_stands_still_on_a_full_disk_and_goes_on(fake: Fake) -> None:
    turns: list[datetime] = []
    one = SimpleNamespace(due=0.0, turn=turns.append)
    fake.free = 0
    assert worker.turned([one], Event()) == worker.IDLE and not turns  # type: ignore[list-item]
    fake.free = WRITE
    worker.turned([one], Event())  # type: ignore[list-item]
    assert len(turns) == 1
