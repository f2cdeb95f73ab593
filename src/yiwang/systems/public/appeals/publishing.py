"""Questions and answers the public reads: what was asked and answered, without anybody in it; each made public by the desk, on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.types import Command
from yiwang.engines.forms import api as forming
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.registers import api as registers
from yiwang.engines.registers.types import Reads, Register
from yiwang.engines.texts import api as texts
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import NotFound
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.appeals import parameters, procedures

REGISTER, HERE = "answers", "/appeals/answers/"
ANSWERS = Register(
    REGISTER, "问答公开", words=(("question", "问"), ("answer", "答"), ("unit", "答复单位"), ("topic", "类别"), ("asked_on", "提出"), ("answered_on", "答复")),
    reads=Reads(HERE, "问答", "别人问过的，也许就是您想问的", "answer", (("问（{asked_on}）", "question"), ("{unit}答（{answered_on}）", "answer")),
                ("{unit}", "{answered_on} 答复"), "topic", ("换个说法试试，或者直接写给我们，件件有答复。", "写诉求", "/appeals/write/")))
ACT = Act("public.appeals.published", Kind.CHANGED, "{actor} 公开问答")
PUBLISH = Form("appeals.publish", "公开问答", (
    Field("title", "标题", longest=60, personal=False), Field("question", "问", FieldKind.LONG_TEXT, longest=3000, personal=False),
    Field("answer", "答", FieldKind.LONG_TEXT, longest=3000, personal=False),
), rules=(forming.names_nobody("title", "question", "answer"),), submit="公开",
    intro="已经去掉认得出的个人信息。公开以前请再读一遍：有没有别人看得出是谁的话。")


def drafted(case: int, name: str) -> dict[str, str]:
    """What the page begins with: what was asked and told, masked. `name`: of whom it is, where they signed in."""
    wrote, known = cases.wrote(case), _known(case, name)
    clean = {"title": wrote.get("subject", ""), "question": wrote.get("body", ""), "answer": _reply(case)}
    spared = {field: ("＊" * len(piece) if kind == "rude" else piece for piece, kind in texts.marked(str(text), rude=parameters.RUDE))
              for field, text in clean.items()}  # without what insults
    return {field: texts.masked("".join(pieces), known=known) for field, pieces in spared.items()}


def _known(case: int, name: str) -> tuple[str, ...]:
    """Who wrote it, as it is known here."""
    wrote = cases.wrote(case)
    return tuple(str(one) for one in (wrote.get("phone"), wrote.get("caller"), name) if one)


def _reply(case: int) -> str:
    return next((str(e.facts["reply"]) for e in ledger.history(case, newest_first=True) if e.facts.get("reply") and e.facts.get("to") == "told"), "")


def _faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    """Raises NotFound for a matter the actor does not see."""
    view = cases.view(actor=actor, ref=subject.partition(":")[2], at=at)
    if view.values is None:  # another desk's, or a sealed one that is not this reader's business
        raise NotFound(subject)
    if view.procedure.code != procedures.MATTER.code or view.state not in ("told", "closed") or not _reply(view.id):
        return [Reason("not-answered", "还没有答复，答复以后才能公开。")]
    if kept_back(view):
        return [Reason("kept-back", "举报和要求保密的，不公开。")]
    return [Reason("names-the-writer", f"这里有诉求人的信息“{one}”，请改成“某某”或者删去。", field=field)
            for one in _known(view.id, view.party_name) for field in ("title", "question", "answer") if one in str(data.answers.get(field, ""))]


def kept_back(view: cases.CaseView) -> bool:
    """Whether it is made public by nobody: a report, and what is kept secret. What sort it is the record says, erased or not."""
    return view.sealed or view.history[-1].facts.get("sort") == "report"


def _published(*, actor: Actor, subject: str, data: Clean, at: datetime) -> dict[str, Any]:
    ref, on = subject.partition(":")[2], clock.day(at)
    view = cases.view(actor=actor, ref=ref, at=at)
    mine = list(ledger.history(view.id, newest_first=True))
    told = next(e for e in mine if e.facts.get("to") == "told")
    lead = next((str(e.facts["into"]) for e in mine if e.facts.get("move") == "merge"), "") if told.facts.get("move") == "tell_too" else ""
    past = [e for e in ledger.history(cases.face(ref=lead, at=at).id, newest_first=True) if e.at <= told.at] if lead else mine  # who answered it for all
    topic = next((e.facts["topic"]["text"] for e in past if isinstance(e.facts.get("topic"), Mapping)), "")
    unit = identity.unit(next(int(e.facts["unit"]) for e in past if e.facts.get("to") == "told")).name
    facts = {"question": data.answers["question"], "answer": data.answers["answer"], "unit": unit, "topic": topic,
             "asked_on": f"{clock.day(view.opened_at)}", "answered_on": f"{clock.day(told.at)}"}
    registers.publish(register=REGISTER, key=ref, title=str(data.answers["title"]), facts=facts, actor=actor, unit=actor.unit, valid_from=on, at=at)
    return {"case": ref}


COMMANDS = (Command("public.appeals.publish", "公开问答", procedures.DISPATCHER.code, PUBLISH, _published, ACT, _faults,
                    "公开以后谁都能看到、搜到。", on="answer:SQ[0-9-]+"),)
