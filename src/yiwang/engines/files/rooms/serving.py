"""Giving a file back so that a browser does nothing with it but show or save it."""

from __future__ import annotations

import re
from mmap import ACCESS_READ, mmap
from urllib.parse import quote

from yiwang.engines.files.rooms.blobs import opened
from yiwang.engines.files.rooms.kinds import encoding_of
from yiwang.engines.files.types import CSV, PDF, PICTURES, TEXT, Stored

SHOWN = (*PICTURES, PDF)
CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


def headers(file: Stored, *, inline: bool = False) -> dict[str, str]:
    """Response headers (RFC 6266, RFC 8187). Only pictures and PDF may be shown in the page; everything else is saved."""
    way = "inline" if inline and file.type in SHOWN else "attachment"
    plain = re.sub(r'[^ !#$&-.0-9A-Z^-z|~]', "_", file.name)
    pages = way == "inline" and file.type == PDF  # browsers' own PDF viewers do not run inside a sandbox
    return {
        "Content-Type": f"{file.type}; charset={_charset(file)}" if file.type in (TEXT, CSV) else file.type,
        "Content-Length": str(file.size),
        "Content-Disposition": f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": CLOSED if pages else f"{CLOSED}; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "private, no-store",
    }


def _charset(file: Stored) -> str:
    """Asked of the bytes, of texts alone: they are short, and few."""
    with opened(sha256=file.sha256) as held, mmap(held.fileno(), 0, access=ACCESS_READ) as data:
        return "gb18030" if encoding_of(data) == "gb18030" else "utf-8"
