"""Signing heads: Ed25519 (RFC 8032) with the key in `keys/signing.pem`. Retired keys stay as public keys only: they verify, they never sign again."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from yiwang.engines.ledger.types import HandOver
from yiwang.engines.trust.rooms import folder as files
from yiwang.engines.trust.types import PublicKey

RETIRED, CHANGE = "retired-*.pub.pem", "change.json"


class Keys:
    """The keys of one folder. Implements the ledger's Stamper; notices a rotation by another process."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._stamp: tuple[int, int, int] | None = None
        self._private: Ed25519PrivateKey | None = None
        self._public: dict[str, Ed25519PublicKey] = {}

    def signer(self) -> str:
        """The name of the key that signs now: `ed25519:` and 16 digits of the SHA-256 of the public key."""
        return named(self._current().public_key())

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self._current().sign(message)

    def verify(self, signer: str, message: bytes, signature: bytes) -> bool:
        """Whether the key of that name, the present or a retired one, signed the message. An unknown name never did."""
        key = self._known(signer)
        if key is None:
            return False
        try:
            key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def public(self) -> tuple[PublicKey, ...]:
        """All public keys, the present one first: what is published."""
        present = self._current().public_key()
        retired = sorted(self._folder.glob(RETIRED))
        others = [(named(key), place.read_text()) for place in retired for key in [_public(place.read_bytes())] if named(key) != named(present)]
        return (PublicKey(named(present), _pem(present).decode(), False), *(PublicKey(name, pem, True) for name, pem in others))

    def public_pem(self) -> str:
        return self.public()[0].pem

    def hand_over(self, at: datetime) -> HandOver:
        """A new key signs from now on; the old private key is gone, its public key stays. The old key's last signature is under the new one's name."""
        with (self._folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two rotations at once: one after the other, and no public key is lost
            private, fresh = self._current(), _fresh()
            old, new = private.public_key(), _private(fresh).public_key()
            bare = HandOver(named(old), named(new), _pem(new).decode(), at)
            given = replace(bare, signature=private.sign(bare.message()))
            said = {"old": given.old, "new": given.new, "pem": given.pem, "at": given.at.isoformat(), "signature": given.signature.hex()}
            files.replace(self._folder / CHANGE, json.dumps(said).encode())
            files.replace(self._folder / f"retired-{given.old.rpartition(':')[2]}.pub.pem", _pem(old))
            files.replace(self._folder / "signing.pem", fresh)
            return given

    def handed_over(self) -> HandOver | None:
        """The last change of key, when nobody has said yet that it stands in the record. One that was killed before the key changed is none."""
        try:
            said = json.loads(files.read(self._folder / CHANGE))
        except FileNotFoundError:
            return None
        if said["new"] != self.signer():
            return None
        return HandOver(said["old"], said["new"], said["pem"], datetime.fromisoformat(said["at"]), bytes.fromhex(said["signature"]))

    def settled(self) -> None:
        """It stands in the record."""
        (self._folder / CHANGE).unlink(missing_ok=True)

    def _current(self) -> Ed25519PrivateKey:
        place = self._folder / "signing.pem"
        if not place.exists():
            files.first(place, _fresh)
        seen = os.stat(place)  # before reading: whoever rotates in between is noticed next time
        stamp = (seen.st_ino, seen.st_mtime_ns, seen.st_mode)
        if self._private is None or stamp != self._stamp:
            self._private, self._stamp = _private(files.read(place)), stamp
        return self._private

    def _known(self, signer: str) -> Ed25519PublicKey | None:
        if signer not in self._public:
            self._public = {key.signer: _public(key.pem.encode()) for key in self.public()}
        return self._public.get(signer)


def named(key: Ed25519PublicKey) -> str:
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return "ed25519:" + hashlib.sha256(raw).hexdigest()[:16]


def _private(pem: bytes) -> Ed25519PrivateKey:
    found = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(found, Ed25519PrivateKey):
        raise TypeError("signing.pem does not hold an Ed25519 key")
    return found


def _fresh() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def _public(pem: bytes) -> Ed25519PublicKey:
    key = serialization.load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("not an Ed25519 public key")
    return key
