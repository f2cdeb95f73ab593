"""A message as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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
    URGED = "urged"  # the unit that was urged


@dataclass(frozen=True, slots=True)
class Message:
    """What is said to whom when an act is written. `on` is an act's code, or a kind for every act of that kind in the card's procedures;
    a command's act is followed when it names its `case`.

    `title` and `text` may name {title} {ref} {unit} {state} {due} {date} and the entry's recorded facts.
    """

    code: str
    on: str | Kind
    to: To
    title: str
    text: str
    channels: tuple[Channel, ...] = (Channel.INBOX,)


@dataclass(frozen=True, slots=True)
class Coming:
    """What somebody is told because a day comes near, not because of an entry: once for a key. `seer` is a person or firm as cases number them; `path`
    leads to what can be done now."""

    key: str
    seer: int
    title: str
    text: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice as it is read."""

    id: int
    title: str
    text: str
    case: str
    at: datetime
    read: bool
    path: str = ""  # where it leads, when it is not about a case


@dataclass(frozen=True, slots=True)
class MailView:
    """A mail of the outbox: sent, waiting, or failed and why."""

    id: int
    to: str
    title: str
    text: str
    at: datetime
    sent_at: datetime | None
    tries: int
    error: str
