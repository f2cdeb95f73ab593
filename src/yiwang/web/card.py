"""The card: all that a system registers. Everything about a system is found from this object."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import URLPattern

from yiwang.engines.cases.papers import Owed
from yiwang.engines.cases.steps import Begin, Done, Next
from yiwang.engines.cases.types import Command, Item, Procedure, Referral, Role
from yiwang.engines.cases.views import Told
from yiwang.engines.documents.types import Paper
from yiwang.engines.forms.types import Clean, Form, Initial
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.notify.types import Coming, Message
from yiwang.engines.registers.types import Register
from yiwang.engines.reports.types import Bundle, Report
from yiwang.engines.search.types import Findable
from yiwang.kernel.actors import Actor, Zone
from yiwang.kernel.acts import Kind
from yiwang.web.components.basics import Link


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the menu. `to` says whose menu: `public`, `site` (its footer and map only),
    `office`, or a role's code (then in the office, for whoever holds it)."""

    title: str
    path: str
    icon: str
    to: str = "office"
    group: str = ""
    order: int = 50


@dataclass(frozen=True, slots=True)
class Follower:
    """A system's own reader of the record: a function from an entry to cases to begin and steps to make. What it gives is done once, however often it is
    asked; a step that is too late (the case has gone on) is not made."""

    code: str
    kinds: frozenset[Kind]
    follows: Callable[[Recorded], Sequence[Begin | Next]]


@dataclass(frozen=True, slots=True)
class Tally:
    """A system's own counters: called once for every entry of its kinds, in order, inside the reader's transaction. Where they count otherwise than before,
    `version` is one more: what an older one kept is made anew from the record when the city starts, while it runs."""

    code: str
    kinds: frozenset[Kind]
    counts: Callable[[Recorded], None]
    empties: Callable[[], None]
    version: int = 1


@dataclass(frozen=True, slots=True)
class Reminder:
    """Whom a system tells that a day comes near: asked every quarter of an hour by day. What it gives is told once for its key, so it may give it again;
    what was told already (`notify.untold`) it had better leave out."""

    code: str
    comes: Callable[[datetime], Iterable[Coming]]


@dataclass(frozen=True, slots=True)
class Daily:
    """What a system makes anew once a day, where it need not follow every entry. Harmless twice."""

    code: str
    makes: Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class Filing:
    """How citizens begin cases of a system when no page of its own asks them: `form(key)` is what an item or a bundle asks (raises NotFound),
    `procedures(key)` are the codes of those it begins, `offers(area, at)` gives keys and titles, `initial(form, actor)` what the registers know of it.
    `send(actor, key, data, request key, at)` files it, once for a request key.
    """

    form: Callable[[str], Form]
    procedures: Callable[[str], tuple[str, ...]]
    offers: Callable[[str, datetime], Sequence[tuple[str, str]]]
    initial: Callable[[Form, Actor], Mapping[str, Initial]]
    send: Callable[[Actor, str, Clean, str, datetime], Sequence[Done]]


@dataclass(frozen=True, slots=True)
class Talk:
    """What people write to a system about, and from where: the generic pages of topics (`/<name>/topics/`) and of places (`/<name>/places/`) are made of it.

    `noun` is what one text is called; `to` are the roles that may look, beside whoever reads the whole city. `source` is a select with the columns id (the
    case's chain), ref, came_on, title, who (the same for the same person), place (a division's code), topic; secret ones are left out there.
    `said(id, title)` is the title and what was written below it, to be gathered on `shelf`; `note` is said behind the figures, `ways` lead to other pages.
    """

    noun: str
    to: tuple[str, ...]
    shelf: str
    source: str
    said: Callable[[int, str], tuple[str, str]]
    classes: tuple[tuple[str, str], ...] = ()
    note: str = ""
    ways: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """One method of one address of a system that registered programs alone ask, by signed requests. `path` lies under `/<name>/` (`days/<str:day>/`);
    `does(request, client, **places)` gives a status, one of `gives` (status → JSON Schema of what is answered), and the answer; `body` is the schema asked."""

    method: str
    path: str
    title: str
    does: Callable[..., tuple[int, Any]]
    gives: Mapping[int, Mapping[str, Any]]
    body: Callable[[], Mapping[str, Any]] | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Partners:
    """How other operators' programs begin a case of a system for people, by signed requests: `form` is what they are asked; `takes(actor, data, key, at,
    came)` begins it, once for a key, with how it `came` (channel and partner)."""

    form: Form
    takes: Callable[..., Done]


@dataclass(frozen=True, slots=True)
class System:
    """What a system is. `items` gives an item of its procedures by code and version; `routes` are its own pages under `/<name>/`."""

    code: str
    title: str
    law: tuple[str, ...]
    zone: Zone = Zone.EXTRANET
    face: Zone = Zone.INTERNET
    procedures: tuple[Procedure, ...] = ()
    commands: tuple[Command, ...] = ()
    accepts: Mapping[str, Callable[[Told, Clean, datetime], Begin]] | None = None  # procedures of ours that others may pass matters on to
    refers: tuple[Referral, ...] = ()
    roles: tuple[Role, ...] = ()
    forms: tuple[Form, ...] = ()
    registers: tuple[Register, ...] = ()
    messages: tuple[Message, ...] = ()
    followers: tuple[Follower, ...] = ()
    tallies: tuple[Tally, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    daily: tuple[Daily, ...] = ()
    reports: tuple[Report, ...] = ()
    bundles: tuple[Bundle, ...] = ()  # several on one page; its reports are registered with it
    menu: tuple[Entry, ...] = ()
    routes: tuple[URLPattern, ...] = ()
    items: Callable[[str, int], Item] | None = None
    derives: Mapping[str, Callable[[str, int | None], Form | None]] | None = None  # forms that follow from data, by the beginning of their code
    words: Mapping[str, Callable[[Owed], Paper]] | None = None  # who writes letters whose template begins so
    findable: Callable[[Recorded], Sequence[Findable]] | None = None  # what can be found of it in public, from an entry
    panels: Mapping[str, Callable[..., Any]] | None = None
    filing: Filing | None = None
    talk: Talk | None = None
    partners: Partners | None = None
    signed: tuple[Signed, ...] = ()
    duties: tuple[str, ...] = ()  # roles that may look who had cases of what topic, of its first procedure
    tools: Mapping[str, Callable[[list[str]], int]] | None = None  # commands of its own: `./yiwang items …`

    @property
    def name(self) -> str:
        """The last part of the code: its folder and its address."""
        return self.code.rsplit(".", 1)[-1]
