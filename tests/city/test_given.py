"""A setting that cannot be meant stops the start with a sentence: which one, what is wanted; never a trace, never a password."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.city.conftest import City
from yiwang.city import given, settings
from yiwang.city.words import Trouble, mendable

PORT = "YIWANG_SMTP_PORT"


@pytest.mark.parametrize("text", ["x", "0", "65536", "-1", "2.5", "２５", "1e3", "9" * 5000])
def test_a_number_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv(PORT, text)
    with pytest.raises(Trouble, match=f"{PORT} 看不懂.*1 到 65535"):
        given.number(PORT, 25, least=1, most=65535)


@pytest.mark.parametrize(("text", "read"), [("", 25), ("  ", 25), (" 587 ", 587), ("1", 1), ("65535", 65535)])
def test_a_number_is_read_and_nothing_is_the_usual_one(monkeypatch: pytest.MonkeyPatch, text: str, read: int) -> None:
    monkeypatch.setenv(PORT, text)
    assert given.number(PORT, 25, least=1, most=65535) == read


def test_a_word_is_one_of_those_that_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """`YIWANG_SMTP_TLS=ssl` must not become another way of encrypting, nor `YIWANG_HASH=md5` a record under md5."""
    for text in ("ssl", "TLS", "1"):
        monkeypatch.setenv("YIWANG_SMTP_TLS", text)
        with pytest.raises(Trouble, match="starttls、tls"):
            given.one_of("YIWANG_SMTP_TLS", ("starttls", "tls"))
    monkeypatch.setenv("YIWANG_SMTP_TLS", "tls")
    assert given.one_of("YIWANG_SMTP_TLS", ("starttls", "tls")) == "tls"
    monkeypatch.delenv("YIWANG_SMTP_TLS")
    assert given.one_of("YIWANG_SMTP_TLS", ("starttls", "tls")) == ""


@pytest.mark.parametrize(("text", "good"), [
    ("https://yw.example.cn", True), ("https://yw.example.cn/", True), ("http://127.0.0.1:8000", True), ("https://[::1]:8443", True),
    ("yw.example.cn", False), ("https://", False), ("https://yw.example.cn/city", False), ("ftp://yw.example.cn", False), ("https://a b", False),
    ("https://yw.example.cn:x", False), ("https://u:p@yw.example.cn", False), ("https://[::1", False), ("https://[x:y]", False),
])
def test_an_address_stands_before_a_path(monkeypatch: pytest.MonkeyPatch, text: str, good: bool) -> None:
    """It is printed in codes on paper: a wrong one cannot be taken back."""
    monkeypatch.setenv("YIWANG_ADDRESS", text)
    if good:
        assert given.address("YIWANG_ADDRESS", "http://127.0.0.1:8000") == text.rstrip("/")
    else:
        with pytest.raises(Trouble, match="YIWANG_ADDRESS 看不懂"):
            given.address("YIWANG_ADDRESS", "http://127.0.0.1:8000")


@pytest.mark.parametrize(("text", "good"), [
    ("", True), ("/run/clamav/clamd.ctl", True), ("127.0.0.1:3310", True), ("[::1]:3310", True), ("clamd", False), ("h:x", False),
])
def test_where_the_scanner_is(monkeypatch: pytest.MonkeyPatch, text: str, good: bool) -> None:
    monkeypatch.setenv("YIWANG_CLAMD", text)
    if good:
        assert given.clamd("YIWANG_CLAMD") == text
    else:
        with pytest.raises(Trouble):
            given.clamd("YIWANG_CLAMD")


def test_proxies_are_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIWANG_PROXIES", "10.0.0.5, 10.0.1.0/24 ::1")
    assert len(given.proxies("YIWANG_PROXIES")) == 3
    monkeypatch.setenv("YIWANG_PROXIES", "10.0.0.x")
    with pytest.raises(Trouble, match=r"“10[.]0[.]0[.]x”"):
        given.proxies("YIWANG_PROXIES")


@pytest.mark.parametrize("url", [
    "mysql://u:geheim@h/n", "postgresql://u:ge/heim@h/n", "postgresql://u:geheim@h:abc/n", "postgresql://[geheim", "postgresql://h:70000/n", "n",
])
def test_a_wrong_database_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(Trouble, match="数据库地址看不懂") as told:
        settings.database(url)
    assert "heim" not in str(told.value)


def test_what_a_person_can_mend_is_a_sentence_and_a_fault_of_ours_is_not(tmp_path: Path) -> None:
    from django.db.utils import OperationalError

    assert "No space left on device" in mendable(OSError(28, "No space left on device", "/var/x"))
    assert "refused" in mendable(OperationalError("connection refused\nIs the server running?")) and "running" not in mendable(OperationalError("a\nrunning"))
    assert mendable(Trouble("请看。")) == "请看。"
    assert not mendable(ValueError("x")) and not mendable(FileNotFoundError(2, "No such file", "x"))


@pytest.mark.parametrize(("name", "value"), [
    ("YIWANG_SMTP_PORT", "x"), ("YIWANG_PROXIES", "x"), ("YIWANG_READY_BEHIND", "x"), ("YIWANG_HASH", "md5"), ("YIWANG_LOG_DAYS", "30"),
    ("YIWANG_SMTP_TLS", "ssl"), ("YIWANG_ADDRESS", "x"), ("YIWANG_CLAMD", "x"), ("YIWANG_DATABASE", "mysql://h/n"), ("OTEL_TRACES_SAMPLER_ARG", "x"),
])
def test_no_command_runs_under_a_wrong_setting(city: City, name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = {**city._environment(), name: value, "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}
    monkeypatch.setattr(City, "_environment", lambda _: inner)
    answer = city.line("map")
    assert answer.returncode == 1 and not answer.stderr
    assert answer.stdout.startswith("✗ " + ("数据库地址" if name == "YIWANG_DATABASE" else f"{name} ") + "看不懂")
    assert len(answer.stdout.splitlines()) == 1
