"""Every page and component renders from its values, and keeps the rules of the screens."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import Context, Engine

import yiwang.web
from yiwang.web import gallery
from yiwang.web.components import basics, charts, districts, fields, icons, time
from yiwang.web.components.time import ClockState
from yiwang.web.examples import board, public
from yiwang.web.templatetags.yiwang import clauses, hits, phrases, svg

WEB = Path(yiwang.web.__file__).parent
SHEETS = sorted((WEB / "static/yiwang/css").glob("*.css"))
ENGINE = Engine(
    dirs=[str(WEB / "templates")],
    libraries={"yiwang": "yiwang.web.templatetags.yiwang", "static": "django.templatetags.static"},
    string_if_invalid="⚠{%s}",
)
PAGES = {name: (f"pages/{template}", page, shell) for name, (template, page, shell) in gallery.PAGES.items()}
PAGES["gallery"] = ("gallery", gallery.page(), public.HOME)
PAGES |= {str(code): (f"errors/{code}", None, public.HOME) for code in (400, 404, 500)}


def drawn(name: str) -> str:
    template, page, shell = PAGES[name]
    context = Context({"page": page, "shell": shell, "csrf_token": "t", "request": {"path": "/x/"}, "number": "A1"})
    return ENGINE.get_template(f"yiwang/{template}.html").render(context)


def part(value: object) -> str:
    return ENGINE.from_string("{% load yiwang %}{% show c %}").render(Context({"c": value, "csrf_token": "t"}))


class Seen(HTMLParser):
    """Ids, references and what a strict content policy forbids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.wanted: list[str] = []
        self.forbidden: list[str] = []
        self.headings: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {k: v or "" for k, v in attrs}
        self.forbidden += [f"{tag} {k}" for k in given if k == "style" or k.startswith("on")]
        if tag == "script" and not given.get("src"):
            self.forbidden.append("inline script")
        if "id" in given:
            self.ids.append(given["id"])
        for key in ("for", "aria-describedby", "aria-labelledby"):
            self.wanted += given.get(key, "").split()
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_renders_and_every_name_in_it_is_known(name: str) -> None:
    html = drawn(name)
    assert "⚠" not in html, re.findall(r".{60}⚠\{[^}]*\}", html)
    seen = Seen(html)
    assert seen.forbidden == []
    assert [i for i, n in Counter(seen.ids).items() if n > 1] == []
    assert set(seen.wanted) <= set(seen.ids)
    assert seen.headings.count(1) >= 1
    assert 'lang="zh-CN"' in html and 'class="skip"' in html and 'id="main"' in html


@pytest.mark.parametrize(
    "name", [n for n, (_, page, shell) in PAGES.items() if shell in (public.HOME, public.LOGGED_IN, public.MINE) and page and n != "login"]
)
def test_every_public_page_carries_what_a_government_site_must(name: str) -> None:
    html = drawn(name)
    for text in ("主办单位", "承办单位", "网站标识码", "ICP备", "公网安备", "网站地图", "隐私", "联系我们", "无障碍", "我要纠错", "12345"):
        assert text in html, text


def test_the_ruler_counts_as_the_matter_says() -> None:
    ruler = time.Ruler(public.TERM, public.TODAY)
    assert (ruler.due.on, ruler.counted, ruler.today_number, ruler.left) == (date(2026, 10, 19), 8, 9, 3)
    assert ruler.sentence == "从9月22日受理起，共12个工作日，最晚10月19日。今天是第9天，还剩3天。周末和节假日13天不计。暂停2天不计。"
    cells = {day.on: cell for day, cell in zip(ruler.days, ruler.cells, strict=True)}
    assert cells[date(2026, 9, 26)].tip == "中秋" and cells[date(2026, 10, 4)].tip == "国庆" and cells[date(2026, 10, 10)].tip == "调休上班"
    assert cells[date(2026, 10, 1)].mark == "休" and cells[date(2026, 10, 11)].mark == "" and cells[date(2026, 10, 1)].date_words == "10.1"
    assert "day--coming" in cells[date(2026, 10, 15)].classes and "is-last" in cells[date(2026, 10, 19)].classes
    assert 'role="img"' in part(ruler) and ruler.sentence in part(ruler)


