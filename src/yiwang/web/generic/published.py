"""Registers that anybody reads (`reads` of their declaration): to look through, to search, to read a record; and found by the public search."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from yiwang.engines.ledger.types import Recorded
from yiwang.engines.registers import api as registers
from yiwang.engines.registers.types import Reads, Record, Register
from yiwang.engines.search.types import Findable
from yiwang.kernel.errors import NotFound
from yiwang.web import shells
from yiwang.web.card import System
from yiwang.web.components.basics import Button, Crumbs, Empty, Link, Pager, Tag
from yiwang.web.components.lists import Result
from yiwang.web.components.pages import SearchPage, Words
from yiwang.web.generic import worded
from yiwang.web.permits import anyone

PAGE, SHOWN, LONGEST = 20, 120, 60  # records of a page, characters of each, characters of a search
BETWEEN = " / "  # the levels of what a record belongs to


def routes(card: System) -> list[URLPattern]:
    """The addresses of a card's registers that anybody reads; each begins with the card's own."""
    return [route for register in card.registers if register.reads for route in _routes(card, register, register.reads)]


def _routes(card: System, register: Register, reads: Reads) -> list[URLPattern]:
    home = Link(card.title, f"/{card.name}/")

    @anyone
    def listing(request: Any) -> HttpResponse:
        """`?q=&after=`: the newest first, all or those with every word asked for."""
        return _listing(request, register, reads, home)

    @anyone
    def record(request: Any, key: str) -> HttpResponse:
        """One record."""
        return _record(request, register, reads, home, key)

    here = reads.address.removeprefix(home.url)
    return [path(here, listing), path(f"{here}<str:key>/", record)]


def findable(entry: Recorded) -> list[Findable]:
    """The public search finds what is published in these registers."""
    if "register" not in entry.facts or "version" not in entry.facts:
        return []
    reads = registers.declared(code := str(entry.facts["register"])).reads
    if reads is None:
        return []
    one = registers.get(register=code, key=str(entry.facts["key"]))
    body = " ".join(str(one.facts.get(fact) or "") for _, fact in reads.parts)
    return [Findable(entry.subject, reads.noun, one.title, body, f"{reads.address}{one.key}/", _filled(reads.notes[0], one) if reads.notes else "")]


def _filled(words: str, record: Record) -> str:
    """Words with facts in braces."""
    return words.format_map(record.facts)


def _listing(request: Any, register: Register, reads: Reads, home: Link) -> HttpResponse:
    asked, after = request.GET.get("q", "").strip()[:LONGEST], request.GET.get("after", "")
    page = registers.latest(register=register.code, search=asked, after=int(after) if after.isdecimal() and len(after) < 19 else 0, limit=PAGE)
    keep = {"q": asked} if asked else {}
    hint, button, address = reads.instead
    empty = Empty(f"没有找到这样的{reads.noun}", hint, Button(button, address, "primary") if button else None)
    onward = f"?{urlencode({**keep, 'after': page.after})}" if page.after else ""
    shown = SearchPage(asked, reads.address, reads.lead, tuple(_result(r, reads) for r in page.records), empty=None if page.records else empty,
                       pager=Pager(f"本页 {len(page.records)} 条", onward, f"?{urlencode(keep)}" if after else ""), title=register.title,
                       crumbs=Crumbs((Link("首页", "/"), home, Link(register.title))))
    return render(request, "yiwang/pages/search.html", {"shell": shells.public(request, home.url), "page": shown})


def _result(record: Record, reads: Reads) -> Result:
    sort = str(record.facts.get(reads.sort) or "").partition(BETWEEN)[0]
    return Result(record.title, f"{reads.address}{record.key}/", str(record.facts[reads.summary])[:SHOWN],
                  tuple(_filled(note, record) for note in reads.notes), Tag(sort) if sort else None)


def _record(request: Any, register: Register, reads: Reads, home: Link, key: str) -> HttpResponse:
    """Raises NotFound for what is not valid."""
    one = registers.get(register=register.code, key=key)
    if one.state is not registers.State.VALID:
        raise NotFound(key)
    _, button, address = reads.instead
    more = (Link(f"还没说清？{button}", address, "edit"),) if button else ()
    sections = tuple(Words(_filled(title, one), tuple(str(one.facts[fact]).split("\n")), more if (title, fact) == reads.parts[-1] else ())
                     for title, fact in reads.parts)
    return worded.page(request, one.title, str(one.facts.get(reads.sort) or "").replace(BETWEEN, " › "), sections,
                       (Link(register.title, reads.address),), home.url)
