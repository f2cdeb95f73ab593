"""What is derived is made anew from the record: the same figures, and nothing of the record touched."""

from __future__ import annotations

from typing import Any

from tests.journeys.small import Clock, settle
from tests.journeys.test_appeals import Somebody, ref_of, wrote
from yiwang.city import readers
from yiwang.engines.store import api as store

KEPT = "select id, ref, state, topic, unit, told_on from appeals_matter order by id"
COUNTED = 'select id, unit, topic, began_on, decided_on from reports_case order by id'


GIVEN = 'select "case", n, unit, topic, ruled, ended from reports_handed order by "case", n'


def everything() -> list[Any]:
    return [store.rows(GIVEN), store.rows(KEPT), store.rows(COUNTED), store.rows("select count(*) from ledger_entry")]


def test_the_same_figures_again(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen")))
    assert person("calls").do(ref, "dispatch", to_unit="410100-CG", urgency="normal", **{"topic.1": "城乡建设"}).status_code == 302
    settle()
    before = everything()
    assert store.rows(GIVEN), "a unit was given it"
    store.execute("update reports_case set topic = 'wrong'")
    store.execute("update appeals_matter set topic = 'wrong'")
    for reader in ("reports", "public.appeals.kept"):
        assert reader in readers.rebuilt() and readers.rebuild(reader)
    assert store.rows(KEPT) == [] == store.rows(COUNTED) == store.rows(GIVEN)
    settle()
    assert everything() == before
    assert not readers.rebuild("notify"), "what was told is not told again"


def test_what_an_older_version_kept_is_made_anew_by_itself(person: Somebody, town: Clock) -> None:
    """As after an upgrade that counts otherwise; what a newer version kept is let alone, and so is what nobody can make again."""
    wrote(person("citizen"))
    settle()
    before = everything()
    assert readers.older() == []
    for reader in ("reports", "public.appeals.kept", "notify"):
        store.execute("update ledger_cursor set version = 0 where reader = %s", (reader,))
    store.execute("update reports_case set topic = 'wrong'")
    store.execute("update appeals_matter set topic = 'wrong'")
    store.execute("insert into ledger_parked (reader, pos, error, at, tries) values ('reports', 1, 'x', %s, 3)", (town.now(),))
    assert readers.older() == ["reports", "public.appeals.kept"]
    told = store.rows("select count(*) from notify_notice")
    settle()
    assert everything() == before and readers.older() == [] and not store.rows("select 1 from ledger_parked")
    assert store.rows("select count(*) from notify_notice") == told, "nobody is told again"
    store.execute("update ledger_cursor set version = 99, pos = 0 where reader = 'public.appeals.kept'")
    store.execute("update appeals_matter set topic = 'newer'")
    settle()
    assert store.rows("select topic from appeals_matter") == [("newer",)], "counted on, not emptied"
