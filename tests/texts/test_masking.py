"""Personal data leaves a text before the public reads it, and nothing else does: kinds beside their look-alikes, promises, figures."""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random  # noqa: TID251  (chance of tests, seeded)

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.engines.texts import api as texts
from yiwang.engines.texts.rooms.masking import found, masked
from yiwang.kernel import codes

CITIZEN = codes.make_citizen_number("410102", date(1990, 1, 1), 123)
CARD = "6222021234567890128"

# what is written, what is published
PERSONAL = {
    # citizen numbers
    f"我的身份证号是{CITIZEN}，请查收": "我的身份证号是【身份证号】，请查收",
    f"证号 {CITIZEN[:6]} {CITIZEN[6:14]} {CITIZEN[14:]}": "证号 【身份证号】",
    f"{CITIZEN[:6]}、{CITIZEN[6:14]}、{CITIZEN[14:]}。": "【身份证号】。",
    " ".join(CITIZEN): "【身份证号】",
    "４１０１０２１９９００１０１１２３４": "【身份证号】",  # full width, a slip in the check digit
    "居民 11010519491231002x 来电": "居民 【身份证号】 来电",
    "老证号410102900101123": "老证号【身份证号】",
    f"业务编号：{CITIZEN}": "业务编号：【身份证号】",  # a right check digit is no accident
    # telephones
    "请打13812345678": "请打【电话】",
    "请打１３８　１２３４　５６７８": "请打【电话】",
    "+86 138-1234-5678": "【电话】",
    "008613812345678": "【电话】",
    "1 3 8 1 2 3 4 5 6 7 8": "【电话】",
    "138，1234，5678": "【电话】",
    "一三八一二三四五六七八": "【电话】",
    "幺三八 一二三四 五六七八": "【电话】",
    "1\u200b3812345678": "【电话】",
    "1.13812345678 2.13912345678": "1.【电话】 2.【电话】",
    "13812345678、13912345678": "【电话】、【电话】",
    "监督电话13812345678": "监督电话【电话】",  # a mobile number is always a person's
    "家里座机0371-66881234": "家里座机【电话】",
    "我的电话（0371）6688 1234转8": "我的电话【电话】",
    "037166881234": "【电话】",
    "联系电话：66881234": "联系电话：【电话】",
    # cards, plates, papers, accounts
    CARD: "【银行卡号】",
    "卡号 6222 0212 3456 7890 128": "卡号 【银行卡号】",
    "账号 41001234567890": "账号 【银行卡号】",
    "卡尾号2046": "卡尾号【号码】",
    "豫A12345停在门口": "【车牌号】停在门口",
    "豫A·12345、京ａｄ１２３４５": "【车牌号】、【车牌号】",
    "豫 A 1 2 3 4 5": "【车牌号】",
    "豫AD12345": "【车牌号】",
    "鄂AP185挂": "【车牌号】",
    "护照E12345678": "护照【证件号】",
    "持EA1234567入境": "持【证件号】入境",
    "社会保障号码：4101029900123": "社会保障号码：【证件号】",
    "邮箱zhang.san@qq.com": "邮箱【邮箱】",
    "zhang.san ＠ １６３．com": "【邮箱】",
    "微信：zhang_san88": "微信：【社交账号】",
    "加QQ12345678": "加QQ【社交账号】",
    "vx 13812345678": "vx 【电话】",
    "1990年5月6日出生": "【出生日期】出生",
    "生于1990年5月6日": "生于【出生日期】",
    "电话138123456782019年5月9日": "电话【号码】2019年5月9日",  # a date written right behind
    "出生日期：1990-05-06": "出生日期：【出生日期】",
    # homes
    "优胜北路 27 号附 3 号漏水": "优胜北路＊＊号漏水",
    "家住优胜北路27号": "家住优胜北路＊＊号",
    "嵩山南路２１号附４号文件": "嵩山南路＊＊号文件",
    "我住在锦绣花园12栋": "我住在锦绣花园＊＊号",
    "锦绣花园3号楼2单元1501室": "锦绣花园＊＊号",
    "锦绣花园３栋２单元１５０１": "锦绣花园＊＊号",
    "锦绣花园3-2-1501": "锦绣花园＊＊号",
    "锦绣花园三号楼东单元五楼西户": "锦绣花园＊＊号",
    "桃林村71号": "桃林村＊＊号",
    # names
    "我叫张三": "我叫张＊",
    "我叫李向阳。": "我叫李＊＊。",
    "本人王小明，住在": "本人王＊＊，住在",
    "联系人：欧阳娜娜": "联系人：欧阳＊＊",
    "姓名：阿依古丽，女": "姓名：阿＊＊＊，女",
    "我叫买买提·阿不都": "我叫买＊＊＊＊＊＊",
    "投诉人：张三、李四": "投诉人：张＊、李＊",
    "业主王小明反映": "业主王＊＊反映",
    "当事人曹龙金沟通后": "当事人曹＊＊沟通后",
    "张三先生来电": "张＊先生来电",
    "张　三先生来电": "张＊＊先生来电",
    "请找张三 13812345678": "请找张＊ 【电话】",
    "信访人吴根福来访。吴根福之子称": "信访人吴＊＊来访。吴＊＊之子称",  # announced once, masked everywhere
    "向李小红女士说明": "向李＊＊女士说明",
}
HARMLESS = (
    "2026年11月20日", "2016-10-24", "20161024", "20261120101500", "1234567.89元", "共计12345678901元", "面积106558.7平方米",
    "郑政〔2026〕3号", "豫0102民初1234号", "《条例》第三十三条", "备案编号：2017012412345678", "施工许可证430121201803150101", "2018-0057、2018-0058",
    "统一社会信用代码914101007000000000A", "发票代码041001900111，号码12345678", "诉求编号 202611200000123", "gb 50180-93(2016年版)",
    "UU0081857您好", "A000110735",
    "优胜北路", "农业路与花园路交叉口", "2号线火车南站", "9路公交车", "K906路", "W202路", "3.5公里", "107国道", "5号楼电梯", "4栋一单元消防通道",
    "12#、13#栋", "68栋5000余户", "12345", "110、119、120", "0371-12345", "12329", "95598", "400-123-4567",
    "咨询电话：0371-66881234", "咨询电话：0371-66881234、66881235", "市教育局办公电话0371-66881234", "监督电话 0371 66881234", "请拨打0371-66881234咨询",
    "请向教育局咨询，电话：0371-66881234", "消防队（电话：66881234）", "zzjy@zhengzhou.gov.cn", "微信公众号zhengzhoufabu", "微信扫码", "微信群",
    "市地税局（白沙街1号）", "晚报大道548号先锋公司", "图书馆位于汝桂路20号", "2012年9月1日以前出生的儿童", "出生28天以内", "自出生之日起",
    "张先生", "由于李先生", "曾向李先生反映", "向黄女士说明", "市民同志：您好", "各位女士", "任何同志", "有关同志", "局长邓民利同志", "社区主任邓冰同志",
    "我是郑州人", "我是白石镇村民", "本人高中毕业", "业主方便时", "业主大会", "业主王和物业", "本人于今年", "投诉人，向其反馈",
    "当事人申领", "联系人方面", "姓名不一致",
    "妇女儿童联合会", "居民安全", "学生毕业", "张＊先生", "【电话】", "138****5678", "0000-00000000", "楚kg*****************车辆",
)


