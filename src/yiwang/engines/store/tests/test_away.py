"""A database that goes away: the connection is taken anew, nobody waits on it for ever, and its errors are told from all others."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from psycopg import errors

from yiwang.engines.store import api as store
from yiwang.engines.store.rooms import away
from yiwang.engines.store.rooms.postgresql import base

postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="a file does not go away")


def wrapped(cause: Exception, kind: type[DatabaseError] = OperationalError) -> DatabaseError:
    """As Django passes on what its driver raised."""
    error = kind("what the driver said")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(("error", "said"), [
    (wrapped(psycopg.OperationalError("server closed the connection unexpectedly")), away.AWAY),
    (wrapped(errors.AdminShutdown()), away.AWAY),
    (wrapped(errors.CannotConnectNow()), away.AWAY),
    (wrapped(errors.ReadOnlySqlTransaction(), DatabaseError), away.AWAY),
    (wrapped(errors.TooManyConnections()), away.AWAY),
    (wrapped(errors.QueryCanceled()), away.SLOW),
    (errors.ConnectionFailure(), away.AWAY),
    (wrapped(errors.UniqueViolation(), IntegrityError), None),
    (wrapped(errors.DeadlockDetected()), None),
    (wrapped(errors.UndefinedTable(), DatabaseError), None),
    (wrapped(psycopg.ProgrammingError("the connection is not what is wrong"), DatabaseError), None),
    (OperationalError("database is locked"), None),
    (ValueError("no database at all"), None),
    (None, None),
])
def test_what_an_error_says(error: Exception | None, said: object) -> None:
    assert store.away(error) is said


def end_it() -> None:
    """Somebody ends our session, as a server that is shut down does."""
    ours = store.rows("select pg_backend_pid()")[0][0]
    known = connection.get_connection_params()
    words = {name: known[name] for name in ("host", "port", "user", "password", "dbname") if name in known}
    with psycopg.connect(**words, autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s, 5000)", [ours])


@postgresql
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_ended_while_nobody_used_it_is_taken_anew() -> None:
    store.anew()
    before = store.rows("select pg_backend_pid()")
    store.anew()
    assert store.rows("select pg_backend_pid()") == before  # one that lives is kept
    end_it()
    store.anew()
    assert store.rows("select pg_backend_pid()") != before


@postgresql
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_ended_in_a_transaction_breaks_it_off_and_the_next_begins_anew() -> None:
    with pytest.raises(OperationalError) as caught, store.atomic():
        end_it()
        store.rows("select 1")
    assert store.away(caught.value) is away.AWAY
    store.anew()
    with store.atomic():
        assert store.rows("select 1") == [(1,)]


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch, transactional_db: Any) -> Iterator[None]:
    """A connection with a tenth of a second of patience."""
    monkeypatch.setattr(base, "GRACE", 0.0)
    monkeypatch.setattr(base, "ROUND", 0.02)
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "patience", 0.1)
    connection.close()
    yield
    connection.close()


@postgresql
@pytest.mark.usefixtures("hasty")
def test_nobody_waits_for_ever() -> None:
    """The server says nothing, though it lives: this end hangs up, and cancels nothing."""
    began = time.monotonic()
    with pytest.raises(OperationalError, match="no answer") as caught:
        store.rows("select pg_sleep(30)")
    assert time.monotonic() - began < 1.5 and store.away(caught.value) is away.AWAY
    store.anew()
    assert store.rows("select 1") == [(1,)]
