"""Erasing a closed case's personal data: by whom, when, on what ground; what is left, and that the record says so."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests.trial import MONDAY, City, clean, codes, found, when
from yiwang.engines.files import api as files
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import NotFound, Refused

LATER = when("2057-01-01 10:00")


def said(who: str = "沈砚秋", ground: str = "mistaken", reason: str = "同一申请重复提交，已撤回。") -> Clean:
    return Clean("cases.erase", 1, {"who": who, "ground": ground, "reason": reason}, frozenset({"ground", "reason"}))


def withdrawn(city: City, **words: Any) -> cases.Done:
    done = city.begin(**words)
    return city.do("citizen", done.case, "withdraw")


def erase(city: City, case: int, who: str = "chief", *, data: Clean | None = None, key: str = "e1", at: datetime = MONDAY) -> cases.Done:
    return cases.erase(actor=city.actors[who], case=case, data=data or said(), key=key, at=at)


def test_values_title_and_name_go_and_the_record_says_so(city: City) -> None:
    done = withdrawn(city)
    assert ledger.values(done.case)
    erase(city, done.case)
    assert ledger.values(done.case) == {}
    view = city.view("clerk", done)
    assert (view.title, view.party_name, view.values) == ("试行事项", "", {})
    last = ledger.history(done.case)[-1]
    assert last.kind is Kind.ERASED and {e["name"] for e in last.facts["erased"]} == {"form", "party"} and "沈砚秋" not in str(last.facts)
    report = ledger.verify()
    assert report.ok and report.erased == 2


def test_the_same_request_again_gives_the_same_answer_and_another_is_refused(city: City) -> None:
    done = withdrawn(city)
    first = erase(city, done.case)
    assert erase(city, done.case).n == first.n
    with pytest.raises(Refused) as why:
        erase(city, done.case, key="e2")
    assert codes(why) == ["erased-already"]


def test_only_who_answers_for_the_handling_unit(city: City) -> None:
    done = withdrawn(city)
    for who in ("clerk", "magistrate", "mayor", "line"):
        assert cases.may_erase(actor=city.actors[who], case=done.case, at=MONDAY) is None
        with pytest.raises(Refused) as why:
            erase(city, done.case, who)
        assert codes(why) == ["not-your-role"]
    with pytest.raises(NotFound):
        erase(city, done.case, "stranger")
    assert ledger.values(done.case)


def test_an_open_case_is_not_erased(city: City) -> None:
    done = city.begin()
    with pytest.raises(Refused) as why:
        erase(city, done.case)
    assert codes(why) == ["still-open"]


def test_whose_it_is_must_be_said_rightly_and_not_in_the_reason(city: City) -> None:
    done = withdrawn(city)
    with pytest.raises(Refused) as why:
        erase(city, done.case, data=said(who="温若愚"))
    assert codes(why) == ["another-name"]
    with pytest.raises(Refused) as why:
        erase(city, done.case, data=said(reason="沈砚秋重复提交。"))
    assert codes(why) == ["names-somebody"]


def test_the_record_is_kept_for_its_years(city: City) -> None:
    """Thirty whole years after the one the case was closed in: nothing sooner, and a decided case is never a mistake."""
    done = city.accepted()
    city.do("chief", done.case, "refuse")
    for ground, code in (("mistaken", "was-decided"), ("expired", "still-kept")):
        with pytest.raises(Refused) as why:
            erase(city, done.case, data=said(ground=ground))
        assert codes(why) == [code]
    with pytest.raises(Refused):
        erase(city, done.case, data=said(ground="expired"), at=when("2056-12-31 10:00"))
    erase(city, done.case, data=said(ground="expired"), at=LATER)
    assert ledger.values(done.case) == {}


def test_papers_go_unless_another_case_needs_them(city: City) -> None:
    sent = [files.receive(chunks=[b"a,b\n%d,1" % i], name=f"材料{i}.csv", actor=city.citizen, at=MONDAY, accepts=(files.CSV,)) for i in range(2)]
    paper = [{"sha256": s.sha256, "name": s.name, "size": s.size} for s in sent]
    done = withdrawn(city, data=clean(False, name="沈砚秋", a=paper[:1], b=paper[1:]))
    other = city.begin(data=clean(False, b=paper[1:]))
    erase(city, done.case)
    assert cases.remove_papers(at=MONDAY) == 2 and cases.remove_papers(at=MONDAY) == 0
    with pytest.raises(NotFound):
        files.stored(sha256=sent[0].sha256)
    with pytest.raises(NotFound):
        files.open(sha256=sent[0].sha256)
    assert files.stored(sha256=sent[1].sha256).name == "材料1.csv"
    assert city.view("clerk", other).values


def test_a_paper_handed_in_again_stays(city: City) -> None:
    def send(at: datetime) -> str:
        return files.receive(chunks=[b"\xef\xbb\xbfa,b\n1,2"], name="表.csv", actor=city.citizen, at=at, accepts=(files.CSV,)).sha256

    sha256 = send(MONDAY)
    files.discard(sha256s=[sha256], at=when("2026-11-02 11:00"))
    send(when("2026-11-02 11:01"))
    assert files.remove_discarded(used=lambda names: set()) == 0
    assert files.stored(sha256=sha256).sha256 == sha256


@pytest.mark.django_db(transaction=True)
def test_killed_between_the_bytes_and_the_row_it_is_finished_the_next_time(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    city = found()
    sha256 = files.receive(chunks=[b"\xef\xbb\xbfa,b\n3,4"], name="表.csv", actor=city.citizen, at=MONDAY, accepts=(files.CSV,)).sha256
    with store.atomic():
        files.discard(sha256s=[sha256], at=MONDAY)
    with files.open(sha256=sha256) as file:
        Path(file.name).unlink()  # the bytes were gone when the machine stopped; the row was not
    assert files.remove_discarded(used=lambda names: set()) == 1
    assert store.rows("select 1 from files_file where sha256 = %s", (sha256,)) == []
    identity.forget()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_in_the_file_itself(settings: Any, procedures: None) -> None:
    """SQLite overwrites what is removed: not even somebody who reads the disk finds it. A server's dead rows go with its vacuum."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    city, needle = found(), "weizhi-7431-yinsi"
    for i in range(8):
        city.begin(data=clean(False, name=f"other-{i}"))
    done = withdrawn(city, data=clean(False, name=needle), title=f"试行事项：{needle}")
    if connection.vendor == "postgresql":
        erase(city, done.case)
        assert store.rows("select 1 from ledger_value where text like %s", (f"%{needle}%",)) == []
    else:
        assert needle.encode() in _file()
        erase(city, done.case)
        assert needle.encode() not in _file()
    identity.forget()


def _file() -> bytes:
    store.execute("pragma wal_checkpoint(truncate)")
    return Path(connection.settings_dict["NAME"]).read_bytes()
