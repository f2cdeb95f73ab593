"""A message as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from yiwang.kernel.acts import Kind


class Channel(StrEnum):
    INBOX = "inbox"
    MAIL = "mail"
    SMS = "sms"


class Wish(StrEnum):
    """Which messages somebody wants by a channel that reaches out to them; the inbox has everything."""

    ALL = "all"
    PRESSING = "pressing"  # those that name a last day or hold an answer
    NONE = "none"


class To(StrEnum):
    """Whom a message is for, as seen from the entry it follows."""

    PARTY = "party"  # the person or firm the case is about
    AWAITED = "awaited"  # whoever holds the role the case now waits for
    ASKED = "asked"  # reviewers of the unit an inquiry asks
    URGED = "urged"  # the unit that was urged
    HEAD = "head"  # whoever leads the unit that has the case: its procedure's role `head`


@dataclass(frozen=True, slots=True)
class Message:
    """What is said to whom when an act is written. `on` is an act's code, or a kind for every act of that kind in the card's procedures;
    a command's act is followed when it names its `case`.

    `title` and `text` may name {title} {ref} {unit} {state} {due} {date} and the entry's recorded facts. `sms` is the same, shorter and without anything
    about the person or written by hand: whoever holds the phone reads it. An `urgent` one goes at night too.
    """

    code: str
    on: str | Kind
    to: To
    title: str
    text: str
    channels: tuple[Channel, ...] = (Channel.INBOX,)
    sms: str = ""  # empty: the text itself
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Coming:
    """What somebody is told because a day comes near, not because of an entry: once for a key. `seer` is a person or firm as cases number them; `path`
    leads to what can be done now. With `sms` it goes by short message too: nothing about the person stands there."""

    key: str
    seer: int
    title: str
    text: str
    path: str = ""
    sms: str = ""


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
class Sent:
    """A mail or short message of the outbox: sent, waiting until `due_at`, or given up and why. The text of a code is never shown."""

    id: int
    channel: Channel
    to: str
    title: str
    text: str
    at: datetime
    due_at: datetime
    sent_at: datetime | None
    given_up_at: datetime | None
    tries: int
    error: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person wants by short message and by mail."""

    sms: Wish = Wish.ALL
    mail: Wish = Wish.ALL
