"""What the record hands out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from yiwang.kernel.acts import Kind

GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Personal:
    """A personal value on its way to lie beside its entry."""

    name: str
    salt: bytes
    text: str
    commitment: bytes


@dataclass(frozen=True, slots=True)
class Written:
    """An entry composed and hashed, not yet stored."""

    chain: int
    n: int
    hash: bytes
    act: str
    kind: Kind
    at: datetime
    key: str | None
    body: str
    personal: tuple[Personal, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry as it is read: `facts` and `actor` come from the hashed text, `pos` once it is sealed (0 before)."""

    id: int
    chain: int
    n: int
    hash: bytes
    act: str
    kind: Kind
    at: datetime
    subject: str
    actor: Mapping[str, Any]
    facts: Mapping[str, Any]
    key: str | None = None
    pos: int = 0

    @property
    def short(self) -> str:
        """The first eight digits, as screens show them."""
        return self.hash.hex()[:8]


@dataclass(frozen=True, slots=True)
class SignedHead:
    size: int
    root: bytes
    at: datetime
    algorithm: str
    signer: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """Something the verifier found: `kind` is changed, removed, added, swapped, cut, missing_chain, rewritten, position, head, value."""

    kind: str
    chain: int
    n: int
    text: str


class Stamper(Protocol):
    """Signs a head with a key that is not in the database (from `trust`)."""

    def signer(self) -> str:
        """The key's name."""

    def sign(self, message: bytes) -> bytes:
        """The signature over `message`."""

    def verify(self, signer: str, message: bytes, signature: bytes) -> bool:
        """Whether `signature` is the named key's over `message`."""
