"""Where a person lives: the road, the community, the building stay (a matter is about them), the house and the flat do not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yiwang.engines.texts.rooms.masking_text import Span, before

SHOWN = "＊＊号"
COUNT = r"(?:[0-9]{1,5}|[A-Z][0-9]{0,4}|[一二三四五六七八九十百零〇]{1,5}|[东西南北中])"
# A part of an address: its number and its level. A level of its own for each: building, entrance, floor, flat.
PART = re.compile(
    rf"附\s?{COUNT}\s?(?P<annex>号)|(?P<count>(?:附|之|第)?\s?{COUNT}(?:\s?[-之]\s?[0-9]{{1,4}})?)\s?"
    r"(?:(?P<building>号楼|号院|栋|幢|座|#楼?)|(?P<entrance>单元|门(?!面|店|口|诊|前|卫|禁|票|牌))|(?P<floor>层|楼)"
    r"|(?P<flat>室|房(?!屋|产|子|间|地)|(?:(?<=[0-9]{3})|(?<=[东西南北中]))户|号(?!楼|院|线|文|令|桥|口|站|井|台|公告|电梯|机|泵|地块|路|门|公馆|窗)))")
NUMBERED = re.compile(r"[0-9A-Z一二三四五六七八九十百零〇]")  # 中户 is a flat, 中号 is none
BARE = re.compile(r"(?:[0-9]{3,4}|[0-9]{1,2}[-][0-9]{3,4})(?![0-9A-Z年.%㎡元平米户人套份条名位余多])")
BETWEEN = re.compile(r"[\s,、\-]{0,2}")
SHORT = re.compile(r"(?<![0-9A-Z\-./])[0-9]{1,3}\s?[-#]\s?[0-9]{1,2}\s?[-#]\s?[0-9]{3,4}(?![0-9A-Z\-./])")
ROAD = re.compile(r"(?:[路街巷弄村庄屯寨坊]|大道|胡同|[一-龥]里|社区|组)\s?(?:(?:东|西|南|北|中)段?|门牌)?\s?$")
COMMUNITY = re.compile(r"(?:小区|花园|家园|公寓|社区|新村|新城|雅苑|[苑园庭府城湾墅居郡院轩])\s?$")
HOME = re.compile(r"家住|住在|住址|家庭|我家|现住|居住|户籍|租住|租房|搬|住|我的|我们家")
LIVES = re.compile(r"(?:家住|住址|我住|本人住|现住|我家|家庭地址)[^,。;]{0,20}$")  # a building is no home, but somebody's building is
# An authority, a firm, a place open to all: the number of its house is how one gets there.
OPEN = r"(?:[局厅馆站厂]|政府|政务|中心|大厅|窗口|学校|医院|公司|广场|分局|法院|检察院|银行|超市|酒店|宾馆|垃圾站|工地|门店|商场|商铺|门面|对面|办公)"
SHOP = re.compile(r"\s?[的号]?(?:门面|门店|商铺|店|办公|公司|窗口)")
OPEN_BEHIND = re.compile(rf"\s?[^,。;\s]{{0,10}}?{OPEN}")
OPEN_BEFORE = re.compile(rf"(?:{OPEN}|[股科队办院所])[^。;]{{0,16}}(?:位于|地址|[:(])[^,。;]{{0,16}}$")
LIVED_IN = re.compile(r"业主|住户|居民|租|家|户|反映|投诉|举报|[我他她]|漏|楼上|邻居")
SHARED = re.compile(r"\s?[的]?(?:电梯|消防|楼道|大堂|外墙|通道|门禁|楼顶|屋顶|顶楼|地下|架空|门口|入户门|楼梯|雨棚)")


def places(level: str) -> Iterator[Span]:
    """The parts of a levelled text that lead to one home."""
    place = 0
    while m := PART.search(level, place):
        start, end, kinds = _chain(level, m)
        place = end
        if _is_house(level, start, end, kinds):
            yield Span(start, end, "address", SHOWN)
    for m in SHORT.finditer(level):
        if COMMUNITY.search(before(level, m.start(), 6)) or HOME.search(before(level, m.start(), 12)):
            yield Span(*m.span(), "address", SHOWN)


def _chain(level: str, m: re.Match[str]) -> tuple[int, int, list[str]]:
    """The parts that follow each other, with the blank before the first."""
    start = m.start() - (level[m.start() - 1:m.start()] == " ")
    kinds, end = [_level(m)], m.end()
    while len(kinds) < 8:
        gap = BETWEEN.match(level, end)
        at = gap.end() if gap else end
        following = PART.match(level, at)
        if following is None:
            if kinds[-1] in ("building", "entrance", "floor") and (bare := BARE.match(level, at)):
                kinds, end = [*kinds, "flat"], bare.end()
            break
        kinds.append(_level(following))
        end = following.end()
    return start, end, kinds


def _level(m: re.Match[str]) -> str:
    return "flat" if m.lastgroup == "annex" else m.lastgroup or ""


def _is_house(level: str, start: int, end: int, kinds: list[str]) -> bool:
    said = before(level, start, 40)
    levels = set(kinds)
    if re.search(r"[月年第]\s?$", said):
        return False
    if len(levels) > 1 and "entrance" in levels:  # the lift, the passage, the roof of an entrance are everybody's
        return "flat" in levels or not SHARED.match(level, end)
    if len(levels) > 1 and "flat" in kinds[1:]:
        return not SHOP.match(level, end)
    if "building" in levels and LIVES.search(said):
        return True
    if levels != {"flat"} and kinds[0] + kinds[-1] != "flatbuilding":
        return False
    if "号" in level[start:end]:
        return bool(NUMBERED.search(level, start, end)) and bool(ROAD.search(said)) and ("附" in level[start:end] or not _is_open(level, said, end))
    return level[end - 1] in "室房" and bool(COMMUNITY.search(said)) and level[start:end].strip()[0].isdigit()


def _is_open(level: str, said: str, end: int) -> bool:
    if HOME.search(said[-16:]):
        return False
    behind = OPEN_BEHIND.match(level, end)
    return bool(behind and not LIVED_IN.search(behind[0])) or bool(OPEN_BEFORE.search(said))
