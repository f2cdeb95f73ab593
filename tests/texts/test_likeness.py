"""Likely duplicates: small examples, properties, what an enemy sends, and the figures on real messages."""

from __future__ import annotations

import subprocess
import sys
from itertools import permutations
from random import Random  # noqa: TID251  (chance of tests, seeded)
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.texts.conftest import Real
from tests.texts.paraphrases import paraphrase
from yiwang.engines.texts.rooms import likeness
from yiwang.engines.texts.rooms.likeness import LIKELY, STOCK, Common, Kept, fingerprints, plain, read, score, shared

BRIDGE = ("杨柳桥两头没有路灯", "尊敬的领导：您好！杨柳桥从去年冬天起两头的路灯全灭了。我每天下夜班骑车过桥，前天差点撞上护栏。请有关部门派人来修。谢谢！")
BRIDGE_AGAIN = ("晚上过杨柳桥太黑了", "杨柳桥的灯不亮已经大半年，桥头护栏那里尤其黑，昨天又有人骑车撞上护栏。什么时候能把路灯修好？")
SCHOOL = ("梧桐里小学门口接送孩子时堵得走不动", "每天下午四点半，梧桐里小学门口停满了车，公交进不来也出不去，能不能请交警来疏导一下。")
MARKET = ("清水湾菜市场的鱼摊污水横流", "清水湾菜市场东门三家鱼摊把水直接泼在路上，冬天结冰，夏天发臭，希望管一管。")
WAGES = ("丰年家具厂欠我们三个月工资", "我们二十多个工人在丰年家具厂干活，从三月到五月一分钱没发，老板电话也不接。")
TOWN = [SCHOOL, MARKET, WAGES, ("如何办理老年公交卡", "我今年六十五岁，请问办老年公交卡要带什么材料，到哪里办？")]

texts = st.text(alphabet=st.sampled_from("路灯桥水电学校公交站车位三区A9a，。 ！\n😀工资噪音"), max_size=60)


def kept(*messages: tuple[str, str], common: Common = STOCK) -> Kept[int]:
    found: Kept[int] = Kept(common)
    for number, (title, body) in enumerate(messages):
        found.add(number, read(title, body))
    return found


# -- what is made alike ------------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("written", "same"), [
    ("Ａ３区１２号", "A3区12号"), ("地铁三号线", "地铁3号线"), ("十二栋", "12栋"), ("二十层", "20层"), ("三十五中", "35中"), ("１１０ＫＶ", "110KV"),
    ("二 　楼", "2楼"),
])
def test_forms_of_writing_are_made_alike(written: str, same: str) -> None:
    assert plain(written) == same


def test_words_are_no_numerals() -> None:
    assert plain("一直没有一家来管万一出事") == "一直没有一家来管万一出事"


def test_a_district_is_one_sign_and_not_another() -> None:
    same, other = score(read("", "A3区停水"), read("", "a３区 停水")), score(read("", "A3区停水"), read("", "A7区停水"))
    assert same == 1 and other < 0.7
    assert score(read("", "12栋停水"), read("", "2栋断电")) == 0


# -- what is found -----------------------------------------------------------------------------------------------------------------------------------------


def test_the_same_matter_in_other_words_is_found_with_what_both_have() -> None:
    found = kept(*TOWN, BRIDGE).like(read(*BRIDGE_AGAIN))
    assert [one.subject for one in found] == [len(TOWN)]
    assert LIKELY <= found[0].score < 1
    assert found[0].shared[0] == "杨柳桥" and "撞上护栏" in found[0].shared


def test_other_matters_are_not_shown() -> None:
    assert kept(*TOWN).like(read(*BRIDGE)) == ()


def test_courtesies_alone_make_nothing_alike() -> None:
    polite = "尊敬的领导您好，我是本小区业主，请问有关部门什么时候能解决这个问题？希望给予回复，谢谢！"
    assert score(read("反映问题", polite + "楼顶漏水。"), read("请求解决", polite + "操场噪音。")) < score(read("", polite), read("", polite))
    town = Common.of([read(title, polite + body) for title, body in [*TOWN, BRIDGE]] * 3)
    assert score(read(*_with(SCHOOL, polite)), read(*_with(WAGES, polite)), town) < LIKELY


