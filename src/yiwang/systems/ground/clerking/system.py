"""The card of clerking."""

from __future__ import annotations

from typing import Any

from yiwang.systems.ground.clerking import away, phrases, screens
from yiwang.web.card import System
from yiwang.web.generic.phrases import SLOT


def known(request: Any) -> tuple[phrases.Phrase, ...]:
    return phrases.known(request.actor)


SYSTEM = System(
    code="ground.clerking", title="经办助手", law=("行政许可法",), commands=phrases.COMMANDS, roles=(phrases.KEEPER,), routes=screens.ROUTES,
    panels={SLOT: known, "me": away.panels},
)
