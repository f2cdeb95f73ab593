"""Papers an item asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yiwang.engines.forms.types import Field, When
from yiwang.systems.public.services.rooms.catalogue import when_of


@dataclass(frozen=True, slots=True)
class Material:
    """A paper an item asks for. `own`: the applicant brings it; otherwise the city has it already, and it may not be asked for (716号 第七条)."""

    code: str
    title: str
    own: bool
    how: str = ""
    required: bool = True
    later: bool = False
    certificate: str = ""  # the kind of certificate that stands for it
    when: tuple[When, ...] = ()
    circumstances: str = ""  # when it is needed, where no question says so


def material(row: Mapping[str, Any], asked: Mapping[str, Field]) -> Material:
    """From a line of the sheet 材料; `asked` are the questions of its item."""
    when = row.get("when", "")
    decided = "=" in when
    return Material(
        row["code"], row["title"], not row["shared"], row.get("how", ""), row["need"] == "always" or (row["need"] == "sometimes" and decided),
        row["need"] == "later", row.get("certificate", ""), when_of(when, asked) if decided else (), "" if decided else when)
