"""Beside a signal: which rule found it, what holds and what was, and the entries that prove it, each with its hash."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.kernel import clock
from yiwang.systems.oversight.supervision.procedures import OWN
from yiwang.systems.oversight.supervision.rules.catalogue import standing
from yiwang.web.components.basics import Link, Pair, Pairs
from yiwang.web.components.charts import Panel
from yiwang.web.components.flow import Entry, History


def beside(view: cases.CaseView, request: Any) -> list[Panel]:
    """Fills the slot `case.side` of a signal's or a warning's page."""
    if view.procedure.code not in OWN:
        return []
    facts = next((line.facts for line in view.history if line.n == 1), {})
    proofs = evidence(facts)
    seen = cases.visible_among(request.actor, {chain for chain, _, _ in proofs})
    found = [Panel("信号依据", Pairs(tuple(_said(facts, clock.day(request.at))), grid=True))]
    if proofs:
        ref = str(facts.get("case", ""))
        entries = tuple(_entry(proof, f"/cases/{ref}/" if ref and proof[0] in seen else "") for proof in proofs)
        found.append(Panel("作为证据的记录", History(entries), "每条都可以和办件里的记录核对"))
    return found


def evidence(facts: Mapping[str, Any]) -> list[tuple[int, int, str]]:
    """Chain, place and hash of each entry; the first version of a signal named one."""
    if "evidence" in facts:
        return [(int(chain), int(n), str(digest)) for chain, n, digest in facts["evidence"]]
    return [(int(facts["chain"]), int(facts["n"]), str(facts["hash"]))] if "chain" in facts else []


def _said(facts: Mapping[str, Any], on: date) -> list[Pair]:
    code, version = str(facts.get("rule", "")), int(facts.get("rule_version", 0) or 0)
    rule = standing().version(code, version)
    title = Pair("规则", f"{rule.title}，第 {version} 版", Link("怎么找", "/supervision/rules/")) if rule else Pair("规则", "由其他程序移送")
    named = (("规定", "limit"), ("实际", "fact"), ("依据", "law"), ("送来的线索", "finding"))
    found = [title, *(Pair(label, str(facts[name])) for label, name in named if facts.get(name))]
    if post := int(facts.get("post") or 0):
        found.append(Pair("岗位", identity.post(post, on=on).title))
    points = int(facts.get("points", 0)) if not isinstance(facts.get("points"), Mapping) else 0
    return [*found, Pair("认定成立扣分", f"{points} 分")] if points else found


def _entry(proof: tuple[int, int, str], address: str) -> Entry:
    """One entry as it stands in the record now: where its hash is another than the signal names, that is said."""
    chain, n, digest = proof
    entry = ledger.entry(chain, n)
    link = Link("打开办件", address) if address else None
    if entry is None or entry.hash.hex() != digest:
        return Entry("", "记录对不上", number=str(n), hash=digest, link=link, text="这条记录和信号发出时不一样了。")
    return Entry(f"{clock.local(entry.at):%m-%d %H:%M}", entry.kind.title, str(entry.actor.get("unit_name", "")), str(n), digest, link=link)
