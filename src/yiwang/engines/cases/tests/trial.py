"""A small city and two procedures to try the rules of cases on: everything a procedure can say is said in one of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count
from typing import Any

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import NOTHING, Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.foundation import NewFirm, NewOfficial, NewPerson, NewUnit
from yiwang.engines.ledger import api as ledger
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Kind
from yiwang.kernel.clock import SHANGHAI
from yiwang.kernel.reasons import Reason

SINCE = date(2020, 1, 1)
WORKING = calendar.Unit.WORKING
GROUNDS = (cases.Ground("hearing", "听证", "法"), cases.Ground("testing", "检测", "法"))
ROLES = {
    "applicant": cases.APPLICANT, "window": cases.Role("trial.window", "窗口"), "reviewer": cases.Role("trial.reviewer", "审查人", cases.Where.ASKED),
    "lead": cases.Role("trial.lead", "主办人"), "signatory": cases.Role("trial.signatory", "签发人"), "head": cases.Role("trial.head", "负责人"),
}
OPEN = frozenset({"lodged", "awaiting_papers", "accepted"})
ASKED = cases.Issue("asked", "补正告知书", "trial.letter", "补")
LICENCE = cases.Issue("licence", "许可证", "trial.licence", "许", register="trial")
LETTER = cases.Issue("granted", "准予决定书", "trial.letter", "准")


def asked_once(case: cases.Facts) -> list[Reason]:
    return [Reason("asked-already", "已经一次告知过。")] if case.times("ask") else []


def all_answered(case: cases.Facts) -> list[Reason]:
    return [Reason("unit-has-not-answered", f"{i.unit_name}还没有回复。") for i in case.inquiries if not i.answered]


def move(code: str, sources: str, target: str, by: str, **words: Any) -> cases.Move:
    return cases.Move(code, frozenset(sources.split()), target, by, code, **words)


MOVES = (
    move("accept", "lodged", "accepted", "window", stops=("accept",), starts=("decide",)),
    move("ask", "lodged", "awaiting_papers", "window", stops=("accept",), guard=asked_once, kind=Kind.ASKED_FOR_PAPERS, issues=(ASKED,)),
    move("supplement", "awaiting_papers", "lodged", "applicant", starts=("accept",), kind=Kind.SUPPLEMENTED),
    move("consult", "accepted", "", "lead", inquires=True, kind=Kind.INQUIRED),
    move("suspend", "accepted", "", "lead", pauses=("decide",), kind=Kind.NOT_COUNTED_FROM),
    move("resume", "accepted", "", "lead", resumes=("decide",), kind=Kind.NOT_COUNTED_TO),
    move("extend", "accepted", "", "head", extends="decide", kind=Kind.EXTENDED),
    move("note", "accepted", "", "lead"),
    move("grant", "accepted", "granted", "signatory", stops=("decide",), starts=("hand_over",), rests_on_answers=True, guard=all_answered,
         kind=Kind.DECIDED, issues=(LETTER, LICENCE)),
    move("refuse", "accepted", "refused", "signatory", stops=("decide",), kind=Kind.DECIDED),
    move("hand_over", "granted", "done", "window", stops=("hand_over",), kind=Kind.HANDED_OVER),
    move("withdraw", "lodged awaiting_papers accepted", "withdrawn", "applicant", stops=(cases.ALL,)),
)
ONE = cases.Procedure(
    code="trial.one", title="试行程序", version=1, valid_from=SINCE, law=("法",), start="lodged", starts=("accept",), prefix="SX",
    states={"lodged": cases.State("待受理", "window", "受理", "accept"), "awaiting_papers": cases.State("待补正", "applicant", "补正"),
            "accepted": cases.State("审查中", "lead", "审查", "decide", "正在审查"), "granted": cases.State("已准予", "window", "送达", "hand_over"),
            "done": cases.State("已办结"), "refused": cases.State("不予许可"), "withdrawn": cases.State("已撤回")},
    ends=frozenset({"done", "refused", "withdrawn"}), roles=ROLES, moves=MOVES, begun_by=("applicant", "window"),
    terms={"accept": cases.Term("受理", calendar.Span(5, WORKING), lapses_to=cases.Tacit("accept", law="法第一条")),
           "decide": cases.Term("决定", calendar.Span(20, WORKING), extendable=cases.Extension(10, "head", "法第二条"), not_counted=GROUNDS,
                                promised_by="item"),
           "hand_over": cases.Term("送达", calendar.Span(10, WORKING))})
JOINT = replace(ONE, code="trial.joint", title="试行并联", prefix="SB", roles=ROLES | {"head": cases.Role("trial.magistrate", "区长", cases.Where.GOVERNMENT)},
                terms=ONE.terms | {"decide": cases.Term("决定", calendar.Span(45, WORKING), extendable=cases.Extension(15, "head", "法第三条"),
                                                        not_counted=GROUNDS, promised_by="item")})
COMMON = cases.Role("trial.common", "综合窗口", cases.Where.AROUND)
ITEMS = {
    "open": cases.Item("open", 1, "试行各处都收的事项", "trial.one", {"decide": 15}, taken_in_by=(COMMON,)),
    "plain": cases.Item("plain", 1, "试行事项", "trial.one", {"decide": 15}, result="试行许可证"),
    "joint": cases.Item("joint", 1, "试行并联事项", "trial.joint", {"decide": 20}, tuple(cases.Reviewing(f"T-{x}", f"{x}意见", 10) for x in "ABC")),
}
UNITS = (
    NewUnit("T", "试城市人民政府", "市政府", identity.Level.CITY, identity.Kind.GOVERNMENT, division="990000"),
    NewUnit("T-LINE", "试城市主管局", "市主管局", identity.Level.CITY, identity.Kind.DEPARTMENT, government="T"),
    NewUnit("T-WATCH", "试城市监察办", "市监察办", identity.Level.CITY, identity.Kind.WATCH, government="T"),
    NewUnit("T-1", "甲区人民政府", "甲区", identity.Level.COUNTY, identity.Kind.GOVERNMENT, government="T", division="990101"),
    NewUnit("T-2", "乙区人民政府", "乙区", identity.Level.COUNTY, identity.Kind.GOVERNMENT, government="T", division="990102"),
    NewUnit("T-MAIN", "甲区主管局", "甲区主管局", identity.Level.COUNTY, identity.Kind.DEPARTMENT, government="T-1", line="T-LINE", word="甲主"),
    *(NewUnit(f"T-{x}", f"甲区{x}局", f"甲区{x}局", identity.Level.COUNTY, identity.Kind.DEPARTMENT, government="T-1", word=f"甲{x}") for x in "ABC"),
    NewUnit("T-OTHER", "乙区主管局", "乙区主管局", identity.Level.COUNTY, identity.Kind.DEPARTMENT, government="T-2", line="T-LINE", word="乙主"),
)
DESK = ("trial.window", "trial.lead", "trial.reviewer")
HEAD = ("trial.signatory", "trial.head")
POSTS = {
    "clerk": ("T-MAIN", DESK), "chief": ("T-MAIN", HEAD), "a": ("T-A", DESK), "b": ("T-B", DESK), "c": ("T-C", DESK), "stranger": ("T-OTHER", DESK + HEAD),
    "magistrate": ("T-1", ("trial.magistrate",)), "mayor": ("T", ("trial.magistrate",)), "line": ("T-LINE", ()), "watch": ("T-WATCH", ()),
    "counter": ("T-A", ("trial.common",)), "far_counter": ("T-OTHER", ("trial.common",)), "high_counter": ("T-LINE", ("trial.common",)),
}


def when(text: str) -> datetime:
    """`2026-11-02 10:00` in the city."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


