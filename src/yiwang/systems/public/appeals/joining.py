"""One matter, many callers: what becomes of the matter others were joined to becomes of them too. Who the first caller is they are not told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from yiwang.engines.cases import api as cases
from yiwang.engines.ledger.types import Recorded
from yiwang.systems.public.appeals.procedures import MATTER
from yiwang.web.card import Follower

TOGETHER = cases.together(MATTER, (
    cases.Along(("close", "reply"), "tell_too", ("finding", "outcome", "reply"), late="told"), cases.Along(("extend",), "extend_too", ("days", "reason"))))


def follows(entry: Recorded) -> Sequence[cases.Next]:
    """The same steps, in words without the name and the telephone of whoever wrote the one that leads."""
    if not (steps := TOGETHER(entry)):
        return steps
    lead = next((one.id for one in cases.joined(entry.chain) if one.ref == entry.facts.get("into")), entry.chain)
    wrote = cases.wrote(lead)
    known = "|".join(re.escape(str(one)) for one in (wrote.get("phone"), wrote.get("caller"), cases.told(lead).party_name) if len(str(one or "")) > 1)
    return [replace(step, data=replace(step.data, answers={
        k: re.sub(known, lambda found: "＊" * len(found[0]), v) if isinstance(v, str) else v for k, v in step.data.answers.items()})) for step in steps]


JOINED = Follower("public.appeals.joined", cases.FOLLOWED, follows)
