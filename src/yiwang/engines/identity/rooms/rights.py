"""Rights by tenure or mandate, cached with their days of validity until the epoch moves: exact revocation without a query a step."""

from __future__ import annotations

import os
from datetime import date

from yiwang.engines.identity.types import Kind, Level, Organ, Rights, Unit
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor

EPOCH = "(select n from identity_epoch where id = 1)"
OPEN = "and not exists (select 1 from identity_account a where a.id = %s and not a.is_active)"
NO_RIGHTS = Rights()
ONESELF = Rights(roles=frozenset({"scope:*"}))  # whoever acts for nobody else may do everything of their own


class _Cache:
    epoch = -1
    rights: dict[tuple[str, int, int], Rights] = {}
    units: dict[int, Unit] = {}
    codes: dict[str, Unit] = {}
    above: dict[int, tuple[int, ...]] = {}
    divisions: dict[str, tuple[tuple[str, str], ...]] = {}


def forget() -> None:
    """Empties what this process remembers."""
    _Cache.epoch = -1
    _Cache.rights, _Cache.units, _Cache.codes, _Cache.above, _Cache.divisions = {}, {}, {}, {}, {}


os.register_at_fork(after_in_child=forget)


def epoch() -> int:
    return int(store.rows(f"select {EPOCH}")[0][0])


def moved() -> None:
    """Called by whatever changes rights, in the same transaction."""
    forget()
    store.execute("update identity_epoch set n = n + 1 where id = 1")


def hold_still() -> None:
    """Nobody else changes rights until this transaction ends: what a guard found is still so when the change is made."""
    store.rows(f"select n from identity_epoch where id = 1{store.lock()}")


def _at(epoch_now: int) -> None:
    if _Cache.epoch != epoch_now:
        forget()
        _Cache.epoch = epoch_now


def rights(actor: Actor, *, epoch_now: int) -> Rights:
    """What the actor's present capacity allows. `epoch_now` is the epoch read under the lock of what is being changed."""
    _at(epoch_now)
    key = ("t", actor.tenure, actor.account) if actor.tenure else ("m", actor.mandate, actor.account)
    if not key[1]:
        return ONESELF if actor.account and actor.person else NO_RIGHTS
    known = _Cache.rights  # this epoch's own: while we read, another thread may have opened the next, where what we found is not true any more
    found = known.get(key)
    if found is None:
        found = known[key] = _of_tenure(actor) if actor.tenure else _of_mandate(actor)
    return found


def _of_tenure(actor: Actor) -> Rights:
    rows = store.rows(
        "select p.unit_id, r.role, t.since, t.until, p.valid_to from identity_tenure t join identity_post p on p.id = t.post_id "
        "left join identity_postrole r on r.post_id = p.id where t.id = %s and t.person_id = %s " + OPEN,
        (actor.tenure, actor.person, actor.account),
    )
    if not rows:
        return NO_RIGHTS
    unit, _, since, until, ended = rows[0]
    last = min(store.day(until) or date.max, store.day(ended) or date.max)
    return Rights(unit, frozenset(r[1] for r in rows if r[1]), store.day(since) or date.min, last)


def _of_mandate(actor: Actor) -> Rights:
    rows = store.rows(
        "select scope, since, until from identity_mandate where id = %s and holder_id = %s and ended_at is null and coalesce(for_firm_id, 0) = %s "
        "and coalesce(for_person_id, 0) = %s " + OPEN,
        (actor.mandate, actor.person, actor.firm, actor.for_person, actor.account),
    )
    if not rows:
        return NO_RIGHTS
    scope, since, until = rows[0]
    whom = f"firm:{actor.firm}" if actor.firm else f"person:{actor.for_person}"
    return Rights(0, frozenset((whom, f"scope:{scope}")), store.day(since) or date.min, store.day(until) or date.max)


