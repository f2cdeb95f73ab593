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


def test_fifteen_digits_become_eighteen():
    assert codes.converted_citizen_number("110105491231002") == GOOD
    assert codes.converted_citizen_number(GOOD) == GOOD
    assert codes.converted_citizen_number("110105901231997")[6:10] == "1890"  # the serial says: a centenarian
    assert codes.check_citizen_number("110105491231002", old=True) == []
    assert told(codes.check_citizen_number("110105490230002", old=True)) == ["citizen-number-birth"]


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
    for check in (codes.check_citizen_number, codes.check_credit_code, codes.check_organisation_code, codes.check_division):
        for reason in check(text):
            assert reason.code and "请" in reason.text
    for mask in (codes.mask_citizen_number, codes.mask_phone, codes.mask_name):
        mask(text)


# ---- credit and organisation codes

@pytest.mark.parametrize("text", [CREDIT, "91440300708461136T", CREDIT.lower(), "9111 0000 8021 0043 3b", full_width(CREDIT)])
def test_good_credit_codes(text):
    assert codes.check_credit_code(text) == []


def test_the_parts_of_a_credit_code():
    parts = codes.parse_credit_code(CREDIT)
    assert parts == codes.CreditCode(CREDIT, "9", "1", "110000", "802100433") and parts.organisation_code_holds
    assert codes.check_organisation_code("80210043-3") == []


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
def test_made_credit_codes_hold_and_so_does_the_code_inside(registrar, kind, division, body):
    parts = codes.parse_credit_code(codes.make_credit_code(registrar, kind, division, body))
    assert (parts.registrar, parts.kind, parts.division, parts.organisation_code[:8]) == (registrar, kind, division, body)
    assert parts.organisation_code_holds


@given(divisions, bodies, st.integers(0, 17), st.integers(1, 30))
def test_every_single_slip_in_a_credit_code_is_found(division, body, at, by):
    code = codes.make_credit_code("9", "1", division, body)
    slip = codes.CREDIT_ALPHABET[(codes.CREDIT_ALPHABET.index(code[at]) + by) % 31]
    assert codes.check_credit_code(code[:at] + slip + code[at + 1:]) != []


def test_a_code_whose_inside_does_not_hold_is_taken_and_told():
    body = "91110000802100434"
    parts = codes.parse_credit_code(body + codes.credit_check_digit(body))
    assert parts.organisation_code == "802100434" and not parts.organisation_code_holds


@pytest.mark.parametrize(("text", "code"), [
    ("D2143569-X", None), ("d2143569x", None), ("005252522", None),
    ("", "organisation-code-missing"), ("0052525", "organisation-code-length"),
    ("00525252A", "organisation-code-characters"), ("005252523", "organisation-code-check"),
])
def test_organisation_codes(text, code):
    assert told(codes.check_organisation_code(text)) == ([code] if code else [])


@given(st.text(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"), min_size=8, max_size=8))
def test_made_organisation_codes_hold(body):
    code = codes.make_organisation_code(body)
    assert codes.check_organisation_code(f"{body}-{code[8]}") == []
    assert [check for check in "0123456789X" if codes.check_organisation_code(body + check) == []] == [code[8]]


# ---- divisions

@pytest.mark.parametrize(("text", "code", "level", "parent"), [
    ("410000", "410000", "province", ""), ("410100", "410100", "city", "410000"), ("410105", "410105", "county", "410100"),
    ("410171", "410171", "county", "410100"), ("410105001", "410105001", "township", "410105"),
    ("410105001003", "410105001003", "village", "410105001"), ("410105001000", "410105001", "township", "410105"),
    ("410105000000", "410105", "county", "410100"), ("410000000000", "410000", "province", ""), ("419001", "419001", "county", "419000"),
    ("441900003", "441900003", "township", "441900"), ("４１０１０５", "410105", "county", "410100"),
])
def test_divisions(text, code, level, parent):
    assert codes.check_division(text) == []
    assert codes.parse_division(text) == codes.Division(code, codes.Level(level), parent)
    assert codes.parse_division(codes.parse_division(text).padded).code == code


@pytest.mark.parametrize(("text", "code"), [
    ("", "division-missing"), ("4101", "division-length"), ("41010A", "division-length"), ("990101", "division-province"),
    ("410005", "division-gap"), ("410105000003", "division-gap"),
])
def test_wrong_divisions(text, code):
    assert told(codes.check_division(text)) == [code]


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
