"""A message as a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from yiwang.kernel.acts import Kind


class Channel(StrEnum):
    INBOX = "inbox"
    MAIL = "mail"


class To(StrEnum):
    """Whom a message is for, as seen from the entry it follows."""

    PARTY = "party"  # the person or firm the case is about
    AWAITED = "awaited"  # whoever holds the role the case now waits for
    ASKED = "asked"  # reviewers of the unit an inquiry asks
    UNIT_HEAD = "unit_head"  # head of the unit concerned


@dataclass(frozen=True, slots=True)
class Message:
    """What is said to whom when an act is written. `on` is an act's code, or a kind for every act of that kind in the card's procedures.

    `title` and `text` may name {title} {ref} {unit} {state} {due} {date} and the entry's recorded facts.
    """

    code: str
    on: str | Kind
    to: To
    title: str
    text: str
    channels: tuple[Channel, ...] = (Channel.INBOX,)
