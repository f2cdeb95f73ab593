"""clamd, where it is there: a content goes to it in pieces over its socket (INSTREAM, clamd(8)), and it says what it found."""

from __future__ import annotations

import contextlib
import re
import socket
import struct
from collections.abc import Iterator
from typing import BinaryIO

from yiwang.engines.files.types import Unanswered

PIECE = 64 * 1024
PATIENCE = 20.0  # seconds it may take over one step; above it nobody waits for it
LONGEST = 4096  # bytes of an answer
FOUND = re.compile(r"stream: (.+) FOUND")


class Clamd:
    """Speaks to one clamd. `address`: a socket's path (`/run/clamav/clamd.ctl`) or `host:port`."""

    def __init__(self, address: str):
        self.address = address

    def look(self, content: BinaryIO) -> str:
        """What it found, empty for nothing. Raises Unanswered when it is not there, too slow, or says something else: its limit of size, a fault."""
        try:
            with self._line() as line:
                line.sendall(b"zINSTREAM\0")
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it has said already why it takes no more
                    while piece := content.read(PIECE):
                        line.sendall(struct.pack(">I", len(piece)) + piece)
                    line.sendall(struct.pack(">I", 0))
                said = self._answer(line)
        except OSError as error:
            raise Unanswered(str(error)) from error
        if said == "stream: OK":
            return ""
        if found := FOUND.fullmatch(said):
            return found[1]
        raise Unanswered(said[:200])

    @contextlib.contextmanager
    def _line(self) -> Iterator[socket.socket]:
        host, _, port = self.address.rpartition(":")
        if self.address.startswith("/"):
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(PATIENCE)
                line.connect(self.address)
                yield line
        else:
            with socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE) as line:
                yield line

    def _answer(self, line: socket.socket) -> str:
        said = b""
        while not said.endswith(b"\0") and len(said) < LONGEST and (more := line.recv(1024)):
            said += more
        return said.rstrip(b"\0").decode("utf-8", "replace").strip()
