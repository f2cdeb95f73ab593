"""The verifier's way through the chains: every text hashed again, every link, column, commitment, and the row that knows how long a chain is.

One pass in order of (chain, n); memory does not grow with the record.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from heapq import merge
from typing import Any

from yiwang.engines.ledger.rooms import ports
from yiwang.engines.ledger.rooms.compose import hasher
from yiwang.engines.ledger.rooms.findings import Findings
from yiwang.engines.ledger.types import GENESIS, FaultKind
from yiwang.engines.store import api as store

CHUNK, PAGE = 800, 5000  # entries at a time: as many as stay in the processor's cache; heads
POSTGRESQL = "e.id, e.chain, e.n, e.hash, e.act, e.kind, replace((e.at at time zone 'utc')::text, ' ', 'T'), e.key, e.body"
SQLITE = "e.id, e.chain, e.n, e.hash, e.act, e.kind, replace(e.at, ' ', 'T'), e.key, cast(e.body as blob)"
ENTRIES = f"select {{columns}} from ledger_entry e where (e.chain, e.n) > (%s, %s) order by e.chain, e.n limit {CHUNK}"
VALUES = "select chain, n, name, salt, text from ledger_value where (chain, n) > (%s, %s) {until}order by chain, n"
MARK = b',"alg":"sha256","at":"'
INSTANT = 26  # characters of an instant before its zone
COMMIT = b'"commit":{'
quoted: Callable[[str], str] = json.encoder.encode_basestring
sha256 = hashlib.sha256


class Chains:
    """`run()` goes through everything; counts lie in `entries`, `chains`, `values`, `erased`."""

    def __init__(self, findings: Findings, progress: Callable[[int], None]):
        self._find, self._progress = findings, progress
        self.entries = self.chains = self.values = self.erased = 0
        self._heads = _heads()
        self._head = next(self._heads, None)
        self._chain: int | None = None
        self._beside: dict[tuple[int, int], dict[str, tuple[bytes, str]]] = {}
        self._words: dict[tuple[str, str], tuple[bytes, bytes]] = {}
        self._open()

    def run(self) -> None:
        columns = POSTGRESQL if store.is_postgresql() else SQLITE
        place = (-(2**62), 0)
        while True:
            rows = store.rows(ENTRIES.format(columns=columns), place)
            last = len(rows) < CHUNK
            end = (rows[-1][1], rows[-1][2]) if rows else place
            self._read_values(place, None if last else end)
            self._rows(rows)
            for chain, n in self._beside:
                self._find.add(FaultKind.VALUE, chain, n, f"第 {n} 条旁边有个人信息，但记录里没有它的承诺值")
            self.entries += len(rows)
            self._progress(self.entries)
            if last:
                break
            place = end
        self._close()
        self._missing(None)

    def _rows(self, rows: list[tuple[Any, ...]]) -> None:
        """The hot loop, a few µs an entry: what does not look exactly as it must goes the slow way, which says why."""
        words, mine, last, last_id = self._words, self._chain, self._last, self._last_id
        for id_, chain, n, stored, act, kind, at, key, body in rows:
            if chain != mine:
                self._last = last
                self._close()
                self._missing(chain)
                self._chain = mine = chain
                self._open()
                last, last_id = GENESIS, 0
            if n != self._next:
                self._gap(n)
            self._next = n + 1
            try:
                data = body if type(body) is bytes else body.encode()
                said, sort = words.get((act, kind)) or self._quoted(act, kind)
                when = data.find(b',"alg":"sha256","at":"%b+00:00",' % (at if len(at) == INSTANT else _padded(at)).encode())
                if (
                    when < 0
                    or sha256(data).digest() != stored
                    or not data.startswith(b'{"chain":%d,"n":%d,"prev":"%b","act":%b,"actor":{"' % (chain, n, last.hex().encode(), said))
                    or not data.startswith(b'%b,"kind":%b,' % (b"null" if key is None else quoted(key).encode(), sort), data.rfind(b',"key":') + 7)
                ):
                    when, last_id = self._odd(data, stored, n, act, kind, at, key, last), 0
                elif id_ <= last_id:
                    self._find.add(FaultKind.REWRITTEN, chain, n - 1, f"第 {n - 1} 条是在第 {n} 条之后才写进去的")
                else:
                    last_id = id_
                if when >= 0 and data.startswith(COMMIT, when + 56):
                    self._commitments(data, when + 65, n)
                if kind == "erased":
                    self._note_erased(data)
                last, self._after_gap = stored, False
            except (TypeError, ValueError, KeyError, AttributeError, IndexError):  # a column of another type, a text that is no text
                self._find.add(FaultKind.CHANGED, chain, n, f"第 {n} 条读不出来")
                last, last_id, self._after_gap = b"", 0, True
        self._last, self._last_id = last, last_id

    def _quoted(self, act: str, kind: str) -> tuple[bytes, bytes]:
        found = self._words[act, kind] = quoted(act).encode(), quoted(kind).encode()
        return found

    def _odd(self, data: bytes, stored: bytes, n: int, act: str, kind: str, at: str, key: str | None, last: bytes) -> int:
        """An entry under another hash than SHA-256, after a gap, or one that is not as it must be: says why.

        Returns where `,"alg"` would have to begin for the instant to stand where it does, or -1.
        """
        chain, add = self._chain or 0, self._find.add
        if type(stored) is not bytes:
            raise TypeError("a hash is bytes")
        try:
            said = json.loads(data)
            where, right = (said["chain"], said["n"]), hasher(said["alg"])(data) == stored
        except (ValueError, TypeError, KeyError):
            add(FaultKind.CHANGED, chain, n, f"第 {n} 条的原文读不出来")
            return -1
        if where != (chain, n):
            add(FaultKind.SWAPPED, chain, n, f"放在第 {n} 条的是{'本链' if where[0] == chain else f'链 {where[0]} '}第 {where[1]} 条的原文")
        elif not right:
            add(FaultKind.CHANGED, chain, n, f"第 {n} 条的原文与散列值不符")
        elif said.get("prev") != last.hex() and not self._after_gap:
            add(FaultKind.CHANGED, chain, n - 1 or 1, f"第 {n} 条所记的前一条散列值，与第 {n - 1} 条现在的不符")
        elif not said.get("actor"):
            add(FaultKind.CHANGED, chain, n, f"第 {n} 条没有行为人")
        columns = (said.get("act"), said.get("kind"), said.get("key"), str(said.get("at")))
        if columns != (act, kind, key, f"{_padded(at)}+00:00"):
            add(FaultKind.CHANGED, chain, n, f"第 {n} 条的列（动作、类别、请求号或时间）与原文不符")
        found = data.find(b',"at":"')
        return found + 7 - len(MARK) if found > 0 else -1

    def _gap(self, n: int) -> None:
        chain = self._chain or 0
        if n < self._next:
            self._find.add(FaultKind.ADDED, chain, n, f"链里多出第 {n} 条")
            return
        for lost in range(self._next, min(n, self._next + 100)):
            self._find.add(FaultKind.REMOVED, chain, lost, f"第 {lost} 条不见了")
        self._find.gone(chain, self._next, n - 1)
        self._after_gap = True

    def _open(self) -> None:
        self._next, self._last, self._last_id, self._after_gap = 1, GENESIS, 0, False
        self._lost: list[tuple[int, str]] = []
        self._kept: list[tuple[int, str]] = []
        self._said: set[tuple[int, str]] = set()

    def _close(self) -> None:
        """The end of a chain: its values, and what its row says."""
        if self._chain is None:
            return
        self.chains += 1
        if self._lost or self._said:
            self._erasures(self._chain)
        if self._head is not None and self._head[0] < self._chain:
            self._missing(self._chain)
        last = self._next - 1
        if self._head is None or self._head[0] != self._chain:
            self._find.add(FaultKind.ADDED, self._chain, last, f"链 {self._chain} 不属于任何事项")
            return
        _, head, length = self._head
        self._head = next(self._heads, None)
        if last < length:
            self._find.add(FaultKind.CUT, self._chain, last + 1, f"第 {last + 1} 至 {length} 条被截去")
            self._find.gone(self._chain, last + 1, length)
        for n in range(length + 1, min(last, length + 100) + 1):
            self._find.add(FaultKind.ADDED, self._chain, n, f"多出第 {n} 条，该链应有 {length} 条")
        if last == length and head != self._last and not self._find.explained(self._chain, last):
            self._find.add(FaultKind.REWRITTEN, self._chain, last, f"链头与第 {last} 条的散列值不符")

    def _erasures(self, chain: int) -> None:
        self.erased += len(self._said)
        for n, name in self._lost:
            if (n, name) not in self._said:
                self._find.add(FaultKind.VALUE, chain, n, f"第 {n} 条的个人信息“{name}”不见了，却没有删除记录")
        for n, name in self._said.intersection(self._kept):
            self._find.add(FaultKind.VALUE, chain, n, f"第 {n} 条的个人信息“{name}”已记为删除，却还在")

    def _missing(self, until: int | None) -> None:
        """Chains whose row is there and whose entries are not, up to a chain that is."""
        while self._head is not None and (until is None or self._head[0] < until):
            chain, _, length = self._head
            if length:
                self._find.add(FaultKind.MISSING_CHAIN, chain, 0, f"链 {chain} 应有 {length} 条，一条也没有了")
                self._find.gone(chain, 1, length)
            self._head = next(self._heads, None)

    def _read_values(self, after: tuple[int, int], until: tuple[int, int] | None) -> None:
        sql = VALUES.format(until="and (chain, n) <= (%s, %s) " if until else "")
        self._beside = {}
        for chain, n, name, salt, text in store.rows(sql, (*after, *(until or ()))):
            good = isinstance(salt, bytes) and isinstance(text, str)
            self._beside.setdefault((chain, n), {})[name] = (salt, text) if good else (b"", "")

    def _commitments(self, data: bytes, start: int, n: int) -> None:
        chain = self._chain or 0
        beside = self._beside.pop((chain, n), {})
        committed = json.loads(data[start : data.index(b"}", start) + 1])
        hashed = hasher(json.loads(data)["alg"]) if MARK not in data else None
        for name, commitment in committed.items():
            value = beside.pop(name, None)
            if value is None:
                self._lost.append((n, name))
                continue
            self.values += 1
            self._kept.append((n, name))
            salted = value[0] + value[1].encode()
            if (hashed(salted).hex() if hashed else sha256(salted).hexdigest()) != commitment:
                self._find.add(FaultKind.VALUE, chain, n, f"第 {n} 条的个人信息“{name}”与承诺值不符")
        if beside:
            self._find.add(FaultKind.VALUE, chain, n, f"第 {n} 条旁边多出个人信息“{'、'.join(beside)}”")

    def _note_erased(self, data: bytes) -> None:
        for one in json.loads(data)["facts"].get("erased", ()):
            self._said.add((one["n"], one["name"]))


def _padded(at: str) -> str:
    """A stored instant with all six digits: SQLite leaves out .000000, PostgreSQL zeros at the end."""
    return f"{at}.".ljust(INSTANT, "0") if len(at) == 19 else at.ljust(INSTANT, "0")


def _heads() -> Iterator[tuple[int, bytes, int]]:
    """Heads and lengths of all chains in order of number, wherever they lie."""
    return merge(_pages(_own), _pages(ports.heads))


def _own(after: int, limit: int) -> list[tuple[int, bytes, int]]:
    sql = f"select id, head, length from ledger_chain where id > %s order by id limit {int(limit)}"
    return [(chain, bytes(head), length) for chain, head, length in store.rows(sql, (after,))]


def _pages(source: Callable[[int, int], Any]) -> Iterator[tuple[int, bytes, int]]:
    after = -(2**62)
    while found := source(after, PAGE):
        yield from found
        after = found[-1][0]
