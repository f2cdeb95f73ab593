"""What people write about, of a system whose card says it (`talk`): the topics of a week or of free days, how each went, and the cases behind it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.reports import api as reports
from yiwang.engines.store import api as store
from yiwang.engines.texts import api as texts
from yiwang.kernel import clock
from yiwang.kernel.errors import NotFound
from yiwang.web import shells, slots
from yiwang.web.card import System, Talk
from yiwang.web.components.basics import Button, Crumbs, Empty, Link, Tag
from yiwang.web.components.charts import Trend
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.generic import list as listing
from yiwang.web.generic import mapped
from yiwang.web.generic.picking import Picked, picked
from yiwang.web.permits import Permit, permit

WEEK = reports.periods.WEEK
READ, WEEKS = 2_000, 8  # texts of a period that are read, the newest; weeks of a trend
ROWS = "select id, came_on, title, who, place, ref from ({}) t where came_on between %s and %s and place like %s and title <> '' order by id desc limit %s"
DAYS = "select id, came_on from ({}) t where came_on between %s and %s and place like %s"
Rows = tuple[tuple[Any, ...], ...]


def routes(card: System) -> list[URLPattern]:
    """`/<name>/topics/` and `/<name>/places/`, where the card has them."""
    talk, home = card.talk, f"/{card.name}/"
    if talk is None:
        return []

    @permit(_permit(talk))
    def topics(request: Any) -> HttpResponse:
        """`?week=2026-W46&county=410105`, or `since` and `until`; `topic=<ref>` lists the cases of the topic that one belongs to."""
        return _topics(request, talk, home)

    @permit(_permit(talk))
    def places(request: Any) -> HttpResponse:
        """`?week=2026-W46&topic=城乡建设&county=410105`, or `since` and `until`."""
        return mapped.places(request, talk, home)

    return [path("topics/", topics), path("places/", places)]


def ways(request: Any, only: System | None = None, days: str = "") -> tuple[Button, ...]:
    """To the topics and the map of every system that has them, or of one, for whoever may open them; `days` is what they are asked for."""
    on = clock.day(request.at)
    open_ = [(card, card.talk) for card in ((only,) if only else slots.talks()) if card.talk and _permit(card.talk).allows(request.actor, on)]
    return tuple(button for card, talk in open_ for button in (
        Button(f"热点{talk.noun}", f"/{card.name}/topics/{days}", icon="flag"), Button(f"{talk.noun}地图", f"/{card.name}/places/{days}", icon="map")))


def _permit(talk: Talk) -> Permit:
    return Permit(official=True, roles=talk.to, whole=True)


def _topics(request: Any, talk: Talk, home: str) -> HttpResponse:
    """The page of topics."""
    asked, title = picked(request.GET, clock.day(request.at)), f"热点{talk.noun}"
    rows = tuple(store.rows(ROWS.format(talk.source), (asked.period.first, asked.period.last, f"{asked.county}%", READ)))
    found = _gathered(talk, rows)
    if "topic" in request.GET:
        return _behind(request, asked, rows, found, title)
    days = _days(talk, asked) if found else {}
    count = f"{'最近 ' if len(rows) == READ else ''}{len(rows):,} 件{talk.noun}"
    note = f"{asked.period.first}—{asked.period.last}，{count}。说同一件事的排在一起，人多的在前{talk.note}。"
    heads = (Column("事情"), *mapped.figures(talk), Column(asked.against, False, True), Column("近八周"))
    none = Empty("这段时间没有热点", "两件以上说的是同一件事，才排在这里。换一周，或者看全市。")
    buttons = (Button(f"{talk.noun}地图", f"{home}places/{asked.address()}", icon="map"), *mapped.beside(talk, asked))
    page = ListPage(title, note, buttons=buttons, chips=asked.chips(clock.day(request.at)), filters=asked.filters(), alert=asked.alert,
                    table=Table(title, heads, tuple(_line(talk, asked, topic, rows, days) for topic in found), none))
    return render(request, "yiwang/pages/drawn.html", {"shell": shells.office(request, f"{home}topics/"), "page": page})


@lru_cache(maxsize=16)
def _gathered(talk: Talk, rows: Rows) -> tuple[texts.Topic[int], ...]:
    """The topics of these texts, read whole: what more than one is about. The same texts are not gathered twice."""
    said = [texts.Said(id_, datetime.combine(store.day(on), time(), clock.SHANGHAI), *talk.said(id_, title), by=who, place=code[:9])
            for id_, on, title, who, code, _ in reversed(rows)]
    return tuple(topic for topic in texts.topics(shelf=talk.shelf, said=said) if len(topic.messages) > 1)


def _line(talk: Talk, asked: Picked, topic: texts.Topic[int], rows: Rows, days: dict[int, date]) -> tuple[CellValue, ...]:
    """The topic with how many of its kind came in the period before, and in each of eight weeks."""
    same = texts.resembling(shelf=talk.shelf, subjects=topic.messages, first=min(days), last=max(days)) | set(topic.messages)
    on = [days[id_] for id_ in same if id_ in days]
    before = reports.periods.before(asked.period)
    was = sum(before.first <= day <= before.last for day in on)
    more = len(topic.messages) - was
    moved = "持平" if not more else "新出现" if not was else f"{'多' if more > 0 else '少'} {abs(more)}"
    weeks = tuple((f"{week.first:%-m.%-d}", sum(week.first <= day <= week.last for day in on)) for week in _weeks(asked))
    ref = next(row[5] for row in rows if row[0] == topic.messages[0])
    return (CellValue(texts.masked(topic.name), asked.address(topic=ref), "、".join(map(_place, topic.places))), CellValue(f"{len(topic.messages):,}"),
            CellValue(f"{topic.people:,}"), CellValue(part=Tag(moved, "blue" if more > 0 else "")), CellValue(part=Trend("近八周每周几件", weeks)))


def _place(code: str) -> str:
    """A place as people call it: county and street; what is no code, as it is."""
    found = [identity.government_of(code[:length]) for length in (6, 9) if len(code) >= length and code.isdecimal()]
    return "".join(unit.short for unit in found if unit) or code


def _weeks(asked: Picked) -> list[reports.Period]:
    """Eight weeks, the last that of the period's last day."""
    monday = asked.period.last - timedelta(days=asked.period.last.weekday())
    return reports.periods.weeks(reports.Period(monday - WEEK * (WEEKS - 1), asked.period.last))


def _days(talk: Talk, asked: Picked) -> dict[int, date]:
    """When each text of these weeks and of the period before came."""
    first = min(reports.periods.before(asked.period).first, _weeks(asked)[0].first)
    rows = store.rows(DAYS.format(talk.source), (first, asked.period.last, f"{asked.county}%"))
    return {id_: day for id_, on in rows if (day := store.day(on))}


def _behind(request: Any, asked: Picked, rows: Rows, found: tuple[texts.Topic[int], ...], title: str) -> HttpResponse:
    """The cases of one topic. Raises NotFound where it is none of this period's."""
    id_ = next((row[0] for row in rows if row[5] == request.GET["topic"]), 0)
    topic = next((topic for topic in found if id_ in topic.messages), None)
    if topic is None:
        raise NotFound(request.GET["topic"])
    name = texts.masked(topic.name)
    page = ListPage(name, f"{asked.period.title}，{len(topic.messages):,} 件，{topic.people:,} 人", Crumbs((Link(title, asked.address()), Link(name))),
                    table=listing.table(tuple(cases.by_id(topic.messages[::-1], request.at))))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, request.path), "page": page})
