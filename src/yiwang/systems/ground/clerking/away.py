"""Who goes on with one's work while one is away. Work waits for a role in a unit, so there is nothing to hand over; what can be missing is somebody else
who holds the role."""

from __future__ import annotations

from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.systems.ground.clerking import phrases
from yiwang.systems.ground.clerking.screens import HERE
from yiwang.web.components.basics import Empty, Link, Pair, Pairs
from yiwang.web.components.charts import Panel
from yiwang.web.components.lists import CellValue, Column, Table

OFFICE = (cases.Where.HANDLING, cases.Where.GOVERNMENT, cases.Where.DESK, cases.Where.ASKED)


def panels(request: Any) -> tuple[Panel, ...]:
    """What an official's own page says of it; nothing for citizens."""
    actor = request.actor
    if not actor.official:
        return ()
    own, unit = (len(phrases.listed(s)) for s in (phrases.own(actor.account), phrases.of_unit(actor.unit)))
    counts = Pairs((Pair("自己的", f"{own} 条", Link("看和改", HERE)), Pair("单位的", f"{unit} 条")), grid=True)
    return away(request), Panel("常用语", counts, "办理时在长文字格下面挑")


def away(request: Any) -> Panel:
    """Each role one works in, and which colleagues hold it today."""
    actor, on = request.actor, clock.day(request.at)
    titles = {r.code: r.title for p in cases.procedures() for r in p.roles.values() if r.where in OFFICE}
    rights = identity.rights(actor, epoch_now=identity.epoch())
    posts = identity.posts_of(unit=actor.unit, on=on)
    rows = []
    for role in sorted(rights.roles & titles.keys()):
        others = {h.person: h.name for p in posts if role in p.roles for h in p.holders if h.person != actor.person and h.on(on)}
        said = "、".join(list(others.values())[:4]) + (f"等 {len(others)} 人" if len(others) > 4 else "")
        rows.append((CellValue(titles[role]), CellValue(said or "只有您一人", note="" if others else "离开前请系统管理员任命代理")))
    note = "待办按单位和岗位分派，同岗同事的工作台上就有，不用移交。"
    return Panel("我不在的时候", Table("谁接着办", (Column("岗位权限"), Column("谁接着办")), tuple(rows), Empty("没有要接着办的岗位权限")), note)
