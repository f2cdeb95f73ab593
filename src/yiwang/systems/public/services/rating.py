"""Rating 好差评 (国办发〔2019〕51号): each step once, by whoever it was done for; a bad one begins a case of its own.

What was rated is an entry of kind RATED in a chain of its own, `rating:<case>`; everything else is read from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.types import ANYBODY, Command
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form, When
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import NotFound
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.services import roles
from yiwang.systems.public.services.procedures.rating import RATING

LEVELS = (("best", "非常满意"), ("good", "满意"), ("fair", "基本满意"), ("bad", "不满意"), ("worst", "非常不满意"))
BAD = ("bad", "worst")  # 国办发〔2019〕51号: the last two of five
GROUNDS = (("slow", "办得慢"), ("attitude", "态度不好"), ("again", "让我多跑、重复交材料"), ("unclear", "说不清楚，没有一次告知"), ("online", "网上不好用"),
           ("other", "其他"))
STEPS = {"accept": "受理", "decide": "决定", "hand_over": "送达"}
RATE = Form("services.rate", "评价", (
    Field("step", "评价哪一步", FieldKind.CHOICE, personal=False, choices=tuple(STEPS.items())),
    Field("level", "您觉得怎么样", FieldKind.CHOICE, personal=False, choices=LEVELS),
    Field("grounds", "哪里不好", FieldKind.CHOICES, "可以多选。", required=False, personal=False, choices=GROUNDS, when=(When("level", BAD),)),
    Field("words", "还想说的", FieldKind.LONG_TEXT, "办结以前，被评价的人看不到是谁写的。", required=False, longest=1000),
), submit="提交评价")
SEE = Form("services.see_rater", "查看评价人", (
    Field("purpose", "用途", FieldKind.TEXT, "会写进记录。", longest=200, personal=False, example="联系评价人核实"),
), submit="查看并记录")
RATED = Act("public.services.rated", Kind.RATED, "评价了{step}", personal=("form",))
SEEN = Act("public.services.rater_seen", Kind.LOOKED_UP, "{actor} 查看评价人，用途：{purpose}")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a case that can be rated: who made it in which post; `rated` is the level it was given."""

    code: str
    by: int
    post: int
    rated: str = ""

    @property
    def title(self) -> str:
        return STEPS[self.code]


def subject(ref: str) -> str:
    return f"rating:{ref}"


def steps(case: int, ref: str) -> list[Step]:
    """What was done in a case of services so far that can be rated, each once, with what it was given."""
    given = {str(e.facts["step"]): str(e.facts["level"]) for e in ratings(ref)}
    found: dict[str, Step] = {}
    for entry in ledger.history(case):
        code = "decide" if entry.kind is Kind.DECIDED else "hand_over" if entry.kind is Kind.HANDED_OVER else str(entry.facts.get("move", ""))
        if code in STEPS:
            found[code] = Step(code, int(entry.actor.get("account", 0) or 0), int(entry.actor.get("post", 0) or 0), given.get(code, ""))
    return list(found.values())


def ratings(ref: str) -> list[Recorded]:
    chain = ledger.chain_of(subject(ref))
    return [e for e in ledger.history(chain) if e.kind is Kind.RATED] if chain is not None else []


def rateable(procedure: str) -> bool:
    return procedure.startswith("public.services.") and procedure != RATING.code


def form_for(open_steps: Sequence[Step]) -> Form:
    """The form with the steps that can still be rated."""
    choices = tuple((s.code, s.title) for s in open_steps)
    return replace(RATE, fields=tuple(replace(f, choices=choices) if f.code == "step" else f for f in RATE.fields))


def _faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    """Whose matter it is, the window of its unit in their presence, or whoever a page let in by the query code; each step once."""
    ref = subject.partition(":")[2]
    view = cases.face(ref=ref, at=at)
    if not (rateable(view.procedure.code) and _may(actor, ref, view.unit, at)):
        raise NotFound(ref)
    step = next((s for s in steps(view.id, ref) if s.code == data.answers["step"]), None)
    if step is None:
        return [Reason("not-done-yet", "这一步还没有办，办好以后再评价。", field="step")]
    if step.rated:
        return [Reason("rated-already", f"“{step.title}”已经评价过了，每一步评价一次。", field="step")]
    if data.answers["level"] in BAD and not data.answers.get("grounds"):
        return [Reason("say-why", "请至少选一个原因，我们才知道改什么。", field="grounds")]
    return []


