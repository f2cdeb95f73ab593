"""A form in one person's hands: what a system says of it, what is in it, how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.utils.crypto import salted_hmac

from yiwang.engines.files import api as files
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Clean, DraftView, Form, Initial, Judged, Stage
from yiwang.web.components.basics import Crumbs
from yiwang.web.components.part import Part

Raw = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Stepped:
    """What a system says of a form that is filled in by steps.

    `send(answers, key)` files it, once for a key; `sent(key)` answers again what an earlier request with this key got, or None. Both give the page
    that follows. `foresee(answers)` says what will happen, as sections of the last page. `given` are answers that came with the link.
    """

    form: Form
    subject: str
    title: str
    crumbs: Crumbs
    leave: str
    draft_url: str
    send: Callable[[Clean, str], HttpResponse]
    sent: Callable[[str], HttpResponse | None]
    foresee: Callable[[Mapping[str, Any]], tuple[tuple[str, Part], ...]] = lambda answers: ()
    initial: Mapping[str, Initial] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    offered: Callable[[], Mapping[str, Sequence[tuple[Any, date]]]] = dict  # files handed in before, by question; asked for where papers are asked for
    code: str = ""  # of somebody else's draft that is gone on with, the person sitting before one
    office: Callable[[Any], Any] | None = None  # gives the office's surroundings, where an official fills it in
    aside: tuple[str, ...] = ()  # lines that stand beside every step


@dataclass
class Filling:
    """A form in one person's hands, at one request: what is in it, and how far it is."""

    request: Any
    it: Stepped
    draft: DraftView | None
    typed: Raw  # what the person gave; `values` has what the registers know under it

    @cached_property
    def values(self) -> Raw:
        known = forms.flat(form=self.it.form, answers={code: held.value for code, held in self.it.initial.items()}, at=self.request.at)
        return {**known, **self.typed}

    @cached_property
    def judged(self) -> Judged:
        return forms.judged(form=self.it.form, raw=self.values, at=self.request.at, uploads=self.uploads, initial=self.it.initial)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        return forms.stages(form=self.it.form, judged=self.judged)

    def saved(self, version: int = 0) -> None:
        """Keeps what was typed: what the registers know stays theirs. `version`: of the form that was looked at, where it is not this one."""
        it, request = self.it, self.request
        if it.code:
            self.draft = forms.save_draft_of(code=it.code, form=it.form, raw=self.typed, at=request.at, version=version)
        else:
            self.draft = forms.save_draft(actor=request.actor, form=it.form, raw=self.typed, at=request.at, subject=it.subject, version=version)

    def drop(self) -> None:
        """What was handed in is no draft any more."""
        if self.it.code:
            forms.drop_draft_of(code=self.it.code)
        else:
            forms.drop_draft(actor=self.request.actor, form=self.it.form, subject=self.it.subject)

    @property
    def uploads(self) -> Any:
        return files.uploads(actor=self.request.actor)

    @property
    def last(self) -> int:
        """The number of the page on which all is looked over."""
        return len(self.stages) + 1

    @property
    def open(self) -> int:
        """The furthest page one may go to: the first that lacks something."""
        return next((s.number for s in self.stages if not s.done), self.last)

    @property
    def key(self) -> str:
        """The request's key, the same on every page of a draft: a second click, a second window, a second try after a failure file nothing twice."""
        return key_of(self.draft) if self.draft else uuid4().hex


def key_of(draft: DraftView) -> str:
    """The key a draft is filed with, whoever hands it in: its owner on the phone, or a counter that goes on with it. So it is filed once."""
    return salted_hmac("yiwang.steps", f"{draft.account}:{draft.form}:{draft.subject}:{draft.code}").hexdigest()[:32]
