"""Conditions of items, as they are written: `when: {sign: "yes"}`, on questions of the catalogue that offer choices and are not personal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from yiwang.engines.forms.types import Field, When


def conditions(raw: Mapping[str, Any] | None) -> tuple[When, ...]:
    """A value or a list of values for each question."""
    return tuple(When(name, tuple(map(str, values)) if isinstance(values, list) else (str(values),)) for name, values in sorted((raw or {}).items()))


def faults(whens: Iterable[When], questions: Mapping[str, Field]) -> list[str]:
    """What is wrong with conditions, for whoever writes the item; `questions` are those that are asked there."""
    wrong = []
    for when in whens:
        question = questions.get(when.field)
        if question is None:
            wrong.append(f"条件里的“{when.field}”没有在字段里问")
        elif question.personal or not question.choices:
            wrong.append(f"条件不能看“{when.field}”：只看选择题，而且不是个人信息")
        elif unknown := [v for v in when.values if v not in dict(question.choices)]:
            wrong.append(f"条件里“{when.field}”没有“{'、'.join(unknown)}”这个选项")
    return wrong


def either(ways: Iterable[tuple[When, ...]]) -> tuple[When, ...] | None:
    """One condition that holds when any of these does; None when conditions of a form cannot say it."""
    all_ways = list(dict.fromkeys(ways))
    if not all_ways or () in all_ways:
        return ()
    if len(all_ways) == 1:
        return all_ways[0]
    fields = {w[0].field for w in all_ways}
    if len(fields) > 1 or any(len(w) > 1 for w in all_ways):
        return None
    return (When(fields.pop(), tuple(dict.fromkeys(v for w in all_ways for v in w[0].values))),)
