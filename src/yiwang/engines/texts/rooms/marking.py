"""Where and when: the places and times a message names, for whoever has to read many."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HOUR = r"(?:早上|上午|中午|下午|晚上|凌晨|夜里|每晚|昨晚)?[\d一二三四五六七八九十]{1,3}(?:点半?|时)"
_DAY = r"(?:今年|去年|昨天|前天|今天|每天|上周|本周|上个月|这个?月|国庆|春节|\d{1,4}年|[\d一二三四五六七八九十]{1,3}(?:月(?![亮饼])|[日号](?!楼|院|线|店)))"
_PART = "(?:早上|上午|中午|下午|晚上|凌晨|夜里)?"
_TIME = re.compile(rf"(?:从|自)?(?:{_DAY}+[^，。；！？\s到至]{{0,4}}?(?:{_HOUR}|开始|以来)|{_DAY}+{_PART}|{_HOUR})(?:[到至—-]{_HOUR})?")
_PLACE = re.compile(r"[一-鿿A-Za-z0-9]{2,9}?(?:大道|路(?!灯)|街|巷|桥|小区|社区|家属院|公园|广场|市场|大厦|地铁站|村|镇)"
                    r"(?:(?:和|与|、)[一-鿿A-Za-z0-9]{2,6}?(?:路|街|大道))?(?:\d+号院?|交叉口|路口|附近|门口|东口|西口|南口|北口|口)?")
_BEFORE = re.compile(r"^(?:我们?|住在?|在|是|的|位于|家住|请问|关于|反映|希望|到|从|把|前面|往[东西南北]的?)+")


def marked(text: str, *, rude: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The text in pieces; places and times say so (`place`, `time`), and what insults or threatens, of the words a city names (`rude`)."""
    spans = [(m.start(), m.end(), "rude") for m in re.finditer("|".join(map(re.escape, rude)), text)] if rude else []
    spans += [(m.start(), m.end(), "time") for m in _TIME.finditer(text) if not any(a < m.end() and m.start() < b for a, b, _ in spans)]
    for m in _PLACE.finditer(text):
        start = m.start() + (lead.end() if (lead := _BEFORE.match(m.group())) else 0)
        if m.end() - start > 2 and not any(a < m.end() and start < b for a, b, _ in spans):
            spans.append((start, m.end(), "place"))
    found, at = [], 0
    for start, end, kind in sorted(spans):
        found += [(text[at:start], ""), (text[start:end], kind)]
        at = end
    return [piece for piece in (*found, (text[at:], "")) if piece[0]]
