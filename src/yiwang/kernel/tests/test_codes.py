"""Codes: known numbers, every single slip found, and what a person is told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiwang.kernel import codes
from yiwang.kernel.errors import Invalid

GOOD = "11010519491231002X"  # the standard's own example
CREDIT = "91110000802100433B"

provinces = st.sampled_from(sorted(codes.PROVINCES))
divisions = st.builds("{}{:04d}".format, provinces, st.integers(0, 9999))
born = st.dates(date(codes.EARLIEST, 1, 1), date(codes.LATEST, 12, 31))
bodies = st.text(st.sampled_from(codes.CREDIT_ALPHABET), min_size=8, max_size=8)
registered = st.sampled_from(codes.CREDIT_ALPHABET)


def told(reasons):
    return [reason.code for reason in reasons]


def full_width(text):
    return "".join(chr(ord(char) + 0xFEE0) for char in text)


# ---- citizen numbers

@pytest.mark.parametrize("text", [
    GOOD, GOOD.lower(), f" {GOOD[:6]} {GOOD[6:14]}\u3000{GOOD[14:]}\n", full_width(GOOD), "\u200b" + GOOD, "440524188001010014",
])
def test_good_citizen_numbers(text):
    assert codes.check_citizen_number(text) == []


def test_the_parts_of_a_citizen_number():
    assert codes.parse_citizen_number(GOOD.lower()) == codes.CitizenNumber(GOOD, "110105", date(1949, 12, 31), codes.Sex.FEMALE)
    assert codes.parse_citizen_number("440524188001010014").sex.word == "男"


@pytest.mark.parametrize(("text", "code", "says"), [
    ("", "citizen-number-missing", "请填身份证上的 18 位号码"),
    ("  ", "citizen-number-missing", "请填"),
    (GOOD[:-1], "citizen-number-length", "这里有 17 位"),
    (GOOD + "1", "citizen-number-length", "这里有 19 位"),
    ("1101051949123X0021", "citizen-number-characters", "请改掉其他字符"),
    ("11010519491231002Y", "citizen-number-characters", "最后一位可以是 X"),
    ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢٥", "citizen-number-characters", "只有数字"),
    ("110105194912310021", "citizen-number-check", "请对照身份证逐位核对"),
    ("990105194912310029", "citizen-number-division", "请核对前 6 位"),
    ("110105194902300020", "citizen-number-birth", "1949 年 02 月 30 日 不存在"),
    ("110105179912310027", "citizen-number-birth", "请核对第 7 到 14 位"),
    ("110105491231002", "citizen-number-old", "请填现在身份证上的 18 位号码"),
])
def test_wrong_citizen_numbers(text, code, says):
    reasons = codes.check_citizen_number(text)
    assert told(reasons) == [code] and says in reasons[0].text
    with pytest.raises(Invalid):
        codes.parse_citizen_number(text)


def test_two_things_wrong_are_both_told():
    assert told(codes.check_citizen_number("990105194902300020")) == ["citizen-number-division", "citizen-number-birth"]


@given(divisions, born, st.integers(0, 999))
def test_made_numbers_hold_and_say_what_went_in(division, born_on, serial):
    number = codes.make_citizen_number(division, born_on, serial)
    parts = codes.parse_citizen_number(number)
    assert (parts.number, parts.division, parts.born_on) == (number, division, born_on)
    assert parts.sex == ("male" if serial % 2 else "female")


@given(divisions, born, st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_every_single_slip_is_found(division, born_on, serial, at, by):
    number = codes.make_citizen_number(division, born_on, serial)
    slipped = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1:]
    assert codes.check_citizen_number(slipped) != []


@given(divisions, born, st.integers(0, 999), st.integers(0, 15))
def test_every_exchange_of_neighbours_is_found(division, born_on, serial, at):
    number = codes.make_citizen_number(division, born_on, serial)
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2:]
    assert (codes.check_citizen_number(swapped) == []) == (swapped == number)


@given(st.text(max_size=40))
def test_nothing_typed_breaks_a_check(text):
    for check in (codes.check_citizen_number, codes.check_credit_code):
        for reason in check(text):
            assert reason.code and "请" in reason.text
    for mask in (codes.mask_citizen_number, codes.mask_phone, codes.mask_name):
        mask(text)


# ---- credit and organisation codes

@pytest.mark.parametrize("text", [CREDIT, "91440300708461136T", CREDIT.lower(), "9111 0000 8021 0043 3b", full_width(CREDIT)])
def test_good_credit_codes(text):
    assert codes.check_credit_code(text) == []


@pytest.mark.parametrize(("text", "code", "says"), [
    ("", "credit-code-missing", "请填营业执照"),
    (CREDIT[:-1], "credit-code-length", "这里有 17 位"),
    ("9111000080210O433B", "credit-code-characters", "不会有 O"),
    ("91110000802100433*", "credit-code-characters", "不会有 *"),
    ("911100A0802100433B", "credit-code-division", "这里是 1100A0"),
    ("91110000802100433C", "credit-code-check", "逐位核对"),
])
def test_wrong_credit_codes(text, code, says):
    reasons = codes.check_credit_code(text)
    assert told(reasons) == [code] and says in reasons[0].text


@given(registered, registered, divisions, bodies)
def test_made_credit_codes_hold(registrar, kind, division, body):
    assert codes.check_credit_code(codes.make_credit_code(registrar, kind, division, body)) == []


@given(divisions, bodies, st.integers(0, 17), st.integers(1, 30))
def test_every_single_slip_in_a_credit_code_is_found(division, body, at, by):
    code = codes.make_credit_code("9", "1", division, body)
    slip = codes.CREDIT_ALPHABET[(codes.CREDIT_ALPHABET.index(code[at]) + by) % 31]
    assert codes.check_credit_code(code[:at] + slip + code[at + 1:]) != []


def test_the_code_inside_is_not_judged():
    """Registers hold sound codes whose inner organisation code does not check."""
    body = "91110000802100434"
    assert codes.check_credit_code(body + codes.credit_check_digit(body)) == []


@pytest.mark.parametrize("code", ["D2143569X", "005252522", "802100433"])
def test_organisation_codes_get_their_check_digit(code):
    assert codes.make_organisation_code(code[:8]) == code


# ---- masks

@pytest.mark.parametrize(("mask", "text", "shown"), [
    (codes.mask_citizen_number, "410105199003071234", "4101**********1234"),
    (codes.mask_citizen_number, "41010519900307123x", "4101**********123X"),
    (codes.mask_citizen_number, "110105491231002", "1101*******1002"), (codes.mask_citizen_number, "4101051990", "**********"),
    (codes.mask_phone, "13812345678", "138****5678"), (codes.mask_phone, "138 1234 5678", "138****5678"),
    (codes.mask_phone, "0371-67181234", "********1234"), (codes.mask_phone, "12345", "*****"),
    (codes.mask_name, "沈砚秋", "沈**"), (codes.mask_name, "张三", "张*"), (codes.mask_name, "张", "*"), (codes.mask_name, "", ""),
    (codes.mask_name, "阿依古丽·买买提", "阿***·***"), (codes.mask_name, "𬱖女士", "𬱖**"),
])
def test_masks(mask, text, shown):
    assert mask(text) == shown


@given(divisions, born, st.integers(0, 999))
def test_a_masked_number_hides_the_birthday(division, born_on, serial):
    assert codes.mask_citizen_number(codes.make_citizen_number(division, born_on, serial))[4:14] == "*" * 10
