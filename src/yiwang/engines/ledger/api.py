"""The door to the record.

Writing: `compose` and `fragments` for whoever holds a chain's lock itself (cases), `append` for all other subjects, `erase` for personal values.
Reading: `history`, `entry`, `values`, `feed`. Following: `seal` gives positions, `follow` hands them to readers, `parked` is what they put aside.
Evidence: `sign_head` signs and publishes (in the folder `published`), `rotate_key` changes the key, `receipt` is for outsiders, `verify` names what is
wrong. The city plugs in `plug` and `plug_chains`. Brought in from another database: `arrive`.
"""

from __future__ import annotations

from yiwang.engines.ledger.rooms.chains import append, lock_chain
from yiwang.engines.ledger.rooms.command import command
from yiwang.engines.ledger.rooms.compose import ALGORITHMS, compose, digest, fragments
from yiwang.engines.ledger.rooms.erasing import ERASED, erase, erased_facts, erasing
from yiwang.engines.ledger.rooms.following import follow, release
from yiwang.engines.ledger.rooms.grants import grants
from yiwang.engines.ledger.rooms.handing import ROTATED, rotate_key
from yiwang.engines.ledger.rooms.heads import heads, latest, sign_head
from yiwang.engines.ledger.rooms.journal import journal
from yiwang.engines.ledger.rooms.lags import Lag, lags, unsealed
from yiwang.engines.ledger.rooms.nodes import inclusion, root
from yiwang.engines.ledger.rooms.parking import older, parked, rebuild, retry_parked, standings
from yiwang.engines.ledger.rooms.ports import plug, plug_chains, published
from yiwang.engines.ledger.rooms.publishing import Contradicted
from yiwang.engines.ledger.rooms.reading import answered, chain_of, entry, feed, history, values
from yiwang.engines.ledger.rooms.receipts import VERIFIER, chain_named, receipt
from yiwang.engines.ledger.rooms.sealer import arrive, position, seal
from yiwang.engines.ledger.rooms.verifying import verify
from yiwang.engines.ledger.types import (
    GENESIS,
    Fault,
    FaultKind,
    Handle,
    HandOver,
    Heads,
    Keyring,
    Named,
    Parked,
    Personal,
    PublicKey,
    Recorded,
    Report,
    SignedHead,
    Stamper,
    Standing,
    Written,
)

__all__ = [
    "ALGORITHMS",
    "ERASED",
    "GENESIS",
    "ROTATED",
    "VERIFIER",
    "Contradicted",
    "Fault",
    "FaultKind",
    "HandOver",
    "Handle",
    "Heads",
    "Keyring",
    "Lag",
    "Named",
    "Parked",
    "Personal",
    "PublicKey",
    "Recorded",
    "Report",
    "SignedHead",
    "Stamper",
    "Standing",
    "Written",
    "answered",
    "append",
    "arrive",
    "chain_named",
    "chain_of",
    "command",
    "compose",
    "digest",
    "entry",
    "erase",
    "erased_facts",
    "erasing",
    "feed",
    "follow",
    "fragments",
    "grants",
    "heads",
    "history",
    "inclusion",
    "journal",
    "lags",
    "latest",
    "lock_chain",
    "older",
    "parked",
    "plug",
    "plug_chains",
    "position",
    "published",
    "rebuild",
    "receipt",
    "release",
    "retry_parked",
    "root",
    "rotate_key",
    "seal",
    "sign_head",
    "standings",
    "unsealed",
    "values",
    "verify",
]
