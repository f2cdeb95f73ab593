"""The weekly reports against the ledger counted by hand: matters of three weeks, some late, returned, raised again, rated, excluded."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random  # noqa: TID251 (seeded)
from typing import Any

import openpyxl
import pytest

from tests.journeys import small
from yiwang.city import checks
from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.reports import api as reports
from yiwang.engines.reports.api import Dimension, Figure, Period, Wish
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.systems.public.appeals import forms, reporting, taking
from yiwang.systems.public.appeals.procedures import MATTER

NOW, WEEK = "2026-11-25 17:00", "2026-W46"
FIRST, LAST = date(2026, 11, 9), date(2026, 11, 15)
TOPICS = ("城乡建设/安全生产/事故处理", "城乡建设", "环境保护/环境污染/噪音污染")
SCORES = {"best": 5, "good": 4, "fair": 3, "bad": 2, "worst": 1}
ROUTE = {  # what becomes of a matter: working days after it came, who, which step, what is said
    "plain": ((0, "calls", "dispatch"), (1, "lamps", "sign"), (3, "lamps", "respond"), (4, "calls", "close"), (5, "", "rate")),
    "late": ((0, "calls", "dispatch"), (1, "lamps", "sign"), (7, "lamps", "respond"), (8, "calls", "close"), (9, "", "rate")),
    "returned": ((1, "calls", "dispatch:410100-SCJG"), (2, "market_city", "give_back"), (3, "calls", "send_on"), (3, "lamps", "sign"), (5, "lamps", "respond"),
                 (6, "calls", "close")),
    "returned_late": ((0, "calls", "dispatch:410100-SCJG"), (7, "market_city", "give_back"), (7, "calls", "send_on"), (8, "lamps", "sign"),
                      (9, "lamps", "respond"), (9, "calls", "close"), (10, "", "rate")),
    "reworked": ((0, "calls", "dispatch:410100-SCJG"), (1, "market_city", "sign"), (2, "market_city", "respond"), (3, "calls", "rework"),
                 (4, "market_city", "respond"), (4, "calls", "close"), (5, "", "rate")),
    "again": ((0, "calls", "dispatch"), (0, "lamps", "sign"), (2, "lamps", "respond"), (2, "calls", "close"), (3, "", "again"), (4, "calls", "send_up"),
              (4, "above", "sign"), (6, "above", "respond"), (6, "calls", "close"), (7, "", "rate")),
    "again_open": ((0, "calls", "dispatch"), (0, "lamps", "sign"), (2, "lamps", "respond"), (2, "calls", "close"), (3, "", "again"), (4, "calls", "send_up")),
    "excluded": ((0, "calls", "dispatch"), (0, "lamps", "sign"), (1, "lamps", "respond"), (2, "calls", "close"), (3, "", "again"),
                 (4, "lamps", "ask_exclusion"), (5, "second", "exclude")),
    "declined": ((0, "calls", "decline"),), "withdrawn": ((0, "calls", "dispatch"), (1, "citizen", "withdraw")), 
    "replied": ((0, "calls", "reply"), (2, "", "rate")),
    "waiting": ((0, "calls", "dispatch"), (1, "lamps", "sign")), "untouched": (),
}
OFTEN = ("plain",) * 6 + ("late",) * 3 + ("excluded", "again", "returned", "reworked") * 2 + tuple(ROUTE)


@pytest.fixture
def made(db: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[small.Clock]:
    """Ninety matters through the doors, in the order of their instants; the readers have followed."""
    settings.DATA, settings.PASSWORD_HASHERS = tmp_path, ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CLOCK = small.Clock(small.at("2026-11-02 10:00"))
    monkeypatch.setitem(small.LOGINS, "second", ("410100-SP", ("public.appeals.reviewer",)))
    monkeypatch.setitem(small.LOGINS, "above", ("410100", ("public.appeals.handler",)))
    small.found(small.at("2026-01-05 09:00"))
    pauses = [(at, small.settle) for at in (small.at("2026-11-10 23:00"), small.at("2026-11-17 23:00"))]  # the readers follow in between too
    for at, step in sorted((*_steps(), *pauses), key=lambda pair: pair[0]):
        if at <= small.at(NOW):
            step(at)
    settings.CLOCK.to(NOW)
    small.settle(small.at(NOW))
    assert not ledger.parked(reader="reports")
    yield settings.CLOCK
    identity.forget()


def _steps() -> Iterator[tuple[datetime, Any]]:
    """What happens, each with its instant: a matter's own steps one after the other."""
    random = Random(20261109)
    for i in range(90):
        day = date(2026, 11, 2) + timedelta(random.randrange(19))
        kind, known = OFTEN[i % len(OFTEN)], dict[str, int]()
        by = "citizen" if kind == "withdrawn" or random.random() < 0.4 else "calls"
        channel = "web" if by == "citizen" else random.choice(("hotline", "media", "letter"))
        said = {"topic": random.choice(TOPICS), "level": random.choice(("best", "good", "fair", "bad", "worst")),
                "outcome": random.choice(("solved", "solved", "planned", "explained"))}
        at = small.at(f"{day} 10:00") + timedelta(minutes=i)
        yield at, lambda at, by=by, channel=channel, known=known, i=i: known.update(case=_taken(by, channel, i, at))
        for n, (after, who, move) in enumerate(ROUTE[kind]):
            when = small.at(f"{_later(day, after)} 11:00") + timedelta(hours=n, minutes=i)
            yield when, lambda at, who=who, move=move, known=known, said=said, by=by: _done(known["case"], who, move, said, by, at)


