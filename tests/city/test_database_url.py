"""What a city is given as `--database`, as its connections have it."""

from __future__ import annotations

import pytest

from yiwang.city import settings


def test_what_stands_behind_the_question_mark_goes_to_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YIWANG_PATIENCE", raising=False)
    one = settings.database("postgresql://yiwang_app:a%40b@10.1.0.1:5000/yiwang?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem&connect_timeout=9")
    assert (one["USER"], one["PASSWORD"], one["HOST"], one["PORT"], one["NAME"]) == ("yiwang_app", "a@b", "10.1.0.1", "5000", "yiwang")
    options = one["OPTIONS"]
    assert isinstance(options, dict)
    assert (options["sslmode"], options["sslrootcert"], options["connect_timeout"]) == ("verify-full", "/etc/ca.pem", "9")
    assert options["target_session_attrs"] == "read-write" and options["tcp_user_timeout"] == 12_000
    assert "statement_timeout" not in options["options"] and not options["patience"]  # a backup takes as long as it takes


def test_a_page_has_less_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIWANG_PATIENCE", "30")
    options = settings.database("postgresql:///yiwang?host=/run/postgresql")["OPTIONS"]
    assert isinstance(options, dict) and options["patience"] == 30
    assert "statement_timeout=30s" in options["options"] and "idle_in_transaction_session_timeout=30s" in options["options"]
