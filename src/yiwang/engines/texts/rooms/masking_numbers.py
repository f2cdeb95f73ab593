"""Numbers that name a person: citizen numbers, telephones, cards, plates, papers, accounts, birth dates.

A number is judged by its own form first (region and date of birth, prefix, check digit), then by the words before it. A long number
nobody explains is taken for personal; a number the words before it call a document's, a permit's or a case's stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from yiwang.engines.texts.rooms.masking_text import LOOSE, TIGHT, Span, before, regular, spoken, squeezed
from yiwang.kernel import codes

SHOWN = {
    "citizen": "【身份证号】", "phone": "【电话】", "card": "【银行卡号】", "plate": "【车牌号】", "mail": "【邮箱】", "account": "【社交账号】",
    "paper": "【证件号】", "number": "【号码】", "birth": "【出生日期】",
}
ALONE, END = r"(?<![0-9])", r"(?![0-9])"


def numbers(level: str) -> Iterator[Span]:
    """Every number of a levelled text that names a person."""
    for read in (_labelled, _mails, _plates, _births):
        yield from read(level)
    if any(char.isdigit() for char in level):
        yield from _counted(level)
        yield from _landlines(level)
    said = spoken(level)
    if said != level:
        yield from (span for span in _counted(said, runs=False))


def _span(kind: str, start: int, end: int) -> Span:
    return Span(start, end, kind, SHOWN[kind])


# ---- numbers that prove themselves -----------------------------------------------------------------------------------------------

REGION, BORN_ON = "[1-8]" + "[0-9]" * 5, "[01][0-9][0-3][0-9]"


def _digits(form: str, between: str) -> str:
    """The pattern of a number written with separators: one class of characters for each place of `form`."""
    return between.join(re.findall(r"\[[^\]]+\]", form))


CITIZEN = re.compile(rf"(?=({_digits(REGION + '[12][089][0-9][0-9]' + BORN_ON + '[0-9][0-9][0-9][0-9X]', LOOSE)}))")
CITIZEN_OLD = re.compile(rf"(?=({_digits(REGION + '[0-9][0-9]' + BORN_ON + '[0-9][0-9][0-9]', TIGHT)})(?!X))")
MOBILE = re.compile(rf"(?=((?:\+?(?:00)?86{TIGHT}|0)?\(?1{TIGHT}[3-9](?:{TIGHT}[0-9]){{9}}))")
MOBILE_GROUPED = re.compile(rf"(?=(1[3-9][0-9](?:{LOOSE}[0-9]{{4}}{LOOSE}[0-9]{{4}}|{LOOSE}[0-9]{{3}}{LOOSE}[0-9]{{5}})))")
GROUPED = re.compile(r"1[0-9]{2}\D{1,3}[0-9]{4}\D{1,3}[0-9]{4}|(?:[0-9]\D{1,3}){10}[0-9]|\+?86\D{1,3}1[0-9]{2}\D{0,3}[0-9]{4}\D{0,3}[0-9]{4}")
CARD = re.compile(rf"{ALONE}(?=([3-69](?:{TIGHT}[0-9]){{15,18}}){END})")
CARD_GROUPED = re.compile(rf"(?=([3-69][0-9]{{3}}(?:{LOOSE}[0-9]{{4}}){{3}}(?:{LOOSE}[0-9]{{1,3}})?))")
CARD_SPACED = re.compile(r"(?=([3-69](?:[\s\-_.·•/~]{1,3}[0-9]){15,18}))")
CARD_GROUPS = re.compile(r"[0-9]{4}(?:\D{1,3}[0-9]{4}){3}")
RUN = re.compile(rf"{ALONE}[0-9]{{11,}}")
UNIT = re.compile(r"\.[0-9]|\s?(?:万|亿|元|㎡|平方|平米|立方|亩|公里|米|吨|人次|%|号文)")
DATE_BEHIND = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?=\s?[年.\-/])|[0-9]{1,2}(?=\s?[月日号点时分、.,)])")
# Documents, permits and cases have numbers too, and the public must be able to name them.
DOCUMENT = re.compile(
    r"(?:编号|文号|案号|工单|受理|信件|查询码|备案|许可证?|批文|合同|项目|代码|发票|登记|流水|订单|公告|函|字第?)[^,。]{0,6}$")
PERSONAL = re.compile(r"身份|社保|社会保障|医保|护照|驾驶|驾照|通行证|军官|卡号|账号|帐号|账户|电话|手机")


def _counted(level: str, *, runs: bool = True) -> Iterator[Span]:
    yield from (_span("citizen", *m.span(1)) for m in CITIZEN.finditer(level) if _apart(level, m) and is_citizen(level, *m.span(1)))
    yield from (_span("citizen", *m.span(1)) for m in CITIZEN_OLD.finditer(level) if _apart(level, m) and _is_old_citizen(level, *m.span(1)))
    for pattern in (MOBILE, MOBILE_GROUPED):
        yield from (_span("phone", *m.span(1)) for m in pattern.finditer(level) if _alone(level, m) and not _is_amount(level, m))
    yield from (_span("card", *m.span(1)) for m in CARD.finditer(level) if regular(m[1]) and luhn(squeezed(m[1])))
    for m in (*CARD_GROUPED.finditer(level), *CARD_SPACED.finditer(level)):
        number = squeezed(m[1])
        if (m.re is CARD_SPACED or CARD_GROUPS.match(m[1])) and any(luhn(number[:length]) for length in range(16, len(number) + 1)):
            yield _span("card", *m.span(1))
    if runs:
        yield from (_span("number", m.start(), end) for m in RUN.finditer(level) if (end := _run_end(level, m)))


def _apart(level: str, m: re.Match[str]) -> bool:
    """No other digit touches it, or its own groups show where it begins and ends. What stands whole in a longer row is the row's matter."""
    start, end = m.span(1)
    return not m[1].isdigit() or not (level[start - 1:start].isdigit() or level[end:end + 1].isdigit())