def _later(day: date, days: int) -> date:
    """The same day or the next working day, and so many working days later."""
    while days or not calendar.standard().is_working(day):
        days -= calendar.standard().is_working(day)
        day += timedelta(1)
    return day


def _taken(by: str, channel: str, i: int, at: datetime) -> int:
    answers: dict[str, Any] = {"sort": "help", "subject": f"第 {i} 盏路灯不亮", "body": "晚上看不见路。", "phone": f"1390371{i:04d}"}
    if by == "calls":
        answers |= {"channel": channel} | ({"outlet": "晚报", "headline": f"{i} 号路灯为何不亮", "link": "", "reach": "900"} if channel == "media" else {})
    form = forms.CALL if by == "calls" else forms.WRITE
    data = Clean(form.code, 1, answers, frozenset(answers) - {"subject", "body", "phone"})
    return taking.take(actor=checks.actor(by, at), data=data, key=f"{i:032d}", at=at, came={} if by == "calls" else taking.WEB).case


def _done(case: int, who: str, step: str, said: dict[str, str], by: str, at: datetime) -> None:
    """One step. Whoever wrote on the web rates; of whoever called the desk asks."""
    move, _, unit = step.partition(":")
    if move in ("rate", "again") and not who:
        who, move = ("citizen", move) if by == "citizen" else ("calls", {"rate": "heard", "again": "heard_again"}[move])
    answers = {
        "dispatch": {"to_unit": unit or "410100-CG", "topic": {"code": said["topic"], "text": said["topic"]}, "urgency": "normal", "wanted": "去看看"},
        "give_back": {"not_ours": "路灯归城管局。"}, "send_on": {"to_unit": "410100-CG", "ruling": "归城管局。"}, "rework": {"redo": "没有查清。"},
        "respond": {"finding": "true", "outcome": said["outcome"], "reply": "换好了。"}, "close": {"reply": "换好了。"},
        "reply": {"topic": {"code": said["topic"], "text": said["topic"]}, "finding": "none", "outcome": said["outcome"], "reply": "已经解释清楚。"},
        "decline": {"because": "court", "instead": "请向法院反映。"}, "send_up": {"to_unit": "410100", "wanted": "重新办"},
        "ask_exclusion": {"grounds": "要求违反规定。"}, "exclude": {"excluded": "unlawful", "ruling": "要求违法。"},
    }.get(move, {})
    if move in ("rate", "heard", "again", "heard_again"):
        answers = {"level": said["level"], "fixed": "yes"} if move in ("rate", "heard") else {"level": "worst", "fixed": "no"}
    form = MATTER.move(move).form
    data = Clean(form.code if form else f"cases.{move}", 1, dict(answers), frozenset(answers))
    cases.perform(actor=checks.actor(who, at), case=case, move=move, data=data, seen=None, key=f"{case}:{step}:{at:%m%d%H%M}".ljust(32, "0"), at=at)


