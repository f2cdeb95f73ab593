"""Money in fen, whole numbers only: read, shown, and written in capital characters (中文大写)."""

from __future__ import annotations

import re
import unicodedata
from typing import NewType

from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason

Fen = NewType("Fen", int)
"""An amount in fen (1/100 yuan)."""

MOST = Fen(10**15 - 1)
"""9,999,999,999,999.99 yuan: beyond it an amount is a slip, and sums still fit 64 bits."""

AMOUNT = re.compile(r"(?P<sign>-?)(?P<yuan>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]*))?")


def normalised(text: str) -> str:
    """Half-width, without spaces, currency sign and 元."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("−", "-")
    return re.sub(r"^(-?)(?:¥|RMB|CNY|人民币)", r"\1", plain, flags=re.IGNORECASE).removesuffix("整").removesuffix("元")


def check(text: str, *, negative: bool = False) -> list[Reason]:
    """Why this is no amount in yuan (empty: fine)."""
    plain = normalised(text)
    if not plain:
        return [Reason("money-missing", "没有填金额。请用数字填写，单位元，例如 1,234.50。")]
    found = AMOUNT.fullmatch(plain)
    if not found:
        if re.fullmatch(r"-?[0-9,]+(\.[0-9]*)?", plain):
            return [Reason("money-commas", f"金额 {plain} 里的逗号位置不对。逗号每三位一个，也可以不写，例如 1,234.50 或 1234.50。")]
        return [Reason("money-characters", "金额只能写数字和一个小数点。请改成例如 1,234.50 的样子，单位元。")]
    if found["part"] == "":
        return [Reason("money-point", "小数点后面没有数字。请补上角、分，或去掉小数点。")]
    if len(found["part"] or "") > 2:
        return [Reason("money-fen", "金额最多到分，小数点后最多两位。请四舍五入后再填。")]
    if found["sign"] and not negative:
        return [Reason("money-negative", "金额不能是负数。请去掉前面的减号。")]
    if abs(_fen(plain)) > MOST:
        return [Reason("money-most", f"金额太大，最多 {show(MOST)} 元。请核对单位是不是元。")]
    return []


def parse(text: str, *, negative: bool = False) -> Fen:
    """`1,234.50` → 123450. Raises Invalid with the reasons of `check`."""
    if reasons := check(text, negative=negative):
        raise Invalid(reasons)
    return _fen(normalised(text))


def _fen(plain: str) -> Fen:
    yuan, _, part = plain.replace(",", "").lstrip("-").partition(".")
    fen = int(yuan) * 100 + int(part.ljust(2, "0") or 0)
    return Fen(-fen if plain.startswith("-") else fen)


def show(fen: int) -> str:
    """123450 → `1,234.50`."""
    yuan, part = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{part:02d}"


DIGITS = "零壹贰叁肆伍陆柒捌玖"
SECTIONS = ("", "万", "亿", "万亿")


def capital(fen: int) -> str:
    """120050 → 壹仟贰佰元伍角整 (支付结算办法 附件一: 整 after 元 and 角, none after 分). Raises ValueError beyond MOST."""
    if abs(fen) > MOST:
        raise ValueError(f"{fen} fen is beyond {MOST}")
    yuan, part = divmod(abs(fen), 100)
    jiao, odd = divmod(part, 10)
    said = f"{_whole(yuan)}元" if yuan else ""
    if jiao:
        said += f"{DIGITS[jiao]}角"
    elif odd and yuan:
        said += "零"
    said += f"{DIGITS[odd]}分" if odd else "整"
    return ("负" if fen < 0 else "") + (said if fen else "零元整")


def _whole(yuan: int) -> str:
    """A whole number in capital characters, four digits a section; one 零 for any run of noughts that has something after it."""
    said, gap = "", False
    for power in range(3, -1, -1):
        section = yuan // 10_000**power % 10_000
        if not section:
            gap = True
            continue
        if said and (gap or section < 1000):
            said += "零"
        unit = "万" if power == 3 and yuan // 10_000**2 % 10_000 else SECTIONS[power]  # 壹万贰仟亿, not 壹万亿贰仟亿
        said += _section(section) + unit
        gap = False
    return said


def _section(number: int) -> str:
    """1 to 9999."""
    said, gap = "", False
    for value, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = number // value % 10
        if not digit:
            gap = bool(said)
            continue
        said += ("零" if gap else "") + DIGITS[digit] + unit
        gap = False
    return said
