"""One secret of 32 bytes in `keys/secret`; every use has a key of its own derived from it (HKDF, RFC 5869)."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from yiwang.engines.trust.rooms import folder as files


def derived(use: str) -> bytes:
    """32 bytes for one use (`seal:otp`, `token:receipt`, `query`)."""
    place = files.folder() / "secret"
    return _derived(use, _secret(place, *_stamp(place)))


def _stamp(place: Path) -> tuple[int, int, int]:
    try:
        seen = os.stat(place)
    except FileNotFoundError:
        files.first(place, lambda: os.urandom(32))
        seen = os.stat(place)
    return seen.st_ino, seen.st_mtime_ns, seen.st_mode


@lru_cache(maxsize=4)
def _secret(place: Path, inode: int, changed: int, mode: int) -> bytes:
    found = files.read(place)
    if len(found) != 32:
        raise ValueError(f"{place} holds {len(found)} bytes, not 32: restore it from the backup")
    return found


@lru_cache(maxsize=128)
def _derived(use: str, secret: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"yiwang:" + use.encode()).derive(secret)
