"""Guides, generated from the items: facts, line, ruler, papers, law. What is not verified against a text is not shown as law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from yiwang.engines.calendar import api as calendar
from yiwang.engines.identity import api as identity
from yiwang.engines.registers import api as registers
from yiwang.systems.public.services.rooms import choosing, library
from yiwang.systems.public.services.rooms.library import Bundle, Part, ServiceItem
from yiwang.systems.public.services.rooms.materials import Material as Paper
from yiwang.web import slots
from yiwang.web.components.basics import Alert, Button, Chips, Crumbs, Fact, Facts, Faq, Link, Question, Tag
from yiwang.web.components.fields import Ask, Field, Option
from yiwang.web.components.flow import Lane, Node, ProcessLine
from yiwang.web.components.lists import Material, Materials
from yiwang.web.components.pages import GuidePage, Law, Place
from yiwang.web.components.time import Day, DayKind, Ruler

DEFAULT_AREA, CITY = "410105", "410100"
WEEKDAYS = "一二三四五六日"


def items(area: str) -> list[ServiceItem]:
    """Items offered in a county or the city, in the order of their keys."""
    return library.offered(area)


def bundles(area: str) -> list[Bundle]:
    """Life events of a county or the city."""
    return library.bundles(area)


def areas(chosen: str) -> Chips:
    """Counties that have published items."""
    keys = sorted({key.partition(".")[0] for key in registers.keys(register=library.BUNDLES)})
    names = {k: identity.government_of(k) for k in keys}
    return Chips(tuple(Link(u.short.removesuffix("政府"), f"?area={k}", current=k == chosen) for k, u in names.items() if u), label="区县")


def page(*, title: str, key: str, parts: Sequence[Part], bundle: Bundle | None, asked: Mapping[str, str], today: date, draft: bool = False) -> GuidePage:
    """The guide of one item, or of a bundle, as the answers given so far (`asked`, as they stand in the address) choose it."""
    given = choosing.answered(parts, asked)
    found = choosing.chosen(parts, given)
    items, days = found.items, found.longest.days
    due = calendar.due(start=today, span=calendar.Span(days, calendar.Unit.WORKING), calendar=calendar.standard())
    apply = f"/services/{key}/apply/" + (f"?{urlencode(given)}" if given else "")
    return GuidePage(
        crumbs=Crumbs((Link("首页", "/"), Link("政务服务", "/services/"), Link(title))),
        title=f"{title}“一件事”" if bundle else title,
        lead=bundle.summary if bundle else f"由{identity.unit_by_code(items[0].unit).name}办理，{'、'.join(items[0].serves)}可以申请。",
        facts=_facts(found),
        buttons=(Button("接着填申请" if draft else "在线申请", apply, "primary wide"), *_halls(items, title)),
        places=_places(items),
        line=_line(items, days),
        materials=_materials(found.papers),
        fee=_fees(items),
        others=_others(key, parts, bundle),
        laws=tuple(Law(b.law, b.article, "") for b in library.laws(items)),
        asks=_asks(parts, given),
        asks_note=f"答{_counted(len(choosing.questions(parts)))}个问题，下面的流程、天数和材料会跟着变。",
        due_before="如果今天提交、今天受理，最晚",
        due=f"{due.on.month} 月 {due.on.day} 日（星期{WEEKDAYS[due.on.weekday()]}）",
        due_after="办结。",
        ruler=_ruler(today, due.on, days),
        faq=Faq(tuple(Question(q, a, open=n == 0) for n, (q, a) in enumerate(dict.fromkeys(x for i in items for x in i.questions)))),
        alert=_alert(items, draft),
    )


def _halls(items: Sequence[ServiceItem], title: str) -> tuple[Button, ...]:
    """Where somebody may come with it by a booked slot, whoever books the halls."""
    found = [link for unit in dict.fromkeys(i.unit for i in items) for link in slots.filled("hall.ways", identity.unit_by_code(unit).id, title)]
    return tuple(Button(link.text, link.url, "wide", link.icon) for link in dict.fromkeys(found))


def _alert(items: Sequence[ServiceItem], draft: bool) -> Alert | None:
    closed = [i.title for i in items if library.stopped(i.key)]
    if closed:
        return Alert("暂停办理", f"{'、'.join(closed)}现在不能申请。恢复办理以后这里会更新；急的请拨 12345。", "warn")
    return Alert("您的草稿还在", "接着填就行；换手机、换电脑也能接着填。", "good") if draft else None


def _fees(items: Sequence[ServiceItem]) -> str:
    """Every charge with its standard; a basis nobody has read yet is not named."""
    charged = [f"{f.title}：{f.standard}{f'（{f.basis}）' if f.basis else ''}" for i in items for f in i.fees]
    return "；".join(charged) + "。此外不收任何费用。" if charged else "不收费。任何人以本事项名义收费，请拨 12345。"


def _others(key: str, parts: Sequence[Part], bundle: Bundle | None) -> tuple[Link, ...]:
    """What a holder can do: changed, renewed, issued again, cancelled."""
    if bundle is not None or not parts:
        return ()
    base, handling = library.split(key)
    return tuple(Link(library.WORDS[h], f"/services/{base}.{h}/") for h in parts[0].item.handlings if h != handling)


def _facts(found: choosing.Chosen) -> Facts:
    items, free = found.items, len(found.papers) - len(found.own)
    return Facts(
        (
            Fact("承诺时限", f"{found.longest.days} 个工作日", f"法定上限 {max(i.legal_days for i in items)} 个工作日"),
            Fact("要交的材料", f"{len(found.own)} 份", f"{len(found.papers)} 份里 {free} 份免交" if free else ""),
            Fact("费用", "收费" if any(i.charged for i in items) else "不收费", "依据见“费用”一节"),
            Fact("要跑的次数", f"{max(i.visits for i in items)} 次", f"{len(items)} 个事项，一张表" if len(items) > 1 else ""),
        )
    )


def _counted(number: int) -> str:
    return "零一两三四五六七八九十"[number] if number <= 10 else str(number)


def _places(items: Sequence[ServiceItem]) -> tuple[Place, ...]:
    units = list(dict.fromkeys(identity.unit_by_code(i.unit).name for i in items))
    phones = list(dict.fromkeys(p for i in items if (p := identity.unit_by_code(i.unit).phone)))
    results = list(dict.fromkeys(i.result for i in items))
    windows = list(dict.fromkeys(line for i in items for line in i.window if line))
    windows += [f"{_place(items)}的综合窗口也收，不用找部门"] if items and all(i.common_window for i in items) else []
    results += ["电子证照与纸质同等有效"] if any(i.issues_certificate for i in items) else []
    found = [Place("谁来办", tuple(units)), *((Place("也可以到窗口", tuple(windows)),) if windows else ()), Place("办理结果", tuple(results))]
    return (*found, Place("咨询", (*phones, "12345")))


def _place(items: Sequence[ServiceItem]) -> str:
    """What people call the county or the city whose items these are."""
    unit = identity.unit_by_code(items[0].unit)
    return identity.unit(unit.government).short if unit.government else unit.short


def _line(items: Sequence[ServiceItem], days: int) -> ProcessLine:
    before = (Node("提交申请", "您，约 15 分钟", "plan"), Node("受理", "5 个工作日内\n不答复即视为受理", "plan"))
    after = (Node("决定", "", "plan"), Node("领证", "10 个工作日\n内送达", "plan"))
    lanes = lanes_of(items)
    if len(lanes) < 2:
        return ProcessLine((*before, Node("审查", f"{days} 个工作日内", "plan")), (), after, f"审查不超过 {days} 个工作日。")
    units = len({lane.note.partition(" ")[0] for lane in lanes})
    note = f"{_counted(units)}个部门同时审，" if units > 1 else "同时审，"
    return ProcessLine(before, lanes, after, f"{note}天数按工作日计，合计不超过 {days} 个工作日。")


def lanes_of(items: Sequence[ServiceItem]) -> tuple[Lane, ...]:
    """What goes side by side: the units an item is reviewed by, or the item itself."""
    rows = [row for i in items for row in ([(r.title, r.unit, r.days) for r in i.reviewing] or [(i.short, i.unit, i.days)])]
    return tuple(Lane(title, f"{_plainly(unit)} · {days} 天") for title, unit, days in rows)


def _plainly(code: str) -> str:
    """A department without the county's name: the whole guide is of one county."""
    unit = identity.unit_by_code(code)
    return unit.short.removeprefix(identity.unit(unit.government).short)


