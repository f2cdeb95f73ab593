"""Plays the recorded lives of a procedure version through the doors, and says after each step what came of it.

A file `lives/<code>@<version>.yaml` holds the items its cases begin with and the lives themselves: steps as people and the clock take them, and under
`then` what must come of each, for ever. Who acts is written `UNIT.role` (a unit of `UNITS`, a role of the procedure; `UNIT.role+role` is one person
with both), `citizen`, `other`, `agent` or `clock`; instants are the city's.
A life of several cases names each but the first (`case: second`, in the step that begins it and in every one about it); `@first` in an answer is
that case's number.
`then` names what there is: the state, the entries written, the clocks that run (from, days, until when, what is not
counted, the next mark), who is waited for, letters owed, or the codes of a refusal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import NOTHING, Clean, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.foundation import NewFirm, NewOfficial, NewPerson, NewUnit
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import CLOCK, Actor
from yiwang.kernel.errors import NotFound, Refused, Stale

SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, in C where it is there: these files are long
FOLDER = Path(__file__).with_name("lives")
SINCE = date(2020, 1, 1)
GOVERNMENT, DEPARTMENT = identity.Kind.GOVERNMENT, identity.Kind.DEPARTMENT
COUNTY = identity.Level.COUNTY
UNITS = (  # one city: MAIN handles, A B C are asked, A1 lies below A, WATCH supervises, OTHER has nothing to do with it
    NewUnit("CITY", "市人民政府", "市政府", identity.Level.CITY, GOVERNMENT, division="990000"),
    NewUnit("LINE", "市主管局", "市主管局", identity.Level.CITY, DEPARTMENT, government="CITY"),
    NewUnit("WATCH", "市监察办", "市监察办", identity.Level.CITY, identity.Kind.WATCH, government="CITY"),
    NewUnit("COUNTY", "甲区人民政府", "甲区", COUNTY, GOVERNMENT, government="CITY", division="990101"),
    NewUnit("MAIN", "甲区主管局", "甲区主管局", COUNTY, DEPARTMENT, government="COUNTY", line="LINE", word="甲主"),
    *(NewUnit(x, f"甲区{x}局", f"甲区{x}局", COUNTY, DEPARTMENT, government="COUNTY", word=f"甲{x}") for x in "ABC"),
    NewUnit("A1", "甲区A局第一所", "A局一所", identity.Level.TOWNSHIP, identity.Kind.STATION, government="A", line="A"),
    NewUnit("ELSEWHERE", "乙区人民政府", "乙区", COUNTY, GOVERNMENT, government="CITY", division="990102"),
    NewUnit("OTHER", "乙区主管局", "乙区主管局", COUNTY, DEPARTMENT, government="ELSEWHERE", line="LINE", word="乙主"),
)
TERMS = ("select name, unit_id, inquiry, started_on, kind, days, legal_days, extended, not_counted, due_on, due_at, next_at, next_mark from cases_term "
         "where case_id = %s and stopped_at is null order by inquiry, name")
Then = dict[str, Any]
FIRST = "first"


@dataclass
class Town:
    """Who acts, by the name a life gives them."""

    procedure: cases.Procedure
    items: Mapping[str, cases.Item]
    actors: dict[str, Actor] = field(default_factory=dict)

    def unit(self, code: str) -> int:
        return identity.unit_by_code(code).id

    def taken_over(self, procedure: str) -> cases.Begin:
        """What begins elsewhere when a matter is passed on: of this life only that it does."""
        watch = self.unit("WATCH")
        return cases.Begin(procedure, watch, "移送来的", desk=watch, sealed=True)

    def who(self, unit: int, role: str) -> str:
        """`UNIT.role` of a unit's number and a role's code."""
        key = next(k for k, r in self.procedure.roles.items() if r.code == role)
        return f"{identity.unit(unit).code}.{key}"


def file_of(procedure: cases.Procedure) -> Path:
    return FOLDER / f"{procedure.code}@{procedure.version}.yaml"


def read(procedure: cases.Procedure) -> dict[str, Any]:
    """A version's file. Raises FileNotFoundError."""
    return yaml.load(file_of(procedure).read_text(encoding="utf-8"), Loader=SAFE)  # type: ignore[no-any-return]


