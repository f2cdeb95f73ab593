"""Mandates: given by a firm's representative, used, ended; who did each is shown to both sides."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from yiwang.engines.identity import rules
from yiwang.engines.identity.rooms import rights
from yiwang.engines.identity.rooms.tables import tables
from yiwang.engines.identity.views import MandateView
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.reasons import Reason

USED = Act("identity.mandate_used", Kind.CHANGED, "{actor} 以代理人身份办事")
VIEW = ("select m.id, m.holder_id, h.name, coalesce(m.for_firm_id, 0), coalesce(f.name, ''), m.scope, m.since, m.until, coalesce(g.name, ''), m.ended_at, "
        "coalesce(e.name, ''), f.representative_id from identity_mandate m join identity_person h on h.id = m.holder_id "
        "left join identity_firm f on f.id = m.for_firm_id left join identity_person g on g.id = m.given_by_id "
        "left join identity_person e on e.id = m.ended_by_id ")


def give_faults(*, firm: int, giver: int, holder: int, since: date, until: date | None, on: date) -> list[Reason]:
    """Why the giver may not let the holder (0: nobody was found) act for the firm."""
    rights.hold_still()
    if not represents(firm=firm, person=giver):
        return [Reason("not-representative", "只有法定代表人可以授权别人代为办事。")]
    if not holder:
        return [Reason("holder-unknown", "没有这个用户名，或者姓名对不上。请向对方核对后再填。", field="username")]
    if holder == giver:
        return [Reason("holder-oneself", "法定代表人不用给自己授权。", field="username")]
    mine = store.rows("select since, until from identity_mandate where for_firm_id = %s and holder_id = %s and ended_at is null", (firm, holder))
    if any(rules.overlap((since, until), (store.day(s) or since, store.day(u))) for s, u in mine):
        return [Reason("mandate-there", "此人在这段时间已经有授权。", field="username")]
    return rules.begins(since, on) + rules.lasts(since, until)


def give(*, firm: int, giver: int, holder: int, scope: str, since: date, until: date | None) -> int:
    made = tables().Mandate.objects.create(holder_id=holder, for_firm_id=firm, scope=scope, since=since, until=until, given_by_id=giver)
    rights.moved()
    return int(made.id)


def end_faults(*, mandate: int, firm: int, person: int) -> list[Reason]:
    """Why this person may not end the mandate: its giver's firm and its holder may, each alone. Representatives keep theirs."""
    rights.hold_still()
    rows = store.rows("select holder_id, ended_at from identity_mandate where id = %s and for_firm_id = %s", (mandate, firm))
    if not rows or rows[0][1] is not None:
        return [Reason("mandate-ended", "没有这个授权，或者已经结束。")]
    if represents(firm=firm, person=rows[0][0]):
        return [Reason("mandate-representative", "法定代表人自己的身份不能在这里结束，请先到登记机关变更。")]
    if person != rows[0][0] and not represents(firm=firm, person=person):
        return [Reason("not-representative", "只有法定代表人和被授权人可以结束授权。")]
    return []


def end(*, mandate: int, person: int, at: datetime) -> None:
    store.execute("update identity_mandate set ended_at = %s, ended_by_id = %s where id = %s", (at, person, mandate))
    rights.moved()


def mandate_used(*, actor: Actor, at: datetime) -> None:
    """Somebody begins to act with a mandate: on record where both sides see it."""
    with store.atomic():
        ledger.append(subject=f"mandate:{actor.mandate}", act=USED, actor=actor, at=at)


def represents(*, firm: int, person: int) -> bool:
    return bool(store.rows("select 1 from identity_firm where id = %s and representative_id = %s", (firm, person)))


def mandates(*, person: int) -> list[MandateView]:
    """All mandates the person holds, or that others hold for firms the person represents; the newest first."""
    rows = store.rows(VIEW + "where m.holder_id = %s or f.representative_id = %s order by m.id desc limit 200", (person, person))
    return [_view(r) for r in rows if not (r[1] == person and r[11] == person)]


def mandate(id_: int) -> MandateView:
    """Raises KeyError."""
    rows = store.rows(VIEW + "where m.id = %s", (id_,))
    if not rows:
        raise KeyError(id_)
    return _view(rows[0])


def _view(r: tuple[Any, ...]) -> MandateView:
    chain = ledger.chain_of(f"mandate:{r[0]}")
    used = [e.at for e in ledger.history(chain, newest_first=True) if e.act == USED.code] if chain else []
    return MandateView(r[0], r[1], r[2], r[3], r[4], r[5], store.day(r[6]), store.day(r[7]), r[8], store.instant(r[9]), r[10], used[0] if used else None)
