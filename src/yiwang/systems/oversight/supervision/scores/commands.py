"""Scores are shown to the units first, may be objected to for some days, and are then published: each a command, with an entry that holds the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from yiwang.engines.cases.types import Command
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger.types import Recorded
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.reasons import Reason
from yiwang.systems.oversight.supervision.roles import EXPLAINER, SUPERVISOR
from yiwang.systems.oversight.supervision.scores import months

ON, OF_UNIT = f"scores:{months.MONTH}", f"scores:{months.MONTH}:[0-9]+"
SHOW = Form("supervision.show_scores", "送单位核对", (
    Field("note", "说明", FieldKind.LONG_TEXT, "单位会看到。", required=False, longest=500, personal=False),
), submit="送单位核对")
PUBLISH = Form("supervision.publish_scores", "公布得分", (
    Field("note", "说明", FieldKind.LONG_TEXT, "和得分一起给各单位看。", required=False, longest=500, personal=False),
), submit="公布得分")
OBJECT = Form("supervision.object_score", "对得分提出异议", (
    Field("reason", "哪里不对", FieldKind.LONG_TEXT, "写明是哪一项、哪几个办件或者信号，应当怎么算。", longest=1000, personal=False),
), submit="提出异议")
ANSWER = Form("supervision.answer_objection", "答复异议", (
    Field("reply", "核对的结果", FieldKind.LONG_TEXT, "逐条回应。记录本身错了的，先更正记录，公布时按更正后的算。", longest=1000, personal=False),
), submit="答复")
FORMS = (SHOW, PUBLISH, OBJECT, ANSWER)


def _month(subject: str) -> str:
    return subject.split(":")[1]


def _unit(subject: str) -> int:
    return int(subject.split(":")[2])


def _may_show(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    month = _month(subject)
    if clock.day(at) <= months.last(month):
        return [Reason("month-runs", "这个月还没有过完，下个月再算。")]
    if months.of(month).shown:
        return [Reason("shown-already", "这个月的得分已经送单位核对。")]
    return [] if months.counted(month) else [Reason("still-counting", "这个月的记录还没有统计完，请过一会儿再试。")]


def _show(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Mapping[str, Any]:
    return {**months.figures(_month(subject), at), "object_until": months.object_until(at).isoformat()}


def _may_publish(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    """After the units had their days, and every objection an answer."""
    here = months.of(_month(subject))
    if here.shown is None or here.object_until is None:
        return [Reason("not-shown", "还没有送单位核对，先送单位核对。")]
    if here.published:
        return [Reason("published-already", "这个月的得分已经公布。")]
    if clock.day(at) <= here.object_until:
        return [Reason("may-still-object", f"单位可以在 {here.object_until.month} 月 {here.object_until.day} 日前提出异议，之后才能公布。")]
    if waiting := [u for u in scored(here.shown) if unanswered(here.month, u)]:
        return [Reason("objections-open", f"{'、'.join(identity.unit(u).short for u in waiting)}的异议还没有答复。请先答复。")]
    return [] if months.counted(here.month) else [Reason("still-counting", "这个月的记录还没有统计完，请过一会儿再试。")]


def _publish(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Mapping[str, Any]:
    return months.figures(_month(subject), at)


def _may_object(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    """Of one's own score, once, within the days."""
    here, unit = months.of(_month(subject)), _unit(subject)
    if actor.unit != unit:
        return [Reason("not-your-score", "只能对本单位的得分提出异议。请核对单位。")]
    if here.shown is None or here.object_until is None or unit not in scored(here.shown):
        return [Reason("not-shown", "这个月的得分还没有送本单位核对，收到以后再提。")]
    if here.published or clock.day(at) > here.object_until:
        return [Reason("too-late-to-object", "提异议的期限已经届满。请向监察单位说明情况。")]
    if months.objections(here.month, unit):
        return [Reason("objected-already", "已经提过异议，请等监察单位答复。")]
    return []


def _may_answer(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    return [] if unanswered(_month(subject), _unit(subject)) else [Reason("nothing-to-answer", "没有等答复的异议。请看核对的经过。")]


def _nothing(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Mapping[str, Any]:
    return {"month": _month(subject), "unit": _unit(subject)}


def scored(shown: Recorded) -> list[int]:
    """The units an entry holds scores of."""
    return [int(said["unit"]) for said in shown.facts["units"]]


def unanswered(month: str, unit: int) -> bool:
    """Whether a unit waits for an answer to its objection."""
    history = months.objections(month, unit)
    return bool(history) and history[-1].act == months.OBJECTED


def _act(code: str, says: str) -> Act:
    return Act(code, Kind.CHANGED, says)


COMMANDS = (
    Command("oversight.supervision.show_scores", "送单位核对", SUPERVISOR.code, SHOW, _show,
            _act(months.SHOWN, "{actor} 把 {month} 的得分送单位核对"), _may_show, on=ON),
    Command("oversight.supervision.publish_scores", "公布得分", SUPERVISOR.code, PUBLISH, _publish,
            _act(months.PUBLISHED, "{actor} 公布 {month} 的得分"), _may_publish, "公布以后各单位都能看到，不能收回。", ON),
    Command("oversight.supervision.object_score", "对得分提出异议", EXPLAINER.code, OBJECT, _nothing,
            _act(months.OBJECTED, "{actor} 对 {month} 的得分提出异议"), _may_object, on=OF_UNIT),
    Command("oversight.supervision.answer_objection", "答复异议", SUPERVISOR.code, ANSWER, _nothing,
            _act(months.ANSWERED, "{actor} 答复对 {month} 得分的异议"), _may_answer, on=OF_UNIT),
)
