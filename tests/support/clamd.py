"""Debian's clamd with signatures of our own: the official ones are not needed to see that it is asked and heard."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.hostile.material import EICAR

PATIENCE = 60.0  # seconds until it listens
SETTINGS = """LocalSocket {place}/clamd.ctl
DatabaseDirectory {place}
Foreground yes
LogFile {place}/clamd.log
StreamMaxLength 1M
OfficialDatabaseOnly no
"""


@contextlib.contextmanager
def listening(place: Path) -> Iterator[str]:
    """The socket of a clamd that knows the EICAR test file alone, until the block ends. Raises LookupError where it is not installed."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if program is None:
        raise LookupError("no clamd: apt install clamav-daemon")
    (place / "own.hdb").write_text(f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Own.Eicar\n")
    (place / "clamd.conf").write_text(SETTINGS.format(place=place))
    address = str(place / "clamd.ctl")
    process = subprocess.Popen([program, "--config-file", str(place / "clamd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + PATIENCE
        while not _answers(address):
            assert process.poll() is None and time.monotonic() < until, (place / "clamd.log").read_text()
            time.sleep(0.02)
        yield address
    finally:
        process.kill()
        process.wait()


def _answers(address: str) -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.connect(address)
        line.sendall(b"zPING\0")
        return line.recv(16) == b"PONG\0"
    return False
