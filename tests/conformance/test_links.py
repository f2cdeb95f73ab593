"""Nothing is dead: from where each kind of user begins, every link inside the city is followed, and answers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import connection
from django.test import Client

from tests.support import addresses

BEGIN = {"nobody": ("/",), "party": ("/my/", "/"), "agent": ("/my/",), "window": ("/desk/",), "signatory": ("/desk/",), "asked": ("/desk/",),
         "county": ("/desk/",), "mayor": ("/desk/", "/supervision/"), "watch": ("/supervision/", "/desk/"), "system": ("/desk/",),
         "security": ("/desk/",), "audit": ("/desk/",)}
DEPTH = 3
ALIKE = {"sqlite": 2, "postgresql": 1}  # of links that differ in numbers and answers alone, so many are followed; the second database is asked the same once
LEAVES = ("/logout/",)


@dataclass
class Links:
    """The links of a page, and the places they may lead to on it: by expressions, for our own pages are written alike, and reading them as a browser does
    would take longer than making them."""

    page: str

    @property
    def ids(self) -> set[str]:
        return set(re.findall(r'\sid="([^"]+)"', self.page))

    @property
    def links(self) -> list[str]:
        found = [re.search(r'\shref="([^"]*)"', tag) for tag in re.findall(r"<a\s[^>]*>", self.page)]
        forms = [re.search(r'\saction="([^"]+)"', tag) for tag in re.findall(r"<form\s[^>]*>", self.page) if 'method="post"' not in tag.lower()]
        return [unescape(one[1]) for one in (*found, *forms) if one]


@pytest.mark.slow(reason="a small city, walked through by twelve kinds of user")
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_clock")
def test_every_link_answers() -> None:
    addresses.city(past=10)
    others: set[str] = set()
    dead = [fault for kind, begin in BEGIN.items() for fault in _walked(kind, begin, others)]
    assert not dead, "\n".join(sorted(set(dead)))


def _walked(kind: str, begin: tuple[str, ...], others: set[str]) -> list[str]:
    """What is wrong on the walk of one kind of user. Of links that are alike those are followed first that no other kind has followed (`others`)."""
    browser, faults = addresses.client(kind), list[str]()
    seen, alike = set(begin), Counter[str]()
    here = [(path, "") for path in begin]
    for _ in range(DEPTH + 1):
        there = {link: path for path, source in here for link in _visited(browser, kind, path, source, faults)}
        here = []
        for link in sorted(there.keys() - seen, key=lambda link: (link in others, link)):
            shape = re.sub(r"[0-9a-f]{64}|[A-Z]{2}\d{8}-\d+|\d+|(?<==)[^&]*", "0", link)
            if alike[shape] < ALIKE[connection.vendor]:
                alike[shape] += 1
                here.append((link, there[link]))
                seen.add(link)
    others |= seen
    return faults


def _visited(browser: Client, kind: str, path: str, source: str, faults: list[str]) -> list[str]:
    """Opens a page, notes what is wrong with it, gives the links it has inside the city."""
    answer = browser.get(path)
    if answer.status_code == 302 and "/login/" in answer.headers["Location"] and kind == "nobody":
        return []
    if answer.status_code not in (200, 302, 409):
        faults.append(f"{kind}: {source} → {path} answers {answer.status_code}")
    if answer.status_code != 200 or "text/html" not in answer.headers.get("Content-Type", "") or answer.streaming:
        answer.close()
        return []
    page = Links(answer.content.decode())
    found = []
    for link in page.links:
        parts = urlsplit(urljoin(path, link))
        if parts.scheme not in ("", "http", "https") or parts.netloc or parts.path in LEAVES:
            continue
        if not link:
            faults.append(f"{kind}: {path} has a link that leads nowhere")
        elif link.startswith("#"):
            if link[1:] and link[1:] not in page.ids:
                faults.append(f"{kind}: {path} has no place {link}")
        else:
            found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found
