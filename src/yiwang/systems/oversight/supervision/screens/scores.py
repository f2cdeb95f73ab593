"""Scores: one's own with every part and the way down to what it rests on; all units once they are published, compared fairly; the same as a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path

from yiwang.engines.files import api as files
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.sheets import api as sheets
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.systems.oversight.supervision import rows
from yiwang.systems.oversight.supervision.roles import EXPLAINER, SUPERVISOR
from yiwang.systems.oversight.supervision.rows import Wanted
from yiwang.systems.oversight.supervision.scores import commands, formula, months
from yiwang.systems.oversight.supervision.scores.formula import ON_TIME, RATINGS, SIGNALS, TITLES, Formula, Score
from yiwang.systems.oversight.supervision.screens import listing
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Crumbs, Empty, Faq, Link, Question, Tile, Tiles
from yiwang.web.components.charts import Panel, Rate, intervals_of
from yiwang.web.components.filters import Filters, Pick
from yiwang.web.components.flow import Entry, History
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.generic import command
from yiwang.web.generic.said import done
from yiwang.web.permits import holding, official, posts

HERE = "/supervision/scores/"
HEADS = (Column("单位"), Column("得分", number=True, label_on_phone=True), *(Column(t, number=True, label_on_phone=True) for t in TITLES.values()),
         Column("步数", number=True, label_on_phone=True))


@official
def scores(request: Any) -> HttpResponse:
    """`/supervision/scores/?month=2026-11`: one's own score once it was shown; those of all units once they are published, to the body that supervises
    before. `as=xlsx` the same as a workbook."""
    month = picked(request)
    here, supervises = months.of(month), holds(request, SUPERVISOR.code)
    entry = here.latest
    everything = {int(s["unit"]): months.read(s) for s in entry.facts["units"]} if entry else {}
    open_ = supervises or here.published is not None
    shown = everything if open_ else {u: s for u, s in everything.items() if u == request.actor.unit}
    used = formula_of(entry, month)
    if request.GET.get("as") == "xlsx":
        return _book(month, shown, used, entry)
    ways = _ways(request, here, supervises)
    enough = {u: s for u, s in shown.items() if not s.few}
    chart = Panel("得分，按单位", intervals(enough, used), link=Link("怎么算的", "#how")) if open_ and enough else None
    return render(request, "supervision/scores.html", {"shell": shells.office(request, HERE), "how": how(used), "chart": chart, "page": ListPage(
        f"效能得分：{spoken(month)}", _stand(here), Crumbs((Link("监督", "/supervision/"), Link("效能得分"))), tiles=_tiles(request, shown, used),
        table=_table(month, shown, here, supervises), filters=Filters("", "", (Pick("month", "月份", offered(request), month, ""),), submit="看得分"),
        buttons=(*ways, Button("导出表格", f"?month={month}&as=xlsx", "" if ways else "primary", "download")),
        alert=done(request) or _note(entry))})


@official
def score(request: Any, month: str, unit: int) -> HttpResponse:
    """`/supervision/scores/2026-11/12/`: what a unit's score is made of, and what each part rests on."""
    here, supervises = months.of(month) if months.is_month(month) else None, holds(request, SUPERVISOR.code)
    entry = here.latest if here else None
    mine = request.actor.unit == unit
    said = next((s for s in entry.facts["units"] if int(s["unit"]) == unit), None) if entry else None
    if here is None or entry is None or said is None or not (mine or supervises or here.published):
        raise Http404
    made, used, name = months.read(said), formula_of(entry, month), identity.unit(unit).short
    upheld = rows.found(actor=request.actor, wanted=Wanted(unit=unit, upheld=True), limit=500)
    inside = [r for r in upheld if r.upheld_on and months.first(month) <= r.upheld_on <= months.last(month)]
    panels = [Panel("扣分的信号", listing.table(inside), f"{spoken(month)}认定成立的")] if mine or supervises or inside else []
    if mine or supervises:
        panels += [Panel("岗位", _posts(entry, unit, clock.day(request.at)), "只给本单位和监察单位看")]
        panels += [Panel("核对的经过", _history(month, unit))] if months.objections(month, unit) else []
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": ListPage(
        f"{name}：{spoken(month)} {made.total} 分", _stand(here), Crumbs((Link("效能得分", f"{HERE}?month={month}"), Link(name))),
        table=_parts(request.actor, month, unit, made, used), buttons=_answers(request, here, unit, mine, supervises), alert=done(request),
        panels=tuple(panels))})


