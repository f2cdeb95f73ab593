"""The establishment 编制 as it stands: every unit, post and appointment, by the codes and names that people write in a sheet."""

from __future__ import annotations

from datetime import date

from yiwang.engines.identity.views import ListedPost, ListedTenure, ListedUnit
from yiwang.engines.store import api as store

UNITS = (
    "select u.id, u.code, u.name, u.short, u.kind, coalesce(g.code, ''), coalesce(l.code, ''), u.division, u.phone, u.word from identity_unit u "
    "left join identity_unit g on g.id = u.government_id left join identity_unit l on l.id = u.line_id where u.valid_to is null order by u.code"
)
POSTS = (
    "select o.id, u.code, o.title, o.single from identity_post o join identity_unit u on u.id = o.unit_id where o.valid_to is null and u.valid_to is null "
    "order by u.code, o.id"
)
ROLES = "select post_id, role from identity_postrole order by post_id, role"
TENURES = (
    "select t.id, t.person_id, a.username, p.name, t.post_id, t.since, t.until from identity_tenure t join identity_person p on p.id = t.person_id "
    "join identity_account a on a.person_id = p.id where t.for_tenure_id is null and (t.until is null or (t.until >= %s and t.until >= t.since)) "
    "and not exists (select 1 from identity_account b where b.person_id = p.id and b.id < a.id) order by t.post_id, t.since, t.id"
)


def listed_units() -> list[ListedUnit]:
    """Units in force, in the order of their codes."""
    return [ListedUnit(*row) for row in store.rows(UNITS)]


def listed_posts() -> list[ListedPost]:
    """Open posts with their roles, unit by unit."""
    roles: dict[int, list[str]] = {}
    for post, role in store.rows(ROLES):
        roles.setdefault(post, []).append(role)
    return [ListedPost(id_, unit, title, bool(single), tuple(roles.get(id_, ()))) for id_, unit, title, single in store.rows(POSTS)]


def listed_tenures(*, on: date) -> list[ListedTenure]:
    """Appointments of that day and later, post by post."""
    return [ListedTenure(id_, person, username, name, post, store.day(since) or on, store.day(until))
            for id_, person, username, name, post, since, until in store.rows(TENURES, (on,))]