def _alone(level: str, m: re.Match[str]) -> bool:
    if level[m.start() - 1:m.start()].isdigit() or level[m.end(1):m.end(1) + 1].isdigit():
        return bool(GROUPED.fullmatch(m[1]))
    return regular(m[1])


def _is_amount(level: str, m: re.Match[str]) -> bool:
    """13812345678元 and 150，2000，3000人 are amounts, unless called a telephone."""
    return (m[1].isdigit() or "," in m[1] or "、" in m[1]) and bool(UNIT.match(level, m.end(1))) and not LABELLED.search(before(level, m.start(), 12))


def is_citizen(level: str, start: int, end: int) -> bool:
    """GB 11643: region and date of birth. A wrong check digit is a slip of the hand, unless the words before name a document."""
    number = squeezed(level[start:end])
    reasons = codes.check_citizen_number(number)
    if not reasons:
        return not re.search(r"许可证|信用代码", before(level, start, 12))
    return [reason.code for reason in reasons] == ["citizen-number-check"] and regular(level[start:end]) and not _document(level, start)


def _is_old_citizen(level: str, start: int, end: int) -> bool:
    number = squeezed(level[start:end])
    return number[:2] in codes.PROVINCES and _is_date(f"19{number[6:12]}") and regular(level[start:end]) and not _document(level, start)


def _document(level: str, start: int) -> bool:
    said = before(level, start, 16)
    return not said.isascii() and bool(DOCUMENT.search(said)) and not PERSONAL.search(said)


def _run_end(level: str, m: re.Match[str]) -> int:
    """Where a long row of digits ends that names a person: a date written right behind a telephone is no part of it. 0: a harmless row."""
    number, start, end = m[0], *m.span()
    if not number.strip("0") or _document(level, start):
        return 0
    for form in (18, 11, 12, 19, 16, 17):  # the lengths of citizen numbers, telephones and cards
        if form < len(number) and (date_behind := DATE_BEHIND.match(level, start + form)) and date_behind.end() == end and _is_form(number[:form]):
            return start + form
    if len(number) < 14 and UNIT.match(level, end) and not re.match(r"1[3-9]|0", number):
        return 0
    if len(number) in (12, 14) and _is_date(number[:8]):  # 20261120101500: an instant
        return 0
    return 0 if len(number) == 18 and not codes.check_credit_code(number) else end


