"""Short messages to a gateway that really listens: signed, known again, refused, silent, killed in between, at night."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support import certificates
from tests.support.gateway import KEY, Gateway, listening
from yiwang.engines.identity import api as identity
from yiwang.engines.notify import api as notify
from yiwang.engines.notify.rooms import gateway, leaving, posting
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust
from yiwang.kernel.clock import SHANGHAI

PHONE = "13903710011"
QUIET = (time(22), time(8))
ROW = "select sent_at, given_up_at, tries, error, text, due_at from notify_outgoing order by id"
pytestmark = pytest.mark.django_db


@pytest.fixture
def city(settings: Any) -> Iterator[Gateway]:
    """A gateway, and the city told of it."""
    with listening() as there:
        settings.SMS_URL, settings.SMS_KEY, settings.SMS_SIGN = there.url, KEY, "郑州12345"
        yield there


def laid_out(at: datetime, key: str = "m:1.1:4:", **more: Any) -> None:
    """A message for somebody with a phone lies in the outbox."""
    posting.post(to=identity.Reach(1, "", PHONE), channels=(notify.Channel.SMS,), title="已受理", text="食品经营许可已受理。", at=at, key=key, **more)


def sent(at: datetime, **more: Any) -> int:
    return notify.send_sms(at=at, quiet=QUIET, **more)


def test_taken_once_signed_and_with_the_citys_sign(city: Gateway, at: datetime) -> None:
    laid_out(at)
    laid_out(at)  # the same entry told twice
    assert sent(at) == 1 and sent(at + timedelta(days=3)) == 0
    (headers, body), = city.asked
    assert json.loads(body) == {"to": PHONE, "text": "食品经营许可已受理。【郑州12345】"}
    assert headers["Yiwang-Timestamp"] == str(int(at.timestamp())) and headers["Content-Type"] == "application/json"
    assert store.rows("select tries, given_up_at from notify_outgoing") == [(1, None)]


def test_a_gateway_that_cannot_prove_who_it_is_gets_nothing(settings: Any, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secure, shown = certificates.proving(tmp_path)
    with listening(secure) as there:
        settings.SMS_URL, settings.SMS_KEY = there.url, KEY
        laid_out(at)
        assert sent(at) == 0 and there.asked == [] and "CERTIFICATE_VERIFY_FAILED" in store.rows(ROW)[0][3]
        monkeypatch.setenv("SSL_CERT_FILE", str(shown))  # the same one, once the machine believes it
        assert sent(at + timedelta(hours=1)) == 1 and len(there.taken) == 1


def test_refused_for_good(city: Gateway, at: datetime) -> None:
    city.status, city.says = 422, f"number {PHONE} is blocked"
    laid_out(at)
    assert sent(at) == 0 == sent(at + timedelta(days=9)) and len(city.asked) == 1
    (_, given_up, tries, error, _, _), = store.rows(ROW)
    assert given_up is not None and tries == 1 and "422" in error and "blocked" in error and PHONE not in error


@pytest.mark.parametrize("status", [500, 503, 302, 429, 401])
def test_again_later_with_growing_pauses_then_given_up(city: Gateway, at: datetime, status: int) -> None:
    city.status = status
    laid_out(at)
    now, pauses = at, []
    for _ in leaving.PAUSES:
        assert sent(now, limit=5) == 0
        due = store.instant(store.rows(ROW)[0][5])
        assert due is not None
        before = len(city.asked)
        assert sent(due - timedelta(seconds=1)) == 0 and len(city.asked) == before, "not before its time"
        pauses.append(due - now)
        now = due if QUIET[1] <= (due + timedelta(hours=8)).time() < QUIET[0] else due + timedelta(hours=10)
    assert pauses == sorted(pauses) and pauses[0] < timedelta(minutes=2)
    assert sent(now) == 0 and sent(now + timedelta(days=30)) == 0
    (taken, given_up, tries, error, _, _), = store.rows(ROW)
    assert taken is None and given_up is not None and tries == len(leaving.PAUSES) + 1 == len(city.asked) and str(status) in error


def test_goes_when_the_gateway_is_back(city: Gateway, at: datetime) -> None:
    city.status = 500
    laid_out(at)
    sent(at)
    city.status = 200
    assert sent(at + timedelta(seconds=61)) == 1
    assert store.rows("select error, tries from notify_outgoing") == [("", 2)]


def test_a_silent_gateway_is_not_asked_for_each_message(settings: Any, city: Gateway, at: datetime) -> None:
    settings.SMS_URL = "http://127.0.0.1:9/"  # nobody listens there
    laid_out(at)
    laid_out(at, key="m:1.2:4:")
    assert sent(at) == 0
    assert [tries for _, _, tries, _, _, _ in store.rows(ROW)] == [1, 0]
    settings.SMS_URL = city.url
    assert sent(at) == 1 and sent(at + timedelta(seconds=61)) == 1 and len(city.taken) == 2


@pytest.mark.parametrize("before", ["handing over", "writing down"])
def test_killed_at_any_line_it_goes_once_more_at_most(city: Gateway, at: datetime, monkeypatch: pytest.MonkeyPatch, before: str) -> None:
    class Killed(BaseException):
        pass

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    laid_out(at)
    place, name = (gateway, "post") if before == "handing over" else (leaving, "_recorded")
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(place, name, die)
        sent(at)
    assert sent(at) == 0, "whoever comes next does not send it beside one that may still be at it"
    assert sent(at + timedelta(seconds=61)) == 1
    assert len(city.taken) == 1 and len(city.asked) == (1 if before == "handing over" else 2), "the gateway knows it again by its key"


def test_without_a_gateway_it_waits_and_can_be_seen(settings: Any, at: datetime) -> None:
    settings.SMS_URL = ""
    laid_out(at)
    assert sent(at) == 0 and "YIWANG_SMS_URL" in notify.sms_missing()
    (seen,) = notify.outbox()
    assert seen.channel is notify.Channel.SMS and seen.sent_at is None and seen.given_up_at is None and seen.tries == 0


@pytest.mark.parametrize(("url", "key", "demo", "says"), [
    ("http://gateway.example.cn/", KEY, False, "https"), ("ftp://10.0.0.1/", KEY, False, "https"), ("https://gateway.example.cn/", "short", False, "密钥"),
    ("https://gateway.example.cn/", KEY, True, "演示"), ("http://10.0.0.1/", KEY, True, "演示"),
    ("https://gateway.example.cn/", KEY, False, ""), ("http://10.0.0.1/", KEY, False, ""), ("http://127.0.0.1:9/", KEY, True, ""),
])
def test_what_is_not_set_right_is_said_and_nothing_leaves(settings: Any, url: str, key: str, demo: bool, says: str) -> None:
    settings.SMS_URL, settings.SMS_KEY, settings.DEMO = url, key, demo
    assert (says in notify.sms_missing()) and bool(says) == bool(notify.sms_missing())


def night(hour: int, minute: int = 0, day: int = 20) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def test_at_night_only_what_cannot_wait(city: Gateway) -> None:
    late = night(22)
    laid_out(late)
    laid_out(late, key="m:1.2:4:", urgent=True)
    with store.atomic():
        notify.post_code(phone=PHONE, code="123456", minutes=5, at=late, until=late + timedelta(minutes=5), key="code:1")
    assert sent(late) == 2 and any("123456" in one["text"] for one in city.taken.values())
    assert sent(night(7, 59, 21)) == 0 and sent(night(8, 0, 21)) == 1
    assert [n for n in (21, 22, 23, 0, 7, 8) if notify.is_quiet(night(n), QUIET)] == [22, 23, 0, 7]
    assert notify.is_quiet(night(13), (time(12), time(14))) and not notify.is_quiet(night(14), (time(12), time(14)))


def test_a_code_is_sealed_while_it_waits_and_gone_when_it_left_or_is_over(city: Gateway, at: datetime) -> None:
    for key in ("code:1", "code:2"):
        with store.atomic():
            notify.post_code(phone=PHONE, code="424242", minutes=5, at=at, until=at + timedelta(minutes=5), key=key)
    assert "424242" not in str(store.rows("select * from notify_outgoing")) and all(not m.text for m in notify.outbox())
    assert sent(at, limit=1) == 1
    assert sent(at + timedelta(minutes=6)) == 0
    (first, second) = store.rows(ROW)
    assert first[0] is not None and first[4] == "" == second[4] and second[1] is not None and second[0] is None and len(city.taken) == 1


def test_a_code_that_cannot_be_read_holds_nobody_up(city: Gateway, at: datetime) -> None:
    with store.atomic():
        notify.post_code(phone=PHONE, code="424242", minutes=5, at=at, until=at + timedelta(minutes=5), key="code:1")
    store.execute("update notify_outgoing set text = 'x'")
    laid_out(at)
    assert sent(at) == 1 and [given is None for _, given, *_ in store.rows(ROW)] == [False, True]


def test_never_longer_than_three_parts(settings: Any) -> None:
    settings.SMS_SIGN = "郑州12345"
    long = notify.short("字" * 400)
    assert len(long) == notify.LONGEST == 210 and long.endswith("…【郑州12345】")
    assert notify.short("一句\n话。") == "一句 话。【郑州12345】"


@pytest.mark.parametrize(("phone", "plain"), [("13903710011", PHONE), ("+86 139 0371 0011", PHONE), ("139-0371-0011", PHONE), ("8613903710011", PHONE),
                                              ("0371-12345", ""), ("", ""), ("1390371001", ""), ("12903710011", ""), ("１３９０３７１００１１", "")])
def test_a_mobile_number(phone: str, plain: str) -> None:
    assert identity.mobile(phone) == plain


def test_what_the_gateway_tells_is_signed_and_fresh(city: Gateway, at: datetime) -> None:
    body, stamp = b'{"id":"1","from":"13903710011","text":"TD"}', str(int(at.timestamp()))
    right = hmac.new(KEY.encode(), stamp.encode() + body, hashlib.sha256).hexdigest()
    assert notify.signed(stamp, right, body, at) and notify.signed(stamp, right, body, at + timedelta(minutes=5))
    assert not notify.signed(stamp, right, body, at + timedelta(minutes=5, seconds=2)), "what is old is not taken"
    assert not notify.signed(stamp, right, body + b" ", at) and not notify.signed(stamp + "0", right, body, at)
    assert not notify.signed("x", right, body, at) and not notify.signed(stamp, "é", body, at) and not notify.signed("", "", b"", at)
    assert notify.callback(body)["text"] == "TD"
    assert [notify.callback(b) for b in (b"", b"[]", b"\xff", b'{"id":1,"from":"","text":""}')] == [{}] * 4


def test_without_a_key_nothing_is_signed(settings: Any, at: datetime) -> None:
    settings.SMS_URL, settings.SMS_KEY = "http://127.0.0.1:9/", ""
    stamp = str(int(at.timestamp()))
    assert not notify.signed(stamp, hmac.new(b"", stamp.encode(), hashlib.sha256).hexdigest(), b"", at)


def test_a_key_tells_nothing_of_the_case(at: datetime) -> None:
    assert trust.pseudonym(among="sms", of="1:m:1.1:4:") == trust.pseudonym(among="sms", of="1:m:1.1:4:") != trust.pseudonym(among="sms", of="2:m:1.1:4:")
