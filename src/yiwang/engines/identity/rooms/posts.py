"""Posts, their roles and their holders. Guards look under the lock on rights, the others do."""

from __future__ import annotations

from datetime import date, timedelta

from yiwang.engines.identity import rules
from yiwang.engines.identity.rooms import rights
from yiwang.engines.identity.rooms.tables import tables
from yiwang.engines.store import api as store
from yiwang.kernel.reasons import Reason

TENURES = "select since, until from identity_tenure where post_id = %s and id <> %s and for_tenure_id is null"
ROLES_OF_PERSON = (
    "select distinct r.role from identity_tenure t join identity_postrole r on r.post_id = t.post_id join identity_post p on p.id = t.post_id "
    "where t.person_id = %s and t.id <> %s and (t.until is null or t.until >= %s) and (p.valid_to is null or p.valid_to >= %s)")
ROLES_OF_POST = "select role from identity_postrole where post_id = %s"
HOLDERS = "select distinct person_id from identity_tenure where post_id = %s and (until is null or until >= %s) and (until is null or until >= since)"


def create_faults(*, unit: int, title: str) -> list[Reason]:
    rights.hold_still()
    if store.rows("select 1 from identity_post where unit_id = %s and title = %s", (unit, title)):
        return [Reason("post-there", "这个单位已经有同名岗位。", field="title")]
    if not store.rows("select 1 from identity_unit where id = %s and valid_to is null", (unit,)):
        return [Reason("unit-closed", "这个单位已经撤销，不能设岗位。")]
    return []


def create(*, unit: int, title: str, single: bool) -> int:
    """A post without roles: those are the security administrator's to give."""
    made = tables().Post.objects.create(unit_id=unit, title=title, single=single)
    rights.moved()
    return int(made.id)


def grant_faults(*, post: int, role: str, known: frozenset[str], on: date, acting: int) -> list[Reason]:
    """Why a post may not get a role: every holder's roles are looked at together. `known` are the roles the city has."""
    rights.hold_still()
    if role not in known:
        return [Reason("role-unknown", "没有这个角色。", field="role")]
    if (role,) in store.rows(ROLES_OF_POST, (post,)):
        return [Reason("role-there", "这个岗位已经有这个角色。", field="role")]
    found = _whole(rules.together([role, *(r for r, in store.rows(ROLES_OF_POST, (post,)))]), "role")
    for person, in store.rows(HOLDERS, (post, on)):
        found += rules.not_oneself(acting, person)
        found += _whole(rules.together([role, *_roles(person, 0, on)]), "role")
    return list({r.code: r for r in found}.values())


def grant(*, post: int, role: str) -> None:
    tables().PostRole.objects.create(post_id=post, role=role)
    rights.moved()


def take_faults(*, post: int, role: str, on: date, acting: int) -> list[Reason]:
    rights.hold_still()
    if (role,) not in store.rows(ROLES_OF_POST, (post,)):
        return [Reason("role-missing", "这个岗位没有这个角色。", field="role")]
    holders = [p for p, in store.rows(HOLDERS, (post, on))]
    found = [r for p in holders for r in rules.not_oneself(acting, p)][:1]
    return found + (last_admin(role, on, without_post=post) if holders else [])


def take(*, post: int, role: str) -> None:
    store.execute("delete from identity_postrole where post_id = %s and role = %s", (post, role))
    rights.moved()


def appoint_faults(*, post: int, person: int, since: date, until: date | None, on: date, acting: int, leaving: int = 0) -> list[Reason]:
    """Why a person may not be appointed; `leaving` is the appointment they give up for it. `person` 0: nobody was found."""
    rights.hold_still()
    rows = store.rows("select single, valid_to from identity_post where id = %s", (post,))
    if not rows or rows[0][1] is not None:
        return [Reason("post-closed", "没有这个岗位，或者岗位已经撤销。")]
    if not person:
        return [Reason("person-unknown", "没有这个用户名的人员。请先在单位里开通账号。", field="username")]
    found = rules.not_oneself(acting, person) + rules.begins(since, on) + rules.ends(since, until)
    others = [(store.day(s), store.day(u)) for s, u in store.rows(TENURES, (post, leaving))]
    found += rules.alone(bool(rows[0][0]), (since, until), [(s, u) for s, u in others if s is not None])
    mine = store.rows("select since, until from identity_tenure where post_id = %s and person_id = %s and id <> %s and for_tenure_id is null",
                      (post, person, leaving))
    if any(rules.overlap((since, until), (store.day(s) or since, store.day(u))) for s, u in mine):
        found.append(Reason("already-holds", "此人在这段时间已经在这个岗位上。"))
    return found + rules.together([*(r for r, in store.rows(ROLES_OF_POST, (post,))), *_roles(person, leaving, since)])


def appoint(*, post: int, person: int, since: date, until: date | None) -> int:
    made = tables().Tenure.objects.create(post_id=post, person_id=person, since=since, until=until)
    rights.moved()
    return int(made.id)


def end_faults(*, tenure: int, person: int, on: date, first_out: date, acting: int) -> list[Reason]:
    """Why an appointment may not end so that `first_out` is the first day without it."""
    rights.hold_still()
    rows = store.rows("select since, until, post_id from identity_tenure where id = %s and person_id = %s and for_tenure_id is null", (tenure, person))
    if not rows or ((ended := store.day(rows[0][1])) is not None and ended < on):
        return [Reason("tenure-ended", "没有这个任职，或者已经结束。", field="tenure")]
    found = rules.not_oneself(acting, person) + rules.begins(first_out, on, "on")
    for role, in store.rows(ROLES_OF_POST, (rows[0][2],)):
        found += last_admin(role, first_out, without_tenure=tenure)
    return found


def end(*, tenure: int, first_out: date) -> None:
    """The day before is the last one: an official moved today has lost the rights today, and so has whoever stands in."""
    last = first_out - timedelta(days=1)
    store.execute("update identity_tenure set until = %s where id = %s", (last, tenure))
    store.execute("update identity_tenure set until = %s where for_tenure_id = %s and until > %s", (last, tenure, last))
    rights.moved()


def post_named(*, unit_code: str, title: str) -> int:
    """The open post of a title in the unit of a code, or 0."""
    rows = store.rows("select p.id from identity_post p join identity_unit u on u.id = p.unit_id where u.code = %s and p.title = %s and p.valid_to is null",
                      (unit_code, title))
    return int(rows[0][0]) if rows else 0


def _roles(person: int, leaving: int, on: date) -> list[str]:
    return [r for r, in store.rows(ROLES_OF_PERSON, (person, leaving, on, on))]


def last_admin(role: str, on: date, *, without_tenure: int = 0, without_post: int = 0) -> list[Reason]:
    """There is always a system and a security administrator, or nobody could ever appoint one again."""
    if role not in rules.ADMINS:
        return []
    left = store.rows(
        "select count(*) from identity_tenure t join identity_postrole r on r.post_id = t.post_id join identity_account a on a.person_id = t.person_id "
        "where r.role = %s and t.since <= %s and (t.until is null or t.until >= %s) and t.id <> %s and t.post_id <> %s and a.is_active "
        "and t.for_tenure_id is null",
        (role, on, on, without_tenure, without_post))[0][0]
    return [] if left else [Reason("last-admin", f"这是最后一名{rules.ADMINS[role]}。请先任命接替的人。")]


def _whole(reasons: list[Reason], field: str) -> list[Reason]:
    return [Reason(r.code, r.text, r.law, field) for r in reasons]
