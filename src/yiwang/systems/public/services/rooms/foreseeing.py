"""What will happen when an application is handed in, said before it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from yiwang.engines.calendar import api as calendar
from yiwang.engines.identity import api as identity
from yiwang.kernel.errors import Invalid
from yiwang.systems.public.services.rooms.choosing import chosen
from yiwang.systems.public.services.rooms.library import Part, ServiceItem
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.part import Part as Drawn


def sections(parts: Sequence[Part], answers: Mapping[str, Any], today: date) -> tuple[tuple[str, Drawn], ...]:
    """Which cases begin, at which units, and when each is due if it is accepted today."""
    items = chosen(parts, answers).items
    rows = tuple((CellValue(i.title, note=_asks(i)), CellValue(identity.unit_by_code(i.unit).name), CellValue(_due(i, today))) for i in items)
    return (("提交以后", Table("提交以后开始办的事项", (Column("办什么"), Column("谁来办"), Column("今天受理的话，最晚")), rows)),)


def _asks(item: ServiceItem) -> str:
    units = "、".join(identity.unit_by_code(r.unit).short for r in item.reviewing)
    return f"同时征询{units}" if units else ""


def _due(item: ServiceItem, today: date) -> str:
    try:
        due = calendar.due(start=today, span=calendar.Span(item.days, calendar.Unit.WORKING), calendar=calendar.standard()).on
    except Invalid:
        return f"受理后 {item.days} 个工作日"  # the calendar of that year is not published yet
    return f"{due.month} 月 {due.day} 日"
