"""Sends what nobody sends on purpose: to every address, as every kind of user, into every field that its own page shows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random  # noqa: TID251 (seeded: what broke once breaks again)
from typing import Any
from urllib.parse import quote, quote_from_bytes

from django.test import Client

from tests.hostile import material
from tests.support import addresses

STRANGERS = ("nobody", "other", "agent", "elsewhere")  # to whom the case of `party` is nothing
PLACE = re.compile(r"<\w+:\w+>")
METHODS = ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND", "HEAD")
HEADERS: tuple[dict[str, str], ...] = (
    {"Host": "evil.example"}, {"X-Forwarded-For": "' or 1=1, ::1"}, {"X-Forwarded-Host": "evil.example"}, {"Accept-Language": "x" * 5000},
    {"Range": "bytes=9-1,-5,x"},
    {"Cookie": "yiwang=\xff; yiwang-size=<script>"}, {"User-Agent": material.SCRIPT}, {"Authorization": "Bearer \xff"},
    {"Authorization": "Basic !!!"},
    {"If-None-Match": '"' * 3000}, {"X-HTTP-Method-Override": "DELETE"}, {"Referer": "https://evil.example/"}, {"Accept": "application/xml"},
    {"Content-Encoding": "gzip"},
)


class _Forms(HTMLParser):
    """The forms of a page: where each is sent, and its fields with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str, str]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((given.get("action", "") if given.get("method", "").lower() == "post" else "?", []))
        elif tag in ("input", "select", "textarea", "button") and given.get("name") and self.found:
            self.found[-1][1].append((given["name"], given.get("type", tag), given.get("value", "")))


def read(content: bytes) -> str:
    """What somebody reads on a page: without what stands between the letters."""
    return re.sub(r"<[^>]*>", "", content.decode("utf-8", "replace"))


@dataclass
class Attack:
    """So many requests by one seed; what they were answered, and all that must not be."""

    places: addresses.Places
    seed: int
    secret: str  # what strangers must not read
    counted: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.clients: dict[str, Client] = {}
        self.opens: dict[str, list[str]] = {}  # who got a page with a form there
        views = [(p, v) for p, v in addresses.views() if not p.startswith("/static")]
        self.patterns = [p for p, _ in views if not p.startswith("/api/")]  # what programs ask has a fuzz of its own: tests/api/test_fuzz.py
        self.taking = [p for p, v in views if getattr(v, "posts", False) and not p.startswith("/api/")]

    def send(self, count: int) -> None:
        ways = (self._form,) * 8 + (self._upload,) * 3 + (self._query,) * 3 + (self._place, self._body, self._method, self._header)
        while sum(self.counted.values()) < count:
            kind = self.chance.choice(addresses.KINDS)
            self.chance.choice(ways)(kind)

    def _client(self, kind: str) -> Client:
        if kind not in self.clients:
            self.clients[kind] = addresses.client(kind)
        return self.clients[kind]

    def _judged(self, kind: str, what: str, answer: Any) -> Any:
        """Counts an answer and notes what must not be in it."""
        place = f"{what} as {kind} (seed {self.seed}, request {sum(self.counted.values())})"
        self.counted[str(answer.status_code)] += 1
        if answer.status_code >= 500:
            self.wrong.append(f"{answer.status_code}: {place}")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if not answer.headers.get("Content-Security-Policy") or answer.headers.get("X-Content-Type-Options") != "nosniff":
            self.wrong.append(f"no headers: {place}")
        shown = "html" in answer.headers.get("Content-Type", "")
        if shown and (b"<script>window" in content or b"<img src=x" in content or b"<svg/onload" in content):
            self.wrong.append(f"markup stands as markup: {place}")
        if kind in STRANGERS and self.secret in read(content):
            self.wrong.append(f"reads what is not theirs: {place}")
        if "evil.example" in answer.headers.get("Location", "").partition("?")[0] or "evil" in answer.cookies or "X-Evil" in answer.headers:
            self.wrong.append(f"leads elsewhere: {place}")
        if (answer.status_code == 302 and answer.headers.get("Location", "").startswith("/login/")) or not answer.wsgi_request.session.get("account"):
            self.clients.pop(kind, None)  # signed out by something that was sent: in again
        answer.close()
        return content

    def _form(self, kind: str) -> None:
        """A page is opened and its form sent with some fields made hostile; where there is no page, names that forms have."""
        path = self.places.fill(self.chance.choice(self.taking))
        forms: list[tuple[str, list[tuple[str, str, str]]]] = []
        known = self.opens.setdefault(path, [])
        for one in (kind, *(known or self.chance.sample(addresses.KINDS, 5))):  # most pages are for few: who may open it is looked for
            page, reader, kind = self._judged(one, f"GET {path}", self._client(one).get(path)), _Forms(), one
            reader.feed(page.decode("utf-8", "replace"))
            if forms := [found for found in reader.found if found[0] not in ("?", "/logout/") and len(found[1]) > 1]:
                known[:] = dict.fromkeys((one, *known))
                break
        action, fields = self.chance.choice(forms) if forms else (path, [(name, "text", "") for name in self.chance.sample(material.NAMES, 5)])
        spoilt = self.chance.choice((0.1, 0.3, 0.9))
        pairs = []
        for name, kind_of, stands in fields:
            if kind_of in ("button", "submit") and self.chance.random() < 0.5:
                continue
            sent = material.value(self.chance) if self.chance.random() < spoilt else quote(stands).encode()
            pairs += [quote(name).encode() + b"=" + sent] * (3 if self.chance.random() < 0.03 else 1)
        if self.chance.random() < 0.3:
            pairs.append(quote(self.chance.choice(material.NAMES)).encode() + b"=" + material.value(self.chance))
        where = action if action.startswith("/") else path
        self._post(kind, where, b"&".join(pairs), "application/x-www-form-urlencoded")

    def _upload(self, kind: str) -> None:
        """A file that is none of what its name says, to where papers go and to pages with a field for one."""
        path = self.chance.choice(("/files/", "/files/", "/directory/load/", "/services/library/load/", "/services/410105.restaurant/apply/",
        "/appeals/write/",
                                   "/api/v1/files"))
        name, edge = self.chance.choice(material.FILE_NAMES), "edge"
        shown = name.replace('"', "%22") if self.chance.random() < 0.5 else name
        field_of = self.chance.choice(("file", "book", "paper_1", "photos"))
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{field_of}"; filename="{shown}"\r\n'
        body = head.encode() + b"Content-Type: application/pdf\r\n\r\n" + material.file(self.chance) + f"\r\n--{edge}--\r\n".encode()
        if self.chance.random() < 0.1:
            body = body[: self.chance.randrange(len(body))]
        self._post(kind, path, body, f"multipart/form-data; boundary={edge}")

    def _query(self, kind: str) -> None:
        path = self.places.fill(self.chance.choice(self.patterns))
        names = ("q", "after", "before", "page", "period", "unit", "county", "procedure", "state", "area", "next", "as", "step", "only", "month",
         "from", "to", "under", "code")
        query = b"&".join(name.encode() + b"=" + material.value(self.chance)[:6000] for name in self.chance.sample(names, 3)).decode()
        self._judged(kind, f"GET {path}?{query[:200]}", self._client(kind).generic("GET", path, QUERY_STRING=query))

    def _place(self, kind: str) -> None:
        """What stands in the address itself."""
        evil = quote_from_bytes(self.chance.choice([*material.BYTES, *(t.encode() for t in material.TEXTS)])[:500], safe="")
        path = PLACE.sub(lambda _: evil or "x", self.chance.choice([p for p in self.patterns if "<" in p]))
        self._judged(kind, f"GET {path[:200]}", self._client(kind).generic("GET", path))

    def _body(self, kind: str) -> None:
        way, body = self.chance.choice(material.BODIES)
        self._post(kind, self.places.fill(self.chance.choice(self.taking)), body, way)

    def _method(self, kind: str) -> None:
        path, method = self.places.fill(self.chance.choice(self.patterns)), self.chance.choice(METHODS)
        self._judged(kind, f"{method} {path}", self._client(kind).generic(method, path, b"a=1"))

    def _header(self, kind: str) -> None:
        path, more = self.places.fill(self.chance.choice(self.patterns)), self.chance.choice(HEADERS)
        self._judged(kind, f"GET {path} {next(iter(more))}", self._client(kind).get(path, headers=more))

    def _post(self, kind: str, path: str, body: bytes, way: str) -> None:
        self._judged(kind, f"POST {path} {way[:40]} {body[:300]!r}", self._client(kind).generic("POST", path, body, content_type=way))