def _may(actor: Actor, ref: str, unit: int, at: datetime) -> bool:
    if actor.unit:
        return actor.unit == unit and identity.rights(actor, epoch_now=identity.epoch()).hold(roles.WINDOW.code, clock.day(at))
    return bool(actor.system) or cases.view(actor=actor, ref=ref, at=at).is_party


def _rated(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Mapping[str, Any]:
    ref = subject.partition(":")[2]
    view = cases.face(ref=ref, at=at)
    step = next(s for s in steps(view.id, ref) if s.code == data.answers["step"])
    first = ledger.entry(view.id, 1)
    assert first is not None
    return {"case": ref, "unit": view.unit, "procedure": view.procedure.code, "item": view.item.code, "about": view.item.title or view.procedure.title,
            "by": step.by, "post": step.post, "party": int(first.facts.get("party", 0) or 0)}


def follows(entry: Recorded) -> Sequence[cases.Begin]:
    """A bad rating of ours begins a case at the unit's head; where the head is who was rated, one unit further up."""
    facts = entry.facts
    if not entry.subject.startswith(subject("")) or facts.get("level") not in BAD or "step" not in facts:
        return ()
    kind, id_ = cases.party_of(int(facts["party"]))
    level, step = dict(LEVELS)[str(facts["level"])], STEPS[str(facts["step"])]
    said = {"level": facts["level"], "step": facts["step"], "grounds": facts.get("grounds", [])}
    unit = _judge(int(facts["unit"]), int(facts["post"]), clock.day(entry.at))
    return (cases.Begin(RATING.code, unit, f"{level}：{facts['about']}（{step}）", party=identity.Party(kind, id_, ""), about=f"rated:{entry.chain}.{entry.n}",
                        data=Clean("services.rated", 1, said, frozenset(said))),)


def _judge(unit: int, post: int, on: date) -> int:
    """Nobody follows up a rating of themselves."""
    if not post or roles.HEAD.code not in identity.post(post, on=on).roles:
        return unit
    here = identity.unit(unit)
    above = [u for u in (here.line, here.government) if u]
    staffed = identity.staffed(units=above, role=roles.HEAD.code, on=on)
    return next((u for u in above if u in staffed), unit)


def behind(about: str) -> Recorded:
    """The rating a case is about. Raises NotFound."""
    chain, _, n = about.removeprefix("rated:").partition(".")
    found = ledger.entry(int(chain), int(n)) if about.startswith("rated:") and chain.isdigit() and n.isdigit() else None
    if found is None:
        raise NotFound(about)
    return found


def _see_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    return [] if len(str(data.answers["purpose"]).strip()) >= 4 else [Reason("purpose-needed", "请写明用途，至少四个字。", field="purpose")]


def _whom(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Mapping[str, Any]:
    """Whose name was looked at: they see that it was, and why."""
    ref = subject.partition(":")[2]
    return {"party": int(ratings(ref)[0].facts["party"]), "what": f"办件 {ref} 的评价人是谁"}


def count(entry: Recorded) -> None:
    """Keeps how often a unit was given each level on a day. What is rated elsewhere is counted elsewhere."""
    if entry.subject.startswith(subject("")) and "level" in entry.facts:
        store.execute(ADD, (int(entry.facts["unit"]), str(entry.facts["level"]), clock.day(entry.at)))


def empty() -> None:
    store.execute("delete from services_rated")


ADD = ('insert into services_rated (unit, level, "on", count) values (%s, %s, %s, 1) '
       'on conflict (unit, level, "on") do update set count = services_rated.count + 1')
COMMANDS = (
    Command("public.services.rate", "评价", ANYBODY, RATE, _rated, RATED, _faults),
    Command("public.services.see_rater", "查看评价人", roles.HEAD.code, SEE, _whom, SEEN, _see_faults),
)


def by_unit(since: date, until: date) -> list[tuple[int, int, int]]:
    """Unit, ratings and how many of them were no bad ones, over whole days."""
    sql = ('select unit, sum(count), sum(case when level in (%s, %s) then 0 else count end) from services_rated where "on" >= %s and "on" <= %s '
           "group by unit order by unit")
    return [(int(u), int(n), int(good)) for u, n, good in store.rows(sql, (*BAD, since, until))]
