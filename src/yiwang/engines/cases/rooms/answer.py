"""A unit that was asked answers: its own clock stops, its task ends, nobody else's page goes stale but the decision's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yiwang.engines.cases.facts import Asked
from yiwang.engines.cases.rooms import acts, write
from yiwang.engines.cases.rooms.decide import said
from yiwang.engines.cases.rooms.perform import replayed, require_sight
from yiwang.engines.cases.rooms.read import Locked, lock
from yiwang.engines.cases.steps import Done
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form, When
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock as time
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import Refused
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
ENDED = "update cases_inquiry set answered_at = %s, answered_by = %s, verdict = %s, opinion = %s, law = %s where id = %s"
COUNTED = "update cases_case set answers = %s, head = %s, length = %s where id = %s"


def answer(*, actor: Actor, case: int, data: Clean, key: str, at: datetime) -> Done:
    """Answers the inquiry that asked the actor's unit. Raises NotFound, Refused."""
    with store.atomic():
        row = lock(case, key)
        if row.answered:
            return replayed(row, actor)
        require_sight(row, actor, at)
        asked = open_inquiry(row, actor)
        if reasons := refusals(row, asked, actor, at):
            raise Refused(reasons)
        assert asked is not None
        entry = _entry(row, asked, actor, data, key, at)
        clock, tasks = row.answering.get(asked.id), [t.id for t in row.tasks if t.inquiry == asked.id]
        said_by = (at, actor.name, data.answers["verdict"], data.answers["opinion"], data.answers.get("law", ""))
        found = [
            store.Fragment(ENDED, (*said_by, asked.id)),
            store.Fragment(COUNTED, (row.answers + 1, entry.hash, entry.n, row.id)),
            *write.ended(tasks=tasks, clocks=[clock] if clock else [], at=at),
        ]
        store.run([*found, *ledger.fragments(entry)])
        return Done(row.id, row.ref, row.state, entry.n)


def open_inquiry(row: Locked, actor: Actor) -> Asked | None:
    return next((i for i in row.inquiries if i.unit == actor.unit and not i.answered), None)


def refusals(row: Locked, asked: Asked | None, actor: Actor, at: datetime) -> list[Reason]:
    """Why the actor may not answer now, or nothing."""
    if asked is None:
        return [Reason("nothing-asked", "这件事没有等您单位回复的征询，可能已经回复，或主办单位已经作出决定。")]
    role = row.procedure.roles["reviewer"]
    rights = identity.rights(actor, epoch_now=row.epoch)
    if rights.unit != asked.unit or not rights.hold(role.code, time.day(at)):
        return [Reason("not-your-role", f"由{asked.unit_name}{role.title}回复。")]
    return []


def _entry(row: Locked, asked: Asked, actor: Actor, data: Clean, key: str, at: datetime) -> ledger.Written:
    facts: dict[str, Any] = {"inquiry": asked.id, "unit": asked.unit, "to": row.state, "procedure": row.procedure.code, **data.recorded()}
    if clock := row.answering.get(asked.id):
        facts["stopped"] = [said(clock, at)]
    act = acts.engine_act(row.procedure, "answered", Kind.ANSWERED, "回复意见")
    return write.entry(row, act, actor, at, key=key, facts=facts, personal=data.personal())
