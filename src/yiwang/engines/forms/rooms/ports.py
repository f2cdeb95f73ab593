"""What the city plugs in from above."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from yiwang.engines.forms.types import Divisions


class Unplugged:
    """No table of divisions yet: an address cannot be asked for."""

    def below(self, *, code: str, on: date) -> Sequence[tuple[str, str]]:
        raise RuntimeError("forms.plug(divisions=…) was not called: addresses need the table of divisions")


class _Plugged:
    divisions: Divisions = Unplugged()


def plug(*, divisions: Divisions) -> Divisions:
    """Plugs in the table of divisions; returns what was there before (tests put it back)."""
    before, _Plugged.divisions = _Plugged.divisions, divisions
    return before


def divisions() -> Divisions:
    return _Plugged.divisions
