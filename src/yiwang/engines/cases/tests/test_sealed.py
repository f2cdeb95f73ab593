"""A sealed case (保密): the unit that keeps it alone knows whose it is and what they wrote. Every door is tried by those who work on it and above it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.rooms import registry
from yiwang.engines.cases.tests.matter import AGAIN, HEARD, WROTE, begun, helped, reply, said, send
from yiwang.engines.cases.tests.trial import MONDAY, City, clean, codes, when
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.errors import NotFound, Refused

SECRETS = ("沈砚秋", "收了两次", "complaint", "再也不来", "电话里说")
BLIND = ("a", "b", "line", "mayor", "magistrate")  # handles it, helps, stands above


@pytest.fixture
def sent(city: City) -> cases.Done:
    """Kept by T-MAIN, handled by A, helped by B; answered; the citizen and the desk wrote more."""
    done = send(city, begun(city, title="投诉（保密）", sealed=True), "T-A", "T-B")
    helped(city, "b", done.case)
    reply(city, done)
    city.do("citizen", done.case, "again", data=said(AGAIN, level="bad", words="再也不来"))
    city.do("clerk", done.case, "heard", data=said(HEARD, words="电话里说，我是沈砚秋"))
    return done


def text(what: Any) -> str:
    """All that a view says, whatever part of it."""
    found = asdict(what) if hasattr(what, "__dataclass_fields__") else what
    found.pop("procedure", None) if isinstance(found, dict) else None
    return json.dumps(found, ensure_ascii=False, default=str)


def test_the_keeper_and_the_party_read_it(city: City, sent: cases.Done) -> None:
    for who in ("clerk", "citizen"):
        view = city.view(who, sent)
        assert view.values is not None and view.values[1]["answers"]["body"] == WROTE["body"] and view.sealed and not view.hidden, who
    assert not city.view("chief", sent).values, "whoever has no part in it at the unit that keeps it reads nothing"


@pytest.mark.parametrize("who", BLIND)
def test_the_case_itself(city: City, sent: cases.Done, who: str) -> None:
    view = city.view(who, sent)
    assert view.hidden and (view.party_name, view.is_party) == ("", False) and view.title == "投诉（保密）"
    assert not [s for s in SECRETS if s in text(view)], text(view)
    party = store.rows("select party from cases_case where id = %s", (sent.case,))[0][0]
    assert str(party) not in [str(v) for line in view.history for v in line.facts.values()], "nor by number"
    forms = {kept["form"] for kept in (view.values or {}).values()}
    assert forms == ({"matter.reply"} if who in "ab" else set()), "what units wrote is read by those who work on it"


@pytest.mark.parametrize("who", BLIND)
def test_lists_desks_and_searches(city: City, sent: cases.Done, who: str) -> None:
    actor = city.actors[who]
    pages = [cases.cases(actor=actor, at=MONDAY), cases.desk(actor=actor, at=MONDAY)]
    assert all(s not in text(asdict(page)) for page in pages for s in SECRETS)
    assert [r.from_name for r in pages[0].rows] == ["保密"]
    for words in ("沈砚秋", "收了两次"):
        assert cases.cases(actor=actor, at=MONDAY, words=words).rows == ()
    assert all(s not in text(asdict(row)) for row in cases.late(actor=actor, at=MONDAY + timedelta(days=90)) for s in SECRETS)


@pytest.mark.parametrize("who", BLIND)
def test_nobody_reveals_it_with_a_purpose(city: City, sent: cases.Done, who: str) -> None:
    before = len(ledger.history(sent.case))
    with pytest.raises(Refused) as why:
        cases.reveal(actor=city.actors[who], case=sent.case, purpose="核对投诉情况", key=f"r-{who}", at=MONDAY)
    assert codes(why) == ["sealed"] and len(ledger.history(sent.case)) == before
    with pytest.raises(NotFound):
        cases.reveal(actor=city.stranger, case=sent.case, purpose="核对投诉情况", key="r-s", at=MONDAY)


def test_who_had_it_and_who_has_it_next(city: City) -> None:
    done = send(city, begun(city, sealed=True))
    reply(city, done)
    store.execute("update cases_case set unit_id = %s where id = %s", (city.c.unit, done.case))
    assert city.view("a", done).hidden and city.view("a", done).values is None
    with pytest.raises(NotFound):
        city.view("stranger", done)


def test_what_readers_of_the_record_are_told(city: City, sent: cases.Done) -> None:
    """Search, messages and statistics are made of this."""
    told = cases.told(sent.case)
    assert (told.title, told.party_name) == ("投诉（保密）", "保密") and "沈砚秋" not in text(told)
    entries = [json.dumps(dict(e.facts), ensure_ascii=False) for e in ledger.history(sent.case)]
    assert not [s for s in SECRETS if s != "complaint" and any(s in e for e in entries)], "what is personal lies beside the record"


def test_its_public_face(city: City, sent: cases.Done) -> None:
    face = cases.face(ref=sent.ref, at=MONDAY)
    assert face.hidden and not [s for s in SECRETS if s in text(face)]


def test_what_was_handed_in_is_not_brought_again(city: City) -> None:
    file = {"sha256": "ab" * 32, "name": "收据.png", "size": 3, "type": "image/png"}
    written = Clean("matter.write", 1, {**WROTE, "photos": [file]}, frozenset())
    begun(city, sealed=True, data=written)
    assert cases.brought(party=identity.party(city.citizen)) == {}
    begun(city, data=written)
    assert list(cases.brought(party=identity.party(city.citizen))) == ["photos"]


def test_passed_on_to_another_system_it_stays_sealed(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def accepted(told: cases.Told, data: Clean, at: Any) -> cases.Begin:
        return cases.Begin("trial.one", city.b.unit, told.title, cases.Item("", 0, "", ""), party=identity.party(city.citizen), data=data)

    way = cases.Referral("trial.one", "handler", "移送", ("trial.matter",))
    monkeypatch.setitem(registry._referrals, ("trial.matter", "trial.one"), way)
    monkeypatch.setitem(registry._accepts, "trial.one", accepted)
    done = send(city, begun(city, title="投诉（保密）", sealed=True))
    cases.refer(actor=city.a, case=done.case, to="trial.one", data=clean(finding="移送"), seen=None, key="f1", at=MONDAY)
    (other,) = city.view("a", done).siblings
    assert store.rows("select sealed, party_name from cases_case where ref = %s", (other.ref,)) in ([(True, "保密")], [(1, "保密")])
    assert "沈砚秋" not in text(city.view("a", done)) and "沈砚秋" not in text(cases.view(actor=city.a, ref=done.ref, at=MONDAY))


def test_erased_by_the_keeper(city: City, sent: cases.Done) -> None:
    city.do("clerk", sent.case, "close")
    data = Clean("cases.erase", 1, {"who": "保密", "ground": "expired", "reason": "期满。"}, frozenset({"ground", "reason"}))
    late = when("2057-01-01 10:00")
    store.execute("insert into identity_postrole (post_id, role) values (%s, %s)", (city.a.post, "trial.signatory"))
    identity.moved()
    assert cases.may_erase(actor=city.a, case=sent.case, at=late) is None, "not by the unit that may not read it"
    assert cases.may_erase(actor=city.chief, case=sent.case, at=late) == ()
    cases.erase(actor=city.chief, case=sent.case, data=data, key="e1", at=late)
    assert ledger.values(sent.case) == {} and city.view("clerk", sent).party_name == ""


def test_a_plain_case_is_not_kept_from_who_works_on_it(city: City) -> None:
    done = send(city, begun(city), "T-A", "T-B")
    assert [city.view(who, done).party_name for who in ("a", "b", "clerk")] == ["沈砚秋"] * 3 and not city.view("line", done).hidden
