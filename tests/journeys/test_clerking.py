"""A clerk's speed: phrases into long answers, the papers beside the form and harmless there, and who goes on while one is away."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.journeys.small import Clock, Person, everything, hidden, ref_of, words
from yiwang.engines.store import api as store

Somebody = Callable[[str], Person]
HERE = "/clerking/"


def write(clerk: Person, title: str, text: str, whose: str = "own") -> Any:
    page = clerk.get(f"{HERE}new/{whose}/")
    return clerk.client.post(f"{HERE}new/{whose}/", {**hidden(page, "key", "seen"), "title": title, "text": text})


@pytest.fixture
def ref(person: Somebody, town: Clock) -> str:
    assert person("citizen").apply("410105.food_business", **everything()).status_code == 302
    return ref_of("食品经营许可")


def test_kept_changed_and_dropped_by_whose_they_are(person: Somebody, town: Clock) -> None:
    clerk = person("market")
    assert write(clerk, "材料齐全", "材料齐全，符合法定形式。").status_code == 302
    twice = write(clerk, "材料齐全", "又一条")
    assert twice.status_code == 409 and "请换个名称" in words(twice) and "又一条" in twice.content.decode()
    empty = write(clerk, "", "")
    assert empty.status_code == 422 and "请填写名称" in words(empty)
    (one,) = (r[0] for r in store.rows("select id from clerking_phrase", ()))
    page = clerk.get(f"{HERE}{one}/")
    assert clerk.client.post(f"{HERE}{one}/", {**hidden(page, "key", "seen"), "title": "齐全", "text": "材料齐全。"}).status_code == 302
    assert "材料齐全。" in words(clerk.get(HERE)) and "符合法定形式" not in words(clerk.get(HERE))
    for stranger in ("market_head", "fire", "window"):
        assert person(stranger).get(f"{HERE}{one}/").status_code == 404 == person(stranger).client.post(f"{HERE}{one}/drop/").status_code
    assert person("citizen").get(HERE).status_code == 404
    gone = hidden(clerk.get(f"{HERE}{one}/drop/"), "key", "seen")
    assert [clerk.client.post(f"{HERE}{one}/drop/", gone).status_code for _ in range(2)] == [302, 404]
    assert store.rows("select count(*) from clerking_phrase", ()) == [(0,)]


def test_the_units_are_its_heads_and_everybodys_of_the_unit(person: Somebody, town: Clock) -> None:
    assert person("market").get(f"{HERE}new/unit/").status_code == 404
    assert write(person("market_head"), "现场合格", "现场核查合格。", "unit").status_code == 302
    (one,) = (r[0] for r in store.rows("select id from clerking_phrase", ()))
    assert "现场核查合格。" in words(person("market").get(HERE)) and "现场核查合格。" not in words(person("fire").get(HERE))
    assert person("market").get(f"{HERE}{one}/").status_code == 404 and person("market_head").get(f"{HERE}{one}/").status_code == 200


def test_put_in_without_a_script_nothing_lost_nothing_done(person: Somebody, ref: str) -> None:
    clerk = person("market")
    write(clerk, "合格", "符合条件。")
    write(person("fire"), "别人的", "不是您的。")
    mine, others = (r[0] for r in store.rows("select id from clerking_phrase order by id", ()))
    clerk.do(ref, "accept")
    address, page = clerk.opened(ref, "propose")
    text = page.content.decode()
    assert f'<option value="{mine}" data-text="符合条件。">合格</option>' in text and "不是您的" not in text
    said = {**hidden(page, "key", "seen"), "proposal": "grant", "opinion": "已经核对。"}
    again = clerk.client.post(address, {**said, "phrase-opinion": str(mine), "go": "phrase:opinion"})
    assert again.status_code == 200 and re.search(r"<textarea[^>]*name=\"opinion\"[^>]*>已经核对。符合条件。</textarea>", again.content.decode())
    assert re.search(r'name="proposal" value="grant"[^>]* checked', again.content.decode())
    stolen = clerk.client.post(address, {**said, "phrase-opinion": str(others), "go": "phrase:opinion"})
    assert "不是您的" not in words(stolen) and "已经核对。</textarea>" in stolen.content.decode()
    assert store.rows("select state from cases_case where ref = %s", (ref,)) == [("accepted",)]
    assert clerk.client.post(address, {**said, "opinion": "已经核对。符合条件。"}).status_code == 302


PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""
RUNS = b"<html><script>parent.document.title='taken over'</script></html>"


def test_the_papers_stand_beside_the_form_and_are_shut_in(person: Somebody, town: Clock) -> None:
    papers = {**everything(), "paper_rules": SimpleUploadedFile("制度.pdf", PDF, "application/pdf")}
    assert person("citizen").apply("410105.food_business", **papers).status_code == 302
    ref, clerk = ref_of("食品经营许可"), person("market")
    _, page = clerk.opened(ref, "accept")
    text = page.content.decode()
    assert "槐荫巷烩面馆" in words(page) and "2 份材料" in words(page)
    (picture,), (pdf,) = re.findall(r'<img src="(/cases/[^"]+)"', text), re.findall(r'<iframe src="(/cases/[^"]+)"', text)
    for address, kind in ((picture, "image/png"), (pdf, "application/pdf")):
        shown = clerk.get(address)
        assert shown.getvalue()
        assert shown.headers["Content-Type"] == kind and shown.headers["X-Content-Type-Options"] == "nosniff"
        assert shown.headers["Content-Disposition"].startswith("inline") and "default-src 'none'" in shown.headers["Content-Security-Policy"]
        assert ("sandbox" in shown.headers["Content-Security-Policy"]) is (address == picture)  # browsers' own PDF viewers do not run in one
    assert "object-src 'none'" in page.headers["Content-Security-Policy"] and "srcdoc" not in text
    for stranger in ("fire", "watch", "elsewhere"):
        assert person(stranger).get(pdf).status_code == 404
    clerk.do(ref, "accept")
    assert "槐荫巷烩面馆" in words(clerk.opened(ref, "propose")[1])


@pytest.mark.parametrize("name,content", [("网页.pdf", RUNS), ("图.png", RUNS), ("图.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
                                          ("脚本.pdf", PDF.replace(b"/Pages 2 0 R", b"/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>"))])
def test_no_paper_that_could_run_a_script_is_taken(person: Somebody, town: Clock, name: str, content: bytes) -> None:
    answer = person("citizen").apply("410105.food_business", **{**everything(), "paper_rules": SimpleUploadedFile(name, content, "application/pdf")})
    assert answer.status_code == 422 and name in words(answer) and store.rows("select count(*) from cases_case", ()) == [(0,)]


def test_whoever_may_not_read_the_papers_is_told_how(person: Somebody, ref: str, town: Clock) -> None:
    page = person("watch").get(f"/cases/{ref}/urge/")
    text = page.content.decode()
    assert page.status_code == 200 and "13903710011" not in text and "写明用途" in words(page) and "<iframe" not in text and "<img" not in text


def test_work_waits_for_a_role_so_a_colleague_has_it_already(person: Somebody, ref: str, town: Clock) -> None:
    """Nothing is handed over: what one of the unit's clerks sees on the desk every other who holds the role sees too. Who is alone with a role is told."""
    assert "只有您一人" in words(person("market").get("/me/"))
    store.execute("update identity_tenure set post_id = (select t.post_id from identity_tenure t join identity_account a on a.person_id = t.person_id "
                  "where a.username = 'market') where person_id = (select person_id from identity_account where username = 'health')", ())
    store.execute("update identity_epoch set n = n + 1", ())
    alone, colleague = words(person("market").get("/me/")), person("health")
    assert "只有您一人" not in alone and "官health" in alone and "不用移交" in alone
    assert ref in words(colleague.get("/desk/")) and colleague.do(ref, "accept").status_code == 302