def _is_form(number: str) -> bool:
    if len(number) == 18 and not codes.check_citizen_number(number):
        return True
    return bool(re.fullmatch(r"1[3-9][0-9]{9}|0[0-9]{9,11}", number)) or (len(number) > 15 and luhn(number))


def _is_date(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).year <= 2099
    except ValueError:
        return False


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in number[::-2])) % 10 == 0


# ---- land lines ------------------------------------------------------------------------------------------------------------------

EXTENSION = r"(?:\s?(?:转|-|EXT\.?)\s?(?:分机)?[0-9]{1,5}(?![0-9]))?"
AREA = re.compile(rf"(?=((?:\+?(?:00)?86{TIGHT})?\(?0(?:\)?[\s\-_.·•/~]{{0,4}}[0-9]){{9}}(?:\)?[\s\-_.·•/~]{{0,4}}[0-9]){{0,2}})({EXTENSION}))")
AREA_FORM = re.compile(r"(?:0086|86)?0(?:10|2[0-9]|[3-9][0-9]{2})[2-9][0-9]{6,7}")
LOCAL = re.compile(r"(?<![0-9A-Z.\-/])(?:[2-9][0-9]{6,7}|[2-9][0-9]{2,3}[\s\-][0-9]{4})(?![0-9A-Z./]|-[0-9]{3,})" + EXTENSION)
LABEL = r"(?:电话|热线|专线|总机|传真|座机|固话|号码|联系方式|手机|TEL|致电|拨打|拔打|打)"
LABELLED = re.compile(LABEL + r"[^0-9,，]{0,8}$")
OFFICE = r"(?:[局科股处室所办委站院校部会队厅馆署]|中心|大厅|窗口|政府|街道|社区|物业|公司|服务台|前台|客服)"
# Words that make a line an authority's: of its kind, or of what the reader is asked to do with it.
PUBLIC = re.compile(
    rf"(?:(?:咨询|监督|举报|办公|服务|值班|投诉|维修|报修|抢修|客服|政务|业务|公开|维权|便民|查询|预约|报名|受理|信访){LABEL}|热线|专线|总机|传真"
    rf"|(?:致电|拨打|拔打|来电|咨询|询问|向.{{1,14}}(?:反映|举报)|(?:与我[们局委办院校镇街]|和我们|我们).{{0,6}}联系)[^,。;]{{0,24}}?(?:,\s?(?:联系|咨询|举报|办公)?{LABEL})?"
    rf"|联系我[们局委办院校镇街所]|{OFFICE}(?:[的\s(]{{0,2}}|[\s,(]{{0,2}}(?:联系|工作|公开)?{LABEL})(?:\s?:[^0-9:,]{{1,8}}:)?|[^0-9]1[12][0-9]{{1,3}}\s?[或和、/])"
    r"(?:联系)?(?:方式|号码)?(?:是|为)?[\s:(\[、\-]*$")
PRIVATE = re.compile(
    r"我的|我家|本人|家里|家中|家庭|住宅|宅电|座机|固话|个人|投诉人|来电人|举报人|反映人|信访人|当事人|业主|联系人|姓名|我叫|先生|女士|手机|回电|回我")
JOINED = re.compile(r"[\s)、/;或和及\-]{0,4}|[\s)、,/;或和及\-]{0,4}(?:[A-Z][0-9]{1,2})?[一-龥]{1,10}\s?[:(]\s?")


