"""The pages of a running city for who looks at all of them: one of every kind, for every kind of user, each once."""

from __future__ import annotations

import json
import re

from tests.support.city import City

PAGES = """
import json
from yiwang.city import checks
print(json.dumps([[p.path, p.who, p.cookies] for p in checks.pages() if p.status in (200, 404)]))
"""
PAPERS = ("receipt/", "diagram/", "/export/", "/files/", "/program/", "/key/")  # these are files, not pages


def kinds(city: City) -> list[tuple[str, str, dict[str, str]]]:
    """Path, who, cookies; the same kind of page once, the desk once for each kind of official."""
    found = {}
    for path, who, cookies in json.loads(city.python(PAGES)):
        kind = re.sub(r"[A-Z]{2}\d{8}-\d+", "ref", path)
        if not any(paper in path for paper in PAPERS):
            found.setdefault((kind, who if kind == "/desk/" else bool(cookies)), (path, who, cookies))
    return list(found.values())
