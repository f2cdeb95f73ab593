"""The published record: files outside the database, made to be copied away. `leaves.bin` 32 bytes a position, `heads.jsonl` a signed head a line.

Leaves reach the disk before their head is signed; heads are appended after the commit. Whatever a crash leaves is finished at the next turn.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from yiwang.engines.ledger.types import SignedHead, Stamper
from yiwang.engines.store import api as store
from yiwang.kernel import canonical, clock, disk
from yiwang.kernel.errors import Declined

LEAF, CHUNK = 32, 20_000
LEAVES, HEADS = "leaves.bin", "heads.jsonl"


class Contradicted(Declined):
    """The published record and the database disagree: the database was changed, restored from an older copy, or is another city's."""


class Folder:
    """The folder, held by one process at a time while open."""

    def __init__(self, place: Path):
        self.place = place
        self._lock: IO[str] | None = None

    def __enter__(self) -> Folder:
        self.place.mkdir(parents=True, exist_ok=True)
        self._lock = (self.place / ".lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._lock is not None:
            self._lock.close()

    def finish(self) -> None:
        """Appends heads that are signed but not yet published. Raises Contradicted when the last published one is not the database's."""
        place = self.place / HEADS
        last = self._last(place)
        if last is not None:
            found = store.rows("select root, signature from ledger_head where size = %s", (last["size"],))
            if not found or (bytes(found[0][0]).hex(), bytes(found[0][1]).hex()) != (last["root"], last["signature"]):
                raise Contradicted(f"{place} has a signed head over {last['size']} positions that the database does not have; see `ledger verify`")
        sql = "select size, root, at, algorithm, signer, signature from ledger_head where size > %s order by size"
        new = store.rows(sql, (last["size"] if last else 0,))
        if not new:
            return
        self.leaves(new[-1][0])
        with place.open("ab") as file:
            for size, root, at, algorithm, signer, signature in new:
                file.write(line(SignedHead(size, bytes(root), store.instant(at), algorithm, signer, bytes(signature))))
            _settled(file, self.place)

    def leaves(self, size: int) -> None:
        """Brings the leaves to `size` positions. What lies beyond the last published head was never promised and is written again."""
        place, last = self.place / LEAVES, self._last(self.place / HEADS)
        with place.open("r+b" if place.exists() else "w+b") as file:
            whole = os.fstat(file.fileno()).st_size // LEAF
            kept = min(whole, last["size"] if last else 0, size)
            file.truncate(kept * LEAF)
            file.seek(kept * LEAF)
            while kept < size:
                sql = f"select leaf from ledger_feed where pos > %s and pos <= %s order by pos limit {CHUNK}"
                rows = store.rows(sql, (kept, size))
                if not rows:
                    raise Contradicted(f"the database has fewer than {size} positions")
                file.write(b"".join(bytes(leaf) for (leaf,) in rows))
                kept += len(rows)
            _settled(file, self.place)

    def keys(self, stamper: Stamper) -> None:
        """The public keys, a file each, named like the key."""
        for key in stamper.public():
            place = self.place / f"{key.signer.replace(':', '-')}.pem"
            if not place.exists():
                place.write_text(key.pem)

    def _last(self, place: Path) -> dict[str, Any] | None:
        """The last published head. A line that a crash cut off is removed."""
        if not place.exists():
            return None
        with place.open("r+b") as file:
            end = file.seek(0, os.SEEK_END)
            start = max(0, end - 4096)
            file.seek(start)
            tail = file.read()
            whole = tail.rfind(b"\n") + 1
            if whole < len(tail):
                file.truncate(start + whole)
            lines = tail[:whole].splitlines()
        return json.loads(lines[-1]) if lines else None


def line(head: SignedHead) -> bytes:
    said = {"algorithm": head.algorithm, "at": canonical.instant(head.at), "root": head.root.hex(), "signature": head.signature.hex(),
            "signer": head.signer, "size": head.size}
    return canonical.text(said).encode() + b"\n"


def published_heads(place: Path) -> Iterator[SignedHead]:
    """The heads of a published folder, in order. A last line without its end is left out."""
    file = place / HEADS
    if not file.exists():
        return
    with file.open("rb") as lines:
        for text in lines:
            if not text.endswith(b"\n"):
                return
            said = json.loads(text)
            yield SignedHead(said["size"], bytes.fromhex(said["root"]), clock.parse(said["at"]), said["algorithm"], said["signer"],
                             bytes.fromhex(said["signature"]))


def _settled(file: IO[bytes], place: Path) -> None:
    file.flush()
    os.fsync(file.fileno())
    disk.settle(place)
