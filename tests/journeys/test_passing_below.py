"""An inquiry passed on below, over HTTP: the bureau asked has the street look, returns what it says, adopts it; the lead waits for the bureau."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse

from tests.journeys import small
from tests.journeys.small import Clock, Person, everything, ref_of
from yiwang.city.demo import people
from yiwang.engines.store import api as store

Somebody = Callable[[str], Person]
STREET = "410105008"


@pytest.fixture
def manned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the town is founded: somebody in the street may answer."""
    monkeypatch.setitem(small.LOGINS, "street", (STREET, people.DESK))


@pytest.fixture
def town(manned: None, town: Clock) -> Clock:
    return town


@pytest.fixture
def asked(town: Clock, person: Somebody) -> str:
    answer = person("citizen").apply("410105.restaurant_joint", **everything())
    assert answer.status_code == 302, words(answer)[:800]
    ref = ref_of("餐饮经营场所联合审批")
    for move in ("accept", "consult"):
        assert person("window").do(ref, move).status_code == 302
    return ref


def words(page: HttpResponse) -> str:
    """What a page says, without the spaces that keep its clauses together."""
    return small.words(page).replace(" ", "")


def below(ref: str) -> int:
    return int(store.rows("select max(i.id) from cases_inquiry i join cases_case c on c.id = i.case_id where c.ref = %s and i.above <> 0", (ref,))[0][0])


def sent(who: Person, address: str, **answers: str) -> tuple[int, str]:
    """Opens a page and sends its form, twice: the second click finds the same answer."""
    page = who.get(address)
    assert page.status_code == 200, words(page)[:500]
    data = {**small.hidden(page, "key", "seen"), **answers}
    first, again = who.client.post(address, data), who.client.post(address, data)
    assert first.status_code == again.status_code, (words(first)[:400], words(again)[:400])
    return first.status_code, words(first)


def test_passed_on_returned_and_adopted(person: Somebody, asked: str) -> None:
    here, bureau, street = f"/cases/{asked}/", person("streets"), person("street")
    assert street.get(here).status_code == 404 and "转下级办理" in words(bureau.get(here))
    assert sent(bureau, f"{here}pass/", unit=STREET, days="3", question="看看门前和邻居。")[0] == 302
    assert store.rows("select count(*) from cases_inquiry where above <> 0") == [(1,)]
    desk = words(street.get("/desk/"))
    assert "答复转办" in desk and asked in desk
    assert "看看门前和邻居" in words(street.get(here)) and "槐荫巷烩面馆" in words(street.get(here))
    assert street.do(asked, "answer", verdict="agree", opinion="看过，没有意见。").status_code == 302
    assert "核对下级答复" in words(bureau.get("/desk/"))
    page = words(bureau.get(here))
    assert "采用并答复" in page and "退回重答" in page and "看过，没有意见" in page
    first = below(asked)
    assert sent(bureau, f"{here}back/{first}/", days="2", reason="没有写尺寸。")[0] == 302
    assert "没有写尺寸" in words(street.get(here))
    assert street.do(asked, "answer", verdict="agree_with_conditions", opinion="招牌宽 4.2 米，灯光 22 时后熄。").status_code == 302
    assert bureau.get(f"{here}adopt/{first}/").status_code == 404
    form = words(bureau.get(f"{here}adopt/{below(asked)}/"))
    assert "招牌宽4.2米" in form
    assert sent(bureau, f"{here}adopt/{below(asked)}/", verdict="agree_with_conditions", opinion="同意街道意见，22 时后熄灯。")[0] == 302
    assert store.rows("select count(*) from cases_inquiry where answered_at is not null and above = 0") == [(1,)]


def test_the_lead_reads_whom_it_waits_for_and_the_citizen_only_the_bureau(person: Somebody, asked: str) -> None:
    here, street = f"/cases/{asked}/", person("street")
    assert sent(person("streets"), f"{here}pass/", unit=STREET, days="3", question="看看门前和邻居。")[0] == 302
    assert street.do(asked, "answer", verdict="object", opinion="里面有话", law="某法第一条").status_code == 302
    for who in ("window", "magistrate", "market"):
        page = words(person(who).get(here))
        assert "文化路街道" in page and "里面有话" not in page and "看看门前" not in page and "采用并答复" not in page, who
        assert person(who).get(f"{here}adopt/{below(asked)}/").status_code == 404
    citizen = words(person("citizen").get(f"/my/{asked}/"))
    assert "里面有话" not in citizen and "城市管理局" in citizen


def test_who_may_not(person: Somebody, asked: str) -> None:
    here = f"/cases/{asked}/"
    for who in ("elsewhere", "citizen", "other", "street"):
        assert person(who).get(f"{here}pass/").status_code == 404, who
    for who in ("window", "signatory", "magistrate"):
        assert person(who).get(f"{here}pass/").status_code == 404, who
    bureau = person("streets")
    status, said = sent(bureau, f"{here}pass/", unit=STREET, days="40", question="看")
    assert status == 422 and "本单位自己还剩7个工作日" in said
    for unit in ("410102-CG", "410105-SP", "nowhere", ""):
        assert sent(bureau, f"{here}pass/", unit=unit, days="3", question="看")[0] == 422, unit
    assert sent(bureau, f"{here}pass/", unit=STREET, days="3", question="看")[0] == 302
    page = bureau.get(f"{here}pass/")
    assert page.status_code == 409 and "已经转给文化路街道" in words(page)
    inner = person("street").get(f"{here}pass/")
    assert inner.status_code == 404