@pytest.mark.parametrize(
    ("given", "state", "words"),
    [
        ({"left": 6}, ClockState.GREEN, "还剩6天"),
        ({"left": 1}, ClockState.AMBER, "还剩1天"),
        ({"left": 3, "amber_at": 3}, ClockState.AMBER, "还剩3天"),
        ({"left": 0, "today_until": "18:00"}, ClockState.AMBER, "今天18:00"),
        ({"left": -2}, ClockState.RED, "超2天"),
        ({"left": 4, "paused": True}, ClockState.PAUSED, "暂停"),
        ({"left": 0, "used": 6}, ClockState.DONE, "已办完，用6天"),
    ],
)
def test_a_clock_says_it_in_words_and_shape(given: dict[str, int], state: ClockState, words: str) -> None:
    clock = time.clock_words(**given)  # type: ignore[arg-type]
    assert (clock.state, clock.words) == (state, words)
    assert words in part(clock) and "<svg" in part(clock)


def test_the_month_begins_on_monday_and_knows_make_up_days() -> None:
    month = time.month_of(year=2026, month=10, today=date(2026, 10, 14), holidays=[date(2026, 10, 1)], made_up=[date(2026, 10, 10)])
    days = {d.on: d for week in month.weeks for d in week}
    assert month.weeks[0][0].on == date(2026, 9, 28) and len(month.weeks) == 5
    assert days[date(2026, 10, 10)].mark == "班" and "is-off" not in days[date(2026, 10, 10)].classes
    assert "is-off" in days[date(2026, 10, 11)].classes and "is-today" in days[date(2026, 10, 14)].classes


def test_phrases_stay_whole_and_text_is_escaped() -> None:
    html = phrases("最晚10月19日（星期一）办结，见第四十二条第二款，计1天。<b>")
    for piece in ("10月19日（星期一）", "第四十二条第二款，", "计1天。"):
        assert f'<span class="ph">{piece}</span>' in html
    assert html.endswith("&lt;b&gt;")
    assert clauses("老旧小区加装电梯，一楼不同意怎么办？").count('class="cl"') == 2
    assert clauses("城市更新（征求意见，第二稿）办法").count('class="cl"') == 0
    assert hits("开[[面馆]]<i>") == "开<mark>面馆</mark>&lt;i&gt;"


@pytest.mark.parametrize(
    "bad",
    ["<script>1</script>", "<svg><script>1</script></svg>", '<svg onload="x()"></svg>', '<svg><a href="javascript:x"/></svg>', "text"],
)
def test_only_a_drawing_passes_as_one(bad: str) -> None:
    assert svg(bad) == ""
    assert svg("<svg><path/></svg>") == "<svg><path/></svg>"


def test_errors_are_summed_with_the_questions_that_follow() -> None:
    inner = fields.Field("size", "尺寸", error="请填宽和高")
    asked = fields.Field("sign", "招牌", "radios", options=(fields.Option("yes", "要", True, follow=(inner,)),))
    summary = fields.summary_of(
        (fields.Field("kinds", "经营项目", "checks", error="请至少选一项"), asked, fields.Field("on", "日期", "date", error="请填日期"))
    )
    assert summary is not None
    assert [(line.text, line.target) for line in summary.lines] == [
        ("经营项目：请至少选一项", "f-kinds-1"),
        ("尺寸：请填宽和高", "f-size"),
        ("日期：请填日期", "f-on-year"),
    ]
    assert fields.summary_of((fields.Field("a", "甲"),)) is None
    html = part(fields.Field("area", "营业面积", "number", error="请填大于0的数字", help="按房产证填", unit="平方米"))
    assert html.index("按房产证填") < html.index("请填大于0") < html.index("<input") and 'aria-invalid="true"' in html
    assert 'aria-describedby="f-area-help f-area-error"' in html


def test_a_disabled_button_says_why_and_a_refused_move_stays_in_sight() -> None:
    html = part(basics.Button("提交申请", style="primary", why="还有2份材料没传"))
    assert "disabled" in html and "还有2份材料没传" in html
    case = drawn("case")
    assert "现在不能做" in case and "第三十八条" in case


def test_wilson_agrees_with_the_published_example() -> None:
    """Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0 to 0.1611."""
    assert charts.wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert charts.wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert charts.wilson(0, 0) == (0.0, 1.0)


def test_units_are_only_ranked_when_their_interval_leaves_the_mean() -> None:
    shown = charts.intervals_of(caption="", rates=board.RATES, low=0.975, high=1.0, ticks=(0.975, 1.0))
    names = {b.kind: [r.name for r in b.rows] for b in shown.bands}
    assert names["below"] == ["金水区", "荥阳市"] and names["few"] == ["上街区"] and names["above"] == ["高新区"]
    assert len(names["equal"]) == 11


