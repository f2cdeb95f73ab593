"""Key files: each made whole or not at all, readable by the owner alone, refused when others can read them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from yiwang.engines.trust.types import Exposed
from yiwang.kernel import disk


def folder() -> Path:
    """`<data>/keys`, made for the owner alone."""
    place: Path = settings.DATA / "keys"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def first(place: Path, make: Callable[[], bytes]) -> bytes:
    """The content of a file, made at first use. Two first uses at once end with the same content: whoever links first wins."""
    if not place.exists():
        part = written_aside(place, make())
        try:
            os.link(part, place)
        except FileExistsError:
            pass
        finally:
            part.unlink()
        disk.settle(place.parent)
    return read(place)


def replace(place: Path, content: bytes) -> None:
    """Puts new content in place in one step."""
    os.replace(written_aside(place, content), place)
    disk.settle(place.parent)


def read(place: Path) -> bytes:
    """The content of a secret file. Raises Exposed when others could have read it."""
    with place.open("rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        if mode & 0o077:
            raise Exposed(f"{place} can be read by others (mode {mode & 0o777:o}): chmod 600 it, and rotate the key if they may have")
        return file.read()


def written_aside(place: Path, content: bytes) -> Path:
    part = place.with_name(f".{place.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return part
