"""Mail: what people wrote makes no header of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core import mail

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
