"""A month of a small city: exactly what was planted is found, whatever is done twice, and a rule changed afterwards changes nothing of it."""

from __future__ import annotations

import ast
import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.journeys import small
from tests.supervision import planted, recomputed
from tests.supervision.again import counted, found_again
from tests.supervision.trial import Town, actor, said
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import NOTHING
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.errors import Refused
from yiwang.systems.oversight.supervision import looks, rows, settling, signals
from yiwang.systems.oversight.supervision.rules import catalogue, finding
from yiwang.systems.oversight.supervision.rules.finding import BY_CODE, LOOKED_FOR_DAILY
from yiwang.systems.oversight.supervision.scores import formula, keeping, months

MONTH, SHOWN, PUBLISHED = "2026-11", "2026-12-02 10:00", "2026-12-10 10:00"
RAISED = ("select c.about, e.body from cases_case c join ledger_entry e on e.chain = c.id and e.n = 1 "
          "where c.procedure in ('oversight.supervision.signal', 'oversight.supervision.warning') order by c.id")
HEADS = {"410105-SP": "signatory", "410105-SCJG": "market_head", "410102-SP": "elsewhere"}


def raised() -> Counter[tuple[str, str]]:
    """Every signal and warning: the case (or unit) it is about, and its rule."""
    titles = {f"case:{ref}": title for ref, title in store.rows("select ref, title from cases_case")}
    found: Counter[tuple[str, str]] = Counter()
    for about, body in store.rows(RAISED):
        kind, _, number = about.partition(":")
        found[identity.unit(int(number)).code if kind == "unit" else titles[about], json.loads(body)["facts"]["rule"]] += 1
    return found