def _materials(papers: Sequence[Paper]) -> Materials:
    return Materials(tuple(Material(m.title, _how(m), (f"{m.circumstances}。" if m.circumstances else "") + m.how) for m in papers))


def _how(paper: Paper) -> Tag:
    return Tag("免交", "blue") if not paper.own else Tag("可后补" if paper.later else "上传")


def _asks(parts: Sequence[Part], given: Mapping[str, str]) -> tuple[Ask, ...]:
    return tuple(
        Ask(Field(q.code, q.label, "segments", given.get(q.code, ""),
                  options=tuple(Option(value, label, given.get(q.code) == value) for value, label in q.choices or choosing.YES_NO)))
        for q in choosing.questions(parts)
    )


def _ruler(start: date, due: date, days: int) -> Ruler:
    found = calendar.cells(start=start, due=due, today=start, calendar=calendar.standard(), span=calendar.Span(days, calendar.Unit.WORKING))
    kinds = {calendar.DayKind.HOLIDAY: DayKind.HOLIDAY, calendar.DayKind.WEEKEND: DayKind.REST}
    cells = tuple(
        Day(
            c.on,
            DayKind.START if c.on == start else kinds.get(c.why.kind, DayKind.COUNTED),
            c.number,
            c.why.name if c.why.kind is calendar.DayKind.HOLIDAY else "",
            c.why.kind is calendar.DayKind.MAKE_UP,
        )
        for c in found
    )
    return Ruler(cells, None, "今天提交", law=Link("行政许可法第四十二条、第八十二条"))