def items_of(file: Mapping[str, Any], procedure: cases.Procedure) -> dict[str, cases.Item]:
    found = {}
    for code, words in (file.get("items") or {}).items():
        reviewing = tuple(cases.Reviewing(**part) for part in words.get("reviewing", ()))
        found[code] = cases.Item(code, 1, words.get("title", code), procedure.code, words.get("promised", {}), reviewing, result=words.get("result", ""))
    return found


def found(file: Mapping[str, Any], procedure: cases.Procedure) -> Town:
    """Founds the city in an empty database, with everybody who acts in these lives."""
    at = instant("2020-01-02 09:00")
    identity.forget()
    identity.found_units(units=UNITS, since=SINCE, at=at)
    acting = sorted({step["by"] for one in file["lives"] for step in one["steps"] if "." in step.get("by", "")})
    identity.found_people(
        officials=[NewOfficial(who.split(".")[0], who, tuple(procedure.roles[r].code for r in who.split(".")[1].split("+")), NewPerson(who, who))
                   for who in acting],
        applicants=[NewPerson("沈砚秋", "citizen"), NewPerson("温若愚", "other")], firms=[NewFirm("试城餐饮有限公司", "91410105MA40000001", "citizen")],
        password="life", since=SINCE, at=at)
    town = Town(procedure, items_of(file, procedure), {"clock": CLOCK})
    for who in (*acting, "citizen", "other"):
        for one in identity.capacities(account=identity.account_of(who), on=date(2026, 1, 5)):
            actor = identity.actor(account=identity.account_of(who), tenure=one.tenure, mandate=one.mandate, on=date(2026, 1, 5))
            assert actor is not None
            town.actors["agent" if one.mandate else who] = actor
    return town


def played(town: Town, steps: list[dict[str, Any]], name: str) -> Iterator[tuple[dict[str, Any], Then]]:
    """Takes the steps one after the other; gives each with what came of it."""
    begun, past = dict[str, cases.Done](), dict[str, tuple[int, int]]()
    for i, step in enumerate(steps):
        at, which, refused = instant(step["at"]), step.get("case", FIRST), list[str]()
        try:
            done = _taken(town, step, begun, f"{name}-{i}", at)
            if done:
                begun[which] = done
        except (Refused, Stale) as why:
            refused = [r.code for r in why.reasons]
        except NotFound:
            refused = ["not-found"]
        entries, letters = past.get(which, (0, 0))
        then = _standing(town, begun[which].case if which in begun else 0, entries, letters) | ({"refused": refused} if refused else {})
        past[which] = (entries + len(then.get("entries", ())), letters + len(then.get("letters", ())))
        yield step, then


def _taken(town: Town, step: Mapping[str, Any], begun: Mapping[str, cases.Done], key: str, at: datetime) -> cases.Done | None:
    if "sweep" in step:
        while cases.sweep(at=at):
            pass
        return None
    actor = town.actors[step["by"]]
    if "begin" in step:
        return _begun(town, step, actor, key, at)
    case = begun[step.get("case", FIRST)].case
    words: dict[str, Any] = {"actor": actor, "case": case, "key": key, "at": at}
    if "answer" in step:
        said = {"verdict": step["answer"], "opinion": step.get("opinion", "查过了。"), "law": step.get("law", "")}
        return cases.answer(data=Clean(cases.ANSWER.code, 1, said, frozenset(said)), adopts=_last(case) if step.get("adopts") else 0, **words)
    if "pass_on" in step:
        return cases.pass_on(data=Clean("", 1, {"unit": step["pass_on"], "days": step["days"], "question": "请查。"}), **words)
    if "send_back" in step:
        return cases.send_back(data=Clean("", 1, {"days": step["days"], "reason": step["send_back"]}), inquiry=_last(case), **words)
    move = town.procedure.by_code.get(step["do"])
    seen = cases.Seen(*store.rows("select moves, answers from cases_case where id = %s", (case,))[0])
    answers = {k: begun[v[1:]].ref if isinstance(v, str) and v.startswith("@") else v for k, v in step.get("data", {}).items()}
    return cases.perform(move=step["do"], data=filled(cases.handing_form(move, ()) if move else None, answers), seen=seen, **words)


