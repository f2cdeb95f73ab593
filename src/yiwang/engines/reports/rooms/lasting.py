"""How long something takes when part of it is not over yet: the product-limit estimate (Kaplan and Meier 1958) over whole days."""

from __future__ import annotations

from collections.abc import Mapping

TIE = 1e-9


def reached(part: float, done: Mapping[int, int], still: Mapping[int, int]) -> int | None:
    """The fewest days within which `part` of all is done, or None when that is not known yet. `done`: days → how many took so long;
    `still`: days → how many were not done after so long, which took at least that. Without any still open it is the plain quantile."""
    left, share = sum(done.values()) + sum(still.values()), 1.0
    for days in sorted({*done, *still}):
        if over := done.get(days, 0):
            share *= 1 - over / left
            if share <= 1 - part + TIE:
                return days
        left -= over + still.get(days, 0)
    return None
