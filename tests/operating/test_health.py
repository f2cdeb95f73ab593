"""What machines ask of the city: does it live, may it be sent requests, its figures; and who may not ask."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from tests.journeys import small
from yiwang.city import keys, loops
from yiwang.city.operating import gauges, health
from yiwang.city.operating.disk import Disk
from yiwang.engines.cases import api as cases
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.engines.store.rooms import room
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind

ACT = Act("trial.changed", Kind.CHANGED, "改了{subject}")
PEOPLE = Actor(account=1, name="甲", unit=1, unit_name="甲局", post=1, post_name="甲岗", tenure=1)


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[None]:
    """No answer is kept from one question to the next."""
    monkeypatch.setattr(health, "KEPT", 0.0)
    settings.DATA = tmp_path
    yield


def ready() -> tuple[int, dict[str, bool]]:
    answer = Client().get("/health/ready")
    return answer.status_code, json.loads(answer.content)


def figures(token: str) -> str:
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    return answer.content.decode()


def value(text: str, line: str) -> float:
    return float(next(row for row in text.splitlines() if row.startswith(f"{line} ")).rpartition(" ")[2])


def test_it_lives_without_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    """No database is asked: none is allowed in this test."""
    answer = Client().get("/health/live")
    assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (200, b"ok\n", "no-store")


@pytest.mark.django_db
def test_it_is_ready_and_says_no_more_than_that() -> None:
    assert ready() == (200, {"ready": True, "database": True, "migrations": True, "readers": True, "disk": True})


@pytest.mark.django_db
def test_without_its_database_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*words: Any) -> Any:
        raise OperationalError("connection refused: host=secret")

    monkeypatch.setattr(health.store, "rows", gone)
    status, said = ready()
    assert status == 503 and said == {"ready": False, "database": False, "migrations": False, "readers": False, "disk": True}


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ["delete from django_migrations where app = 'ledger' and name like '0001%'",
                                 "insert into django_migrations (app, name, applied) values ('ledger', '0099_later', '2026-01-01')"])
def test_on_other_migrations_than_the_codes_it_is_not(sql: str) -> None:
    store.execute(sql)
    assert ready()[1] == {"ready": False, "database": True, "migrations": False, "readers": False, "disk": True}


@pytest.mark.django_db
def test_what_another_package_left_in_the_table_is_not_looked_at() -> None:
    store.execute("insert into django_migrations (app, name, applied) values ('somebody', '0001_initial', '2026-01-01')")
    assert ready()[0] == 200


@pytest.mark.django_db
def test_behind_its_readers_it_is_not(settings: Any) -> None:
    now = settings.CLOCK.now()
    written = now - timedelta(seconds=settings.READY_BEHIND + 60)
    ledger.append(act=ACT, actor=PEOPLE, subject="trial:1", at=written)
    assert not ready()[1]["readers"], "an entry without a position"
    ledger.seal(at=now)
    assert ready()[1]["readers"], "no reader has ever followed"
    loops.LOOPS["readers.notify"](now)
    assert ready()[1]["readers"]
    ledger.rebuild(reader="notify")
    assert not ready()[1]["readers"], "notify has it all before it"
    store.execute("update ledger_cursor set reader = 'gone.with.older.code' where reader = 'notify'")
    assert ready()[1]["readers"]


@pytest.mark.django_db
def test_on_a_full_disk_it_is_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    look = SimpleNamespace(f_bavail=1, f_frsize=4096)
    for third, status in ((4097, 503), (4096, 200)):
        monkeypatch.setattr(room, "_plugged", [Disk((tmp_path,), (9000, 8000, third), lambda place: look)])
        assert (ready()[0], ready()[1]["disk"]) == (status, status == 200)


@pytest.mark.django_db
@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Bearer wrong", "Basic {token}", "{token}", "Bearer {token}x", "Bearer 汉"])
def test_figures_are_not_there_for_others(header: str | None, settings: Any) -> None:
    token = keys.metrics_token(settings.DATA)
    headers = {} if header is None else {"Authorization": header.format(token=token)}
    assert Client().get("/metrics", headers=headers).status_code == 404
    assert (settings.DATA / "keys" / "metrics").stat().st_mode & 0o777 == 0o600


@pytest.mark.slow(reason="a small city is founded")
def test_the_figures_are_those_of_the_city(town: small.Clock, person: Callable[[str], small.Person], settings: Any) -> None:
    """Requests, moves, open cases, lights, followers: each is what was done. Nobody and no case is named."""
    token = keys.metrics_token(settings.DATA)
    for path in ("/", "/", "/verify/SECRET-1/", "/nowhere/13900001111/"):
        Client().get(path)
    assert person("citizen").apply("410105.food_business", **small.everything()).status_code == 302
    ref = small.ref_of("")
    small.settle()
    assert person("market").do(ref, "accept").status_code == 302
    small.settle()
    gauges.count(settings.CLOCK.now())
    text = figures(token)
    procedure = next(iter(cases.figures(at=settings.CLOCK.now()).open))
    assert value(text, 'yiwang_requests_total{kind="/",method="GET",status="200"}') == 2
    assert value(text, 'yiwang_requests_total{kind="/verify/<str:number>/",method="GET",status="404"}') == 1
    assert value(text, 'yiwang_requests_total{kind="none",method="GET",status="404"}') == 1
    assert value(text, 'yiwang_requests_total{kind="/cases/<str:ref>/do/<str:code>/",method="POST",status="302"}') == 1
    assert value(text, 'yiwang_request_seconds_count{kind="/"}') == 2
    assert value(text, f'yiwang_moves_total{{procedure="{procedure}",kind="opened"}}') == 1
    assert value(text, f'yiwang_open_cases{{procedure="{procedure}"}}') == 1
    assert value(text, f'yiwang_terms{{procedure="{procedure}",light="green"}}') >= 1
    assert value(text, 'yiwang_reader_lag_entries{reader="notify"}') == 0 and value(text, "yiwang_unsealed_entries") == 0
    assert value(text, "yiwang_database_up") == 1 and value(text, "yiwang_database_bytes") > 1e5 and value(text, "yiwang_counted_age_seconds") == 0
    assert not [said for said in ("SECRET", "13900001111", ref, "沈砚秋", "citizen") if said in text]
    settings.CLOCK.at += timedelta(days=60)
    gauges.count(settings.CLOCK.now())
    assert value(figures(token), f'yiwang_terms{{procedure="{procedure}",light="red"}}') >= 1
