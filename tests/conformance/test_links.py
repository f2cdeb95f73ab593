"""Nothing is dead: from where each kind of user begins, every link inside the city is followed, and answers."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from tests.support import addresses

BEGIN = {"nobody": ("/",), "party": ("/my/", "/"), "agent": ("/my/",), "window": ("/desk/",), "signatory": ("/desk/",), "asked": ("/desk/",),
         "county": ("/desk/",), "mayor": ("/desk/", "/supervision/"), "watch": ("/supervision/", "/desk/"), "system": ("/desk/",),
         "security": ("/desk/",), "audit": ("/desk/",)}
DEPTH = 3
ALIKE = 2  # of links that differ in numbers alone, so many are followed
LEAVES = ("/logout/",)


class Links(HTMLParser):
    """The links of a page, the places they may lead to on it, and what it draws from the city."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.add(str(given["id"]))
        if tag == "a" and "href" in given:
            self.links.append(given["href"] or "")
        if tag == "form" and (given.get("method") or "get") == "get" and given.get("action"):
            self.links.append(str(given["action"]))


@pytest.mark.slow(reason="a small city, walked through by twelve kinds of user")
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_clock")
def test_every_link_answers() -> None:
    addresses.city(past=10)
    dead = [fault for kind, begin in BEGIN.items() for fault in _walked(kind, begin)]
    assert not dead, "\n".join(sorted(set(dead)))


def _walked(kind: str, begin: tuple[str, ...]) -> list[str]:
    browser, faults = addresses.client(kind), list[str]()
    seen, alike = set(begin), dict[str, int]()
    here = [(path, "") for path in begin]
    for _ in range(DEPTH + 1):
        ahead: list[tuple[str, str]] = []
        for path, source in here:
            for link in _visited(browser, kind, path, source, faults):
                shape = re.sub(r"[0-9a-f]{64}|[A-Z]{2}\d{8}-\d+|\d+", "0", link)
                shape = re.sub(r"(after|q|only|period|area|procedure|state)=[^&]*", r"\1=", shape)
                if link not in seen and alike.get(shape, 0) < ALIKE:
                    alike[shape] = alike.get(shape, 0) + 1
                    seen.add(link)
                    ahead.append((link, path))
        here = ahead
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
    page = Links()
    page.feed(answer.content.decode())
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
