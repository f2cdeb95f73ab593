"""The desk: one list of what waits over all systems, most urgent first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.kernel import clock
from yiwang.web import shells
from yiwang.web.components.basics import Chips, Empty, Link, Tabs
from yiwang.web.components.lists import DESK_KEYS, PICK_KEYS, Row, RowGroup, WorkList
from yiwang.web.components.office_pages import DeskPage
from yiwang.web.components.time import Month, month_of
from yiwang.web.generic import clocks
from yiwang.web.permits import official

TOGETHER = "/desk/together/"
GROUPS = (("已超期", "red"), ("今天到期", "amber"), ("本周", ""), ("以后", ""))


@official
def desk(request: Any) -> HttpResponse:
    """`/desk/`, narrowed by `?only=` a procedure's title, and by `?when=today` to what is late or due today."""
    page = cases.desk(actor=request.actor, at=request.at)
    only = request.GET.get("only", "")
    today, urgent = clock.day(request.at), request.GET.get("when") == "today"
    rows = [r for r in page.rows if (not only or r.procedure == only) and (not urgent or presses(r, today))]
    work = WorkList(
        groups(rows, today), shown=f"已显示 {len(rows)} / {len(page.rows)} 件", tabs=tabs("待办", len(page.rows)), chips=_chips(page.rows, only, urgent),
        empty=None if rows else _empty(request, page), together=TOGETHER if any(r.plain[0] for r in rows) else "",
        keys=(*DESK_KEYS[:2], *PICK_KEYS, *DESK_KEYS[2:]) if any(r.plain[0] for r in rows) else DESK_KEYS)
    late = sum(r.light is cases.Light.RED for r in rows)
    counts = (("已超期", str(late)), ("今天到期", str(sum(r.light is not cases.Light.RED and presses(r, today) for r in rows))), ("待办", str(len(rows))))
    return render(request, "yiwang/pages/desk.html", {
        "shell": shells.office(request, "/desk/"),
        "page": DeskPage(work, month(today, [r.due_on for r in rows if r.due_on]), counts=tuple((n, w) for w, n in counts)),
    })


def tabs(current: str, waiting: int) -> Tabs:
    links = (Link("待办", "/desk/", count=waiting, current=current == "待办"), Link("在办", "/cases/?state=open", current=current == "在办"),
             Link("已办", "/cases/?state=closed", current=current == "已办"))
    return Tabs(links)


def presses(row: cases.Row, today: date) -> bool:
    """Whether something is late or due today; what is due in minutes presses over midnight too."""
    return row.due_on is not None and (row.due_on <= today or row.due_at is not None)


def groups(rows: list[cases.Row], today: date) -> tuple[RowGroup, ...]:
    """Rows by urgency; an empty group is left out."""
    found: list[list[Row]] = [[], [], [], []]
    sunday = today + timedelta(days=6 - today.weekday())
    for row in rows:
        if row.light is cases.Light.RED:
            place = 0
        elif presses(row, today):
            place = 1
        else:
            place = 2 if row.due_on is not None and row.due_on <= sunday else 3
        found[place].append(line(row, today))
    return tuple(RowGroup(title, len(lines), tuple(lines), kind) for (title, kind), lines in zip(GROUPS, found, strict=True) if lines)


def line(row: cases.Row, today: date) -> Row:
    said = (row.ref, row.unit_name, clocks.until(row.due_at, today), f"已催办 {row.urged} 次" if row.urged else "")
    meta = " · ".join(part for part in said if part)
    return Row(row.title, f"/cases/{row.ref}/", meta, clocks.row_badge(row), row.asks or row.state_title, row.procedure, row.from_name, clocks.mini(row),
               pick=row.ref if row.plain[0] else "")


def month(today: date, due: list[date]) -> Month:
    """This month with its holidays, make-up days and days something falls due."""
    city = calendar.standard()
    first = today.replace(day=1)
    days = [first + timedelta(days=i) for i in range(-7, 45)]
    kinds = {d: city.why(d).kind for d in days}
    return month_of(year=today.year, month=today.month, today=today, holidays=[d for d, k in kinds.items() if k is calendar.DayKind.HOLIDAY],
                    made_up=[d for d, k in kinds.items() if k is calendar.DayKind.MAKE_UP], marked=due)


def _chips(rows: tuple[cases.Row, ...], only: str, urgent: bool) -> Chips:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.procedure] = counts.get(row.procedure, 0) + 1
    kept = "&when=today" if urgent else ""
    links = [Link("全部", f"/desk/?{kept[1:]}", count=len(rows), current=not only)]
    links += [Link(name, f"/desk/?only={name}{kept}", count=n, current=only == name) for name, n in sorted(counts.items())]
    other = Link("以后的也看", f"/desk/?only={only}", "filter") if urgent else Link("只看今天", f"/desk/?only={only}&when=today", "filter")
    return Chips(tuple(links), last=other)


def next_due(request: Any, page: cases.Page) -> date | None:
    """The last day of what comes next: of what the page leaves out, or of what waits for others of the unit."""
    coming = [r.due_on for r in page.rows if r.due_on is not None and r.due_on >= clock.day(request.at)]
    return min(coming) if coming else None if page.rows else cases.next_due_on(actor=request.actor, at=request.at)


def _empty(request: Any, page: cases.Page) -> Empty:
    coming = next_due(request, page)
    others = bool(cases.cases(actor=request.actor, at=request.at, closed=False, limit=1).rows)
    if coming is not None:
        return Empty("都办完了", f"下一件最早 {coming.month} 月 {coming.day} 日到期。")
    return Empty("都办完了", "现在没有等您办的事，在办的事在“在办”里。" if others else "需要您办的事会出现在这里，最急的在最上面。")
