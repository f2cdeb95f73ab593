"""Acting for somebody else: a firm's or a person's mandate is given and ended, a guardian is registered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import NotFound
from yiwang.kernel.reasons import Reason
from yiwang.systems.ground.directory import forms
from yiwang.systems.ground.directory.declaring import MANDATE, Told, act, command, day, number, text
from yiwang.web import menu

EVERYTHING = "scope:*"  # whoever acts for themselves, or for a firm in everything
REGISTRAR = "ground.registrar"  # sees the papers of a guardian at a window
REGISTRARS = cases.Role(REGISTRAR, "监护登记员")
GUARDIANS = "guardians:all"  # the chain of registrations
ITEM = re.compile(r"[a-z0-9_.]{3,60}")
GIVEN = act("mandate_begun", "{actor} 授权代办")


def subject_of(actor: Actor) -> str:
    """Whose mandates the actor gives: the firm's acted for, or their own. Nobody passes on what another person gave them."""
    return f"firm:{actor.firm}" if actor.firm else "" if actor.for_person else f"person:{actor.person}"


def systems() -> dict[str, str]:
    """Systems in which a citizen begins something, and what people call them."""
    titles = menu.titles()
    begun = {p.code.rpartition(".")[0] for p in cases.procedures() if "applicant" in p.begun_by}
    return {code: titles.get(code, code) for code in sorted(begun)}


def scope_of(data: Clean) -> str:
    return f"item:{text(data, 'item')}" if text(data, "scope") == forms.ONE_ITEM else text(data, "scope")


def _scope_faults(scope: str, actor: Actor, at: datetime) -> list[Reason]:
    kind, _, name = scope.partition(":")
    if scope == "*" or (kind == "system" and name in systems()):
        return []
    if kind == "item":
        return [] if ITEM.fullmatch(name) else [Reason("item-unknown", "请照抄办事指南网址里 /services/ 后面的一段。", field="item")]
    if kind == "case":
        try:
            if cases.view(actor=actor, ref=name, at=at).is_party:
                return []
        except NotFound:
            pass
    return [Reason("scope-unknown", "请选择列出的范围。", field="scope")]


def _give_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    if actor.official or subject != subject_of(actor):
        return [Reason("not-yours", "只能为自己，或者以您现在代表的企业授权。")]
    holder = identity.person_named(username=text(data, "username"), name=text(data, "name"))
    since, today, scope = day(data, "since") or clock.day(at), clock.day(at), scope_of(data)
    found = identity.mandate_changes.give_faults(
        firm=actor.firm, giver=actor.person, holder=holder, scope=scope, since=since, until=day(data, "until"), on=today)
    return [*found, *_scope_faults(scope, actor, at)]


def _give(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    holder = identity.person_named(username=text(data, "username"), name=text(data, "name"))
    scope, kind = scope_of(data), text(data, "kind")
    made = identity.mandate_changes.give(
        firm=actor.firm, giver=actor.person, holder=holder, kind=kind, scope=scope, since=day(data, "since") or clock.day(at), until=day(data, "until"))
    whose = {"firm": actor.firm} if actor.firm else {"person": actor.person}
    ledger.append(subject=f"mandate:{made}", act=GIVEN, actor=actor, at=at, facts={**whose, "holder": holder, "scope": scope, "kind": kind})
    return {"mandate_made": made}


def _end_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    return identity.mandate_changes.end_faults(mandate=number(subject), firm=actor.firm, person=actor.person)


def _end(*, actor: Actor, subject: str, data: Clean, at: datetime) -> None:
    identity.mandate_changes.end(mandate=number(subject), person=actor.person, at=at)


def _guardian_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    if subject != GUARDIANS:
        return [Reason("not-here", "请从“登记监护关系”页面办理。")]
    guardian = identity.person_named(username=text(data, "username"), name=text(data, "name"))
    own = [Reason("oneself", "不能给自己登记，请由另一名工作人员办理。")] if guardian and guardian == actor.person else []
    child = data.answers["child"]
    return own or identity.mandate_changes.guardian_faults(number=child["number"], name=child["name"], guardian=guardian, on=clock.day(at))


def _register(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    guardian = identity.person_named(username=text(data, "username"), name=text(data, "name"))
    child = data.answers["child"]
    made = identity.mandate_changes.register_guardian(number=child["number"], name=child["name"], guardian=guardian, on=clock.day(at))
    facts = {"person": made["child"], "holder": guardian, "scope": "*", "kind": "guardian"}
    ledger.append(subject=f"mandate:{made['mandate']}", act=GIVEN, actor=actor, at=at, facts=facts)
    return {"mandate_made": made["mandate"]}


ALL = (
    command(forms.GIVE, "mandate_given", "{actor} 授权代办", _give, _give_faults, by=EVERYTHING, on="(firm|person):[1-9][0-9]{0,17}"),
    command(
        forms.END_MANDATE, "mandate_ended", "{actor} 结束授权", _end, _end_faults, by=EVERYTHING, on=MANDATE,
        confirm="结束后，代理人马上不能再代为办事。",
    ),
    command(
        forms.GUARDIAN, "guardian_registered", "{actor} 登记监护关系，看了{evidence}", _register, _guardian_faults, by=REGISTRAR, on=GUARDIANS,
        confirm="登记后，监护人可以代未成年人办理所有事项，到满 18 周岁为止。",
    ),
)
