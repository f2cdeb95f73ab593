"""A complaint is taken in: for the body that supervises, sealed, about a unit that is another. Others may pass one on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.notify.types import Channel, Message, To
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason
from yiwang.systems.oversight.supervision import signals
from yiwang.systems.oversight.supervision.complaints import forms
from yiwang.systems.oversight.supervision.complaints.procedure import COMPLAINT

LEVELS = (identity.Level.CITY, identity.Level.COUNTY, identity.Level.TOWNSHIP)
NEAR, SHORTEST = 3, 2  # names offered where none was meant exactly; letters to look by
READER, TELLING = "oversight.supervision.heard", frozenset({Kind.REFERRED})
CODE, BOTH = COMPLAINT.code, (Channel.INBOX, Channel.MAIL)
MESSAGES = (
    Message(f"{CODE}.opened", f"{CODE}.opened", To.PARTY, "监察单位收到了您的投诉", "由{unit}核查，最晚 {due} 告诉您是否受理。被投诉的单位不知道是谁投诉的。",
            BOTH),
    Message(f"{CODE}.accept", f"{CODE}.accept", To.PARTY, "您的投诉已经受理", "由{unit}核查，最晚 {due} 答复您。", BOTH),
    Message(f"{CODE}.decline", f"{CODE}.decline", To.PARTY, "您的投诉没有受理", "{because}{instead}", BOTH),
    Message(f"{CODE}.reply", f"{CODE}.reply", To.PARTY, "您的投诉有答复了", "{reply}请在“我的办件”里评价。", BOTH),
)


def take(*, actor: Actor, data: Clean, key: str, at: datetime) -> cases.Done:
    """Begins a complaint by whoever is signed in, once for a key. Raises Invalid at the field, Refused."""
    unit, party = whose(str(data.answers["whose"]), at), identity.party(actor)
    begin = _begin(unit, data, at, party=party)
    return cases.begin(actor=actor, begin=begin, key=key, at=at)


def accepted(told: cases.Told, data: Clean, at: datetime) -> cases.Begin:
    """One that another system passes on: about the unit it names (`whose`), else the one that handles the matter. Whoever wrote it stays whose it is. It is
    read by the questions of `PASSED_ON`; what it says of the unit lies beside the entry. Raises Invalid at the field."""
    kind, id_ = cases.party_of(told.party) if told.party else ("", 0)
    party = identity.applicant(kind=kind, id_=id_) if kind in ("person", "firm") else None
    named = str(data.answers.get("whose") or "")
    instead = "按职责派给市人民政府"
    unit = whose(named, at, instead) if named else _another(identity.unit(told.unit), at, instead)
    return _begin(unit, replace(data, form=forms.PASSED_ON.code, version=forms.PASSED_ON.version), at, party=party, about=f"case:{told.ref}")


def heard(entry: Recorded) -> Sequence[cases.Begin]:
    """One that a department's own system was told and reports: about the unit that handles the case. Who complained it does not say: what was found
    is told them over there. Of the body that supervises itself nothing is begun: it would look into itself."""
    facts, body = entry.facts, signals.supervising(clock.day(entry.at))
    if facts.get("complains") is not True or int(facts["unit"]) == body.id:
        return ()
    unit, words = identity.unit(int(facts["unit"])), ledger.values(entry.chain, [entry.n]).get(entry.n, {}).get("words", "")
    said = {"whose": unit.name, "about": "other", "what": words or "没有写内容", "case": str(facts["case"]),
            "note": f"{facts['system']} 报来，那里的编号 {facts['case_number']}"}
    data = Clean(forms.PASSED_ON.code, forms.PASSED_ON.version, said, frozenset({"whose", "about", "case", "note"}))
    return [_begin(unit, data, entry.at, party=None, about=str(facts["about"]))]


def whose(name: str, at: datetime, instead: str = "向市人民政府反映，或者打 12345") -> identity.Unit:
    """The unit of a name. Raises Invalid: none of that name, with those that are like it; or the one that would look into it itself, and what to do
    `instead`."""
    wanted = "".join(name.split())
    every = [u for level in LEVELS for u in identity.below(level=level)]
    found = next((u for u in every if wanted in (u.name, u.short)), None)
    if found is None:
        raise Invalid(Reason("no-such-unit", f"没有找到这个单位，请写全称。{_like(wanted, every)}", field="whose"))
    return _another(found, at, instead)


def _another(unit: identity.Unit, at: datetime, instead: str) -> identity.Unit:
    """A unit that is not the one that would look into it. Raises Invalid."""
    if unit.id == signals.supervising(clock.day(at)).id:
        raise Invalid(Reason("supervises-itself", f"投诉监察单位自己的，不由它核查。请{instead}。", field="whose"))
    return unit


def _like(wanted: str, every: Sequence[identity.Unit]) -> str:
    near = [u.name for u in every if len(wanted) >= SHORTEST and (wanted in u.name or u.short in wanted)][:NEAR]
    return f"是不是：{'、'.join(near)}？" if near else ""


def _begin(unit: identity.Unit, data: Clean, at: datetime, *, party: identity.Party | None, about: str = "") -> cases.Begin:
    body = signals.supervising(clock.day(at))
    said: dict[str, Any] = {**data.answers, "complained_of": unit.id}
    clean = Clean(data.form or forms.COMPLAIN.code, data.version or 1, said, data.open_fields | {"complained_of"})
    return cases.Begin(COMPLAINT.code, body.id, f"投诉{unit.short}", party=party, data=clean, about=about, desk=body.id, sealed=True)
