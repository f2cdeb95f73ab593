"""Before a certificate ends its holder is told, at each stage once, while its renewal can still be asked for; nobody whose certificate needs none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.small import Clock, Person, everything, picture, ref_of, settle, words
from yiwang.city import loops
from yiwang.engines.notify.rooms import posting
from yiwang.engines.registers import api as registers
from yiwang.engines.store import api as store
from yiwang.kernel.actors import READER
from yiwang.systems.public.services.rooms import applying

ITEM, ENDS = "410105.food_business", "2027-02-10"  # the town's clock stands on 2 November 2026
RENEW = f"/services/{ITEM}.renewal/apply/?licence_no="
Somebody = Callable[[str], Person]


@pytest.fixture
def number(person: Somebody, town: Clock) -> str:
    """A licence of the citizen, which ends a hundred days from now."""
    store.execute("update identity_person set email = 'shen@example.cn' where name = '沈砚秋'")
    assert person("citizen").apply(ITEM, **everything()).status_code == 302
    ref = ref_of("食品经营许可")
    person("market").do(ref, "accept")
    person("market").do(ref, "propose", proposal="grant", opinion="符合条件")
    person("market_head").do(ref, "grant")
    settle(town.at + timedelta(minutes=1))
    store.execute("update registers_record set valid_to = %s, valid_from = '2022-02-11' where register = 'certificates'", (ENDS,))
    return str(store.rows("select key from registers_record where register = 'certificates'")[0][0])


def swept(town: Clock, at: str) -> list[str]:
    """What was told up to an instant, of certificates alone."""
    loops.LOOPS["sweep.public.services.expiry"](town.to(at))
    return [str(text) for (text,) in store.rows("select text from notify_notice where key like 'public.services.expiry:%' order by id")]


def test_told_at_each_stage_once_with_the_last_day_and_the_way(person: Somebody, number: str, town: Clock) -> None:
    assert swept(town, "2026-11-11 10:00") == []  # 91 days
    first = swept(town, "2026-11-12 10:00")
    assert len(first) == 1 and "还有 90 天" in first[0] and "2027-01-11 申请延续" in first[0]
    assert swept(town, "2026-11-12 11:00") == swept(town, "2026-11-20 10:00") == first
    assert len(swept(town, "2026-12-12 10:00")) == 2 and "还有 35 天" in swept(town, "2027-01-06 10:00")[2]
    assert len(swept(town, "2027-02-10 10:00")) == len(swept(town, "2027-02-11 10:00")) == 3
    page = person("citizen").get("/messages/")
    assert f"{RENEW}{number}" in page.content.decode() and "食品经营许可快到期了" in words(page).replace(" ", "")
    assert person("citizen").get(f"{RENEW}{number}").status_code == 200
    assert "快到期" not in words(person("other").get("/messages/"))
    mails = store.rows("select text from notify_outgoing where \"to\" = 'shen@example.cn' and title like '%快到期了'")
    phone = [t for (t,) in store.rows("select text from notify_outgoing where channel = 'sms' and title like '%快到期了' order by id")]
    assert phone == ["您的食品经营许可到 2027-02-10 到期，还要用的最晚 2027-01-11 申请延续。"] * 3
    assert len(mails) == 3 and f"/services/{ITEM}.renewal/apply/?licence_no=%" in mails[0][0]


def test_after_days_without_a_sweep_the_nearest_stage_alone_and_what_is_still_true(number: str, town: Clock) -> None:
    found = swept(town, "2027-01-20 10:00")
    assert len(found) == 1 and "还有 21 天" in found[0] and "申请延续" not in found[0] and "重新申请" in found[0]


def test_nobody_is_told_at_night(number: str, town: Clock) -> None:
    assert swept(town, "2026-11-12 07:59") == [] == swept(town, "2026-11-12 20:00")
    assert len(swept(town, "2026-11-13 08:00")) == 1


def test_killed_between_two_it_goes_on(number: str, town: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "OUT", "insert into no_such_table values (%s)")
    with pytest.raises(Exception, match="no_such_table"), store.atomic():
        swept(town, "2026-11-12 10:00")
    monkeypatch.undo()
    assert len(swept(town, "2026-11-12 10:05")) == 1
    assert store.rows("select channel from notify_outgoing where title like '%快到期了' order by channel") == [("mail",), ("sms",)]


@pytest.mark.parametrize("state", [registers.State.CANCELLED, registers.State.REVOKED, registers.State.SUSPENDED])
def test_not_of_what_does_not_hold(number: str, town: Clock, state: registers.State) -> None:
    registers.set_state(register="certificates", key=number, state=state, reason="依法", actor=READER, at=town.at)
    assert swept(town, "2026-11-12 10:00") == []


def test_not_of_what_was_renewed_or_asked_for(person: Somebody, number: str, town: Clock) -> None:
    town.to("2026-11-10 10:00")
    papers: dict[str, Any] = {f.code: picture(f.code) for f in applying.form_of(f"{ITEM}.renewal").fields if f.code.startswith("paper_")}
    answer = person("citizen").apply(f"{ITEM}.renewal", **{**everything(), **papers, "licence_no": number, "condition_changed": "no"})
    assert answer.status_code == 302, words(answer)[:900]
    assert swept(town, "2026-11-12 10:00") == []
    person("citizen").do(ref_of("食品经营许可"), "withdraw")
    assert len(swept(town, "2026-11-12 10:30")) == 1, "who took the application back is told again"
    store.execute("update registers_record set valid_to = '2032-02-10' where register = 'certificates'")
    assert len(swept(town, "2026-12-13 10:00")) == 1


def test_what_was_issued_for_a_short_time_is_not_told_at_once(number: str, town: Clock) -> None:
    store.execute("update registers_record set valid_from = '2026-11-02', valid_to = '2026-12-31' where register = 'certificates'")
    assert swept(town, "2026-11-03 10:00") == []
    assert len(swept(town, "2026-11-26 10:00")) == 1
