"""Registers that the cards declare, and the acts that registers write down."""

from __future__ import annotations

import re

from yiwang.engines.registers.types import Register
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import Declined, NotFound

CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
PUBLISHED = Act("registers.published", Kind.CHANGED, says="{actor} 公布{register_title} {key} 第 {version} 版", personal=("facts",))
STATE_SET = Act("registers.state_set", Kind.CHANGED, says="{actor} 将{register_title} {key} 由“{before}”改为“{after}”：{reason}")
LOOKED_UP = Act("registers.looked_up", Kind.LOOKED_UP, says="{actor} 查询{register_title} {key}，用途：{purpose}", personal=("asked",))
ACTS = (PUBLISHED, STATE_SET, LOOKED_UP)
_registers: dict[str, Register] = {}


def declare(register: Register) -> Register:
    """Makes a register known; the same value again is the same register. Raises Declined when it contradicts itself or another."""
    if not CODE.fullmatch(register.code) or len(register.code) > 60 or not register.title:
        raise Declined(f"register {register.code!r}: a code of lower-case words with dots, at most 60 characters, and a title")
    if register.reads and register.personal:
        raise Declined(f"register {register.code}: facts that are a person's are not for anybody to read")
    held = _registers.setdefault(register.code, register)
    if held != register:
        raise Declined(f"register {register.code} is declared twice, differently")
    return held


def declared(code: str) -> Register:
    """Raises NotFound for a register that no card declares."""
    try:
        return _registers[code]
    except KeyError:
        raise NotFound(f"register {code}") from None


def every() -> tuple[Register, ...]:
    return tuple(register for _, register in sorted(_registers.items()))


def subject(register: str, key: str) -> str:
    """The subject of the chain that holds what happened to a record."""
    return f"register:{register}:{key}"
