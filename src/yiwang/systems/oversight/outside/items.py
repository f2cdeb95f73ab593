"""What outside systems may report on: items as the city registered them, with what is promised, what may be charged and asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from yiwang.engines.cases.types import Command, Item
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.registers import api as registers
from yiwang.engines.registers.types import Record, Register
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import NotFound
from yiwang.kernel.reasons import Reason
from yiwang.systems.oversight.outside import forms, procedures
from yiwang.web.accounts import clients

REGISTER = "outside_items"
ITEMS = Register(REGISTER, "外部系统事项", words=(("system", "系统"), ("unit", "办理单位"), ("promised", "承诺工作日"), ("fees", "收费"), ("papers", "材料")))
ACT = Act("outside.item_registered", Kind.CHANGED, "{actor} 登记了外部系统的事项")


def of(system: str, item: str, on: date) -> Record:
    """As it is registered on a day; of a day before it was, as it is now. Raises NotFound."""
    key = f"{system}.{item}"
    try:
        return registers.get(register=REGISTER, key=key, on=on)
    except NotFound:
        return registers.get(register=REGISTER, key=key)


def item(code: str, version: int) -> Item:
    """As a case pins it."""
    record = registers.get(register=REGISTER, key=code, version=version)
    return Item(code, version, record.title, procedures.OUTSIDE.code, promised={"decide": int(record.facts["promised"])}, law=(procedures.LAW,))


def listed(record: Record, name: str) -> int | None:
    """What may be charged for, in fen; None for what is not on the list."""
    return next((int(fee["most"]) for fee in record.facts.get("fees", ()) if fee["name"] == name), None)


def systems() -> dict[str, list[Record]]:
    """Every system that something is registered for, by its code."""
    found: dict[str, list[Record]] = {}
    after, more = "", True
    while more:
        page = registers.all(register=REGISTER, after=after)
        for record in page.records:
            found.setdefault(str(record.facts["system"]), []).append(record)
        after, more = page.after, bool(page.after)
    return found


def _faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    if clients.client(subject.partition(":")[2]) is None:
        raise NotFound(subject)
    try:
        identity.unit_by_code(str(data.answers.get("unit")))
    except KeyError:
        return [Reason("no-such-unit", "没有这个单位，请从列出来的里面选。", field="unit")]
    return []


def _registered(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Mapping[str, Any]:
    system, a = subject.partition(":")[2], data.answers
    unit = identity.unit_by_code(str(a["unit"]))
    facts = {"system": system, "unit": unit.code, "promised": int(a["promised"]), "fees": [dict(row) for row in a.get("fees") or ()],
             "papers": [line.strip() for line in str(a.get("papers") or "").splitlines() if line.strip()]}
    registers.publish(register=REGISTER, key=f"{system}.{a['item']}", title=str(a["title"]), facts=facts, actor=actor, unit=unit.id,
                      valid_from=clock.day(at), at=at)
    return {"item": str(a["item"]), "unit": unit.id}


COMMANDS = (Command("oversight.outside.register_item", "登记上报的事项", procedures.KEEPER.code, forms.ITEM, _registered, ACT, _faults,
                    on="outside:[a-z][a-z0-9-]{2,39}"),)