@dataclass
class Matter:
    """A matter as the bodies of its entries tell it, read without the engine."""

    began: date
    channel: str
    unit: int
    topic: str = ""
    answered: date | None = None
    by: int = 0
    taken: bool = True
    over: date | None = None
    declined: bool = False
    late: bool = False
    returned: bool = False
    again: date | None = None
    resettled: bool = False
    outcome: str = ""
    excluded: bool = False
    due: dict[str, date] = field(default_factory=dict)
    last: dict[str, date] = field(default_factory=dict)
    ratings: list[tuple[date, int, int]] = field(default_factory=list)

    @property
    def ended(self) -> date | None:
        return self.answered or self.over

    @property
    def owed(self) -> date | None:
        """The last day that counts: of the answer once it is owed, else of sending it on; nothing while the desk rules."""
        term = "answer" if "answer" in self.last else "dispatch"
        return self.last[term] if self.ended else self.due.get(term)

    def whose(self) -> int:
        return self.by or self.unit


def by_hand() -> list[Matter]:
    found: dict[int, Matter] = {}
    for chain, body in store.rows("select chain, body from ledger_entry order by chain, n"):
        entry = json.loads(body)
        facts, on = entry["facts"], clock.day(clock.parse(entry["at"]))
        if entry["kind"] == "opened" and facts.get("procedure") == "public.appeals.matter":
            found[chain] = Matter(on, facts.get("channel", "web"), facts["unit"])
        if chain in found and entry["subject"].startswith("case:"):
            _note(found[chain], entry["kind"], facts, on)
    return list(found.values())


def _note(m: Matter, kind: str, facts: dict[str, Any], on: date) -> None:
    to, had = facts.get("to", ""), m.unit
    if kind in ("rated", "reopened"):
        m.ratings.append((on, had, SCORES[facts["level"]]))
    if m.ended is None:
        for part in (p for p in facts.get("stopped", ()) if not p.get("inquiry")):
            m.due.pop(part["term"])
            m.late = on > m.last[part["term"]] if part["term"] == "answer" or "answer" not in m.last else m.late
        for part in (p for p in facts.get("started", ()) if not p.get("inquiry")):
            m.due[part["term"]] = m.last[part["term"]] = date.fromisoformat(part["due"])
    m.unit = int(facts.get("handed_to", m.unit))
    m.topic, m.outcome = (facts.get("topic") or {}).get("code") or m.topic, facts.get("outcome", m.outcome)
    m.returned, m.excluded = m.returned or kind == "returned", m.excluded or "excluded" in facts
    if kind == "reopened":
        m.again, m.resettled = m.again or on, False
    if kind == "decided":
        m.resettled = m.again is not None
        if m.ended is None:
            m.by, m.taken, m.declined = m.unit, to == "told", to != "told"
            m.answered, m.over = (on, None) if to == "told" else (None, on)
    if to == "withdrawn":
        m.taken, m.over = False, on


def expected(rows: list[Matter], first: date, last: date) -> dict[str, Any]:
    """The figures, each written out by its own words."""
    told = [m for m in rows if m.answered and first <= m.answered <= last]
    decided = told + [m for m in rows if m.declined and m.over and first <= m.over <= last]
    taken = [m for m in rows if first <= m.began <= last and m.taken]
    still = [m for m in rows if m.began <= last and (m.ended is None or m.ended > last)]
    overdue = sum(m.owed is not None and m.owed <= last for m in still)
    kept, again = [m for m in told if not m.excluded], [m for m in rows if m.again and first <= m.again <= last]
    rated = [(score, m.excluded) for m in rows for on, _, score in m.ratings if first <= on <= last]
    return {
        "taken": len(taken), "answered": sum(m.answered is not None for m in taken), "open": len(still), "excluded": sum(m.excluded for m in told),
        "answered_share": (sum(m.answered is not None for m in taken), len(taken)),
        "on_time": (sum(not m.late for m in decided), len(decided) + overdue), "returned_share": (sum(m.returned for m in told), len(told)),
        "solved_share": (sum(m.outcome == "solved" for m in kept), len(kept)),
        "reopened": len(again), "again": (sum(m.resettled for m in again), len(again)), "reopened_share": (sum(m.again is not None for m in told), len(told)),
        "rated": sum(not x for _, x in rated), "rated_excluded": sum(x for _, x in rated),
        "satisfied": (sum(s >= 3 for s, x in rated if not x), sum(not x for _, x in rated)),
        "bad": (sum(s <= 2 for s, x in rated if not x), sum(not x for _, x in rated)), "score": sum(s for s, x in rated if not x),
    }


