"""Standing in: named by whoever is away, or by the head of their unit; ended by either, or by whoever stands in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.types import ANYBODY
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.views import HolderView, StandInView
from yiwang.engines.ledger import api as ledger
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.reasons import Reason
from yiwang.systems.ground.directory import forms
from yiwang.systems.ground.directory.declaring import TENURE, Told, act, command, day, number, text

UNIT_HEAD = "ground.unit_head"
HEADS = cases.Role(UNIT_HEAD, "单位负责人")
NAMED = act("stands_in", "{actor} 请此人代理{holder}")
ENDED = act("stood_in", "{actor} 结束此人的代理")
NOT_YOURS = Reason("not-yours", "只能请人代理自己的岗位；单位负责人可以为本单位的人指定。代理别人的时候不能再请人代理。")


def heads(actor: Actor, at: datetime) -> bool:
    """Whether the actor heads a unit today, in a post of their own."""
    return not actor.in_place_of and identity.rights(actor, epoch_now=identity.epoch()).hold(UNIT_HEAD, clock.day(at))


def own(actor: Actor, base: HolderView | None) -> bool:
    """Whether this is the actor's own appointment, and they act in one of their own."""
    return base is not None and actor.official and not actor.in_place_of and base.person == actor.person


def _own_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    base = identity.standing_in.own_tenure(number(subject), on=clock.day(at))
    return _faults(actor, number(subject), data, at) if own(actor, base) else [NOT_YOURS]


def _heads_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    base = identity.standing_in.own_tenure(number(subject), on=clock.day(at))
    return _faults(actor, number(subject), data, at) if base is not None and base.unit == actor.unit and not actor.in_place_of else [NOT_YOURS]


def _faults(actor: Actor, tenure: int, data: Clean, at: datetime) -> list[Reason]:
    today = clock.day(at)
    return identity.standing_in.name_faults(
        tenure=tenure, person=int(text(data, "who")), acting=actor.person, since=day(data, "since") or today, until=day(data, "until"), on=today)


def _name(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    until = day(data, "until")
    assert until is not None  # the form asks
    person, today = int(text(data, "who")), clock.day(at)
    made = identity.standing_in.stand_in(identity.standing_in.name(tenure=number(subject), person=person, since=day(data, "since") or today, until=until))
    facts = {"tenure_made": made.tenure, "stand_in": made.name, "holder": made.holder_name, "title": made.title}
    ledger.append(subject=f"person:{person}", act=NAMED, actor=actor, at=at, facts={**facts, "since": str(made.since), "until": str(made.until)})
    return facts


def may_end(actor: Actor, it: StandInView, at: datetime) -> bool:
    return actor.official and (actor.tenure == it.tenure or (not actor.in_place_of and (
        actor.person in (it.holder, it.person) or (actor.unit == it.unit and heads(actor, at)))))


def _end_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    found = identity.standing_in.end_faults(tenure=number(subject), on=clock.day(at))
    if not found and not may_end(actor, identity.standing_in.stand_in(number(subject)), at):
        found = [Reason("not-yours", "由任职人、代理人或者单位负责人结束。")]
    return found


def _end(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    it = identity.standing_in.stand_in(number(subject))
    identity.standing_in.end(tenure=it.tenure, on=clock.day(at))
    ledger.append(subject=f"person:{it.person}", act=ENDED, actor=actor, at=at, facts={"tenure": it.tenure, "holder": it.holder_name})
    return {"stand_in": it.name, "holder": it.holder_name, "title": it.title}


SAYS = "{actor} 请 {stand_in} 代理 {holder} 的岗位 {title}，{since} 至 {until}"
ALL = (
    command(forms.STAND_IN, "stand_in_named", SAYS, _name, _own_faults, by=ANYBODY, on=TENURE),
    command(forms.STAND_IN_FOR, "stand_in_named_for", SAYS, _name, _heads_faults, by=UNIT_HEAD, on=TENURE),
    command(forms.END_STAND_IN, "stand_in_ended", "{actor} 结束 {stand_in} 对 {holder} 的代理", _end, _end_faults, by=ANYBODY, on=TENURE,
            confirm="结束以后，代理人马上不能再用这个岗位办事。"),
)