@posts
@holding(SUPERVISOR.code)
def show(request: Any, month: str) -> HttpResponse:
    """`/supervision/scores/2026-11/show/`"""
    return _command(request, "show_scores", month, note="各单位先看到自己的得分，可以在几个工作日里提出异议，之后再公布。")


@posts
@holding(SUPERVISOR.code)
def publish(request: Any, month: str) -> HttpResponse:
    """`/supervision/scores/2026-11/publish/`"""
    return _command(request, "publish_scores", month)


@posts
@holding(EXPLAINER.code)
def object_(request: Any, month: str) -> HttpResponse:
    """`/supervision/scores/2026-11/object/`: to one's own score."""
    return _command(request, "object_score", month, request.actor.unit)


@posts
@holding(SUPERVISOR.code)
def answer(request: Any, month: str, unit: int) -> HttpResponse:
    """`/supervision/scores/2026-11/12/answer/`"""
    return _command(request, "answer_objection", month, unit)


def _command(request: Any, code: str, month: str, unit: int = 0, note: str = "") -> HttpResponse:
    if not months.is_month(month):
        raise Http404
    back = f"{HERE}{month}/{unit}/" if unit and months.of(month).latest else f"{HERE}?month={month}"
    way = (Link("效能得分", f"{HERE}?month={month}"), Link(spoken(month), back))
    return command.screen(request, f"oversight.supervision.{code}", command.Place(months.subject(month, unit), way, back, note, HERE))


def holds(request: Any, role: str) -> bool:
    return identity.rights(request.actor, epoch_now=identity.epoch()).hold(role, clock.day(request.at))


def picked(request: Any) -> str:
    """The month asked for; else the newest that is over and has anything, else the one before this."""
    asked = request.GET.get("month", "")
    return asked if months.is_month(asked) else offered(request)[0][0]


def offered(request: Any) -> tuple[tuple[str, str], ...]:
    """The months that are over, newest first."""
    return listing.recent(clock.day(request.at))[1:]


def spoken(month: str) -> str:
    return f"{month[:4]} 年 {int(month[5:])} 月"


def formula_of(entry: Recorded | None, month: str) -> Formula:
    """The version that figures were made with; of figures that are still to be made the one of the month."""
    version = int(entry.facts["formula"]) if entry else 0
    return next((f for f in formula.versions() if f.version == version), formula.in_force(month))


def _stand(here: months.Month) -> str:
    if here.published:
        return f"{clock.day(here.published.at)} 公布；从办件记录里数出来，不靠填报"
    if here.object_until:
        return f"送单位核对中，{here.object_until.month} 月 {here.object_until.day} 日前可以提出异议，之后公布"
    return "还没有送单位核对"


def _note(entry: Recorded | None) -> Alert | None:
    note = str(entry.facts.get("note") or "") if entry else ""
    return Alert("监察单位的说明", note) if note else None


def _ways(request: Any, here: months.Month, supervises: bool) -> tuple[Button, ...]:
    """What may be done about the month now."""
    if not supervises or here.published:
        return ()
    today = clock.day(request.at)
    if here.shown is None:
        return (Button("送单位核对", f"{HERE}{here.month}/show/", "primary"),) if today > months.last(here.month) else ()
    if here.object_until and today <= here.object_until:
        return ()
    return (Button("公布得分", f"{HERE}{here.month}/publish/", "primary"),)


