"""The administrators' pages: each sees its own, nobody else any; what is audited and exported."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from tests.support.visitors import key, signed_in
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.tests import small
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.actors import READER
from yiwang.kernel.acts import Act, Kind
from yiwang.systems.ground.settings import commands
from yiwang.web import mending
from yiwang.web.accounts import sessions

PAGES = {
    "security": ("/settings/", "/settings/?only=locked", "/settings/policies/failures/", "/settings/accounts/4/", "/settings/posts/4/"),
    "audit": ("/settings/audit/", "/settings/audit/?chain=account&from=2026-01-01&to=x", "/settings/audit/export/"),
    "system": ("/settings/outbox/", "/settings/readers/", "/settings/readers/parked/", "/settings/calendar/", "/settings/parameters/"),
}


@pytest.fixture
def now(settings: Any) -> datetime:
    return settings.CLOCK.now()  # type: ignore[no-any-return]


@pytest.fixture
def city(db: Any, settings: Any, now: datetime) -> Iterator[None]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    small.found(now)
    yield
    identity.forget()


@pytest.mark.parametrize("username", ["system", "security", "audit", "window", "boss"])
def test_each_administrator_sees_the_own_pages_and_nobody_else_any(city: None, username: str) -> None:
    client = signed_in(username)
    first = min(a.id for a in identity.accounts()), small.post_of("system", datetime.fromisoformat("2026-11-20T10:00:00+08:00"))
    for owner, pages in PAGES.items():
        for page in pages:
            page = page.replace("accounts/4", f"accounts/{first[0]}").replace("posts/4", f"posts/{first[1]}")
            assert client.get(page).status_code == (200 if owner == username else 404), page


def test_the_audit_reads_what_was_done_and_changes_nothing(city: None, now: datetime) -> None:
    security, audit = signed_in("security"), signed_in("audit")
    url = "/settings/policies/failures/"
    assert security.post(url, {"value": "4", "reason": "试行", "key": key(security, url)}).status_code == 302
    page = audit.get("/settings/audit/?chain=policy").content.decode()
    assert "修改登录策略" in page and "试行" in page and "乙" in page and "登录成功" not in page.partition("<tbody")[2]
    assert "登录成功" in audit.get("/settings/audit/?chain=account").content.decode()
    assert audit.get(url).status_code == 404 and audit.get("/settings/").status_code == 404


def test_the_export_is_a_table_without_formulas(city: None, now: datetime) -> None:
    security = signed_in("security")
    url = "/settings/policies/failures/"
    security.post(url, {"value": "4", "reason": "=1+1", "key": key(security, url)})
    answer = signed_in("audit").get("/settings/audit/export/?chain=policy")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer.headers["Content-Type"].startswith("text/csv") and len(rows) == 2 and len(rows[1][6]) == 64


def test_a_policy_out_of_bounds_is_refused_at_its_field(city: None) -> None:
    client, url = signed_in("security"), "/settings/policies/failures/"
    answer = client.post(url, {"value": "99", "reason": "x", "key": key(client, url)})
    assert answer.status_code == 422 and identity.policy("failures") == 5


def test_a_lock_is_lifted(city: None, now: datetime) -> None:
    for _ in range(5):
        identity.sign_in(username="window", password="wrong", at=now)
    account = identity.account_of("window")
    client, url = signed_in("security"), f"/settings/accounts/{account}/unlock/"
    assert "丁" in client.get("/settings/?only=locked").content.decode()
    assert client.post(url, {"reason": "本人来电", "key": key(client, url)}).status_code == 302
    assert identity.sign_in(username="window", password=small.PASSWORD, at=now).account == account


def test_sessions_are_ended_of_one_and_of_all_but_ones_own(city: None, now: datetime) -> None:
    security, window, boss = signed_in("security"), signed_in("window"), signed_in("boss")
    url = f"/settings/accounts/{identity.account_of('window')}/end_sessions/"
    assert window.post(url, {"reason": "x", "key": "k"}).status_code == 404
    assert security.post(url, {"reason": "电脑丢了", "key": key(security, url)}).status_code == 302
    assert window.get("/me/").status_code == 302 and boss.get("/me/").status_code == 200
    window, mine, every = signed_in("window"), signed_in("security"), "/settings/sessions/end/"
    assert security.post(every, {"reason": "", "key": key(security, every)}).status_code == 422 and window.get("/me/").status_code == 200
    sent = {"reason": "怀疑会话被盗", "key": key(security, every)}
    assert [security.post(every, sent).status_code for _ in range(2)] == [302, 302]
    assert window.get("/me/").status_code == 302 and boss.get("/me/").status_code == 302 and security.get("/settings/").status_code == 200
    assert mine.get("/me/").status_code == 302, "a place of one's own that was stolen is over too"
    (said,) = ledger.journal(subjects=("policy:everybody",), limit=5)
    assert said.act == "settings.every_session_ended" and said.facts["sessions"] == 2
    assert "让所有人重新登录" in signed_in("audit").get("/settings/audit/?chain=policy").content.decode()


def test_two_administrators_who_end_everything_at_once_get_an_answer_and_lose_nothing(city: None, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose session somebody ended while a request was on its way is asked to sign in with the next; what the request did stands."""
    security, other = signed_in("security"), signed_in("window")
    every, real = "/settings/sessions/end/", commands.devices.end_all

    def meanwhile(*, of: int = 0, but: int = 0) -> int:
        found = real(of=of, but=but)
        return found + real(of=identity.account_of("security"))  # what the other one's does in that instant

    sent = {"reason": "怀疑会话被盗", "key": key(security, every)}
    held = security.session
    held[sessions.SEEN] -= 120  # this request would write that the session was used
    held.save()
    monkeypatch.setattr(commands.devices, "end_all", meanwhile)
    answer = security.post(every, sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/settings/")
    assert security.get("/settings/").headers["Location"] == "/login/?next=/settings/"
    assert len(ledger.journal(subjects=("policy:everybody",), limit=5)) == 1
    assert other.get("/me/").status_code == 302


def test_what_a_reader_put_aside_is_tried_again(city: None, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.append(subject="unit:1", act=Act("trial.happened", Kind.CHANGED, ""), actor=READER, at=now)
    ledger.seal(at=now)
    seen: list[str] = []
    good = [False]

    def handle(entry: ledger.Recorded) -> None:
        if not good[0]:
            raise ValueError("表还没有")
        seen.append(entry.act)

    ledger.follow(reader="trial", handle=handle, at=now, holder="test")
    parked = ledger.parked(reader="trial")
    assert parked
    monkeypatch.setattr(mending, "_found", [lambda reader, at: handle if reader == "trial" else None])
    client = signed_in("system")
    assert "表还没有" in client.get("/settings/readers/parked/?reader=trial").content.decode()
    client.post("/settings/readers/parked/", {"id": str(parked[0].id)})
    assert len(ledger.parked(reader="trial")) == len(parked) and not seen
    good[0] = True
    assert "已经通过" in client.post("/settings/readers/parked/", {"id": str(parked[0].id)}, follow=True).content.decode()
    assert len(ledger.parked(reader="trial")) == len(parked) - 1 and len(seen) == 1


def test_a_role_is_given_and_taken_on_the_posts_page(city: None, now: datetime) -> None:
    client, post = signed_in("security"), small.post_of("window", now)
    url = f"/settings/posts/{post}/grant_role/"
    assert client.post(url, {"role": "ground.audit_admin", "reason": "x", "key": key(client, url)}).status_code == 422
    assert client.post(url, {"role": small.HEAD, "reason": "x", "key": key(client, url)}).status_code == 302
    assert (small.HEAD,) in store.rows("select role from identity_postrole where post_id = %s", (post,))