def _with(message: tuple[str, str], words: str) -> tuple[str, str]:
    return message[0], words + message[1]


def test_at_most_five_best_first_and_never_itself() -> None:
    many = kept(*[(BRIDGE[0], BRIDGE[1] + "又及" * n + str(n)) for n in range(9)], BRIDGE)
    found = many.like(read(*BRIDGE), but=9)
    assert len(found) == 5 and 9 not in [one.subject for one in found]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    with pytest.raises(KeyError):
        many.add(9, read(*BRIDGE))


def test_the_title_says_more_than_the_body() -> None:
    body = "，".join(f"{a}{b}{c}" for a, b, c in permutations("东西南北山水云", 3))
    in_title, in_body = read("杨柳桥路灯", body), read("", body + "，杨柳桥路灯")
    assert score(read("杨柳桥路灯", "全灭"), in_title) > score(read("杨柳桥路灯", "全灭"), in_body)


def test_shared_words_are_read_in_both_and_none_lies_in_another() -> None:
    words = shared(read(*BRIDGE), read(*BRIDGE_AGAIN))
    assert words and all(word in plain(BRIDGE[0] + BRIDGE[1]) and word in plain(BRIDGE_AGAIN[0] + BRIDGE_AGAIN[1]) for word in words)
    assert not [(a, b) for a in words for b in words if a != b and a in b]
    assert shared(read("杨柳桥路灯", "在杨柳桥。"), read("杨柳桥路灯", "在杨柳桥！")) == ("杨柳桥路灯",)
    copied = shared(read("", "桥头护栏从去年冬天起就一直歪着没有人来扶正"), read("", "桥头护栏从去年冬天起就一直歪着没有人来扶正"))
    assert copied == ("桥头护栏从去年冬天起就一直…",)


# -- what always holds -------------------------------------------------------------------------------------------------------------------------------------


@given(texts, texts, texts, texts)
def test_the_score_is_symmetric_and_between_0_and_1(a: str, b: str, c: str, d: str) -> None:
    one, other = read(a, b), read(c, d)
    assert score(one, other) == score(other, one)
    assert 0 <= score(one, other) <= 1


@given(texts, texts)
def test_equal_messages_score_1_when_anything_can_be_read(title: str, body: str) -> None:
    assert score(read(title, body), read(title, body)) == pytest.approx(1 if read(title, body).grams else 0)


SENTENCES = ["桥头的路灯全灭了。", "公交站牌被撞歪。", "晚上看不清路面。", "护栏断了三根。", "已经等了两个月！"]


@given(st.lists(st.sampled_from(SENTENCES), min_size=2, unique=True), st.randoms())
def test_the_order_of_sentences_does_not_matter(sentences: list[str], chance: Random) -> None:
    other = sentences[:]
    chance.shuffle(other)
    assert score(read("桥", "".join(sentences)), read("桥", "".join(other))) == pytest.approx(1)


@given(texts, texts)
def test_fingerprints_are_grams_of_the_message_few_and_each_once(title: str, body: str) -> None:
    reading = read(title, body)
    found = fingerprints(reading)
    assert len(found) == len(set(found)) <= likeness.FINGERPRINTS and set(found) <= set(reading.grams)
    assert all(0 <= gram < 2**31 for gram in found)
    assert bool(found) == bool(reading.grams)


def test_fingerprints_are_the_same_in_every_process() -> None:
    code = "from yiwang.engines.texts.rooms.likeness import *; print(fingerprints(read('杨柳桥没有路灯', '从去年冬天起')))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "77", "PYTHONPATH": "src"})
    assert other.stdout.strip() == str(fingerprints(read("杨柳桥没有路灯", "从去年冬天起")))


