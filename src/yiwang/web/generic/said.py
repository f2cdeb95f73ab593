"""What was just done, said once on the next page."""

from __future__ import annotations

from typing import Any

from yiwang.web.components.basics import Alert


def done(request: Any) -> Alert | None:
    said = request.session.pop("done", None)
    return Alert(said[0], kind="good") if said else None
