"""Every day is reconciled: what a system says it did against what came. What never came, came otherwise or was never spoken of, is for supervision to see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import READER
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason
from yiwang.systems.oversight.outside import items
from yiwang.systems.oversight.outside.procedures import OUTSIDE
from yiwang.web.accounts import clients

HELD = 'select "case", n, sha256, ref from outside_step where system = %s and "on" = %s'
PUT = ('insert into outside_day (system, "on", steps, missing, other, unknown, came_at) values (%s, %s, %s, %s, %s, %s, %s) on conflict (system, "on") '
       "do update set steps = excluded.steps, missing = excluded.missing, other = excluded.other, unknown = excluded.unknown, came_at = excluded.came_at")
DONE = 'select missing, other, unknown from outside_day where system = %s and "on" = %s'
NOTED = Act("outside.day_noted", Kind.MOVED, "{system} {day} 的数据对不上")
MOST = 20_000  # steps of a day
BACK = 7  # days that are looked at again


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What is to be sent: `missing` never came; `other` came with other contents; `unknown` came, and the day's list does not name it. Each (case, n)."""

    missing: tuple[tuple[str, int], ...]
    other: tuple[tuple[str, int], ...]
    unknown: tuple[tuple[str, int], ...]


def reconcile(*, system: str, day: date, steps: Sequence[Mapping[str, Any]], at: datetime, made: datetime | None = None) -> Reconciled:
    """Compares a day's list with what came; again after what was missing has been sent. One that was `made` before another was taken is too old. Raises
    Invalid."""
    if day >= clock.day(at) or day < clock.day(at) - timedelta(days=366):
        raise Invalid(Reason("day", "只对已经过完的、一年以内的日子。", field="day"))
    if len(steps) > MOST:
        raise Invalid(Reason("too-many", f"一天最多 {MOST:,} 步。", field="steps"))
    said = {(str(one["case"]), int(one["n"])): str(one["sha256"]) for one in steps}
    with store.atomic():
        ledger.lock_chain(f"outside:{system}")
        before = next((store.instant(r[0]) for r in store.rows('select came_at from outside_day where system = %s and "on" = %s', (system, day))), None)
        if made is not None and before is not None and made < before:
            raise Invalid(Reason("older", "这一天在做这个文件以后又对过账，以后来的为准。", field="day"))
        held = {(str(case), int(n)): str(sha256) for case, n, sha256, _ in store.rows(HELD, (system, day))}
        found = Reconciled(tuple(sorted(said.keys() - held.keys())), tuple(sorted(k for k in said.keys() & held.keys() if said[k] != held[k])),
                           tuple(sorted(held.keys() - said.keys())))
        store.execute(PUT, (system, day, len(said), len(found.missing), len(found.other), len(found.unknown), at))
    return found


def look(at: datetime) -> int:
    """Once a day: days that were never reconciled, or still lack something. Each is noted once, on record. Gives how many were noted."""
    today, noted = clock.day(at), 0
    for system, records in items.systems().items():
        if clients.client(system) is None:  # it is retired, and can hand in nothing any more
            continue
        since = max(min(clock.day(r.published_at) for r in records), today - timedelta(days=BACK))
        for day in (today - timedelta(days=back) for back in range(1, BACK + 1)):
            if day >= since and (wrong := _wrong(system, day)):
                noted += _note(system, day, wrong, records[0], at)
    return noted


def _wrong(system: str, day: date) -> dict[str, Any]:
    found = store.rows(DONE, (system, day))
    if not found:
        return {"missing": [_whole(day)]}
    missing, other, unknown = map(int, found[0])
    unlike = [f"{other} 步两边不一样"] * bool(other) + [f"{unknown} 步报来过、对账时没有列出"] * bool(unknown)
    return {**({"missing": [f"{day} 的 {missing} 步"]} if missing else {}), **({"contradicts": f"{day} 有 {'，'.join(unlike)}"} if unlike else {})}


def _whole(day: date) -> str:
    return f"{day} 的对账"


def _note(system: str, day: date, wrong: Mapping[str, Any], record: Any, at: datetime) -> int:
    short = "missing" in wrong and wrong["missing"] != [_whole(day)]  # a day that was noted as never reconciled may be short of steps afterwards
    key = f"outside:{system}:{day}:{'+'.join(sorted(wrong))}{':steps' * short}"
    with store.atomic():
        chain, _, _ = ledger.lock_chain(f"outside:{system}")
        if ledger.answered(chain, key):
            return 0
        unit = identity.unit_by_code(str(record.facts["unit"])).id
        facts = {"procedure": OUTSIDE.code, "unit": unit, "system": system, "day": str(day), "reported": dict(wrong)}
        ledger.append(subject=f"outside:{system}", act=NOTED, actor=READER, at=at, key=key, facts=facts)
    return 1
