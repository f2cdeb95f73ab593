"""Reading versions. A version never changes, so each process keeps those it has read; what may change is read anew each time."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import date
from typing import Any, overload

from django.conf import settings
from django.db import transaction

from yiwang.engines.registers.types import Facts, Page, Pinned, Record, State
from yiwang.engines.store import api as store
from yiwang.kernel.errors import NotFound

COLUMNS = "r.register, r.key, r.version, r.title, r.facts, r.hash, r.valid_from, r.published_at, r.published_by, r.valid_to, r.state, r.owner"
IN_FORCE = "r.valid_from <= %s and (r.valid_to is null or r.valid_to >= %s)"
NEWEST = "r.version = (select max(l.version) from registers_record l where l.register = r.register and l.key = r.key)"
KEPT = 50_000  # versions a process keeps at most
LIKE = "r.search like %s escape '!'"
LONGEST_PAGE = 500
_versions: dict[tuple[str, str, int], Pinned] = {}
_uncommitted: set[tuple[str, str, int]] = set()


def forget() -> None:
    """Empties what this process remembers: after the database under it was exchanged (tests, restore)."""
    _versions.clear()
    _uncommitted.clear()


os.register_at_fork(after_in_child=forget)


@overload
def get(*, register: str, key: str, version: int) -> Pinned: ...
@overload
def get(*, register: str, key: str, version: None = None, on: date | None = None) -> Record: ...


def get(*, register: str, key: str, version: int | None = None, on: date | None = None) -> Pinned | Record:
    """A version by number (kept by the process, without what may change), or the one in force on a day, or the newest. Raises NotFound."""
    if version is not None:
        return _versions.get((register, key, version)) or _pinned((register, key, version))
    sql = f"select {COLUMNS} from registers_record r where r.register = %s and r.key = %s"
    if on is None:
        found = store.rows(f"{sql} order by r.version desc limit 1", (register, key))
    else:
        found = store.rows(f"{sql} and {IN_FORCE} order by r.version desc limit 1", (register, key, on, on))
    if not found:
        raise NotFound(f"{register} {key}")
    return recorded(found[0])


def all_of(
    *, register: str, on: date | None = None, state: State | None = None, search: str = "", unit: int = 0, after: str = "", limit: int = 50,
) -> Page:
    """A page of a register in the order of keys: what is in force on a day, or the newest version of every key.

    `search` finds every word in titles, keys and facts that are not personal; `unit` is who published.
    """
    conditions, params = ["r.register = %s", "r.key > %s"], [register, after]
    if on is None:
        conditions.append(NEWEST)
    else:
        conditions.append(IN_FORCE)
        params += [on, on]  # type: ignore[list-item]
    if state is not None:
        conditions.append("r.state = %s")
        params.append(state.value)
    if unit:
        conditions.append("r.published_by = %s")
        params.append(unit)  # type: ignore[arg-type]
    likes = _likes(search)
    conditions, params = [*conditions, *[LIKE] * len(likes)], [*params, *likes]
    limit = max(1, min(limit, LONGEST_PAGE))
    sql = f"select {COLUMNS} from registers_record r where {' and '.join(conditions)} order by r.key, r.version desc limit %s"
    found = [recorded(row) for row in store.rows(sql, (*params, limit + 1))]
    return Page(tuple(found[:limit]), found[limit - 1].key if len(found) > limit else "")


def latest(*, register: str, search: str = "", after: int = 0, limit: int = 50) -> Page:
    """A page of what is valid, what was published last first; `search` as in `all_of`, `after` is the page before."""
    likes = _likes(search)
    where = " and ".join(("r.register = %s", "r.id < %s", "r.state = 'valid'", NEWEST, *[LIKE] * len(likes)))
    rows = store.rows(f"select {COLUMNS}, r.id from registers_record r where {where} order by r.id desc limit %s",
                      (register, after or 2**62, *likes, limit + 1))
    return Page(tuple(recorded(row[:-1]) for row in rows[:limit]), str(rows[limit - 1][-1]) if len(rows) > limit else "")


def _likes(search: str) -> list[str]:
    """A pattern a word that is looked for."""
    return ["%" + word.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%" for word in search.casefold().split()[:8]]


def history(*, register: str, key: str) -> list[Record]:
    """All versions of a key, newest first."""
    sql = f"select {COLUMNS} from registers_record r where r.register = %s and r.key = %s order by r.version desc"
    return [recorded(row) for row in store.rows(sql, (register, key))]


def in_force(*, register: str, start: str, on: date) -> list[tuple[str, int, State]]:
    """Key, version and state of everything in force on a day whose key begins so, in the order of keys; nothing of what it says."""
    sql = (f"select r.key, max(r.version), max(r.state) from registers_record r where r.register = %s and r.key like %s escape '!' and {IN_FORCE} "
           "group by r.key order by r.key")
    return [(key, version, State(state)) for key, version, state in store.rows(sql, (register, _begins(start), on, on))]


def owned(*, register: str, owner: int) -> list[Record]:
    """The newest version of everything that is somebody's, newest first. Nobody (0) owns nothing."""
    sql = f"select {COLUMNS} from registers_record r where r.owner = %s and r.owner > 0 and r.register = %s and {NEWEST} order by r.published_at desc, r.key"
    return [recorded(row) for row in store.rows(sql, (owner, register))]


