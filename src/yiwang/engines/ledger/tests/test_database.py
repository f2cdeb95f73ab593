"""What the database itself refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import IntegrityError, connection

from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.rooms import grants
from yiwang.engines.store import api as store

pytestmark = pytest.mark.django_db

CHANGES = (
    "update ledger_entry set body = body", "update ledger_entry set hash = hash where n = 1", "update ledger_entry set kind = 'urged'",
    "delete from ledger_entry", "delete from ledger_entry where n = 5", "update ledger_feed set leaf = leaf", "delete from ledger_feed",
    "update ledger_head set size = size + 1", "delete from ledger_head", "update ledger_value set text = ''",
)
EMPTYINGS = tuple(f"truncate {table}" for table in ("ledger_entry", "ledger_feed", "ledger_head", "ledger_value"))
REPLACED = "insert or replace into ledger_entry select id, chain, n, hash, act, kind, at, key, body from ledger_entry where n = 2"
BODY = '{{"chain":9999,"n":1,"prev":"{}","act":"a.b",{}"alg":"sha256"}}'
INSERT = "insert into ledger_entry (chain, n, hash, act, kind, at, body) values (9999, 1, %s, 'a.b', 'moved', '2026-11-20 02:00:00', %s)"


@pytest.mark.parametrize("change", CHANGES)
def test_it_refuses_changes(sealed: dict[str, int], change: str) -> None:
    with pytest.raises(IntegrityError, match="append only"), store.atomic():
        store.execute(change)
    assert ledger.verify().ok


@pytest.mark.parametrize("emptying", EMPTYINGS)
def test_it_refuses_to_be_emptied(sealed: dict[str, int], emptying: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(IntegrityError, match="append only"), store.atomic():
        store.execute(emptying)


def test_it_refuses_replacing(sealed: dict[str, int]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no INSERT OR REPLACE")
    for table in ("ledger_feed", "ledger_head", "ledger_value"):
        with pytest.raises(IntegrityError, match="append only"), store.atomic():
            store.execute(f"insert or replace into {table} select * from {table}")
    with pytest.raises(IntegrityError, match="append only"), store.atomic():
        store.execute(REPLACED)


@pytest.mark.parametrize("actor", ['"actor":{},', '"actor":null,', "", '"actor":{"account":0,"assurance":"none"},'])
def test_it_refuses_an_entry_without_an_actor(actor: str) -> None:
    with pytest.raises(IntegrityError, match="actor"), store.atomic():
        store.execute(INSERT, (bytes(32), BODY.format("0" * 64, actor)))
    store.execute(INSERT, (bytes(32), BODY.format("0" * 64, '"actor":{"account":1,"assurance":"none"},')))


def test_two_entries_cannot_take_one_place(sealed: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), store.atomic():
        store.execute("insert into ledger_entry (chain, n, hash, act, kind, at, body) select chain, n, hash, act, kind, at, body from ledger_entry where n = 1")


def test_a_value_may_be_erased(sealed: dict[str, int]) -> None:
    assert store.execute("delete from ledger_value where chain = %s and n = 1", (sealed["unit:3"],)) == 2


def test_the_applications_role_may_insert_and_read_only(sealed: dict[str, int]) -> None:
    if not ledger.grants(role="yiwang_app_trial"):
        pytest.skip("only PostgreSQL has roles")
    store.execute("set local role yiwang_app_trial")
    for table in ("ledger_entry", "ledger_feed", "ledger_head", "ledger_node"):
        for change in (f"delete from {table}", f"truncate {table}", f"update {table} set id = 1", f"alter table {table} disable trigger all"):
            with pytest.raises(Exception, match=r"permission denied|must be owner|does not exist"), store.atomic():
                store.execute(change)
    with pytest.raises(Exception, match="permission denied"), store.atomic():
        store.execute("update ledger_entry set body = ''")


def test_the_application_can_work_in_its_role(sealed: dict[str, int], write: object, at: object, keys: object) -> None:
    if not ledger.grants(role="yiwang_app_trial"):
        pytest.skip("only PostgreSQL has roles")
    store.execute("set local role yiwang_app_trial")
    write("unit:9", 3)  # type: ignore[operator]
    assert ledger.seal(at=at) == 3  # type: ignore[arg-type]
    assert ledger.sign_head(at=at, now=True) is not None  # type: ignore[arg-type]
    assert ledger.follow(reader="r", handle=lambda entry: None, at=at, holder="h") == 33  # type: ignore[arg-type]
    assert ledger.verify().ok


def test_the_script_for_operators_is_the_one_that_is_tested() -> None:
    here = next(place for place in Path(__file__).parents if (place / "deploy").is_dir())
    assert (here / "deploy/postgresql/roles.sql").read_text() == grants.script()
