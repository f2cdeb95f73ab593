"""What lines of a sheet become: each is the command it stands for, under that command's own checks, all of a line or nothing of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Difference, FieldKind, Form, Loaded
from yiwang.engines.identity import api as identity
from yiwang.engines.sheets import api as sheets
from yiwang.engines.store import api as store
from yiwang.kernel import codes
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import Invalid, Refused
from yiwang.kernel.reasons import Reason
from yiwang.systems.ground.directory.establishment import Standing

NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
MOST_CHANGES = 500  # commands that one load runs


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one line."""

    title: str
    new: bool = False
    differences: tuple[Difference, ...] = ()
    faults: tuple[sheets.Fault, ...] = ()
    unread: bool = False  # what is wrong with the line is said of the sheet

    @property
    def kind(self) -> str:
        return ("new" if self.new else "changed") if self.differences else "refused" if self.faults or self.unread else "same"


class Stopped(Exception):
    """Ends a line: why, at which cells."""

    def __init__(self, *reasons: Reason) -> None:
        self.reasons = reasons

    def at(self, field: str, *instead: str) -> Stopped:
        """The same reasons at another cell: those that name a field of `instead`, or all."""
        return Stopped(*(replace(r, field=field) if not instead or r.field in instead else r for r in self.reasons))


@dataclass
class Load:
    """A load under way: who, when, the key its commands' keys come from, and what is so by now."""

    actor: Actor
    at: datetime
    key: str
    now: Standing
    count: int = 0

    def run(self, command: str, subject: str, offered: str = "", **raw: str) -> Mapping[str, Any]:
        """One command, as its page would run it; `offered` is the one choice of a form whose page offers what there is. Raises Stopped."""
        self.count += 1
        if self.count > MOST_CHANGES:
            raise Invalid(Reason("too-many-changes", f"这个文件要改的超过 {MOST_CHANGES} 处，请分成几个文件，一个一个载入。"))
        key = hashlib.sha256(f"{self.key} {self.count}".encode()).hexdigest()[:32]
        form = cases.command(command).form
        if offered:
            form = replace(form, fields=tuple(replace(f, choices=((offered, offered),)) if f.kind is FieldKind.CHOICE else f for f in form.fields))
        try:
            data = forms.parse(form=form, raw=dict(raw), at=self.at)
            return cases.run(actor=self.actor, command=command, subject=subject, data=data, key=key, at=self.at)
        except Refused as refused:
            raise Stopped(*refused.reasons) from None

    def line(self, form: Form, record: Loaded, does: Callable[[Mapping[str, Any]], Change]) -> Change:
        """All of a line or nothing of it."""
        if record.answers is None:
            return Change(record.key, faults=record.faults, unread=True)
        before = self.now.copy()
        try:
            _without_numbers(record.answers.answers)
            with store.atomic():
                return does(record.answers.answers)
        except Stopped as why:
            self.now = before
            identity.forget()  # what this process remembered meanwhile is taken back too
            return Change(record.key, faults=tuple(forms.at_cell(form=form, record=record, reason=r) for r in why.reasons))


def _without_numbers(answers: Mapping[str, Any]) -> None:
    """An official's name and post are in the record for all time; a citizen's number is not to be. Raises Stopped."""
    wrong = [code for code, value in answers.items() if any(not codes.check_citizen_number(found) for found in NUMBER.findall(str(value)))]
    if wrong:
        raise Stopped(*(Reason("citizen-number", "这一格里有身份证号码，请删去：这张表里不写身份证号码。", field=code) for code in wrong))
