"""While the database is away every page says so in a sentence, with when to come again; nothing of it asks the database."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from django.test import Client

from yiwang.web.accounts import sessions
from yiwang.web.api import guard


def gone(*words: Any, **named: Any) -> None:
    raise OperationalError("connection failed") from psycopg.OperationalError("connection failed")


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Client:
    """Whoever asks who it is, which is the first question of every request, gets no answer. No database fixture: a statement would be a fault."""
    monkeypatch.setattr(sessions, "actor", gone)
    monkeypatch.setattr(guard, "actor", gone)
    return Client(raise_request_exception=False)


def test_a_page_says_so_and_comes_back_by_itself(away: Client) -> None:
    answer = away.get("/desk/")
    said = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"], answer.headers["Refresh"]) == (503, "5", "5")
    assert "切换到备用设备" in said and "请等几秒再试" in said and "再提交一次" not in said
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_what_was_sent_in_is_not_sent_again_by_itself(away: Client) -> None:
    answer = away.post("/login/", {"username": "a"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5") and "Refresh" not in answer.headers
    assert "再提交一次" in answer.content.decode() and "不会重复" in answer.content.decode()


def test_a_program_is_told_in_its_own_way(away: Client) -> None:
    answer = away.get("/api/v1/cases")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert json.loads(answer.content)["reasons"][0]["code"] == "database-away"


def test_what_fails_outside_of_every_view_says_so_too(away: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The session is written after the view, further out than the edge."""
    from django.contrib.sessions.middleware import SessionMiddleware

    monkeypatch.setattr(SessionMiddleware, "process_response", gone)
    answer = away.get("/")
    assert answer.status_code == 503 and "切换到备用设备" in answer.content.decode()


def test_another_fault_is_no_absence(away: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: Any) -> None:
        raise ValueError

    monkeypatch.setattr(sessions, "actor", broken)
    answer = away.get("/")
    assert answer.status_code == 500 and "请报这个编号" in answer.content.decode()