def _landlines(level: str) -> Iterator[Span]:
    """Lines of persons; an authority's line the words before it announce stays, and so do those listed behind it."""
    found = [(m.start(), end, True) for m in AREA.finditer(level) if (end := _area_end(level, m))]
    found += [(m.start(), m.end(), False) for m in LOCAL.finditer(level)]
    public_to = -100
    for start, end, whole in sorted(found):
        if not whole and not LABELLED.search(before(level, start, 24)) and not _bare(level, start, end):
            continue
        said = before(level, start, 32)
        listed = 0 <= start - public_to <= 24 and bool(JOINED.fullmatch(level, public_to, start) or (not whole and level[public_to:start].strip() == ","))
        if not PRIVATE.search(said) and (listed or PUBLIC.search(said)):
            public_to = max(public_to, end)
        elif start >= public_to:
            yield _span("phone", start, end)


def _area_end(level: str, m: re.Match[str]) -> int:
    """Where a number with its area code ends, its extension included; 0 if it is none. A date may stand right behind it."""
    if not regular(m[1]):
        return 0
    end = m.end(1)
    if AREA_FORM.fullmatch(squeezed(m[1])) and (_apart(level, m) and not level[end:end + 1].isdigit()):
        return m.end(2)
    while end > m.start() + 10:  # cut back digit by digit to where a date begins
        if DATE_BEHIND.match(level, end) and not m[1].isdigit() and AREA_FORM.fullmatch(squeezed(level[m.start():end])):
            return end
        end -= 1
    return m.end(1) if AREA_FORM.fullmatch(squeezed(m[1])) and not m[1].isdigit() else 0


def _bare(level: str, start: int, end: int) -> bool:
    """Seven or eight digits without a word: a telephone unless a date, an amount or a number of something."""
    number = level[start:end]
    if not number.isdigit() or _is_date(number) or number.endswith("000") or UNIT.match(level, end) or _document(level, start):
        return False
    return level[start - 1:start] not in tuple("第号〔[#№$¥￥") and not re.match(r"\s?[号元户个份件名人家次条项期台辆平路〕\]-]", level[end:end + 2])


# ---- what a word announces -------------------------------------------------------------------------------------------------------

IS = r"(?:号码|[号是为:：]|\s|\(|\[){0,6}"
PAPERS = re.compile(
    rf"(?:社会保障(?:号码?|卡)|社保(?:卡|账户|个人)?|医保卡?|个人编号|驾驶证|驾照|驾驶员|护照|通行证|军官证|士兵证|学籍|户号|居住证|身份证){IS}"
    rf"(?P<id>[A-Z]{{0,4}}[0-9](?:[\s\-]?[0-9A-Z]){{5,24}})(?![0-9])")
PASSPORT = re.compile(r"(?<![0-9A-Z])(?:[DEGHMPSK][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|[CHM][0-9]{8,10})(?![0-9A-Z])")
CARDS = re.compile(rf"(?:卡号|账号|帐号|账户|帐户|银行卡|储蓄卡|信用卡|存折){IS}(?P<id>[0-9](?:[\s\-]{{0,2}}[0-9]){{8,24}})(?![0-9])")
TAIL = re.compile(r"(?:尾号|后四位|末四位|后三位)(?:数字)?[\s:：是为]{0,3}(?P<id>[0-9X]{3,6})(?![0-9])")
ACCOUNTS = re.compile(
    r"(?:微信|薇信|V信|WEIXIN|WECHAT|(?<![A-Z])(?:VX|WX|QQ|WB)|扣扣|企鹅号|抖音)(?P<word>[号群]?码?)(?P<sign>[\s:：是为()加\-]{0,4})"
    r"(?:账号|帐号|号)?(?P<id>[A-Z][A-Z0-9_\-]{5,19}|[0-9](?:[\s\-]?[0-9]){4,11})(?![0-9A-Z@])")


def _labelled(level: str) -> Iterator[Span]:
    yield from (_span("paper", *m.span("id")) for m in PAPERS.finditer(level))
    yield from (_span("paper", *m.span()) for m in PASSPORT.finditer(level))
    yield from (_span("card", *m.span("id")) for m in CARDS.finditer(level) if m["id"].strip("0- "))
    yield from (_span("number", *m.span("id")) for m in TAIL.finditer(level))
    for m in ACCOUNTS.finditer(level):  # 微信 alone before letters may be an app's name: a sign, a digit or an underscore makes it an account
        if (m["sign"].strip() or m["word"] or re.search(r"[0-9_\-]", m["id"])) and m["id"].strip("0- "):
            yield _span("account", *m.span("id"))