def _answers(request: Any, here: months.Month, unit: int, mine: bool, supervises: bool) -> tuple[Button, ...]:
    if supervises and commands.unanswered(here.month, unit):
        return (Button("答复异议", f"{HERE}{here.month}/{unit}/answer/", "primary"),)
    in_time = here.published is None and here.object_until is not None and clock.day(request.at) <= here.object_until
    waits = mine and in_time and not months.objections(here.month, unit)
    return (Button("提出异议", f"{HERE}{here.month}/object/"),) if waits and holds(request, EXPLAINER.code) else ()


def _tiles(request: Any, shown: Mapping[int, Score], used: Formula) -> Tiles | None:
    mine = shown.get(request.actor.unit)
    if mine is None:
        return None
    return Tiles((Tile("本单位得分", str(mine.total), "分", f"满分 {used.whole}"), *(
        Tile(TITLES[name], str(value), "分", f"满分 {used.weights[name]}") for name, value in mine.parts.items())))


def _table(month: str, shown: Mapping[int, Score], here: months.Month, supervises: bool) -> Table:
    """Those that have enough first, by their names: who is better beyond doubt says the drawing, not the order of a line."""
    order = sorted(shown, key=lambda u: (shown[u].few, identity.unit(u).short))
    lines = tuple((CellValue(identity.unit(u).short, f"{HERE}{month}/{u}/", "步数少，只列出，不比较" if shown[u].few else ""), CellValue(str(shown[u].total)),
                   *(CellValue(str(shown[u].parts.get(name, "—"))) for name in TITLES), CellValue(f"{shown[u].sums.get('done', 0):,}")) for u in order)
    if here.shown is None:
        empty = Empty("这个月还没有得分", "监察单位在月后计算，先送单位核对，再公布。")
    else:
        empty = Empty("本单位这个月没有得分", "这个月没有办完的步骤，也没有评价和信号；其他单位的得分公布后可以看。")
    return Table("效能得分", HEADS, lines, empty)


def intervals(shown: Mapping[int, Score], used: Formula) -> Any:
    """The fair comparison: between what each score lies, around the mean of all steps."""
    steps = sum(s.sums.get("done", 0) for s in shown.values())
    mean = sum(float(s.total) * s.sums.get("done", 0) for s in shown.values()) / steps if steps else float(used.whole)
    rates = [Rate(identity.unit(u).short, 0, s.sums.get("done", 0), "", float(s.total) / used.whole, (s.ends[0] / used.whole, s.ends[1] / used.whole))
             for u, s in sorted(shown.items(), key=lambda one: -one[1].total)]
    low = max(0.0, int(min([0.95, *(r.ends[0] for r in rates if r.ends)]) * 20) / 20)
    return intervals_of(caption="效能得分，按单位", rates=rates, low=low, high=1.0, ticks=[low + (1 - low) * i / 4 for i in range(5)], few=used.few,
                        mean=mean / used.whole, unit="分", whole="平均", of="步",
                        note=f"横线为得分的 95% 区间，虚线为平均 {mean:.2f} 分；跨过平均的并列，不分先后。不足 {used.few} 步的不画。")


def how(used: Formula) -> Faq:
    weights = "，".join(f"{TITLES[name]} {weight} 分" for name, weight in used.weights.items())
    return Faq((
        Question("得分怎么算", f"公式第 {used.version} 版（本市规定），满分 {used.whole}：{weights}。没有办件或者没有评价的项不算，其余各项按比例补足。"
                 f"每一项和总分都四舍五入到小数点后 {used.places} 位。", True),
        Question("按期", f"{used.weights[ON_TIME]} × 没有超期的步数 ÷ 当月办完的步数。一个时钟算一步，记在该办这一步的单位名下。"),
        Question("评价", f"{used.weights[RATINGS]} × 基本满意以上的 ÷ 当月收到的评价。经认定不计入考核的不算。"),
        Question("监察信号", f"{used.weights[SIGNALS]} 减去当月认定成立的信号的扣分，扣完为止。复核撤销的不扣。预警不扣分。"),
        Question("为什么不排名次", f"区间整段高于或低于平均的才说高或低，跨过平均的并列；不足 {used.few} 步的只列出，不比较。"),
        Question("谁都能核对", "送核对和公布都写进记录，带着每一项的数。按同一版公式从记录再算一遍，结果一样。")))