@pytest.mark.slow(reason="a month of seventy cases, a night's work for each of its days, and all rules asked anew for each that is taken away")
def test_a_month(watched: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    month = planted.Month(watched)
    watched.run("2026-12-01 12:00", each_day=looks.look)
    exactly_what_was_planted(month)
    who_it_was_lies_beside_the_entry()
    warnings_ended(month)
    nothing_twice(watched)
    every_rule_is_needed(month, monkeypatch)
    what_changes_today_changes_nothing_before(month)
    scores_are_made_again(watched)


def exactly_what_was_planted(month: planted.Month) -> None:
    found = raised()
    assert found - month.expected == Counter(), "said of nobody's fault"
    assert month.expected - found == Counter(), "planted, and not found"
    assert month.faults >= 40 and {rule for _, rule in month.expected} == {*BY_CODE, *LOOKED_FOR_DAILY}, "every rule has its fault"
    assert Counter(r.rule for r in rows.found(actor=actor("watch"), wanted=rows.Wanted(), limit=500)) == Counter(rule for _, rule in found.elements())


def who_it_was_lies_beside_the_entry() -> None:
    """The person is no part of the open record, and is read where the case is worked on."""
    ((case, ref),) = store.rows("select c.id, c.ref from cases_case c join cases_case a on c.about = 'case:' || a.ref where a.title = '不是负责人延长'")
    opened = ledger.history(case)[0]
    assert "1001" not in json.dumps(dict(opened.facts)) and opened.facts["rule"] == "people.wrong_approver"
    at = small.at("2026-12-01 12:00")
    seen = {who: (cases.view(actor=actor(who), ref=ref, at=at).values or {}).get(1, {}).get("answers", {}).get("person") for who in
            ("signatory", "watch", "mayor", "magistrate")}
    assert seen == {"signatory": "1001", "watch": "1001", "mayor": None, "magistrate": None}


def warnings_ended(month: planted.Month) -> None:
    """Those of steps that were done, and those that a red signal followed. Nobody had to do anything for it."""
    states = Counter(state for (state,) in store.rows("select state from cases_case where procedure = 'oversight.supervision.warning'"))
    red = sum(n for (_, rule), n in month.expected.items() if rule in (planted.LATE, planted.LICENCE))
    lifted = store.rows("select c.state from cases_case c join cases_case a on c.about = 'case:' || a.ref where c.procedure = "
                        "'oversight.supervision.signal' and a.title = '按时办了，下一个工作日才报来'")
    assert lifted == [("dismissed",)], "done in time, told of after the clock had found it over"
    assert states == {"overtaken": red, "settled": sum(n for (_, rule), n in month.expected.items() if rule == planted.NEAR) - red}


def nothing_twice(town: Town) -> None:
    """The readers are killed and begin from the first entry, the look is repeated: no second signal."""
    before = raised()
    for reader in (signals.READER, settling.READER):
        store.execute("update ledger_cursor set pos = 0 where reader = %s", (reader,))
    small.settle(town.clock.at)
    assert looks.look(town.clock.at) == 0
    for tally, module in ((looks.TALLY, looks), (rows.TALLY, rows)):
        with store.atomic():
            module.empty()  # type: ignore[attr-defined]
            ledger.rebuild(reader=tally)
    small.settle(town.clock.at)
    assert looks.look(town.clock.at) == 0
    assert raised() == before and not ledger.parked()


def every_rule_is_needed(month: planted.Month, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its detector broken a rule's plants are missing, and nothing else."""
    whole = counted(found_again())
    wanted = Counter(rule for _, rule in month.expected.elements())
    assert Counter(rule for _, rule in whole.elements()) == Counter({r: n for r, n in wanted.items() if r in BY_CODE}), "asked anew they find the same"
    for code in BY_CODE:
        with monkeypatch.context() as broken:
            broken.setattr(finding, "DETECTORS", tuple(d for d in finding.DETECTORS if d.code != code))
            lost = whole - counted(found_again())
        assert lost and {rule for _, rule in lost} == {code} and sum(lost.values()) == wanted[code], code


def what_changes_today_changes_nothing_before(month: planted.Month) -> None:
    """Every rule made stricter, dearer, or harmless, from the first of December; and, to see the difference, from the first of November."""
    whole = [(f.key, f.rule.version, f.rule.points, f.said, f.limit, f.fact) for f in found_again()]
    assert [(f.key, f.rule.version, f.rule.points, f.said, f.limit, f.fact) for f in found_again(changed(date(2026, 12, 2)))] == whole
    earlier = found_again(changed(date(2026, 11, 1)))
    assert {f.rule.version for f in earlier} == {2} and len(earlier) != len(whole)


def changed(since: date) -> catalogue.Catalogue:
    data: dict[str, Any] = yaml.safe_load(catalogue.FILE.read_text(encoding="utf-8"))
    for words in data.values():
        last = words["versions"][1]
        number = {name: value + 1 for name, value in last["parameters"].items() if isinstance(value, int)}
        words["versions"][2] = {**last, "since": since, "points": last["points"] and last["points"] + 1, "parameters": {**last["parameters"], **number}}
    return catalogue.of(data)


def scores_are_made_again(town: Town) -> None:
    """Signals are ruled on; the month is shown, objected to, published; somebody else comes to the same figures from the rows alone."""
    ruled(town)
    watch = actor("watch")
    with pytest.raises(Refused, match="还没有送单位核对"):
        run(town, "publish_scores")
    small.settle(town.clock.to(SHOWN))
    run(town, "show_scores")
    assert figures(months.SHOWN) == recomputed.scores(MONTH, int(entry(months.SHOWN).facts["pos"]))
    with pytest.raises(Refused, match="之后才能公布"):
        run(town, "publish_scores")
    unit = actor("signatory").unit
    object_(town, "signatory", unit)
    small.settle(town.clock.to(PUBLISHED))
    with pytest.raises(Refused, match="异议还没有答复"):
        run(town, "publish_scores")
    cases.run(actor=watch, command="oversight.supervision.answer_objection", subject=months.subject(MONTH, unit), data=said({"reply": "核对过，无误。"}),
              key="a", at=town.clock.at)
    run(town, "publish_scores")
    units, posts = recomputed.scores(MONTH, int(entry(months.PUBLISHED).facts["pos"]))
    assert figures(months.PUBLISHED) == (units, posts) and len(units) >= 4 and len({whole for _, whole in units.values()}) > 2 and posts
    with store.atomic(), pytest.MonkeyPatch.context() as today:
        today.setattr(finding, "standing", lambda: changed(date(2026, 12, 1)))
        keeping.empty()
        ledger.rebuild(reader=keeping.TALLY)
        small.settle(town.clock.at)
    again = months.figures(MONTH, town.clock.at)
    assert (again["units"], again["posts"]) == (entry(months.PUBLISHED).facts["units"], entry(months.PUBLISHED).facts["posts"]), "rebuilt under other rules"
    later = replace(formula.versions()[0], version=2, since=date(2026, 11, 2))
    assert [formula.in_force(m, (*formula.versions(), later)).version for m in (MONTH, "2026-12")] == [1, 2]
    imported = {n.module for n in ast.walk(ast.parse(Path(recomputed.__file__).read_text())) if isinstance(n, ast.ImportFrom)}
    assert not any("supervision" in str(name) for name in imported)


def ruled(town: Town) -> None:
    """Of the red signals every third is dismissed, the others are upheld; the first that is objected to is withdrawn by a second person."""
    found = store.rows("select c.id, u.code from cases_case c join identity_unit u on u.id = c.unit_id "
                       "where c.procedure = 'oversight.supervision.signal' and c.closed_at is null order by c.id")
    withdrawn = 0
    town.clock.at = small.at("2026-11-30 15:00")
    for i, (case, code) in enumerate(found):
        step(town, "watch", case, "dismiss" if i % 3 == 2 else "uphold", finding="依据记录")
        if i % 3 != 2 and code in HEADS and withdrawn < 2:
            step(town, HEADS[code], case, "object", reason="那天停机")
            with pytest.raises(Refused, match="另一名监察员"):
                step(town, "watch", case, "withdraw", finding="自己复核")
            step(town, "watch_too", case, "withdraw", finding="停机属实")
            withdrawn += 1
    assert withdrawn == 2
    small.settle(town.clock.at)


def step(town: Town, who: str, case: int, move: str, **answers: Any) -> None:
    town.clock.at += timedelta(seconds=1)
    cases.perform(actor=actor(who), case=case, move=move, data=said(answers), seen=None, key=f"{case}:{move}:{who}", at=town.clock.at)


def run(town: Town, code: str) -> None:
    cases.run(actor=actor("watch"), command=f"oversight.supervision.{code}", subject=months.subject(MONTH), data=NOTHING, key=f"{code}-1", at=town.clock.at)


def object_(town: Town, who: str, unit: int) -> None:
    with pytest.raises(Refused, match="本单位"):
        cases.run(actor=actor("market_head"), command="oversight.supervision.object_score", subject=months.subject(MONTH, unit), data=said({"reason": "不对"}),
                  key="o0", at=town.clock.at)
    cases.run(actor=actor(who), command="oversight.supervision.object_score", subject=months.subject(MONTH, unit), data=said({"reason": "不对"}), key="o1",
              at=town.clock.at)


def entry(act: str) -> ledger.Recorded:
    chain = ledger.chain_of(months.subject(MONTH))
    assert chain is not None
    return next(e for e in ledger.history(chain) if e.act == act)


def figures(act: str) -> tuple[dict[int, recomputed.Made], dict[tuple[int, int], recomputed.Made]]:
    made = entry(act).facts
    units = {int(s["unit"]): (dict(s["parts"]), str(s["total"])) for s in made["units"]}
    return units, {(int(s["unit"]), int(s["post"])): (dict(s["parts"]), str(s["total"])) for s in made["posts"]}