NAME_CHARS, MAIL_SIGN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-"), re.compile(
    r"\s?(?:@|\(AT\)|\[AT\]|#AT#|\sAT\s|#(?=[A-Z0-9]{1,20}\.(?:COM|CN|NET)))\s?")
DOMAIN = re.compile(r"[A-Z0-9\-]{1,63}(?:\s?\.\s?[A-Z0-9\-]{2,63}){1,4}")


def _mails(level: str) -> Iterator[Span]:
    """Addresses of persons; those of authorities (gov.cn) stay."""
    for m in MAIL_SIGN.finditer(level):
        domain, start = DOMAIN.match(level, m.end()), m.start()
        while start and m.start() - start < 64 and level[start - 1] in NAME_CHARS:
            start -= 1
        if domain and start < m.start() and not domain[0].replace(" ", "").endswith(".GOV.CN"):
            yield _span("mail", start, domain.end())


PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
GAP = r"[\s\-.·•・。]{0,2}"
SIX = r"[A-HJ-NP-Z][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJ-NP-Z]"  # new energy
PLATE = re.compile(
    rf"(?P<head>[{PROVINCE}]{GAP}[A-Z]{GAP})(?:(?P<rest>[A-Z0-9]{{5,}})|[A-Z0-9]{{4}}\s?[学挂警港澳]|[A-Z0-9](?:\s[A-Z0-9]){{5}}|[A-Z0-9](?:{GAP}[A-Z0-9]){{4}})")
PLATE_SAID = re.compile(r"(?:车牌|牌照)(?:号码?)?[\s:是为]{0,3}(?P<id>[A-Z]?[\s\-·.]?[A-Z0-9]{5,6})(?![A-Z0-9])")


def _plates(level: str) -> Iterator[Span]:
    for m in PLATE.finditer(level):
        if any(char.isdigit() for char in m[0]):
            yield _span("plate", m.start(), m.end() if m["rest"] is None or len(m["rest"]) < 7 else _plate_end(level, m))
    yield from (_span("plate", *m.span("id")) for m in PLATE_SAID.finditer(level) if any(char.isdigit() for char in m["id"]))


def _plate_end(level: str, m: re.Match[str]) -> int:
    """Other letters and digits touch it: a date is left, of anything else a plate's length and what is in doubt."""
    start = m.start("rest")
    six = 6 if re.match(SIX, m["rest"]) else 5
    for length in (six, 11 - six):
        if DATE_BEHIND.match(level, start + length):
            return start + length
    return min(m.end(), start + 8)


DAY = r"(?P<day>(?:18|19|20)[0-9]{2}\s?(?:年\s?[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?[日号]?|[-./][0-9]{1,2}[-./][0-9]{1,2}|[0-9]{4}(?![0-9])))"
BORN = re.compile(rf"(?:出生|生日|生辰|生于)(?:年月日?|日期|时间|于|在)?[\s:：是为]{{0,3}}{DAY}(?!\s?(?:以|之|至|到|前|后|-))")
BORN_LAST = re.compile(rf"{DAY}\s?(?:出生(?!日|时|证|之|的[儿孩幼])|生(?=[,，。;；、)\s]|$)|生人)")
RULE = re.compile(r"(?:[至到]|之间|以[前后]|-)\s?$")


def _births(level: str) -> Iterator[Span]:
    """Exact dates of birth. A day before or after which children are admitted is a rule, not a birth."""
    yield from (_span("birth", *m.span("day")) for m in BORN.finditer(level))
    yield from (_span("birth", *m.span("day")) for m in BORN_LAST.finditer(level) if not RULE.search(before(level, m.start(), 3)))


