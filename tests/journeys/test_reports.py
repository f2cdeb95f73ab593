"""Statistics of a lived city against a plain count over the record's entries; rights; the way down; a rebuild gives the same."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random  # noqa: TID251 (seeded)
from typing import Any

import openpyxl
import pytest
from django.conf import settings

from tests.support import addresses
from tests.support.apart import own_clock
from yiwang.city import checks, readers
from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.reports import api as reports
from yiwang.engines.reports.api import Dimension, Period, Wish
from yiwang.engines.reports.rooms import cells
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.errors import NotFound

pytestmark = [pytest.mark.slow(reason="a city lives through ten weeks"), pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_clock")]
__all__ = ["own_clock"]
CODES = {p.code for p in cases.procedures() if p.code.startswith("public.services.")} - {"public.services.rating"}


@dataclass
class Lived:
    """A case as somebody reading its entries one by one would note it down."""

    procedure: str
    unit: int
    item: str
    web: bool
    began: date
    accepted: date | None = None
    decided: date | None = None
    over: date | None = None
    refused: bool = False
    judged: bool = False
    papers: bool = False
    silent: bool = False
    late: bool = False
    due: date | None = None
    asked: date | None = None
    idle: set[date] = field(default_factory=set)
    dues: dict[str, date | None] = field(default_factory=dict)
    gaps: dict[tuple[str, str], list[Any]] = field(default_factory=dict)  # as the last entry about a clock says

    @property
    def ended(self) -> date | None:
        return self.decided or self.over

    def worked(self, until: date) -> int:
        days = (self.began + timedelta(i) for i in range(1, (until - self.began).days + 1))
        waiting = self.asked or date.max
        return sum(calendar.standard().is_working(d) and d not in self.idle and d <= waiting and not self._paused(d) for d in days)

    def _paused(self, d: date) -> bool:
        return any(date.fromisoformat(a) <= d and (b is None or d <= date.fromisoformat(b)) for gaps in self.gaps.values() for a, b, _ in gaps)


def lived() -> list[Lived]:
    """Every case of services, read from the bodies of the entries."""
    found: dict[int, Lived] = {}
    for chain, body in store.rows("select chain, body from ledger_entry order by chain, n"):
        entry = json.loads(body)
        if entry["subject"].startswith("case:"):
            _note(found, int(chain), entry)
    return [c for c in found.values() if c.procedure in CODES]


def _note(found: dict[int, Lived], chain: int, entry: dict[str, Any]) -> None:
    facts, kind, actor, on = entry["facts"], entry["kind"], entry["actor"], clock.day(clock.parse(entry["at"]))
    if kind == "opened":
        found[chain] = Lived(facts["procedure"], facts["unit"], facts.get("item", ""), not actor.get("unit") and "system" not in actor, on)
    case = found[chain]
    ended = case.ended
    for part in [p for p in facts.get("stopped", ()) if not p.get("inquiry")]:
        if part["term"] in ("accept", "decide") and ended is None:
            case.late = case.late or bool(part.get("late"))
            case.due = date.fromisoformat(part["due"]) if part["due"] else None
            case.dues.pop(part["term"], None)
            case.gaps[part["term"], part["from"]] = part.get("not_counted", [])
    for part in [p for p in (*facts.get("started", ()), *facts.get("changed", ())) if not p.get("inquiry") and p["term"] in ("accept", "decide")]:
        case.dues[part["term"]] = date.fromisoformat(part["due"]) if part["due"] and part["due"] != "None" else None
        if part["term"] == "decide" and case.accepted is None:
            case.accepted = date.fromisoformat(facts.get("as_of", on.isoformat()))
        case.gaps[part["term"], part["from"]] = part.get("not_counted", [])
    if kind == "asked_for_papers":
        case.papers, case.asked = True, on
    if kind == "supplemented" and case.asked is not None:
        case.idle |= {case.asked + timedelta(i + 1) for i in range((on - case.asked).days)}
        case.asked = None
    if kind == "lapsed" and {p["term"] for p in facts.get("stopped", ())} & {"accept", "decide"}:
        case.silent = True
    _over(case, kind, facts, on)


def _over(case: Lived, kind: str, facts: dict[str, Any], on: date) -> None:
    state = str(facts.get("to", ""))
    if kind == "decided" and case.decided is None:
        case.decided = on
        bad = state.startswith("not_") or state in ("refused", "failed")
        case.refused = bad and case.accepted is not None
        case.judged = case.refused or not bad
        if not bad and case.accepted is None:
            case.accepted = on
    if state == "withdrawn" and case.over is None:
        case.over = on


def expected(rows: list[Lived], first: date, last: date, today: date) -> dict[str, Any]:
    """The figures of 办件统计, each written out by its own words."""
    until = min(last, today)
    decided = [c for c in rows if c.decided and first <= c.decided <= last]
    ended = [c for c in rows if c.ended and first <= c.ended <= last]
    still = [c for c in rows if c.began <= until and (c.ended is None or c.ended > until)]
    dues = [(min((d for d in c.dues.values() if d), default=None) if c.ended is None else c.due) for c in still]
    overdue = sum(d is not None and (d < today if last >= today else d <= last) for d in dues)
    accepted = [c for c in rows if c.accepted and first <= c.accepted <= last]
    judged = [c for c in decided if c.judged]
    lasting = [(c.worked(c.ended), c.decided is not None) for c in ended if c.ended] + [(c.worked(until), False) for c in still]
    return {
        "received": sum(first <= c.began <= last for c in rows), "accepted": len(accepted), "decided": len(decided), "open": len(still),
        "on_time": (sum(not c.late for c in decided), len(decided) + overdue), "silent": (sum(c.silent for c in accepted), len(accepted)),
        "papers": (sum(c.papers for c in ended), len(ended)), "refused": (sum(c.refused for c in judged), len(judged)),
        "median": within(lasting, 0.5), "p90": within(lasting, 0.9),
    }


def within(lasting: list[tuple[int, bool]], part: float) -> int | None:
    """Kaplan and Meier, one day after the other over everybody."""
    left = 1.0
    for day in range(max((d for d, _ in lasting), default=-1) + 1):
        risk = sum(d >= day for d, _ in lasting)
        left *= 1 - (sum(d == day and over for d, over in lasting) / risk if risk else 0)
        if left <= 1 - part + 1e-9:
            return day
    return None


def answered(wish: Wish, who: str) -> dict[str, Any]:
    at = settings.CLOCK.now()
    answer = reports.ask(report=reports.declared("services"), wish=wish, actor=checks.actor(who, at), at=at)
    figures = answer.whole.figures
    plain = {m: int(figures[m].value or 0) for m in ("received", "accepted", "decided", "open")}
    shares = {m: (figures[m].hits, figures[m].cases) for m in ("on_time", "silent", "papers", "refused")}
    return plain | shares | {m: None if figures[m].value is None else int(figures[m].value) for m in ("median", "p90")}


@pytest.fixture
def places() -> Iterator[addresses.Places]:
    found = addresses.city(past=45)
    yield found
    identity.forget()


def test_statistics(places: addresses.Places, monkeypatch: pytest.MonkeyPatch) -> None:
    _counts_agree()
    _cells_say_what_rows_say(monkeypatch)
    _groups_add_up()
    _the_way_down()
    _rights()
    _pages()
    _rebuilt_is_the_same()


def _counts_agree() -> None:
    """Ten filters by chance, as the mayor and as a county's head, open periods and closed ones."""
    random, every, today = Random(20261120), lived(), clock.day(settings.CLOCK.now())
    mine = [c for c in every if _county(c.unit) == "410105"]
    assert len(every) > 50 and len(mine) > 20 and sum(c.papers for c in every) > 2
    for i in range(10):
        first = date(2026, 9, 1) + timedelta(random.randrange(50))
        last = first + timedelta(random.randrange(10, 90)) if i % 2 else today
        who, rows = ("shenzhiyuan", every) if i % 3 else ("guhuaijin", mine)
        only: dict[Dimension, str] = {}
        if i in (1, 4, 7):
            one = random.choice(rows)
            only, rows = {Dimension.UNIT: str(one.unit)}, [c for c in rows if c.unit == one.unit]
        if i in (2, 5):
            one = random.choice(rows)
            only, rows = {Dimension.PROCEDURE: one.procedure}, [c for c in rows if c.procedure == one.procedure]
        if i == 8:
            only, rows = {Dimension.CHANNEL: "web"}, [c for c in rows if c.web]
        assert answered(Wish(Period(first, last), (), only), who) == expected(rows, first, last, today), (i, first, last, who, only)


