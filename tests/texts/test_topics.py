"""What a week writes about: own examples, planted matters, time, and the figure on real messages."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random  # noqa: TID251  (chance of tests, seeded)
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.texts.paraphrases import paraphrase
from yiwang.engines.texts.rooms.likeness import Common, read
from yiwang.engines.texts.rooms.topics import NAME, Said, named, topics
from yiwang.kernel.clock import SHANGHAI

MONDAY = datetime(2026, 3, 2, 8, tzinfo=SHANGHAI)
FIRE_LANE = "青禾苑小区的消防通道每晚停满私家车，消防车开不进来，物业从来不管。"
SMOKE = "石榴巷夜市的烧烤摊油烟直冲三楼，晚上不敢开窗，老人咳嗽了一整个夏天。"


def said(number: int, title: str, body: str = "", by: str = "", supporters: int = 0, place: str = "") -> Said[int]:
    return Said(number, MONDAY + timedelta(hours=number), title, body, by, supporters, place)


WEEK = [
    said(1, "请问青禾苑小区消防通道被占有人管吗？", FIRE_LANE, "甲"),
    said(2, "石榴巷夜市油烟扰民的问题", SMOKE, "乙", 3),
    said(3, "青禾苑小区消防通道停满车", "每晚停满私家车，消防车开不进来，物业不管，已经说了三次。", "丙", 1),
    said(4, "建议图书馆周一也开放", "孩子放假了没有地方看书。", "丁", 40),
    said(5, "投诉青禾苑小区物业不管消防通道", "消防通道停满私家车，消防车根本开不进来。", "甲"),
    said(6, "石榴巷烧烤摊油烟", "夜市烧烤摊的油烟直冲三楼，晚上不敢开窗。", "戊"),
]


def test_messages_of_one_matter_stand_together_and_voices_rank_them() -> None:
    library, smoke, lane = topics(WEEK)
    assert [one.messages for one in (library, smoke, lane)] == [(4,), (2, 6), (1, 3, 5)]
    assert [(one.people, one.supporters, one.voices) for one in (library, smoke, lane)] == [(1, 40, 41), (2, 3, 5), (2, 1, 3)]
    assert (lane.first_at, lane.last_at) == (WEEK[0].at, WEEK[4].at)


def test_a_topic_is_named_out_of_its_titles_and_says_what_its_messages_share() -> None:
    library, smoke, lane = topics(WEEK)
    assert library.name == "图书馆周一也开放" and library.words == ()
    assert "青禾苑" in lane.name and "消防通道" in lane.name and not lane.name.startswith(("请问", "投诉"))
    assert any("消防通道" in word for word in lane.words)
    assert smoke.name in {"石榴巷夜市油烟扰民", "石榴巷烧烤摊油烟"}


def test_places_come_from_the_order_else_from_the_titles() -> None:
    assert topics(WEEK)[2].places == ("青禾苑小区",)
    assert topics([replace(one, place="东城街道") for one in WEEK])[2].places == ("东城街道",)


def test_one_person_counts_once_and_one_who_gave_no_name_each_time() -> None:
    again = [replace(one, by="甲", supporters=0) for one in WEEK if one.message in (1, 3, 5)]
    assert [one.people for one in topics(again)] == [1]
    assert [one.people for one in topics([replace(one, by="") for one in again])] == [3]


def test_the_same_title_over_other_matters_does_not_bind_them() -> None:
    found = topics([said(1, "投诉", FIRE_LANE), said(2, "投诉", SMOKE), said(3, "投诉", "社保断缴两个月还能补交吗，窗口说系统里查不到记录。")])
    assert len(found) == 3


@pytest.mark.parametrize(("title", "name"), [
    ("请问杨柳路何时通车？", "杨柳路何时通车"), ("再次投诉：清水湾夜间施工的问题！！", "清水湾夜间施工"), ("关于丰年里停水有关情况的反映", "丰年里停水"),
    ("三问城北垃圾站，请尽快解决", "城北垃圾站"), ("投诉", "投诉"), ("", ""),
    ("建议给八路公交车加一个站，让住在梧桐里北面的老人少走两里路", "八路公交车加一个站"),
])
def test_a_title_loses_what_people_open_and_close_it_with(title: str, name: str) -> None:
    assert named(title) == name


@given(st.text(max_size=80))
def test_a_name_is_short_whatever_the_title(title: str) -> None:
    assert len(named(title)) <= NAME
    assert bool(named(title)) == bool(re.sub(r"\s+", "", title))


@given(st.permutations(WEEK))
def test_the_order_in_which_messages_come_changes_nothing(week: list[Said[int]]) -> None:
    assert topics(week) == topics(WEEK)


def test_nothing_said_is_no_topic_and_nothing_to_read_is_one_of_its_own() -> None:
    assert topics([]) == ()
    assert [one.name for one in topics([said(1, "", ""), said(2, "😀", "")])] == ["😀", "（无标题）"]


def test_a_chain_of_half_likenesses_does_not_make_one_matter() -> None:
    """Each message has half of what the one before it had: neighbours are alike, the ends have nothing to do with each other."""
    words = ["槐荫里停水", "北渠垃圾站", "长亭路占道", "丰年厂欠薪", "石榴巷油烟", "杨柳桥路灯",
             "梧桐里堵车", "清水湾鱼摊", "东岭村修路", "南门药店假药", "西塘学位少", "青禾苑漏雨"]
    chain = [said(n, "", "，".join(words[n : n + 2])) for n in range(len(words) - 1)]
    assert len(topics(chain)) >= 3


# -- figures -----------------------------------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(shared_appeals: Path) -> tuple[list[Said[int]], Common]:
    with (shared_appeals / "messages.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    at = [datetime.strptime(row["time"].replace("-", "/"), "%Y/%m/%d %H:%M:%S").replace(tzinfo=SHANGHAI) for row in rows]
    messages = [Said(n, at[n], row["subject"], row["body"], row["user"], int(row["likes"])) for n, row in enumerate(rows)]
    return messages, Common.of([read(one.title, one.body) for one in messages])


def weeks(messages: list[Said[int]], least: int = 40) -> list[list[Said[int]]]:
    found: dict[tuple[int, int], list[Said[int]]] = defaultdict(list)
    for one in messages:
        found[one.at.isocalendar()[:2]].append(one)
    return [week for _, week in sorted(found.items()) if len(week) >= least]


@pytest.mark.slow(reason="the topics of fifty-one weeks")
def test_figure_the_first_ten_topics_name_the_ten_messages_most_liked(real: tuple[list[Said[int]], Common]) -> None:
    """Over every week with at least forty messages: a message is named when it belongs to one of the first ten topics and half the name is in its own words.
    Who is as much liked as the tenth may stand for it. The rest comes after matters that more people wrote of: all with a few supporters."""
    messages, common = real
    inside, whole, liked, names = 0, 0, [], []
    found = weeks(messages)
    for week in found:
        first = {number: topic for topic in topics(week, common) for number in topic.messages}
        ranked = sorted(week, key=lambda one: (-one.supporters, one.message not in first))[:10]
        inside += sum(one.message in first for one in ranked)
        whole += all(one.message in first for one in ranked)
        liked += [one.message in first for one in week if one.supporters >= 5 and one.supporters >= ranked[-1].supporters]
        names += [_says(first[one.message].name, one.title + one.body) for one in ranked if one.message in first]
    print(f"{inside} of {10 * len(found)} most liked messages are in the first ten topics of their week, all ten in {whole} of {len(found)} weeks; "
          f"of those with five supporters or more {sum(liked)} of {len(liked)}; {sum(names)} of {len(names)} have the name's words")
    assert inside >= 0.88 * 10 * len(found) and sum(liked) >= 0.98 * len(liked) and sum(names) >= 0.95 * len(names)


def _says(name: str, text: str) -> bool:
    pairs = [name[n : n + 2] for n in range(len(name.rstrip("…")) - 1)]
    return 2 * sum(pair in text for pair in pairs) >= len(pairs)


@pytest.mark.slow(reason="the topics of five weeks with planted matters")
def test_figure_planted_matters_are_gathered_and_kept_apart(real: tuple[list[Said[int]], Common]) -> None:
    """Into each of five weeks six messages of other weeks, each said eight times in other words: how many of the eight stand together, and with what else."""
    messages, common = real
    chance, together, strangers, planted = Random(2028), 0, 0, 0
    for week in chance.sample(weeks(messages), 5):
        known = {one.message for one in week}
        matters = chance.sample([one for one in messages if one.message not in known and len(one.body) > 60], 6)
        said_again = [replace(one, message=-(100 * m + n + 1), by="", supporters=0, at=week[0].at + timedelta(hours=n), title=title, body=body)
                      for m, one in enumerate(matters) for n in range(8) for title, body in [paraphrase(one.title, one.body, chance)]]
        found = topics([*week, *said_again], common, most=1_000)
        for m in range(6):
            own = {-(100 * m + n + 1) for n in range(8)}
            best = max(found, key=lambda topic: len(own & set(topic.messages)))
            together += len(own & set(best.messages))
            strangers += len(set(best.messages) - own)
            planted += 8
    print(f"{together} of {planted} planted messages stand with the others of their matter, {strangers} strangers among them")
    assert together >= 0.9 * planted and strangers <= 0.05 * planted


@pytest.mark.slow(reason="two thousand messages")
def test_figure_a_week_of_two_thousand_takes_less_than_two_seconds(real: tuple[list[Said[int]], Common]) -> None:
    messages, common = real
    week = Random(5).sample(messages, 2_000)
    times = []
    for _ in range(2):
        before = process_time()
        topics(week, common)
        times.append(process_time() - before)
    print(f"{min(times):.2f} s of processor for 2,000 messages")
    assert min(times) < 4  # twice the promise: the machine of the build has other work beside


def test_a_week_in_which_everybody_writes_of_one_thing_is_not_slow() -> None:
    before = process_time()
    hot = topics([said(n % 160, f"青禾苑小区消防通道{n}号门", FIRE_LANE + str(n)) if n % 2 else said(n, "", FIRE_LANE * 20) for n in range(1_000)])
    assert len(hot[0].messages) >= 100
    assert process_time() - before < 5