def _figures(group: reports.Group, codes: dict[str, Any]) -> dict[str, Any]:
    """The same figures as the engine says them."""
    found = {}
    for code, figure in group.figures.items():
        if code in codes:
            found[code] = (figure.hits, figure.cases) if isinstance(codes[code], tuple) else figure.hits
    return found


@pytest.mark.slow(reason="ninety matters live through the doors")
def test_four_reports_of_a_week_are_the_ledgers(made: small.Clock) -> None:
    every, who = by_hand(), checks.actor("mayor", made.now())
    hand = expected(every, FIRST, LAST)
    assert len(every) == 90 and all(hand[c] for c in ("taken", "open", "excluded", "reopened", "rated", "rated_excluded")), hand
    assert hand["on_time"][0] < hand["on_time"][1] and 0 < hand["returned_share"][0] < hand["returned_share"][1]
    _wholes_and_groups(every, who, made)
    _media(every, who, made)
    _the_week_before(every, who, made)
    _the_way_down(who, made)
    _page(hand)
    _files(every)
    _rights_and_emptiness()


def _asked(report: reports.Report, who: Any, made: small.Clock, *by: Dimension, first: date = FIRST, last: date = LAST, **only: str) -> reports.Answer:
    wish = Wish(Period(first, last), by, {Dimension(d): v for d, v in only.items()}, against=True)
    return reports.ask(report=report, wish=wish, actor=who, at=made.now())


def _wholes_and_groups(every: list[Matter], who: Any, made: small.Clock) -> None:
    for first, last in ((FIRST, LAST), (date(2026, 11, 2), date(2026, 11, 8)), (date(2026, 11, 4), date(2026, 11, 19))):
        hand = expected(every, first, last)
        for report in (reporting.HANDLING, reporting.RATINGS, reporting.REBOUNDS):
            answer = _asked(report, who, made, first=first, last=last)
            assert _figures(answer.whole, hand) == {c: v for c, v in hand.items() if c in answer.whole.figures}, (report.code, first, last)
    keys = {Dimension.UNIT: lambda m: str(m.whose()), Dimension.TOPIC: lambda m: m.topic.partition("/")[0], Dimension.CHANNEL: lambda m: m.channel,
            Dimension.COUNTY: lambda m: str(reports.county(m.whose()))}
    for by, key in keys.items():
        for report in (reporting.HANDLING, reporting.REBOUNDS):
            for group in _asked(report, who, made, by).groups:
                mine = expected([m for m in every if key(m) == group.keys[0]], FIRST, LAST)
                assert _figures(group, mine) == {c: v for c, v in mine.items() if c in group.figures}, (report.code, group.keys)
    for group in _asked(reporting.RATINGS, who, made, Dimension.UNIT).groups:
        scores = [s for m in every for on, unit, s in m.ratings if FIRST <= on <= LAST and str(unit) == group.keys[0] and not m.excluded]
        assert group.figures["rated"].hits == len(scores) and group.figures["satisfied"].hits == sum(s >= 3 for s in scores)


def _media(every: list[Matter], who: Any, made: small.Clock) -> None:
    mine = expected([m for m in every if m.channel == "media"], FIRST, LAST)
    answer = _asked(reporting.MEDIA, who, made)
    assert _figures(answer.whole, mine) == {c: v for c, v in mine.items() if c in answer.whole.figures} and mine["taken"] > 2
    found, _ = reports.behind(report=reporting.MEDIA, wish=answer.wish, measure=answer.report.measures[0], actor=who, at=made.now())
    assert len(found) == mine["taken"]


