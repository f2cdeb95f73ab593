"""What a step and a page cost in statements. A number that grows is a decision, not an accident."""

from __future__ import annotations

import pytest
from django.db import connection

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests.trial import MONDAY, City
from yiwang.engines.store import api as store

pytestmark = pytest.mark.django_db


def counts(postgresql: int, sqlite: int) -> int:
    return postgresql if connection.vendor == "postgresql" else sqlite


@pytest.fixture
def warm(city: City) -> City:
    """Rights and units are in the process's memory, as they are after the first request."""
    done = city.accepted("joint")
    city.do("clerk", done.case, "consult")
    for who in "abc":
        city.answer(who, done.case)
    city.do("chief", done.case, "grant")
    return city


def test_beginning(warm: City) -> None:
    with store.counted() as found:
        warm.begin()
    assert found == [counts(3, 8)]  # of them one reads who the party is


def test_a_move_an_inquiry_an_answer(warm: City) -> None:
    done = warm.begin(item="joint")
    for who, move, postgresql, sqlite in (("clerk", "accept", 3, 8), ("clerk", "consult", 3, 8), ("clerk", "note", 3, 4)):
        with store.counted() as found:
            warm.do(who, done.case, move)
        assert found == [counts(postgresql, sqlite)], move
    with store.counted() as found:
        warm.answer("a", done.case)
    assert found == [counts(3, 7)]


def test_a_decision_with_two_numbers(warm: City) -> None:
    done = warm.accepted()
    with store.counted() as found:
        warm.do("chief", done.case, "grant")
    assert found == [counts(5, 11)]


def test_pages_do_not_grow_with_what_is_on_them(warm: City) -> None:
    for size in (1, 12):
        for _ in range(size):
            warm.begin()
        done = warm.begin()
        for ask, most in ((lambda: cases.desk(actor=warm.clerk, at=MONDAY), 5), (lambda: cases.cases(actor=warm.mayor, at=MONDAY), 4),
                          (lambda done=done: cases.view(actor=warm.clerk, ref=done.ref, at=MONDAY), 9)):
            with store.counted() as found:
                ask()
            assert found[0] == most, (size, found)


def test_what_is_run_is_prepared(warm: City) -> None:
    """Django switches preparing off for psycopg, and then nothing is prepared, silently."""
    if connection.vendor != "postgresql":
        return
    warm.begin()
    found = store.rows("select count(*) from pg_prepared_statements where statement like 'with w0 as (insert into cases_case%%'")
    assert found[0][0] >= 1
