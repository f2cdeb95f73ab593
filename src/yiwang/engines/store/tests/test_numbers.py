"""Numbers taken in blocks: never twice, whoever takes them, whatever is rolled back."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connection

from yiwang.engines.store import api as store
from yiwang.engines.store.rooms import numbers


@pytest.fixture(autouse=True)
def empty_handed() -> Iterator[None]:
    numbers.forget()
    yield
    numbers.forget()


@pytest.mark.django_db(transaction=True)
def test_threads_never_share_a_number() -> None:
    found: list[int] = []

    def many() -> None:
        mine = [store.take() for _ in range(3000)]
        connection.close()
        found.extend(mine)

    threads = [threading.Thread(target=many) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(set(found)) == len(found) == 18_000


@pytest.mark.django_db(transaction=True)
def test_a_thread_has_a_block_of_its_own() -> None:
    """Taking is two steps: a block in two hands would, once in a long while, give a number twice."""
    found = [store.take()]

    def one() -> None:
        found.append(store.take())
        connection.close()

    thread = threading.Thread(target=one)
    thread.start()
    thread.join()
    assert len({(number - 1) // numbers.SIZE for number in found}) == 2


@pytest.mark.django_db(transaction=True)
def test_numbers_taken_inside_a_transaction_that_broke_off_are_not_used_again() -> None:
    """On SQLite the block itself is rolled back, and somebody else takes it."""
    given: list[int] = []
    with pytest.raises(InterruptedError), store.atomic():
        given += [store.take() for _ in range(numbers.SIZE + numbers.SIZE // 2)]  # more than was in hand: taken inside
        raise InterruptedError
    kept = given[: numbers.SIZE]
    numbers_after = [store.take() for _ in range(2 * numbers.SIZE)]
    numbers.forget()
    numbers_elsewhere = [store.take() for _ in range(2 * numbers.SIZE)]
    assert len(set(numbers_after)) == len(numbers_after)
    assert not set(numbers_after) & set(numbers_elsewhere) and not set(kept) & set(numbers_after)


@pytest.mark.django_db(transaction=True)
def test_numbers_taken_in_a_part_that_broke_off_are_not_used_again() -> None:
    """The transaction goes on and commits; the block that its part took is somebody else's."""
    with store.atomic():
        with pytest.raises(InterruptedError), store.atomic():
            for _ in range(numbers.SIZE + numbers.SIZE // 2):
                store.take()
            raise InterruptedError
        mine = [store.take() for _ in range(numbers.SIZE // 4)]
    numbers.forget()
    assert not set(mine) & {store.take() for _ in range(2 * numbers.SIZE)}


@pytest.mark.django_db(transaction=True)
def test_a_trial_leaves_nothing() -> None:
    with store.undone():
        store.execute("insert into identity_policy (name, value) values ('tried', 1)")
        assert store.rows("select 1 from identity_policy where name = 'tried'")
    assert not store.rows("select 1 from identity_policy where name = 'tried'")
    with pytest.raises(InterruptedError), store.undone():
        raise InterruptedError


@pytest.mark.django_db(transaction=True)
def test_a_transaction_begins_with_enough_in_hand() -> None:
    store.take()
    numbers._held.blocks["row"][0] = numbers._held.blocks["row"][1] - numbers.LOW + 1  # one short
    with store.atomic():
        for _ in range(numbers.LOW):
            store.take()
        assert not numbers._held.inside


@pytest.mark.django_db(transaction=True)
def test_a_restart_leaves_out_few_references() -> None:
    """What a process had in hand when it ended is lost: of the numbers people read, that is less than a block of 64."""
    first = store.take("chain")
    numbers.forget()  # a new process
    assert store.take("chain") - first <= numbers.SIZES["chain"] == 64


@pytest.mark.django_db(transaction=True)
def test_a_block_serves_many_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[str] = []
    whole = numbers._fetched

    def told(name: str) -> list[int]:
        fetched.append(name)
        return whole(name)

    monkeypatch.setattr(numbers, "_fetched", told)
    for _ in range(480):
        with store.atomic():
            store.take("chain")
    assert fetched.count("chain") == 10 and fetched.count("row") == 1
