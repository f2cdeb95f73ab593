"""The catalogue of rules as a page: what each looks for, by which law, since when, for how many points, and how often it found something."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from yiwang.kernel import clock
from yiwang.systems.oversight.supervision import rows
from yiwang.systems.oversight.supervision.rules.catalogue import standing
from yiwang.systems.oversight.supervision.rules.types import GROUPS, Level, Rule
from yiwang.web import shells
from yiwang.web.components.basics import Button, Crumbs, Link, Tag
from yiwang.web.components.charts import Panel
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.permits import official

DAYS = 365
COLUMNS = (Column("规则"), Column("怎么找"), Column("级别"), Column("依据"), Column("扣分", number=True, label_on_phone=True),
           Column("近一年", number=True, label_on_phone=True), Column("成立", number=True, label_on_phone=True))


@official
def rules(request: Any) -> HttpResponse:
    """`/supervision/rules/`"""
    today = clock.day(request.at)
    often = rows.often(today - timedelta(days=DAYS), today)
    found = standing().now(today)
    panels = tuple(Panel(title, Table(title, COLUMNS, tuple(_line(r, often.get(r.code, (0, 0))) for r in found if r.group == group)))
                   for group, title in GROUPS.items() if any(r.group == group for r in found))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, "/supervision/signals/"), "page": ListPage(
        "监察规则", f"{len(found)} 条，对所有系统的办件记录逐条看；信号按发生那天的规则发出，规则改了只管以后的",
        Crumbs((Link("监督", "/supervision/"), Link("监察规则"))),
        buttons=(Button("全部信号", "/supervision/signals/", icon="flag"),), panels=panels)})


def _line(rule: Rule, often: tuple[int, int]) -> tuple[CellValue, ...]:
    level = Tag("黄色预警", "outline") if rule.level is Level.YELLOW else Tag("红色信号", "bold")
    return (CellValue(rule.title, f"/supervision/signals/?rule={rule.code}", rule.code), CellValue(rule.how, note=_versions(rule)), CellValue(part=level),
            CellValue(rule.cited or rule.source), CellValue(f"{rule.points}"), CellValue(f"{often[0]:,}"), CellValue(f"{often[1]:,}"))


def _versions(rule: Rule) -> str:
    """Every version it had."""
    return "；".join(f"第 {v.version} 版，{v.since} 起，扣 {v.points} 分{_said(v)}" for v in standing().rules[rule.code])


def _said(rule: Rule) -> str:
    named = {"most": "最多 {} 次", "working_days": "{} 个工作日", "entries": "{} 条起", "hours": "超过 {} 小时", "before": "期满前 {} 个工作日内",
             "after": "其后 {} 个工作日内"}
    told = ["期满当天"] if rule.parameters.get("before") == 0 else []
    told += [words.format(rule.parameters[name]) for name, words in named.items() if rule.parameters.get(name)]
    return f"（{'，'.join(told)}）" if told else ""


ROUTES = (path("rules/", rules),)
