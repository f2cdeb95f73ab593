"""An inquiry passed on: the unit asked has a unit below it look, checks what that unit says, and returns it or adopts it. To the lead the unit asked answers.

One step down only, one unit at a time, and never longer than the unit asked itself has. What the two say to each other is theirs: the record holds
its hash, the words lie beside it and in the inquiry.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from yiwang.engines.cases.facts import Asked
from yiwang.engines.cases.rooms import acts, lights, seers, write
from yiwang.engines.cases.rooms.answer import CLOSED, open_inquiry, refusals, under
from yiwang.engines.cases.rooms.clocks import Clock
from yiwang.engines.cases.rooms.decide import NewTask, Plan, said
from yiwang.engines.cases.rooms.perform import replayed, require_sight
from yiwang.engines.cases.rooms.read import ANSWERED, OPEN, STALE, Locked, Passed, lock
from yiwang.engines.cases.steps import Done
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import canonical
from yiwang.kernel import clock as time
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import Refused, Stale
from yiwang.kernel.reasons import Reason

INQUIRY = (
    "insert into cases_inquiry (id, case_id, unit_id, above, title, question, asked_at, answered_by, verdict, opinion, law) "
    "values (%s, %s, %s, %s, (select title from cases_inquiry where id = %s), %s, %s, '', '', '', '')"
)
WAITS, LOOKS = "等下级答复", "答复转办"  # what the desks of both say meanwhile
LONGEST = 60  # working days, when nothing else bounds them


def pass_form(units: Sequence[identity.Unit], most: int = LONGEST) -> Form:
    """What passing on asks: to which of these units, within how many days (`most`: what the unit asked has left), and what it is to look at."""
    choices = tuple((u.code, u.name) for u in units)
    return Form(
        "cases.pass_on",
        "转下级办理",
        (
            Field("unit", "转给哪个单位", FieldKind.CHOICE, choices=choices, personal=False),
            _days(most),
            Field("question", "请它查什么", FieldKind.LONG_TEXT, "对方答复给本单位，由本单位核对后回复主办单位。", longest=1000, personal=False),
        ),
        submit="转下级办理",
    )


def back_form(most: int = LONGEST) -> Form:
    """What returning asks: why, and within how many days it is answered again."""
    reason = Field("reason", "退回的理由", FieldKind.LONG_TEXT, "写明哪里没有查清、要补什么。对方按这段话重新答复。", longest=1000, personal=False)
    return Form("cases.send_back", "退回重答", (reason, _days(most)), submit="退回重答")


def _days(most: int) -> Field:
    said = f"本单位自己还剩 {most} 个工作日，不能比它长。" if most < LONGEST else "不能晚于本单位自己的期限。"
    return Field("days", "给几个工作日", FieldKind.NUMBER, said, least="1", most=str(max(most, 1)), whole=True, personal=False)


def pass_on(*, actor: Actor, case: int, data: Clean, key: str, at: datetime) -> Done:
    """Passes the inquiry that asks the actor's unit on to a unit below it (`unit`, a code; `days`; `question`). Raises NotFound, Refused."""
    with store.atomic():
        row = lock(case, key)
        if row.answered:
            return replayed(row, actor)
        require_sight(row, actor, at)
        asked = open_inquiry(row, actor)
        if reasons := pass_refusals(row, asked, actor, at):
            raise Refused(reasons)
        assert isinstance(asked, Asked)
        unit = next((u for u in below(row, asked, time.day(at)) if u.code == data.answers["unit"]), None)
        if unit is None:
            raise Refused(Reason("not-below", "请选择列出的下级单位：它在本单位之下，并且有人能答复。", field="unit"))
        gone = [p for p in under(row, asked.id) if p.state == OPEN]  # nobody is left there who could answer
        part = _new(row, asked, unit.id, data, "question", at)
        return _write(row, part, actor, key, at, "passed_on", Kind.INQUIRED, "转下级办理", closed=gone)


def send_back(*, actor: Actor, case: int, inquiry: int, data: Clean, key: str, at: datetime) -> Done:
    """Returns what the unit below answered in `inquiry`, with a `reason` and new `days`: it answers again. Raises NotFound, Refused, Stale."""
    with store.atomic():
        row = lock(case, key)
        if row.answered:
            return replayed(row, actor)
        require_sight(row, actor, at)
        asked = open_inquiry(row, actor)
        if reasons := refusals(row, asked, actor, at):
            raise Refused(reasons)
        assert asked is not None
        found = next((p for p in under(row, asked.id) if p.id == inquiry and p.state == ANSWERED), None)
        if found is None or not isinstance(asked, Asked):
            raise Stale(STALE)
        part = _new(row, asked, found.unit, data, "reason", at)
        return _write(row, part, actor, key, at, "sent_back", Kind.RETURNED, "退回重答", closed=[found])


