"""Money: read, shown, written in capitals; each way back again."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yiwang.kernel import money
from yiwang.kernel.errors import Invalid

amounts = st.integers(0, money.MOST)


@pytest.mark.parametrize(("text", "fen"), [
    ("1,234.50", 123450), ("1234.5", 123450), ("0", 0), ("0.05", 5), ("12", 1200), ("１，２３４．５０", 123450), ("￥1,234.50", 123450),
    ("¥ 12 元", 1200), ("人民币12元整", 1200), (" 1 000 000 ", 100000000), ("9,999,999,999,999.99", money.MOST), ("007", 700),
])
def test_read(text, fen):
    assert money.check(text) == [] and money.parse(text) == fen


@pytest.mark.parametrize(("text", "code", "says"), [
    ("", "money-missing", "例如 1,234.50"), ("元", "money-missing", "请用数字填写"), ("12万", "money-characters", "单位元"),
    ("壹佰元", "money-characters", "只能写数字"), ("1.2.3", "money-characters", "一个小数点"), (".5", "money-characters", "请改成"),
    ("1e5", "money-characters", "请改成"), ("12,34", "money-commas", "每三位一个"), ("1,2345", "money-commas", "每三位一个"),
    ("12.", "money-point", "请补上角、分"), ("0.001", "money-fen", "最多两位"), ("-5", "money-negative", "不能是负数"),
    ("10,000,000,000,000", "money-most", "金额太大"), ("9" * 500, "money-most", "单位是不是元"),
])
def test_what_is_no_amount(text, code, says):
    reasons = money.check(text)
    assert [reason.code for reason in reasons] == [code] and says in reasons[0].text
    with pytest.raises(Invalid):
        money.parse(text)


def test_negative_amounts_where_they_are_allowed():
    assert money.parse("-1,234.50", negative=True) == -123450 and money.parse("-¥0.05", negative=True) == -5
    assert money.show(-5) == "-0.05" and money.capital(-123450) == "负壹仟贰佰叁拾肆元伍角整"


@given(st.integers(-money.MOST, money.MOST))
def test_what_is_shown_can_be_read(fen):
    assert money.parse(money.show(fen), negative=True) == fen


@given(st.text(max_size=30))
def test_nothing_typed_breaks_the_check(text):
    assert all("请" in reason.text or "例如" in reason.text for reason in money.check(text))


@pytest.mark.parametrize(("text", "said"), [  # the first six are the examples of 支付结算办法 附件一
    ("1,409.50", "壹仟肆佰零玖元伍角整"), ("6,007.14", "陆仟零柒元壹角肆分"), ("1,680.32", "壹仟陆佰捌拾元叁角贰分"),
    ("107,000.53", "壹拾万柒仟元伍角叁分"), ("16,409.02", "壹万陆仟肆佰零玖元零贰分"), ("325.04", "叁佰贰拾伍元零肆分"),
    ("0", "零元整"), ("0.05", "伍分"), ("0.50", "伍角整"), ("0.55", "伍角伍分"), ("10", "壹拾元整"), ("1,200", "壹仟贰佰元整"),
    ("100,000", "壹拾万元整"), ("100,005", "壹拾万零伍元整"), ("200,300", "贰拾万零叁佰元整"), ("100,000,001", "壹亿零壹元整"),
    ("500,001,000", "伍亿零壹仟元整"), ("100,100,000", "壹亿零壹拾万元整"), ("1,000,000,000,000", "壹万亿元整"),
    ("1,200,000,000,000", "壹万贰仟亿元整"), ("1,000,100,000,000", "壹万零壹亿元整"), ("1,000,000,010,000", "壹万亿零壹万元整"),
])
def test_capitals(text, said):
    assert money.capital(money.parse(text)) == said


def test_capitals_end_where_amounts_end():
    with pytest.raises(ValueError, match="beyond"):
        money.capital(money.MOST + 1)


def read_capital(said):
    """Reads capitals back with the ordinary reading of Chinese numbers, which knows nothing of how they were written."""
    total = section = digit = 0
    above = 0
    for char in said.removesuffix("整"):
        if char in money.DIGITS:
            digit = money.DIGITS.index(char)
        elif char in "拾佰仟":
            section, digit = section + digit * {"拾": 10, "佰": 100, "仟": 1000}[char], 0
        elif char == "万":
            above, section, digit = (above + section + digit) * 10**4, 0, 0
        elif char == "亿":
            total, above, section, digit = total + (above + section + digit) * 10**8, 0, 0, 0
        elif char == "元":
            total, above, section, digit = (total + above + section + digit) * 100, 0, 0, 0
        else:
            total, digit = total + digit * {"角": 10, "分": 1}[char], 0
    return total


@given(amounts)
@example(10**15 - 1)
@example(100_000_001_00)
@example(1_000_100_010_001_01)
def test_capitals_can_be_read_back(fen):
    said = money.capital(fen)
    assert read_capital(said) == fen
    assert "零零" not in said and "零元" not in said.replace("零元整", "") and "零万" not in said and "零亿" not in said


@given(amounts, amounts)
def test_different_amounts_are_written_differently(a, b):
    assert (money.capital(a) == money.capital(b)) == (a == b)
