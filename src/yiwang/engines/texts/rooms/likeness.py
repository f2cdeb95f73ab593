"""How alike two texts are, and which of many probably say the same: each with a score from 0 to 1 and the words both have.

Pure: no database here. Found in two steps, so that a hundred thousand kept texts cost a few milliseconds: those with most FINGERPRINTS in common
(`index` asks the database, `Kept` a list in memory), then the few CANDIDATES read whole and scored exactly (`likely`).
Fingerprints chosen under an older `Common` stay comparable: the choice is by the gram's own chance, its weight only bends it.
"""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Generic, TypeVar

from yiwang.engines.texts.types import Likely

FINGERPRINTS = 40  # kept of each message
LOOKED_AT = 200  # newest messages a gram is looked up in
CANDIDATES = 10  # scored exactly
SHOWN = 5
WORD = 14  # characters of a shared stretch that are shown
LIKELY = 0.18  # least score shown to a clerk: random pairs stay below 0.1 but one of a thousand, two who write of one matter mostly reach 0.2
TITLE_LENGTH, BODY_LENGTH = 200, 3_000  # characters read; what a citizen says beyond adds nothing to what the matter is
TITLE_COUNTS = 2.0  # a gram of the title weighs as much as this many of the body
RAREST = 1 / 1_000  # a share below which grams are equally rare
TELLING = 0.03  # grams that more messages than this have are no fingerprints

Id = TypeVar("Id", bound=Hashable)

