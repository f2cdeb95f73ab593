"""The pages of supervision, under `/supervision/`."""

from __future__ import annotations

from yiwang.systems.oversight.supervision.screens import board, complaining, listing, rules, scores

ROUTES = (*board.ROUTES, *listing.ROUTES, *rules.ROUTES, *scores.ROUTES, *complaining.ROUTES)
