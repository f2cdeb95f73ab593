"""Which messages there are: those of the house, which follow from kinds of act in every system, and those the cards declare."""

from __future__ import annotations

from collections.abc import Iterable

from yiwang.engines.notify.types import Message, To
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import Declined

HOUSE = (
    Message("house.warned", Kind.WARNED, To.AWAITED, "{title}：“{term_title}”时限将到", "{ref} 最晚 {due}。"),
    Message("house.breached", Kind.BREACHED, To.AWAITED, "{title}：“{term_title}”已超期", "{ref} 应在 {due} 前办完。"),
    Message("house.urged", Kind.URGED, To.URGED, "有人催办：{title}", "{ref} {text}"),
    Message("house.asked", Kind.INQUIRED, To.ASKED, "请回复意见：{title}", "{ref} 等您单位回复。"),
)
_by_kind: dict[Kind, list[Message]] = {}
_by_act: dict[str, list[Message]] = {}
_codes: set[str] = set()


def register(messages: Iterable[Message]) -> None:
    """Takes over messages. Raises Declined when a code is taken."""
    for message in messages:
        if message.code in _codes:
            raise Declined(f"message {message.code} is declared twice")
        _codes.add(message.code)
        if isinstance(message.on, Kind):
            _by_kind.setdefault(message.on, []).append(message)
        else:
            _by_act.setdefault(message.on, []).append(message)


def declared() -> list[Message]:
    """Every message there is."""
    return [message for kept in (*_by_kind.values(), *_by_act.values()) for message in kept]


def following(kind: Kind, act: str) -> list[Message]:
    """The messages that follow from an entry."""
    return [*_by_kind.get(kind, ()), *_by_act.get(act, ())]


register(HOUSE)