_RUN = re.compile(r"[^\W_]+")
_SYMBOL = re.compile(r"[0-9a-z.]*[0-9a-z]|.", re.S)
_LATIN = re.compile(r"[0-9a-z]")
_NUMERAL = re.compile(r"[一二三四五六七八九十]{1,3}(?=号|栋|幢|期|楼|单元|组|层|月|日|年|区|环|中|小|桥)")
_DIGITS = {c: str(n) for n, c in enumerate("一二三四五六七八九", 1)}
_EDGE_BEFORE = re.compile(r"^(?:[的了在是和与及我你您们有要就都也请将被把对从到为于个这那该]|问题)+")
_EDGE_AFTER = re.compile(r"[的了在是和与及我你您们有要就都也请将被把对从到为于这那该不]+$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as it is compared: its text made alike, and its grams with their emphasis (1 in the body, TITLE_COUNTS in the title)."""

    text: str
    grams: Mapping[int, float]

    @property
    def title(self) -> str:
        return self.text.partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Common:
    """How many of all messages have a gram (0 to 1), for the grams that are not rare."""

    shares: Mapping[int, float]
    weights: Mapping[int, float] = field(init=False, repr=False, compare=False)
    usual: frozenset[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Counted once. Weights: 1 for a rare gram, falling to 0 for one that every message has; the usual ones are no fingerprints."""
        object.__setattr__(self, "usual", frozenset(gram for gram, share in self.shares.items() if share > TELLING))
        object.__setattr__(self, "weights", {gram: math.log(min(1.0, max(share, RAREST))) / math.log(RAREST) for gram, share in self.shares.items()})

    @classmethod
    def of(cls, readings: Iterable[Reading], least: int = 3) -> Common:
        """Counted from these; grams in fewer than `least` of them are left out."""
        counts: Counter[int] = Counter()
        total = 0
        for reading in readings:
            counts.update(reading.grams.keys())
            total += 1
        return cls({gram: count / total for gram, count in counts.items() if count >= least and count / total > RAREST})


def plain(text: str) -> str:
    """Full width as half width, no spaces inside, numerals before a counting word as digits (三号线 is 3号线). Place names stay as they are."""
    text = unicodedata.normalize("NFKC", text)
    return _NUMERAL.sub(lambda found: _arabic(found[0]), re.sub(r"[ \t\u3000]+", "", text))


def _arabic(numeral: str) -> str:
    """一 to 九十九 as digits; anything else as it was."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return "".join(_DIGITS[c] for c in numeral)
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return numeral
    return _DIGITS.get(tens, "1") + _DIGITS.get(ones, "0")


def read(title: str, body: str) -> Reading:
    """Takes any text; looks at its beginning only (TITLE_LENGTH, BODY_LENGTH)."""
    head, rest = plain(title[:TITLE_LENGTH])[:TITLE_LENGTH], plain(body[:BODY_LENGTH])[:BODY_LENGTH]
    grams = dict.fromkeys(_grams(rest), 1.0) | dict.fromkeys(_grams(head), TITLE_COUNTS)
    return Reading(text=f"{head}\n{rest}", grams=grams)


def _grams(text: str) -> set[int]:
    """Two neighbours each: a character, or a whole number or Latin word (A3 in A3区 is one). These stand alone too when longer than one.
    As numbers of 31 bits, the same in every process and database."""
    found: set[str] = set()
    for run in _RUN.findall(text.lower()):
        symbols = _SYMBOL.findall(run) if _LATIN.search(run) else run
        if len(symbols) == 1:
            found.add(run)
        found.update(map("".join, pairwise(symbols)))
        if symbols is not run:
            found.update([symbol for symbol in symbols if len(symbol) > 1])
    return {zlib.crc32(gram.encode()) & 0x7FFFFFFF for gram in found}


STOCK = Common(
    dict.fromkeys(
        _grams(
            plain(
                "尊敬的领导您好，我是，我们是，本人是，居民，业主，村民，市民，小区，街道，社区，物业，公司，政府，有关部门，相关部门，请问，请求，希望，恳请，咨询，投诉，"
                "反映，举报，建议，情况，问题，严重，影响，生活，没有，可以，不能，什么，时候，现在，已经，但是，因为，所以，为什么，谢谢，解决，处理，回复，"
                "多次，一直，至今，长期，老百姓，感谢，给予，能否，是否，如何，怎么，这个，这样，他们，自己"
            )
        ),
        0.1,
    )
)


def fingerprints(reading: Reading, common: Common = STOCK, keep: int = FINGERPRINTS) -> tuple[int, ...]:
    """At most `keep` grams that stand for the message. A rare gram is likelier chosen than a usual one, and the same gram has the same chance in every message,
    so that two messages that share half their grams share about half their fingerprints (bottom-k sampling with weights, Cohen and Kaplan 2007)."""
    return _chosen(Weighed.of(reading, common), common, keep)


def _chosen(weighed: Weighed, common: Common, keep: int = FINGERPRINTS) -> tuple[int, ...]:
    usual = common.usual
    telling = [(_drawn(gram) / weight, gram) for gram, weight in weighed.grams.items() if gram not in usual]
    if len(telling) < 4:
        telling = [(_drawn(gram), gram) for gram in weighed.grams]
    return tuple([gram for _, gram in sorted(telling)[:keep]])


def in_common(prints: Sequence[int]) -> int:
    """How many fingerprints a kept text must share to be read at all: with fewer of forty (two, one of a short text) none was ever likely."""
    return min(3, 1 + len(prints) // 18)


@lru_cache(maxsize=1 << 16)
def _drawn(gram: int) -> float:
    """A number above 0 that looks drawn (exponentially) but belongs to the gram."""
    mixed = (gram ^ (gram >> 15)) * 0x2C1B3C6D & 0xFFFFFFFF
    mixed = (mixed ^ (mixed >> 12)) * 0x297A2D39 & 0xFFFFFFFF
    return -math.log(((mixed ^ (mixed >> 15)) + 0.5) / 2**32)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Each gram with its emphasis times its weight, and the sum of their squares: what is compared."""

    grams: Mapping[int, float]
    square: float

    @classmethod
    def of(cls, reading: Reading, common: Common) -> Weighed:
        weight = common.weights.get
        grams = {gram: emphasis * weight(gram, 1.0) for gram, emphasis in reading.grams.items()}
        return cls(grams, math.fsum([w * w for w in grams.values()]))

    def like(self, other: Weighed) -> float:
        """The cosine, 0 to 1; sums do not depend on the order of the grams."""
        one, two = self.grams, other.grams
        both = math.fsum([one[gram] * two[gram] for gram in one.keys() & two.keys()])
        return min(1.0, both / math.sqrt(self.square * other.square)) if both else 0.0


def score(one: Reading, other: Reading, common: Common = STOCK) -> float:
    """0: no gram in common, or nothing readable; 1: the same grams. Symmetric; the order of sentences hardly matters."""
    return Weighed.of(one, common).like(Weighed.of(other, common))


def likely(
    message: Reading, candidates: Mapping[Id, Reading], common: Common = STOCK, least: float = LIKELY, shown: int = SHOWN
) -> tuple[Likely[Id], ...]:
    """The candidates with a score of at least `least`, best first; equals in the order given."""
    own = Weighed.of(message, common)
    scores = [(own.like(Weighed.of(other, common)), id_) for id_, other in candidates.items()]
    best = sorted((found for found in scores if found[0] >= least and found[0] > 0), key=lambda found: -found[0])[:shown]
    return tuple(Likely(id_, round(value, 3), shared(message, candidates[id_], common)) for value, id_ in best)


def shared(one: Reading, other: Reading, common: Common = STOCK, most: int = 5) -> tuple[str, ...]:
    """Words to read, found in both texts as they stand: the most telling first, none inside another; of a whole sentence its beginning and `…`."""
    worth: dict[str, float] = {}
    titles = one.title, other.title
    for run in _runs(one.text, other.text):
        word = _EDGE_AFTER.sub("", _EDGE_BEFORE.sub("", run))
        if len(word) > 1:
            in_titles = sum(word in title for title in titles)
            worth[word] = (1 + 2 * in_titles) * math.fsum(common.weights.get(gram, 1.0) ** 2 for gram in _grams(word))
    chosen: list[str] = []
    for word in sorted(worth, key=lambda word: (-worth[word], word)):
        if len(chosen) < most and not any(word in longer or longer in word for longer in chosen):
            chosen.append(word)
    return tuple(word if len(word) <= WORD else word[: WORD - 1] + "…" for word in chosen)


def _runs(one: str, other: str) -> set[str]:
    """Stretches of one text that the other has too, taken greedily from the left, ended by punctuation, 40 characters at most."""
    found: set[str] = set()
    for part in _RUN.findall(one):
        start = 0
        while start < len(part) - 1:
            end = start + 2
            if part[start:end] not in other:
                start += 1
                continue
            while end < min(len(part), start + 40) and part[start : end + 1] in other:
                end += 1
            found.add(part[start:end])
            start = end
    return found


@dataclass(slots=True)
class Kept(Generic[Id]):
    """What the table does for a city, in memory for a list that fits (a week's messages). The later added the newer."""

    common: Common = STOCK
    readings: dict[Id, Reading] = field(default_factory=dict)
    weighed: dict[Id, Weighed] = field(default_factory=dict)
    _order: dict[Id, int] = field(default_factory=dict)
    _prints: dict[Id, tuple[int, ...]] = field(default_factory=dict)
    _by_gram: dict[int, list[Id]] = field(default_factory=lambda: defaultdict(list))

    def add(self, message: Id, reading: Reading) -> None:
        """Keeps it; the same id again: KeyError."""
        if message in self.readings:
            raise KeyError(message)
        self._order[message] = len(self._order)
        self.readings[message] = reading
        self.weighed[message] = Weighed.of(reading, self.common)
        self._prints[message] = _chosen(self.weighed[message], self.common)
        for gram in self._prints[message]:
            self._by_gram[gram].append(message)

    def candidates(self, reading: Reading, but: Id | None = None, most: int = CANDIDATES) -> dict[Id, Reading]:
        """Those with most fingerprints in common, as the table finds them."""
        prints = fingerprints(reading, self.common)
        return {id_: self.readings[id_] for id_, _ in self._ranked(prints, but, in_common(prints))[:most]}

    def near(self, message: Id, least: int = 1, most: int = 15) -> tuple[Id, ...]:
        """The kept messages with at least so many fingerprints in common with this kept one, most first."""
        return tuple(id_ for id_, _ in self._ranked(self._prints[message], message, least)[:most])

    def _ranked(self, prints: tuple[int, ...], but: Id | None, least: int = 1) -> list[tuple[Id, int]]:
        counts: Counter[Id] = Counter()
        for gram in prints:
            if gram in self._by_gram:
                counts.update(self._by_gram[gram][-LOOKED_AT:])
        return sorted(((id_, count) for id_, count in counts.items() if count >= least and id_ != but), key=lambda found: (-found[1], -self._order[found[0]]))

    def like(self, reading: Reading, but: Id | None = None, least: float = LIKELY) -> tuple[Likely[Id], ...]:
        """Up to SHOWN kept messages that probably say the same."""
        return likely(reading, self.candidates(reading, but), self.common, least)
