"""Drafts: nothing is checked, nothing is lost, nothing is recorded."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as some

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.rooms import drafts as room
from yiwang.engines.forms.tests.sample import GOOD, RESTAURANT
from yiwang.engines.store import api as store
from yiwang.kernel.actors import NOBODY, Actor
from yiwang.kernel.errors import Refused

CITIZEN, OTHER = Actor(account=11, person=11), Actor(account=12, person=12)
pytestmark = pytest.mark.django_db


def saved(at: datetime, raw: dict[str, str | list[str]], actor: Actor = CITIZEN, **more: str) -> forms.DraftView:
    return forms.save_draft(actor=actor, form=RESTAURANT, raw=raw, at=at, **more)


@trying(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(raw=some.dictionaries(some.sampled_from([*GOOD, "opens-year", "firm.code"]),
                             some.text(some.characters(), max_size=20) | some.lists(some.text(some.characters(), max_size=5), max_size=3)))
def test_whatever_was_typed_comes_back(at: datetime, raw: dict[str, str | list[str]]) -> None:
    saved(at, raw)
    found = forms.draft(actor=CITIZEN, form=RESTAURANT, at=at)
    assert found is not None and found.raw == raw


def test_saving_again_keeps_the_code_and_moves_the_end(at: datetime) -> None:
    first = saved(at, {"shop": "面"})
    again = saved(at + timedelta(days=3), {"shop": "面馆", "csrfmiddlewaretoken": "secret", "owner": "x", "nothing": "y"})
    assert again.code == first.code and again.kept_until == first.kept_until + timedelta(days=3) == at + timedelta(days=33)
    assert again.raw == {"shop": "面馆", "owner": "x"}
    assert len(first.code) == 6 and not set(first.code) & set("01IOL")


def test_what_was_changed_is_kept_beside_the_rest(at: datetime) -> None:
    saved(at, {"shop": "面", "area": "8", "meals": ["am", "pm"]})
    again = forms.save_draft(actor=CITIZEN, form=RESTAURANT, raw={"area": "86", "meals": [""], "changed": "area,meals"}, at=at, part=True)
    assert again.raw == {"shop": "面", "area": "86", "meals": [""]}
    assert saved(at, {"area": "9"}).raw == {"area": "9"}


@pytest.mark.django_db(transaction=True)
def test_parts_saved_at_once_from_two_pages_are_both_kept(at: datetime) -> None:
    names = ["shop", "area", "seats", "capital", "phone", "note"]
    faults: list[BaseException] = []

    def one(name: str) -> None:
        try:
            forms.save_draft(actor=CITIZEN, form=RESTAURANT, raw={name: name}, at=at, part=True)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = forms.draft(actor=CITIZEN, form=RESTAURANT, at=at)
    assert not faults and found is not None and found.raw == {name: name for name in names}


def test_drafts_are_ones_own_one_a_subject(at: datetime) -> None:
    mine, about, theirs = saved(at, {"shop": "一"}), saved(at, {"shop": "二"}, subject="case:7"), saved(at, {"shop": "三"}, OTHER)
    assert len({mine.code, about.code, theirs.code}) == 3
    assert [d.code for d in forms.drafts(actor=CITIZEN, at=at)] == [about.code, mine.code]
    found = forms.draft(actor=CITIZEN, form=RESTAURANT, at=at, subject="case:7")
    assert found is not None and found.raw == {"shop": "二"}
    assert not forms.drop_draft(actor=OTHER, form=RESTAURANT, subject="case:7")
    assert forms.drop_draft(actor=CITIZEN, form=RESTAURANT, subject="case:7")
    assert forms.draft(actor=CITIZEN, form=RESTAURANT, at=at, subject="case:7") is None
    with pytest.raises(Refused, match="登录"):
        saved(at, {}, NOBODY)


def test_a_call_taker_finds_it_by_the_code_as_it_is_read_out(at: datetime) -> None:
    code = saved(at, {"shop": "面"}).code
    found = forms.draft_by_code(code=f" {code[:3].lower()}-{code[3:]} ", at=at)
    assert found is not None and found.account == 11 and found.raw == {"shop": "面"}
    assert forms.draft_by_code(code="000000", at=at) is None


def test_after_thirty_days_it_is_gone(at: datetime) -> None:
    code = saved(at, {"shop": "面"}).code
    last, late = at + timedelta(days=30), at + timedelta(days=30, seconds=1)
    assert forms.draft(actor=CITIZEN, form=RESTAURANT, at=last) and forms.sweep_drafts(at=last) == 0
    assert forms.draft(actor=CITIZEN, form=RESTAURANT, at=late) is None and forms.draft_by_code(code=code, at=late) is None
    assert forms.drafts(actor=CITIZEN, at=late) == []
    assert forms.sweep_drafts(at=late) == 1 and not store.rows("select 1 from forms_draft")


def test_nothing_of_it_reaches_the_record(at: datetime) -> None:
    saved(at, GOOD)
    assert not store.rows("select 1 from ledger_entry")


def test_more_than_any_form_takes_is_refused_and_the_old_draft_stays(at: datetime) -> None:
    saved(at, {"shop": "面"})
    with pytest.raises(Refused, match="附件"):
        saved(at, {"note": "字" * 100_000})
    found = forms.draft(actor=CITIZEN, form=RESTAURANT, at=at)
    assert found is not None and found.raw == {"shop": "面"}


def test_a_code_that_is_taken_is_drawn_again(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter("AAAAAA" "AAAAAA" "BBBBBB")
    monkeypatch.setattr(room.secrets, "choice", lambda _: next(drawn))
    assert (saved(at, {}).code, saved(at, {}, OTHER).code) == ("AAAAAA", "BBBBBB")


def test_a_draft_says_which_counter_is_at_work_on_it_as_long_as_it_is(at: datetime) -> None:
    mine = saved(at, {"shop": "面"})
    assert mine.at_counter(at) == 0 and forms.hold_draft(code=mine.code, unit=7, at=at)
    later = at + timedelta(minutes=29)
    held = saved(later, {"shop": "面馆"})  # the owner's own saving ends nothing
    assert held.at_counter(later) == 7 and held.at_counter(at + timedelta(minutes=30)) == 0
    there = forms.save_draft_of(code=mine.code, form=RESTAURANT, raw={"area": "8"}, at=later, part=True)
    assert there is not None and there.at_counter(at + timedelta(minutes=58)) == 7  # it went on typing
    assert not forms.hold_draft(code=mine.code, unit=7, at=at + timedelta(days=40))


def test_typing_for_another_without_taking_it_up_holds_nothing(at: datetime) -> None:
    there = forms.save_draft_of(code=saved(at, {"shop": "面"}).code, form=RESTAURANT, raw={"area": "8"}, at=at, part=True)
    assert there is not None and there.at_counter(at) == 0
