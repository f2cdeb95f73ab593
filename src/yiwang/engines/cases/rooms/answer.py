"""A unit that was asked answers: its own clock stops, its task ends, nobody else's page goes stale but the decision's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yiwang.engines.cases.facts import Asked
from yiwang.engines.cases.rooms import acts, write
from yiwang.engines.cases.rooms.clocks import Clock
from yiwang.engines.cases.rooms.decide import said
from yiwang.engines.cases.rooms.perform import replayed, require_sight
from yiwang.engines.cases.rooms.read import ANSWERED, OPEN, STALE, Locked, Passed, lock
from yiwang.engines.cases.steps import Done
from yiwang.engines.cases.types import Procedure
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form, When
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import canonical
from yiwang.kernel import clock as time
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import Refused, Stale
from yiwang.kernel.reasons import Reason

VERDICTS = (("agree", "同意"), ("agree_with_conditions", "同意，附要求"), ("object", "不同意"))
ANSWER = Form(
    "cases.answer",
    "回复意见",
    (
        Field("verdict", "意见", FieldKind.CHOICE, choices=VERDICTS, personal=False),
        Field("opinion", "理由和要求", FieldKind.LONG_TEXT, longest=2000, personal=False, help="写明查了什么、结果怎样；附要求的逐条写。"),
        Field(
            "law", "不符合的法定条件", FieldKind.TEXT, personal=False, when=(When("verdict", ("object",)),), help="写明法律名称和条款。不同意只对法定条件有效。"
        ),
    ),
    submit="回复意见",
)
HELPED = Form(
    "cases.helped",
    "回复协办情况",
    (
        Field("verdict", "办理情况", FieldKind.CHOICE, choices=(("done", "已经办理"), ("not_ours", "不属本单位职责")), personal=False),
        Field("opinion", "做了什么、查到什么", FieldKind.LONG_TEXT, longest=2000, personal=False, help="主办单位据此答复；不写个人的姓名、电话、住址。"),
    ),
    submit="回复主办单位",
)
CLOSED = "update cases_inquiry set closed_at = %s where id = %s"
ENDED = "update cases_inquiry set answered_at = %s, answered_by = %s, verdict = %s, opinion = %s, law = %s where id = %s"
COUNTED = "update cases_case set answers = %s, head = %s, length = %s where id = %s"


BELOW_ANSWERED = "核对下级答复"  # what the desk of the unit above then says


def form(procedure: Procedure) -> Form:
    """What a unit is asked for: its opinion, or what it did where it was asked to help."""
    return HELPED if any(m.assist for m in procedure.moves) else ANSWER


def answer(*, actor: Actor, case: int, data: Clean, key: str, at: datetime, adopts: int = 0) -> Done:
    """Answers the inquiry that asks the actor's unit: one of the case, or one that the unit above passed on.

    `adopts` is the inquiry passed on whose answer this one rests on, when it does. Raises NotFound, Refused, Stale when that answer is not the last.
    """
    with store.atomic():
        row = lock(case, key)
        if row.answered:
            return replayed(row, actor)
        require_sight(row, actor, at)
        asked = open_inquiry(row, actor)
        if reasons := refusals(row, asked, actor, at):
            raise Refused(reasons)
        assert asked is not None
        live = under(row, asked.id)
        if adopts and not any(p.id == adopts and p.state == ANSWERED for p in live):
            raise Stale(STALE)
        over = [asked.id, *(p.id for p in live if p.state == OPEN)]
        clocks, tasks = [row.answering[i] for i in over if i in row.answering], [t.id for t in row.tasks if t.inquiry in over]
        entry = _entry(row, asked, clocks, adopts, actor, data, key, at)
        said_by = (at, actor.signed, data.answers["verdict"], data.answers["opinion"], data.answers.get("law", ""))
        found = [store.Fragment(ENDED, (*said_by, asked.id)), *_counted(row, asked, entry), *write.ended(tasks=tasks, clocks=clocks, at=at)]
        found += [store.Fragment(CLOSED, (at, p.id)) for p in live]
        store.run([*found, *ledger.fragments(entry)])
        return Done(row.id, row.ref, row.state, entry.n)


def open_inquiry(row: Locked, actor: Actor) -> Asked | Passed | None:
    """What the actor's unit is asked: by the case before what another unit passed on to it."""
    return next((i for i in (*row.inquiries, *row.passed) if i.unit == actor.unit and not i.answered), None)


def under(row: Locked, inquiry: int) -> list[Passed]:
    """What was passed on from an inquiry and is not over yet: waited for, or answered and to be checked."""
    return [p for p in row.passed if p.above == inquiry and p.state in (OPEN, ANSWERED)]


def refusals(row: Locked, asked: Asked | Passed | None, actor: Actor, at: datetime) -> list[Reason]:
    """Why the actor may not answer now, or nothing."""
    if asked is None:
        return [Reason("nothing-asked", "这件事没有等您单位回复的征询，可能已经回复，或主办单位已经作出决定。")]
    role = row.procedure.roles["reviewer"]
    rights = identity.rights(actor, epoch_now=row.epoch)
    if rights.unit != asked.unit or not rights.hold(role.code, time.day(at)):
        return [Reason("not-your-role", f"由{identity.unit(asked.unit).name}{role.title}回复。")]
    return []


def _counted(row: Locked, asked: Asked | Passed, entry: ledger.Written) -> list[store.Fragment]:
    """A unit's answer changes what a decision rests on; one given to the unit above changes that unit's desk only."""
    if not isinstance(asked, Passed):
        return [store.Fragment(COUNTED, (row.answers + 1, entry.hash, entry.n, row.id))]
    waiting = [t.id for t in row.tasks if t.inquiry == asked.above]
    return [store.Fragment(write.HEADED, (entry.hash, entry.n, row.id)), *write.asks(waiting, BELOW_ANSWERED)]


def _entry(
    row: Locked, asked: Asked | Passed, clocks: Sequence[Clock], adopts: int, actor: Actor, data: Clean, key: str, at: datetime
) -> ledger.Written:
    facts: dict[str, Any] = {"inquiry": asked.id, "unit": asked.unit, "to": row.state, "procedure": row.procedure.code}
    personal = data.personal()
    if isinstance(asked, Passed):  # between the two: the record holds its hash
        facts["above"], personal = asked.above, {"between": canonical.text(dict(data.answers))}
    else:
        facts |= data.recorded()
    if adopts:
        facts["adopted"] = adopts
    if clocks:
        facts["stopped"] = [said(c, at) for c in clocks]
    act = acts.engine_act(row.procedure, "answered", Kind.ANSWERED, "回复意见")
    return write.entry(row, act, actor, at, key=key, facts=facts, personal=personal)
