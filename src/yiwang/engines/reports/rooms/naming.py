"""What the values of a dimension are called."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.reports.rooms import periods, scope
from yiwang.engines.reports.rooms.keeping import county
from yiwang.engines.reports.rooms.narrow import COLUMNS, narrowed, procedures
from yiwang.engines.reports.types import Answer, Dimension, Period, Report, Subject, Wish
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor

CHANNELS = {"web": "网上", "counter": "窗口", "system": "平台转来", "hotline": "热线", "partner": "合作网站", "mailbox": "信箱", "media": "媒体",
            "letter": "来信", "visit": "来访", "sms": "短信", "weibo": "微博"}


def name(report: Report, dimension: Dimension, value: str) -> str:
    """A value as people call it; one that is known to nobody, as it is."""
    if dimension in report.names and value:
        return report.names[dimension](value)
    if dimension in (Dimension.UNIT, Dimension.COUNTY):
        return _unit(int(value)) if value.isdecimal() and len(value) < 16 else value  # it may stand in an address that somebody wrote
    if dimension is Dimension.PROCEDURE:
        return _procedure(value)
    if dimension is Dimension.TERM:
        return _term(value)
    if dimension is Dimension.CHANNEL:
        return CHANNELS.get(value, value)
    if dimension is Dimension.TOPIC:
        return value.replace("/", " › ") or "还没有分类"
    if dimension is Dimension.WEEK:
        return periods.week(value).title
    return f"{value[:4]} 年 {int(value[5:])} 月" if dimension is Dimension.MONTH else value or "没有事项"


def narrowed_words(answer: Answer) -> str:
    """What an answer is narrowed to."""
    said = "；".join(f"{d.title}：{name(answer.report, d, v)}" for d, v in answer.wish.only.items())
    return f"只看 {said}" if said else ""


def choices(*, report: Report, dimension: Dimension, actor: Actor, period: Period) -> list[tuple[str, str]]:
    """Values to narrow by that the actor may read, with their names. Of items and terms those that ended in the period, of topics those that
    began in it."""
    if dimension is Dimension.PROCEDURE:
        codes = procedures(report)
        return [(c, _procedure(c)) for c in (codes if codes is not None else sorted({p.code for p in cases.procedures()}))]
    if dimension is Dimension.CHANNEL:
        return [(c, name(report, dimension, c)) for c in report.channels]
    units = scope.units(report, actor)
    if dimension is Dimension.UNIT:
        return [(str(u), name(report, dimension, str(u))) for u in units]
    if dimension is Dimension.COUNTY:
        counties = dict.fromkeys(county(u) for u in units)
        return [(str(c), name(report, dimension, str(c))) for c in counties]
    rows = narrowed(report=report, wish=Wish(period), actor=actor)
    on = "began_on" if report.subject is Subject.RATINGS or dimension is Dimension.TOPIC else "ended_on"
    column = rows.topic if dimension is Dimension.TOPIC else COLUMNS[dimension]
    sql = f"select distinct {column} from {rows.table} where {on} between %s and %s and {rows.where} order by 1"
    values = [str(r[0]) for r in store.rows(sql, (period.first, period.last, *rows.params)) if r[0]]
    return [(v, name(report, dimension, v)) for v in values]


def _unit(id_: int) -> str:
    try:
        return identity.unit(id_).short
    except KeyError:
        return str(id_)


def _procedure(code: str) -> str:
    return next((p.title for p in reversed(cases.procedures()) if p.code == code), code)


@lru_cache(maxsize=256)
def _term(code: str) -> str:
    if code == "answer":
        return "征询答复"
    found = Counter(p.terms[code].title for p in cases.procedures() if code in p.terms)  # what most procedures call it
    return found.most_common(1)[0][0] if found else code
