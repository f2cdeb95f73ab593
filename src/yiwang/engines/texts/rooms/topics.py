"""What a city writes about in a period: messages of one matter together, with a name, ranked by how many say it and how many others support it.

Pure. Two messages belong together when `likeness` finds them alike; two groups grow into one only when enough of their messages are alike (LINKS), so that a
chain of half-likenesses does not make one matter of many. A message alone is a topic too: one citizen with a thousand supporters is a hot matter.
Names and words are citizens' own: whoever shows them to the public masks them first.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from yiwang.engines.texts.rooms import likeness
from yiwang.engines.texts.rooms.likeness import STOCK, Common, Kept, Reading, Weighed
from yiwang.engines.texts.types import Said, Topic

TOGETHER = 0.25  # least score that binds two messages
LINKS = 1 / 3  # of the smaller group's number: so many pairs alike bind two groups; of the larger's too,
LINKS_TO_MANY = 2  # but not more than this
FINGERPRINTS_SHARED = 3  # pairs with fewer are not compared
READ = 2_000  # characters of a body; a week is read at once
NAME = 24  # characters of a name
PLACES = 3

Id = TypeVar("Id", bound=Hashable)

_OPENING = re.compile(
    r"^(?:(?:再次|再问|又问|多次|强烈|坚决|实名|联名|紧急|请问|问问|咨询|询问|投诉|举报|反映|反应|控诉|建议|求助|督促|请求|恳请|恳求|希望|盼望|盼|望|请"
    r"|关于|对于|对|向|致|给|就|的|一下|[一二三四五]问)[：:，, ]*)+"
)
_CLOSING = re.compile(
    r"(?:[?？!！。，,、…~ ]|的?(?:相关|有关|一些|若干|等)*(?:问题|情况|事宜|建议|投诉|咨询|诉求|事情|反映)"
    r"|，?(?:望|请|恳请|希望)[^，,]{0,8}(?:解决|处理|重视|回复|关注))+$"
)
_DISTRICT = re.compile(r"[A-Z]\d*[市区县]|(?<![一-龥])[一-龥]{2,3}?[市区县]")
_PLACE = re.compile(r"[一-龥]{2,4}?(?:街道|社区|小区|新城|大道|[镇乡村路])")
_NOT_PLACES = re.compile(r"^(?:这个|我们|本|全|该|附近|旁边|整个)|(?:居民|住宅|安置|一个)小区$|[一半]路$")
_LINKING = re.compile(r"^[至与和及到在旁的区县市省]+")


def topics(messages: Iterable[Said[Id]], common: Common = STOCK, most: int = 10) -> tuple[Topic[Id], ...]:
    """The first `most` topics by voices, then by number of messages, then the latest first. `common` is of a longer time than the period: in the week of an
    event its own words are everywhere and would tell nothing."""
    said = {one.message: one for one in messages}
    kept: Kept[Id] = Kept(common)
    for one in sorted(said.values(), key=lambda one: one.at):
        kept.add(one.message, likeness.read(one.title, one.body[:READ]))
    groups = _grouped(list(kept.readings), _alike(kept))
    ranked = sorted(groups, key=lambda group: _rank([said[id_] for id_ in group]))[:most]
    return tuple(_topic([said[id_] for id_ in group], kept) for group in ranked)


def _alike(kept: Kept[Id]) -> list[tuple[Id, Id]]:
    """Pairs with a score of at least TOGETHER, best first."""
    scores: dict[tuple[Id, Id], float] = {}
    for id_ in kept.readings:
        for other in kept.near(id_, least=FINGERPRINTS_SHARED):
            if (other, id_) not in scores:
                scores[id_, other] = kept.weighed[id_].like(kept.weighed[other])
    return sorted((pair for pair, value in scores.items() if value >= TOGETHER), key=lambda pair: -scores[pair])


def _grouped(ids: Sequence[Id], pairs: Iterable[tuple[Id, Id]]) -> list[list[Id]]:
    """Groups bound by enough pairs, in the order of their first message."""
    at = {id_: number for number, id_ in enumerate(ids)}
    groups = _Groups(len(ids))
    for one, other in pairs:
        groups.bind(at[one], at[other])
    return [[ids[number] for number in group] for group in sorted(sorted(group) for group in groups.members.values())]


class _Groups:
    """Numbers, each in a group of its own until enough pairs bind it to another."""

    def __init__(self, many: int) -> None:
        self.of = list(range(many))
        self.members = {number: [number] for number in self.of}
        self.links: dict[int, Counter[int]] = {number: Counter() for number in self.of}

    def bind(self, one: int, other: int) -> None:
        """A pair that is alike: its groups become one when that is enough, and what this makes enough follows."""
        a, b = self.of[one], self.of[other]
        if a == b:
            return
        self.links[a][b] += 1
        self.links[b][a] += 1
        waiting = [(a, b)]
        while waiting:
            a, b = waiting.pop()
            if a in self.members and b in self.members and self.links[a][b] >= self._needed(a, b):
                kept = self._joined(a, b)
                waiting += [(kept, third) for third in self.links[kept]]

    def _needed(self, a: int, b: int) -> float:
        small, large = sorted((len(self.members[a]), len(self.members[b])))
        return max(LINKS * small, min(LINKS_TO_MANY, LINKS * large))

    def _joined(self, a: int, b: int) -> int:
        if len(self.members[a]) < len(self.members[b]):
            a, b = b, a
        for number in self.members[b]:
            self.of[number] = a
        self.members[a] += self.members.pop(b)
        for third, count in self.links.pop(b).items():
            del self.links[third][b]
            if third != a:
                self.links[a][third] += count
                self.links[third][a] += count
        return a


def _people(group: Sequence[Said[Id]]) -> int:
    return len({one.by for one in group if one.by}) + sum(not one.by for one in group)


def _rank(group: Sequence[Said[Id]]) -> tuple[float, ...]:
    return -(_people(group) + sum(one.supporters for one in group)), -len(group), -max(one.at for one in group).timestamp()


def _topic(group: Sequence[Said[Id]], kept: Kept[Id]) -> Topic[Id]:
    best = _speaker(group, kept.weighed)
    return Topic(
        name=named(best.title) or named(best.body) or "（无标题）",
        words=_words(best, group, kept.readings, kept.common),
        messages=tuple(one.message for one in group),
        people=_people(group),
        supporters=sum(one.supporters for one in group),
        first_at=group[0].at,
        last_at=group[-1].at,
        places=_places(group),
    )


def _speaker(group: Sequence[Said[Id]], weighed: Mapping[Id, Weighed]) -> Said[Id]:
    """The message whose title says best what all say, for its length."""
    sums: dict[int, float] = defaultdict(float)
    for one in group:
        for gram, weight in weighed[one.message].grams.items():
            sums[gram] += weight

    def says(one: Said[Id]) -> float:
        title = likeness.read(one.title, "").grams
        return sum(sums.get(gram, 0.0) for gram in title) / (len(title) + 4)

    return max(group, key=says)


def named(title: str) -> str:
    """A title without what people open and close it with (请问…, …的问题), at most NAME characters."""
    plain = re.sub(r"\s+", "", title)
    found = _CLOSING.sub("", _OPENING.sub("", plain)) or plain
    if len(found) <= NAME:
        return found
    part = re.split(r"[，,。！!？?；;：:]", found)[0]
    return part if 6 <= len(part) <= NAME else found[: NAME - 1] + "…"


def _words(best: Said[Id], group: Sequence[Said[Id]], readings: Mapping[Id, Reading], common: Common, looked_at: int = 20) -> tuple[str, ...]:
    """Words that at least half of the group have, as the speaking message writes them."""
    others = [one for one in group if one is not best][:looked_at]
    if not others:
        return ()
    found = Counter(word for one in others for word in likeness.shared(readings[best.message], readings[one.message], common) if not word.endswith("…"))
    texts = [readings[one.message].text for one in others]
    spread = {word: sum(word in text for text in texts) for word in found}
    words = sorted((word for word in found if 2 * spread[word] >= len(others)), key=lambda word: (-spread[word] * len(word), word))
    return tuple(word for n, word in enumerate(words) if not any(word in longer or longer in word for longer in words[:n]))[:4]


def _places(group: Sequence[Said[Id]]) -> tuple[str, ...]:
    """As the orders have them, else read from the titles; those of at least a third of the messages, the most frequent first."""
    counts: Counter[str] = Counter()
    for one in group:
        counts.update([one.place] if one.place else list(dict.fromkeys(_places_in(one.title))))
    return tuple(place for place, count in counts.most_common() if 3 * count >= len(group))[:PLACES]


def _places_in(title: str) -> list[str]:
    """Districts, then what is smaller, by their endings; no gazetteer."""
    text = _OPENING.sub("", likeness.plain(title))
    smaller = (_LINKING.sub("", place) for part in _DISTRICT.split(text) for place in _PLACE.findall(part))
    return _DISTRICT.findall(text) + [place for place in smaller if len(place) > 2 and not _NOT_PLACES.search(place)]
