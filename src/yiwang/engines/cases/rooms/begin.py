"""The door in: a case begins, or the several cases of one matter, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError

from yiwang.engines.cases.rooms import acts, allowed, registry, seers, write
from yiwang.engines.cases.rooms.decide import Plan, awaited, in_minutes, started, unit_of
from yiwang.engines.cases.rooms.read import BAD_KEY, KEY_USED
from yiwang.engines.cases.steps import Begin, Done
from yiwang.engines.cases.types import Item, Procedure, Where
from yiwang.engines.documents import api as documents
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.engines.store.api import Fragment
from yiwang.kernel import clock as time
from yiwang.kernel.actors import CLOCK, CODED, IMPORT, READER, Actor
from yiwang.kernel.errors import Refused
from yiwang.kernel.reasons import Reason

CASE = (
    "insert into cases_case (id, ref, matter, procedure, version, item, item_version, title, unit_id, party, party_name, sealed, about, desk, zone, state, "
    "done, moves, answers, head, length, key, opened_at, opened_by) "
    "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', 0, 0, %s, 1, %s, %s, %s)"
)
SEALED = "保密"  # instead of a name
OURS = {CLOCK.system, IMPORT.system, READER.system}  # follow from what was taken in before, or are an operator's own
LONGEST_KEY = 60  # the second case of a matter has the key and its number


def begin(*, actor: Actor, begin: Begin, key: str, at: datetime, recorded_at: datetime | None = None) -> Done:
    """Begins one case. The same `key` again gives the same case. `recorded_at`: of an import, when it came here. Raises Refused."""
    return begin_all(actor=actor, parts=(begin,), key=key, at=at, recorded_at=recorded_at)[0]


def begin_all(*, actor: Actor, parts: Sequence[Begin], key: str, at: datetime, recorded_at: datetime | None = None) -> list[Done]:
    """Begins all cases of one matter (一件事), or none. Raises Refused, and store.Full where the disk has no room for new ones."""
    if not (0 < len(key) <= LONGEST_KEY and key.isprintable()):
        raise Refused(BAD_KEY)
    if actor.system not in OURS:
        store.take_in()
    try:
        with store.atomic():
            return _begun(actor, parts, key, at, recorded_at)
    except IntegrityError:
        if found := _replayed(actor, key, len(parts)):
            return found
        raise


def begun(*, actor: Actor, key: str, party: identity.Party | None = None) -> list[Done]:
    """The cases an earlier request with this key began; none when there was none. Raises Refused when it was somebody else's request: neither this
    actor's, nor about `party`, whose form may be filed by themselves or by a counter, once."""
    count = 0
    while store.rows("select 1 from cases_case where key = %s", (key if count == 0 else f"{key}:{count}",)):
        count += 1
    return _replayed(actor, key, count, seers.of_party(party) if party else 0) if count else []


def begin_referred(*, actor: Actor, begin: Begin, matter: int, key: str, at: datetime) -> Done:
    """Begins the case a matter is passed on to, inside the transaction that passes it on: the receiving card has already said that it accepts."""
    procedure = registry.current(begin.procedure, time.day(at))
    done, fragments = _one(store.take("chain"), matter, procedure, _in_force(begin, identity.epoch()), actor, key, at)
    store.run(fragments)
    return done


def _begun(actor: Actor, parts: Sequence[Begin], key: str, at: datetime, recorded_at: datetime | None) -> list[Done]:
    matter, found, statements = 0, [], []
    epoch = identity.epoch()
    for i, named in enumerate(parts):
        part = _in_force(named, epoch)
        procedure = registry.procedure(part.procedure, part.version) if part.version else registry.current(part.procedure, time.day(at))
        if reasons := _refusals(procedure, part, actor, epoch, at, tuple(p.unit for p in parts)):
            raise Refused(reasons)
        id_ = store.take("chain")
        matter = matter or id_
        counter = seers.of_counter(actor.unit) if actor.unit and part.item and part.party else 0  # for an applicant: found again by whoever took it in
        done, fragments = _one(id_, matter, procedure, part, actor, key if i == 0 else f"{key}:{i}", at, counter, recorded_at)
        found.append(done)
        statements.append(fragments)
    for fragments in statements:
        store.run(fragments)
    return found


def _in_force(part: Begin, epoch: int) -> Begin:
    """The same at the units that took over, where those named were merged."""
    unit, desk = identity.in_force(part.unit, epoch_now=epoch), identity.in_force(part.desk) if part.desk else 0
    return part if (unit, desk) == (part.unit, part.desk) else replace(part, unit=unit, desk=desk)