def test_what_lies_left_of_the_axis_is_not_drawn_at_its_end() -> None:
    rates = [charts.Rate("甲", 95, 100), charts.Rate("乙", 1, 2)]
    shown = charts.intervals_of(caption="", rates=rates, low=0.85, high=1.0, ticks=(0.85, 1.0))
    assert {r.name: r.at for b in shown.bands for r in b.rows} == {"甲": "66.67%", "乙": ""}
    assert part(shown).count("plot-out") == 1


def test_heat_and_map_shade_by_the_same_steps() -> None:
    steps = (2.0, 4.0, 8.0, 12.0)
    assert [charts.level_of(v, steps) for v in (1.9, 2.0, 7.9, 8.0, 21.4)] == [0, 1, 2, 3, 4]
    shown = districts.map_of(caption="", values={"410105": 14.8, "410106": None}, steps=steps, chosen="410105")
    shades = {d.outline.code: d.shade for d in shown.districts}
    assert shades["410105"] == "h4" and shades["410106"] == "few" and shown.districts[-1].chosen


def test_small_bars_stand_to_each_other_as_their_figures_and_are_read_aloud() -> None:
    trend = charts.Trend("近三周", (("11.2", 0), ("11.9", 11), ("11.16", 22)))
    assert trend.bars == [(0, 23, 1), (12, 13, 11), (24, 2, 22)] and trend.wide == 36
    assert trend.said == "近三周：11.2 0，11.9 11，11.16 22" and trend.ends == "最多 22"
    assert charts.Trend("没有", (("11.2", 0),)).bars == [(0, 23, 1)]


def test_a_border_two_districts_share_stays_shared() -> None:
    def square(code: int, west: float) -> dict[str, object]:
        ring = [[west, 34.0], [west + 1, 34.0], [west + 1, 35.0], [west, 35.0], [west, 34.0]]
        return {"properties": {"adcode": code, "name": str(code), "center": [west, 34.5]}, "geometry": {"coordinates": [[ring]]}}

    left, right = districts.drawing_of({"features": [square(1, 113.0), square(2, 114.0)]}, wide=100).outlines
    assert left.path == "M0,61l50,0 0,-61 -50,0z" and right.path == "M50,61l50,0 0,-61 -50,0z"
    assert {o.name for o in districts.drawn().outlines} >= {"金水区", "登封市", "中牟县"} and len(districts.drawn().outlines) == 12


def test_every_icon_named_is_drawn() -> None:
    sprite = set(re.findall(r'symbol id="([^"]+)"', (WEB / "static/yiwang/img/icons.svg").read_text()))
    assert set(icons.NAMES) == sprite
    used = {name for name in PAGES for name in re.findall(r"icons\.svg#([\w-]+)", drawn(name))}
    assert used and used <= sprite


def test_colours_live_in_the_tokens_alone() -> None:
    for sheet in SHEETS:
        if sheet.name not in ("tokens.css", "print.css"):
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", sheet.read_text()) == [], sheet.name
        assert len(sheet.read_text().splitlines()) <= 460, sheet.name


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_text_colours_are_readable_on_their_grounds() -> None:
    tokens = dict(
        re.findall(r"--([\w-]+): (#[0-9a-f]{6})\b", (WEB / "static/yiwang/css/tokens.css").read_text().split('html[data-size="large"]')[0])
    )
    tokens["paper"] = "#ffffff"

    def contrast(a: str, b: str) -> float:
        light, dark = sorted((luminance(tokens[a]), luminance(tokens[b])), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    for text, ground in (
        ("ink-500", "paper"),
        ("ink-500", "ground"),
        ("brand-700", "brand-50"),
        ("red-700", "red-100"),
        ("amber-700", "amber-100"),
        ("green-700", "green-100"),
        ("bronze-700", "bronze-100"),
        ("paper", "heat-4"),
        ("ink-900", "heat-3"),
        ("ink-700", "line-100"),
    ):
        assert contrast(text, ground) >= 4.5, (text, ground)
    assert contrast("field", "paper") >= 3 and contrast("ink-400", "paper") >= 3


def test_a_reading_clock_is_not_needed() -> None:
    """The date shown is the one passed in."""
    assert "2026年10月14日　星期三" in drawn("portal") and "2026-10-14" in drawn("desk")