def _parts(actor: Actor, month: str, unit: int, made: Score, used: Formula) -> Table:
    """Each part, what it rests on, and the way there."""
    sums = made.sums
    span = f"since={months.first(month)}&until={months.last(month)}"
    said = {ON_TIME: (f"办完 {sums.get('done', 0):,} 步，超期 {sums.get('late', 0):,} 步", f"/reports/supervision_terms/?unit={unit}&{span}&by=term"),
            RATINGS: (f"评价 {sums.get('rated', 0):,} 次，基本满意以上 {sums.get('good', 0):,} 次", ""),
            SIGNALS: (f"认定成立的信号扣 {sums.get('points', 0):,} 分", f"{listing.HERE}?unit={unit}&upheld=1")}
    if unit not in rows.seen(actor):  # whoever may not read them is not led to a list without them
        said[SIGNALS] = (said[SIGNALS][0], "")
    lines = tuple((CellValue(TITLES[name], said[name][1]), CellValue(str(made.parts.get(name, "—"))), CellValue(str(used.weights[name])),
                   CellValue(said[name][0])) for name in TITLES)
    heads = (Column("项"), Column("得分", number=True, label_on_phone=True), Column("满分", number=True, label_on_phone=True), Column("凭什么"))
    return Table("得分的各项", heads, lines)


def _posts(entry: Recorded, unit: int, on: date) -> Table:
    mine = [(int(s["post"]), months.read(s)) for s in entry.facts["posts"] if int(s["unit"]) == unit]
    lines = tuple((CellValue(identity.post(post, on=on).title), CellValue(str(made.total)), *(CellValue(str(made.parts.get(name, "—"))) for name in TITLES),
                   CellValue(f"{made.sums.get('done', 0):,}")) for post, made in mine)
    return Table("岗位得分", (Column("岗位"), *HEADS[1:]), lines, Empty("没有岗位得分", "这个月没有岗位办完步骤。"))


def _history(month: str, unit: int) -> History:
    found = months.objections(month, unit)
    return History(tuple(Entry(f"{clock.local(e.at):%m-%d %H:%M}", "提出异议" if e.act == months.OBJECTED else "答复异议",
                               f"{e.actor.get('name', '')} · {e.actor.get('unit_name', '')}", str(e.n), e.hash.hex(),
                               str(e.facts.get("reason") or e.facts.get("reply") or "")) for e in reversed(found)))


def _book(month: str, shown: Mapping[int, Score], used: Formula, entry: Recorded | None) -> HttpResponse:
    """The scores one may see, with what they were counted from."""
    heads = tuple(sheets.Column(name, width) for name, width in (
        ("单位", 28), ("得分", 10), *((t, 10) for t in TITLES.values()), ("办完的步", 12), ("超期的步", 12), ("评价", 10), ("基本满意以上", 14), ("扣分", 8),
        ("比较", 12)))
    lines = tuple((identity.unit(u).short, s.total, *(s.parts.get(name) for name in TITLES),
                   *(s.sums.get(what, 0) for what in ("done", "late", "rated", "good", "points")), "只列出" if s.few else "参加") for u, s in shown.items())
    above = (f"效能得分：{spoken(month)}，公式第 {used.version} 版", f"记录到第 {entry.facts['pos']} 条" if entry else "还没有算")
    return HttpResponse(sheets.write((sheets.Table("效能得分", heads, lines, above),)), content_type=files.XLSX,
                        headers={"Content-Disposition": f'attachment; filename="scores-{month}.xlsx"'})


ROUTES = (path("scores/", scores), path("scores/<str:month>/show/", show), path("scores/<str:month>/publish/", publish),
          path("scores/<str:month>/object/", object_), path("scores/<str:month>/<int:unit>/", score), path("scores/<str:month>/<int:unit>/answer/", answer))
