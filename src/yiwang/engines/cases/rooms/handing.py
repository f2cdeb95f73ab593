"""A case goes on to another unit (派单、退回): the move says so, whoever makes it names the unit, and the case is that unit's from then on.

The unit that sent it first keeps it as its desk: it is the one a return goes back to, and it reads on.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from datetime import date, datetime

from yiwang.engines.cases.rooms.read import Locked, read
from yiwang.engines.cases.types import TO_DESK, TO_UNIT, Move
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock as time
from yiwang.kernel.errors import Refused
from yiwang.kernel.reasons import Reason

UNIT = "to_unit"  # the question which unit


def form(move: Move, units: Sequence[identity.Unit]) -> Form | None:
    """What a move asks, with the question which of these units the case goes to, where it goes to one."""
    if move.to != TO_UNIT:
        return move.form
    asks = Field(UNIT, "交给哪个单位", FieldKind.CHOICE, choices=tuple((u.code, u.name) for u in units), personal=False)
    if move.form is None:
        return Form(f"cases.{move.code}", move.title, (asks,), submit=move.title)
    return replace(move.form, fields=(asks, *move.form.fields))


def asked(*, case: int, move: Move, at: datetime) -> Form | None:
    """The same for a case as it stands now, for what is sent: the unit that has it is among them, or a second click would be refused. Raises NotFound."""
    if move.to != TO_UNIT:
        return move.form
    row = read(case)
    return form(move, reach(row, move, time.day(at)))


def reach(row: Locked, move: Move, on: date) -> list[identity.Unit]:
    """The units it can go to: of the desk's own government and the governments below it, where somebody does what is asked next."""
    waits = row.procedure.roles[row.procedure.states[move.target].waits]
    home = identity.unit(row.desk or row.unit)
    government = home.id if home.kind is identity.Kind.GOVERNMENT else home.government
    units = {u.id: u for u in identity.units_below(government)}
    staffed = identity.staffed(units=sorted(units), role=waits.code, on=on)
    return sorted((units[u] for u in staffed), key=lambda u: u.code)


def others(row: Locked, move: Move, on: date) -> list[identity.Unit]:
    """The same without the unit that has it."""
    return [u for u in reach(row, move, on) if u.id != row.unit]


def handed(row: Locked, move: Move, data: Clean, at: datetime) -> Locked:
    """The case as it is for whoever has it after the move. Raises Refused for a unit it cannot go to."""
    if not move.to:
        return row
    after = copy(row)
    if move.to == TO_DESK:
        after.unit, after.desk = row.desk or row.unit, 0
        return after
    found = next((u for u in others(row, move, time.day(at)) if u.code == data.answers.get(UNIT)), None)
    if found is None:
        raise Refused(Reason("not-in-reach", "请从列表里选一个单位：它要有人办这样的事。", field=UNIT))
    after.unit, after.desk = found.id, row.desk or row.unit
    return after


