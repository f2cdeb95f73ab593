"""Citizens' matters of the demo's past, written for it: one life a row of `matters.csv`, from the first word to the rating."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random  # noqa: TID251 (seeded, handed in)
from uuid import UUID

from yiwang.city.demo import people
from yiwang.city.demo.lives import working
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.systems.public.appeals import forms, procedures, taking

Row = dict[str, str]
ASKED = {m.code: m.form for m in procedures.MATTER.moves}
WRONG = ("410100-SCJG", "410100-FGJ")  # where what is returned was sent first


def rows() -> list[Row]:
    with (Path(__file__).parent / "matters.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def life(row: Row, start: datetime, random: Random) -> Iterator[datetime]:
    """One matter from `start`; `turn` says how it goes: good, again, returned, late, planned, direct, open, new."""
    at, turn = start, row["turn"]
    citizen = people.citizen(random.choice(people.applicants()[1:]), clock.day(at))
    tree = {"code": row["topic"], "text": row["topic"].replace("/", " / ")}
    wrote = {"sort": row["sort"], "subject": row["subject"], "body": row["body"], "place": _place(row["place"]), "phone": identity.party(citizen).phone}
    if row["sort"] in ("complaint", "report"):
        wrote["secret"] = row["sort"] == "report"
    data = Clean(forms.WRITE.code, 1, wrote, frozenset({"sort", "place", "secret"} & wrote.keys()))
    case = taking.take(actor=citizen, data=data, key=_key(random), at=at).case
    if turn == "new":
        return
    desk = people.by_post("410100-SP", "诉求受理岗", clock.day(at))
    at = working(at, 0 if turn != "late" else 1, random)
    yield at
    if turn == "direct":
        _do(desk, case, "reply", at, random, topic=tree, finding="none", outcome="explained", reply=row["reply"])
        return
    sent = {"topic": tree, "urgency": "normal", **({"wanted": f"核实处理：{row['subject']}"} if row["sort"] == "report" else {})}
    wrong = next(unit for unit in WRONG if unit != row["unit"])
    _do(desk, case, "dispatch", at, random, to_unit=wrong if turn == "returned" else row["unit"], **sent)
    if turn == "returned":
        at = working(at, 1, random)
        yield at
        _do(_answers(wrong, at), case, "give_back", at, random, not_ours="按“三定”规定，这类诉求归行业主管部门办理。")
        at = working(at, 0, random)
        yield at
        _do(desk, case, "send_on", at, random, to_unit=row["unit"], ruling="退回有理，按职责改派行业主管部门。")
    yield from _answered(row, case, at, random, desk, citizen)


def _answered(row: Row, case: int, at: datetime, random: Random, desk: Actor, citizen: Actor) -> Iterator[datetime]:
    unit, turn = _answers(row["unit"], at), row["turn"]
    at = working(at, random.choice((0, 1)), random)
    yield at
    _do(unit, case, "sign", at, random)
    if turn == "open":
        return
    at = working(at, 7 if turn == "late" else random.randint(1, 4), random)
    yield at
    outcome = {"outcome": "planned", "planned": f"{clock.day(at) + timedelta(days=60)}"} if turn in ("planned", "late") else {"outcome": "solved"}
    if row["sort"] in ("consult", "advice"):
        outcome = {"outcome": "explained"}
    _do(unit, case, "respond", at, random, finding="true" if row["sort"] in ("complaint", "help", "report") else "none", reply=row["reply"], **outcome)
    at = working(at, random.choice((0, 0, 1)), random)
    yield at
    _do(desk, case, "close", at, random, reply=row["reply"])
    if turn == "planned" or random.random() < 0.25:
        return
    at = at + timedelta(hours=random.randint(3, 60))
    yield at
    if turn == "again":
        _do(citizen, case, "again", at, random, level="bad", fixed="no", words="看着是处理了，第二天又和以前一样。")
        at = working(at, 1, random)
        yield at
        above = "410105" if row["unit"].startswith("410105") else "410100"
        _do(desk, case, "send_up", at, random, to_unit=above, wanted="请现场督办，查清为什么反复。")
        return
    _do(citizen, case, "rate", at, random, level=random.choice(("best", "best", "good", "good", "fair")), fixed="yes", words="")


def _answers(unit: str, at: datetime) -> Actor:
    """Whoever answers for a unit: its clerk."""
    return people.by_post(unit, "受理岗", clock.day(at))


def _place(code: str) -> dict[str, str]:
    return {"code": code, "text": identity.government_of(code).short}  # type: ignore[union-attr]  # a county of the demo's own table


def _do(actor: Actor, case: int, move: str, at: datetime, random: Random, **answers: object) -> None:
    form = ASKED[move]
    personal = {f.code for f in form.fields if f.personal} if form else set()
    data = Clean(form.code if form else "", 1, answers, frozenset(answers) - personal)
    cases.perform(actor=actor, case=case, move=move, data=data, seen=None, key=_key(random), at=at)


def _key(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))
