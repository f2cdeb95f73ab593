"""The process of a rehearsal: its city is a copy. Looks, upgrades, looks again. `python -m yiwang.city.keeping.trial TOLD [ARCHIVE]`."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from yiwang.city import prepare
from yiwang.city.words import Trouble, say, step

WIDTH = 1 << 128


def main(argv: list[str]) -> int:
    told = Path(argv[0])
    try:
        if argv[1:]:
            from yiwang.city.keeping import restore, sealed

            restore.restore(Path(argv[1]), sealed.passphrase(None, new=False), Path(os.environ["YIWANG_DATA"]), onward=False)
        prepare.house()
        told.write_text(json.dumps(_tried()))
    except Trouble as trouble:
        say(f"✗ {trouble}")
        return 1
    return 0


def _tried() -> dict[str, Any]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from yiwang.city import readers
    from yiwang.city.keeping import rows, shape
    from yiwang.engines.cases import api as cases
    from yiwang.engines.ledger import api as ledger

    old, new = ({one.name: one for one in shape.tables(which)} for which in (shape.applied(), shape.newest()))
    executor = MigrationExecutor(connection)
    plan = [f"{one.app_label}.{one.name}" for one, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    with step(f"看 {len(old)} 张表"), rows.one_instant():
        before = {name: _figures(one, new.get(name)) for name, one in old.items()}
    began = time.monotonic()
    with step(f"在副本上升级 {len(plan)} 步"):
        executor.migrate(executor.loader.graph.leaf_nodes())
        ledger.grants()
    took = time.monotonic() - began
    with step(f"再看 {len(new)} 张表"), rows.one_instant():
        after = {name: _figures(one, old.get(name)) for name, one in new.items()}
    with step("核验副本的留痕"):
        faults = [fault.text for fault in ledger.verify().faults]
    changes = [change for name in sorted({*old, *new}) if (change := _change(name, old.get(name), new.get(name), before.get(name), after.get(name)))]
    return {"plan": plan, "seconds": round(took, 1), "tables": len({*old, *new}), "changes": changes, "faults": faults,
            "anew": readers.older(), "lacking": [f"{code} 第 {version} 版" for code, version in cases.lacking()]}


def _figures(one: Any, other: Any) -> tuple[int, int]:
    """How many rows, and a sum over what they hold in the columns that are there before and after: the same whatever their order."""
    from yiwang.city.keeping import rows
    from yiwang.city.keeping.shape import Shape

    if other is None:
        return rows.count(one.name), 0
    count, total = 0, 0
    both = tuple(column for column in one.columns if column in other.columns)
    for line in rows.lines(Shape(one.name, tuple(sorted(both)), one.key, "")):
        count += 1
        total += int.from_bytes(hashlib.blake2b(line, digest_size=16).digest())
    return count, total % WIDTH


def _change(name: str, old: Any, new: Any, before: tuple[int, int] | None, after: tuple[int, int] | None) -> str:
    """What happens to a table, in words; "" for nothing."""
    if before is None or after is None:
        return f"{name}：新表，{after[0]:,} 行" if after else f"{name}：去掉（原有 {before[0] if before else 0:,} 行）"
    was, now = dict(old.columns), dict(new.columns)
    said = [f"加 {'、'.join(sorted(now.keys() - was.keys()))}"] if now.keys() - was.keys() else []
    said += [f"去 {'、'.join(sorted(was.keys() - now.keys()))}"] if was.keys() - now.keys() else []
    said += [f"{before[0]:,} → {after[0]:,} 行"] if before[0] != after[0] else []
    said += [f"{after[0]:,} 行里有内容改动"] if before[0] == after[0] and before[1] != after[1] else []
    return f"{name}：{'；'.join(said)}" if said else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
