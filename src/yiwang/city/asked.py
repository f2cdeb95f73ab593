"""A page that is asked of a running city, and what it must be."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Page:
    """One page and what it must be: `who` asks, with `cookies`; the answer has `status` and holds the text `holds`."""

    path: str
    who: str = "访客"
    cookies: dict[str, str] = field(default_factory=dict)
    status: int = 200
    holds: str = ""
