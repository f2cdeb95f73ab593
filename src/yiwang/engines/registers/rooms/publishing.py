"""Publishing a version and setting a state: the record's own chain is locked, the row and its one entry are written together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from yiwang.engines.ledger import api as ledger
from yiwang.engines.registers.rooms.declared import PUBLISHED, STATE_SET, declared, subject
from yiwang.engines.registers.rooms.versions import COLUMNS, digest_of, get, recorded, written_now
from yiwang.engines.registers.types import ENDED, New, Published, Record, Register, State
from yiwang.engines.store import api as store
from yiwang.kernel import canonical, codes
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import NotFound, Refused
from yiwang.kernel.reasons import Reason

INSERTED = (
    "insert into registers_record (register, key, version, title, facts, hash, valid_from, valid_to, state, published_at, published_by, request, "
    "search, owner) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
CLOSED = (
    "update registers_record set valid_to = %s where register = %s and key = %s and version < %s and (valid_to is null or valid_to > %s)"
)


def publish(
    *, register: str, key: str, title: str, facts: Mapping[str, Any], actor: Actor, unit: int, valid_from: date, at: datetime,
    valid_to: date | None = None, request_key: str | None = None, owner: int = 0,
) -> Published:
    """The next version of a key; `owner` is the seer number of whose it is. The versions before it end on the day before `valid_from`. `unit` is who publishes.

    The same `request_key` again gives the first answer. A suspended key stays suspended. Raises Refused when the key is revoked or the days
    are the wrong way round; NotFound for an undeclared register; ValueError for a key that names a person.
    """
    declaration = declared(register)
    _impersonal(key)
    if valid_to is not None and valid_to < valid_from:
        raise Refused(Reason("ends-before-it-begins", "截止日期请不早于起始日期", field="valid_to"))
    text = canonical.text(facts)
    with store.atomic():
        ledger.lock_chain(subject(register, key))
        before = _newest(register, key)
        if request_key and (answer := _answered(register, key, request_key)):
            return answer
        if before is not None and before.state in ENDED:
            raise Refused(Reason("revoked", f"{declaration.title} {key} {before.state.word}，不能再公布新版本。确需恢复的，请先恢复效力并写明理由"))
        version, state = (before.version + 1, before.state) if before else (1, State.VALID)
        made = Published(register, key, version, digest_of(text))
        last = valid_from - timedelta(days=1)
        store.execute(CLOSED, (last, register, key, version, last))
        store.execute(INSERTED, (register, key, version, title, text, made.hash, valid_from, valid_to, state.value, at, unit, request_key,
                                 _searchable(declaration, key, title, facts), owner))
        open_facts, personal = _written_down(declaration, made, title, text, valid_from, valid_to, unit)
        ledger.append(subject=subject(register, key), act=PUBLISHED, actor=actor, at=at, key=request_key, facts=open_facts, personal=personal)
        written_now((register, key, version))
    return made


def publish_all(
    *, register: str, records: Sequence[New], actor: Actor, unit: int, valid_from: date, at: datetime, request: str,
) -> list[Published]:
    """Many versions in one transaction, or none; the same `request` again changes nothing. Raises as `publish`."""
    with store.atomic():
        return [publish(register=register, key=r.key, title=r.title, facts=r.facts, actor=actor, unit=unit, valid_from=valid_from, at=at,
                        request_key=f"{request}:{r.key}") for r in records]


def set_state(*, register: str, key: str, state: State, reason: str, actor: Actor, at: datetime) -> Record:
    """Suspends, restores or revokes a key: all its versions. The same state again changes nothing and is not written down.

    Raises NotFound; Refused without a reason; ValueError for `expired`, which follows from the day.
    """
    declaration = declared(register)
    if state is State.EXPIRED:
        raise ValueError("a record expires by its day; it cannot be set")
    if not reason.strip():
        raise Refused(Reason("reason-needed", "请写明理由，当事人和监督部门会看到", field="reason"))
    with store.atomic():
        if ledger.chain_of(subject(register, key)) is None:
            raise NotFound(f"{register} {key}")
        ledger.lock_chain(subject(register, key))
        before = get(register=register, key=key)
        if before.state is state:
            return before
        store.execute("update registers_record set state = %s where register = %s and key = %s", (state.value, register, key))
        ledger.append(subject=subject(register, key), act=STATE_SET, actor=actor, at=at, facts={
            "register": register, "register_title": declaration.title, "key": key, "version": before.version, "before": before.state.word,
            "after": state.word, "state": state.value, "reason": reason.strip()})
        return get(register=register, key=key)


def _newest(register: str, key: str) -> Record | None:
    found = store.rows(f"select {COLUMNS} from registers_record r where r.register = %s and r.key = %s order by r.version desc limit 1", (register, key))
    return recorded(found[0]) if found else None


def _answered(register: str, key: str, request: str) -> Published | None:
    sql = "select version, hash from registers_record where register = %s and key = %s and request = %s"
    found = store.rows(sql, (register, key, request))
    return Published(register, key, found[0][0], found[0][1], again=True) if found else None


def _written_down(
    declaration: Register, made: Published, title: str, text: str, valid_from: date, valid_to: date | None, unit: int,
) -> tuple[dict[str, Any], dict[str, str]]:
    """What the entry says. Facts with a person's data lie beside it under a salted hash: a bare hash of them could be guessed."""
    said: dict[str, Any] = {
        "register": made.register, "register_title": declaration.title, "key": made.key, "version": made.version, "title": title,
        "valid_from": valid_from, "valid_to": valid_to, "unit": unit,
    }
    if declaration.personal:
        return said, {"facts": text}
    return said | {"hash": made.hash}, {}


def _impersonal(key: str) -> None:
    if not key.strip() or len(key) > 120:
        raise ValueError("a key has 1 to 120 characters")
    if not codes.check_citizen_number(key):
        raise ValueError("a key is shown and recorded in the open: it must not be a citizen number")


def _searchable(declaration: Register, key: str, title: str, facts: Mapping[str, Any]) -> str:
    words = [str(value) for name, value in facts.items() if name not in declaration.personal and isinstance(value, str | int | float)]
    return " ".join((title, key, *words)).casefold()
