"""One matter, many callers: what becomes of the matter others were joined to becomes of them too."""

from __future__ import annotations

from yiwang.engines.cases import api as cases
from yiwang.systems.public.appeals.procedures import MATTER
from yiwang.web.card import Follower

JOINED = Follower("public.appeals.joined", cases.FOLLOWED, cases.together(MATTER, (
    cases.Along(("close", "reply"), "tell_too", ("finding", "outcome", "reply"), late="told"), cases.Along(("extend",), "extend_too", ("days", "reason")))))
