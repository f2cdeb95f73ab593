"""Acts of a procedure: declared ones, and for all other moves one made from the move itself."""

from __future__ import annotations

from functools import lru_cache

from yiwang.engines.cases.types import Move, Procedure
from yiwang.kernel.acts import Act, Kind


@lru_cache(maxsize=4096)
def of_move(procedure_code: str, move_code: str, kind: Kind, says: str) -> Act:
    return Act(f"{procedure_code}.{move_code}", kind, says)


def move_act(procedure: Procedure, move: Move) -> Act:
    return move.act or of_move(procedure.code, move.code, move.kind, move.says or move.title)


def opened_act(procedure: Procedure) -> Act:
    return procedure.opened or of_move(procedure.code, "opened", Kind.OPENED, "收到{case}")


def engine_act(procedure: Procedure, name: str, kind: Kind, says: str) -> Act:
    """An act that the engine itself writes in any procedure: answered, urged, warned, breached, lapsed, documented."""
    return of_move(procedure.code, name, kind, says)
