"""A step that a department's system tells of is taken in: once, in order, at its own time, with the time it came. What does not fit is kept beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.registers.types import Record
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust
from yiwang.kernel import clock
from yiwang.kernel.actors import IMPORT
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import Invalid, NotFound, Refused
from yiwang.kernel.reasons import Reason
from yiwang.systems.oversight.outside import items, parameters
from yiwang.systems.oversight.outside.procedures import OUTSIDE

AHEAD = timedelta(minutes=5)  # clocks differ
KNOWN = "select sha256, ref, chain, entry, contradicts from outside_step where system = %s and \"case\" = %s and n = %s"
LAST = "select n, ref, chain from outside_step where system = %s and \"case\" = %s order by n desc limit 1"
LATEST = 'select max(acted_at) from outside_step where system = %s and "case" = %s'
ADD = ('insert into outside_step (system, "case", n, step, sha256, chain, ref, entry, acted_at, came_at, "on", contradicts) '
       "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)")
RATED_ALREADY = 'select 1 from outside_step where system = %s and "case" = %s and step = %s limit 1'
RATED = Act("outside.rated", Kind.RATED, "申请人在外部系统评价了 {case}")
COMPLAINED = Act("outside.complained", Kind.REFERRED, "有人在外部系统投诉了 {case}", personal=("words",))
NOTED = Act("outside.noted", Kind.MOVED, "{system} 报来的一步和前面的对不上")
OTHERWISE = "同一步报过别的内容"
OWN = frozenset({"case", "n", "step", "at", "item", "fee_item", "amount", "receipt", "papers"})  # said in other words


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a step: the case's number here; `contradicts` says why it does not fit, `late_hours` how much later than allowed it came."""

    ref: str
    entry: int
    contradicts: str = ""
    late_hours: int = 0
    replayed: bool = False


def take(*, system: str, data: Clean, at: datetime) -> Taken:
    """Takes in one step. The same step again gives the same answer. Raises Invalid at the field, Refused where an earlier step has not come yet, or where
    another step came under this number: that is kept, and the first one stands."""
    acted = _instant(str(data.answers["at"]), at)
    with store.atomic():
        ledger.lock_chain(f"outside:{system}")  # a system's steps one after the other, however many of its requests come at once
        taken = _taken(system, data, acted, at)
    if taken.contradicts == OTHERWISE and not taken.replayed:
        raise Refused(Reason("contradicts", f"第 {data.answers['n']} 步报过别的内容，已经记下，以先报的为准。更正请和监察单位联系。", field="n"))
    return taken