def planted(text: str) -> int:
    """Writes a text into what a citizen and an official may write, over HTTP as they do, in the city whose process this is; how many kept it."""
    kept = 0
    citizen, official = Client(), Client()
    for browser, name in ((citizen, "shenyanqiu"), (official, "luqingyuan")):
        assert browser.post("/login/", {"username": name, "password": "yiwang-demo"}).status_code == 302, name
    kept += _filled(citizen, "/appeals/write/", text, {"sort": "help", "place.1": "410105", "phone": "13903710011"}) == 302
    kept += _filled(citizen, "/corrections/", text, {"phone": "13903710011"}) == 302
    kept += _filled(citizen, "/supervision/complain/", text, {"phone": "13903710011", "place.1": "410105"}) == 302
    kept += citizen.post("/services/410105.restaurant/draft/", {"shop_name": text[:60], "changed": "shop_name"}).status_code < 300
    for path in re.findall(r'href="(/cases/[^"/]+/)"', official.get("/desk/").content.decode())[:6]:
        for way in ("do/propose/", "do/ask_for_papers/", "urge/", "do/accept/"):
            kept += _filled(official, f"{path}{way}", text, {}) == 302
    return kept


def _filled(browser: Client, path: str, text: str, given: dict[str, str]) -> int:
    """Sends a page's form with the text in every field for words."""
    page = browser.get(path)
    reader = _Forms()
    reader.feed(page.content.decode())
    for action, fields in (one for one in reader.found if one[0] != "?" and not one[0].startswith("/logout")):
        writes = ("hidden", "text", "textarea")
        words = {name: given.get(name, stands if kind == "hidden" or stands else text) for name, kind, stands in fields if kind in writes}
        chosen = {name: given.get(name, stands) for name, kind, stands in fields if kind == "radio"}
        if "key" in words:
            return int(browser.post(action if action.startswith("/") else path, {**chosen, **words, **given}).status_code)
    return 0