def _one(id_: int, matter: int, procedure: Procedure, part: Begin, actor: Actor, key: str, at: datetime, counter: int = 0,
         recorded_at: datetime | None = None) -> tuple[Done, list[Fragment]]:
    on = time.day(at)
    item = (part.item or registry.NO_ITEM).fitted(part.data.recorded())
    ref = f"{procedure.prefix}{on:%Y%m%d}-{id_ % 1_000_000:06d}"
    party = seers.of_party(part.party) if part.party else 0
    plan = _plan(procedure, item, part, party, at, counter)
    facts: dict[str, Any] = plan.facts | part.data.recorded()
    personal = part.data.personal() | ({"party": part.party.name} if part.party else {})
    numbers = [documents.take_number(unit=part.unit, word=_word(part.unit) + i.word, kind=i.kind, year=on.year) for i in part.issues]
    if numbers:
        facts["issues"] = [{"kind": i.kind, "number": n} for i, n in zip(part.issues, numbers, strict=True)]
    entry = ledger.compose(
        chain=id_, n=1, prev=ledger.GENESIS, subject=f"case:{ref}", act=acts.opened_act(procedure), actor=actor, at=at, key=key, facts=facts, personal=personal,
        recorded_at=recorded_at,
    )
    zone = registry.zone(procedure.code)
    case = Fragment(
        CASE,
        (
            *(id_, ref, matter, procedure.code, procedure.version),
            item.code,
            item.version,
            part.title[:200],
            part.unit,
            party,
            SEALED if part.sealed else part.party.name if part.party else "",
            part.sealed,
            part.about,
            part.desk,
            zone.value,
            procedure.start,
            entry.hash,
            key,
            at,
            actor.account,
        ),
    )
    return Done(id_, ref, procedure.start, 1), [case, *write.new(id_, plan, at, at), *write.owed(id_, part.issues, entry, numbers), *ledger.fragments(entry)]


def _word(unit: int) -> str:
    here = identity.unit(unit)
    return here.word or here.short


def _plan(procedure: Procedure, item: Item, part: Begin, party: int, at: datetime, counter: int) -> Plan:
    plan = Plan(procedure.start, "")
    on = time.day(at)
    begun_now = ((name, started(procedure, item, name, part.unit, on, at, part.data.recorded())) for name in procedure.starts)
    clocks = {name: clock for name, clock in begun_now if clock is not None}
    plan.started = list(clocks.values())
    if task := awaited(procedure, procedure.start, part.unit, part.desk, clocks):
        plan.tasks = [task]
    plan.seers = (*seers.of_units((part.unit, part.desk) if part.desk else (part.unit,)), *(seer for seer in (party, counter) if seer))
    plan.facts = {
        "to": procedure.start,
        "procedure": procedure.code,
        "version": procedure.version,
        "unit": part.unit,
        "party": party,
        "started": [{"term": c.name, "from": c.started_on.isoformat(), "days": c.days, "legal": c.legal_days, "due": str(c.due_on()), **in_minutes(c)}
                    for c in plan.started],
    }
    if item.code:
        plan.facts |= {"item": item.code, "item_version": item.version}
    if part.about:
        plan.facts["about"] = part.about
    return plan


def _refusals(procedure: Procedure, part: Begin, actor: Actor, epoch: int, at: datetime, units: Sequence[int] = ()) -> list[Reason]:
    """`units` handle the cases of this matter: one window takes the whole matter in when one of them is its own (一窗受理)."""
    on = time.day(at)
    for name in procedure.begun_by:
        role = procedure.roles[name]
        if actor.system and actor.system != CODED.system and (role.where is Where.CLOCK or actor.system == IMPORT.system):
            return []
        if role.where is Where.APPLICANT and part.party and _represents(procedure, part, actor, epoch, on):
            return []
        if role.where in (Where.HANDLING, Where.DESK):
            rights = identity.rights(actor, epoch_now=epoch)
            mine = unit_of(role.where, part.unit, part.desk)
            if rights.unit in (mine, *units) and rights.hold(role.code, on):
                return []
    if _around(procedure, part, actor, epoch, on):
        return []
    if actor.unit and part.item and part.party:
        unit = identity.unit(part.unit).name
        return [Reason("may-not-begin", f"“{part.item.title}”由{unit}收件，您现在的岗位不能收。请告诉申请人到{unit}的窗口，或者在网上办。")]
    return [Reason("may-not-begin", "您现在的身份不能提交这件事。请换成本人或有委托的企业身份，或到窗口办理。")]


def _around(procedure: Procedure, part: Begin, actor: Actor, epoch: int, on: date) -> bool:
    """Whether the actor's unit takes in for the unit that handles it, where the item says so (前台综合受理、后台分类审批): for an applicant alone, what
    an applicant may begin."""
    if not (actor.unit and part.item and part.party) or all(procedure.roles[name].where is not Where.APPLICANT for name in procedure.begun_by):
        return False
    rights = identity.rights(actor, epoch_now=epoch)
    return any(rights.hold(role.code, on) for role in part.item.taken_in_by) and identity.same_government(rights.unit, part.unit, epoch_now=epoch)


def _represents(procedure: Procedure, part: Begin, actor: Actor, epoch: int, on: date) -> bool:
    party, item = seers.of_party(part.party) if part.party else 0, part.item.code if part.item else ""
    return allowed.represents(party, actor, epoch, on, procedure=procedure.code, item=item)


def _replayed(actor: Actor, key: str, count: int, party: int = 0) -> list[Done]:
    """The cases an earlier request with this key began, none when there was none. Raises Refused when it was another request."""
    found = []
    for i in range(count + 1):
        rows = store.rows("select id, ref, procedure, version, opened_by, party from cases_case where key = %s", (key if i == 0 else f"{key}:{i}",))
        found += [(opened_by == actor.account or (party and whom == party), Done(id_, ref, registry.procedure(code, version).start, 1, True))
                  for id_, ref, code, version, opened_by, whom in rows]
    if found and (len(found) != count or not all(mine for mine, _ in found)):
        raise Refused(KEY_USED)
    return [done for _, done in found]
