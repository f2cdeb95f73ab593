"""Guards of a citizen's matter: who may return it, and to whom a ruling sends it."""

from __future__ import annotations

from yiwang.engines.cases.facts import Facts
from yiwang.kernel.reasons import Reason

SENT = ("dispatch", "send_on", "overrule")


def not_ruled_yet(case: Facts) -> list[Reason]:
    """安阳市12345热线条例一类的规定: what was ruled to be a unit's is not returned by it again."""
    return [Reason("ruled-already", "派单的单位已经裁定由本单位办理，不能再退回。")] if _last(case) == "overrule" else []


def to_who_returned_it(case: Facts) -> list[Reason]:
    """A ruling against the return sends it back to the unit that returned it, and no other."""
    before = next((made for made in reversed(case.made(*SENT))), None)
    chosen = case.answers.get("to_unit")
    if before is None or (chosen and chosen != before.facts.get("to_unit")):
        return [Reason("not-who-returned", "不同意退回的，请选退回它的那个单位；要交给别的单位，请用“同意退回，改派”。", field="to_unit")]
    return []


def to_another(case: Facts) -> list[Reason]:
    """A return that is agreed to sends it to another unit."""
    before = next((made for made in reversed(case.made(*SENT))), None)
    if before is not None and case.answers.get("to_unit") == before.facts.get("to_unit"):
        return [Reason("who-returned", "这是退回它的单位。不同意退回的，请用“不同意退回”。", field="to_unit")]
    return []


def _last(case: Facts) -> str:
    return next((move for move in reversed(case.done) if move in SENT), "")
