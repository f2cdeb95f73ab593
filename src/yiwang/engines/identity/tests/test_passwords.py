"""Passwords: any sentence may be one, it is taken as it was typed, it is kept by a slow hash, and common ones are refused."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import global_settings, settings
from django.contrib.auth.hashers import get_hasher, make_password

from yiwang.engines.identity import api as identity
from yiwang.engines.identity.rooms import passwords
from yiwang.engines.identity.tests import small
from yiwang.engines.store import api as store

LONG = "槐" * 40 + " Abc-1 " + "x" * 81


@pytest.mark.parametrize("chosen", [" begins and ends with a space ", "全是汉字没有别的符号也可以用", "onlysmallletters", "!@#$%^&*()_+-=", LONG])
def test_any_sentence_is_taken_as_it_was_typed(city: None, at: datetime, chosen: str) -> None:
    """Not cut off, not trimmed, not folded to small letters."""
    assert len(LONG) == passwords.MOST
    store.execute("update identity_account set demo = false")
    identity.change_password(actor=small.acting("window", at), old=small.PASSWORD, new=chosen, again=chosen, at=at)
    for wrong in {chosen.strip(), chosen.upper(), chosen[:-1], chosen + " ", chosen + "x" * 200} - {chosen}:
        assert not identity.sign_in(username="window", password=wrong, at=at + timedelta(hours=1)).account, wrong
        store.execute("update identity_account set failures = 0, locked_until = null")
    assert identity.sign_in(username="window", password=chosen, at=at + timedelta(hours=1)).account


@pytest.mark.parametrize("common", ["1q2w3e4r5t6y", "1QAZ2wsx3edc", "motherfucker"])
def test_common_ones_are_refused(common: str) -> None:
    assert "太常见" in passwords.weak(common, username="window")


def test_a_password_does_not_run_out(city: None, at: datetime) -> None:
    found = identity.sign_in(username="window", password=small.PASSWORD, at=at + timedelta(days=2000))
    assert found.account and not found.must_change


@pytest.mark.parametrize("near", ["passwordpassword", "Yiwang@2026!!", "admin12345678", "一网政务管理员密码1234", "qwerty123456!", "Passw0rd.2026"])
def test_words_that_everybody_tries_first_are_not_enough(near: str) -> None:
    assert "容易猜到" in passwords.weak(near, username="window")
    assert passwords.weak(f"{near}槐花开了满城香", username="window") == "", "with something of one's own it is one"


def test_the_hash_is_slow() -> None:
    """As the city runs, whatever these tests are given: PBKDF2 with SHA-256, its own salt each time, at least 600,000 rounds."""
    hasher = get_hasher("pbkdf2_sha256")
    assert global_settings.PASSWORD_HASHERS[0].endswith(".PBKDF2PasswordHasher") and hasher.iterations >= 600_000
    assert "PASSWORD_HASHERS" not in (settings.REPOSITORY / "src/yiwang/city/settings.py").read_text()
    assert make_password("x", hasher=hasher).split("$")[2] != make_password("x", hasher=hasher).split("$")[2]


def test_a_reset_leaves_the_second_factor(city: None, at: datetime) -> None:
    """Whoever gets somebody's password set anew has still to show the second factor."""
    account = identity.account_of("window")
    store.execute("update identity_account set otp_secret = 'sealed' where id = %s", (account,))
    identity.account_changes.reset_password(account=account)
    word = identity.hand_out(account=account, actor=small.acting("system", at), at=at)
    found = identity.sign_in(username="window", password=word, at=at)
    assert found.needs_code and not found.account
