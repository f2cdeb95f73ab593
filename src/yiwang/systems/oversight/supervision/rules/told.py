"""What the applicant has to be told: what lacks, once and all of it; why not; how long time is not counted."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.engines.ledger.types import Recorded
from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.supervision.rules.catalogue import names
from yiwang.systems.oversight.supervision.rules.detector import Detector
from yiwang.systems.oversight.supervision.rules.past import Past, proof, who
from yiwang.systems.oversight.supervision.rules.types import Finding, Rule

DECIDED = frozenset({Kind.DECIDED})


def no_notice(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    """第三十二条第一款第四项: what lacks is told before anybody is turned away for it."""
    if entry.facts.get("ground") in names(rule, "grounds") and past.refuses(entry) and not past.of_kind(Kind.ASKED_FOR_PAPERS):
        yield Finding(rule, entry.subject, "notice", who(entry), "没有一次告知补正就不予受理", "先一次告知全部要补正的内容", "没有告知过", proof(entry))


def again(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    if before := past.of_kind(Kind.ASKED_FOR_PAPERS):
        yield Finding(rule, entry.subject, "papers", who(entry), "再次要求补正材料", "只能告知一次", f"第 {len(before) + 1} 次告知", proof(*before, entry))


def extra(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    """What is asked for is on the item's list; `unlisted` names what is not."""
    if asked := "、".join(map(str, _listed(entry.facts["unlisted"]))):
        yield Finding(rule, entry.subject, "extra", who(entry), "要了清单以外的材料", "只要清单里的材料", asked[:200], proof(entry))


def _listed(said: object) -> tuple[object, ...]:
    return tuple(said) if isinstance(said, list | tuple) else ()


def no_reason(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    """第三十八条第二款: the reasons are given."""
    if past.refuses(entry) and not any(str(entry.facts.get(name) or "").strip() for name in names(rule, "said_in")):
        yield Finding(rule, entry.subject, "reason", who(entry), "不予批准没有说明理由", "书面说明理由", "没有写理由", proof(entry))


def unwritten(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    """第四十五条: how long is told in writing; here by a letter of ours, or as another system says."""
    written = entry.facts.get("notice")
    if written is False or (written is None and not entry.facts.get("issues")):
        nth = len(past.of_kind(Kind.NOT_COUNTED_FROM)) + 1
        yield Finding(rule, entry.subject, f"pause#{nth}", who(entry), "停止计算期限没有书面告知", "书面告知申请人", "没有告知书", proof(entry))


DETECTORS = (
    Detector("told.no_notice", DECIDED, no_notice, "ground"),
    Detector("told.again", frozenset({Kind.ASKED_FOR_PAPERS}), again),
    Detector("told.extra", frozenset({Kind.ASKED_FOR_PAPERS}), extra, "unlisted"),
    Detector("told.no_reason", DECIDED, no_reason),
    Detector("told.unwritten", frozenset({Kind.NOT_COUNTED_FROM}), unwritten),
)
