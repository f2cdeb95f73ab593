"""Two registers: one of items, open; one of certificates, whose holders are persons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from yiwang.engines.registers import api as registers
from yiwang.kernel.actors import Actor

ITEMS = registers.declare(registers.Register("test.items", "事项目录"))
PERMITS = registers.declare(registers.Register(
    "test.permits", "食品经营许可证", personal=("owner", "number", "phone", "home"), public=True, holder="owner"))
OFFICIAL = Actor(account=5, person=5, name="王", unit=7, unit_name="市场监管局", post=3, post_name="科长", tenure=9)
CITIZEN = Actor(account=11, person=11)
OWNER: dict[str, Any] = {
    "shop": "老河口面馆", "owner": "张小三", "number": "11010519491231002X", "phone": "13812345678", "home": {"text": "经八路 12 号", "floors": [3, True]}}


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    registers.forget()
    yield
    registers.forget()


@pytest.fixture
def put(db: None, at: datetime) -> Callable[..., registers.Published]:
    def publish(facts: Any = None, key: str = "0101", register: registers.Register = ITEMS, title: str = "餐饮许可", on: date = date(2026, 1, 1),
                **more: Any) -> registers.Published:
        given = {"actor": OFFICIAL, "unit": 7, "at": at} | more
        return registers.publish(register=register.code, key=key, title=title, facts={"days": 20} if facts is None else facts, valid_from=on, **given)
    return publish