def _county(unit: int) -> str:
    return identity.unit(unit).code[:6]


def _groups_add_up() -> None:
    """Whatever it is grouped by, counts and shares of the groups make the whole."""
    at = settings.CLOCK.now()
    report, period = reports.declared("services"), reports.periods.between("2026-09", "2026-11")
    for by in (*((d,) for d in report.dimensions), (Dimension.UNIT, Dimension.MONTH)):
        answer = reports.ask(report=report, wish=Wish(period, by), actor=checks.actor("shenzhiyuan", at), at=at)
        for code in ("received", "accepted", "decided", "silent", "papers", "refused"):
            whole = answer.whole.figures[code]
            assert (sum(g.figures[code].hits for g in answer.groups), sum(g.figures[code].cases for g in answer.groups)) == (whole.hits, whole.cases)


def _cells_say_what_rows_say(patch: pytest.MonkeyPatch) -> None:
    """The sums kept ready, and the rows added up anew."""
    at = settings.CLOCK.now()
    for code, more in (("services", Dimension.PROCEDURE), ("supervision_terms", Dimension.TERM)):
        for by in ((), (Dimension.UNIT,), (Dimension.COUNTY,), (more,), (Dimension.MONTH,), (Dimension.UNIT, Dimension.MONTH)):
            for who, period in (("shenzhiyuan", reports.periods.named("quarter", clock.day(at))), ("guhuaijin", reports.periods.between("2026-09", "2026-10"))):
                said = []
                for held in (cells.hold, lambda *_, **__: False):
                    with patch.context() as changed:
                        changed.setattr(cells, "hold", held)
                        wish = Wish(period, by)
                        said.append(reports.ask(report=reports.declared(code), wish=wish, actor=checks.actor(who, at), at=at))
                assert said[0] == said[1], (code, by, who)


