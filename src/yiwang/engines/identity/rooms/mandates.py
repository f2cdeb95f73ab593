"""Mandates: given by a firm's representative or by a person, registered for a child; used, ended; who did each is shown to both sides."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from yiwang.engines.identity import rules
from yiwang.engines.identity.rooms import rights
from yiwang.engines.identity.rooms.tables import tables
from yiwang.engines.identity.views import MandateView
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import codes
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.reasons import Reason

USED = Act("identity.mandate_used", Kind.CHANGED, "{actor} 以代理人身份办事")
VIEW = (
    "select m.id, m.holder_id, h.name, coalesce(m.for_firm_id, 0), coalesce(f.name, ''), coalesce(m.for_person_id, 0), coalesce(p.name, ''), m.kind, "
    "m.scope, m.since, m.until, coalesce(g.name, ''), m.ended_at, coalesce(e.name, ''), f.representative_id from identity_mandate m "
    "join identity_person h on h.id = m.holder_id left join identity_firm f on f.id = m.for_firm_id left join identity_person p on p.id = m.for_person_id "
    "left join identity_person g on g.id = m.given_by_id left join identity_person e on e.id = m.ended_by_id "
)
OF_AGE = 18


def give_faults(*, firm: int, giver: int, holder: int, scope: str, since: date, until: date | None, on: date) -> list[Reason]:
    """Why the giver may not let the holder (0: nobody was found) act for the firm, or for themselves (`firm` 0)."""
    rights.hold_still()
    if firm and not represents(firm=firm, person=giver):
        return [Reason("not-representative", "只有法定代表人可以授权别人代为办事。")]
    if not holder:
        return [Reason("holder-unknown", "没有这个用户名，或者姓名对不上。请向对方核对后再填。", field="username")]
    if holder == giver:
        return [Reason("holder-oneself", "自己的事不用给自己授权。", field="username")]
    whom = "for_firm_id = %s" if firm else "for_person_id = %s"
    sql = f"select since, until from identity_mandate where {whom} and holder_id = %s and scope = %s and ended_at is null"
    mine = store.rows(sql, (firm or giver, holder, scope))
    if any(rules.overlap((since, until), (store.day(s) or since, store.day(u))) for s, u in mine):
        return [Reason("mandate-there", "此人在这段时间已经有同样的授权。", field="username")]
    return rules.begins(since, on) + rules.lasts(since, until)


def give(*, firm: int, giver: int, holder: int, kind: str, scope: str, since: date, until: date | None) -> int:
    """A mandate for the firm, or for the giver in person (`firm` 0)."""
    made = tables().Mandate.objects.create(
        holder_id=holder, for_firm_id=firm or None, for_person_id=None if firm else giver, kind=kind, scope=scope, since=since, until=until, given_by_id=giver
    )
    rights.moved()
    return int(made.id)


def of_age_on(number: str) -> date:
    """The eighteenth birthday of whoever has this citizen number."""
    born = codes.parse_citizen_number(number).born_on
    return date(born.year + OF_AGE, 3, 1) if (born.month, born.day) == (2, 29) else born.replace(year=born.year + OF_AGE)


def guardian_faults(*, number: str, name: str, guardian: int, on: date) -> list[Reason]:
    """Why a guardian (0: nobody was found) may not be registered for the child of this number and name."""
    rights.hold_still()
    if wrong := codes.check_citizen_number(number):
        return [Reason(r.code, r.text, r.law, "child.number") for r in wrong]
    if on >= of_age_on(number):
        return [Reason("of-age", "此人已满 18 周岁，请由本人授权。", field="child.number")]
    if not guardian:
        return [Reason("holder-unknown", "没有这个用户名，或者姓名对不上。请核对后再填。", field="username")]
    known = store.rows("select id, name from identity_person where number = %s", (number,))
    if known and known[0][1] != name:
        return [Reason("another-name", "这个号码登记的是另一个姓名。请核对证件。", field="child.name")]
    held = known and store.rows(
        "select 1 from identity_mandate where for_person_id = %s and holder_id = %s and kind = 'guardian' and ended_at is null", (known[0][0], guardian))
    return [Reason("mandate-there", "已经登记过。", field="username")] if held else []


def register_guardian(*, number: str, name: str, guardian: int, on: date) -> dict[str, int]:
    """The guardian acts for the child in everything until it comes of age. Gives the numbers of the mandate and of the child."""
    models = tables()
    child, _ = models.Person.objects.get_or_create(number=number, defaults={"name": name, "assurance": "real_name"})
    last = of_age_on(number) - timedelta(days=1)
    made = models.Mandate.objects.create(holder_id=guardian, for_person_id=child.id, kind="guardian", scope="*", since=on, until=last)
    rights.moved()
    return {"mandate": int(made.id), "child": int(child.id)}


def end_faults(*, mandate: int, firm: int, person: int) -> list[Reason]:
    """Why this person (who acts for `firm`, or for nobody) may not end it: who gave it and who holds it may, each alone. Representatives keep theirs."""
    rights.hold_still()
    sql = "select holder_id, ended_at, coalesce(for_firm_id, 0), coalesce(for_person_id, 0), kind from identity_mandate where id = %s"
    rows = store.rows(sql, (mandate,))
    if not rows or rows[0][1] is not None or rows[0][2] != firm or person not in (rows[0][0], *((rows[0][3],) if not firm else _representative(firm))):
        return [Reason("mandate-ended", "没有这个授权，或者已经结束。")]
    if rows[0][4] == "guardian":
        return [Reason("mandate-guardian", "监护关系不能在这里结束。有变化的，请带证明到窗口办理。")]
    if firm and represents(firm=firm, person=rows[0][0]):
        return [Reason("mandate-representative", "法定代表人自己的身份不能在这里结束，请先到登记机关变更。")]
    return []


def _representative(firm: int) -> tuple[int, ...]:
    return tuple(int(r or 0) for (r,) in store.rows("select representative_id from identity_firm where id = %s", (firm,)))


def end(*, mandate: int, person: int, at: datetime) -> None:
    """Over at once: the next request of whoever held it is refused."""
    store.execute("update identity_mandate set ended_at = %s, ended_by_id = %s where id = %s", (at, person, mandate))
    rights.moved()


def mandate_used(*, actor: Actor, at: datetime) -> None:
    """Somebody begins to act with a mandate: on record where both sides see it."""
    with store.atomic():
        ledger.append(subject=f"mandate:{actor.mandate}", act=USED, actor=actor, at=at)


def represents(*, firm: int, person: int) -> bool:
    return bool(store.rows("select 1 from identity_firm where id = %s and representative_id = %s", (firm, person)))


def mandates(*, person: int) -> list[MandateView]:
    """All mandates the person holds, gave, or that others hold for firms the person represents; the newest first."""
    rows = store.rows(VIEW + "where m.holder_id = %s or f.representative_id = %s or m.for_person_id = %s order by m.id desc limit 200", (person,) * 3)
    return [_view(r) for r in rows if not (r[1] == person and r[14] == person)]


def mandate(id_: int) -> MandateView:
    """Raises KeyError."""
    rows = store.rows(VIEW + "where m.id = %s", (id_,))
    if not rows:
        raise KeyError(id_)
    return _view(rows[0])


def _view(r: tuple[Any, ...]) -> MandateView:
    chain = ledger.chain_of(f"mandate:{r[0]}")
    used = [e.at for e in ledger.history(chain, newest_first=True) if e.act == USED.code] if chain else []
    found: Any = (*r[:9], store.day(r[9]), store.day(r[10]), r[11], store.instant(r[12]), r[13], used[0] if used else None)
    return MandateView(*found)
