"""The few errors that cross doors. Each carries what a person needs to go on, in Chinese."""

from __future__ import annotations

from collections.abc import Iterable

from yiwang.kernel.reasons import Reason


class YiwangError(Exception):
    """Root of the errors that doors raise on purpose."""


class NotFound(YiwangError):
    """Unknown or forbidden: both look the same from outside."""


class Refused(YiwangError):
    """A move, command or look-up that may not happen now; `reasons` is never empty."""

    def __init__(self, reasons: Reason | Iterable[Reason]):
        self.reasons = (reasons,) if isinstance(reasons, Reason) else tuple(reasons)
        super().__init__("；".join(r.text for r in self.reasons))


class Stale(Refused):
    """What the request rests on has changed since the page was made."""


class Invalid(Refused):
    """Input that cannot be taken; every reason names its field."""

    def by_field(self) -> dict[str, list[Reason]]:
        found: dict[str, list[Reason]] = {}
        for reason in self.reasons:
            found.setdefault(reason.field, []).append(reason)
        return found


class Declined(YiwangError):
    """A declaration (procedure, form, item, card) that contradicts itself or the law; raised at start, for the engineer."""
