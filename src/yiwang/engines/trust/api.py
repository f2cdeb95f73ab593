"""The door to keys. Nothing here writes to the database, and no key ever leaves the data folder.

Heads: `stamper` (the ledger's Stamper), `public_keys`, `public_pem`. Secrets at rest: `seal`, `unseal`.
For other systems: `assertion` signs a statement about somebody, `read_assertion`, `public_set`, `pseudonym`.
Links and codes: `token`, `read_token`, `rotate_tokens`, `query_code`, `is_query_code`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from yiwang.engines.trust.rooms.assertions import public_set
from yiwang.engines.trust.rooms.assertions import read as read_assertion
from yiwang.engines.trust.rooms.assertions import signed as assertion
from yiwang.engines.trust.rooms.folder import folder
from yiwang.engines.trust.rooms.sealing import seal, unseal
from yiwang.engines.trust.rooms.secret import rotate_tokens
from yiwang.engines.trust.rooms.signing import Keys
from yiwang.engines.trust.rooms.tokens import is_query_code, pseudonym, query_code, read_token, token
from yiwang.engines.trust.types import Exposed, PublicKey, Unreadable

__all__ = [
    "Exposed", "Keys", "PublicKey", "Unreadable", "assertion", "is_query_code", "pseudonym", "public_keys", "public_pem", "public_set", "query_code",
    "read_assertion", "read_token", "rotate_tokens", "seal",
    "stamper", "token", "unseal",
]


def stamper() -> Keys:
    """The keys of this city's data folder: what the ledger is given to sign its heads."""
    return _keys(folder())


def public_keys() -> tuple[PublicKey, ...]:
    """All keys that sign or signed heads, the present one first."""
    return stamper().public()


def public_pem() -> str:
    """The present public key (PEM, SubjectPublicKeyInfo)."""
    return stamper().public_pem()


@lru_cache(maxsize=8)
def _keys(place: Path) -> Keys:
    return Keys(place)
