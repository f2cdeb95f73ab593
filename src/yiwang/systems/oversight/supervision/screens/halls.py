"""The halls of a place, live: where the register of places names a stream of one. Only over https, and only from the hosts that it names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from django.http import HttpResponse

from yiwang.engines.registers import api as registers
from yiwang.kernel.errors import NotFound
from yiwang.web.components.charts import Panel
from yiwang.web.components.part import Part
from yiwang.web.edge import POLICY

REGISTER, STREAM = "places", "stream"
MOST, SHOWN = 500, 4


@dataclass(frozen=True, slots=True)
class Stream(Part):
    """What a camera in a hall shows. It begins when somebody asks it to."""

    template: ClassVar[str] = "supervision/stream.html"
    title: str
    address: str
    note: str


def streams(units: Collection[str]) -> tuple[Stream, ...]:
    """Of the halls of these units (by their codes)."""
    try:
        found = registers.all(register=REGISTER, limit=MOST).records
    except NotFound:
        return ()
    named = ((r, str(r.facts.get(STREAM, ""))) for r in found if str(r.facts.get("unit", "")) in units)
    return tuple(Stream(r.title, address, str(r.facts.get("address", ""))) for r, address in named if host(address))[:SHOWN]


def host(address: str) -> str:
    """`https://host[:port]` of an address that may be shown; empty for everything else: another scheme, a name or a password before the host, characters that
    would end the line of a policy."""
    if any(c in address for c in " \t\r\n;,'\"\\<>"):
        return ""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    plain = parts.scheme == "https" and parts.hostname and not parts.username and parts.hostname.isascii()
    return f"https://{parts.hostname}{port}" if plain else ""


def panels(found: Sequence[Stream]) -> tuple[Panel, ...]:
    return tuple(Panel(f"大厅实时画面：{s.title}", s) for s in found)


def allowed(response: HttpResponse, found: Sequence[Stream]) -> HttpResponse:
    """The same answer, which may also take pictures from these hosts, and nothing else from them."""
    if found:
        response.headers["Content-Security-Policy"] = f"{POLICY}; media-src 'self' {' '.join(sorted({host(s.address) for s in found}))}"
    return response