def _begun(town: Town, step: Mapping[str, Any], actor: Actor, key: str, at: datetime) -> cases.Done:
    party = None if actor.system else identity.party(actor if not actor.unit else town.actors["citizen"])
    desk, said = town.unit(step["desk"]) if "desk" in step else 0, NOTHING
    if "data" in step:
        said = Clean("", 1, step["data"], frozenset(step["data"]))
    begin = cases.Begin(town.procedure.code, town.unit(step.get("unit", "MAIN")), "一件事", town.items.get(step["begin"]), party, said, desk=desk,
                        sealed=step.get("sealed", False))
    done = cases.begin(actor=actor, begin=begin, key=key, at=at)
    assert store.rows("select version from cases_case where id = %s", (done.case,)) == [(town.procedure.version,)]
    return done


def _last(case: int) -> int:
    """The inquiry that was passed on last."""
    return int(store.rows("select max(id) from cases_inquiry where case_id = %s and above <> 0", (case,))[0][0])


def filled(form: Form | None, answers: Mapping[str, Any]) -> Clean:
    """Answers as a form that was passed leaves them."""
    if form is None:
        return NOTHING
    unknown = set(answers) - {f.code for f in form.fields}
    assert not unknown, f"{form.code} asks nothing of {unknown}"
    return Clean(form.code, form.version, dict(answers), frozenset(f.code for f in form.fields if not f.personal))


def _standing(town: Town, case: int, entries: int, letters: int) -> Then:
    """How the case stands, and what is new on record and owed. What there is none of is left out."""
    if not case:
        return {}
    ((state,),) = store.rows("select state from cases_case where id = %s", (case,))
    tasks = store.rows("select unit_id, role, asks, due_at from cases_task where case_id = %s and closed_at is null order by due_at, id", (case,))
    owed = [kind for (kind,) in store.rows("select kind from cases_document where case_id = %s order by id", (case,))]
    then = {
        "state": state,
        "entries": [_entry(e) for e in ledger.history(case)[entries:]],
        "terms": {_name(r): _term(r) for r in store.rows(TERMS, (case,))},
        "waits": [" ".join(w for w in (town.who(unit, role), asks, until(due)) if w) for unit, role, asks, due in tasks],
        "letters": owed[letters:],
    }
    return {name: value for name, value in then.items() if value}


def _entry(entry: ledger.Recorded) -> str:
    facts = entry.facts
    words = [entry.kind.value, str(facts.get("move", "")), str(facts.get("term", "")), str(facts.get("level", ""))]
    if "fell_due" in facts:
        words.append(f"fell due {str(facts['fell_due'])[:10] if 'move' in facts else until(datetime.fromisoformat(str(facts['fell_due'])))}")
    if "as_of" in facts:
        words.append(f"as of {facts['as_of']}")
    if late := [s["term"] for s in facts.get("stopped", ()) if s.get("late")]:
        words.append(f"late {' '.join(late)}")
    return " ".join(w for w in words if w)


def _name(row: tuple[Any, ...]) -> str:
    return f"{row[0]} {identity.unit(row[1]).code}" if row[2] else str(row[0])


def _term(row: tuple[Any, ...]) -> dict[str, Any]:
    _, _, _, started, kind, days, legal, extended, gaps, due_on, due_at, next_at, mark = row
    found = {"from": store.day(started), "days": days, "kind": kind if kind != "working" else None, "legal": legal if legal != days else None,
             "extended": extended or None, "not_counted": gaps or None, "until": until(due_at), "next": f"{mark} {until(next_at)}" if next_at else None}
    assert due_on is None or clock.day(store.instant(due_at)) == store.day(due_on)
    return {name: value for name, value in found.items() if value is not None}


def until(at: Any) -> str | None:
    """The end of a day as 24:00 of it, in the city."""
    if at is None:
        return None
    here = clock.local(store.instant(at))
    return f"{here:%Y-%m-%d} 24:00" if clock.end_of(here.date()) == here else f"{here:%Y-%m-%d %H:%M:%S}"


def instant(text: str) -> datetime:
    """`2026-02-06 10:00` in the city."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)


def write(procedure: cases.Procedure, file: dict[str, Any]) -> None:
    file_of(procedure).write_text(
        yaml.dump(file, allow_unicode=True, sort_keys=False, width=400, default_flow_style=None), encoding="utf-8", newline="\n")
