"""Who looked into whose data: a reader of the record keeps one row for each look-up by an official, so that nobody's list reads the whole ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.registers import api as registers
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import NotFound

KINDS = frozenset({Kind.LOOKED_UP})
KEEP = ('insert into web_looked (seer, at, unit, post, what, purpose, path, chain, n) values (%s, %s, %s, %s, %s, %s, %s, %s, %s) '
        "on conflict (chain, n) do nothing")
COLUMNS = "id, at, unit, post, what, purpose, path"


@dataclass(frozen=True, slots=True)
class Looked:
    """One look, as the person reads it: which post of which unit, at what, why. `path` leads to what was looked at."""

    id: int
    at: datetime
    unit: str
    post: str
    what: str
    purpose: str
    path: str


def keep(entry: Recorded) -> None:
    """Writes the row of a look-up, once. What the platform or somebody without a post looked at is nobody's looking in."""
    whose = _whose(entry) if entry.actor.get("unit") else None
    if whose is None:
        return
    seer, what, path = whose
    said, purpose = entry.actor, str(entry.facts.get("purpose", ""))
    store.execute(KEEP, (seer, entry.at, str(said.get("unit_name", "")), str(said.get("post_name", "")), what, purpose, path, entry.chain, entry.n))


def _whose(entry: Recorded) -> tuple[int, str, str] | None:
    """Whose data it was, what of them, and where they see it themselves. An act that knows says so: `party`, with `what`."""
    kind, _, rest = entry.subject.partition(":")
    if party := int(entry.facts.get("party", 0) or 0):
        return party, str(entry.facts.get("what", "个人信息")), ""
    if kind == "case":
        told = cases.told(entry.chain)
        return (told.party, f"办件 {told.ref} 的申请内容", f"/my/{told.ref}/") if told.party else None
    if kind in ("person", "firm") and rest.isdecimal():
        return cases.seer_of(kind, int(rest)), "登记的身份信息（按证件号码查）", ""
    if kind == "register":
        return _of_record(*rest.partition(":")[::2])
    return None


def _of_record(register: str, key: str) -> tuple[int, str, str] | None:
    try:
        record = registers.get(register=register, key=key)
    except NotFound:
        return None
    held = registers.declared(register).holder
    return (record.owner, f"{record.title} {key}", f"/my/certificates/{register}/{key}/" if held else "") if record.owner else None


def of(*, actor: Actor, after: int = 0, limit: int = 20) -> list[Looked]:
    """Who looked into the data of whoever somebody is or acts for, newest first; `after` is the last one of the page before."""
    seers = cases.seers_of(actor) if not actor.official else ()
    if not seers:
        return []
    where, params = f"seer in ({', '.join(['%s'] * len(seers))})", list[Any](seers)
    if after:
        where, params = f"{where} and id < %s", [*params, after]
    return [_read(r) for r in store.rows(f"select {COLUMNS} from web_looked where {where} order by id desc limit %s", (*params, limit))]


def empty() -> None:
    store.execute("delete from web_looked")


def _read(row: tuple[Any, ...]) -> Looked:
    id_, at, unit, post, what, purpose, path = row
    instant = store.instant(at)
    assert instant is not None
    return Looked(int(id_), instant, unit, post, what, purpose, path)
