"""Numbers that name persons and bodies, and their check digits.

For each code x: `normalised_x(text)` takes out what people type around it, `check_x(text)` returns why it is wrong (empty: fine),
`parse_x(text)` returns its parts or raises Invalid, `make_x(…)` adds the check digit. Sources: GB 11643-1999 (citizen numbers),
GB 32100-2015 (unified social credit codes), GB 11714-1997 (organisation codes).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason

NOISE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u2010-\u2015\u2212\-]+")


def _normalised(text: str) -> str:
    """Full-width to half-width, upper case, without spaces, hyphens and invisible characters."""
    return NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()


# ---- citizen numbers -------------------------------------------------------------------------------------------------------------

CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CITIZEN_CHECKS = "10X98765432"
PROVINCES = frozenset(str(code) for code in (
    *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82,
    83,  # residents of Taiwan who hold a residence permit
))
EARLIEST, LATEST = 1800, 2099


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"

    @property
    def word(self) -> str:
        return "男" if self is Sex.MALE else "女"


@dataclass(frozen=True, slots=True)
class CitizenNumber:
    """A citizen number of 18 characters and what it says. `division` is that of the first registration, not of residence."""

    number: str
    division: str
    born_on: date
    sex: Sex


def normalised_citizen_number(text: str) -> str:
    return _normalised(text)


def check_citizen_number(text: str) -> list[Reason]:
    """Why this is no citizen number."""
    number = _normalised(text)
    if not number:
        return [Reason("citizen-number-missing", "没有填身份证号码。请填身份证上的 18 位号码。")]
    if re.fullmatch(r"[0-9]{15}", number):
        return [Reason("citizen-number-old", "这是 15 位的旧号码，已停止使用。请填现在身份证上的 18 位号码。")]
    if len(number) != 18:
        return [Reason("citizen-number-length", f"身份证号码是 18 位，这里有 {len(number)} 位。请对照身份证补全或去掉多余的。")]
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return [Reason("citizen-number-characters", "身份证号码只有数字，最后一位可以是 X。请改掉其他字符。")]
    if reasons := _citizen_parts(number):
        return reasons
    if number[17] != citizen_check_digit(number[:17]):
        return [Reason("citizen-number-check", "身份证号码的校验位不对，可能有一位写错了。请对照身份证逐位核对。", "GB 11643-1999")]
    return []


def _citizen_parts(number: str) -> list[Reason]:
    reasons = []
    if number[:2] not in PROVINCES:
        reasons.append(Reason("citizen-number-division", f"身份证号码开头的 {number[:2]} 不是任何省份的代码。请核对前 6 位。"))
    if _born_on(number) is None:
        stated = f"{number[6:10]} 年 {number[10:12]} 月 {number[12:14]} 日"
        reasons.append(Reason("citizen-number-birth", f"身份证号码里的出生日期 {stated} 不存在。请核对第 7 到 14 位。"))
    return reasons


def parse_citizen_number(text: str) -> CitizenNumber:
    """The parts of a citizen number. Raises Invalid."""
    if reasons := check_citizen_number(text):
        raise Invalid(reasons)
    number = _normalised(text)
    born_on = _born_on(number)
    assert born_on is not None  # checked above
    return CitizenNumber(number, number[:6], born_on, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


def make_citizen_number(division: str, born_on: date, serial: int) -> str:
    """The number of eighteen characters with its check digit. Odd serials (0–999) are men's."""
    body = f"{division}{born_on:%Y%m%d}{serial:03d}"
    return body + citizen_check_digit(body)


def citizen_check_digit(body: str) -> str:
    """The eighteenth character for the first seventeen (ISO 7064 MOD 11-2)."""
    return CITIZEN_CHECKS[sum(weight * int(digit) for weight, digit in zip(CITIZEN_WEIGHTS, body, strict=True)) % 11]


def _born_on(number: str) -> date | None:
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born_on if EARLIEST <= born_on.year <= LATEST else None


# ---- organisation codes ----------------------------------------------------------------------------------------------------------

ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def make_organisation_code(body: str) -> str:
    """Nine characters for the first eight."""
    return body + organisation_check_digit(body)


def organisation_check_digit(body: str) -> str:
    rest = 11 - sum(weight * int(char, 36) for weight, char in zip(ORGANISATION_WEIGHTS, body, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


# ---- unified social credit codes -------------------------------------------------------------------------------------------------

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I O S V Z


def normalised_credit_code(text: str) -> str:
    return _normalised(text)


def check_credit_code(text: str) -> list[Reason]:
    code = _normalised(text)
    if not code:
        return [Reason("credit-code-missing", "没有填统一社会信用代码。请填营业执照或登记证书上的 18 位代码。")]
    if len(code) != 18:
        return [Reason("credit-code-length", f"统一社会信用代码是 18 位，这里有 {len(code)} 位。请对照证照补全或去掉多余的。")]
    if strange := sorted(set(code) - set(CREDIT_ALPHABET)):
        said = "、".join(strange)
        text = f"统一社会信用代码里不会有 {said}（不用字母 I、O、S、V、Z）。请核对是不是 1、0、5、2 或其他字母。"
        return [Reason("credit-code-characters", text)]
    if not code[2:8].isdigit():
        return [Reason("credit-code-division", f"统一社会信用代码第 3 到 8 位是行政区划，应都是数字，这里是 {code[2:8]}。请核对。")]
    if code[17] != credit_check_digit(code[:17]):
        return [Reason("credit-code-check", "统一社会信用代码的校验位不对，可能有一位写错了。请对照证照逐位核对。", "GB 32100-2015")]
    return []


def make_credit_code(registrar: str, kind: str, division: str, organisation: str) -> str:
    """Eighteen characters with both check digits; `organisation` is the first eight of the organisation code, of the same alphabet."""
    body = f"{registrar}{kind}{division}{make_organisation_code(organisation)}"
    return body + credit_check_digit(body)


def credit_check_digit(body: str) -> str:
    """The eighteenth character: weights 3^(i-1) mod 31."""
    total = sum(CREDIT_ALPHABET.index(char) * pow(3, i, 31) for i, char in enumerate(body))
    return CREDIT_ALPHABET[-total % 31]


# ---- masks -----------------------------------------------------------------------------------------------------------------------


def mask_citizen_number(text: str) -> str:
    """4101**********1234; what is not such a number is hidden whole."""
    number = _normalised(text)
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}" if len(number) in (15, 18) else "*" * len(number)


def mask_phone(text: str) -> str:
    """138****5678; of other numbers the last four stay when at least four are hidden."""
    number = _normalised(text)
    if re.fullmatch(r"1[0-9]{10}", number):
        return f"{number[:3]}****{number[7:]}"
    return "*" * (len(number) - 4) + number[-4:] if len(number) >= 8 else "*" * len(number)


def mask_name(text: str) -> str:
    """沈**: the first character stays, and the · of names that have one. A single character is hidden."""
    name = text.strip()
    if len(name) < 2:
        return "*" * len(name)
    return name[0] + "".join(char if char in "·•" else "*" for char in name[1:])
