"""What the city plugs in from above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from yiwang.engines.forms.types import Box, Divisions, Firms


class Unplugged:
    """No table of divisions yet: an address cannot be asked for."""

    def below(self, *, code: str, on: date) -> Sequence[tuple[str, str]]:
        raise RuntimeError("forms.plug(divisions=…) was not called: addresses need the table of divisions")


class NoRegister:
    """No register of firms: every code is one nobody has checked."""

    def named(self, code: str) -> str | None:
        return None


MAINLAND = Box(73.5, 18.0, 135.1, 53.6)  # roughly, for a city that has not said how far it reaches


@dataclass(frozen=True, slots=True)
class Plugs:
    """What is plugged in."""

    divisions: Divisions = field(default_factory=Unplugged)
    firms: Firms = field(default_factory=NoRegister)
    extent: Box = MAINLAND


class _Plugged:
    now = Plugs()


def plug(*, divisions: Divisions | None = None, firms: Firms | None = None, extent: Box | None = None) -> Plugs:
    """Plugs in what is given, leaves the rest; returns what was there before (tests put it back)."""
    before = _Plugged.now
    _Plugged.now = Plugs(divisions or before.divisions, firms or before.firms, extent or before.extent)
    return before


def divisions() -> Divisions:
    return _Plugged.now.divisions


def firms() -> Firms:
    return _Plugged.now.firms


def extent() -> Box:
    """How far the city reaches."""
    return _Plugged.now.extent
