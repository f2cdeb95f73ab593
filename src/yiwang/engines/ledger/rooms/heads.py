"""Signing heads: the root over all positions so far, signed with a key outside the database, published outside the database."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from yiwang.engines.ledger.rooms import nodes, ports, publishing, sealer
from yiwang.engines.ledger.types import SignedHead, Stamper
from yiwang.engines.store import api as store
from yiwang.kernel.errors import Declined

ENTRIES, EVERY = 1000, timedelta(seconds=60)  # a head is due after this many new entries, or this long after the last if there are any
COLUMNS = "size, root, at, algorithm, signer, signature"
HEAD = f"insert into ledger_head ({COLUMNS}) values (%s, %s, %s, %s, %s, %s)"


def sign_head(*, at: datetime, stamper: Stamper | None = None, publish_to: Path | None = None, now: bool = False) -> SignedHead | None:
    """Signs and publishes a head when one is due (`now`: when there is anything new), else finishes what a crash left unpublished.

    Returns the new head or None. Raises Declined when no stamper is plugged, Contradicted when the published record knows otherwise.
    """
    signer = ports.stamper(stamper)
    if signer is None:
        raise Declined("no stamper is plugged into the ledger: heads cannot be signed")
    with publishing.Folder(ports.published(publish_to)) as folder:
        folder.finish()
        size = sealer.position()
        if not due(latest(), size, at, now):
            return None
        folder.leaves(size)
        with store.atomic():
            store.rows("select id from ledger_sealing where id = 1" + store.lock())
            if not due(latest(), size, at, now):
                return None
            nodes.grow()
            head = signed(size, at, signer)
            store.execute(HEAD, (head.size, head.root, head.at, head.algorithm, head.signer, head.signature))
        folder.keys(signer)
        folder.finish()
        return head


def due(last: SignedHead | None, size: int, at: datetime, now: bool = False) -> bool:
    if last is None:
        return size > 0
    return size > last.size and (now or size - last.size >= ENTRIES or abs(at - last.at) >= EVERY)


def signed(size: int, at: datetime, signer: Stamper) -> SignedHead:
    bare = SignedHead(size, nodes.root(size), at, settings.HASH, signer.signer(), b"")
    return SignedHead(size, bare.root, at, bare.algorithm, bare.signer, signer.sign(bare.message()))


def latest() -> SignedHead | None:
    return next(iter(_read("order by size desc limit 1", ())), None)


def over(pos: int) -> SignedHead | None:
    """The first head that has position `pos` under it."""
    return next(iter(_read("where size >= %s order by size limit 1", (pos,))), None)


def heads(*, after: int = 0, limit: int = 100) -> list[SignedHead]:
    """Signed heads over more than `after` positions, in order."""
    return _read(f"where size > %s order by size limit {int(limit)}", (after,))


def newest(limit: int) -> list[SignedHead]:
    """The last heads, the newest first."""
    return _read(f"order by size desc limit {int(limit)}", ())


def _read(which: str, params: tuple[int, ...]) -> list[SignedHead]:
    rows = store.rows(f"select {COLUMNS} from ledger_head {which}", params)
    return [SignedHead(size, bytes(root), store.instant(at), algorithm, signer, bytes(signature)) for size, root, at, algorithm, signer, signature in rows]
