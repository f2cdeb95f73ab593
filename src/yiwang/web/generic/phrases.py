"""Phrases an official keeps for long answers: offered under the field, put in by the page's script at the caret, or without it by the server at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from yiwang.web import slots
from yiwang.web.components.fields import Field, Group, Phrase
from yiwang.web.generic.uploads import raw

SLOT = "form.phrases"  # a system fills it with the phrases of whoever asks
GO = "phrase:"  # with the name of the field it goes into
CHOSEN = "phrase-"  # before the name of the field: which one


def of(request: Any) -> tuple[Phrase, ...]:
    """What may be put in: one's own first, then the unit's."""
    return tuple(slots.filled(SLOT, request))


def offered(groups: Sequence[Group], phrases: tuple[Phrase, ...]) -> tuple[Group, ...]:
    """The same groups, with the phrases under every long answer."""
    if not phrases:
        return tuple(groups)

    def with_them(part: object) -> object:
        return replace(part, phrases=phrases) if isinstance(part, Field) and part.kind == "textarea" else part

    return tuple(replace(g, fields=tuple(with_them(f) for f in g.fields)) for g in groups)


def put_in(request: Any, phrases: tuple[Phrase, ...]) -> dict[str, str | list[str]] | None:
    """The answers with the chosen phrase at the end of its field, where that was asked for; nothing is judged and nothing done. None when it was not."""
    go = str(request.POST.get("go", ""))
    if request.method != "POST" or not go.startswith(GO):
        return None
    given, name = raw(request), go.removeprefix(GO)
    chosen = next((p for p in phrases if str(p.id) == request.POST.get(f"{CHOSEN}{name}")), None)
    before = given.get(name, "")
    if chosen is not None and isinstance(before, str):
        given[name] = before + chosen.text
    return given