def pass_refusals(row: Locked, asked: Asked | Passed | None, actor: Actor, at: datetime) -> list[Reason]:
    """Why the actor may not pass on what its unit is asked, or nothing."""
    if reasons := refusals(row, asked, actor, at):
        return reasons
    if isinstance(asked, Passed):
        return [Reason("passed-on-to-you", "这是上级转来的，请由本单位答复。")]
    assert asked is not None
    if most_days(row, asked, at) < 1:
        return [Reason("no-time-to-pass-on", "本单位的期限今天就到或已经到了，来不及再转，请直接回复。")]
    live = under(row, asked.id)
    if any(p.state == ANSWERED for p in live):
        return [Reason("check-first", "下级已经答复，请先核对：采用，或者退回重答。")]
    open_now = [p.unit for p in live if p.state == OPEN]
    if open_now and identity.staffed(units=open_now, role=row.procedure.roles["reviewer"].code, on=time.day(at)):
        return [Reason("passed-on-already", f"已经转给{identity.unit(open_now[0]).short}，等它答复；也可以直接回复。")]
    return []


def below(row: Locked, asked: Asked, on: date) -> list[identity.Unit]:
    """The units below the one asked that could answer: of its own line or house, for a department also the governments below its own; somebody must hold
    the role there, and none is asked twice in one case."""
    here = identity.unit(asked.unit)
    units = identity.units_below(here.id)
    if here.kind is identity.Kind.DEPARTMENT and here.government:
        units += [u for u in identity.units_below(here.government) if u.kind is identity.Kind.GOVERNMENT and u.level > here.level]
    busy = {i.unit for i in (*row.inquiries, *row.passed) if not i.answered}
    units = [u for u in units if u.id not in busy]
    staffed = identity.staffed(units=[u.id for u in units], role=row.procedure.roles["reviewer"].code, on=on)
    return sorted((u for u in units if u.id in staffed), key=lambda u: u.code)


def most_days(row: Locked, asked: Asked, at: datetime) -> int:
    """How many working days the unit asked still has to give away."""
    clock = row.answering.get(asked.id)
    return lights.left(clock, at) if clock else 0


def _new(row: Locked, asked: Asked, unit: int, data: Clean, text: str, at: datetime) -> tuple[Clock, str, int]:
    """The clock of the inquiry below, its question, and the inquiry above. Raises Refused when it would end after that one."""
    most, days = most_days(row, asked, at), int(data.answers["days"])
    if not 1 <= days <= most:
        raise Refused(Reason("too-many-days", f"本单位自己只剩 {max(most, 0)} 个工作日，请填不超过它的天数，或者直接回复。", field="days"))
    clock = Clock(store.take(), "answer", unit, store.take(), time.day(at), "working", days, days)
    return clock, str(data.answers[text]), asked.id


def _write(
    row: Locked, part: tuple[Clock, str, int], actor: Actor, key: str, at: datetime, name: str, kind: Kind, says: str, *, closed: Sequence[Passed]
) -> Done:
    clock, text, above = part
    ended = [row.answering[p.id] for p in closed if p.id in row.answering]
    task = NewTask(store.take(), clock.unit, row.procedure.roles["reviewer"].code, LOOKS, clock.due_at(), clock.inquiry)
    facts: dict[str, Any] = {
        "inquiry": clock.inquiry, "above": above, "unit": clock.unit, "to": row.state, "procedure": row.procedure.code,
        "asked": [{"inquiry": clock.inquiry, "unit": clock.unit}], "started": [said(clock)],
    }
    if ended:
        facts["stopped"] = [said(c, at) for c in ended]
    act = acts.engine_act(row.procedure, name, kind, says)
    entry = write.entry(row, act, actor, at, key=key, facts=facts, personal={"between": canonical.text({"text": text})})
    plan = Plan(row.state, row.done, tasks=[task], started=[clock], seers=seers.of_units((clock.unit,)))
    waiting = [t.id for t in row.tasks if t.inquiry == above]
    found = [
        store.Fragment(INQUIRY, (clock.inquiry, row.id, clock.unit, above, above, text, at)),
        *(store.Fragment(CLOSED, (at, p.id)) for p in closed),
        *write.asks(waiting, WAITS),
        *write.ended(tasks=[t.id for t in row.tasks if t.inquiry in {p.id for p in closed}], clocks=ended, at=at),
        *write.new(row.id, plan, at, row.opened_at),
        store.Fragment(write.HEADED, (entry.hash, entry.n, row.id)),
    ]
    store.run([*found, *ledger.fragments(entry)])
    return Done(row.id, row.ref, row.state, entry.n)