UNIT = (
    "select id, code, name, short, level, kind, organ, coalesce(government_id, 0), coalesce(line_id, 0), division, phone, word, coalesce(successor_id, 0) "
    "from identity_unit where "
)


def unit(id_: int, *, epoch_now: int | None = None) -> Unit:
    """A unit as it stands. Without `epoch_now` what the process last saw is good enough (names on a page). Raises KeyError."""
    if epoch_now is not None:
        _at(epoch_now)
    return _Cache.units.get(id_) or _remembered(UNIT + "id = %s", id_)


def unit_by_code(code: str) -> Unit:
    """The unit of a code. Raises KeyError."""
    return _Cache.codes.get(code) or _remembered(UNIT + "code = %s", code)


def in_force(id_: int, *, epoch_now: int | None = None) -> int:
    """The unit itself, or whichever took over from it when it was merged."""
    here = unit(id_, epoch_now=epoch_now)
    return in_force(here.heir) if here.heir else id_


def same_government(one: int, other: int, *, epoch_now: int | None = None) -> bool:
    """Whether two units are of one government (块): its departments with their offices, not those of the level above or below."""
    return _government(one, epoch_now) == _government(other, epoch_now)


def _government(id_: int, epoch_now: int | None) -> int:
    here = unit(id_, epoch_now=epoch_now)
    return id_ if here.kind is Kind.GOVERNMENT or not here.government else _government(here.government, epoch_now)


def reads_as(id_: int) -> tuple[int, ...]:
    """The units as which a unit reads: itself, and for a body that watches its government too. Reading is not acting."""
    here = unit(id_)
    return (id_, here.government) if here.kind is Kind.WATCH and here.government else (id_,)


def below(*, level: int, organ: str = "government") -> list[Unit]:
    """All units of a level in force, in the order of their codes."""
    rows = store.rows("select id from identity_unit where level = %s and organ = %s and valid_to is null order by code", (int(level), organ))
    return [unit(r[0]) for r in rows]


def government_of(division: str) -> Unit | None:
    """The government of a division (6, 9 or 12 digits), or None."""
    rows = store.rows("select id from identity_unit where division = %s and kind = 'government' limit 1", (division,))
    return unit(rows[0][0]) if rows else None


def divisions_below(code: str) -> tuple[tuple[str, str], ...]:
    """Divisions directly below one as this process last saw them: code and name; the counties for the empty code."""
    known = _Cache.divisions
    found = known.get(code)
    if found is None and (found := _divisions_below(code)):  # of what is asked for and is not there nothing is kept: anybody may ask
        known[code] = found
    return found


def _divisions_below(code: str) -> tuple[tuple[str, str], ...]:
    length = {0: 6, 6: 9, 9: 12}.get(len(code))
    if length is None or (code and not code.isdigit()):
        return ()
    sql = "select division, short from identity_unit where length(division) = %s and division like %s and kind in ('government', 'station') order by division"
    found = store.rows(sql, (length, f"{code}%"))
    return tuple((division, name) for division, name in found if not (length == 6 and division.endswith("00")))


def _remembered(sql: str, key: object) -> Unit:
    rows = store.rows(sql, (key,))
    if not rows:
        raise KeyError(key)
    r = rows[0]
    found = Unit(r[0], r[1], r[2], r[3], Level(r[4]), Kind(r[5]), Organ(r[6]), *r[7:])
    _Cache.units[found.id] = _Cache.codes[found.code] = found
    return found


def above(id_: int) -> tuple[int, ...]:
    """The unit itself and every unit above it along both lines, nearest first: those who may see what it does."""
    found = _Cache.above.get(id_)
    if found is None:
        seen: list[int] = []
        waiting = [id_]
        while waiting:
            here = waiting.pop(0)
            if here and here not in seen:
                seen.append(here)
                it = unit(here)
                waiting += [it.government, it.line]
        found = _Cache.above[id_] = tuple(seen)
    return found
