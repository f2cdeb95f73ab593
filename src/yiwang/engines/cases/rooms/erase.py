"""Erasing the personal data of a closed case (个人信息保护法 第四十七条): values and salts go, the entries stay, everything derived follows.

What lies on the case's own rows goes in the same transaction; search and notices follow the entry; contents are owed, and a reader removes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from yiwang.engines.cases.rooms import acts, write
from yiwang.engines.cases.rooms.perform import replayed, require_sight
from yiwang.engines.cases.rooms.read import Locked, lock, read
from yiwang.engines.cases.rooms.view import values
from yiwang.engines.cases.steps import Done
from yiwang.engines.cases.types import Procedure
from yiwang.engines.files import api as files
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.registers import api as registers
from yiwang.engines.store import api as store
from yiwang.kernel import clock as time
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Keep, Kind
from yiwang.kernel.errors import Refused
from yiwang.kernel.reasons import Reason

LAW = "个人信息保护法 第四十七条"
ROLE = "signatory"  # what a procedure calls who answers for the handling unit's decisions; a procedure without one erases nothing
EXPIRED, MISTAKEN = "expired", "mistaken"
GROUNDS = ((EXPIRED, "保管期限已满"), (MISTAKEN, "误录或误收，没有作出过决定"))
ERASE = Form(
    "cases.erase",
    "删除个人信息",
    (
        Field("who", "要删除谁的个人信息", help="照抄申请人的姓名或名称，防止删错办件。"),
        Field("ground", "依据哪种情形", FieldKind.CHOICE, choices=GROUNDS, personal=False),
        Field("reason", "事实和理由", FieldKind.LONG_TEXT, longest=200, personal=False, help="会一直留在记录里，不要写姓名、证件号码和电话。"),
    ),
    submit="永久删除",
)
CONFIRM = "删除后不能恢复：申请内容、材料、文书和通知里的个人信息都会消失。办件号、状态、日期和每一步的散列值仍然保留。"
PAPERS = "select kind, title, number, register, made_at, sha256 from cases_document where case_id = %s"
EMPTIED = "update cases_case set title = %s, party_name = '' where id = %s"
ABOUT = "select id, title from cases_case where matter = %s and about = %s"
RENAMED = "update cases_case set title = %s where id = %s"


def erase(*, actor: Actor, case: int, data: Clean, key: str, at: datetime) -> Done:
    """Erases the personal data of a case, all of it, once. The same `key` again gives the same answer. Raises NotFound, Refused."""
    with store.atomic():
        row = lock(case, key)
        if row.answered:
            return replayed(row, actor)
        require_sight(row, actor, at)
        history = ledger.history(case)
        if reasons := refusals(row, history, actor, at) or mistakes(row, history, data, at):
            raise Refused(reasons)
        reason = str(data.answers["reason"])
        _certificates(row, reason, actor, key, at)
        files.discard(sha256s=_contents(row), at=at)
        forms.drop_drafts_of(accounts=sorted({int(e.actor.get("account", 0)) for e in history if not e.actor.get("unit")}), until=row.closed_at or at)
        n = _written(row, str(data.answers["ground"]), reason, _renamed(row), actor, key, at)
        return Done(row.id, row.ref, row.state, n)


def may_erase(*, actor: Actor, case: int, at: datetime) -> tuple[Reason, ...] | None:
    """Why the data of a case may not be erased now; nothing when they may; None for whoever has no say in it. Raises NotFound."""
    row = read(case)
    found = tuple(refusals(row, ledger.history(case), actor, at))
    return None if any(r.code == "not-your-role" for r in found) else found


def refusals(row: Locked, history: Sequence[ledger.Recorded], actor: Actor, at: datetime) -> list[Reason]:
    """Why not, whatever the ground is."""
    role, rights = row.procedure.roles.get(ROLE), identity.rights(actor, epoch_now=row.epoch)
    keeps = (row.desk or row.unit) if row.sealed else row.unit
    if role is None or actor.unit != keeps or not rights.hold(role.code, time.day(at)):
        return [Reason("not-your-role", f"由{identity.unit(keeps).short}{role.title if role else '负责人'}删除。")]
    if row.closed_at is None:
        return [Reason("still-open", "办结以后才能删除。误收的，先请申请人撤回。", LAW)]
    if any(e.kind is Kind.ERASED for e in history):
        return [Reason("erased-already", "这件办件的个人信息已经删除过。")]
    if any(made is None for _, _, _, _, made, _ in store.rows(PAPERS, (row.id,))):
        return [Reason("letters-owed", "还有文书正在制作。过几分钟再来。")]
    return []


def mistakes(row: Locked, history: Sequence[ledger.Recorded], data: Clean, at: datetime) -> list[Reason]:
    """What is wrong with the ground, or with whom it names."""
    found = []
    if "".join(str(data.answers["who"]).split()) != "".join(row.party_name.split()):
        found.append(Reason("another-name", "和这件办件的申请人对不上。请照抄办件页面上的姓名或名称。", field="who"))
    if str(data.answers["who"]) in str(data.answers["reason"]):
        found.append(Reason("names-somebody", "理由会一直留在记录里，请不要写姓名。", field="reason"))
    kept = kept_until(row.procedure, time.day(row.closed_at or at))
    if data.answers["ground"] == EXPIRED and (kept is None or time.day(at) <= kept):
        until = f"要保管到 {kept:%Y 年 %m 月 %d 日}" if kept else "要永久保管"
        found.append(Reason("still-kept", f"这件办件的档案{until}，期满才能以此为由删除。", field="ground"))
    if data.answers["ground"] == MISTAKEN and any(e.kind is Kind.DECIDED for e in history):
        found.append(Reason("was-decided", "这件办件作出过决定，属于要保管的档案，不能当作误录删除。", field="ground"))
    return found


def kept_until(procedure: Procedure, closed_on: date) -> date | None:
    """The last day the record of a closed case must be kept, counted in whole years after the one it was closed in; None: for ever."""
    declared = [act.keeps for act in (procedure.opened, *(m.act for m in procedure.moves)) if act is not None] or [Keep()]
    if any(keep.years == 0 for keep in declared):
        return None
    return date(closed_on.year + max(keep.years for keep in declared), 12, 31)


def contents_used(sha256s: Sequence[str]) -> set[str]:
    """Which of these contents a form that is still kept names."""
    like = " or ".join(["text like %s"] * len(sha256s))
    texts = [str(text) for (text,) in store.rows(f"select text from ledger_value where {like}", [f"%{s}%" for s in sha256s])]
    return {s for s in sha256s if any(s in text for text in texts)}


def remove_papers(*, at: datetime) -> int:
    """The reader's part: contents of erased cases leave the disk, unless another case still needs them."""
    return files.remove_discarded(used=contents_used)


