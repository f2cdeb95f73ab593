"""W1 through our doors: begin, accept and ask three units, three answers, decide, close. With rights, guards, terms, seers, keys and the record."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench._host import Place, Worker, serve
from yiwang.city.words import Trouble
from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.foundation import NewOfficial, NewPerson, NewUnit
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
SINCE = date(2020, 1, 1)
AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


class City:
    """A small city for the bench: one handling unit, three asked, a government above all."""

    def __init__(self) -> None:
        def person(unit: str, role: str) -> NewPerson:
            return NewPerson(f"{unit}-{role}", f"bench-{unit}-{role}")

        posts = [("main", "window"), ("main", "signatory"), *((x, "reviewer") for x in "abc")]
        units = [NewUnit("bench-gov", "测试市人民政府", "市政府", identity.Level.CITY, identity.Kind.GOVERNMENT)]
        units += [NewUnit(f"bench-{x}", f"测试市{x}局", f"{x}局", identity.Level.CITY, identity.Kind.DEPARTMENT, government="bench-gov", word="测")
                  for x in ("main", "a", "b", "c")]
        identity.found_units(units=units, since=SINCE, at=AT)
        identity.found_people(officials=[NewOfficial(f"bench-{u}", r, (f"bench.{r}",), person(u, r)) for u, r in posts],
                              applicants=[NewPerson("沈砚秋", "bench-citizen")], password=uuid4().hex, since=SINCE, at=AT)


class Cast:
    """Who plays."""

    def __init__(self) -> None:
        self.clerk, self.chief = self.actor("main-window"), self.actor("main-signatory")
        self.reviewers = [self.actor(f"{x}-reviewer") for x in "abc"]
        self.citizen = self.actor("citizen")
        self.party = identity.party(self.citizen)
        self.unit = self.clerk.unit

    @staticmethod
    def actor(name: str) -> Actor:
        account = identity.account_of(f"bench-{name}")
        capacity = identity.capacities(account=account, on=date(2026, 11, 2))[-1]
        found = identity.actor(account=account, tenure=capacity.tenure, on=date(2026, 11, 2))
        assert found is not None
        return found


def case(cast: Cast) -> Callable[[], None]:
    """One whole case a call."""
    data = Clean("bench", 1, {"subject": "建设工程规划许可证核发申请"}, frozenset())
    opinion = Clean(cases.ANSWER.code, 1, {"verdict": "agree", "opinion": OPINION}, frozenset({"verdict", "opinion"}))
    new = cases.Begin("bench.joint", cast.unit, "建设工程规划许可证核发：沈砚秋", ITEM, cast.party, data)

    def one() -> None:
        done = cases.begin(actor=cast.citizen, begin=new, key=uuid4().hex, at=AT)
        cases.perform(actor=cast.clerk, case=done.case, move="accept", seen=cases.Seen(0), key=uuid4().hex, at=AT)
        for reviewer in cast.reviewers:
            cases.answer(actor=reviewer, case=done.case, data=opinion, key=uuid4().hex, at=AT)
        cases.perform(actor=cast.chief, case=done.case, move="grant", seen=cases.Seen(1, 3), key=uuid4().hex, at=AT)
        cases.perform(actor=cast.clerk, case=done.case, move="hand_over", seen=cases.Seen(2, 3), key=uuid4().hex, at=AT)

    return one


def prepare(place: Place) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    City()
    connection.close()


def analyse(place: Place) -> None:
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze" if place.postgresql else "analyze")
    connection.close()


def worker(place: Place) -> Worker:
    def mode(word: str) -> None:
        with connection.cursor() as cursor:
            if place.postgresql:
                cursor.execute(f"set synchronous_commit = {'on' if word == 'durable' else 'off'}")
            else:
                cursor.execute(f"pragma synchronous = {'full' if word == 'durable' else 'off'}")

    return Worker(case(Cast()), mode, check if place.postgresql else lambda: None)


def check() -> None:
    """Django switches preparing off, and then nothing is prepared, silently: the figures would be another program's."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_prepared_statements where statement like %s", ("with w0 as (%",))
        found = cursor.fetchone()[0]
    if found < 5:
        raise Trouble(f"语句没有预编译（{found}）。 Statements are not prepared.")


def main() -> None:
    """Django on the database of the command line; PostgreSQL's the settings read from the environment themselves."""
    django.setup()
    if connection.vendor == "sqlite":
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = sys.argv[sys.argv.index("--database") + 1]
    cases.register(procedures=(PROCEDURE,), items=lambda code, version: ITEM)
    serve(prepare, worker, analyse)


if __name__ == "__main__":
    main()
