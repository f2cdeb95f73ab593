"""A gateway for short messages that really listens: checks the signature by itself, and keeps what it took by its key."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "a-key-of-the-gateway"


@dataclass
class Gateway:
    """What was asked of it, in order, and what it took."""

    url: str = ""
    status: int = 202
    says: str = ""
    asked: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    taken: dict[str, dict[str, str]] = field(default_factory=dict)

    def answer(self, headers: dict[str, str], body: bytes) -> int:
        self.asked.append((headers, body))
        right = hmac.new(KEY.encode(), headers["Yiwang-Timestamp"].encode() + body, hashlib.sha256).hexdigest()
        if headers["Yiwang-Signature"] != right:
            return 401
        if 200 <= self.status < 300:
            self.taken[headers["Idempotency-Key"]] = json.loads(body)
        return self.status


@contextlib.contextmanager
def listening(secure: ssl.SSLContext | None = None) -> Iterator[Gateway]:
    """One at an address of this machine's, until the block ends; `secure` says how it proves who it is."""
    there = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = there.answer(dict(self.headers.items()), body)
            said = there.says.encode()
            with contextlib.suppress(OSError):  # whoever asked may be gone
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if secure is not None:
        server.socket = secure.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    there.url = f"http{'s' if secure else ''}://127.0.0.1:{server.server_port}/send"
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
