"""W1, a case of seven transactions through the doors: begin, accept and ask three units, three answers, decide, close."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from uuid import uuid4

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity.models import Account, Person, Post, PostRole, Tenure, Unit
from yiwang.engines.identity.types import Party
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Kind
from yiwang.kernel.reasons import Reason

WORKING = calendar.Unit.WORKING
OPINION = "经审查,申请材料齐全,符合法定形式,同意。"


def may_grant(case: cases.Facts) -> list[Reason]:
    return [Reason("unit-has-not-answered", f"{i.unit_name}还没有回复。") for i in case.inquiries if not i.answered]


ROLES = {
    "applicant": cases.APPLICANT, "window": cases.Role("bench.window", "窗口"), "signatory": cases.Role("bench.signatory", "签发人"),
    "reviewer": cases.Role("bench.reviewer", "审查人", cases.Where.ASKED),
}
PROCEDURE = cases.Procedure(
    code="bench.joint", title="并联审批", version=1, valid_from=date(2020, 1, 1), law=("行政许可法第二十六条",),
    states={"lodged": cases.State("已提交", "window", "受理", "accept"), "accepted": cases.State("审查中", "signatory", "决定", "decide"),
            "granted": cases.State("已准予", "window", "送达", "hand_over"), "handed_over": cases.State("已送达")},
    start="lodged", starts=("accept",), ends=frozenset({"handed_over"}), roles=ROLES,
    terms={"accept": cases.Term("受理", calendar.Span(5, WORKING)), "decide": cases.Term("决定", calendar.Span(45, WORKING), promised_by="item"),
           "hand_over": cases.Term("送达", calendar.Span(10, WORKING))},
    moves=(
        cases.Move("accept", frozenset({"lodged"}), "accepted", "window", "受理", inquires=True, stops=("accept",), starts=("decide",)),
        cases.Move("grant", frozenset({"accepted"}), "granted", "signatory", "准予许可", guard=may_grant, rests_on_answers=True, stops=("decide",),
                   starts=("hand_over",), kind=Kind.DECIDED, issues=(cases.Issue("licence", "许可证", "licence", "许准"),)),
        cases.Move("hand_over", frozenset({"granted"}), "handed_over", "window", "送达", stops=("hand_over",), kind=Kind.HANDED_OVER),
    ),
)
ITEM = cases.Item("bench-item", 1, "建设工程规划许可证核发", "bench.joint", {"decide": 20},
                  tuple(cases.Reviewing(f"bench-{x}", f"征询{x}", 10) for x in "abc"))
AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


class City:
    """A small city for the bench: one handling unit, three asked, a government above all."""

    def __init__(self) -> None:
        since = date(2020, 1, 1)
        gov = Unit.objects.create(code="bench-gov", name="测试市人民政府", short="市政府", level=2, kind="government", valid_from=since)
        self.units = {}
        for code in ("main", "a", "b", "c"):
            self.units[code] = Unit.objects.create(code=f"bench-{code}", name=f"测试市{code}局", short=f"{code}局", word="测", level=2, kind="department",
                                                   government=gov, valid_from=since)
        self.clerk = self.official("main", "window")
        self.chief = self.official("main", "signatory")
        self.reviewers = [self.official(x, "reviewer") for x in "abc"]
        person = Person.objects.create(name="沈砚秋")
        account = Account.objects.create(username="bench-citizen", person=person)
        self.citizen = Actor(account=account.id, person=person.id, name=person.name)
        self.party = Party("person", person.id, person.name)

    def official(self, unit: str, role: str) -> Actor:
        person = Person.objects.create(name=f"{unit}-{role}")
        account = Account.objects.create(username=f"bench-{unit}-{role}", person=person)
        post = Post.objects.create(unit=self.units[unit], title=role)
        PostRole.objects.create(post=post, role=f"bench.{role}")
        tenure = Tenure.objects.create(person=person, post=post, since=date(2020, 1, 1))
        u = self.units[unit]
        return Actor(account.id, person.id, person.name, u.id, u.short, post.id, role, tenure.id)


def worker(city: City) -> Callable[[], None]:
    """One whole case a call."""
    serial = count()
    data = Clean("bench", 1, {"subject": "建设工程规划许可证核发申请"}, frozenset())
    opinion = Clean(cases.ANSWER.code, 1, {"verdict": "agree", "opinion": OPINION}, frozenset({"verdict", "opinion"}))
    unit = city.units["main"].id

    def one() -> None:
        next(serial)
        new = cases.Begin("bench.joint", unit, "建设工程规划许可证核发：沈砚秋", ITEM, city.party, data)
        done = cases.begin(actor=city.citizen, begin=new, key=uuid4().hex, at=AT)
        cases.perform(actor=city.clerk, case=done.case, move="accept", seen=cases.Seen(0), key=uuid4().hex, at=AT)
        for reviewer in city.reviewers:
            cases.answer(actor=reviewer, case=done.case, data=opinion, key=uuid4().hex, at=AT)
        cases.perform(actor=city.chief, case=done.case, move="grant", seen=cases.Seen(1, 3), key=uuid4().hex, at=AT)
        cases.perform(actor=city.clerk, case=done.case, move="hand_over", seen=cases.Seen(2, 3), key=uuid4().hex, at=AT)

    return one
