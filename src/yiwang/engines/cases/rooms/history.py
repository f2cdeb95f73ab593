"""The history of a case: its chain, entry by entry, in words. The entry is the history; nothing else is kept."""

from __future__ import annotations

from yiwang.engines.cases.rooms.read import Locked
from yiwang.engines.cases.types import Where
from yiwang.engines.cases.views import Line
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.kernel.actors import CODED, signed
from yiwang.kernel.acts import Kind

VERDICTS = {"agree": "同意", "agree_with_conditions": "同意，附要求", "object": "不同意", "done": "办好了协办的事", "not_ours": "回复不属本单位职责"}
PLAIN = frozenset({"from", "to", "move", "procedure", "version", "unit", "handed_to", "handed_name", "started", "stopped", "changed", "as_of"})
LEVELS = {"yellow": "预警", "prompt": "预警", "red": "超期"}


def lines(row: Locked, *, show_party: bool) -> tuple[Line, ...]:
    """Newest first. A citizen's name is shown to the party and the units that work on the case, otherwise “申请人”."""
    return tuple(_line(row, entry, show_party) for entry in ledger.history(row.id, newest_first=True))


def _line(row: Locked, entry: ledger.Recorded, show_party: bool) -> Line:
    actor, facts = entry.actor, entry.facts
    coded = actor.get("system") == CODED.system
    if coded:
        who = "申请人（凭查询码）"
    elif actor.get("system"):
        who = {"clock": "时钟", "reader": "平台", "import": "导入"}.get(str(actor["system"]), "平台")
    elif actor.get("unit"):
        who = signed(str(actor.get("name", "")), str(actor.get("in_place_of_name", "")))
    else:
        who = row.party_name if show_party and row.party_name else "申请人"
        who = f"代{who}办理" if actor.get("for_person") else who
    unit, behalf = str(actor.get("unit_name", "")), bool(actor.get("for_person"))
    if row.sealed and not show_party and (entry.n == 1 or coded or not (actor.get("unit") or actor.get("system"))):
        facts = {name: value for name, value in facts.items() if name in PLAIN}  # what they answered in the open, and who they are by number, too
    return Line(entry.n, entry.at, entry.kind, str(facts.get("move", "")), _text(row, entry), who, unit, entry.hash.hex(), facts, behalf)


def _text(row: Locked, entry: ledger.Recorded) -> str:
    facts, kind = entry.facts, entry.kind
    if kind is Kind.OPENED:
        if row.item.code and entry.actor.get("unit"):
            return "窗口收件"
        by, code = entry.actor, row.item.code
        if code or (by.get("account") and not by.get("unit")):
            return "提交申请" if code else f"提出{row.procedure.title}"
        own = all(row.procedure.roles[role].where is Where.CLOCK for role in row.procedure.begun_by)
        return "立案" if own else f"登记{row.procedure.title}"
    if kind in (Kind.WARNED, Kind.BREACHED):
        unit = identity.unit(int(facts["unit"])).short
        said = {"yellow": "时限将到", "prompt": "只剩最后一天", "red": "已超期"}[str(facts["level"])]
        return f"{unit}“{facts.get('title', '')}”{said}"
    if kind is Kind.LAPSED:
        since = f"，自 {facts.get('as_of', '')} 起算" if facts.get("started") else ""
        return f"期满未答复，自动{_title(row, facts)}{since}" if since else f"期限届满：{_title(row, facts)}"
    if kind is Kind.URGED:
        return f"催办{facts.get('urged', '')}"
    if "above" in facts:  # between a unit asked and one below it
        below = identity.unit(int(facts["unit"])).short
        return {Kind.INQUIRED: f"转{below}办理", Kind.RETURNED: f"退回{below}重答"}.get(kind, f"{below}答复了转办")
    if kind is Kind.ANSWERED:
        verdict = VERDICTS.get(str(facts.get("verdict", "")), "已回复")
        return f"{identity.unit(int(facts['unit'])).short}{verdict}"
    if kind is Kind.DOCUMENTED:
        return f"{facts.get('title', '文书')}已制作（{facts.get('number', '')}）"
    if kind is Kind.LOOKED_UP:
        return f"查看申请内容：{facts.get('purpose', '')}"
    if kind is Kind.CHANGED and facts.get("succeeded"):
        return "；".join(f"{s['unit_name']}并入{s['into_name']}，由{s['into_name']}承接" for s in facts["succeeded"])
    move = row.procedure.by_code.get(str(facts.get("move", "")))
    said = (move.says or move.title) if move else kind.title
    return f"{said}：{facts['handed_name']}" if facts.get("handed_name") else said


def _title(row: Locked, facts: object) -> str:
    code = str(facts.get("move", "")) if hasattr(facts, "get") else ""
    move = row.procedure.by_code.get(code)
    return move.title if move else ""
