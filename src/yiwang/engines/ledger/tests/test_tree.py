"""The tree against the definition, word for word (RFC 6962, 2.1)."""

from __future__ import annotations

import hashlib
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.rooms import nodes, tree
from yiwang.engines.ledger.rooms.compose import hasher
from yiwang.engines.store import api as store

sha = hasher("sha256")
LEAVES = [sha(str(i).encode()) for i in range(1200)]
KNOWN = {  # RFC 6962 test vectors as published with Certificate Transparency: the empty tree, and one empty leaf
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
}


def mth(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\1" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def perfect(start: int, height: int) -> bytes:
    return mth(LEAVES[start : start + (1 << height)])


def test_published_vectors() -> None:
    grown = tree.Growing(sha)
    assert grown.root().hex() == KNOWN[0]
    grown.add([b""])
    assert grown.root().hex() == KNOWN[1]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 600), st.lists(st.integers(1, 300), max_size=8))
def test_a_growing_tree_has_the_defined_root(size: int, steps: list[int]) -> None:
    grown, done = tree.Growing(sha), 0
    for step in [*steps, size]:
        grown.add(LEAVES[done : min(done + step, size)])
        done = min(done + step, size)
    assert grown.size == done == size
    assert grown.root() == mth(LEAVES[:size]) == tree.root(sha, perfect, 0, size)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(1, 300))
def test_a_proof_leads_to_the_root_and_no_other_leaf_does(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    path = tree.inclusion(sha, perfect, index, size)
    root = mth(LEAVES[:size])
    assert tree.climbed(sha, LEAVES[index], index, size, path) == root
    assert tree.climbed(sha, LEAVES[index + 1], index, size, path) != root
    if path:
        assert tree.climbed(sha, LEAVES[index], index, size, path[:-1]) != root
        wrong = data.draw(st.integers(0, len(path) - 1))
        assert tree.climbed(sha, LEAVES[index], index, size, [*path[:wrong], bytes(32), *path[wrong + 1 :]]) != root
    assert tree.climbed(sha, LEAVES[index], index, size, [*path, bytes(32)]) != root


@pytest.mark.django_db
@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_the_stored_tree_is_the_defined_one(algorithm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With blocks of 4 instead of 256, so that several levels are stored; before and after they are."""
    monkeypatch.setattr(nodes, "BLOCK", 4)
    monkeypatch.setattr(nodes, "BITS", 2)
    hashed, leaves = hasher(algorithm), LEAVES[:150]
    for i, leaf in enumerate(leaves, 1):
        store.execute("insert into ledger_feed (pos, entry, leaf, chain, n) values (%s, %s, %s, 1, %s)", (i, i, leaf, i))
    store.execute("update ledger_sealing set position = 150")

    def defined(part: list[bytes]) -> bytes:
        grown = tree.Growing(hashed)
        for one in part:
            grown.add([one])
        return grown.root()

    for grow in (False, True):
        if grow:
            assert nodes.grow(algorithm) == 37 + 9 + 2
            assert nodes.grow(algorithm) == 0
        for size in (1, 4, 63, 64, 65, 149, 150):
            root = ledger.root(size, algorithm=algorithm)
            assert root == defined(leaves[:size])
            for pos in {1, size, size // 2 + 1}:
                path = ledger.inclusion(pos, size, algorithm=algorithm)
                assert tree.climbed(hashed, leaves[pos - 1], pos - 1, size, path) == root


@pytest.mark.django_db
def test_a_position_outside_the_tree_has_no_proof(sealed: dict[str, int], at: datetime) -> None:
    for pos in (0, 31):
        with pytest.raises(ValueError, match="outside"):
            ledger.inclusion(pos, 30)
