"""Written SQL means the same on both databases, is prepared where that can be, and is counted."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection

from yiwang.engines.store import api as store
from yiwang.kernel.errors import Declined

pytestmark = pytest.mark.django_db


def test_places_are_filled_in_order() -> None:
    sql = "select name, next from store_block where name in (%s, %s) and next = %s"
    store.run([store.Fragment("insert into store_block (name, next) values (%s, %s), (%s, %s)", ("a", 5, "b", 5)),
               store.Fragment("insert into store_block (name, next) values (%s, %s)", ("c", 6))])
    assert sorted(store.rows(sql, ("a", "b", 5))) == [("a", 5), ("b", 5)] and store.rows(sql, ("c", "b", 6)) == [("c", 6)]


def test_more_places_than_ten_keep_their_order() -> None:
    marks = ", ".join(["%s"] * 25)
    rows = tuple(v for i in range(25) for v in (f"n{i}", i))
    store.run([store.Fragment("insert into store_block (name, next) values " + ", ".join(["(%s, %s)"] * 25), rows)])
    found = store.rows(f"select name, next from store_block where next in ({marks}) order by next", tuple(range(25)))
    assert [one for one in found if one[0].startswith("n")] == [(f"n{i}", i) for i in range(25)]


def test_a_doubled_percent_sign_is_one() -> None:
    store.run([store.Fragment("insert into store_block (name, next) values (%s, %s)", ("abc", 1))])
    assert store.rows("select name from store_block where name like 'ab%%' and next = %s", (1,)) == [("abc",)]


def test_instants_and_days_come_back_as_they_went_in() -> None:
    at = datetime(2026, 11, 20, 2, 3, 4, 567890, UTC)
    sql = "select %s" if connection.vendor == "sqlite" else "select cast(%s as timestamptz)"
    assert store.instant(store.rows(sql, (at,))[0][0]) == at
    assert store.instant(None) is None
    if connection.vendor == "postgresql":
        assert store.rows("select cast(%s as date)", (date(2026, 11, 20),)) == [(date(2026, 11, 20),)]


def test_what_breaks_is_djangos_error_and_counts() -> None:
    store.run([store.Fragment("insert into store_block (name, next) values (%s, %s)", ("x", 1))])
    with store.counted() as found, pytest.raises(IntegrityError), store.atomic():
        store.run([store.Fragment("insert into store_block (name, next) values (%s, %s)", ("x", 1))])
    assert found == [1] and store.rows("select next from store_block where name = %s", ("x",)) == [(1,)]


def test_one_shape_is_one_prepared_statement_whatever_the_size_of_its_numbers() -> None:
    if connection.vendor != "postgresql":
        return
    for number in (1, 40_000, 3_000_000_000):
        store.rows("select name from store_block where next = %s", (number,))
    assert store.rows("select count(*) from pg_prepared_statements where statement = 'select name from store_block where next = $1'") == [(1,)]


UP = "update store_block set next = next + %s where name = %s"


@pytest.mark.parametrize("second", [
    store.Fragment("update store_block set next = %s where name = %s and next > %s", (9, "a", 0)),
    store.Fragment("update store_block set next = 9 where name in (%s, %s)", ("b", "a")),
], ids=["by the same key", "by one of several"])
def test_a_row_is_updated_once_in_one_statement(second: store.Fragment) -> None:
    store.execute("insert into store_block (name, next) values (%s, %s), (%s, %s)", ("a", 1, "b", 1))
    store.run([store.Fragment(UP, (5, "a")), store.Fragment(UP, (6, "b")), store.Fragment("delete from store_block where name = %s", ("c",))])
    with pytest.raises(Declined, match="store_block name a is updated twice"):
        store.run([store.Fragment(UP, (5, "a")), second])
    assert store.rows("select next from store_block where name in (%s, %s) order by next", ("a", "b")) == [(6,), (7,)], "nothing of it was made"


def test_one_number_may_be_the_key_of_two_tables() -> None:
    store.execute("insert into store_block (name, next) values (%s, %s)", ("a", 1))
    store.run([store.Fragment(UP, (5, "a")), store.Fragment("update identity_unit set short = %s where name = %s", ("x", "a")),
               store.Fragment("update store_block set name = %s where next = %s", ("c", 5))])
    assert store.rows("select next from store_block where name = %s", ("a",)) == [(6,)]
