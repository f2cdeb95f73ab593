"""Mail: what people wrote makes no header of it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from tests.support import certificates
from yiwang.engines.notify.rooms import leaving
from yiwang.engines.notify.rooms.leaving import Fate

AT = datetime.fromisoformat("2026-11-20T02:00:00+00:00")


@pytest.mark.parametrize(("to", "title"), [("a@city.example", "受理\r\nBcc: everybody@evil.example"), ("a@city.example", "受理\nX: y"),
                                           ("a@city.example\r\nBcc: everybody@evil.example", "受理")])
def test_no_line_of_a_title_or_an_address_becomes_a_header(settings: Any, to: str, title: str) -> None:
    """Nothing leaves, and the mail waits in the outbox where it can be seen."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    assert leaving._mailed(leaving._Waiting(1, to, 0, title, "内容", False, None, 0, "k"), AT).fate is Fate.LATER
    assert mail.outbox == []
    assert leaving._mailed(leaving._Waiting(1, "a@city.example", 0, "受理", "Bcc: x\r\n.\r\n", False, None, 0, "k"), AT).fate is Fate.TAKEN
    assert [one.recipients() for one in mail.outbox] == [["a@city.example"]]


def test_a_mail_server_that_cannot_prove_who_it_is_gets_nothing(settings: Any, tmp_path: Path) -> None:
    """It listens, and nobody says a word to it: the mail waits."""
    secure, _ = certificates.proving(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        def take() -> None:
            with listening.accept()[0] as one, contextlib.suppress(OSError):
                heard.append(secure.wrap_socket(one, server_side=True).recv(100))

        heard: list[bytes] = []
        thread = threading.Thread(target=take)
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = listening.getsockname()
        settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = True, False
        answer = leaving._mailed(leaving._Waiting(1, "a@city.example", 0, "受理", "内容", False, None, 0, "k"), AT)
        thread.join()
    assert answer.fate is Fate.SILENT and "Cert" in answer.said and heard in ([], [b""])


@pytest.mark.parametrize(("way", "said"), [("", "False False"), ("tls", "False True"), ("starttls", "True False")])
def test_the_setting_says_how_a_mail_server_is_reached(tmp_path: Path, way: str, said: str) -> None:
    asks = "from yiwang.city import settings as s; print(s.EMAIL_USE_TLS, s.EMAIL_USE_SSL)"
    given = {**os.environ, "YIWANG_DATA": str(tmp_path), "YIWANG_SMTP_TLS": way}
    assert subprocess.run([sys.executable, "-c", asks], env=given, capture_output=True, text=True, check=True).stdout.strip() == said