@pytest.mark.parametrize(("text", "shown"), PERSONAL.items(), ids=range(len(PERSONAL)))
def test_what_names_a_person_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize("text", HARMLESS)
def test_what_names_nobody_stays(text: str) -> None:
    assert masked(text) == text, found(text)


def test_a_span_says_where_what_and_what_instead() -> None:
    text = "我叫张三，电话 13812345678。"
    assert [(text[span.start:span.end], span.kind, span.shown) for span in found(text)] == [
        ("三", "name", "＊"), ("13812345678", "phone", "【电话】")]


def test_a_form_is_told_what_stands_where_in_words() -> None:
    text = f"我叫欧阳娜娜，电话 13812345678，身份证{CITIZEN}。家住优胜北路27号，张三先生知道。"
    assert texts.found(text) == (
        ("姓名", "欧阳娜娜"), ("电话", "13812345678"), ("身份证号", CITIZEN), ("住址", "27号"), ("姓名", "张三"))
    assert texts.found("邻居说赵六家的水表号A-7788有问题", known=("赵六", "A7788")) == (("姓名", "赵六"), ("当事人信息", "A-7788"))
    assert texts.found("请拨打12345，或者到市政务服务中心。") == () == texts.found("")


@pytest.mark.parametrize("text", PERSONAL)
def test_what_is_masked_is_told_and_each_stretch_stands_in_the_text(text: str) -> None:
    told = texts.found(text)
    assert told and all(one.kind and one.stretch in text for one in told)


