"""At the counter: the same case for whoever came in, begun there or gone on with from the phone by the draft's code; filed once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from tests.journeys.small import Clock, Person, hidden, picture, settle, words
from tests.journeys.test_mandates import acting, given
from tests.journeys.test_steps import APPLY, KEY, PAPERS, PLACE, WHO, count, handed, tight
from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Assurance
from yiwang.kernel.errors import Refused
from yiwang.systems.public.services.rooms import library

HERE = "/services/window/"
Somebody = Callable[[str], Person]
PURPOSE = {"purpose": "窗口收件：开办餐饮店"}
SEEN = {f"got_paper_{p}": "seen" for p in PAPERS}


def number_of(person: str) -> str:
    return str(store.rows("select p.number from identity_person p join identity_account a on a.person_id = p.id where a.username = %s", (person,))[0][0])


def seated(clerk: Person, number: str, who: str = "person", key: str = KEY) -> str:
    """The address of the form, after the applicant was found."""
    answer = clerk.client.post(f"{HERE}{key}/", {"who": who, "number": number, **PURPOSE})
    assert answer.status_code == 302, words(answer)[:600]
    return str(answer.headers["Location"])


def step(clerk: Person, place: str, number: int, **answers: Any) -> HttpResponse:
    return clerk.client.post(f"{place}?step={number}", {"go": "next", **answers})


def last_of(clerk: Person, place: str, **papers: Any) -> HttpResponse:
    for number, answers in ((1, WHO), (2, PLACE), (3, papers or SEEN)):
        answer = step(clerk, place, number, **answers)
        assert answer.status_code == 302, (number, words(answer)[:900])
    return clerk.get(f"{place}?step=4")


def sent(clerk: Person, place: str, last: HttpResponse) -> HttpResponse:
    return clerk.client.post(f"{place}?step=4", {"go": "send", **hidden(last, "key")})


def test_a_window_takes_in_what_the_citizen_then_sees(person: Somebody, town: Clock) -> None:
    clerk, citizen = person("window"), person("citizen")
    assert "开办餐饮店" in words(clerk.get(HERE)) and "开办餐饮店" not in words(clerk.get(f"{HERE}?q=劳务"))
    place = seated(clerk, number_of("citizen"))
    first = clerk.get(place)
    assert "申请人：沈砚秋" in words(first) and number_of("citizen") not in place
    last = last_of(clerk, place, **{**SEEN, "got_paper_layout": "upload", "paper_layout": picture("平面图")})
    text = tight(last)
    assert "平面图.png" in text and "原件已核，当场退还" in text and "4101**********" in text
    answer = sent(clerk, place, last)
    assert count("cases_case") == 3 and count("forms_draft") == 0, words(answer)[:800]
    taken = clerk.get(answer.headers["Location"])
    assert "已经收件" in words(taken) and "正在制作" in words(taken) and "查询码" in words(taken)
    settle()
    taken = clerk.get(answer.headers["Location"])
    link = re.search(r'href="(/services/window/taken/[^"]+/papers/[0-9a-f]{64}/)"', taken.content.decode())
    assert link is not None and clerk.get(link.group(1)).getvalue().startswith(b"%PDF")
    ref = answer.headers["Location"].split("/")[-2]
    mine = citizen.get(f"/my/{ref}/")
    assert mine.status_code == 200 and "收件回执" in words(mine) and "许收" in words(mine) and "窗口收件" in words(mine)
    assert citizen.get("/my/").content.decode().count('href="/my/LB') == 1 and person("other").get(f"/my/{ref}/").status_code == 404
    assert "原件已核" in words(clerk.get(f"/cases/{ref}/")) and clerk.do(ref, "accept").status_code == 302


def test_a_double_click_and_a_late_one_file_it_once(person: Somebody, town: Clock) -> None:
    clerk = person("window")
    place = seated(clerk, number_of("citizen"))
    last = last_of(clerk, place)
    places = {sent(clerk, place, last).headers["Location"] for _ in range(3)}
    assert len(places) == 1 and count("cases_case") == 3 and store.rows("select count(*) from cases_document where kind = 'receipt'") == [(1,)]


def test_each_paper_is_brought_one_way_or_the_other(person: Somebody, town: Clock) -> None:
    clerk = person("window")
    place = seated(clerk, number_of("citizen"))
    step(clerk, place, 1, **WHO)
    step(clerk, place, 2, **PLACE)
    nothing = step(clerk, place, 3)
    assert nothing.status_code == 422 and f"这一页有{len(PAPERS)}处要改" in tight(nothing)
    halfway = step(clerk, place, 3, **{**SEEN, "got_paper_layout": "upload"})
    assert halfway.status_code == 422 and "这一页有1处要改" in tight(halfway)


def test_a_look_up_is_on_record_with_its_purpose_and_without_the_number(person: Somebody, town: Clock) -> None:
    clerk = person("window")
    seated(clerk, number_of("citizen"))
    assert clerk.client.post(f"{HERE}{KEY}/", {"who": "person", "number": number_of("citizen"), "purpose": ""}).status_code == 422
    wrong = clerk.client.post(f"{HERE}{KEY}/", {"who": "person", "number": "410105199003070027", **PURPOSE})
    assert wrong.status_code == 422 and "f-number" in wrong.content.decode()
    bodies = [body for (body,) in store.rows("select body from ledger_entry where act = 'identity.applicant_looked_up'")]
    assert len(bodies) == 1 and "窗口收件" in bodies[0] and number_of("citizen") not in bodies[0]


def test_somebody_nobody_knew_is_registered_with_the_document_in_hand(person: Somebody, town: Clock) -> None:
    from yiwang.city.demo import names

    clerk, new = person("window"), names.numbered(1956, 4, 2, 8)
    answer = clerk.client.post(f"{HERE}{KEY}/", {"who": "person", "number": new, **PURPOSE})
    assert answer.headers["Location"] == f"{HERE}{KEY}/register/"
    page = clerk.get(f"{HERE}{KEY}/register/")
    assert f'value="{new}"' in page.content.decode()
    form = {"who": "person", "number": new, "name": "谭桂香", "phone": "", **hidden(page, "key")}
    assert clerk.client.post(f"{HERE}{KEY}/register/", form).status_code == 422  # without having seen the document
    places = [clerk.client.post(f"{HERE}{KEY}/register/", {**form, "seen": "yes"}).headers["Location"] for _ in range(2)]
    assert store.rows("select name, assurance from identity_person where number = %s", (new,)) == [("谭桂香", Assurance.COUNTER.value)]
    answer = sent(clerk, places[0], last_of(clerk, places[0]))
    ref = answer.headers["Location"].split("/")[-2]
    assert store.rows("select party_name from cases_case where ref = %s", (ref,)) == [("谭桂香",)]
    assert seated(clerk, new) and all(new not in body for (body,) in store.rows("select body from ledger_entry"))


def test_a_draft_goes_from_the_phone_to_the_counter(person: Somebody, town: Clock) -> None:
    citizen, clerk = person("citizen"), person("window")
    handed(citizen, 1, **WHO)
    handed(citizen, 2, **PLACE)
    handed(citizen, 3, "leave", paper_layout=picture("手机拍的"))
    code = drafted("citizen")
    assert clerk.client.post(f"{HERE}draft/", {"code": "ZZZZZZ"}).status_code == 422
    opened = clerk.client.post(f"{HERE}draft/", {"code": f" {code[:3].lower()}-{code[3:]} "})
    assert opened.headers["Location"] == f"{HERE}draft/open/", words(opened)[:500]
    shown = clerk.get(f"{HERE}draft/open/")
    text = tight(shown)
    assert "第3步" in text and "材料" in text and "开办餐饮店" in text
    for hidden_one in ("沈砚秋", "槐荫巷", "13903710011", number_of("citizen")):
        assert hidden_one not in shown.content.decode(), hidden_one
    other = clerk.client.post(f"{HERE}draft/open/", {"who": "person", "number": number_of("other"), **PURPOSE})
    assert other.status_code == 422 and "对不上" in words(other)
    place = clerk.client.post(f"{HERE}draft/open/", {"who": "person", "number": number_of("citizen"), **PURPOSE}).headers["Location"]
    here = clerk.get(place)
    assert "手机拍的.png" in here.content.decode() and "材料" in words(here) and 'value="upload" checked' in here.content.decode()
    layout = re.search(r'name="paper_layout-id" value="([0-9a-f]{64})"', here.content.decode())
    assert layout is not None and b"PNG" in clerk.get(f"/files/{layout.group(1)}/").getvalue()
    rest = {**SEEN, "got_paper_layout": "upload", "paper_layout-id": layout.group(1)}
    assert step(clerk, place, 3, **rest).status_code == 302
    phone = hidden(citizen.get(f"{APPLY}?step=3"), "key")  # the page that is still open on the phone
    answer = sent(clerk, place, clerk.get(f"{place}?step=4"))
    assert answer.headers["Location"].startswith(f"{HERE}taken/") and count("cases_case") == 3 and count("forms_draft") == 0
    late = citizen.client.post(f"{APPLY}?step=3", {"go": "next", **phone})
    assert late.headers["Location"].startswith("/my/") and "已经提交过了" in words(citizen.get(late.headers["Location"]))
    assert count("cases_case") == 3 and count("forms_draft") == 0


def drafted(person: str) -> str:
    return str(store.rows("select code from forms_draft where account = %s order by id desc limit 1", (identity.account_of(person),))[0][0])


def test_whichever_is_first_files_it_and_the_counter_is_told(person: Somebody, town: Clock) -> None:
    citizen, clerk = person("citizen"), person("window")
    for number, answers in ((1, WHO), (2, PLACE), (3, {f"paper_{p}": picture(p) for p in PAPERS})):
        handed(citizen, number, **answers)
    clerk.client.post(f"{HERE}draft/", {"code": drafted("citizen")})
    place = clerk.client.post(f"{HERE}draft/open/", {"who": "person", "number": number_of("citizen"), **PURPOSE}).headers["Location"]
    ready = clerk.get(f"{place}?step=4")
    mine = citizen.get(f"{APPLY}?step=4")
    assert hidden(mine, "key") == hidden(ready, "key")
    assert citizen.client.post(f"{APPLY}?step=4", {"go": "send", **hidden(mine, "key")}).headers["Location"].startswith("/my/")
    for ask in (lambda: sent(clerk, place, ready), lambda: clerk.get(place)):
        answer = ask()
        assert "申请人已经在手机上提交了" in words(clerk.get(answer.headers["Location"]))
    assert count("cases_case") == 3 and store.rows("select count(*) from cases_document where kind = 'receipt'") == [(0,)]


def test_only_whoever_opened_a_visit_goes_on_with_it_and_not_for_ever(person: Somebody, town: Clock) -> None:
    clerk = person("window")
    place = seated(clerk, number_of("citizen"))
    assert clerk.get(place).status_code == 200
    for who in ("elsewhere", "market", "signatory"):
        assert person(who).get(place).status_code == 404, who
    assert clerk.get(place.replace("/at/", "/at/x")).status_code == 404
    assert clerk.get(f"{HERE}410105.nothing/").status_code == 404 and clerk.get(f"{HERE}410102.restaurant/").status_code == 404
    town.to("2026-11-03 10:00")
    assert person("window").get(place).status_code == 404


def test_a_window_begins_only_matters_of_its_own(person: Somebody, town: Clock) -> None:
    """One window takes a whole matter in, when a case of it is its own; not what another unit alone decides."""
    clerk, on = person("window"), town.now()
    elsewhere = library.parts("410105.outdoor_sign")[0].item
    actor = identity.holder(unit="410105-SP", title="window", on=on.date())
    party = identity.applicant(kind="person", id_=store.rows("select person_id from identity_account where username = 'citizen'")[0][0])
    with pytest.raises(Refused, match="由金水区城市管理局收件"):
        cases.begin(actor=actor, key="k" * 8, at=on, begin=cases.Begin(
            elsewhere.procedure, identity.unit_by_code(elsewhere.unit).id, "x", elsewhere.for_case, party, forms.NOTHING))
    assert elsewhere.unit != "410105-SP" and clerk.get(f"{HERE}410105.outdoor_sign/").status_code == 404


def test_a_call_taker_tells_how_far_it_is_and_sees_nothing_else(person: Somebody, town: Clock) -> None:
    citizen = person("citizen")
    handed(citizen, 1, **WHO)
    post = store.rows("select p.id from identity_post p join identity_unit u on u.id = p.unit_id where u.code = '410105-XF' and p.title = 'fire'")[0][0]
    store.execute("delete from identity_postrole where post_id = %s", (post,))
    store.execute("insert into identity_postrole (post_id, role) values (%s, %s)", (post, "public.services.call_taker"))
    identity.forget()
    taker = person("fire")
    assert taker.client.post(f"{HERE}draft/", {"code": drafted("citizen")}).status_code == 302
    shown = taker.get(f"{HERE}draft/open/")
    assert "第2步" in tight(shown) and "场所与经营" in tight(shown) and 'name="number"' not in shown.content.decode()
    for address in (HERE, f"{HERE}{KEY}/"):
        assert taker.get(address).status_code == 404
    answer = taker.client.post(f"{HERE}draft/open/", {"who": "person", "number": number_of("citizen"), **PURPOSE})
    assert answer.status_code == 200 and "/at/" not in answer.headers.get("Location", "")
    assert store.rows("select count(*) from ledger_entry where act = 'identity.applicant_looked_up'") == [(0,)]


def test_codes_are_guessed_slowly(person: Somebody, town: Clock) -> None:
    clerk = person("window")
    answers = [clerk.client.post(f"{HERE}draft/", {"code": f"ZZZZ{i:02}"}).status_code for i in range(22)]
    assert answers == [422] * 20 + [409] * 2


def test_a_helper_at_a_station_goes_the_citizens_way(person: Somebody, town: Clock) -> None:
    """帮办代办: with the citizen's mandate, on the public form; what they leave half done is gone on with at the counter, for the citizen."""
    helper = acting(person("other"), given(town))
    handed(helper, 1, **WHO)
    handed(helper, 2, "leave", **PLACE)
    clerk = person("window")
    clerk.client.post(f"{HERE}draft/", {"code": drafted("other")})
    asked = {"who": "person", **PURPOSE}
    assert clerk.client.post(f"{HERE}draft/open/", {**asked, "number": number_of("other")}).status_code == 422  # it is not the helper's own matter
    place = clerk.client.post(f"{HERE}draft/open/", {**asked, "number": number_of("citizen")}).headers["Location"]
    assert step(clerk, place, 3, **SEEN).status_code == 302
    ref = sent(clerk, place, clerk.get(f"{place}?step=4")).headers["Location"].split("/")[-2]
    assert store.rows("select party_name from cases_case where ref = %s", (ref,)) == [("沈砚秋",)]
    assert helper.get(f"/my/{ref}/").status_code == 200 == person("citizen").get(f"/my/{ref}/").status_code
