"""Founding a city: everything at once into empty tables, with one entry each for units and people. Refused where there is something already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from yiwang.engines.identity.foundation import NewFirm, NewOfficial, NewPerson, NewUnit
from yiwang.engines.identity.rooms import rights
from yiwang.engines.identity.rooms.tables import tables
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import READER
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import Declined, Refused
from yiwang.kernel.reasons import Reason

SUBJECT = "identity:founding"
UNITS = Act("identity.units_founded", Kind.CHANGED, "建立单位 {units} 个")
PEOPLE = Act("identity.people_founded", Kind.CHANGED, "建立岗位 {posts} 个、人员 {people} 名、企业 {firms} 家")


def found_units(*, units: Iterable[NewUnit], since: date, at: datetime) -> None:
    """Sets up all units, parents first whatever their order. Raises Refused when there are units, Declined when a code is missing."""
    waiting, models = list(units), tables()
    with store.atomic():
        if models.Unit.objects.exists():
            raise Refused(Reason("city-not-empty", "这里已经有单位，不能重新建城。请在空的数据目录里建。"))
        count, made = len(waiting), dict[str, Any]()
        while waiting:
            ready = [u for u in waiting if all(not code or code in made for code in (u.government, u.line))]
            if not ready:
                raise Declined(f"units without a parent: {', '.join(u.code for u in waiting[:5])}")
            made |= {u.code: u for u in models.Unit.objects.bulk_create([_unit(models, u, made, since) for u in ready])}
            waiting = [u for u in waiting if u.code not in made]
        _done(UNITS, {"units": count}, at)


def found_people(*, officials: Sequence[NewOfficial] = (), applicants: Sequence[NewPerson] = (), firms: Sequence[NewFirm] = (), password: str,
                 since: date, at: datetime, demo: bool = False) -> None:
    """Posts with their roles and holders, applicants, firms with their agents; the one password is hashed once. Raises Refused, Declined.

    `demo` marks the log-ins as the demo's: they are refused from other machines.
    """
    secret, models = make_password(password), tables()
    with store.atomic():
        if models.Account.objects.exists():
            raise Refused(Reason("city-not-empty", "这里已经有账号，不能重新建人员。请在空的数据目录里建。"))
        known = [*[o.person for o in officials], *applicants]
        people = dict(zip((p.username for p in known), models.Person.objects.bulk_create([_person(models, p) for p in known]), strict=True))
        if len(people) != len(known):
            raise Declined("a user name is there twice")
        models.Account.objects.bulk_create([models.Account(username=name, person=p, password=secret, demo=demo) for name, p in people.items()])
        _posts(models, officials, people, since)
        _firms(models, firms, people, since)
        _done(PEOPLE, {"posts": len(officials), "people": len(known), "firms": len(firms)}, at)


def _unit(models: Any, new: NewUnit, made: dict[str, Any], since: date) -> Any:
    return models.Unit(
        code=new.code, name=new.name, short=new.short, level=int(new.level), kind=new.kind.value, organ=new.organ.value, government=made.get(new.government),
        line=made.get(new.line), division=new.division, phone=new.phone, word=new.word, valid_from=since)


def _person(models: Any, new: NewPerson) -> Any:
    return models.Person(name=new.name, number=new.number or None, phone=new.phone, email=new.email, assurance=new.assurance.value)


def _posts(models: Any, officials: Sequence[NewOfficial], people: dict[str, Any], since: date) -> None:
    units = {u.code: u for u in models.Unit.objects.filter(code__in={o.unit for o in officials})}
    if missing := {o.unit for o in officials} - units.keys():
        raise Declined(f"posts in unknown units: {', '.join(sorted(missing))}")
    posts = models.Post.objects.bulk_create([models.Post(unit=units[o.unit], title=o.title, single=o.single) for o in officials])
    both = list(zip(posts, officials, strict=True))
    models.PostRole.objects.bulk_create([models.PostRole(post=post, role=role) for post, o in both for role in o.roles])
    models.Tenure.objects.bulk_create([models.Tenure(person=people[o.person.username], post=post, since=since) for post, o in both])


def _firms(models: Any, firms: Sequence[NewFirm], people: dict[str, Any], since: date) -> None:
    made = models.Firm.objects.bulk_create(
        [models.Firm(name=f.name, code=f.code, organisation_code=f.code[8:17], representative=people[f.representative]) for f in firms])
    models.Mandate.objects.bulk_create(
        [models.Mandate(holder=people[name], for_firm=firm, since=since, given_by=people[f.representative])
         for firm, f in zip(made, firms, strict=True) for name in (f.representative, *f.agents)])


def _done(act: Act, facts: dict[str, int], at: datetime) -> None:
    ledger.append(subject=SUBJECT, act=act, actor=READER, at=at, facts={**facts, "on": clock.day(at).isoformat()})
    rights.moved()
