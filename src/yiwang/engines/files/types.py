"""What the door to files hands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

OFFICE = "application/vnd.openxmlformats-officedocument"
PDF, OFD, TEXT, CSV = "application/pdf", "application/ofd", "text/plain", "text/csv"
PNG, JPEG, WEBP = "image/png", "image/jpeg", "image/webp"
DOCX, XLSX = f"{OFFICE}.wordprocessingml.document", f"{OFFICE}.spreadsheetml.sheet"
PICTURES = (JPEG, PNG, WEBP)
DOCUMENTS = (PDF, OFD, *PICTURES, DOCX, XLSX)  # what a form takes when it names nothing
ALL = (*DOCUMENTS, TEXT, CSV)
TITLES = {PDF: "PDF", OFD: "OFD", JPEG: "JPG", PNG: "PNG", WEBP: "WebP", DOCX: "Word（docx）", XLSX: "Excel（xlsx）", TEXT: "TXT", CSV: "CSV"}
ENDINGS = {
    PDF: (".pdf",), OFD: (".ofd",), JPEG: (".jpg", ".jpeg", ".jpe", ".jfif"), PNG: (".png",), WEBP: (".webp",), DOCX: (".docx",), XLSX: (".xlsx",),
    TEXT: (".txt", ".log", ".md"), CSV: (".csv",),
}
SIGNATURE = "signature"  # the purpose of a picture that somebody signed with: it was held against `rooms.strokes`
LARGEST_SIGNATURE = 200 * 1024
LIMIT = 20 * 1024 * 1024  # bytes of a file when nobody says otherwise


class Unanswered(Exception):
    """The scanner is not there, too slow, or does not say whether a content is bad."""


class Scanner(Protocol):
    """Looks for malware; given by the city."""

    def look(self, content: BinaryIO) -> str:
        """The name of what is in the content, read to its end; empty for nothing. Raises Unanswered."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as somebody holds it: content by its SHA-256 (hex), the cleaned name, bytes, media type found in the content."""

    sha256: str
    name: str
    size: int
    type: str
    at: datetime
    purpose: str = ""
