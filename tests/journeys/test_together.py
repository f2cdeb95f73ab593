"""One step for several cases at once: said before it is done, each by itself, and safe to send again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from tests.journeys.small import Clock, Person, everything, hidden, words
from tests.journeys.test_steps import tight
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.rooms.lists import _plain
from yiwang.engines.store import api as store
from yiwang.web.generic import together

HERE = "/desk/together/"
Somebody = Callable[[str], Person]


@pytest.fixture
def lodged(person: Somebody, town: Clock) -> list[str]:
    """Five applications that wait to be accepted."""
    citizen = person("citizen")
    for name in "甲乙丙丁戊":
        assert citizen.apply("410105.restaurant", **{**everything(), "shop_name": f"{name}字面馆"}).status_code == 302
    return [ref for (ref,) in store.rows("select c.ref from cases_case c join identity_unit u on u.id = c.unit_id where u.code = '410105-SP' order by c.id")]


def looked_over(clerk: Person, refs: list[str]) -> HttpResponse:
    return clerk.client.get(HERE, {"case": refs})


def sent(clerk: Person, page: HttpResponse) -> dict[str, Any]:
    """The page as its button would send it."""
    return {**hidden(page, "key", "move"), "case": re.findall(r'name="case" value="([^"]+)"', page.content.decode())}


def states(refs: list[str]) -> list[str]:
    return [str(store.rows("select state from cases_case where ref = %s", (ref,))[0][0]) for ref in refs]


def test_chosen_cases_are_accepted_together_and_each_by_itself(person: Somebody, lodged: list[str]) -> None:
    clerk = person("window")
    assert len(lodged) == 5
    desk = clerk.get("/desk/").content.decode()
    assert all(f'name="case" value="{ref}"' in desk for ref in lodged) and 'data-key="B"' in desk
    page = looked_over(clerk, lodged)
    text = words(page)
    assert f"受理 {len(lodged)} 件" in text and "受理通知书" in text and "审查中" in text and states(lodged) == ["lodged"] * len(lodged)
    form = sent(clerk, page)
    assert person("window").do(lodged[0], "not_accept", reasons="不属于本机关。", basis="行政许可法第三十二条").status_code == 302  # a colleague, meanwhile
    answer = clerk.client.post(HERE, form)
    text = tight(answer)
    assert f"办好{len(lodged) - 1}件，1件没有办" in text and "刚刚有了变化" in text
    assert states(lodged) == ["not_accepted", *["accepted"] * (len(lodged) - 1)]
    numbers = store.rows("select count(*), count(distinct number) from cases_document where kind = 'acceptance'")
    assert numbers == [(len(lodged) - 1, len(lodged) - 1)]
    again = clerk.client.post(HERE, form)
    assert f"办好{len(lodged) - 1}件，1件没有办" in tight(again)
    assert store.rows("select count(*) from cases_document where kind = 'acceptance'") == [(len(lodged) - 1,)]


def test_what_waits_for_others_is_not_among_them(person: Somebody, lodged: list[str]) -> None:
    for who in ("signatory", "elsewhere"):
        other = person(who)
        assert 'name="case"' not in other.get("/desk/").content.decode() and looked_over(other, lodged).headers["Location"] == "/desk/"
    page = sent(person("window"), looked_over(person("window"), lodged))
    refused = person("signatory").client.post(HERE, page)
    assert "办好 0 件" in words(refused) and states(lodged) == ["lodged"] * len(lodged)
    assert "办好 0 件" in words(person("elsewhere").client.post(HERE, page)) and lodged[0] not in person("elsewhere").client.post(HERE, page).content.decode()


def test_one_step_at_a_time_and_no_more_than_fit(person: Somebody, lodged: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = person("window")
    monkeypatch.setattr(together, "MOST", 2)
    assert len(re.findall(r'name="case" value', looked_over(clerk, lodged).content.decode())) == 2
    form = {**sent(clerk, looked_over(clerk, lodged)), "case": [f"{ref}~0.0" for ref in lodged]}
    assert "办好 2 件" in words(clerk.client.post(HERE, form)) and states(lodged).count("accepted") == 2


def test_a_step_with_a_form_or_a_consequence_is_made_alone(person: Somebody, lodged: list[str]) -> None:
    clerk, ref = person("window"), lodged[0]
    clerk.do(ref, "accept")
    assert f'value="{ref}"' not in clerk.get("/desk/").content.decode()  # a proposal asks for an opinion
    joint = cases.procedure("public.services.joint", 2)
    assert [_plain(joint, state)[0] for state in ("lodged", "accepted", "proposed", "granted")] == ["accept", "", "", "hand_over"]  # a grant is thought over