def _the_way_down() -> None:
    """Every figure opens as many cases as it says, all of them visible to who asks."""
    at = settings.CLOCK.now()
    for who in ("shenzhiyuan", "chengshuan"):
        actor, wish = checks.actor(who, at), Wish(reports.periods.between("2026-10", "2026-11"))
        for code in ("services", "services_online"):
            report = reports.declared(code)
            answer = reports.ask(report=report, wish=wish, actor=actor, at=at)
            for m in report.measures:
                figure = answer.whole.figures[m.code]
                found, more = reports.behind(report=report, wish=wish, measure=m, actor=actor, at=at, limit=1000)
                count = {"on_time": figure.cases - figure.hits, "median": figure.cases, "p90": figure.cases, "promised": figure.cases,
                         "legal": figure.cases}.get(m.code, figure.hits)
                assert (len(found), more) == (count, 0), (who, m.code)
                assert cases.visible_among(actor, found) == set(found)
    report = reports.declared("services_ratings")
    with pytest.raises(NotFound):
        reports.behind(report=report, wish=wish, measure=report.measures[0], actor=actor, at=at)


def _rights() -> None:
    """A unit counts its own; nobody else's, by no filter; a citizen nothing; the public what is published."""
    at = settings.CLOCK.now()
    report, period = reports.declared("services"), reports.periods.between("2026-09", "2026-11")
    chief = checks.actor("chengshuan", at)
    own = reports.ask(report=report, wish=Wish(period, (Dimension.UNIT,)), actor=chief, at=at)
    assert {g.keys for g in own.groups} == {(str(chief.unit),)}
    foreign = next(c.unit for c in lived() if c.unit != chief.unit)
    for only in ({Dimension.UNIT: str(foreign)}, {Dimension.UNIT: "x"}, {Dimension.COUNTY: "x"}, {Dimension.ITEM: "' or 1=1 --"}):
        assert reports.ask(report=report, wish=Wish(period, (), only), actor=chief, at=at).whole.figures["received"].cases == 0
    with pytest.raises(NotFound):
        reports.ask(report=report, wish=Wish(period), actor=checks.actor("shenyanqiu", at), at=at)
    with pytest.raises(NotFound):
        reports.published(report=reports.declared("supervision_terms"), wish=Wish(period), at=at)
    assert reports.published(report=report, wish=Wish(period), at=at).whole.figures["received"].cases > 20


