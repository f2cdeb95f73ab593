"""What is taken out of a text before the public reads it (个人信息保护法).

One manner: of a number nothing is published but that it was one, 【电话】. Digits that stay (138****2046) lead back to the person, for
the sender's neighbours know the rest; a row of asterisks does not say what was there, and an answer that says “call ＊＊＊＊” is no answer.
Names and addresses are parts of sentences, so there the part stays that is needed to understand them: the surname (张＊先生), the road
or the community (优胜北路＊＊号). A building alone, its lift or its passage, is no home and stays.

What stays: the lines of authorities the words before them announce (咨询电话, 拨打, 某局电话), short public numbers (12345, 110), addresses
of gov.cn, offices' and shops' house numbers, document numbers, articles, dates, amounts, bus lines, distances. In doubt it is masked.
A mobile number is always a person's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from yiwang.engines.texts.rooms.masking_names import COMPOUND, han, names
from yiwang.engines.texts.rooms.masking_numbers import numbers
from yiwang.engines.texts.rooms.masking_places import places
from yiwang.engines.texts.rooms.masking_text import Span, levelled, spoken
from yiwang.engines.texts.types import Personal
from yiwang.kernel import codes

__all__ = ("Span", "found", "masked", "told")

SHUT = "\ue000"  # stands for what is masked already, so that its words announce nothing
RANK = ("known", "citizen", "card", "phone", "paper", "plate", "mail", "account", "birth", "number", "name", "address")
TOKEN = re.compile(r"【(?:身份证号|电话|银行卡号|车牌号|邮箱|社交账号|证件号|号码|出生日期|住址|当事人信息)】")


def found(text: str, *, known: Sequence[str] = ()) -> tuple[Span, ...]:
    """The personal data of a text in its order, no span touching the characters of another.

    `known` are values of the case itself, the caller's name, number, telephone or address: each is found in any spacing and width, wherever
    it stands. A known value of one character, or of three digits or letters, names nobody and is not looked for.
    """
    level = levelled(TOKEN.sub(lambda token: SHUT * len(token[0]), text))
    homes = list(places(level))
    return _merged((*_known(level, known, homes), *numbers(level), *names(level), *homes))


def masked(text: str, *, known: Sequence[str] = ()) -> str:
    """The text as it may be published. What has been masked once is not changed by masking it again."""
    while spans := found(text, known=known):  # each round has less to hide: what one replacement uncovers is hidden by the next
        parts, place = [], 0
        for span in spans:
            parts += [text[place:span.start], span.shown]
            place = span.end
        text = "".join((*parts, text[place:]))
    return text


KINDS = {
    "citizen": "身份证号", "card": "银行卡号", "phone": "电话", "paper": "证件号", "plate": "车牌号", "mail": "邮箱", "account": "社交账号", 
    "birth": "出生日期", "number": "号码", "name": "姓名", "address": "住址"}


def told(text: str, known: Sequence[str] = ()) -> tuple[Personal, ...]:
    """Which stretches of a text are personal data, in its order: for a form that refuses them at the field and says what stands there."""
    return tuple(_told(text, span) for span in found(text, known=known))


def _told(text: str, span: Span) -> Personal:
    named = set(span.shown) == {"＊"}
    before = (2 if text[max(0, span.start - 2):span.start] in COMPOUND else 1) if named else 0
    kind = KINDS.get(span.kind) or ("姓名" if named else span.shown.strip("【】"))
    return Personal(kind, text[max(0, span.start - before):span.end])


# ---- what the case itself knows --------------------------------------------------------------------------------------------------

ADDRESS = "【住址】"
BOUNDS = re.compile(r"^.*(?:省|市|区|县|街道)")


def _known(level: str, known: Sequence[str], homes: Sequence[Span]) -> Iterator[Span]:
    """An address whose house is masked as anybody's would be no longer stands there, and keeps its road."""
    written = {levelled(value) for value in known}
    plain = {name for value in written if all(map(han, name := _kept(value, _in_name)[0]))}
    if people := {name for name in plain if len(name) > 1}:
        yield from _standing(level, _in_name, people)
    others = {_kept(spoken(value), _in_number)[0] for value in written if _kept(value, _in_name)[0] not in plain}
    others |= {rest for value in others if len(rest := BOUNDS.sub("", value)) > 4 and any(map(str.isdigit, rest))}  # without province and city
    if others := {value for value in others if len(value) > (1 if any(map(han, value)) else 3)}:
        hidden = {place for home in homes for place in range(home.start, home.end)}
        said = spoken(level)
        for span in _standing(said, _in_number, others):
            if span.shown != ADDRESS or not all(place in hidden for place in range(span.start, span.end) if said[place].isdigit()):
                yield span


def _in_name(char: str) -> bool:
    """Between the characters of a name only blanks, hyphens and dots count for nothing: 。 and ， end a sentence, and the name with it."""
    return not (char.isspace() or char in "-_.·•・~/|'\"")


def _in_number(char: str) -> bool:
    return char.isalnum() or char == SHUT


def _kept(level: str, keeps: Callable[[str], bool]) -> tuple[str, list[int]]:
    """The characters that count, and where each stood."""
    places = [place for place, char in enumerate(level) if keeps(char)]
    return "".join(map(level.__getitem__, places)), places


def _standing(level: str, keeps: Callable[[str], bool], values: Iterable[str]) -> Iterator[Span]:
    kept, stood = _kept(level, keeps)
    for value in values:
        at = kept.find(value)
        while at >= 0:
            start, end = stood[at], stood[at + len(value) - 1] + 1
            yield Span(start + 1, end, "known", "＊" * (len(value) - 1)) if _is_name(value) else Span(start, end, "known", _shown(value))
            at = kept.find(value, at + len(value))


def _is_name(value: str) -> bool:
    return len(value) < 5 and all(map(han, value))


def _shown(value: str) -> str:
    if any(map(han, value)):
        return ADDRESS if any(map(str.isdigit, value)) else "【当事人信息】"
    return "【身份证号】" if not codes.check_citizen_number(value) else "【电话】" if value.isdigit() and 7 <= len(value) <= 13 else "【当事人信息】"


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans that overlap become one, shown as the surest of them: nothing of either is left over."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if merged and span.start < merged[-1].end:
            last = merged.pop()
            surest = min(last, span, key=lambda each: RANK.index(each.kind))
            span = Span(last.start, max(last.end, span.end), surest.kind, surest.shown)
        merged.append(span)
    return tuple(merged)
