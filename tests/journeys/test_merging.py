"""A department is merged into another over HTTP's own commands: its desk is found on the other's, by reader, and the directory says so."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.small import Clock, Person, everything, ref_of, settle, words
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity

Somebody = Callable[[str], Person]


def test_the_desk_passes_on_and_the_directory_says_so(person: Somebody, town: Clock) -> None:
    assert person("citizen").apply("410105.food_business", **everything()).status_code == 302
    ref = ref_of("食品经营许可")
    old, heir = (identity.unit_by_code(f"410105-{code}").id for code in ("SCJG", "SP"))
    system = identity.holder(unit="410100-SP", title="system", on=town.at.date())
    answers = {"successor": "410105-SP", "reason": "机构改革"}
    data = Clean("directory.merge_unit", 1, answers, frozenset(answers))
    for _ in range(2):  # a double click
        cases.run(actor=system, command="directory.merge_unit", subject=f"unit:{old}", data=data, key="merge", at=town.at)
    settle()
    assert ref in words(person("window").get("/desk/"))
    assert person("window").do(ref, "accept").status_code == 302
    assert "并入" in words(person("citizen").get(f"/my/{ref}/")) or "承接" in words(person("window").get(f"/cases/{ref}/"))
    page = words(person("window").get(f"/directory/units/{heir}/"))
    assert "承接了" in page and "办件 1 件" in page
    assert "由谁承接" in words(person("window").get(f"/directory/units/{old}/"))
    assert person("citizen").apply("410105.food_business", **everything()).status_code == 302
    assert ref_of("食品经营许可") in words(person("window").get("/desk/"))
