"""Standing in 代理: an official acts in the post of another who is away, for given days. It is an appointment of its own that ends by itself.

Whoever stands in stays who they are: what one and the same person must not do in a case, they still must not. Nobody stands in for a stand-in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from yiwang.engines.identity import rules
from yiwang.engines.identity.rooms import posts, rights
from yiwang.engines.identity.rooms.tables import tables
from yiwang.engines.identity.views import HolderView, StandInView
from yiwang.engines.store import api as store
from yiwang.kernel.reasons import Reason

VIEW = (
    "select t.id, b.id, u.id, u.short, o.title, b.person_id, h.name, t.person_id, p.name, t.since, t.until from identity_tenure t "
    "join identity_tenure b on b.id = t.for_tenure_id join identity_post o on o.id = t.post_id join identity_unit u on u.id = o.unit_id "
    "join identity_person h on h.id = b.person_id join identity_person p on p.id = t.person_id "
)
BASE = ("select t.person_id, t.since, t.until, t.post_id, o.unit_id from identity_tenure t join identity_post o on o.id = t.post_id "
        "where t.id = %s and t.for_tenure_id is null and (t.until is null or t.until >= %s) and o.valid_to is null")
OWN = ("select t.since, t.until from identity_tenure t join identity_post o on o.id = t.post_id join identity_account a on a.person_id = t.person_id "
       "where t.person_id = %s and o.unit_id = %s and t.for_tenure_id is null and a.is_active and o.valid_to is null")
COLLEAGUES = (
    "select distinct p.id, p.name, o.title from identity_tenure t join identity_post o on o.id = t.post_id join identity_person p on p.id = t.person_id "
    "where o.unit_id = %s and t.for_tenure_id is null and t.since <= %s and (t.until is null or t.until >= %s) and o.valid_to is null order by p.id"
)


def name_faults(*, tenure: int, person: int, acting: int, since: date, until: date | None, on: date) -> list[Reason]:
    """Why a person may not stand in for whoever has this appointment. `acting` is who says so: nobody names themselves."""
    rights.hold_still()
    base = store.rows(BASE, (tenure, on))
    if not base:
        return [Reason("tenure-ended", "没有这个任职，或者已经结束，不能请人代理。")]
    holder, _, last, post, unit = base[0]
    if person == holder:
        return [Reason("stand-in-oneself", "不能代理自己的岗位，请另选一个人。", field="who")]
    if person == acting:
        return [Reason("stand-in-named-oneself", "不能指定自己代理，请另选一个人，或者由任职人自己指定。", field="who")]
    found = rules.begins(since, on) + rules.ends(since, until)
    if until is None or found:
        return found
    if until - since > rules.LONGEST_STAND_IN:
        return [Reason("stand-in-long", f"代理最长 {rules.LONGEST_STAND_IN.days} 天。离开更久的，请系统管理员任命接替的人。", field="until")]
    ended = store.day(last)
    if ended is not None and until > ended:
        return [Reason("stand-in-after", f"任职人的任期到 {ended:%Y-%m-%d}，代理不能更晚。", field="until")]
    if not any((store.day(s) or since) <= since and (store.day(u) is None or (store.day(u) or until) >= until)
               for s, u in store.rows(OWN, (person, unit))):
        return [Reason("stand-in-elsewhere", "代理人要在这些日子里都在本单位任职，并且账号没有停用。", field="who")]
    return _chained(tenure, holder, person, (since, until)) + _together(post, person, since)


def _chained(tenure: int, holder: int, person: int, days: rules.Days) -> list[Reason]:
    """One stand-in at a time, and none whose own work somebody else does on those days."""
    if _overlaps("t.for_tenure_id = %s", tenure, days):
        return [Reason("stand-in-there", "这些日子已经有人代理。请先结束原来的代理，或者换日子。", field="since")]
    if _overlaps("b.person_id = %s", person, days):
        return [Reason("stand-in-away", "此人在这些日子里自己也请人代理，不能再代理别人。", field="who")]
    if _overlaps("t.person_id = %s", holder, days):
        return [Reason("stand-in-chain", "任职人在这些日子里正在代理别人，不能再请人代理。请先结束那个代理。", field="since")]
    return []


def _overlaps(where: str, key: int, days: rules.Days) -> bool:
    found = store.rows(f"select t.since, t.until from identity_tenure t join identity_tenure b on b.id = t.for_tenure_id where {where}", (key,))
    return any(rules.overlap(days, (store.day(s) or days[0], store.day(u))) for s, u in found)


def _together(post: int, person: int, since: date) -> list[Reason]:
    """The three administrators exclude each other, and whatever acts in a case: for a few days too."""
    held = [r for r, in store.rows(posts.ROLES_OF_PERSON, (person, 0, since, since))]
    return [Reason(r.code, r.text, r.law, "who") for r in rules.together([*held, *(r for r, in store.rows(posts.ROLES_OF_POST, (post,)))])]


def name(*, tenure: int, person: int, since: date, until: date) -> int:
    """The stand-in begins on `since` and is over after `until`. Gives its number."""
    models = tables()
    base = models.Tenure.objects.get(id=tenure)
    made = models.Tenure.objects.create(person_id=person, post_id=base.post_id, since=since, until=until, for_tenure=base)
    rights.moved()
    return int(made.id)


def end_faults(*, tenure: int, on: date) -> list[Reason]:
    """Why there is nothing to end."""
    rights.hold_still()
    found = store.rows("select until from identity_tenure where id = %s and for_tenure_id is not null", (tenure,))
    if not found or (store.day(found[0][0]) or date.min) < on:
        return [Reason("stand-in-ended", "没有这个代理，或者已经结束。")]
    return []


def end(*, tenure: int, on: date) -> None:
    """Over at once: the next request of whoever stood in is refused."""
    store.execute("update identity_tenure set until = %s where id = %s", (on - timedelta(days=1), tenure))
    rights.moved()


def stand_in(tenure: int) -> StandInView:
    """Raises KeyError."""
    rows = store.rows(VIEW + "where t.id = %s", (tenure,))
    if not rows:
        raise KeyError(tenure)
    return _view(rows[0])


def stand_ins(*, person: int, unit: int, whole: bool, on: date) -> list[StandInView]:
    """Those of today and later that concern a person; of the whole unit, for its head."""
    where, params = ("o.unit_id = %s", (unit,)) if whole else ("(b.person_id = %s or t.person_id = %s)", (person, person))
    return [_view(r) for r in store.rows(VIEW + f"where t.until >= %s and t.until >= t.since and {where} order by t.since, t.id", (on, *params))]


def colleagues(*, unit: int, on: date) -> Sequence[tuple[int, str, str]]:
    """Number, name and post of everybody with a post of their own in a unit."""
    return [(int(id_), str(name_), str(title)) for id_, name_, title in store.rows(COLLEAGUES, (unit, on, on))]


def own_tenure(id_: int, *, on: date) -> HolderView | None:
    """An appointment in force or to come that is nobody's standing in, or None."""
    rows = store.rows(
        "select t.id, t.person_id, p.name, p.phone, t.since, t.until, o.unit_id, u.short, o.id, o.title from identity_tenure t "
        "join identity_person p on p.id = t.person_id join identity_post o on o.id = t.post_id join identity_unit u on u.id = o.unit_id "
        "where t.id = %s and t.for_tenure_id is null and (t.until is null or t.until >= %s) and o.valid_to is null", (id_, on))
    return HolderView(*rows[0][:4], store.day(rows[0][4]) or on, store.day(rows[0][5]), *rows[0][6:]) if rows else None


def _view(r: tuple[Any, ...]) -> StandInView:
    return StandInView(*r[:9], store.day(r[9]) or date.min, store.day(r[10]) or date.max)
