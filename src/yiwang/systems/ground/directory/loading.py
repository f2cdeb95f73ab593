"""Units, people and posts out of sheets, each line as the command it stands for, with its own entry.

A look ahead is the same load, taken back: so what is shown is what would happen. Who may not run a line's command is refused that line:
the system administrator loads units, people and posts; the roles in the same sheet wait for the security administrator.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Loaded, LoadedBook
from yiwang.engines.identity import api as identity
from yiwang.engines.sheets import api as sheets
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason
from yiwang.systems.ground.directory import establishment
from yiwang.systems.ground.directory.establishment import PEOPLE, TELLS, UNITS
from yiwang.systems.ground.directory.lines import Change, Load
from yiwang.systems.ground.directory.people_lines import People
from yiwang.systems.ground.directory.unit_lines import Units
from yiwang.web.generic.loading import base_of

MOST_LINES = 5000  # of a sheet


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a load did, or would do; `faults` belong to no single line."""

    changes: tuple[Change, ...]
    faults: tuple[sheets.Fault, ...]

    def refused(self) -> tuple[sheets.Fault, ...]:
        return (*self.faults, *(f for c in self.changes for f in c.faults))

    @property
    def base(self) -> str:
        """What stands for everything that was shown."""
        told = [[c.title, c.kind, [[d.label, d.before, d.after] for d in c.differences]] for c in self.changes]
        return base_of([told, [str(f) for f in self.refused()]])


@dataclass(frozen=True, slots=True)
class Sheets:
    """Both sheets as read: their lines, and what is wrong with the whole."""

    units: tuple[Loaded, ...] = ()
    people: tuple[Loaded, ...] = ()
    faults: tuple[sheets.Fault, ...] = ()


def read(*, book: sheets.Book, at: datetime) -> Sheets:
    """The lines of a workbook. Raises Invalid when a sheet is too long."""
    for title, sheet in book.sheets.items():
        if title in (UNITS.title, PEOPLE.title) and len(sheet.rows) > MOST_LINES:
            raise Invalid(Reason("too-many-lines", f"“{title}”有 {len(sheet.rows):,} 行，一次最多 {MOST_LINES:,} 行。请只留要改的行，或者分成几个文件。"))
    wanted = [title for title in (UNITS.title, PEOPLE.title) if title in book.sheets] or [UNITS.title, PEOPLE.title]
    nothing = LoadedBook(())
    units = forms.load(form=UNITS, book=book, at=at) if UNITS.title in wanted else nothing
    people = forms.load(form=PEOPLE, book=book, at=at, by=TELLS) if PEOPLE.title in wanted else nothing
    return Sheets(units.records, people.records, (*units.faults, *people.faults))


def tried(*, lines: Sheets, actor: Actor, at: datetime) -> Outcome:
    """What the load would do; nothing of it remains. Raises Invalid when too much would change."""
    with store.undone():
        try:
            found = done(lines=lines, actor=actor, at=at, key="tried")
        finally:
            identity.forget()  # what this process remembers of units and rights was never so
    return found


def done(*, lines: Sheets, actor: Actor, at: datetime, key: str) -> Outcome:
    """Does it, line by line: units first, then people. Call inside a transaction. Raises Invalid when too much would change."""
    load = Load(actor, at, key, establishment.standing(clock.day(at)))
    units = Units(load, {r.key: r for r in lines.units}).done()
    people = People(load, {r.key: r for r in lines.people}).done()
    return Outcome((*units, *people), lines.faults)
