"""Fees: `fee` of an entry holds `item`, `amount` and `listed` in fen (no `listed`: in no list) and the number of the `receipt`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from yiwang.engines.ledger.types import Recorded
from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.supervision.rules.detector import Detector
from yiwang.systems.oversight.supervision.rules.past import Past, proof, who
from yiwang.systems.oversight.supervision.rules.types import Finding, Rule

MONEY = frozenset({Kind.CHARGED, Kind.PAID})


def unlisted(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    fee = _fee(entry)
    if _fen(fee.get("listed")) is None and _fen(fee.get("amount")):
        yield _found(rule, entry, fee, f"收了目录里没有的“{fee.get('item', '')}”", "目录以外不得收费")


def too_high(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    fee = _fee(entry)
    amount, listed = _fen(fee.get("amount")), _fen(fee.get("listed"))
    if amount is not None and listed is not None and amount > listed:
        yield _found(rule, entry, fee, f"“{fee.get('item', '')}”超过标准收费", f"标准 {_yuan(listed)}")


def no_receipt(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    fee = _fee(entry)
    if _fen(fee.get("amount")) and not fee.get("receipt"):
        yield _found(rule, entry, fee, f"“{fee.get('item', '')}”没有开票据", "收费要开票据")


def _fee(entry: Recorded) -> Mapping[str, Any]:
    found = entry.facts.get("fee")
    return found if isinstance(found, Mapping) else {}


def _fen(said: object) -> int | None:
    """Money as the house keeps it; None where none was said."""
    return said if isinstance(said, int) and not isinstance(said, bool) else None


def _yuan(fen: int | None) -> str:
    return f"{Decimal(fen or 0) / 100:.2f} 元"


def _found(rule: Rule, entry: Recorded, fee: Mapping[str, Any], said: str, limit: str) -> Finding:
    return Finding(rule, entry.subject, f"fee:{fee.get('item', '')}"[:60], who(entry), said, limit, f"收 {_yuan(_fen(fee.get('amount')))}", proof(entry))


DETECTORS = (Detector("fees.unlisted", MONEY, unlisted, "fee"), Detector("fees.too_high", MONEY, too_high, "fee"),
             Detector("fees.no_receipt", frozenset({Kind.PAID}), no_receipt, "fee"))
