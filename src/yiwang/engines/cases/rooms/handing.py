"""A case goes on to another unit (派单、退回): the move says so, whoever makes it names the unit, and the case is that unit's from then on.

The unit that sent it first keeps it as its desk: it is the one a return goes back to, and it reads on.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from datetime import date, datetime

from yiwang.engines.cases.rooms.read import Locked, read
from yiwang.engines.cases.types import TO_ABOVE, TO_BELOW, TO_DESK, TO_UNIT, Move
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock as time
from yiwang.kernel.errors import Refused
from yiwang.kernel.reasons import Reason

UNIT, HELPERS = "to_unit", "to_help"  # the questions which unit, and which units help
NAMED, ASSISTS = (TO_UNIT, TO_ABOVE, TO_BELOW), "reviewer"


def form(move: Move, units: Sequence[identity.Unit] = (), helpers: Sequence[identity.Unit] = ()) -> Form | None:
    """What a move asks, with the question which of these units it goes to, and which may be asked to help."""
    questions = []
    if move.to in NAMED:
        questions.append(Field(UNIT, "交给哪个单位", FieldKind.CHOICE, choices=_choices(units), personal=False))
    if move.assist:
        questions.append(Field(HELPERS, "请哪些单位协办", FieldKind.CHOICES, "各自办理，各自计时；答复由主办单位汇总。", required=move.form is None,
                               choices=_choices(helpers), personal=False))
    if not questions:
        return move.form
    if move.form is None:
        return Form(f"cases.{move.code}", move.title, tuple(questions), submit=move.title)
    return replace(move.form, fields=(*questions, *move.form.fields))


def of(row: Locked, move: Move, on: date, *, sent: bool = False) -> Form | None:
    """The same for a case as it stands. Of what is `sent` the unit that has it is among them, or a second click would be refused."""
    units = reach(row, move, on) if move.to in NAMED else []
    helpers = _around(row, ASSISTS, on) if move.assist else []
    return form(move, [u for u in units if sent or u.id != row.unit], [u for u in helpers if sent or u.id != row.unit])


def asked(*, case: int, move: Move, at: datetime) -> Form | None:
    """What is asked of a case when it is sent. Raises NotFound."""
    return of(read(case), move, time.day(at), sent=True) if move.to in NAMED or move.assist else move.form


def reach(row: Locked, move: Move, on: date) -> list[identity.Unit]:
    """The units it can go to, where somebody does what is asked next: of the desk's own government and the governments below it; or those above, or below,
    the unit that has it."""
    found = _around(row, row.procedure.states[move.target].waits, on)
    if move.to == TO_ABOVE:
        above = set(identity.above(row.unit)) - {row.unit}
        return [u for u in found if u.id in above]
    return [u for u in found if u.id != row.unit and row.unit in identity.above(u.id)] if move.to == TO_BELOW else found


def nobody(row: Locked, move: Move, on: date) -> list[Reason]:
    """Why a case goes neither up nor down from here: nobody there does what is asked next."""
    if move.to not in (TO_ABOVE, TO_BELOW) or reach(row, move, on):
        return []
    return [Reason("nobody-there", f"{'上级' if move.to == TO_ABOVE else '下级'}没有办这类事的单位。")]


def helped(row: Locked, move: Move, data: Clean, on: date) -> list[identity.Unit]:
    """The units whoever makes the move asks to help. Raises Refused for one that cannot."""
    chosen = data.answers.get(HELPERS) or ()
    if not (move.assist and chosen):
        return []
    offered = {u.code: u for u in _around(row, ASSISTS, on)}
    if any(code not in offered for code in chosen):
        raise Refused(Reason("not-in-reach", "请从列表里选协办单位：它要有人办这样的事。", field=HELPERS))
    if data.answers.get(UNIT) in chosen:
        raise Refused(Reason("leads-already", "主办单位不用再选为协办单位。", field=HELPERS))
    return [offered[code] for code in chosen if offered[code].id != row.unit]


def _around(row: Locked, role: str, on: date) -> list[identity.Unit]:
    """The units of the desk's own government and of all governments below it, where somebody holds a role of the procedure; the higher ones first."""
    home = identity.unit(row.desk or row.unit)
    government = home.id if home.kind is identity.Kind.GOVERNMENT else home.government
    staffed = identity.staffed(role=row.procedure.roles[role].code, on=on)
    return sorted((identity.unit(u) for u in staffed if government in identity.above(u)), key=lambda u: (u.level, u.code))


def _choices(units: Sequence[identity.Unit]) -> tuple[tuple[str, str], ...]:
    return tuple((u.code, u.name) for u in units)


def _named(data: Clean) -> identity.Unit | None:
    try:
        return identity.unit_by_code(str(data.answers.get(UNIT)))
    except KeyError:
        return None


def handed(row: Locked, move: Move, data: Clean, at: datetime, *, imported: bool = False) -> Locked:
    """The case as it is for whoever has it after the move. What is imported goes to the unit named, whoever was in its posts then. Raises Refused for a unit
    it cannot go to."""
    if not move.to:
        return row
    after = copy(row)
    if move.to == TO_DESK:
        after.unit, after.desk = row.desk or row.unit, 0
        return after
    found = _named(data) if imported else next((u for u in reach(row, move, time.day(at)) if u.code == data.answers.get(UNIT) and u.id != row.unit), None)
    if found is None:
        raise Refused(Reason("not-in-reach", "请从列表里选一个单位：它要有人办这样的事。", field=UNIT))
    after.unit, after.desk = found.id, row.desk or row.unit
    return after