def test_half_of_a_message_keeps_its_part_of_the_fingerprints() -> None:
    """Chosen each for itself, forty of six hundred and forty of three hundred would meet three times; chosen alike they meet about twenty times."""
    long = "".join(chr(0x4E00 + 31 * n) for n in range(600))
    whole, half = fingerprints(read("", long)), fingerprints(read("", long[:300]))
    assert len(whole) == len(half) == likeness.FINGERPRINTS
    assert len(set(whole) & set(half)) >= likeness.FINGERPRINTS // 4


# -- what an enemy sends -----------------------------------------------------------------------------------------------------------------------------------


HOSTILE = {
    "nothing": "", "spaces": " \n\t\u3000" * 500, "emoji": "😀👍🏽" * 20_000, "one sign": "啊" * 100_000, "digits": "1" * 100_000, "letters": "a" * 100_000,
    "dots": "1." * 50_000, "two signs": "哈呵" * 50_000, "long": "".join(map(chr, range(0x4E00, 0x9FA5))) * 5, "growing": "\ufdfa" * 100_000,
    "numerals": "十" * 100_000, "half a pair": "\ud83d坏字\udc00" * 100, "marks": "a" + "\u0301" * 100_000, "null": "停\x00水" * 1_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_sent_costs_little(text: str) -> None:
    """Twenty such messages kept and asked for: a quadratic step on 100 000 characters would take minutes."""
    before = process_time()
    index = kept(*[(text, text + str(n)) for n in range(20)])
    found = index.like(read(text, text))
    assert len(found) <= 5 and all(0 < one.score <= 1 for one in found)
    assert process_time() - before < 2


def test_what_cannot_be_read_is_like_nothing() -> None:
    assert kept(("", ""), ("😀", "！！")).like(read("😀", "！！")) == ()
    assert score(read("😀", "！！"), read("😀", "！！")) == 0


# -- figures on real messages ------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.slow(reason="reads 4,326 messages and asks for 300")
@pytest.mark.parametrize(("hard", "least"), [(False, 0.9), (True, 0.6)], ids=["paraphrase", "paraphrase of a paraphrase"])
def test_figure_a_message_in_other_words_finds_its_original(real: Real, record_property: pytest.RecordProperty, hard: bool, least: float) -> None:
    """Shown among the first five, above the threshold."""
    chance, found, numbers = Random(2026), 0, range(len(real.rows))
    for number in chance.sample(numbers, 300):
        said = paraphrase(real.rows[number]["subject"], real.rows[number]["body"], chance)
        said = paraphrase(*said, chance) if hard else said
        found += any(real.same(number, one.subject) for one in real.index.like(read(*said)))
    record_property("found_share", found / 300)
    print(f"{found} of 300 paraphrases{' twice over' if hard else ''} show their original among the first five (score >= {LIKELY})")
    assert found >= least * 300


@pytest.mark.slow(reason="reads 4,326 messages and compares 3,000 pairs")
def test_figure_unrelated_messages_are_not_shown(real: Real, record_property: pytest.RecordProperty) -> None:
    """Random pairs, those of one writer and title left out. (What is shown of the nearest ones is read by eye, not here.)"""
    chance, numbers = Random(2027), range(len(real.rows))
    pairs = [pair for pair in (chance.sample(numbers, 2) for _ in range(3_000)) if not real.same(*pair)]
    readings = real.index.readings
    shown = sum(score(readings[a], readings[b], real.index.common) >= LIKELY for a, b in pairs)
    record_property("unrelated_shown_share", shown / len(pairs))
    print(f"{shown} of {len(pairs)} random pairs are shown (score >= {LIKELY})")
    assert shown <= 0.05 * len(pairs)


@pytest.mark.slow(reason="reads 4,326 messages")
def test_figure_a_question_takes_little_time(real: Real) -> None:
    before = process_time()
    for row in real.rows[:200]:
        real.index.like(read(row["subject"], row["body"]))
    print(f"{(process_time() - before) / 200 * 1_000:.1f} ms a question, reading and scoring included")
    assert (process_time() - before) / 200 < 0.02
