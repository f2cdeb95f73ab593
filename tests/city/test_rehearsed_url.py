"""A rehearsal reaches its scratch database as the city reaches its own."""

from __future__ import annotations

import os

import psycopg
import pytest

from yiwang.city import settings
from yiwang.city.keeping import rehearsal

SERVER = os.environ.get("YIWANG_DATABASE", "")
MORE = "sslmode=verify-full&sslrootcert=%2Fetc%2Fca%20one.pem&target_session_attrs=read-write"


@pytest.mark.parametrize("where", ["yiwang:a%40b@10.1.0.1:5000/yiwang?" + MORE, "yiwang@/yiwang?host=/run/post%20gres&port=5433&" + MORE])
def test_only_the_name_is_another(where: str) -> None:
    ours = settings.database(f"postgresql://{where}")
    theirs = settings.database(rehearsal.beside(f"postgresql://{where}", "yiwang_rehearsal_1"))
    assert theirs == {**ours, "NAME": "yiwang_rehearsal_1"}
    assert isinstance(theirs["OPTIONS"], dict) and theirs["OPTIONS"]["sslrootcert"] == "/etc/ca one.pem"


@pytest.mark.database
@pytest.mark.skipif(not SERVER, reason="a server makes and drops it")
def test_what_stands_behind_the_question_mark_reaches_the_scratch_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIWANG_DATABASE", f"{SERVER}{'&' if '?' in SERVER else '?'}application_name=one%20way")
    asked: list[str] = []
    connect = psycopg.connect
    monkeypatch.setattr(rehearsal.psycopg, "connect", lambda url, **words: asked.append(url) or connect(url, **words))
    with rehearsal._database("") as url, connect(url) as there:
        assert there.execute("select current_setting('application_name'), current_database() like '%\\_rehearsal\\_%'").fetchone() == ("one way", True)
    with connect(asked[0]) as server:
        assert server.execute("select current_setting('application_name')").fetchone() == ("one way",)
        assert server.execute("select count(*) from pg_database where datname like '%\\_rehearsal\\_%'").fetchone() == (0,)
