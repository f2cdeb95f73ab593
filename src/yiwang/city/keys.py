"""The city's own secrets, made at the first start: a file each under `keys/` in the data folder, readable by the owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """The key that signs sessions. Two first starts at once end with the same key: whoever links first wins."""
    place = data / "keys" / "secret_key"
    if not place.is_file():
        _make(place, secrets.token_urlsafe(48))
    return place.read_text()


def metrics_token(data: Path) -> str:
    """What a collector of figures shows at `/metrics`."""
    place = data / "keys" / "metrics"
    if not place.is_file():
        _make(place, secrets.token_urlsafe(32))
    return place.read_text().strip()


def _make(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = place.with_name(f".{place.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(part, place)
    except FileExistsError:
        pass  # somebody else's first start was quicker: theirs holds
    finally:
        part.unlink()
