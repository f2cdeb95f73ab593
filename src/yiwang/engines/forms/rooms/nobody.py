"""What is going to be public names nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from yiwang.engines.texts import api as texts
from yiwang.kernel.reasons import Reason

SAID = 3  # of what was found, at a field


def names_nobody(*fields: str) -> Callable[[Mapping[str, Any]], Sequence[Reason]]:
    """A rule of a form: no personal data in these fields; each says what was found in it."""
    def judge(answers: Mapping[str, Any]) -> Sequence[Reason]:
        found = []
        for field in fields:
            if told := texts.found(str(answers.get(field) or "")):
                said = "、".join(dict.fromkeys(f"{one.kind}“{one.stretch}”" for one in told[:SAID]))
                found.append(Reason("names-somebody", f"这里有{said}，请改成“某某”或者删去。", field=field))
        return found

    return judge
