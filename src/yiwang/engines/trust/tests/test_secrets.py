"""Sealed texts, links and query codes: made here, for one purpose, for their time; everything else is refused."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as some

from yiwang.engines.trust import api as trust

MANY = trying(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
AT = datetime.fromisoformat("2026-11-20T02:00:00+00:00")


@MANY
@given(text=some.binary(max_size=300), purpose=some.text(max_size=20).filter(lambda p: p.isprintable()))
def test_what_is_sealed_comes_back_for_its_purpose_only(text: bytes, purpose: str) -> None:
    sealed = trust.seal(text, purpose=purpose)
    assert trust.unseal(sealed, purpose=purpose) == text
    assert trust.seal(text, purpose=purpose) != sealed
    with pytest.raises(trust.Unreadable):
        trust.unseal(sealed, purpose=purpose + "x")


@MANY
@given(place=some.integers(0, 10_000), letter=some.sampled_from("ABCxyz019-_=!中"))
def test_a_sealed_text_with_one_letter_changed_is_refused(place: int, letter: str) -> None:
    sealed = trust.seal(b"JBSWY3DPEHPK3PXP", purpose="otp")
    at = place % len(sealed)
    changed = sealed[:at] + letter + sealed[at + 1:]
    if changed == sealed:
        return
    try:
        assert trust.unseal(changed, purpose="otp") == b"JBSWY3DPEHPK3PXP"  # unused bits of the last letter
        assert at == len(sealed) - 1
    except trust.Unreadable:
        pass


@pytest.mark.parametrize("text", ["", "A", "AAAA", "." * 50, "中文", "A" * 10_000])
def test_what_was_never_sealed_is_refused(text: str) -> None:
    with pytest.raises(trust.Unreadable):
        trust.unseal(text, purpose="otp")


def test_another_citys_secret_opens_nothing(data: Path) -> None:
    sealed, link = trust.seal(b"x", purpose="otp"), trust.token(purpose="verify", value="豫A-1", at=AT)
    (data / "keys" / "secret").unlink()
    with pytest.raises(trust.Unreadable):
        trust.unseal(sealed, purpose="otp")
    with pytest.raises(trust.Unreadable):
        trust.read_token(purpose="verify", token=link, at=AT)


@MANY
@given(value=some.text(max_size=80).filter(lambda v: v.encode(errors="ignore").decode() == v), seconds=some.integers(1, 10**8))
def test_a_token_carries_its_value_for_its_time(value: str, seconds: int) -> None:
    made = trust.token(purpose="verify", value=value, at=AT, lasts=timedelta(seconds=seconds))
    assert trust.read_token(purpose="verify", token=made, at=AT + timedelta(seconds=seconds)) == value
    with pytest.raises(trust.Unreadable, match="过期"):
        trust.read_token(purpose="verify", token=made, at=AT + timedelta(seconds=seconds + 1))
    with pytest.raises(trust.Unreadable, match="改动"):
        trust.read_token(purpose="login", token=made, at=AT)


def test_a_token_on_paper_never_ends() -> None:
    made = trust.token(purpose="verify", value="豫金 2026-17", at=AT)
    assert trust.read_token(purpose="verify", token=made, at=AT + timedelta(days=36_500)) == "豫金 2026-17"
    assert len(made) < 70 and made.isascii()


@MANY
@given(place=some.integers(0, 10_000), letter=some.sampled_from("AZaz09-_."))
def test_a_token_with_one_letter_changed_is_refused(place: int, letter: str) -> None:
    made = trust.token(purpose="verify", value="豫金 2026-17", at=AT, lasts=timedelta(hours=1))
    at = place % len(made)
    changed = made[:at] + letter + made[at + 1:]
    if changed != made:
        with pytest.raises(trust.Unreadable):
            trust.read_token(purpose="verify", token=changed, at=AT)


@pytest.mark.parametrize("text", ["", ".", "..", "a.b.c", "中.0.文", "....", "a" * 5000])
def test_what_was_never_a_token_is_refused(text: str) -> None:
    with pytest.raises(trust.Unreadable):
        trust.read_token(purpose="verify", token=text, at=AT)


def test_query_codes_are_six_digits_of_their_case() -> None:
    codes = [trust.query_code(f"2026-{n:06}") for n in range(2000)]
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert codes == [trust.query_code(f"2026-{n:06}") for n in range(2000)]
    assert Counter(code[0] for code in codes).most_common()[-1][1] > 120  # spread over all digits
    assert len(set(codes)) > 1980
    full_width = trust.query_code("2026-1").translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
    assert trust.is_query_code("2026-1", f" {full_width[:3]} {full_width[3:]}")
    for wrong in ("", "12345", "1234567", "abcdef", "１２", "中文中文中文", trust.query_code("2026-2")):
        assert not trust.is_query_code("2026-1", wrong)
