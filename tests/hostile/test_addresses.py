"""What stands behind the question mark was written by anybody: every page that is read, as who reads the most, with each name it knows made strange."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from tests.support import addresses

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_clock")]
STRANGE = ("x", "-1", "9" * 30, "１２", "2026-02-30", "2026-W99", "²", "١٢", "\ufffd", "a,b", "{}", "1.5", "0")
KNOWN = re.compile(r'[?&](?:amp;)?([a-z_-]{1,30})=|name="([a-z_.-]{1,30})"')


@pytest.mark.slow(reason="a small city, and every page with strange words in its address")
def test_no_page_breaks_over_what_its_address_says() -> None:
    """The names are those the page itself uses: in its links and in the fields it shows."""
    places, broken, asked = addresses.city(past=2), [], 0
    for kind in ("watch",):
        browser = addresses.client(kind)
        for pattern in (p for p in addresses.patterns() if not p.startswith(("/api/", "/logout/", "/my/"))):
            path = places.fill(pattern)
            page = browser.get(path)
            text = b"".join(page.streaming_content) if page.streaming else page.content
            page.close()
            if page.status_code != 200 or "html" not in page.headers["Content-Type"]:
                names = ["unit", "by", "week", "year", "month", "as"]
            else:
                names = sorted({a or b for a, b in KNOWN.findall(text.decode("utf-8", "replace"))} - {"csrfmiddlewaretoken", "key", "seen"})
            for i, name in enumerate(names[:6]):
                value = STRANGE[(len(path) + 5 * i) % len(STRANGE)]
                answer = browser.get(f"{path}?{name}={quote(value)}")
                asked += 1
                if answer.status_code >= 500:
                    broken.append(f"{answer.status_code} {path}?{name}={value} as {kind}")
                answer.close()
    assert not broken, "\n".join(broken)
    assert asked > 200, asked