def _pages() -> None:
    mayor, anybody = addresses.client("mayor"), addresses.client("nobody")
    for query in ("", "?by=month&period=quarter", "?by=unit&over=month&period=quarter", "?by=item&period=days90", "?by=", "?since=2026-13", "?unit=x&by=zz",
                  "?week=2026-W46", "?week=46", "?since=2026-11-09&until=2026-11-15", "?since=2026-11-31", "?period=week&by=item"):
        page = mayor.get(f"/reports/services/{query}").content.decode()
        assert "怎么算的" in page and "Kaplan" in page
        for example, wrong in (("例如 2026-08", "2026-13"), ("例如 2026-W46", "week=46"), ("例如 2026-11-09", "11-31")):
            assert (example in page) == (wrong in query), query
        assert ("2026-11-09—2026-11-15" in page) == any(w in query for w in ("W46", "until=2026-11-15", "period=week")), query
    weekly = mayor.get("/reports/services/?week=2026-W45").content.decode()
    assert "week=2026-W44" in weekly and "week=2026-W46" in weekly and "比上周" in weekly
    book = mayor.get("/reports/services/?by=unit&period=quarter&as=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book.content))["数字"]
    assert sheet["A1"].value == "办件统计" and sheet.cell(row=sheet.max_row, column=1).value == "合计"
    paper = mayor.get("/reports/services/?by=unit&period=quarter&as=pdf")
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF") and paper["Content-Disposition"].endswith('.pdf"')
    assert mayor.get("/reports/supervision_terms/?by=term&over=month&period=quarter").status_code == 200
    assert mayor.get("/reports/nothing/").status_code == 404 == addresses.client("party").get("/reports/").status_code
    public = anybody.get("/open/performance/").content.decode()
    assert "九成用时" in public and "怎么算的" in public and "/cases/" not in public


def _rebuilt_is_the_same() -> None:
    """From the first position again: the same rows; and each entry handled once more changes nothing."""
    before = _rows()
    assert before["reports_case"] and before["reports_step"] and before["reports_cell"]
    at = settings.CLOCK.now() + timedelta(hours=1)
    with store.atomic():
        reports.clear()
        ledger.rebuild(reader="reports")
    assert not any(_rows().values())
    while readers.loops()["readers.reports"](at):
        pass
    assert _rows() == before
    for entry in ledger.feed(after=0, limit=100_000):
        reports.keep(entry)
    assert _rows() == before and not ledger.parked(reader="reports")


def _rows() -> dict[str, list[Any]]:
    steps = 'select "case", term, unit, county, began_on, ended_on, promised, legal, used, idle, due_on, late from reports_step'
    kept = "select subject, month, unit, county, procedure, term, data from reports_cell where data <> '{}'"
    ratings = "select chain, n, term, unit, score, began_on from reports_rating"
    return {"reports_case": sorted(map(str, store.rows("select * from reports_case"))), "reports_step": sorted(map(str, store.rows(steps))),
            "reports_cell": sorted(map(str, store.rows(kept))), "reports_rating": sorted(map(str, store.rows(ratings)))}


