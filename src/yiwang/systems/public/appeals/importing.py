"""Matters taken over from an older system: each goes through the procedure at its own times, as the platform's import, once."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.ledger import api as ledger
from yiwang.engines.reports import api as reports
from yiwang.engines.store import api as store
from yiwang.engines.texts import api as texts
from yiwang.kernel import clock
from yiwang.kernel.actors import IMPORT
from yiwang.kernel.errors import Invalid, Refused
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.appeals import forms, parameters, taking
from yiwang.systems.public.appeals.model import city, tables
from yiwang.systems.public.appeals.procedures import MATTER

NEEDED, WRITTEN = ("subject", "time", "body"), ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M")
KNOWN = dict(parameters.TOPICS)
ASKS = ("咨询", "请问", "？", "?")
NO_CLASS, DESK = "没有分类", "受理中心"
SHOWN = 20  # faults told one by one


def run(file: Path, at: datetime) -> int:
    """Takes over every message of a CSV file; prints what became of them by class and by the unit suggested. Raises Invalid, Refused."""
    columns, rows = tables.rows(file.read_bytes())
    if missing := [name for name in NEEDED if name not in columns]:
        raise Invalid(Reason("columns-missing", f"缺少 {'、'.join(missing)} 列。文件里有的列：{'、'.join(columns)}。"))
    counts: dict[str, dict[str, Counter[str]]] = {"按类别": defaultdict(Counter), "按建议的单位": defaultdict(Counter)}
    whole, faults = Counter[str](), []
    for number, row in enumerate(rows, 1):
        try:
            topic, unit, said = _through(row, file.name, at)
        except (ValueError, Refused) as fault:
            faults.append(f"  第 {number} 条没有导入：{fault}")
            continue
        whole.update(said)
        counts["按类别"][topic or NO_CLASS].update(said)
        counts["按建议的单位"][unit].update(said)
    print(f"收到 {whole['taken']:,} 件，答复 {whole['answered']:,} 件，按期 {whole['on_time']:,} 件，超期 {whole['late']:,} 件，没有答复 {whole['open']:,} 件")
    for title, groups in counts.items():
        print(title)
        for name, n in sorted(groups.items(), key=lambda g: -g[1]["taken"]):
            print(f"  {name}：收到 {n['taken']:,}，答复 {n['answered']:,}，按期 {n['on_time']:,}，超期 {n['late']:,}")
    for line in (*faults[:SHOWN], *((f"  ……一共 {len(faults):,} 条没有导入",) if len(faults) > SHOWN else ())):
        print(line)
    print("✓ 报表在 /appeals/weekly/（一网运行时随办件记录更新）")
    return 1 if faults else 0


def _through(row: Mapping[str, str], name: str, at: datetime) -> tuple[str, str, list[str]]:
    """One message, in one transaction: taken in, sent to the unit that handles such matters, signed for, answered. Where none is known the desk answers."""
    began, replied = _instant(row["time"]), _instant(row["reply_time"]) if row.get("reply", "").strip() else None
    if max(began, replied or began) > at:
        raise ValueError("这个时间还没有到")
    key = "import:" + hashlib.sha256("\0".join(row.get(name, "") for name in ("id", *NEEDED)).encode()).hexdigest()[:40]
    said = city.classes(f"{row['subject']}\n{row['body']}")
    topic = said.label if said is not None and said.label in KNOWN else ""
    able = reports.able(procedure=MATTER.code, topic=topic)
    with store.atomic():
        wrote = {"sort": "consult" if any(w in row["subject"] for w in ASKS) else "help", "subject": row["subject"].strip(), "body": row["body"].strip()}
        data = Clean(forms.WRITE.code, 1, wrote, frozenset({"sort"}))
        case = taking.take(actor=IMPORT, data=data, key=key, at=began, came={"channel": "web", "imported": name})
        found = ["taken", _answered(case.case, row["reply"], topic, able, began, replied, key) if replied else "open"]
    return topic, able[0].unit.name if able else DESK, found + ["answered"] * bool(replied)


def _answered(case: int, reply: str, topic: str, able: list[reports.Able], began: datetime, replied: datetime, key: str) -> str:
    """Whether the answer was in time."""
    if replied < began:
        raise ValueError("答复的时间早于来信的时间")

    def step(move: str, at: datetime, answers: Mapping[str, object]) -> cases.Done:
        data = Clean(f"appeals.{move}", 1, answers, frozenset(answers) - ({"reply"} if move == "respond" else frozenset()))
        return cases.perform(actor=IMPORT, case=case, move=move, data=data, seen=None, key=f"{key}:{move}", at=at)

    public = texts.masked(reply.strip())
    tree = {"code": topic, "text": topic.replace("/", " / ")}
    if not able:
        return "late" if _late(case, step("reply", replied, {"reply": public, **({"topic": tree} if topic else {})}), "dispatch") else "on_time"
    step("dispatch", began, {"to_unit": able[0].unit.code, "topic": tree, "urgency": "normal"})
    step("sign", began, {})
    done = step("respond", replied, {"reply": reply.strip()})
    step("close", replied, {"reply": public})
    return "late" if _late(case, done, "answer") else "on_time"


def _late(case: int, done: cases.Done, term: str) -> bool:
    entry = ledger.entry(case, done.n)
    assert entry is not None
    return any(part["term"] == term and part.get("late") for part in entry.facts.get("stopped", ()))


def _instant(text: str) -> datetime:
    for form in WRITTEN:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=clock.SHANGHAI).astimezone(UTC)
        except ValueError:
            continue
    raise ValueError(f"看不懂这个时间：“{text[:30]}”，请写成 2019/2/28 11:25:05 这样")
