"""How somebody is reached: of a person themselves, of a firm its representative."""

from __future__ import annotations

from yiwang.engines.identity.rules import mobile
from yiwang.engines.identity.types import Reach
from yiwang.engines.store import api as store

FOUND = ("select p.id, p.email, p.phone, (select count(*) from identity_account a where a.person_id = p.id and a.is_active) from identity_person p ")
WHO = {"person": FOUND + "where p.id = %s", "firm": FOUND + "join identity_firm f on f.representative_id = p.id where f.id = %s"}


def reach(who: tuple[str, int]) -> Reach:
    """Mail address and mobile number of a person or a firm's representative: the number only of who has an account, for a number written down at a counter
    may be anybody's. Empty where there is none, and for units."""
    kind, id_ = who
    rows = store.rows(WHO[kind], (id_,)) if kind in WHO else []
    if not rows:
        return Reach()
    person, mail, phone, accounts = rows[0]
    return Reach(int(person), str(mail), mobile(str(phone)) if accounts else "")


def people_at(phone: str) -> list[int]:
    """Whose number this is: a phone may be a family's."""
    plain = mobile(phone)
    if not plain:
        return []
    written = (plain, f"+86{plain}", f"86{plain}", f"+86 {plain}", f"{plain[:3]} {plain[3:7]} {plain[7:]}", f"{plain[:3]}-{plain[3:7]}-{plain[7:]}")
    rows = store.rows(f"select id from identity_person where phone in ({', '.join(['%s'] * len(written))}) order by id", written)
    return [int(id_) for (id_,) in rows]
