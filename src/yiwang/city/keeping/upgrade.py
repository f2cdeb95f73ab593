"""The step to newer code: whether one is due, the step itself, and what a rehearsal says in words."""

from __future__ import annotations

import time

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from yiwang.city import halves, prepare, readers
from yiwang.city.keeping import rehearsal, shape
from yiwang.city.words import say, step
from yiwang.engines.ledger import api as ledger


def due() -> int:
    """How many steps of this code the data have not had. Raises Trouble when they are newer, or half a city."""
    halves.refuse()
    shape.applied()
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def upgraded() -> int:
    """Does it. What breaks off in the middle is gone on with by the next time: each step is done whole or not at all."""
    began = time.monotonic()
    prepare.schema()
    with step("核验留痕"):
        faults = ledger.verify().faults
    for fault in faults:
        say(f"  ✗ {fault.kind.title}　{fault.text}")
    _say_anew(readers.older())
    say(f"{'OK' if not faults else '✗ 已升级，但留痕核验发现问题'}　{time.monotonic() - began:.1f} s　用 ./yiwang up 启动")
    return 1 if faults else 0


def rehearsed(scratch: str) -> int:
    """Tries it on a copy and says what came of it. 1 when the real one must not be done."""
    steps = due()
    found = rehearsal.rehearse(scratch)
    say(f"要升级 {steps} 步：{'、'.join(found['plan']) or '没有'}")
    for change in found["changes"]:
        say(f"  {change}")
    say(f"  {'其余 ' if found['changes'] else ''}{found['tables'] - len(found['changes'])} 张表不变")
    say(f"副本复制用了 {found['copied']} s，升级用了 {found['seconds']} s；正式升级也要这么久，那段时间城市要停着，另加备份的时间。")
    _say_anew(found["anew"])
    for name in found["lacking"]:
        say(f"✗ 有办件还按 {name} 在办，这份代码没有它。 Open cases pin a version that this code lacks.")
    for fault in found["faults"]:
        say(f"✗ 升级后留痕核验：{fault}")
    bad = bool(found["lacking"] or found["faults"])
    say("✗ 不要升级，原因见上；城市没有动过。 Do not upgrade." if bad else "OK　在办的办件都能接着办；城市没有动过。 Open cases can go on.")
    return 1 if bad else 0


def _say_anew(kept: list[str]) -> None:
    """What this code counts otherwise than the code before."""
    if kept:
        say(f"这些数的算法变了，一网启动以后从办件记录重新做一遍，做完以前看到的是不全的：{'、'.join(kept)}。 Made anew from the record once the city runs.")
