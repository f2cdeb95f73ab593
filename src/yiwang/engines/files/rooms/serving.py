"""Giving a file back so that a browser does nothing with it but show or save it."""

from __future__ import annotations

import re
from urllib.parse import quote

from yiwang.engines.files.types import PDF, PICTURES, Stored

SHOWN = (*PICTURES, PDF)
CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


def headers(file: Stored, *, inline: bool = False) -> dict[str, str]:
    """Response headers (RFC 6266, RFC 8187). Only pictures and PDF may be shown in the page; everything else is saved."""
    way = "inline" if inline and file.type in SHOWN else "attachment"
    plain = re.sub(r'[^ !#$&-.0-9A-Z^-z|~]', "_", file.name)
    pages = way == "inline" and file.type == PDF  # browsers' own PDF viewers do not run inside a sandbox
    return {
        "Content-Type": file.type,
        "Content-Length": str(file.size),
        "Content-Disposition": f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": CLOSED if pages else f"{CLOSED}; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "private, no-store",
    }