def _the_week_before(every: list[Matter], who: Any, made: small.Clock) -> None:
    then = expected(every, FIRST - timedelta(7), LAST - timedelta(7))
    for report in (reporting.HANDLING, reporting.RATINGS, reporting.REBOUNDS):
        answer = _asked(report, who, made)
        assert {c: f.hits for c, f in answer.before.figures.items() if not isinstance(then[c], tuple)} == {
            c: then[c] for c in answer.before.figures if not isinstance(then[c], tuple)}, report.code


def _the_way_down(mayor: Any, made: small.Clock) -> None:
    """Every figure opens exactly its cases."""
    for report, who in ((r, w) for r in (reporting.HANDLING, reporting.REBOUNDS) for w in (mayor, checks.actor("calls", made.now()))):
        answer = _asked(report, who, made)
        for m in report.measures:
            figure = answer.whole.figures[m.code]
            count = {"on_time": figure.cases - figure.hits, "median": figure.cases}.get(m.code, figure.hits)
            assert len(reports.behind(report=report, wish=answer.wish, measure=m, actor=who, at=made.now(), limit=500)[0]) == count, m.code


def _page(hand: dict[str, Any]) -> None:
    mayor = small.Person("mayor").sign_in()
    page = mayor.get(f"/appeals/weekly/?week={WEEK}")
    text = small.words(page)
    assert page.status_code == 200 and "2026-11-09—2026-11-15" in text and "week=2026-W45" in page.content.decode()
    titles = dict(re.findall(r'<h2 id="(\w+)-title">(.*?)</h2>', page.content.decode()))
    told = {code: re.sub(r"<[^>]+>", "", title) for code, title in titles.items()}
    assert told["appeals"].startswith(f"诉求办理：受理 {hand['taken']} 件") and told["appeals_rebounds"].startswith(f"反弹：反弹 {hand['reopened']} 件")
    assert told["appeals_ratings"].startswith(f"答复评价：评价 {hand['rated']} 次") and told["appeals_media"].startswith("媒体曝光跟办：受理 ")
    assert "比上周" in text and "号路灯为何不亮" in text and "怎么比较才公平" in text
    assert mayor.get("/appeals/weekly/").content.decode().count("2026-W47") > 3, "the last whole week"
    assert "例如 2026-W46" in small.words(mayor.get("/appeals/weekly/?week=x"))
    for query in ("by=topic", "by=channel", "by=week&since=2026-11-02&until=2026-11-22", "by=county&topic=城乡建设", "period=month",
                  "since=2026-11-04&until=2026-11-19"):
        assert mayor.get(f"/appeals/weekly/?{query}").status_code == 200, query
    year = small.words(mayor.get("/appeals/assessment/?year=2026"))
    lamps = identity.unit_by_code("410100-CG").id
    way = f"/reports/appeals/cases/?unit={lamps}&amp;since=2026-01-01&amp;until=2026-12-31&amp;measure=solved_share"
    assert way in mayor.get("/appeals/assessment/").content.decode() and "解决率" in small.words(mayor.get(way.replace("&amp;", "&")))
    assert "市城管局" in year and "总分 =" in year and "本市规定" in year and "国办发" not in year


