"""The verifier's way through the positions: dense, each the hash of its entry, under every signed head, and what was published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from yiwang.engines.ledger.rooms import heads, publishing
from yiwang.engines.ledger.rooms.compose import ALGORITHMS, hasher
from yiwang.engines.ledger.rooms.findings import MOST, Findings
from yiwang.engines.ledger.rooms.handing import Retired
from yiwang.engines.ledger.rooms.tree import Growing
from yiwang.engines.ledger.types import FaultKind, SignedHead, Stamper
from yiwang.engines.store import api as store

CHUNK = 1 << 12
PAIRS = (  # materialized: planned to read all of it, not the first of many
    "with odd as materialized (select f.pos, f.chain, f.n, e.id from ledger_feed f left join ledger_entry e on e.id = f.entry "
    f"where e.id is null or e.hash <> f.leaf or e.chain <> f.chain or e.n <> f.n) select * from odd order by pos limit {MOST}"
)
LEAVES = "select pos, leaf from ledger_feed order by pos"
COUNTS = "select (select count(*) from ledger_entry), (select count(*) from ledger_feed)"
UNSEALED = f"select e.chain, e.n from ledger_entry e where not exists (select 1 from ledger_feed f where f.entry = e.id) and {{due}} limit {MOST}"
SQLITE = "e.id <= (select last_entry from ledger_sealing where id = 1)"
POSTGRESQL = "pg_visible_in_snapshot(e.txid, (select coalesce(max(nullif(snapshot, '')), '1:1:')::pg_snapshot from ledger_sealing where id = 1))"


class Published:
    """A published folder as it is when the verifier begins: what comes later is not looked at."""

    def __init__(self, place: Path):
        leaves = place / publishing.LEAVES
        self.size = leaves.stat().st_size // publishing.LEAF if leaves.exists() else 0
        self.heads = list(publishing.published_heads(place)) if place.is_dir() else []
        self._leaves = leaves

    def leaves(self, start: int, count: int) -> bytes:
        """The hashes of `count` positions after `start`, as far as there are any."""
        if start >= self.size:
            return b""
        with self._leaves.open("rb") as file:
            file.seek(start * publishing.LEAF)
            return file.read(min(count, self.size - start) * publishing.LEAF)


class Positions:
    """`run()` goes through everything; counts lie in `positions` and `heads`."""

    def __init__(self, findings: Findings, published: Published, stamper: Stamper | None):
        self._find, self._published, self._stamper = findings, published, stamper
        self.positions = self.heads = 0
        self._retired = Retired(stamper)
        for said in self._retired.faults:
            findings.add(FaultKind.HEAD, 0, 0, said)
        self._trees = {name: Growing(hasher(name)) for name in ALGORITHMS}
        self._used = {row[0] for row in store.rows("select distinct algorithm from ledger_head")} | {h.algorithm for h in published.heads}
        if strange := self._used - set(ALGORITHMS):
            findings.add(FaultKind.HEAD, 0, 0, f"封签用了不认识的算法 {'、'.join(sorted(strange))}")

    def run(self) -> None:
        self._pairs()
        signed = _all_heads()
        head = next(signed, None)
        seen = {h.size: h for h in self._published.heads}
        for found in store.batches("leaves", LEAVES, CHUNK):
            rows = self._filled(found)
            done = 0
            while head is not None and head.size <= self.positions + len(rows) - done:
                step = head.size - self.positions
                self._grow(rows[done : done + step])
                done += max(0, step)
                self._head(head, seen.pop(head.size, None))
                head = next(signed, None)
            self._grow(rows[done:])
        while head is not None:
            self._find.add(FaultKind.CUT, 0, 0, f"封签覆盖 {head.size} 个序号，库里只有 {self.positions} 个")
            seen.pop(head.size, None)
            head = next(signed, None)
        self._ends(seen)

    def _filled(self, rows: list[tuple[int, bytes]]) -> list[bytes]:
        """The next leaves; a missing position is named and its place filled from what was published, so that the rest can be compared."""
        if rows[-1][0] == self.positions + len(rows):
            return [leaf if type(leaf) is bytes else b"" for _, leaf in rows]
        found, here = [], self.positions
        for pos, leaf in rows:
            if pos != here + 1:
                self._find.add(FaultKind.POSITION, 0, 0, f"序号 {here + 1} 至 {pos - 1} 不见了")
                count = max(0, min(pos - here - 1, CHUNK))
                lost = self._published.leaves(here, count)
                found += [lost[i : i + publishing.LEAF] for i in range(0, len(lost), publishing.LEAF)] or [b""] * count
            found.append(leaf if type(leaf) is bytes else b"")
            here = pos
        return found

    def _grow(self, leaves: Sequence[bytes]) -> None:
        if not leaves:
            return
        was = self._published.leaves(self.positions, len(leaves))
        now = b"".join(leaves)
        if was != now[: len(was)]:
            self._contradicted(was, leaves)
        for name, one in self._trees.items():
            if name in self._used:
                one.add(leaves)
        self.positions += len(leaves)

    def _contradicted(self, was: bytes, leaves: Sequence[bytes]) -> None:
        for i, leaf in enumerate(leaves[: len(was) // publishing.LEAF]):
            if leaf != was[i * publishing.LEAF : (i + 1) * publishing.LEAF]:
                pos = self.positions + i + 1
                chain, n = next(iter(store.rows("select chain, n from ledger_feed where pos = %s", (pos,))), (0, 0))
                self._find.add(FaultKind.REWRITTEN, chain, n, f"序号 {pos}（第 {n} 条）与已公布的散列值不符")

    def _head(self, head: SignedHead, known: SignedHead | None) -> None:
        self.heads += 1
        grown = self._trees.get(head.algorithm)
        if grown is not None and grown.root() != head.root:
            self._find.add(FaultKind.HEAD, 0, 0, f"覆盖 {head.size} 个序号的封签与记录算出的根不符")
        if self._stamper is not None and not self._stamper.verify(head.signer, head.message(), head.signature):
            self._find.add(FaultKind.HEAD, 0, 0, f"覆盖 {head.size} 个序号的封签，签名不是本市密钥所签")
        if said := self._retired.wrong(head):
            self._find.add(FaultKind.HEAD, 0, 0, f"覆盖 {head.size} 个序号的封签{said}")
        if known is not None and known != head:
            self._find.add(FaultKind.HEAD, 0, 0, f"覆盖 {head.size} 个序号的封签与已公布的不同")
        if known is None and self._published.heads and head.size < self._published.heads[-1].size:
            self._find.add(FaultKind.HEAD, 0, 0, f"覆盖 {head.size} 个序号的封签没有公布过")

    def _ends(self, unseen: dict[int, SignedHead]) -> None:
        for size in sorted(unseen):
            self._find.add(FaultKind.HEAD, 0, 0, f"已公布的覆盖 {size} 个序号的封签，库里没有")
        if self._published.size > self.positions:
            self._find.add(FaultKind.CUT, 0, 0, f"已公布 {self._published.size} 个序号，库里只有 {self.positions} 个")
        if self._published.heads and self._published.heads[-1].size > self._published.size:
            self._find.add(FaultKind.HEAD, 0, 0, f"公布的散列值只到序号 {self._published.size}，比已公布的封签短")
        known = store.rows("select position from ledger_sealing where id = 1")
        if not known or known[0][0] != self.positions:
            self._find.add(FaultKind.CUT, 0, 0, f"封存记到序号 {known[0][0] if known else '？'}，实有 {self.positions} 个")

    def _pairs(self) -> None:
        """Every position against its entry, every entry against its position."""
        found = store.rows(PAIRS)
        entries, positions = store.rows(COUNTS)[0]
        unsealed = []
        if found or entries != positions:  # otherwise each entry has its position
            unsealed = store.rows(UNSEALED.format(due=POSTGRESQL if store.is_postgresql() else SQLITE))
        for pos, chain, n, entry in found:
            if entry is not None:
                self._find.add(FaultKind.REWRITTEN, chain, n, f"第 {n} 条不是封存时的那一条（序号 {pos}）")
            elif not self._find.explained(chain, n):
                self._gone(pos, chain, n)
        for chain, n in unsealed:
            self._find.add(FaultKind.UNSEALED, chain, n, f"第 {n} 条早该封存，却没有序号")

    def _gone(self, pos: int, chain: int, n: int) -> None:
        """A sealed entry is gone and the chain's own row does not say so: named by what its position knows."""
        left = store.rows("select max(n) from ledger_entry where chain = %s", (chain,))[0][0]
        if left is None:
            self._find.add(FaultKind.MISSING_CHAIN, chain, 0, f"链 {chain} 整个不见了，连事项一起（序号 {pos}）")
            self._find.gone(chain, 1, 2**31)
        elif n > left:
            self._find.add(FaultKind.CUT, chain, n, f"第 {n} 条被截去，链头也改了（序号 {pos}）")
        else:
            self._find.add(FaultKind.REMOVED, chain, n, f"第 {n} 条不见了（序号 {pos}）")


def _all_heads() -> Iterator[SignedHead]:
    after = 0
    while found := heads.heads(after=after, limit=1000):
        yield from found
        after = found[-1].size