KNOWN = ("张三", "13812345678", CITIZEN, "河南省郑州市金水区优胜北路27号附3号")


@pytest.mark.parametrize(("text", "shown"), [
    ("据张三说", "据张＊说"), ("据张　三、张-三说", "据张＊、张＊说"), ("行李张。三天后", "行李张。三天后"),
    ("号码138.12345.678", "号码【电话】"), ("尾12 1３8 1 2345 67 8 号", "尾12 【电话】 号"),
    ("在优胜北路27号附3号", "在优胜北路＊＊号"), ("优胜北路２７号－附３号的井盖", "优胜北路＊＊号的井盖"),
])
def test_what_the_case_knows_never_appears(text: str, shown: str) -> None:
    assert masked(text, known=KNOWN) == shown


def wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def narrow(text: str) -> str:
    return "".join(chr(ord(char) - 0xFEE0) if "！" <= char <= "～" and char != "＊" else char for char in text)


# ---- promises over any text -------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from((
    *PERSONAL, *HARMLESS, "我叫", "本人", "业主", "电话", "咨询电话：", "先生", "女士", "微信", "出生", "路", "号", "栋", "单元", "卡号", "豫A",
    "张", "王", "三", "1", "38",
    "0371", "-", " ", "，", "。", "、", "：", "@", "\n", "\u200b", "１", "·", "＊", "【", "】", "的"))
TEXTS = st.lists(WORDS | st.text(max_size=4), max_size=14).map("".join)
NAMES = st.text(alphabet="张王李小明三四", min_size=2, max_size=4)
NUMBERS = st.text(alphabet="0123456789", min_size=5, max_size=18)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_masking_twice_changes_nothing(text: str) -> None:
    once = masked(text)
    assert masked(once) == once


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.lists(NAMES | NUMBERS, min_size=1, max_size=3), st.sampled_from(("", " ", "　", "-", "\u200b", " - ")), st.booleans())
def test_nothing_known_remains(text: str, known: list[str], between: str, full: bool) -> None:
    written = [between.join(wide(value) if full else value) for value in known]
    shown = masked(f"{text}，{'，'.join(written)}，{text}", known=known)
    plain = re.sub(r"[\s\u200b-]", "", narrow(shown))
    assert not [value for value in known if value in plain]
    assert masked(shown, known=known) == shown


PLAIN = "王李张刘陈高方马安任万周黄江于的是在了和有为就也能会不我你他路号楼区村镇便中何时间全上河天地人大小，。、；：“”（）！？\n"


ANNOUNCING = re.compile(
    r"[一二三四五六七八九十百零幺壹贰叁肆伍陆柒捌玖]|叫|名|本人|我是|联系人|业主|[诉事报访电映请户村居市租求来死伤患学老]"
    r"|先生|女士|小姐|太太|同志|阿姨|大[爷妈]|师傅|[丈妻爱][夫子人]|[父母]亲|老[公婆]|[爸妈爷奶弟哥姐妹]|[儿孙女]")


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6).map(lambda seed: "".join(Random(seed).choices(PLAIN, k=200)))
       | st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)))
def test_text_without_numbers_letters_and_announcing_words_is_unchanged(text: str) -> None:
    while ANNOUNCING.search(text):
        text = ANNOUNCING.sub("", text)
    assert masked(text) == text


TOUGH = (
    "1", "1 ", "1-", "一", "张", "@", "a", "a@", "本人", "本人王", "先生", "13812345678 ", "0371-66881234、", "3栋", "路1号", "豫", "【电话】",
    "电话：66881234，", "4101 02 ", "6222 0212 ")


