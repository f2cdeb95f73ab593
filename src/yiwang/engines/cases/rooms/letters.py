"""The reader for letters: makes what moves owe, files it, publishes a certificate in its register, and writes that it did. Harmless twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings

from yiwang.engines.cases.papers import Owed
from yiwang.engines.cases.rooms import acts, registry, write
from yiwang.engines.cases.rooms.fitting import opened_with
from yiwang.engines.cases.rooms.read import Locked, lock
from yiwang.engines.cases.rooms.view import values
from yiwang.engines.documents import api as documents
from yiwang.engines.files import api as files
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.registers import api as registers
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust
from yiwang.kernel import clock as time
from yiwang.kernel.actors import READER
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import Declined

Words = Callable[[Owed], documents.Paper]
OWED = (
    "select d.id, d.case_id, d.n, d.kind, d.title, d.number, d.template, d.register, d.owed_at, c.ref, c.unit_id, c.party_name, c.procedure, c.item, "
    "c.item_version, c.opened_at, c.party from cases_document d join cases_case c on c.id = d.case_id where d.made_at is null {beyond}"
    "order by d.owed_at, d.id limit %s"
)
BEYOND = "and (d.owed_at > %s or (d.owed_at = %s and d.id > %s)) "
MADE = "update cases_document set made_at = %s, sha256 = %s where id = %s and made_at is null"
OWN = "select distinct number from cases_document where case_id = %s and register = %s"
_words: dict[str, Words] = {}


def words_for(prefix: str, words: Words) -> None:
    """Who writes the words of templates that begin with `prefix`."""
    _words[prefix] = words


def make_letters(*, at: datetime, limit: int = 20) -> int:
    """Makes up to `limit` owed papers. Those that fail keep none behind them waiting; the first fault is raised when nothing else was done."""
    done, fault = 0, None
    after: tuple[Any, ...] = ()
    while found := store.rows(OWED.format(beyond=BEYOND if after else ""), (*after, limit)):
        for row in found:
            try:
                _make(_owed(row), at)
                done += 1
            except Exception as error:  # whatever is wrong with one paper
                fault = fault or error
        after = (store.instant(found[-1][8]), store.instant(found[-1][8]), found[-1][0])
        if done or len(found) < limit:
            break
    if fault is not None and not done:
        raise fault
    return done


def _owed(r: tuple[Any, ...]) -> Owed:
    entry = ledger.entry(r[1], r[2])
    brought = values(r[1])
    form: Mapping[str, Any] = brought.get(1) or {"form": "", "version": 1, "answers": opened_with(r[1])}  # nothing personal: all of it in the open
    unit = identity.unit(r[10])
    at, opened = store.instant(r[8]), store.instant(r[15])
    assert entry is not None
    address = f"{settings.ADDRESS}/verify/{quote(r[5])}/" if r[7] else f"{settings.ADDRESS}/verify/case/{r[9]}/{trust.query_code(r[9])}/"
    return Owed(
        id=r[0],
        case=r[1],
        ref=r[9],
        title=r[4],
        kind=r[3],
        template=r[6],
        number=r[5],
        register=r[7],
        n=r[2],
        at=at,
        issuer=unit,
        government=identity.unit(unit.government).name if unit.government else unit.name,
        party_name=r[11],
        item=registry.item(r[12], r[13], r[14]),
        procedure=r[12],
        opened_on=time.day(opened),
        facts=entry.facts,
        answers=form["answers"],
        form=form["form"],
        form_version=form["version"],
        address=address,
        party=r[16],
    )


def _make(owed: Owed, at: datetime) -> None:
    words = next((w for prefix, w in _words.items() if owed.template.startswith(prefix)), None)
    if words is None:
        raise Declined(f"nobody writes the words of {owed.template}")
    paper = words(owed)
    pdf = documents.make(paper)
    kept = files.receive(chunks=[pdf], name=f"{owed.title} {owed.number}.pdf", actor=READER, at=at, purpose="documents")
    with store.atomic():
        row = lock(owed.case, None)
        if store.execute(MADE, (at, kept.sha256, owed.id)) != 1:
            return  # another reader was faster
        act = acts.engine_act(row.procedure, "documented", Kind.DOCUMENTED, "制作文书")
        facts = {"title": owed.title, "number": owed.number, "kind": owed.kind, "sha256": kept.sha256, "to": row.state, "procedure": row.procedure.code}
        entry = write.entry(row, act, READER, at, facts=facts)
        store.run(write.appended(entry))
        if owed.register and isinstance(paper, documents.Certificate):
            _publish(owed, paper, at)
        _mark(row, owed, at)


def _publish(owed: Owed, paper: documents.Certificate, at: datetime) -> None:
    facts = {"holder": paper.holder, "issuer": paper.issuer, "case": owed.ref, "item": owed.item.code, "valid": paper.valid, **dict(paper.pairs)}
    registers.publish(
        register=owed.register,
        key=owed.number,
        title=paper.title,
        facts=facts,
        actor=READER,
        unit=owed.issuer.id,
        valid_from=paper.on,
        valid_to=paper.until,
        at=at,
        request_key=f"document:{owed.id}",
        owner=owed.party,
    )


def _mark(row: Locked, owed: Owed, at: datetime) -> None:
    """What the letter decided becomes of the certificate it is about. One that is not there (of the time before us) is not marked."""
    issue = next((i for m in row.procedure.moves for i in m.issues if i.kind == owed.kind and i.marks), None)
    if issue is None:
        return
    register, _, state = issue.marks.partition(":")
    named = [str(opened_with(row.id).get(issue.of, ""))] if issue.of else [r[0] for r in store.rows(OWN, (row.id, register))]
    for number in named:
        if registers.keys(register=register, start=number)[:1] == [number]:
            registers.set_state(register=register, key=number, state=registers.State(state), reason=f"{owed.title} {owed.number}", actor=READER, at=at)
