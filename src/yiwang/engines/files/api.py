"""The door to files.

Model that may be a foreign key's target: File (always `related_name="+"`, PROTECT).
Taking in: `receive`. Using: `may_use`, `hand_on`, `uploads`, `stored`, `open`, `intact`. Giving back: `headers`. Keeping house: `sweep`.
Erasing: `discard`, `remove_discarded`. Malware: `plug`, `scan_later`, `given_out`, `unseen`.
"""

from __future__ import annotations

from yiwang.engines.files.rooms.blobs import intact, sweep
from yiwang.engines.files.rooms.blobs import opened as open
from yiwang.engines.files.rooms.discarding import discard, remove_discarded
from yiwang.engines.files.rooms.receiving import hand_on, may_use, receive, stored, uploads
from yiwang.engines.files.rooms.scanning import given_out, plug, unseen
from yiwang.engines.files.rooms.scanning import later as scan_later
from yiwang.engines.files.rooms.serving import headers
from yiwang.engines.files.types import (
    ALL,
    CSV,
    DOCUMENTS,
    DOCX,
    JPEG,
    LIMIT,
    OFD,
    PDF,
    PICTURES,
    PNG,
    SIGNATURE,
    TEXT,
    TITLES,
    WEBP,
    XLSX,
    Scanner,
    Stored,
    Unanswered,
)

__all__ = [
    "ALL", "CSV", "DOCUMENTS", "DOCX", "JPEG", "LIMIT", "OFD", "PDF", "PICTURES", "PNG", "SIGNATURE", "TEXT", "TITLES", "WEBP", "XLSX", "Scanner",
    "Stored", "Unanswered", "discard", "given_out", "hand_on", "headers", "intact", "may_use", "open", "plug", "receive", "remove_discarded",
    "scan_later", "stored", "sweep", "unseen", "uploads",
]
