"""What the record hands out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from yiwang.kernel import canonical
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
    """An entry as it is read: `facts` and `actor` come from the hashed text, `pos` once it is sealed (0 before). `recorded_at` is when what an import brought
    was written down, None where that is `at` itself."""

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
    recorded_at: datetime | None = None

    @property
    def short(self) -> str:
        """The first eight digits, as screens show them."""
        return self.hash.hex()[:8]


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A root over the first `size` positions, signed. `message` is the text under the signature."""

    size: int
    root: bytes
    at: datetime
    algorithm: str
    signer: str
    signature: bytes

    def message(self) -> bytes:
        said = {"algorithm": self.algorithm, "at": canonical.instant(self.at), "root": self.root.hex(), "size": self.size}
        return canonical.text(said).encode()


@dataclass(frozen=True, slots=True)
class HandOver:
    """One key ends and another begins. `signature` is the old key's over `message`: whoever trusted the one may trust the other."""

    old: str
    new: str
    pem: str
    at: datetime
    signature: bytes = b""

    def message(self) -> bytes:
        return canonical.text({"at": canonical.instant(self.at), "new": self.new, "old": self.old, "pem": self.pem}).encode()


class FaultKind(StrEnum):
    """What the verifier may find."""

    CHANGED = "changed"  # an entry's text, hash or columns are not what was written
    REMOVED = "removed"  # an entry is gone from the middle of a chain
    ADDED = "added"  # an entry that the chain's row knows nothing of
    SWAPPED = "swapped"  # an entry lies at another place than its text says
    CUT = "cut"  # the end of a chain, or of the whole record, is gone
    MISSING_CHAIN = "missing_chain"  # a chain of which nothing is left
    REWRITTEN = "rewritten"  # consistent in itself, but not what was sealed or published
    UNSEALED = "unsealed"  # older than the seal, yet without a position
    POSITION = "position"  # the positions are not dense, or two name one entry
    HEAD = "head"  # a signed head does not agree with the record, or was not signed by our key
    VALUE = "value"  # a personal value does not match its commitment, or is gone without an entry that says so

    @property
    def title(self) -> str:  # type: ignore[override]  # what people call it, not a capital letter
        return _TITLES[self]


_TITLES = {
    FaultKind.CHANGED: "改动", FaultKind.REMOVED: "删除", FaultKind.ADDED: "插入", FaultKind.SWAPPED: "调换", FaultKind.CUT: "截尾",
    FaultKind.MISSING_CHAIN: "整链缺失", FaultKind.REWRITTEN: "整链改写", FaultKind.UNSEALED: "漏封", FaultKind.POSITION: "序号",
    FaultKind.HEAD: "封签", FaultKind.VALUE: "个人信息",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something the verifier found. `chain` and `n` are 0 where the fault is not one entry's."""

    kind: FaultKind
    chain: int
    n: int
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the verifier read and found. `published` is the size of the published record, 0 when there was none to compare with."""

    entries: int
    chains: int
    values: int
    erased: int
    positions: int
    heads: int
    published: int
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True)
class Parked:
    """An entry a reader failed on and passed by."""

    id: int
    reader: str
    pos: int
    error: str
    at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a reader is: `behind` positions, `parked` entries put aside, `holder` who works on it just now."""

    reader: str
    pos: int
    behind: int
    parked: int
    holder: str


class PublicKey(Protocol):
    """A key by its name, as a PEM."""

    @property
    def signer(self) -> str: ...

    @property
    def pem(self) -> str: ...


class Stamper(Protocol):
    """Signs a head with a key that is not in the database (from `trust`)."""

    def signer(self) -> str:
        """The key's name."""

    def sign(self, message: bytes) -> bytes:
        """The signature over `message`."""

    def verify(self, signer: str, message: bytes, signature: bytes) -> bool:
        """Whether `signature` is the named key's over `message`."""

    def public(self) -> Sequence[PublicKey]:
        """All keys that sign or signed, the present one first."""


class Keyring(Stamper, Protocol):
    """A stamper whose key can be changed."""

    def hand_over(self, at: datetime) -> HandOver:
        """A new key signs from now on, the old one never again."""

    def handed_over(self) -> HandOver | None:
        """A change of key that may not yet stand in the record."""

    def settled(self) -> None:
        """It does now."""


Handle = Callable[[Recorded], None]
Heads = Callable[[int, int], Sequence[tuple[int, bytes, int]]]  # up to `limit` (chain, head, length) with chain > `after`, ascending
Named = Callable[[str], int | None]  # a reference → its chain
