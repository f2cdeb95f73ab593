"""What the press exposed, listed on the weekly page."""

from __future__ import annotations

from typing import Any

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.ledger import api as ledger
from yiwang.engines.reports import api as reports
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.systems.public.appeals import reporting
from yiwang.web.components.basics import Empty
from yiwang.web.components.charts import Panel
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.generic import clocks

LISTED = 20
MATTERS = (Column("媒体和标题"), Column("单位"), Column("环节"), Column("时钟"), Column("到答复（工作日）", number=True, label_on_phone=True))


def exposed(request: Any, answer: reports.Answer) -> tuple[Panel, ...]:
    """Taken in the period, or not answered at its end."""
    if answer.report is not reporting.MEDIA:
        return ()
    found = {case for measure in (reporting.TAKEN, reporting.OPEN) for case in reports.behind(
        report=answer.report, wish=answer.wish, measure=measure, actor=request.actor, at=request.at, limit=LISTED)[0]}
    rows, shown = [], sorted(found, reverse=True)[:LISTED]
    told = dict(store.rows(f"select id, told_on from appeals_matter where id in ({', '.join(['%s'] * len(shown))})", shown)) if shown else {}
    for row in cases.by_id(shown, request.at):
        opened, until = ledger.entry(row.case, 1), store.day(told.get(row.case)) or clock.day(row.closed_at or request.at)
        facts = opened.facts if opened else {}
        headline = f"{facts.get('outlet') or '媒体'}：{facts.get('headline') or row.title}"
        rows.append((CellValue(headline, f"/cases/{row.ref}/", row.ref), CellValue(row.unit_name), CellValue(row.state_title),
                     CellValue(part=clocks.row_badge(row)), CellValue(str(calendar.standard().count_working(clock.day(row.opened_at), until)))))
    return (Panel("曝光的事", Table("曝光的事", MATTERS, tuple(rows), Empty("这段时间没有媒体曝光的诉求", "登记时“怎么来的”选“媒体”的，会列在这里。"))),)
