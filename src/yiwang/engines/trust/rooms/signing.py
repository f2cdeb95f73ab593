"""Signing heads: Ed25519 (RFC 8032) with the key in `keys/signing.pem`. Retired keys stay as public keys only: they verify, they never sign again."""

from __future__ import annotations

import fcntl
import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from yiwang.engines.trust.rooms import folder as files
from yiwang.engines.trust.types import PublicKey

RETIRED = "retired-*.pub.pem"


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

    def rotate(self) -> str:
        """A new key signs from now on; the old private key is gone, its public key stays. Returns the new key's name."""
        with (self._folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two rotations at once: one after the other, and no public key is lost
            old = self._current().public_key()
            files.replace(self._folder / f"retired-{named(old).rpartition(':')[2]}.pub.pem", _pem(old))
            files.replace(self._folder / "signing.pem", _fresh())
            return self.signer()

    def _current(self) -> Ed25519PrivateKey:
        place = self._folder / "signing.pem"
        if not place.exists():
            files.first(place, _fresh)
        seen = os.stat(place)  # before reading: whoever rotates in between is noticed next time
        stamp = (seen.st_ino, seen.st_mtime_ns, seen.st_mode)
        if self._private is None or stamp != self._stamp:
            private = serialization.load_pem_private_key(files.read(place), password=None)
            if not isinstance(private, Ed25519PrivateKey):
                raise TypeError(f"{place} does not hold an Ed25519 key")
            self._private, self._stamp = private, stamp
        return self._private

    def _known(self, signer: str) -> Ed25519PublicKey | None:
        if signer not in self._public:
            self._public = {key.signer: _public(key.pem.encode()) for key in self.public()}
        return self._public.get(signer)


def named(key: Ed25519PublicKey) -> str:
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return "ed25519:" + hashlib.sha256(raw).hexdigest()[:16]


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
