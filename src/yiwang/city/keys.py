"""The city's own secrets, made at the first start: a file each under `keys/` in the data folder, readable by the owner alone."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from yiwang.city.words import Trouble

KEPT = timedelta(days=14)  # after its end a secret still verifies what it signed: as long as a session may last
NAME, BEFORE, GIVEN = "secret_key", "secret_key.before", "YIWANG_SECRET"


def secret_key(data: Path) -> str:
    """The key that signs sessions. Two first starts at once end with the same key: whoever links first wins."""
    place = data / "keys" / NAME
    if not place.is_file():
        _make(place, secrets.token_urlsafe(48))
    return place.read_text()


def ended_keys(data: Path, at: datetime) -> list[str]:
    """Secrets that signed sessions until not long ago: what they signed is still good."""
    return [secret for secret, ended in _before(data) if at < ended + KEPT]


def rotate_secret(data: Path, at: datetime) -> None:
    """Another secret signs sessions from now on. Raises Trouble where the secret is given by a setting and not ours to change."""
    if os.environ.get(GIVEN):
        raise Trouble(f"会话的密钥由 {GIVEN} 给出：请在那里换，把原来的写到 {GIVEN}_BEFORE，两星期后删去。 The secret is a setting; change it there.")
    old = secret_key(data)
    with (data / "keys" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = [(old, at), *((secret, ended) for secret, ended in _before(data) if at < ended + KEPT)]
        _put(data / "keys" / BEFORE, json.dumps([(secret, ended.isoformat()) for secret, ended in known]))  # first: no moment without the old one
        _put(data / "keys" / NAME, secrets.token_urlsafe(48))


class Watched:
    """Takes up a secret that was changed while the process runs; asked at every request, it costs a look at the file."""

    def __init__(self, data: Path):
        self._data, self._stamp = data, _stamp(data)

    def refresh(self, settings: Any, at: datetime) -> None:
        if (seen := _stamp(self._data)) != self._stamp and not os.environ.get(GIVEN):
            settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS, self._stamp = secret_key(self._data), ended_keys(self._data, at), seen


def _stamp(data: Path) -> tuple[int, int]:
    try:
        seen = os.stat(data / "keys" / NAME)
    except FileNotFoundError:
        return 0, 0
    return seen.st_ino, seen.st_mtime_ns


def _before(data: Path) -> list[tuple[str, datetime]]:
    try:
        kept = json.loads((data / "keys" / BEFORE).read_text())
    except FileNotFoundError:
        return []
    return [(secret, datetime.fromisoformat(ended)) for secret, ended in kept]


def _put(place: Path, text: str) -> None:
    part = _aside(place, text)
    part.replace(place)


def metrics_token(data: Path) -> str:
    """What a collector of figures shows at `/metrics`."""
    place = data / "keys" / "metrics"
    if not place.is_file():
        _make(place, secrets.token_urlsafe(32))
    return place.read_text().strip()


def _make(place: Path, text: str) -> None:
    part = _aside(place, text)
    try:
        os.link(part, place)
    except FileExistsError:
        pass  # somebody else's first start was quicker: theirs holds
    finally:
        part.unlink()


def _aside(place: Path, text: str) -> Path:
    """The text on the disk beside its place, readable by the owner alone."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = place.with_name(f".{place.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return part
