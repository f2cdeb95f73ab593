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