def ending(*, register: str, first: date, last: date, after: str = "", limit: int = 500) -> Page:
    """What is somebody's, valid, and has its last day within these days: newest versions in the order of that day. `after` is the page before."""
    where, params = f"r.register = %s and r.state = 'valid' and r.valid_to between %s and %s and r.owner > 0 and {NEWEST}", [register, first, last]
    on, _, key = after.partition("~")
    if on:
        where, params = f"{where} and (r.valid_to > %s or (r.valid_to = %s and r.key > %s))", [*params, *[date.fromisoformat(on)] * 2, key]
    sql = f"select {COLUMNS} from registers_record r where {where} order by r.valid_to, r.key limit %s"
    found = [recorded(row) for row in store.rows(sql, (*params, limit + 1))]
    return Page(tuple(found[:limit]), f"{found[limit - 1].valid_to}~{found[limit - 1].key}" if len(found) > limit else "")


def keys(*, register: str, start: str = "") -> list[str]:
    """The keys of a register that begin so, in order."""
    sql = "select distinct key from registers_record where register = %s and key like %s escape '!' order by key"
    return [row[0] for row in store.rows(sql, (register, _begins(start)))]


def _begins(start: str) -> str:
    return start.replace("!", "!!").replace("_", "!_").replace("%", "!%") + "%"


def recorded(row: tuple[Any, ...]) -> Record:
    register, key, version, title, facts, digest, valid_from, published_at, published_by, valid_to, state, owner = row
    at, first = store.instant(published_at), store.day(valid_from)
    return Record(register, key, version, title, frozen(json.loads(facts)), digest, first, at, published_by, store.day(valid_to), State(state), owner)


def written_now(place: tuple[str, str, int]) -> None:
    """A version of this transaction: not kept before it is committed, because it may never be."""
    _versions.pop(place, None)
    _uncommitted.add(place)
    transaction.on_commit(lambda: _uncommitted.discard(place))


def frozen(value: Mapping[str, Any]) -> Facts:
    return Facts({name: _frozen(one) for name, one in value.items()})


def digest_of(text: str, algorithm: str = "") -> str:
    """`sha256:…` or `sm3:…` over the stored text, by the city's setting."""
    algorithm = algorithm or settings.HASH
    return f"{algorithm}:{hashlib.new(algorithm, text.encode()).hexdigest()}"


def _pinned(place: tuple[str, str, int]) -> Pinned:
    found = store.rows(f"select {COLUMNS} from registers_record r where r.register = %s and r.key = %s and r.version = %s", place)
    if not found:
        raise NotFound("{} {} v{}".format(*place))
    whole = recorded(found[0])
    if whole.hash and digest_of(found[0][4], whole.hash.partition(":")[0]) != whole.hash:  # none once it was erased
        raise ValueError(f"{place}: the facts are not those that were published; compare with the record and the backup")
    pinned = Pinned(whole.register, whole.key, whole.version, whole.title, whole.facts, whole.hash, whole.valid_from, whole.published_at,
                    whole.published_by)
    if place not in _uncommitted:
        if len(_versions) >= KEPT:
            _versions.clear()
        _versions[place] = pinned
    return pinned


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return frozen(value)
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value