def _files(every: list[Matter]) -> None:
    mayor = small.Person("mayor").sign_in()
    book = openpyxl.load_workbook(io.BytesIO(mayor.get(f"/appeals/weekly/file/?week={WEEK}&as=xlsx").content))
    assert book.sheetnames == ["诉求办理", "答复评价", "反弹", "媒体曝光跟办", "怎么算的"]
    names = {str(m.whose()): identity.unit(m.whose()).short for m in every}
    for title, code in (("诉求办理", "taken"), ("反弹", "reopened")):
        sheet = list(book[title].iter_rows(values_only=True))
        head = next(i for i, row in enumerate(sheet) if row[0] == "单位")
        for row in sheet[head + 1:]:
            mine = every if row[0] == "合计" else [m for m in every if names[str(m.whose())] == row[0]]
            assert row[1] == expected(mine, FIRST, LAST)[code], row
    paper = mayor.get(f"/appeals/weekly/file/?week={WEEK}&as=pdf")
    assert paper.content.startswith(b"%PDF-1.") and paper.content == mayor.get(f"/appeals/weekly/file/?week={WEEK}&as=pdf").content
    assert mayor.get(f"/appeals/weekly/file/?week={WEEK}&as=exe").status_code == 404
    sheet = openpyxl.load_workbook(io.BytesIO(mayor.get("/appeals/assessment/?year=2026&as=xlsx").content))["年度考核"]
    lamps = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "市城管局")
    year = expected([m for m in every if names[str(m.whose())] == "市城管局"], date(2026, 1, 1), date(2026, 11, 25))
    shares = [year["answered_share"], year["solved_share"], (0, 0), year["on_time"]]
    for i, share in enumerate(shares):
        if i != 2:
            assert lamps[6 + 3 * i : 8 + 3 * i] == share
    rated = [s for m in every for _, unit, s in m.ratings if identity.unit(unit).short == "市城管局" and not m.excluded]
    assert lamps[12:14] == (sum(s >= 3 for s in rated), len(rated))
    weights = ((25, 0), (30, 1), (30, 2), (15, 3))
    parts = [(lamps[6 + 3 * i], lamps[7 + 3 * i]) for i in range(4)]
    assert lamps[1] == round(sum(w * parts[i][0] / parts[i][1] for w, i in weights), 2)


def _rights_and_emptiness() -> None:
    """Units see their own; who reads no reports finds nothing; an empty week says so."""
    lamps = small.words(small.Person("market_city").sign_in().get(f"/appeals/weekly/?week={WEEK}"))
    assert "市市场监管局" in lamps and "市城管局" not in lamps
    desk, city = (small.Person(who).sign_in().get(f"/appeals/weekly/?week={WEEK}").content.decode().split("<main")[1] for who in ("calls", "mayor"))
    told = [re.findall(r'id="appeals\w*-title">(.*?)</h2>', page) for page in (desk, city)]
    assert told[0] == told[1] and len(told[0]) == 4, "all matters go through the desk"
    citizen = small.Person("citizen").sign_in()
    for address in ("/appeals/weekly/", "/appeals/weekly/file/?as=xlsx", "/appeals/assessment/"):
        assert citizen.get(address).status_code == 404
    empty = small.words(small.Person("mayor").sign_in().get("/appeals/weekly/?week=2026-W20"))
    assert empty.count("这段时间没有") > 4 and "这段时间没有媒体曝光的诉求" in empty
    assert "这一年没有诉求" in small.words(small.Person("mayor").sign_in().get("/appeals/assessment/?year=2024"))


def test_a_total_is_no_surer_than_its_parts() -> None:
    """Weights make a hundred; a part without a case weighs nothing; ends enclose; too little of one part is listed, not ranked."""
    on = date(2026, 1, 1)
    assert sum(reports.weights(reporting.YEAR, on).values()) == 100

    def total(answered: tuple[int, int], solved: tuple[int, int], satisfied: tuple[int, int], on_time: tuple[int, int]) -> reports.Total:
        parts = dict(zip(("answered", "solved", "satisfied", "on_time"), (answered, solved, satisfied, on_time), strict=True))
        return reports.total(reporting.YEAR, "1", {p: Figure(h / n if n else None, n, h) for p, (h, n) in parts.items()}, on)

    plain = total((90, 100), (80, 100), (70, 100), (100, 100))
    assert round(plain.value, 6) == 0.25 * 0.9 + 0.3 * 0.8 + 0.3 * 0.7 + 0.15 and plain.ends[0] < plain.value < plain.ends[1] and not plain.few
    unrated = total((90, 100), (80, 100), (0, 0), (100, 100))
    assert round(unrated.value, 6) == round((25 * 0.9 + 30 * 0.8 + 15) / 70, 6) and unrated.few
    assert total((29, 29), (80, 100), (70, 100), (90, 100)).few
    assert total((900, 1000), (800, 1000), (700, 1000), (1000, 1000)).ends[0] > plain.ends[0], "more cases, narrower ends"