def _taken(system: str, data: Clean, acted: datetime, at: datetime) -> Taken:
    said = data.answers
    case, n, step, digest = str(said["case"]), int(said["n"]), str(said["step"]), fingerprint(said)
    if known := store.rows(KNOWN, (system, case, n)):
        return _again(system, case, n, known[0], digest, at)
    last = next(iter(store.rows(LAST, (system, case))), None)
    if n != (last[0] + 1 if last else 1):
        raise Refused(Reason("out-of-order", f"还缺第 {last[0] + 1 if last else 1} 步，请按顺序报送。", field="n"))
    if (step == "open") != (last is None):
        raise Invalid(Reason("begins-once", "第一步是收件，以后不再收件。", field="step"))
    before = store.instant(store.rows(LATEST, (system, case))[0][0])  # not the last one told: a step that went back in time lets none after it go back too
    late = max(0, int((at - acted).total_seconds() // 3600) - parameters.value("late_hours", clock.day(at)))
    wrong = "办理时间早于前一步" if before and acted < before else ""
    done = _step(system, case, data, step, last, max(acted, before or acted), at, wrong, late)
    store.execute(ADD, (system, case, n, step, digest, done.chain, done.ref, done.n, acted, at, clock.day(acted), done.wrong))
    return Taken(done.ref, done.n, done.wrong, late)


def fingerprint(said: Mapping[str, Any]) -> str:
    """Of what a step says, whatever the order it is written in: SHA-256 in hexadecimal."""
    return hashlib.sha256(json.dumps(dict(said), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Done:
    chain: int
    ref: str
    n: int
    wrong: str = ""


def _step(system: str, case: str, data: Clean, step: str, last: Any, acted: datetime, at: datetime, wrong: str, late: int) -> _Done:
    key = trust.pseudonym(among="outside.step", of=f"{system}:{case}:{data.answers['n']}")
    record = _item(system, str(data.answers["item"]), clock.day(acted)) if last is None else items_of(last[2], clock.day(acted))
    reported = {**({"late_hours": late} if late else {}), **({"contradicts": wrong} if wrong else {})}
    facts = _facts(record, data, system, reported)
    if last is None:
        unit = identity.unit_by_code(str(record.facts["unit"]))
        pinned, title = items.item(record.key, record.version), f"{record.title}（{case}）"
        new = cases.Begin(OUTSIDE.code, unit.id, title, item=pinned, data=facts, version=OUTSIDE.version)
        done = cases.begin(actor=IMPORT, begin=new, key=f"outside:{key}", at=acted, recorded_at=at)
        return _Done(done.case, done.ref, done.n)
    ref, chain = str(last[1]), int(last[2])
    if step == "rate" and store.rows(RATED_ALREADY, (system, case, step)):
        wrong = "这个办件已经评价过，以第一次的为准"
        return _Done(chain, ref, _beside(NOTED, ref, chain, record, _noted(facts, step, wrong), acted, at), wrong)
    if step in ("rate", "complain"):
        if step == "complain":  # the body that supervises looks into it
            facts = replace(facts, answers={**facts.answers, "complains": True}, open_fields=facts.open_fields | {"complains"})
        entry = _beside(RATED if step == "rate" else COMPLAINED, ref, chain, record, facts, acted, at)
        return _Done(chain, ref, entry, wrong)
    return _moved(chain, ref, step, facts, f"outside:{key}", acted, at, record, wrong)


def _moved(chain: int, ref: str, step: str, facts: Clean, key: str, acted: datetime, at: datetime, record: Record, wrong: str) -> _Done:
    """The step itself; else, where it does not fit, a note of it and why."""
    ways, refusals = ((step, f"{step}_in_vain") if step in ("extend", "suspend") else (step,)), list[str]()
    for way in ways:
        try:
            done = cases.perform(actor=IMPORT, case=chain, move=way, data=facts, seen=None, key=key, at=acted, recorded_at=at)
            return _Done(chain, ref, done.n, (refusals or [wrong])[0])
        except Refused as refused:
            refusals.append(str(refused.reasons[0].text)[:280])
            if "already-not-counted" in {r.code for r in refused.reasons}:  # time is not counted as it is: not in vain, and no second time
                break
    wrong = refusals[0]
    note = _noted(facts, step, wrong)
    try:
        return _Done(chain, ref, cases.perform(actor=IMPORT, case=chain, move="note", data=note, seen=None, key=key, at=acted, recorded_at=at).n, wrong)
    except Refused:  # it has ended
        return _Done(chain, ref, _beside(NOTED, ref, chain, record, note, acted, at), wrong)


def _noted(facts: Clean, step: str, wrong: str) -> Clean:
    """What a step says, as a note of why it does not fit."""
    return Clean("outside.note", 1, {**facts.answers, "what": step, "reported": {"contradicts": wrong}}, facts.open_fields | {"what", "reported"})


def _beside(act: Act, ref: str, chain: int, record: Record, said: Clean, acted: datetime, at: datetime) -> int:
    """On record beside the case, in the chain of what was reported of it: a case that has ended takes no more steps."""
    unit = identity.unit_by_code(str(record.facts["unit"])).id
    facts = {"procedure": OUTSIDE.code, "item": record.key, "unit": unit, "case": ref, "about": f"case:{ref}", "step": "decide", "chain": chain,
             **{k: v for k, v in said.answers.items() if k in said.open_fields}}
    personal = {k: str(v) for k, v in said.answers.items() if k not in said.open_fields}
    return ledger.append(subject=f"outside:{facts['system']}:{facts['case_number']}", act=act, actor=IMPORT, at=acted, facts=facts, personal=personal,
                         recorded_at=at).n


def _facts(record: Record, data: Clean, system: str, reported: Mapping[str, Any]) -> Clean:
    """What is said, as the record and the rules of supervision read it."""
    said = {k: v for k, v in data.answers.items() if k not in OWN and v not in ("", None)}
    said |= {"acted_at": str(data.answers["at"]), "system": system, "case_number": str(data.answers["case"]), "reported_n": int(data.answers["n"])}
    if data.answers.get("fee_item"):
        name = str(data.answers["fee_item"])
        receipt = str(data.answers.get("receipt") or "")
        said["fee"] = {"item": name, "amount": int(data.answers["amount"]), "listed": items.listed(record, name), "receipt": receipt}
    if asked := [line.strip() for line in str(data.answers.get("papers") or "").splitlines() if line.strip()]:
        listed = record.facts.get("papers") or asked  # an item registered without a list: what was asked for is measured by nothing
        said |= {"papers": asked, "unlisted": [paper for paper in asked if paper not in listed]}
    if reported:
        said["reported"] = dict(reported)
    return Clean("outside.step", 1, said, frozenset(said) - {"words"})


def _again(system: str, case: str, n: int, known: tuple[Any, ...], digest: str, at: datetime) -> Taken:
    """What came before under this number: the same is answered the same, something else is kept as a contradiction, once, and refused."""
    sha256, ref, chain, entry, contradicts = known
    if sha256 == digest:
        return Taken(str(ref), int(entry), str(contradicts), replayed=True)
    if contradicts != OTHERWISE:
        record = items_of(int(chain), clock.day(at))
        said = {"system": system, "case_number": case, "reported_n": n, "reported": {"contradicts": OTHERWISE, "sha256": digest}}
        _beside(NOTED, str(ref), int(chain), record, Clean("outside.note", 1, said, frozenset(said)), at, at)
        store.execute('update outside_step set contradicts = %s where system = %s and "case" = %s and n = %s', (OTHERWISE, system, case, n))
    return Taken(str(ref), int(entry), OTHERWISE)


def items_of(chain: int, on: date) -> Record:
    """The item a case was begun for, as it is registered on a day: what is charged then is measured by the list of then."""
    opened = ledger.entry(chain, 1)
    assert opened is not None
    system, _, item = str(opened.facts["item"]).partition(".")
    return items.of(system, item, on)


def _item(system: str, code: str, on: date) -> Record:
    try:
        return items.of(system, code, on)
    except NotFound:
        raise Invalid(Reason("no-such-item", "这个事项没有登记给您的系统。请监察单位先登记。", field="item")) from None


def _utc(acted: datetime) -> datetime:
    try:
        return acted.astimezone(UTC)
    except OverflowError:
        raise Invalid(Reason("instant", "这个时间太早。请核对年份，写成 2026-11-20T10:05:00+08:00 这样。", field="at")) from None


def _instant(text: str, at: datetime) -> datetime:
    try:
        acted = datetime.fromisoformat(text)
    except ValueError:
        acted = at
        text = ""
    if not text or acted.tzinfo is None:
        raise Invalid(Reason("instant", "请写成 2026-11-20T10:05:00+08:00 这样，带时区。", field="at"))
    if acted > at + AHEAD:
        raise Invalid(Reason("not-yet", "还没有到这个时间。请核对时钟，办了再报。", field="at"))
    return _utc(acted)