@pytest.mark.slow(reason="twenty texts, each the worst for one of the patterns, in two lengths")
def test_the_time_grows_with_the_length_alone() -> None:
    took = {part: (cost(part * (6_000 // len(part))), cost(part * (24_000 // len(part)))) for part in TOUGH}
    assert not {part: seconds for part, seconds in took.items() if seconds[1] > 8 * seconds[0] + 0.05}  # four times as long; the square were sixteen


def test_a_hundred_thousand_characters_take_less_than_half_a_second() -> None:
    text = "。".join((*PERSONAL, *(f"{text}，请按规定办理并答复来电市民，谢谢您对我们工作的支持" for text in HARMLESS)))
    assert cost((text * 100)[:100_000]) < 0.5


def cost(text: str) -> float:
    """Seconds of this process, the better of two."""
    def once() -> float:
        start = time.process_time()
        found(text, known=KNOWN)
        return time.process_time() - start
    return min(once(), once())


# ---- figures over real answers ----------------------------------------------------------------------------------------------------

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文海燕晓雪峰波辉鹏飞凯宇浩然子涵欣怡诗琪梓萱向阳为民"
ROADS = ("优胜北路", "农业路", "文化路", "经三路", "槐荫巷", "陇海西路", "嵩山南路", "桐柏大街")
HOMES = ("锦绣花园", "翠湖小区", "和平家园", "阳光新城", "金水雅苑")
LEADS = ("我叫{}", "本人姓名{}", "联系人：{}", "业主：{}", "投诉人：{}", "我叫 {}，", "{}先生", "{}女士", "当事人{}，", "本人{}，")


def grouped(by: str, *sizes: int) -> Callable[[str], str]:
    def write(text: str) -> str:
        parts, place = [], 0
        for size in (*sizes, len(text)):
            parts.append(text[place:place + size])
            place += size
        return by.join(part for part in parts if part)
    return write


ANY = (str, wide, " ".join)
WRITTEN = {  # how people write each kind
    "citizen": (*ANY, grouped(" ", 6, 8), grouped("-", 6, 4, 4), grouped("、", 6, 8), grouped("—", 3, 3, 4, 4), str.lower),
    "phone": (*ANY, *(grouped(by, 3, 4) for by in " -，　"), lambda text: f"+86 {text}", lambda text: f"86-{wide(text)}"),
    "landline": (str, wide, grouped("-", 4), grouped(" ", 4, 4), grouped("—", 4), lambda text: f"（{text[:4]}）{text[4:]}"),
    "card": (*ANY, grouped(" ", 4, 4, 4, 4), grouped("-", 4, 4, 4, 4)),
    "plate": (str, wide, " ".join, grouped("·", 2), grouped(" ", 2), grouped("-", 2), str.lower),
    "home": (str, wide, grouped(" ", 3)),
    "name": (str,),
}


def identity(chance: Random) -> dict[str, tuple[str, str]]:
    """Somebody: for each kind what is written, with a place for its manner, and the secret that must be gone."""
    def digits(count: int) -> str:
        return "".join(chance.choice("0123456789") for _ in range(count))

    born_on = date(1940, 1, 1) + timedelta(chance.randrange(28_000))
    number = codes.make_citizen_number(chance.choice(("410102", "110105", "320106", "510104")), born_on, chance.randrange(1000))
    body = chance.choice(("622202", "621700", "436742", "955880")) + digits(chance.choice((9, 12)))
    card = next(body + check for check in "0123456789" if luhn(body + check))
    tail = chance.choice((digits(5), "D" + digits(5), chance.choice("QWXYZ") + digits(4), digits(5) + "F"))
    plate = chance.choice("豫京沪湘") + chance.choice("ABCDEFGHJK") + tail
    house = chance.choice((
        f"{chance.choice(ROADS)}{chance.randrange(1, 300)}号附{chance.randrange(1, 9)}号",
        f"{chance.choice(HOMES)}{chance.randrange(1, 40)}号楼{chance.randrange(1, 5)}单元{chance.randrange(1, 30)}0{chance.randrange(1, 5)}室"))
    name = chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2))))
    return {
        "citizen": (chance.choice(("{}", "身份证号{}", "身份证：{}")), number),
        "phone": (chance.choice(("{}", "电话{}", "联系电话：{}")), f"1{chance.choice('3456789')}{digits(9)}"),
        "landline": (chance.choice(("家里电话{}", "我的电话：{}", "，{}，")), f"0371{chance.choice('2345678')}{digits(7)}"),
        "card": (chance.choice(("{}", "卡号{}")), card),
        "plate": (chance.choice(("{}", "车牌{}")), plate),
        "home": (chance.choice(("{}", "家住{}", "住址：{}")), house),
        "name": (chance.choice(LEADS), name),
    }


