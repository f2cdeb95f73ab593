"""What lower engines need from higher ones, plugged in here: divisions for forms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from yiwang.engines.forms import api as forms
from yiwang.engines.identity import api as identity


class Divisions:
    """Counties, townships and villages as the units of identity have them."""

    def below(self, *, code: str, on: date) -> Sequence[tuple[str, str]]:
        return identity.divisions_below(code)


def plug() -> None:
    forms.plug(divisions=Divisions())
