"""The tree in the database: roots of full blocks of 256 positions, of 256 such blocks, and so on, so that no proof reads all leaves."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from yiwang.engines.ledger.rooms import sealer, tree
from yiwang.engines.ledger.rooms.compose import hasher
from yiwang.engines.ledger.rooms.tree import Hash
from yiwang.engines.store import api as store

BLOCK, BITS = 256, 8
NODE = "insert into ledger_node (algorithm, level, place, hash) values (%s, %s, %s, %s)"


def root(size: int, *, algorithm: str = "") -> bytes:
    """The root over the first `size` positions."""
    reading = _Reading(algorithm or settings.HASH)
    return tree.root(reading.hashed, reading.perfect, 0, size)


def inclusion(pos: int, size: int, *, algorithm: str = "") -> tuple[bytes, ...]:
    """What proves that position `pos` (from 1) is under the root over `size` positions: siblings, the lowest first."""
    if not 1 <= pos <= size:
        raise ValueError("the position lies outside the tree")
    reading = _Reading(algorithm or settings.HASH)
    return tuple(tree.inclusion(reading.hashed, reading.perfect, pos - 1, size))


def grow(algorithm: str = "") -> int:
    """Stores the nodes of blocks that became full. Call under the sealer's lock. Returns how many."""
    name, count = algorithm or settings.HASH, 0
    reading = _Reading(name)
    level, full = 1, sealer.position() // BLOCK
    while full:
        done = store.rows("select coalesce(max(place) + 1, 0) from ledger_node where algorithm = %s and level = %s", (name, level))[0][0]
        for place in range(done, full):
            store.execute(NODE, (name, level, place, tree.joined(reading.hashed, reading.row(level - 1, place * BLOCK, BLOCK))))
            count += 1
        level, full = level + 1, full // BLOCK
    return count


class _Reading:
    """Hashes of the tree as the database has them; nodes that are not stored yet are worked out from their leaves."""

    def __init__(self, algorithm: str):
        self.algorithm = algorithm
        self.hashed: Hash = hasher(algorithm)
        self.perfect = lru_cache(maxsize=4096)(self._perfect)

    def row(self, level: int, first: int, count: int) -> list[bytes]:
        """`count` hashes of a level (0: leaves), from place `first`."""
        if level == 0:
            leaves = store.rows("select leaf from ledger_feed where pos > %s and pos <= %s order by pos", (first, first + count))
            found = [self.hashed(b"\0" + bytes(leaf)) for (leaf,) in leaves]
        else:
            sql = "select hash from ledger_node where algorithm = %s and level = %s and place >= %s and place < %s order by place"
            found = [bytes(node) for (node,) in store.rows(sql, (self.algorithm, level, first, first + count))]
            if len(found) < count:
                found = [tree.joined(self.hashed, self.row(level - 1, place * BLOCK, BLOCK)) for place in range(first, first + count)]
        if len(found) != count:
            raise ValueError(f"positions are missing below {(first + count) * BLOCK**level}")
        return found

    def _perfect(self, start: int, height: int) -> bytes:
        level = height // BITS
        below = 1 << height - level * BITS
        return tree.joined(self.hashed, self.row(level, start >> level * BITS, below))
