"""What somebody may send to make trouble: floods, endless and empty texts, other encodings, script, files that are not what they say."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.journeys.small import Clock, hidden, picture, settle, words
from tests.journeys.test_appeals import HERE, LAMP, Somebody, ref_of, wrote
from tests.journeys.test_appeals_lives import answered, sent
from yiwang.engines.store import api as store
from yiwang.systems.public.appeals import parameters

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>{{8191|add:8192}}{% debug %}"


def written() -> int:
    return int(store.rows("select count(*) from cases_case")[0][0])


def test_a_flood_from_one_telephone(person: Somebody, town: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    real = parameters.value
    monkeypatch.setattr(parameters, "value", lambda name, on: 3 if name == "per_phone" else real(name, on))
    for i in range(3):
        ref_of(wrote(person("citizen"), subject=f"路灯 {i}", phone="13800138009"))
        settle()
    page = wrote(person("other"), subject="又一件", phone="13800138009")
    assert page.status_code in (409, 422) and "今天已经写了 3 件" in words(page) and written() == 3
    assert re.search(r'name="phone"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*name="phone"', page.content.decode()), "said at the field"
    assert "又一件" in page.content.decode(), "what was filled in is still there"
    other, box = person("other"), f"{HERE}?to=410105"
    boxed = other.client.post(box, {**hidden(other.get(box), "key", "seen"), **LAMP, "subject": "写到信箱", "phone": "13800138009"})
    assert boxed.status_code in (409, 422) and "今天已经写了 3 件" in words(boxed) and written() == 3, "a mailbox is no way around it"
    ref_of(wrote(person("other"), subject="别的电话", phone="13800138010"))


def test_nothing_and_far_too_much(person: Somebody, town: Clock) -> None:
    for body in ("", "   \n\t　", "长" * 100_000):
        page = wrote(person("citizen"), body=body)
        assert page.status_code == 422 and "详细情况" in words(page) and len(page.content) < 600_000, len(body)
    assert wrote(person("citizen"), subject="长" * 100_000).status_code == 422 and written() == 0


def test_bytes_of_another_encoding(person: Somebody, town: Clock) -> None:
    citizen = person("citizen")
    fields = {**hidden(citizen.get(HERE), "key", "seen"), **LAMP}
    raw = b"&".join(f"{k}={v}".encode("gbk") for k, v in fields.items())
    answer = citizen.client.post(HERE, raw, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (400, 302, 422), words(answer)[:300]
    if answer.status_code == 302:
        assert "\x00" not in store.rows("select title from cases_case")[0][0]
    assert person("citizen").get("/my/").status_code == 200
    for bad in ("a\x00b", "\ud800"):
        assert wrote(person("citizen"), subject=bad.encode("utf-8", "surrogatepass")).status_code in (302, 400, 422)


@pytest.mark.slow(reason="every page it is shown on")
def test_script_and_emoji_are_words(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen"), subject="🚮<b>垃圾</b>" + SCRIPT[:30], body=f"楼下🚮 {SCRIPT}", spot=SCRIPT[:80]))
    settle()
    pages = [(person("citizen"), f"/my/{ref}/"), (person("citizen"), f"/my/{ref}/form/"), (person("citizen"), "/my/"), (person("citizen"), "/messages/"),
             *((person("calls"), p) for p in (f"/cases/{ref}/", f"/cases/{ref}/do/dispatch/", "/desk/", f"/appeals/desk/{ref}/",
                                              "/desk/search/?q=垃圾", "/cases/?procedure=public.appeals.matter"))]
    for who, page in pages:
        found = who.get(page)
        text = found.content.decode()
        assert found.status_code == 200 and not [bad for bad in ("<script>alert", "<img src=x", "<b>垃圾", "16383") if bad in text], page
    assert "楼下🚮" in person("calls").get(f"/cases/{ref}/").content.decode()
    assert sent(person, ref, wanted=SCRIPT).status_code == 302
    settle()
    for who in ("lamps", "citizen"):
        page = f"/cases/{ref}/" if who == "lamps" else f"/my/{ref}/"
        assert "<script>alert" not in person(who).get(page).content.decode()


@pytest.mark.parametrize("name, data", [
    ("图.png", b"MZ\x90\x00" + b"\x00" * 500), ("图.png.exe", b"MZ"), ("图.svg", b"<svg onload=alert(1) xmlns='http://www.w3.org/2000/svg'/>"),
    ("图.html", b"<script>alert(1)</script>"), ("空.png", b""), ("图.pdf", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"),
    ("../../etc/passwd.png", b"root:x:0:0"),
], ids=["a program", "two endings", "svg", "html", "empty", "pdf with script", "a path"])
def test_files_that_are_not_what_they_say(person: Somebody, town: Clock, name: str, data: bytes) -> None:
    page = wrote(person("citizen"), photos=SimpleUploadedFile(name, data, "image/png"))
    assert page.status_code == 422 and written() == 0, words(page)[:500]
    assert LAMP["body"] in page.content.decode(), "what was written is still there"


def test_too_many_files(person: Somebody, town: Clock) -> None:
    page = wrote(person("citizen"), photos=[picture(f"图{i}", i) for i in range(6)])
    assert page.status_code == 422 and "5" in words(page) and written() == 0


def test_what_insults_is_taken_in_marked_and_not_published(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen"), body="路灯又不亮了，你们这群废物，三天没人来。"))
    settle()
    page = person("calls").get(f"/appeals/desk/{ref}/")
    assert '<mark class="found--rude">废物</mark>' in page.content.decode() and "话里有骂人" in words(page)
    assert "话里有骂人" not in words(person("calls").get(f"/appeals/desk/{ref_of(wrote(person('other')))}/"))
    sent(person, ref)
    answered(person, ref, "lamps")
    drafted = person("calls").get(f"/appeals/publish/{ref}/").content.decode()
    assert "这群＊＊" in drafted and "废物" not in drafted.partition("<form")[2]
