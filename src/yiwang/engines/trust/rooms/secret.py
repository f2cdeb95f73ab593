"""One secret of 32 bytes in `keys/secret`; every use has a key of its own derived from it (HKDF, RFC 5869).

Links can have newer secrets beside it, in `keys/tokens`: those can be changed. What is printed (query codes), what other systems know people by (pseudonyms)
and what is sealed at rest keep the first one: with another secret it would be lost.
"""

from __future__ import annotations

import fcntl
import json
import os
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from yiwang.engines.trust.rooms import folder as files

TOKENS, KEPT = "tokens", timedelta(days=90)


def derived(use: str) -> bytes:
    """32 bytes for one use (`seal:otp`, `token:receipt`, `query`)."""
    place = files.folder() / "secret"
    return _derived(use, _secret(place, *_stamp(place)))


def of_tokens(use: str, at: datetime) -> list[bytes]:
    """32 bytes for one use of links: of the present secret, then of those that ended less than KEPT ago."""
    return [_derived(use, bytes.fromhex(secret)) if secret else derived(use) for secret, ended in _tokens() if _good(ended, at)]


def rotate_tokens(at: datetime) -> None:
    """Another secret makes links from now on; those made before are read for KEPT."""
    with (files.folder() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        (present, _), *others = _tokens()
        known = [(os.urandom(32).hex(), None), (present, at.isoformat()), *(one for one in others if _good(one[1], at))]
        files.replace(files.folder() / TOKENS, json.dumps(known).encode())


def _good(ended: str | None, at: datetime) -> bool:
    return ended is None or at < datetime.fromisoformat(ended) + KEPT


def _tokens() -> list[tuple[str, str | None]]:
    """The secrets of links, the present one first, with when they ended; empty stands for the first one of all."""
    place = files.folder() / TOKENS
    try:
        seen = os.stat(place)
    except FileNotFoundError:
        return [("", None)]
    return _listed(place, seen.st_ino, seen.st_mtime_ns, seen.st_mode)


@lru_cache(maxsize=4)
def _listed(place: Path, inode: int, changed: int, mode: int) -> list[tuple[str, str | None]]:
    return [(secret, ended) for secret, ended in json.loads(files.read(place))]


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
