"""Numbers that name persons, bodies and places, and their check digits.

For each code x: `normalised_x(text)` takes out what people type around it, `check_x(text)` returns why it is wrong (empty: fine),
`parse_x(text)` returns its parts or raises Invalid, `make_x(…)` adds the check digit. Sources: GB 11643-1999 (citizen numbers),
GB 32100-2015 (unified social credit codes), GB 11714-1997 (organisation codes), GB/T 2260 and 10114 with the statistics codes (divisions).
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
CENTENARIANS = range(996, 1000)  # serials that fifteen-digit numbers kept for those born in the 1800s
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


def check_citizen_number(text: str, *, old: bool = False) -> list[Reason]:
    """Why this is no citizen number. `old` also takes the fifteen digits that were in use until 2012."""
    number = _normalised(text)
    if not number:
        return [Reason("citizen-number-missing", "没有填身份证号码。请填身份证上的 18 位号码。")]
    if re.fullmatch(r"[0-9]{15}", number):
        if not old:
            return [Reason("citizen-number-old", "这是 15 位的旧号码，已停止使用。请填现在身份证上的 18 位号码。")]
        return _citizen_parts(_lengthened(number))
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


def parse_citizen_number(text: str, *, old: bool = False) -> CitizenNumber:
    """The parts of a citizen number; fifteen digits come back as eighteen. Raises Invalid."""
    _raise(check_citizen_number(text, old=old))
    number = _normalised(text)
    if len(number) == 15:
        number = _lengthened(number)
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


def converted_citizen_number(text: str) -> str:
    """Eighteen characters for fifteen (or for eighteen: the same). Raises Invalid."""
    return parse_citizen_number(text, old=True).number


def _lengthened(number: str) -> str:
    century = "18" if int(number[12:]) in CENTENARIANS else "19"
    body = number[:6] + century + number[6:]
    return body + citizen_check_digit(body)


def _born_on(number: str) -> date | None:
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born_on if EARLIEST <= born_on.year <= LATEST else None


# ---- organisation codes ----------------------------------------------------------------------------------------------------------

ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def check_organisation_code(text: str) -> list[Reason]:
    code = _normalised(text)
    if not code:
        return [Reason("organisation-code-missing", "没有填组织机构代码。请填 9 位代码。")]
    if len(code) != 9:
        return [Reason("organisation-code-length", f"组织机构代码是 9 位，这里有 {len(code)} 位。请对照证书补全或去掉多余的。")]
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return [Reason("organisation-code-characters", "组织机构代码前 8 位是数字或字母，最后一位是数字或 X。请改掉其他字符。")]
    if code[8] != organisation_check_digit(code[:8]):
        return [Reason("organisation-code-check", "组织机构代码的校验位不对，可能有一位写错了。请对照证书逐位核对。", "GB 11714-1997")]
    return []


def make_organisation_code(body: str) -> str:
    """Nine characters for the first eight."""
    return body + organisation_check_digit(body)


def organisation_check_digit(body: str) -> str:
    rest = 11 - sum(weight * int(char, 36) for weight, char in zip(ORGANISATION_WEIGHTS, body, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


# ---- unified social credit codes -------------------------------------------------------------------------------------------------

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I O S V Z


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A unified social credit code and its parts: who registered it, the class of body, where, and the organisation code inside.

    Registers hold sound codes whose inner organisation code does not check; so that is told (`organisation_code_holds`), never refused.
    """

    code: str
    registrar: str
    kind: str
    division: str
    organisation_code: str

    @property
    def organisation_code_holds(self) -> bool:
        return not check_organisation_code(self.organisation_code)


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


def parse_credit_code(text: str) -> CreditCode:
    _raise(check_credit_code(text))
    code = _normalised(text)
    return CreditCode(code, code[0], code[1], code[2:8], code[8:17])


def make_credit_code(registrar: str, kind: str, division: str, organisation: str) -> str:
    """Eighteen characters with both check digits; `organisation` is the first eight of the organisation code, of the same alphabet."""
    body = f"{registrar}{kind}{division}{make_organisation_code(organisation)}"
    return body + credit_check_digit(body)


def credit_check_digit(body: str) -> str:
    """The eighteenth character: weights 3^(i-1) mod 31."""
    total = sum(CREDIT_ALPHABET.index(char) * pow(3, i, 31) for i, char in enumerate(body))
    return CREDIT_ALPHABET[-total % 31]


# ---- divisions -------------------------------------------------------------------------------------------------------------------


class Level(StrEnum):
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"

    @property
    def word(self) -> str:
        return {"province": "省", "city": "市", "county": "县（区）", "township": "乡镇（街道）", "village": "村（社区）"}[self]


@dataclass(frozen=True, slots=True)
class Division:
    """A place by its code: 6 digits to the county, 9 to the township, 12 to the village. `parent` is empty for a province."""

    code: str
    level: Level
    parent: str

    @property
    def padded(self) -> str:
        """Twelve digits, as statistics write it."""
        return self.code.ljust(12, "0")


def normalised_division(text: str) -> str:
    """The shortest of the three lengths that says the same: 410105000000 becomes 410105."""
    code = _normalised(text)
    if len(code) == 12 and code.endswith("000"):
        code = code[:9]
    return code[:6] if len(code) == 9 and code.endswith("000") else code


def check_division(text: str) -> list[Reason]:
    """Whether it is built as a division's code; whether there is such a place, the register knows."""
    code = _normalised(text)
    if not code:
        return [Reason("division-missing", "没有填行政区划代码。请填 6、9 或 12 位代码。")]
    if not re.fullmatch(r"[0-9]+", code) or len(code) not in (6, 9, 12):
        return [Reason("division-length", "行政区划代码是 6 位（到县区）、9 位（到乡镇街道）或 12 位（到村社区）数字。请改成其中一种。")]
    if code[:2] not in PROVINCES:
        return [Reason("division-province", f"行政区划代码开头的 {code[:2]} 不是任何省份的代码。请核对。")]
    below_city, village = code[4:].strip("0"), code[9:].strip("0")
    if (code[2:4] == "00" and below_city) or (code[6:9] == "000" and village):  # a city may have townships and no county (441900003)
        return [Reason("division-gap", f"行政区划代码 {code} 缺了中间一级（上一级是 0，下一级不是）。请核对。")]
    return []


def parse_division(text: str) -> Division:
    _raise(check_division(text))
    code = normalised_division(text)
    if len(code) == 12:
        return Division(code, Level.VILLAGE, code[:9])
    if len(code) == 9:
        return Division(code, Level.TOWNSHIP, code[:6])
    if code[4:] != "00":
        return Division(code, Level.COUNTY, code[:4] + "00")
    return Division(code, Level.CITY, code[:2] + "0000") if code[2:4] != "00" else Division(code, Level.PROVINCE, "")


def _raise(reasons: list[Reason]) -> None:
    if reasons:
        raise Invalid(reasons)


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
