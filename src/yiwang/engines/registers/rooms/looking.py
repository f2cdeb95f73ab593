"""Looking up with a purpose, and verifying in public: who sees what of a person, and what is written down about it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import datetime
from typing import Any

from yiwang.engines.ledger import api as ledger
from yiwang.engines.registers.rooms.declared import LOOKED_UP, declared, subject
from yiwang.engines.registers.rooms.versions import frozen, get, history
from yiwang.engines.registers.types import Record, Register, Verified
from yiwang.engines.store import api as store
from yiwang.kernel import clock, codes
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import NotFound, Refused
from yiwang.kernel.reasons import Reason

SHORTEST_PURPOSE = 4


def look_up(*, register: str, key: str, purpose: str, actor: Actor, at: datetime, fields: tuple[str, ...] = ()) -> Record:
    """The newest version, for a purpose that is written down with who asked and which personal facts were shown.

    Personal facts are masked unless named in `fields`. What is not found is written down too. Call it outside other transactions: what was
    seen must stay recorded. Raises NotFound (also for the public, where the register is not public), Refused without a purpose.
    """
    declaration = declared(register)
    if not (actor.official or actor.system or (declaration.public and actor.known)):
        raise NotFound(f"{register} {key}")
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        raise Refused(Reason("purpose-needed", "请写明查询用途，例如 核对餐饮店经营者身份，案件 2026-000123", field="purpose"))
    said = {"register": register, "register_title": declaration.title, "purpose": purpose.strip()}
    try:
        found = get(register=register, key=key)
    except NotFound:
        with store.atomic():
            ledger.append(subject=f"register:{register}", act=LOOKED_UP, actor=actor, at=at, facts=said | {"key": "（未查到）", "found": False},
                          personal={"asked": key[:120]})
        raise
    shown = sorted(set(fields) & set(declaration.personal) & set(found.facts))
    with store.atomic():
        ledger.append(subject=subject(register, key), act=LOOKED_UP, actor=actor, at=at,
                      facts=said | {"key": key, "found": True, "version": found.version, "shown": shown})
    return replace(found, facts=frozen(masked(declaration, found.facts, shown)))


def verify(*, register: str, number: str, at: datetime) -> Verified:
    """What anybody may learn about a certificate from its number. Raises NotFound for numbers that do not exist and registers that are not public."""
    declaration = declared(register)
    key = "".join(c for c in unicodedata.normalize("NFKC", number) if not c.isspace())
    if not declaration.public:
        raise NotFound(f"{register} {key}")
    today = clock.day(at)
    found = next((one for one in history(register=register, key=key) if one.valid_from <= today), None)
    if found is None:
        raise NotFound(f"{register} {key}")
    facts = masked(declaration, found.facts)
    return Verified(
        register=declaration.title, number=found.key, title=found.title, state=found.standing(today), valid_from=found.valid_from,
        valid_to=found.valid_to, published_by=found.published_by, published_at=found.published_at,
        holder=str(facts.get(declaration.holder, "")) if declaration.holder else "", facts=facts,
    )


def masked(declaration: Register, facts: dict[str, Any], shown: list[str] | tuple[str, ...] = ()) -> dict[str, Any]:
    """Facts with every personal value that is not named in `shown` made unreadable."""
    open_ones = {name: value for name, value in facts.items() if name not in declaration.inner}
    return {name: _masked(value) if name in declaration.personal and name not in shown else value for name, value in open_ones.items()}


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _masked(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(one) for one in value]
    if isinstance(value, bool) or value is None:
        return None
    text = str(value)
    if not codes.check_citizen_number(text):
        return codes.mask_citizen_number(text)
    if re.fullmatch(r"[+\d][\d -]{6,}", text):
        return codes.mask_phone(text)
    return codes.mask_name(text[:12])