def _contents(row: Locked) -> list[str]:
    """Every paper handed in and every letter made."""
    handed = [
        str(one["sha256"])
        for brought in values(row.id).values()
        for answer in brought["answers"].values()
        for one in (answer if isinstance(answer, list) else [answer])
        if isinstance(one, dict) and "sha256" in one
    ]
    return [*handed, *(sha256 for *_, sha256 in store.rows(PAPERS, (row.id,)) if sha256)]


def _certificates(row: Locked, reason: str, actor: Actor, key: str, at: datetime) -> None:
    for i, (_, _, number, register, _, _) in enumerate(store.rows(PAPERS, (row.id,))):
        if register:
            registers.erase(register=register, key=number, reason=reason, actor=actor, request_key=f"{key}:{i}"[-64:], at=at)


def _renamed(row: Locked) -> list[int]:
    """Cases about this one whose title repeats this one's."""
    plain = plain_title(row)
    found = [(id_, title.replace(row.title, plain)) for id_, title in store.rows(ABOUT, (row.matter, f"case:{row.ref}")) if row.title in title]
    for id_, title in found:
        store.execute(RENAMED, (title, id_))
    return [id_ for id_, _ in found]


def plain_title(row: Locked) -> str:
    """What a case is called when it may name nobody."""
    return row.item.title or row.procedure.title


def _written(row: Locked, ground: str, reason: str, renamed: list[int], actor: Actor, key: str, at: datetime) -> int:
    kept = [(n, name) for n, named in ledger.values(row.id).items() for name in named]
    facts: dict[str, Any] = {
        **ledger.erased_facts(kept, reason), "ground": ground, "law": LAW, "renamed": renamed, "to": row.state, "procedure": row.procedure.code,
    }
    act = acts.engine_act(row.procedure, "erased", Kind.ERASED, "删除个人信息")
    entry = write.entry(row, act, actor, at, key=key, facts=facts)
    store.run(write.appended(entry))
    store.run([ledger.erasing(chain=row.id, n=n, name=name) for n, name in kept])
    store.execute(EMPTIED, (plain_title(row), row.id))
    store.execute("update cases_inquiry set question = '', opinion = '' where case_id = %s and above <> 0", (row.id,))  # their words lie beside entries
    return entry.n
