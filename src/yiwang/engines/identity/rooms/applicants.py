"""Persons and firms at a counter: found by their number, with a purpose and on record; registered when nobody knew them yet.

A number is looked up whole or not at all: nobody browses. What was asked is never written down, only who was found.
"""

from __future__ import annotations

from datetime import datetime

from yiwang.engines.identity.types import Party
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import codes
from yiwang.kernel.actors import Actor, Assurance
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason

LOOKED_UP = Act("identity.applicant_looked_up", Kind.LOOKED_UP, "{actor} 查询申请人，用途：{purpose}")
BY_NUMBER = {
    "person": "select id, name, coalesce(number, ''), phone from identity_person where number = %s",
    "firm": "select id, name, code, '' from identity_firm where code = %s",
}
BY_ID = {
    "person": "select id, name, coalesce(number, ''), phone from identity_person where id = %s",
    "firm": "select id, name, code, '' from identity_firm where id = %s",
}
NEW_PERSON = "insert into identity_person (name, number, phone, email, assurance) values (%s, %s, %s, '', %s) on conflict (number) do nothing"
NEW_FIRM = "insert into identity_firm (name, code, organisation_code) values (%s, %s, %s) on conflict (code) do nothing"
SHORTEST = 4


def applicant_faults(*, kind: str, number: str) -> list[Reason]:
    """Why this is no citizen number (GB 11643) or credit code (GB 32100), naming the field `number`."""
    wrong = codes.check_credit_code(number) if kind == "firm" else codes.check_citizen_number(number)
    return [Reason(r.code, r.text, r.law, "number") for r in wrong]


def look_up_applicant(*, actor: Actor, kind: str, number: str, purpose: str, at: datetime) -> Party | None:
    """Who has this number, or None when nobody is known yet. Both are on record, with the purpose. Raises Invalid at the field."""
    if wrong := applicant_faults(kind=kind, number=number):
        raise Invalid(wrong)
    purpose = " ".join(purpose.split())[:200]
    if len(purpose) < SHORTEST:
        raise Invalid(Reason("purpose-needed", "请写明用途，例如“窗口收件：开办餐饮店”。", field="purpose"))
    found = _found(BY_NUMBER[kind], kind, _plain(kind, number))
    with store.atomic():
        subject = f"{found.kind}:{found.id}" if found else f"unit:{actor.unit}"
        ledger.append(subject=subject, act=LOOKED_UP, actor=actor, at=at, facts={"purpose": purpose, "found": found is not None})
    return found


def firm_named(*, code: str) -> str | None:
    """The name under which a credit code is registered: a public fact, and the only one given here. None where nobody is registered under it."""
    found = _found(BY_NUMBER["firm"], "firm", codes.normalised_credit_code(code))
    return found.name if found else None


def register_applicant(*, kind: str, name: str, number: str, phone: str = "") -> Party:
    """A person or firm whose document an official has in hand; known ones stay as they are. Inside a command's transaction. Raises Invalid."""
    if wrong := applicant_faults(kind=kind, number=number):
        raise Invalid(wrong)
    number = _plain(kind, number)
    if kind == "firm":
        store.execute(NEW_FIRM, (name, number, number[8:17]))
    else:
        store.execute(NEW_PERSON, (name, number, phone, Assurance.COUNTER.value))
    found = _found(BY_NUMBER[kind], kind, number)
    assert found is not None
    return found


def applicant(*, kind: str, id_: int) -> Party:
    """The party of a kind and number. Raises KeyError."""
    found = _found(BY_ID[kind], kind, id_)
    if found is None:
        raise KeyError(id_)
    return found


def _found(sql: str, kind: str, key: object) -> Party | None:
    rows = store.rows(sql, (key,))
    return Party(kind, *rows[0]) if rows else None


def _plain(kind: str, number: str) -> str:
    return codes.normalised_credit_code(number) if kind == "firm" else codes.normalised_citizen_number(number)
