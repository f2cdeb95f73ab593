"""In which capacities a signed-in person may act today, and the actor of one of them."""

from __future__ import annotations

from datetime import date

from yiwang.engines.identity.rooms import rights as cached
from yiwang.engines.identity.rooms.policies import POLICIES
from yiwang.engines.identity.types import Capacity, Party
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor, Assurance, signed

PERSON = ("select a.person_id, p.name, p.assurance, a.generation from identity_account a join identity_person p on p.id = a.person_id "
          "where a.id = %s and a.is_active")
RESUMED = (
    "select a.person_id, p.name, p.assurance, a.generation, (select value from identity_policy where name = %s), t.id, o.unit_id, o.id, o.title, "
    "coalesce(q.id, 0), coalesce(q.name, '') from identity_account a join identity_person p on p.id = a.person_id "
    "left join (identity_tenure t join identity_post o on o.id = t.post_id left join identity_tenure b on b.id = t.for_tenure_id "
    "left join identity_person q on q.id = b.person_id) "
    "on t.id = %s and t.person_id = a.person_id and t.since <= %s and (t.until is null or t.until >= %s) and (o.valid_to is null or o.valid_to >= %s) "
    "where a.id = %s and a.is_active"
)
TENURES = (
    "select t.id, o.unit_id, o.title, coalesce(q.name, '') from identity_tenure t join identity_post o on o.id = t.post_id "
    "left join identity_tenure b on b.id = t.for_tenure_id left join identity_person q on q.id = b.person_id where t.person_id = %s and t.since <= %s "
    "and (t.until is null or t.until >= %s) and (o.valid_to is null or o.valid_to >= %s) "
    "order by case when t.for_tenure_id is null then 0 else 1 end, t.since, t.id"
)
STOOD_IN = ("select 1 from identity_tenure t join identity_account a on a.person_id = t.person_id where t.id = %s and a.id = %s "
            "and t.for_tenure_id is not null")
MANDATES = (
    "select m.id, coalesce(m.for_firm_id, 0), coalesce(f.name, ''), coalesce(m.for_person_id, 0), coalesce(p.name, ''), m.scope from identity_mandate m "
    "left join identity_firm f on f.id = m.for_firm_id left join identity_person p on p.id = m.for_person_id where m.holder_id = %s and m.since <= %s "
    "and (m.until is null or m.until >= %s) and m.ended_at is null order by m.id"
)
ENDED = "select until, ended_at from identity_mandate where id = %s and holder_id = %s"


def capacities(*, account: int, on: date) -> tuple[Capacity, ...]:
    """As oneself first, then every post held, every post stood in for, and every firm or person acted for today. Empty when the account is closed."""
    found = _person(account)
    if found is None:
        return ()
    person, name, _, _ = found
    posts = [Capacity(f"{cached.unit(unit).short} · {signed(title, whose)}", tenure=id_, unit=unit, in_place_of=whose)
             for id_, unit, title, whose in store.rows(TENURES, (person, on, on, on))]
    others = [Capacity(firm or f"代{whom}办理", mandate=id_) for id_, _, firm, _, whom, _ in store.rows(MANDATES, (person, on, on))]
    return (Capacity(f"{name}（本人）"), *posts, *others)


def actor(*, account: int, tenure: int = 0, mandate: int = 0, on: date, generation: int | None = None) -> Actor | None:
    """The actor of a capacity, or None when the account is closed, the capacity has ended, or the session is of another generation."""
    return resumed(account=account, tenure=tenure, mandate=mandate, on=on, generation=generation)[0]


def resumed(*, account: int, tenure: int = 0, mandate: int = 0, on: date, generation: int | None = None) -> tuple[Actor | None, int]:
    """The same, and after how many minutes without a request such a session is over: asked at every request, by one statement."""
    idle = "idle_minutes" if tenure else "idle_public_minutes"
    rows = store.rows(RESUMED, (idle, tenure, on, on, on, account))
    if not rows:
        return None, 0
    person, name, assurance, known, minutes, held, unit, post, title, whose, whose_name = rows[0]
    lasts = int(minutes) if minutes is not None else POLICIES[idle].usual
    if generation is not None and generation != known:
        return None, lasts
    sure = Assurance(assurance)
    if tenure:
        official = Actor(account, person, name, unit, cached.unit(unit).short, post, title, tenure, assurance=sure, in_place_of=whose,
                         in_place_of_name=whose_name) if held else None
        return official, lasts
    return (_mandated(account, person, name, mandate, sure, on) if mandate else Actor(account, person, name, assurance=sure)), lasts


def own_post(*, account: int, stood_in: int, on: date) -> int:
    """The account's own post to go on in, when `stood_in` was a post it stood in for; 0 when it was none, or there is no own post."""
    if not store.rows(STOOD_IN, (stood_in, account)):
        return 0
    return next((c.tenure for c in capacities(account=account, on=on) if c.tenure and not c.in_place_of), 0)


def _mandated(account: int, person: int, name: str, mandate: int, sure: Assurance, on: date) -> Actor | None:
    """Whoever acts for a firm or another person, while the mandate holds."""
    for id_, firm, firm_name, whom, whose, scope in store.rows(MANDATES, (person, on, on)):
        if id_ == mandate:
            return Actor(account, person, name, firm=firm, firm_name=firm_name, mandate=mandate, for_person=whom, for_name=whose, scope=scope,
                         assurance=sure)
    return None


def party(actor: Actor) -> Party:
    """Whom a citizen's application is about: the firm or person acted for, or oneself. Raises KeyError for an official."""
    if actor.firm:
        rows = store.rows("select name, code from identity_firm where id = %s", (actor.firm,))
        return Party("firm", actor.firm, rows[0][0], rows[0][1])
    rows = store.rows("select name, coalesce(number, ''), phone from identity_person where id = %s", (actor.for_person or actor.person,))
    if actor.unit or not rows:
        raise KeyError(actor.person)
    return Party("person", actor.for_person or actor.person, *rows[0])


def mandate_ended(*, account: int, mandate: int, on: date) -> date | None:
    """The last day of a mandate of this account's that does not hold any more; None when it still does, or never was theirs."""
    found = _person(account)
    rows = store.rows(ENDED, (mandate, found[0])) if found else []
    if not rows:
        return None
    ended, until = store.instant(rows[0][1]), store.day(rows[0][0])
    return clock.day(ended) if ended else until if until and until < on else None


def _person(account: int) -> tuple[int, str, str, int] | None:
    rows = store.rows(PERSON, (account,))
    return rows[0] if rows else None