MONDAY = when("2026-11-02 10:00")  # no holiday within the eight weeks that follow


def clean(open_: bool = True, **answers: Any) -> Clean:
    return Clean("trial", 1, answers, frozenset(answers) if open_ else frozenset())


@dataclass
class City:
    """Who is who, and short ways through the doors. Every request has a key of its own unless one is given."""

    actors: dict[str, Actor] = field(default_factory=dict)
    keys: Any = field(default_factory=count)

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.actors[name]
        except KeyError:
            raise AttributeError(name) from None

    def begin(self, *, item: str = "plain", who: str = "citizen", at: datetime = MONDAY, key: str = "", title: str = "", **words: Any) -> cases.Done:
        it = ITEMS[item]
        party = identity.party(self.actors[who]) if not self.actors[who].unit else identity.party(self.actors["citizen"])
        new = cases.Begin(it.procedure, self.clerk.unit, title or f"{it.title}：沈砚秋", it, party, words.pop("data", clean(False, name="沈砚秋")), **words)
        return cases.begin(actor=self.actors[who], begin=new, key=key or self.key(), at=at)

    def do(self, who: str, case: int, move: str, *, at: datetime = MONDAY, seen: cases.Seen | None = None, key: str = "", data: Clean = NOTHING,
           **answers: Any) -> cases.Done:
        data = clean(**answers) if answers else data
        return cases.perform(actor=self.actors[who], case=case, move=move, data=data, seen=seen, key=key or self.key(), at=at)

    def answer(self, who: str, case: int, verdict: str = "agree", *, at: datetime = MONDAY, key: str = "") -> cases.Done:
        data = Clean(cases.ANSWER.code, 1, {"verdict": verdict, "opinion": "同意。", "law": ""}, frozenset({"verdict", "opinion", "law"}))
        return cases.answer(actor=self.actors[who], case=case, data=data, key=key or self.key(), at=at)

    def view(self, who: str, done: cases.Done, at: datetime = MONDAY) -> cases.CaseView:
        return cases.view(actor=self.actors[who], ref=done.ref, at=at)

    def key(self) -> str:
        return f"key-{next(self.keys)}"

    def accepted(self, item: str = "plain", at: datetime = MONDAY) -> cases.Done:
        done = self.begin(item=item, at=at)
        return self.do("clerk", done.case, "accept", at=at)


def found() -> City:
    """Founds the city in an empty database."""
    at = when("2020-01-02 09:00")
    identity.forget()
    identity.found_units(units=UNITS, since=SINCE, at=at)
    identity.found_people(
        officials=[NewOfficial(unit, name, roles, NewPerson(f"官{name}", name)) for name, (unit, roles) in POSTS.items()],
        applicants=[NewPerson("沈砚秋", "citizen"), NewPerson("温若愚", "other")],
        firms=[NewFirm("试城餐饮有限公司", "91410105MA40000001", "citizen")], password="trial", since=SINCE, at=at)
    city = City()
    for name in (*POSTS, "citizen", "other"):
        account = identity.account_of(name)
        kinds = identity.capacities(account=account, on=MONDAY.date())
        city.actors[name] = _actor(account, tenure=kinds[-1].tenure)
        for capacity in kinds:
            if capacity.mandate:
                city.actors["agent"] = _actor(account, mandate=capacity.mandate)
    return city


def _actor(account: int, **words: int) -> Actor:
    found = identity.actor(account=account, on=MONDAY.date(), **words)
    assert found is not None
    return found


def kinds(case: int) -> list[str]:
    """The kinds of a case's entries, oldest first."""
    return [entry.kind.value for entry in ledger.history(case)]


def codes(why: Any) -> list[str]:
    """The codes of a refusal caught by `pytest.raises`."""
    return [reason.code for reason in why.value.reasons]
