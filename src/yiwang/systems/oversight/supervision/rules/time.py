"""Time: what is nearly over, over, answered by silence, not counted without cause, or made longer too late."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.engines.calendar import api as calendar
from yiwang.engines.ledger.types import Recorded
from yiwang.kernel import clock
from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.supervision.rules.catalogue import names
from yiwang.systems.oversight.supervision.rules.detector import Detector
from yiwang.systems.oversight.supervision.rules.past import Past, acted_on, day, number, parts, proof, who
from yiwang.systems.oversight.supervision.rules.types import Finding, Level, Rule, Who

MINUTES = "minutes"


def near(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    """Nine tenths of what was promised are gone. The reminder a day before is no signal."""
    if entry.facts.get("level") == Level.YELLOW:
        yield _of_clock(rule, entry, past, f"“{_title(entry)}”时限将到")


def late(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    if entry.facts.get("level") == Level.RED and entry.facts.get("term") not in names(rule, "without"):
        yield _of_clock(rule, entry, past, f"“{_title(entry)}”已超期")


def licence_late(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    if entry.facts.get("level") == Level.RED and entry.facts.get("term") in names(rule, "terms"):
        yield _of_clock(rule, entry, past, f"“{_title(entry)}”已超期，证件没有送到")


def silence(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    """第三十二条第一款第四项: who is not told in time that papers lack has been accepted."""
    fell_due = str(entry.facts.get("fell_due", ""))
    for part in parts(entry, "stopped"):
        if part["term"] in names(rule, "terms") and part.get("due", fell_due) == fell_due:
            unit = number(part.get("unit")) or number(entry.facts.get("unit"))
            runs = past.runs(str(part["term"]), 0)
            said = f"逾期没有答复，依法视为{rule.parameters['terms'][part['term']]}"
            yield Finding(rule, entry.subject, f"{part['term']}#{len(runs)}", Who(unit), said, f"最晚 {fell_due}", "期满没有答复", proof(entry, *runs[-1:]),
                          str(entry.facts.get("law") or ""))


def no_ground(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    """第四十五条: only eight kinds of time are not counted."""
    ground = next((_ground(p["not_counted"]) for p in parts(entry, "changed") if p.get("not_counted")), "") or str(entry.facts.get("ground") or "")
    if ground not in names(rule, "grounds"):
        yield Finding(rule, entry.subject, _pause(past), who(entry), "没有法定情形就停止计算期限", "法定的八种情形", ground or "没有写情形", proof(entry))


def longer_than_told(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    """Time that was not counted ends when it is counted again; where it never was, with the decision."""
    told = past.of_kind(Kind.NOT_COUNTED_FROM)
    began = next((e for e in reversed(told) if any(p.get("not_counted") for p in parts(e, "changed"))), told[-1] if told else None)  # not one told in vain
    if began is None or (entry.kind is Kind.DECIDED and not _still_paused(entry)):
        return
    until, days, ended = day(began.facts.get("told_until")), _days(began.facts.get("expected_days")), acted_on(entry)
    used = calendar.standard().count_working(acted_on(began), ended)
    if (until and ended > until) or (not until and days and used > days):
        limit = f"告知到 {until}" if until else f"告知 {days} 个工作日"
        yield Finding(rule, entry.subject, _pause(past, 1), who(entry), "不计期限的时间比告知的长", limit, f"到 {ended}，{used} 个工作日", proof(entry, began))


def many_pauses(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    before, most = past.of_kind(Kind.NOT_COUNTED_FROM), int(rule.parameters["most"])
    if len(before) >= most:
        yield Finding(rule, entry.subject, "pauses", who(entry), "多次停止计算期限", f"最多 {most} 次", f"第 {len(before) + 1} 次", proof(*before, entry))


def extended_late(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    """第四十二条: made longer before the term is over, or not at all."""
    said = [str(p["term"]) for p in parts(entry, "changed")] or [t for t in names(rule, "terms") if past.clock(t)][:1]
    for term in said:
        running = past.clock(term)
        due = day(running.get("due")) if running else None
        if due is not None and acted_on(entry) > due:
            yield Finding(rule, entry.subject, f"{term}#{len(past.runs(term, 0))}", who(entry), "过了期限才延长", f"最晚 {due}", f"{acted_on(entry)} 批准",
                          proof(entry, *past.runs(term, 0)[-1:]))


def _pause(past: Past, ended: int = 0) -> str:
    """Which of the times not counted an entry is about."""
    return f"pause#{len(past.of_kind(Kind.NOT_COUNTED_FROM)) + 1 - ended}"


def _still_paused(entry: Recorded) -> bool:
    """Whether it stopped a clock while its time was not counted."""
    gaps = [p["not_counted"][-1] for p in parts(entry, "stopped") if isinstance(p.get("not_counted"), list | tuple) and p["not_counted"]]
    return any(isinstance(gap, list | tuple) and len(gap) > 1 and gap[1] is None for gap in gaps)


def _ground(gaps: object) -> str:
    """Of the last time that was not counted."""
    last = gaps[-1] if isinstance(gaps, list | tuple) else ()
    return str(last[2]) if isinstance(last, list | tuple) and len(last) > 2 else ""


def _days(said: object) -> int:
    """A number of days as a form keeps it: a figure, or its text."""
    return int(said) if isinstance(said, str) and said.isdecimal() and len(said) < 9 else number(said)


def _title(entry: Recorded) -> str:
    return str(entry.facts.get("title", ""))


def _of_clock(rule: Rule, entry: Recorded, past: Past, said: str) -> Finding:
    """A clock that ran so far: of which run of it, and what began it."""
    facts = entry.facts
    term, inquiry = str(facts.get("term", "")), number(facts.get("inquiry"))
    runs = past.runs(term, inquiry)
    step = f"{term}#{len(runs)}" if not inquiry else f"{term}:{inquiry}"
    in_minutes = facts.get("span_unit") == MINUTES
    last = f"{clock.local(clock.parse(str(facts.get('due_at')))):%Y-%m-%d %H:%M}" if in_minutes else facts.get("due")
    limit = f"{facts.get('days')} {'分钟' if in_minutes else '天'}，最晚 {last}"
    fact = "用掉九成，还没有办完" if rule.level is Level.YELLOW else "到了最晚的时候还没有办完" if in_minutes else "过了最后一天还没有办完"
    return Finding(rule, entry.subject, step, Who(number(facts.get("unit"))), said, limit, fact, proof(entry, *runs[-1:]), str(facts.get("law") or ""))


DETECTORS = (
    Detector("time.near", frozenset({Kind.WARNED}), near, "level"),
    Detector("time.late", frozenset({Kind.BREACHED}), late, "level"),
    Detector("time.licence_late", frozenset({Kind.BREACHED}), licence_late, "level"),
    Detector("time.silence", frozenset({Kind.LAPSED}), silence, "stopped"),
    Detector("time.no_ground", frozenset({Kind.NOT_COUNTED_FROM}), no_ground),
    Detector("time.longer_than_told", frozenset({Kind.NOT_COUNTED_TO, Kind.DECIDED}), longer_than_told),
    Detector("time.many_pauses", frozenset({Kind.NOT_COUNTED_FROM}), many_pauses),
    Detector("time.extended_late", frozenset({Kind.EXTENDED}), extended_late),
)