def luhn(number: str) -> bool:
    return sum(int(digit) if place % 2 == 0 else sum(divmod(2 * int(digit), 10)) for place, digit in enumerate(reversed(number))) % 10 == 0


def planted(answer: str, somebody: dict[str, tuple[str, str]], chance: Random) -> str:
    """The answer with all of a person in it: half behind a stop, half anywhere but inside a number or a word of letters."""
    sensible = [place for place in range(1, len(answer)) if answer[place - 1] in "。，；！"]
    odd = [place for place in range(1, len(answer)) if not (answer[place - 1] + answer[place]).isascii()]
    where = {kind: chance.choice(sensible if sensible and chance.random() < 0.5 else odd or [len(answer)]) for kind in somebody}
    for kind in sorted(somebody, key=lambda kind: -where[kind]):
        lead, secret = somebody[kind]
        answer = answer[:where[kind]] + lead.format(chance.choice(WRITTEN[kind])(secret)) + answer[where[kind]:]
    return answer


def left(shown: str, somebody: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """What of a person can still be read, whatever the width and spacing."""
    plain = re.sub(r"[^0-9A-Z一-龥＊]", "", narrow(shown).upper())
    secrets = {kind: re.sub(r"^[一-龥]+", "", secret) if kind == "home" else secret for kind, (_, secret) in somebody.items()}
    return [(kind, secret) for kind, secret in secrets.items() if secret in plain]


@pytest.fixture(scope="module")
def answers(shared_appeals: Path) -> list[dict[str, str]]:
    with (shared_appeals / "replied.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow(reason="two hundred persons are hidden in real answers and looked for")
def test_of_two_hundred_persons_hidden_in_real_answers_none_gets_through(answers: list[dict[str, str]]) -> None:
    chance, seen = Random(12345), []
    for row in chance.sample(answers, 200):
        somebody = identity(chance)
        text = planted(row["reply"], somebody, chance)
        seen += [(row["id"], *secret) for secret in left(masked(text), somebody)]
        assert {kind for kind, _ in left(text, somebody)} >= {"phone", "home", "name"}  # they can be read before
    assert not seen


# Every span found in the real answers was read by eye. Here stand the answers in which all of them name a private person, a home or a day of
# birth, with the number of spans read. Every other answer with a span lost a harmless word, and so has one whose number is no longer this:
# the source masked its own numbers (0000-00000000, A7县, UU008…), so what is lost are lines of offices no word of the sentence calls public
# (eight: 联系电话 alone may be the citizen's), officials named as 联系人 or 同志 (seven), and house numbers of shops, works and offices (six).
JUDGED = {
    "5979": 1, "6113": 1, "6294": 1, "9511": 1, "16667": 1, "17002": 2, "17609": 6, "17718": 1, "18413": 23, "18435": 23, "22854": 1, "25291": 12,
    "39099": 1, "39226": 1, "68420": 1, "76633": 64, "80518": 13, "82255": 1, "83039": 3, "87406": 3, "88150": 2, "92046": 4, "92055": 1, "93151": 6,
    "96814": 3, "97540": 3, "99900": 2, "101945": 55, "107457": 1, "110815": 1, "114045": 2, "115274": 27, "115424": 11, "117369": 2, "126855": 1,
    "128080": 2, "132133": 4, "133430": 5, "136970": 2, "145294": 4, "175865": 3,
}


@pytest.mark.slow(reason="fourteen hundred answers are read")
def test_few_real_answers_lose_a_harmless_word(answers: list[dict[str, str]]) -> None:
    lost = {row["id"] for row in answers if (count := len(found(row["reply"]))) and JUDGED.get(row["id"]) != count}
    assert len(answers) == 1400
    assert len(lost) <= 0.02 * len(answers), sorted(lost)
