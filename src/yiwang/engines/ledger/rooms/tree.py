"""The Merkle tree over the positions, as RFC 6962 section 2.1 draws it: a leaf hashes 0x00 and the entry's hash, a node 0x01 and its two children.

Pure: where hashes come from is a function `perfect(start, height)`, the root over the full block of 2**height leaves that begins at `start`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Hash = Callable[[bytes], bytes]
Perfect = Callable[[int, int], bytes]


def leaf_hash(hashed: Hash, data: bytes) -> bytes:
    return hashed(b"\0" + data)


def joined(hashed: Hash, level: Sequence[bytes]) -> bytes:
    """The root over 2**k hashes of one level."""
    row = list(level)
    while len(row) > 1:
        row = [hashed(b"\1" + left + right) for left, right in zip(row[::2], row[1::2], strict=True)]
    return row[0]


def split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def root(hashed: Hash, perfect: Perfect, start: int, end: int) -> bytes:
    """The root over leaves `start` (counted from 0, aligned as the tree splits) up to but not including `end`."""
    size = end - start
    if size == 0:
        return hashed(b"")
    if size & (size - 1) == 0:
        return perfect(start, size.bit_length() - 1)
    middle = start + split(size)
    return hashed(b"\1" + root(hashed, perfect, start, middle) + root(hashed, perfect, middle, end))


def inclusion(hashed: Hash, perfect: Perfect, index: int, size: int) -> list[bytes]:
    """The audit path of leaf `index` (from 0) in the tree of `size` leaves, lowest sibling first (section 2.1.1)."""
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append(root(hashed, perfect, middle, end))
            end = middle
        else:
            path.append(root(hashed, perfect, start, middle))
            start = middle
    return path[::-1]


def climbed(hashed: Hash, data: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a path leads to, or None when it has the wrong length (RFC 9162 section 2.1.3.2)."""
    here, last, found = index, size - 1, leaf_hash(hashed, data)
    for sibling in path:
        if last == 0:
            return None
        if here & 1 or here == last:
            found = hashed(b"\1" + sibling + found)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            found = hashed(b"\1" + found + sibling)
        here, last = here >> 1, last >> 1
    return found if last == 0 else None


class Growing:
    """A tree fed leaf by leaf: keeps one root for every binary digit of its size."""

    def __init__(self, hashed: Hash):
        self.hashed, self.size = hashed, 0
        self._roots: list[tuple[int, bytes]] = []  # (height, root), heights falling

    def add(self, leaves: Sequence[bytes]) -> None:
        """Appends leaves (entry hashes)."""
        hashed, done = self.hashed, 0
        row = [hashed(b"\0" + data) for data in leaves]
        while done < len(row):
            height = (((self.size & -self.size) or len(row)).bit_length()) - 1  # as large a full block as fits here
            height = min(height, (len(row) - done).bit_length() - 1)
            self._put(height, joined(hashed, row[done : done + (1 << height)]))
            done += 1 << height

    def root(self) -> bytes:
        if not self._roots:
            return self.hashed(b"")
        found = self._roots[-1][1]
        for _, left in self._roots[-2::-1]:
            found = self.hashed(b"\1" + left + found)
        return found

    def _put(self, height: int, found: bytes) -> None:
        self.size += 1 << height
        while self._roots and self._roots[-1][0] == height:
            found = self.hashed(b"\1" + self._roots.pop()[1] + found)
            height += 1
        self._roots.append((height, found))
