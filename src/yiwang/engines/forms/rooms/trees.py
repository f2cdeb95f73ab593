"""A choice out of a list that branches: level by level, or found by its words. Own lists carry their paths as codes (`food/hot`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from yiwang.engines.forms.rooms import ports, text
from yiwang.engines.forms.rooms.clean_values import Found, no, wanted
from yiwang.engines.forms.rooms.raw import Raw, one
from yiwang.engines.forms.types import Field, Option, PartView
from yiwang.kernel import clock

DIVISIONS = "divisions"
SOURCES = ("", DIVISIONS)
FIND, BETWEEN = "find", " / "
SEARCHED = 50  # answers from which on one is looked for by its words too
NAMED = 5  # how many of several found are named


class Branched(NamedTuple):
    """An own list as a tree: labels by code, what lies below a code, the words of each code with everything above it."""

    choices: tuple[tuple[str, str], ...]
    labels: dict[str, str]
    below: dict[str, list[tuple[str, str]]]
    words: dict[str, str]


_known: dict[int, Branched] = {}  # by the list's number, which is its own while it is kept here
KEPT = 500  # lists; a city has fewer


def _branched(choices: tuple[tuple[str, str], ...]) -> Branched:
    found = _known.get(id(choices))
    if found is None:
        if len(_known) >= KEPT:
            _known.clear()
        labels, under, said = dict(choices), dict[str, list[tuple[str, str]]](), dict[str, str]()
        for code, label in choices:
            under.setdefault(code.rpartition("/")[0], []).append((code, label))
            steps = code.split("/")
            said[code] = BETWEEN.join(labels.get("/".join(steps[:n]), "") for n in range(1, len(steps) + 1))
        found = _known[id(choices)] = Branched(choices, labels, under, said)
    return found


def below(field: Field, code: str, on: date) -> Sequence[tuple[str, str]]:
    """Code and label of what lies directly below a code; the widest for the empty one."""
    if field.tree == DIVISIONS:
        return ports.divisions().below(code=code, on=on) if len(above(field, code, on)) < len(field.levels) else ()
    return _branched(field.choices).below.get(code, ())


def above(field: Field, code: str, on: date) -> tuple[str, ...]:
    """The codes that lead to one, itself last; none when no such code is there."""
    if field.tree != DIVISIONS:
        steps = code.split("/") if code in _branched(field.choices).labels else []
        return tuple("/".join(steps[:n]) for n in range(1, len(steps) + 1))
    found: list[str] = []
    while len(found) < len(field.levels) and (not found or found[-1] != code):
        step = next((c for c, _ in ports.divisions().below(code=found[-1] if found else "", on=on) if code.startswith(c)), None)
        if step is None:
            return ()
        found.append(step)
    return tuple(found) if found and found[-1] == code else ()


def words(field: Field, code: str, on: date) -> str:
    """An answer with everything above it: 餐饮服务 / 热食."""
    way = above(field, code, on)
    return BETWEEN.join(dict(below(field, up, on))[step] for up, step in zip(("", *way), way, strict=False))


def answers(field: Field) -> Iterator[tuple[str, str]]:
    """Every answer of an own list, with its words."""
    known = _branched(field.choices)
    for code, _ in field.choices:
        if not field.leaves or code not in known.below:
            yield code, known.words[code]


def searched(field: Field) -> bool:
    """Whether it is long enough to be looked through by words. Divisions are known by their levels."""
    return not field.tree and len(field.choices) > SEARCHED and sum(1 for _ in answers(field)) > SEARCHED


def tree(field: Field, raw: Raw, at: datetime) -> Found:
    """`{"code", "text"}`: the code chosen, and its words as they are today."""
    on, typed = clock.day(at), text.one_line(one(raw, f"{field.code}.{FIND}"))
    if typed:
        return _found(field, typed, on)
    up = ""
    for number, _ in enumerate(field.levels, 1):
        step = one(raw, f"{field.code}.{number}").strip()
        if not step:
            break
        if step not in dict(below(field, up, on)):
            return no("not-offered", f"请重新选择{field.levels[number - 1]}，它要在上一栏选的范围里", f"{field.code}.{number}")
        up = step
    return _chosen(field, up, on) if up else wanted(field, "选择", f"{field.code}.1")


def parts(field: Field, raw: Raw, errors: Mapping[str, str], at: datetime) -> tuple[PartView, ...]:
    """A list a level, each offering what lies below the one before; where it is long, an input to find an answer by its words."""
    on, settled = clock.day(at), tree(field, raw, at)
    way = above(field, settled.value["code"], on) if settled.value else ()
    found: list[PartView] = []
    up: str | None = ""
    for number, label in enumerate(field.levels, 1):
        name = f"{field.code}.{number}"
        value = way[number - 1] if number <= len(way) else "" if way else one(raw, name)
        offered = () if up is None else below(field, up, on)
        options = tuple(Option(code, title, code == value) for code, title in offered)
        found.append(PartView(name, label, value, errors.get(name, ""), options, field.required))
        up = value if any(option.chosen for option in options) else None
    if searched(field):
        name = f"{field.code}.{FIND}"
        found.append(PartView(name, "找一项", "" if settled.value else one(raw, name), errors.get(name, ""), required=False))
    return tuple(found)


def by_words(field: Field, line: str, on: date) -> str:
    """The code that these words lead to (`餐饮服务 / 热食`), or the empty one."""
    up = ""
    for label in line.split("/"):
        up = next((code for code, title in below(field, up, on) if title == label.strip()), "")
        if not up:
            return ""
    return up


def _found(field: Field, typed: str, on: date) -> Found:
    where = f"{field.code}.{FIND if searched(field) else 1}"
    code = typed if above(field, typed, on) else by_words(field, typed, on)
    if code:
        return _chosen(field, code, on)
    fitting = [] if field.tree else [(c, said) for c, said in answers(field) if said.endswith(f"{BETWEEN}{typed}") or said == typed]
    fitting = fitting or ([] if field.tree else [(c, said) for c, said in answers(field) if typed in said])
    if len(fitting) == 1:
        return _chosen(field, fitting[0][0], on)
    if not fitting:
        return no("nothing-found", f"没有找到“{typed}”，请换个说法，或者从列表里选", where)
    several = "；".join(said for _, said in fitting[:NAMED])
    return no("several-found", f"“{typed}”有 {len(fitting)} 项，请写全一项：{several}{'……' if len(fitting) > NAMED else ''}", where)


def _chosen(field: Field, code: str, on: date) -> Found:
    way = above(field, code, on)
    if field.leaves and below(field, code, on):
        return no("go-on", f"请接着选择{field.levels[len(way)]}", f"{field.code}.{len(way) + 1}")
    return Found({"code": code, "text": words(field, code, on)})


def flat(field: Field, value: Any, on: date) -> dict[str, str | list[str]]:
    """The request that chooses this answer again; a code that is not there is looked for, and so refused by its name."""
    code = str(value.get("code") or "") if isinstance(value, Mapping) else ""
    way = above(field, code, on) if code else ()
    if code and not way:
        return {f"{field.code}.{FIND}": code}
    return {f"{field.code}.{number}": way[number - 1] if number <= len(way) else "" for number in range(1, len(field.levels) + 1)}


def faults(field: Field) -> Iterator[str]:
    """What contradicts itself in the declaration of a tree."""
    if field.tree not in SOURCES:
        yield f"there is no list called {field.tree}"
    if bool(field.choices) is bool(field.tree):
        yield "a tree has its own choices, or names a list"
    codes = {code for code, _ in field.choices}
    if orphans := sorted(code for code in codes if "/" in code and code.rpartition("/")[0] not in codes):
        yield f"nothing lies above {', '.join(orphans)}"
    depth = max((code.count("/") + 1 for code in codes), default=1)
    if len(field.levels) < depth or (field.choices and len(field.levels) > depth):
        yield "every level has a name, and every name a level"
