"""The contract with departments' systems: steps as they are taken, the day's list to reconcile, how a case stands. Signed requests alone (`web.api.signed`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forming
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import Invalid, NotFound, Refused
from yiwang.kernel.reasons import Reason
from yiwang.systems.oversight.outside import days, forms, taking
from yiwang.web.accounts.clients import Client
from yiwang.web.api import asked
from yiwang.web.card import Signed

MOST = 200  # steps of one request
TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
HASH = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
STEP_OF = {"type": "object", "required": ["case", "n"], "properties": {"case": TEXT, "n": NUMBER}}
REASON = {"type": "object", "properties": dict.fromkeys(("code", "text", "field"), TEXT)}
RESULT = {"type": "object", "required": ["case", "n", "taken"], "properties": {
    "case": TEXT, "n": NUMBER, "taken": {"type": "boolean"}, "again": {"type": "boolean"}, "ref": TEXT, "sha256": HASH, "contradicts": TEXT,
    "late_hours": NUMBER, "reasons": {"type": "array", "items": REASON}}}
RESULTS = {"type": "object", "required": ["results"], "properties": {"results": {"type": "array", "items": RESULT}}}
LISTED = {"type": "object", "required": ["steps"], "additionalProperties": False, "properties": {"steps": {
    "type": "array", "maxItems": days.MOST, "items": {"type": "object", "required": ["case", "n", "sha256"], "additionalProperties": False,
                                                     "properties": {"case": TEXT, "n": {"type": "integer", "minimum": 1, "maximum": 999}, "sha256": HASH}}}}}
FOUND = {"type": "object", "required": ["missing", "other", "unknown"],
         "properties": {name: {"type": "array", "items": STEP_OF} for name in ("missing", "other", "unknown")}}
STANDING = {"type": "object", "required": ["ref", "state", "title", "n", "due"],
            "properties": {"ref": TEXT, "state": TEXT, "title": TEXT, "n": NUMBER, "due": TEXT}}


def _asks() -> Mapping[str, Any]:
    step = {name: part for name, part in forming.schema(forms.STEP).items() if not name.startswith("$")}
    return {"type": "object", "required": ["steps"], "additionalProperties": False,
            "properties": {"steps": {"type": "array", "minItems": 1, "maxItems": MOST, "items": step}}}


def steps(request: Any, client: Client) -> tuple[int, Any]:
    """Each step by itself, in the order they are given: what is wrong with one keeps no other back."""
    given = asked.body(request).get("steps")
    if not (isinstance(given, list) and 0 < len(given) <= MOST and all(isinstance(one, dict) for one in given)):
        raise Invalid(Reason("steps", f"steps 请用一列对象，1 到 {MOST} 个。", field="steps"))
    return 200, {"results": [one(client.code, step, request.actor, request.at) for step in given]}


def one(system: str, given: dict[str, Any], actor: Actor, at: datetime) -> dict[str, Any]:
    """What becomes of one step, as it is answered."""
    number = str(given.get("n", ""))
    place = {"case": str(given.get("case", ""))[:60], "n": int(number) if re.fullmatch("[0-9]{1,3}", number) else 0}
    try:
        data = asked.checked(forms.STEP, {k: str(v) if k in ("n", "days") and isinstance(v, int) else v for k, v in given.items()}, actor, at)
        taken = taking.take(system=system, data=data, at=at)
    except Refused as refused:
        return {**place, "taken": False, "reasons": [{"code": r.code, "text": r.text, "field": r.field} for r in refused.reasons]}
    return {**place, "taken": True, "again": taken.replayed, "ref": taken.ref, "sha256": taking.fingerprint(data.answers),
            **({"contradicts": taken.contradicts} if taken.contradicts else {}), **({"late_hours": taken.late_hours} if taken.late_hours else {})}


def day(request: Any, client: Client, day: str) -> tuple[int, Any]:
    """What the system says it did on a day, each step with the hash it was answered with; told back is what does not agree."""
    return 200, reconciled(client.code, day, asked.body(request).get("steps"), request.at)


def reconciled(system: str, day: Any, given: Any, at: datetime, *, made: datetime | None = None) -> dict[str, Any]:
    """What is told of a day's list. `made`: when it was written, where it came by a carrier. Raises Invalid."""
    if not (isinstance(given, list) and all(_listed(one) for one in given)):
        raise Invalid(Reason("steps", "steps 请用一列 {case, n, sha256}。", field="steps"))
    try:
        on = date.fromisoformat(day if isinstance(day, str) else "")
    except ValueError:
        raise Invalid(Reason("day", "日期请写成 2026-11-20 这样。", field="day")) from None
    found = days.reconcile(system=system, day=on, steps=given, at=at, made=made)
    return {name: [{"case": case, "n": n} for case, n in getattr(found, name)] for name in ("missing", "other", "unknown")}


def _listed(one: Any) -> bool:
    return (isinstance(one, dict) and one.keys() == {"case", "n", "sha256"} and isinstance(one["case"], str) and isinstance(one["n"], int)
            and isinstance(one["sha256"], str) and re.fullmatch("[0-9a-f]{64}", one["sha256"]) is not None)


def standing(request: Any, client: Client, case: str) -> tuple[int, Any]:
    """How a case of one's own stands here, and what step is next."""
    found = store.rows('select ref, max(n) from outside_step where system = %s and "case" = %s group by ref', (client.code, case))
    if not found:
        raise NotFound(case)
    view = cases.face(ref=str(found[0][0]), at=request.at)
    main = view.main_clock
    due = main.due_on.isoformat() if main and main.due_on and not main.stopped_on else ""
    return 200, {"ref": view.ref, "state": view.state, "title": view.procedure.states[view.state].title, "n": int(found[0][1]), "due": due}


OPERATIONS = (
    Signed("POST", "steps/", "外部系统：报送办理的步骤", steps, {200: RESULTS}, _asks, "办一步报一步，一个办件按 n 的顺序；同一步重发答复相同。"
           "对不上的照样收下并记录，答复里的 contradicts 写明原因。一次最多 200 步；连不上的，攒成签名的文件带过来。"),
    Signed("POST", "days/<str:day>/", "外部系统：每日对账", day, {200: FOUND}, lambda: LISTED, "第二天报前一天办过的全部步骤；缺的补报以后再对一次。"),
    Signed("GET", "cases/<str:case>/", "外部系统：自己的一个办件在这里的情况", standing, {200: STANDING}),
)
