"""A receipt: what an outsider needs to see, without us, that a chain's entries were recorded and lie under a signed head. It holds no personal value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yiwang.engines.ledger.rooms import heads, nodes, ports
from yiwang.engines.ledger.rooms.reading import chain_of
from yiwang.engines.ledger.types import Stamper
from yiwang.engines.store import api as store
from yiwang.kernel import canonical
from yiwang.kernel.errors import NotFound, Refused
from yiwang.kernel.reasons import Reason

FORMAT = "yiwang-receipt-1"
VERIFIER = Path(__file__).resolve().parents[1] / "outsider" / "verify_receipt.py"
NOT_YET = Reason("not-sealed-yet", "这一条记录刚刚写下，还没有签封。请过一分钟再来取回执。")


def receipt(*, chain: int, n: int | None = None, stamper: Stamper | None = None) -> dict[str, Any]:
    """The receipt for a chain up to entry `n` (the last sealed one unless given), as plain JSON values.

    Raises NotFound when there is no such entry, Refused when it is not under a signed head yet.
    """
    keys = ports.stamper(stamper)
    pos, upto, leaf = _place(chain, n)
    head = heads.over(pos)
    if head is None or keys is None:
        raise Refused(NOT_YET)
    pem = next((key.pem for key in keys.public() if key.signer == head.signer), "")
    bodies = store.rows("select body from ledger_entry where chain = %s and n <= %s order by n", (chain, upto))
    return {
        "format": FORMAT,
        "chain": chain,
        "n": upto,
        "entries": [body for (body,) in bodies],
        "hash": leaf.hex(),
        "position": pos,
        "path": [step.hex() for step in nodes.inclusion(pos, head.size, algorithm=head.algorithm)],
        "head": {"size": head.size, "root": head.root.hex(), "at": canonical.instant(head.at), "algorithm": head.algorithm},
        "signer": head.signer,
        "signature": head.signature.hex(),
        "key": pem,
    }


def chain_named(ref: str) -> int | None:
    """The chain of a reference as people write it: a case's, or a subject of its own (`unit:12`)."""
    return ports.named(ref.removeprefix("case:")) or chain_of(ref)


def _place(chain: int, n: int | None) -> tuple[int, int, bytes]:
    """Position, place and hash of the entry the receipt is for."""
    which, params = ("and e.n = %s", (chain, n)) if n is not None else ("order by e.n desc limit 1", (chain,))
    found = store.rows(f"select f.pos, f.n, f.leaf from ledger_entry e join ledger_feed f on f.entry = e.id where e.chain = %s {which}", params)
    if found:
        return found[0][0], found[0][1], bytes(found[0][2])
    if not store.rows("select 1 from ledger_entry where chain = %s and n = %s", (chain, n or 1)):
        raise NotFound(f"{chain}/{n}")
    raise Refused(NOT_YET)
