"""`{% load yiwang %}`: icon, mark, show, bar; filters phrases, clauses, hits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from yiwang.web.components.part import Part

register = template.Library()

NUMBER = r"\d[\d,.]*"
UNITS = "个工作日|个自然日|个月|平方米|工作日|小时|分钟|公里|厘米|元|件|份|次|条|项|天|日|米|人|家|号|年|月|岁|户|处|个"
WHOLE = re.compile(
    "|".join(
        (
            r"(?:\d{4}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*日(?:（[^（）]{1,6}）|\([^()]{1,6}\))?(?:[上下]午)?(?:\s*\d{1,2}:\d{2})?",  # a date
            r"\d{4}\s*年\s*\d{1,2}\s*月",
            r"第[一二三四五六七八九十百千零〇\d]+条(?:第[一二三四五六七八九十\d]+[款项])*",  # an article
            r"[一-鿿]{0,6}〔\d{4}〕\s*第?\s*\d*\s*号?",  # a document's number
            rf"[计停用还剩超第]{{1,2}}\s*{NUMBER}\s*(?:{UNITS})",  # 计 1 天
            rf"{NUMBER}\s*(?:{UNITS}|%|％|℃)",
            r"（[^（）]{1,14}）",
            r"《[^《》]{1,10}》",
            r"“[^“”]{1,8}”",
            r"[A-Z]{1,4}\d{6,}-\d+",
            r"\d{1,2}:\d{2}(?:[—–-]\d{1,2}:\d{2})?",
        )
    )
)


def whole(text: str) -> SafeString:
    """Escape, and make unbreakable what must stay in one line."""
    out, at = [], 0
    for found in WHOLE.finditer(text):
        end = found.end()
        while end < len(text) and text[end] in "，。；：、？！）”》":
            end += 1
        out += [conditional_escape(text[at : found.start()]), format_html('<span class="ph">{}</span>', text[found.start() : end])]
        at = end
    return mark_safe("".join([*out, conditional_escape(text[at:])]))


@register.filter
def phrases(text: object) -> SafeString:
    """Dates, article numbers, 计 1 天 and bracketed parts unbreakable: for running text."""
    return whole(str(text or ""))


@register.filter
def clauses(text: object) -> SafeString:
    """Break first after a pause (，：；), then anywhere: for titles, rows and short lines."""
    said = str(text or "")
    pieces, depth, start = [], 0, 0
    stops = "，：；？！。" if any(sign in said for sign in "，：；？！。") else "、"
    for i, sign in enumerate(said):
        depth += (sign in "（(“《") - (sign in "）)”》")
        if sign in stops and depth == 0:
            pieces.append(said[start : i + 1])
            start = i + 1
    pieces.append(said[start:])
    pieces = [p for p in pieces if p]
    if len(pieces) == 1:
        return whole(said)
    return mark_safe("".join(format_html('<span class="cl">{}</span>', whole(p)) for p in pieces))


@register.filter
def hits(text: object) -> SafeString:
    """`[[word]]` becomes a mark; all else is escaped."""
    pieces = re.split(r"\[\[(.*?)\]\]", str(text or ""))
    return mark_safe("".join(str(format_html("<mark>{}</mark>", p) if i % 2 else whole(p)) for i, p in enumerate(pieces)))


@register.filter
def svg(text: object) -> SafeString:
    """An SVG the server drew itself (a QR code, a map): passed through only when it is one and carries no script."""
    drawn = str(text or "").strip()
    if not drawn.startswith("<svg") or re.search(r"<script|\son\w+\s*=|javascript:|<foreignObject", drawn, re.I):
        return SafeString("")
    return mark_safe(drawn)


@register.simple_tag
@lru_cache(maxsize=2048, typed=True)  # a page has thirty; where static files lie is settled at the start, and what is safe is no mere text
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; with a label it speaks, else it is decoration beside its words."""
    href = f"{static('yiwang/img/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>', href)


@register.simple_tag
def bar(percent: int, state: str = "") -> SafeString:
    """A bar with its share filled."""
    return format_html(
        '<svg class="bar{}" aria-hidden="true"><rect class="bar-ground" width="100%" height="100%"/><rect class="bar-fill" width="{}%" height="100%"/></svg>',
        f" bar--{state}" if state else "", percent,
    )


@register.inclusion_tag("yiwang/parts/mark.html")
def mark() -> dict[str, Any]:
    """The mark: a net of dots whose middle row became one line."""
    return {}


@register.simple_tag(takes_context=True)
def show(context: Context, part: Part | Iterable[Part] | None) -> SafeString:
    """Render a component, several of them, or nothing."""
    if not part:
        return SafeString("")
    if not isinstance(part, Part):
        return mark_safe("".join(show(context, one) for one in part))
    engine = context.template.engine  # type: ignore[union-attr]
    inner = context.new({"c": part, "shell": context.get("shell"), "csrf_token": context.get("csrf_token"), "request": context.get("request")})
    inner.template = context.template
    return engine.get_template(part.template).render(inner)


@register.simple_block_tag
def once(content: SafeString) -> SafeString:
    """`{% once as grid %}…{% endonce %}`: drawn here, shown wherever `{{ grid }}` stands, as in every row of a chart."""
    return content


@register.filter
def split_words(text: str) -> list[str]:
    """The words of a constant list in a template."""
    return text.split()


@register.simple_tag
@lru_cache(maxsize=64)
def sheet_url(name: str) -> str:
    """The address of one of our style sheets."""
    return static(f"yiwang/css/{name}.css")
