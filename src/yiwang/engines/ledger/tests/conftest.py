"""A record to try things on: a key of one's own, a published folder, short chains, and a hand that the database does not stop."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.rooms import ports
from yiwang.engines.ledger.rooms.compose import hasher
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind

CLERK = Actor(account=7, person=7, name="何清", unit=3, unit_name="市规划局", post=4, post_name="窗口", tenure=5)
SAID = Act("trial.said", Kind.CHANGED, "{actor} 说了话", personal=("party",))


@dataclass(frozen=True)
class Public:
    signer: str
    pem: str


class Keys:
    """A stamper with one Ed25519 key, named as the city names its keys."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()
        raw = self._key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        self._name = "ed25519:" + hashlib.sha256(raw).hexdigest()[:16]

    def signer(self) -> str:
        return self._name

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)

    def verify(self, signer: str, message: bytes, signature: bytes) -> bool:
        try:
            self._key.public_key().verify(signature, message)
        except InvalidSignature:
            return False
        return signer == self._name

    def public(self) -> list[Public]:
        pem = self._key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        return [Public(self._name, pem.decode())]


@pytest.fixture
def keys() -> Keys:
    return Keys()


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return tmp_path / "published"


@pytest.fixture(autouse=True)
def plugged(keys: Keys, published: Path) -> Iterator[None]:
    """The ports as a city without cases would have them; as they were afterwards."""
    before = vars(ports._plugged).copy()
    ledger.plug(stamper=keys, published=published)
    ledger.plug_chains(heads=lambda after, limit: (), named=lambda ref: None)
    yield
    vars(ports._plugged).update(before)


Write = Callable[..., int]


@pytest.fixture
def write(at: datetime) -> Write:
    """`write("unit:1", 3, personal={"party": "沈砚秋"})` appends entries and returns the chain's number."""

    def made(subject: str, count: int = 1, **words: object) -> int:
        for i in range(count):
            with store.atomic():
                said = {"facts": {"i": i}, "key": f"{subject}-{i}", **words}
                entry = ledger.append(subject=subject, act=SAID, actor=CLERK, at=at, **said)  # type: ignore[arg-type]
        return entry.chain

    return made


@pytest.fixture
def sealed(at: datetime, write: Write) -> dict[str, int]:
    """Six chains of five entries, the third with a personal value each; sealed, signed and published."""
    chains = {f"unit:{i}": write(f"unit:{i}", 5, **({"personal": {"party": "沈砚秋", "phone": "13800001234"}} if i == 3 else {})) for i in range(1, 7)}
    while ledger.seal(at=at):
        pass
    assert ledger.sign_head(at=at) is not None
    return chains


def loosen() -> None:
    """What whoever owns the database can do: the guards are taken off."""
    if connection.vendor == "postgresql":
        for table in ("ledger_entry", "ledger_feed", "ledger_head", "ledger_value"):
            store.execute(f"alter table {table} disable trigger user")
        store.execute("alter table ledger_entry drop constraint ledger_entry_actor")
        return
    for (name,) in store.rows("select name from sqlite_master where type = 'trigger'"):
        store.execute(f"drop trigger {name}")


@pytest.fixture
def forge() -> Callable[..., None]:
    return forged


def forged(chain: int, n: int, old: str, new: str, *, on: bool = True, leaf: bool = False) -> None:
    """Changes the text of entry `n` and computes its hash anew; `on`: and every later entry and the chain's head; `leaf`: and the positions."""
    rows = store.rows("select n, body, hash from ledger_entry where chain = %s and n >= %s order by n", (chain, n))
    before = ""
    for place, body, _ in rows:
        text = body.replace(old, new) if place == n else body
        if place > n:
            text = text.replace(json.loads(text)["prev"], before)
        found = hasher("sha256")(text.encode())
        before = found.hex()
        store.execute("update ledger_entry set body = %s, hash = %s where chain = %s and n = %s", (text, found, chain, place))
        if leaf:
            store.execute("update ledger_feed set leaf = %s where chain = %s and n = %s", (found, chain, place))
        if not on:
            return
    store.execute("update ledger_chain set head = %s where id = %s", (bytes.fromhex(before), chain))
