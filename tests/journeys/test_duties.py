"""Who had what: learned from what units answered, gave back, were ruled to have; the right county's, and one level up where a class has no past."""

from __future__ import annotations

from datetime import date

import pytest

from tests.journeys.small import Clock
from yiwang.engines.identity import api as identity
from yiwang.engines.reports import api as reports
from yiwang.engines.store import api as store

PROCEDURE = "public.appeals.matter"


def given(n: int, topic: str, unit: str, ended: str = "answered", ruled: int = 0) -> None:
    store.execute('insert into reports_handed ("case", n, "on", procedure, topic, unit, ruled, ended) values (%s, 1, %s, %s, %s, %s, %s, %s)',
                  (n, date(2026, 1, n), PROCEDURE, topic, identity.unit_by_code(unit).id, ruled, ended))


def who(topic: str, place: str = "") -> list[str]:
    return [one.unit.code for one in reports.able(procedure=PROCEDURE, topic=topic, place=place)]


@pytest.fixture(autouse=True)
def past(town: Clock) -> None:
    for n in (1, 2, 3):
        given(n, "城乡建设/路灯", "410100-CG")
    given(4, "城乡建设/路灯", "410100-SCJG", "returned")
    given(5, "城乡建设/夜市", "410105")


def test_who_answered_comes_first_and_who_gave_it_back_not_at_all() -> None:
    assert who("城乡建设/路灯") == ["410100-CG"]
    basis = reports.able(procedure=PROCEDURE, topic="城乡建设/路灯")[0]
    assert basis.basis == "同类 3 件，答复 3 件" and 0.5 < basis.confidence < 1
    assert reports.able(procedure="another.procedure", topic="城乡建设/路灯") == []


def test_a_ruling_counts_twice() -> None:
    given(6, "城乡建设/井盖", "410100-SCJG")
    given(7, "城乡建设/井盖", "410100-CG", "", ruled=1)
    assert who("城乡建设/井盖") == ["410100-CG", "410100-SCJG"]


def test_without_a_past_one_level_up() -> None:
    assert who("城乡建设/路灯/三级") == ["410100-CG"] and set(who("城乡建设/没有过")) == {"410100-CG", "410105"} and who("教育") == []


def test_of_the_counties_the_one_where_it_is() -> None:
    assert who("城乡建设/夜市", "410105001") == ["410105"] and who("城乡建设/夜市", "410102") == ["410100-CG"] and who("城乡建设/夜市") == ["410105"]


def test_words_are_words_not_patterns() -> None:
    assert who("城乡建设/%") == who("城乡建设") and reports.duties(procedure=PROCEDURE, words="%", limit=9) == []
    listed = reports.duties(procedure=PROCEDURE, words="路灯", limit=9)
    assert [(d.given, d.answered, d.returned, d.last_on) for d in listed] == [(3, 3, 0, date(2026, 1, 3)), (1, 0, 1, date(2026, 1, 4))]
    assert len(reports.duties(procedure=PROCEDURE, limit=1, offset=1)) == 1
