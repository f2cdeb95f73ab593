"""The verifier's way through the chains: every text hashed again, every link, column, commitment, and the row that knows how long a chain is.

One pass in order of (chain, n), with the personal values beside it in the same order; memory does not grow with the record.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from heapq import merge
from operator import itemgetter
from typing import Any

from yiwang.engines.ledger.rooms import ports
from yiwang.engines.ledger.rooms.compose import hasher
from yiwang.engines.ledger.rooms.findings import Findings
from yiwang.engines.ledger.types import GENESIS, FaultKind
from yiwang.engines.store import api as store

PAGE = 5000  # heads at a time
ENTRIES = "select e.id, e.chain, e.n, e.hash, e.act, e.kind, {at}, e.key, {body} from ledger_entry e order by e.chain, e.n"
VALUES = "select chain, n, name, salt, {text} from ledger_value order by chain, n, name"
POSTGRESQL = {"at": "((e.at at time zone 'utc')::text || '+00:00')::varchar", "body": "e.body", "text": "text"}
SQLITE = {"at": "e.at || '+00:00'", "body": "cast(e.body as blob)", "text": "case typeof(text) when 'text' then cast(text as blob) end"}
KEPT = "select 1 from ledger_value where chain = %s and n = %s and name = %s"
MARK = b',"alg":"sha256","at":"'
AFTER = len(MARK) + 34  # from the mark to what follows the instant
COMMIT = b'"commit":{'
INSTANT = 32  # characters of an instant
END: tuple[Any, ...] = (2**63, 0, "")  # behind the last value
quoted: Callable[[str], str] = json.encoder.encode_basestring
sha256 = hashlib.sha256
NAME = itemgetter(3)


class Chains:
    """`run()` goes through everything; counts lie in `entries`, `chains`, `values`, `erased`."""

    def __init__(self, findings: Findings, progress: Callable[[int], None]):
        self._find, self._progress = findings, progress
        self.entries = self.chains = self.values = self.erased = 0
        self._heads = _heads()
        self._head = next(self._heads, None)
        self._chain: int | None = None
        self._words: dict[tuple[str, str], tuple[str, str]] = {}
        self._columns = POSTGRESQL if store.is_postgresql() else SQLITE
        self._values = self._hashed()
        self._value = next(self._values, END)
        self._next, self._last, self._last_id, self._after_gap = 1, GENESIS, 0, False
        self._lost: list[tuple[int, str]] = []
        self._said: set[tuple[int, str]] = set()

    def run(self) -> None:
        for rows in store.batches("entries", ENTRIES.format(**self._columns)):
            self._rows(rows)
            self.entries += len(rows)
            self._progress(self.entries)
        self._close()
        self._missing(None)
        self._strange(END)

    def _rows(self, rows: list[tuple[Any, ...]]) -> None:
        """The hot loop, a few µs an entry: what does not look exactly as it must goes the slow way, which says why."""
        words, mine, last, last_id, due = self._words, self._chain, self._last, self._last_id, self._next
        for id_, chain, n, stored, act, kind, at, key, data in rows:
            if chain != mine:
                self._last, self._next = last, due
                self._turn(chain)
                mine, last, last_id, due = chain, GENESIS, 0, 1
            if n != due:
                self._next = due
                self._gap(n)
            due = n + 1
            try:
                when = at.replace(" ", "T")
                said, sort = words.get((act, kind)) or self._quoted(act, kind)
                place = data.find(f',"alg":"sha256","at":"{when if len(when) == INSTANT else _padded(when)}",'.encode())
                if (
                    place < 0
                    or sha256(data).digest() != stored
                    or not data.startswith(f'{{"chain":{chain},"n":{n},"prev":"{last.hex()}","act":{said},"actor":{{"'.encode())
                    or not data.startswith(f',"key":{"null" if key is None else quoted(key)},"kind":{sort},'.encode(), data.rfind(b',"key":'))
                ):
                    place, last_id = self._odd(data, stored, n, act, kind, when, key, last), 0
                elif id_ <= last_id:
                    self._find.add(FaultKind.REWRITTEN, chain, n - 1, f"第 {n - 1} 条是在第 {n} 条之后才写进去的")
                else:
                    last_id = id_
                if place >= 0 and data.startswith(COMMIT, place + AFTER):
                    self._commitments(data, place + AFTER, n)
                if kind == "erased":
                    self._note_erased(data)
                last, self._after_gap = stored, False
            except (TypeError, ValueError, KeyError, AttributeError, IndexError):  # a column of another type, a text that is no text
                self._find.add(FaultKind.CHANGED, chain, n, f"第 {n} 条读不出来")
                last, last_id, self._after_gap = b"", 0, True
        self._last, self._last_id, self._next = last, last_id, due

    def _turn(self, chain: int) -> None:
        """From one chain to the next."""
        if self._head == (self._chain, self._last, self._next - 1) and not self._lost and not self._said:  # nothing to say about it
            self.chains += 1
            self._head = next(self._heads, None)
        else:
            self._close()
        if self._head is None or self._head[0] != chain:
            self._missing(chain)
        self._chain = chain
        self._open()

    def _quoted(self, act: str, kind: str) -> tuple[str, str]:
        found = self._words[act, kind] = quoted(act), quoted(kind)
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
        if columns != (act, kind, key, _padded(at)):
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
        self._lost, self._said = [], set()

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
        for n, name in self._said:
            if store.rows(KEPT, (chain, n, name)):
                self._find.add(FaultKind.VALUE, chain, n, f"第 {n} 条的个人信息“{name}”已记为删除，却还在")

    def _missing(self, until: int | None) -> None:
        """Chains whose row is there and whose entries are not, up to a chain that is."""
        while self._head is not None and (until is None or self._head[0] < until):
            chain, _, length = self._head
            if length:
                self._find.add(FaultKind.MISSING_CHAIN, chain, 0, f"链 {chain} 应有 {length} 条，一条也没有了")
                self._find.gone(chain, 1, length)
            self._head = next(self._heads, None)

    def _strange(self, until: tuple[Any, ...]) -> None:
        """Values before a place that belong to no commitment: those of entries that have any are taken when their entry comes."""
        while self._value[:2] < until[:2]:
            chain, n = self._value[:2]
            self._find.add(FaultKind.VALUE, chain, n, f"第 {n} 条旁边有个人信息，但记录里没有它的承诺值")
            self._value = next(self._values, END)

    def _hashed(self) -> Iterator[tuple[Any, ...]]:
        """Each value's place, and how its commitment must read; behind that the value."""
        names: dict[str, str] = {}
        for rows in store.batches("values", VALUES.format(**self._columns)):
            for chain, n, name, salt, text in rows:
                try:
                    said = names.get(name) or names.setdefault(name, quoted(name))
                    yield chain, n, f'{said}:"{sha256(salt + text).hexdigest()}"', name, salt, text
                except TypeError:  # a column of another type
                    yield chain, n, "", name, salt, text

    def _commitments(self, data: bytes, start: int, n: int) -> None:
        """The values beside an entry, against what it says of them."""
        value, mine = self._value, self._chain
        if value[0] != mine or value[1] != n:
            self._strange((mine, n))
            value = self._value
        beside = []
        while value[1] == n and value[0] == mine:
            beside.append(value)
            value = next(self._values, END)
        self._value = value
        if len(beside) > 1:  # the text has them in the order of their letters, a database may have one of its own
            beside.sort(key=NAME)
        said = ",".join([one[2] for one in beside])
        if data.startswith(f'"commit":{{{said}}}'.encode(), start):
            self.values += len(beside)
        else:
            self._odd_commitments(data, start, n, {name: (salt, text) for _, _, _, name, salt, text in beside})

    def _odd_commitments(self, data: bytes, start: int, n: int, beside: dict[str, tuple[Any, Any]]) -> None:
        """Commitments under another hash, values that are gone, or were erased, or are not what was committed to."""
        chain = self._chain or 0
        committed = json.loads(data[start + 9 : data.index(b"}", start) + 1])
        hashed = hasher(json.loads(data)["alg"])
        for name, commitment in committed.items():
            value = beside.pop(name, None)
            if value is None:
                self._lost.append((n, name))
                continue
            self.values += 1
            if not all(isinstance(part, bytes) for part in value) or hashed(value[0] + value[1]).hex() != commitment:
                self._find.add(FaultKind.VALUE, chain, n, f"第 {n} 条的个人信息“{name}”与承诺值不符")
        if beside:
            self._find.add(FaultKind.VALUE, chain, n, f"第 {n} 条旁边多出个人信息“{'、'.join(map(str, beside))}”")

    def _note_erased(self, data: bytes) -> None:
        for one in json.loads(data)["facts"].get("erased", ()):
            self._said.add((one["n"], one["name"]))


def _padded(at: str) -> str:
    """A stored instant with all six digits: SQLite leaves out .000000, PostgreSQL zeros at the end."""
    told, zone = at[:-6], at[-6:]
    return (told if "." in told else f"{told}.").ljust(INSTANT - 6, "0") + zone


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
