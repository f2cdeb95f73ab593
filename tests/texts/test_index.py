"""Likely duplicates out of the database: what the door promises, the plan of its question, and the figures on real messages; SQLite and PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from random import Random  # noqa: TID251  (chance of tests, seeded)
from time import process_time

import pytest

from tests.texts.conftest import Real
from tests.texts.paraphrases import paraphrase
from yiwang.engines.store import api as store
from yiwang.engines.texts import api as texts
from yiwang.engines.texts.rooms import index, likeness
from yiwang.engines.texts.rooms.likeness import Kept, read
from yiwang.kernel.clock import SHANGHAI

BRIDGE = ("杨柳桥两头没有路灯", "杨柳桥从去年冬天起两头的路灯全灭了。我每天下夜班骑车过桥，前天差点撞上护栏。请有关部门派人来修。")
BRIDGE_AGAIN = ("晚上过杨柳桥太黑了", "杨柳桥的灯不亮已经大半年，桥头护栏那里尤其黑，昨天又有人骑车撞上护栏。什么时候能把路灯修好？")
SCHOOL = ("梧桐里小学门口接送孩子时堵得走不动", "每天下午四点半，梧桐里小学门口停满了车，公交进不来也出不去，能不能请交警来疏导一下。")
MARKET = ("清水湾菜市场的鱼摊污水横流", "清水湾菜市场东门三家鱼摊把水直接泼在路上，冬天结冰，夏天发臭，希望管一管。")
TOWN = {11: BRIDGE, 12: SCHOOL, 13: MARKET}
SHELF = "town"


def whole(ids: Sequence[int]) -> Mapping[int, str]:
    return {one: "\n".join(TOWN[one]) for one in ids if one in TOWN}


@pytest.fixture
def town(db: None) -> None:
    for subject, said in TOWN.items():
        texts.keep(shelf=SHELF, subject=subject, text="\n".join(said))


def asked(said: tuple[str, str] = BRIDGE_AGAIN, **more: int) -> list[int]:
    return [one.subject for one in texts.alike(shelf=SHELF, text="\n".join(said), read=whole, **more)]


def kept() -> list[tuple[int, ...]]:
    return sorted(store.rows("select shelf, gram, subject from texts_fingerprint"))


@pytest.mark.usefixtures("town")
def test_the_same_matter_in_other_words_is_found_with_its_score_and_words() -> None:
    (subject, score, shared), = texts.alike(shelf=SHELF, text="\n".join(BRIDGE_AGAIN), read=whole)
    assert subject == 11 and likeness.LIKELY <= score < 1 and shared[0] == "杨柳桥"
    assert asked(("图书馆周一也开放", "孩子放假了没有地方看书。")) == []


@pytest.mark.usefixtures("town")
def test_kept_again_a_text_is_replaced_and_dropped_it_is_gone() -> None:
    before = kept()
    texts.keep(shelf=SHELF, subject=11, text="\n".join(BRIDGE))
    assert kept() == before
    texts.keep(shelf=SHELF, subject=11, text="\n".join(MARKET))
    assert asked() == [] and len([row for row in kept() if row[2] == 11]) <= likeness.FINGERPRINTS
    texts.drop(shelf=SHELF, subject=11)
    texts.drop(shelf=SHELF, subject=11)
    texts.drop(shelf="nowhere", subject=12)
    assert {row[2] for row in kept()} == {12, 13}


def test_one_shelf_takes_one_number_however_many_texts_it_holds(town: None) -> None:
    for number in range(20, 40):
        texts.keep(shelf=SHELF, subject=number, text="\n".join(BRIDGE))
    texts.learn(shelf=SHELF, texts_=["甲乙\n丙丁"] * index.ENOUGH)
    texts.keep(shelf="village", subject=1, text="\n".join(BRIDGE))
    (first,), (second,) = store.rows("select id from texts_common order by id")
    assert second == first + 1


@pytest.mark.usefixtures("town")
def test_a_text_without_anything_to_read_keeps_nothing_and_asks_nothing() -> None:
    texts.keep(shelf=SHELF, subject=11, text="😀\n！！")
    assert {row[2] for row in kept()} == {12, 13} and asked(("", "")) == [] and asked(("😀", "")) == []


@pytest.mark.usefixtures("town")
def test_one_may_be_left_out_who_is_not_read_is_not_shown_and_the_limit_holds() -> None:
    assert asked(BRIDGE, without=11) == []
    assert texts.alike(shelf=SHELF, text="\n".join(BRIDGE), read=lambda ids: {}) == ()
    texts.keep(shelf=SHELF, subject=14, text="\n".join(BRIDGE_AGAIN))
    TOWN[14] = BRIDGE_AGAIN
    try:
        assert asked() == [14, 11] and asked(BRIDGE) == [11, 14] and asked(BRIDGE, limit=1) == [11]
    finally:
        del TOWN[14]


@pytest.mark.usefixtures("town")
def test_a_shelf_knows_nothing_of_another() -> None:
    texts.keep(shelf="village", subject=11, text="\n".join(BRIDGE))
    texts.drop(shelf=SHELF, subject=11)
    assert asked() == []
    assert [one.subject for one in texts.alike(shelf="village", text="\n".join(BRIDGE_AGAIN), read=whole)] == [11]
    assert texts.alike(shelf="nobody's", text="\n".join(BRIDGE_AGAIN), read=whole) == ()


@pytest.mark.usefixtures("town")
def test_what_everybody_says_is_learned_and_tells_nothing_from_then_on() -> None:
    polite = ("求助", "特此来信恳请贵单位百忙之中予以关注为盼")
    TOWN[15] = (polite[0], polite[1] + "，楼顶漏水")
    texts.keep(shelf=SHELF, subject=15, text="\n".join(TOWN[15]))
    try:
        assert asked((polite[0], polite[1] + "，操场太吵")) == [15]
        assert not texts.learn(shelf=SHELF, texts_=["\n".join(polite)] * (index.ENOUGH - 1))
        assert asked((polite[0], polite[1] + "，操场太吵")) == [15]
        assert texts.learn(shelf=SHELF, texts_=["\n".join(polite)] * index.ENOUGH)
        assert asked((polite[0], polite[1] + "，操场太吵")) == [] and asked() == [11]
        texts.learn(shelf=SHELF, texts_=["甲乙\n丙丁"] * index.ENOUGH)  # another night: read again
        assert asked((polite[0], polite[1] + "，操场太吵")) == [15]
    finally:
        del TOWN[15]


@pytest.mark.usefixtures("town")
def test_a_question_is_a_few_statements() -> None:
    texts.learn(shelf=SHELF, texts_=["甲乙\n丙丁"] * index.ENOUGH)
    asked()
    with store.counted() as count:
        asked()
    assert count == [2]


@pytest.mark.usefixtures("town")
def test_a_matter_is_followed_through_other_weeks() -> None:
    chance = Random(3)
    for number in range(20, 200):
        title, body = (BRIDGE, SCHOOL, MARKET)[number % 3]
        parts = body.replace("。", "，").split("，")
        texts.keep(shelf=SHELF, subject=number, text=f"{title}\n{'，'.join(chance.sample(parts, 3))}")
    lamps = [number for number in range(20, 200) if number % 3 == 0]
    assert texts.resembling(shelf=SHELF, subjects=lamps[-3:], first=0, last=45) == {11, *(number for number in lamps if number <= 45)}
    assert texts.resembling(shelf=SHELF, subjects=[11], first=20, last=999) == set(lamps), "one alone is followed too"
    assert texts.resembling(shelf=SHELF, subjects=lamps, first=11, last=11) == {11}, "of many some speak for all"
    assert texts.resembling(shelf=SHELF, subjects=[12, *lamps], first=11, last=13) == {11}, "what one alone has is nothing they have in common"
    assert texts.resembling(shelf=SHELF, subjects=[], first=0, last=99) == texts.resembling(shelf="nobody's", subjects=lamps, first=0, last=99) == set()


def test_the_database_finds_what_the_list_finds(db: None) -> None:
    """The same candidates in the same order, its own left out, with a gram that more texts have than are looked at."""
    chance, memory, seen = Random(7), Kept[int](), list[int]()
    said = {n: paraphrase(*chance.choice([BRIDGE, SCHOOL]), chance) for n in range(1, 3 * likeness.LOOKED_AT)}
    for number, message in said.items():
        memory.add(number, read(*message))
        texts.keep(shelf=SHELF, subject=number, text="\n".join(message))
    for number in (3, 77, 599):
        seen.clear()
        texts.alike(shelf=SHELF, text="\n".join(said[number]), read=lambda ids: seen.extend(ids) or {}, without=number)
        assert seen == list(memory.candidates(read(*said[number]), but=number))


def test_one_gram_that_everybody_uses_reads_a_bounded_number_of_rows(db: None) -> None:
    """The plan goes through the key for each gram and stops; it never reads the table."""
    if store.is_postgresql():
        store.execute("insert into texts_fingerprint (shelf, gram, subject) select 1, g, s from generate_series(1, 200) g, generate_series(1, 100) s")
        store.execute("analyze texts_fingerprint")
        for way in ("seqscan", "bitmapscan"):  # what it takes while autovacuum has not passed; the key is there to be read backwards, and to stop
            store.execute(f"set local enable_{way} = off")
        plan = " ".join(row[0] for row in store.rows("explain " + index.ASK_POSTGRESQL.replace("%s::", "'{1,2}'::").replace("%s", "1")))
        assert "Index Only Scan Backward" in plan and "Limit" in plan.partition("Function Scan")[2]
    else:
        plan = " ".join(row[3] for row in store.rows("explain query plan " + index.ASK.replace("%s", "1")))
        assert plan.count("USING PRIMARY KEY (shelf=? AND gram=?)") == likeness.FINGERPRINTS and "SCAN texts_fingerprint" not in plan


# -- figures on real messages ------------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def city(real: Real, db: None) -> Real:
    """All real messages in the table, under what they have in common."""
    texts.learn(shelf=SHELF, texts_=[real.text(n) for n in range(len(real.rows))])
    for number in range(len(real.rows)):
        texts.keep(shelf=SHELF, subject=number, text=real.text(number))
    return real


@pytest.mark.slow(reason="keeps 4,326 messages and asks for 300")
def test_figure_a_message_in_other_words_finds_its_original(city: Real) -> None:
    """Shown among the first five, above the threshold."""
    chance, found = Random(2026), 0
    for number in chance.sample(range(len(city.rows)), 300):
        said = paraphrase(city.rows[number]["subject"], city.rows[number]["body"], chance)
        likely = texts.alike(shelf=SHELF, text="\n".join(said), read=lambda ids: {one: city.text(one) for one in ids})
        found += any(city.same(number, one.subject) for one in likely)
    print(f"{found} of 300 paraphrases show their original among the first five")
    assert found >= 0.98 * 300


@pytest.mark.slow(reason="learns from 4,326 messages and compares 1,000 pairs")
def test_figure_unrelated_messages_are_not_offered(real: Real, db: None) -> None:
    """Random pairs, those of one writer and title left out: one asks a shelf on which the other stands alone."""
    chance, shown, pairs = Random(2027), 0, 0
    texts.learn(shelf=SHELF, texts_=[real.text(n) for n in range(len(real.rows))])
    for one, other in (chance.sample(range(len(real.rows)), 2) for _ in range(1_000)):
        if not real.same(one, other):
            pairs += 1
            texts.keep(shelf=SHELF, subject=other, text=real.text(other))
            shown += bool(texts.alike(shelf=SHELF, text=real.text(one), read=lambda ids: {one: real.text(one) for one in ids}))
            texts.drop(shelf=SHELF, subject=other)
    print(f"{shown} of {pairs} random pairs are offered")
    assert pairs > 900 and shown <= 0.05 * pairs


@pytest.mark.slow(reason="three weeks of real messages with planted matters are kept and their topics followed")
def test_figure_planted_matters_are_followed_through_other_weeks(real: Real, db: None) -> None:
    """Two dozen matters of other times, said again in other words: eight or two times in the first week, one to eight times in each of two others."""
    chance, at = Random(9), datetime(2026, 3, 2, 8, tzinfo=SHANGHAI)
    texts.learn(shelf=SHELF, texts_=[real.text(n) for n in range(len(real.rows))])
    matters = chance.sample([row for row in real.rows[3_000:] if len(row["body"]) > 60], 24)
    weeks, planted, number = list[list[texts.Said[int]]](), dict[int, tuple[int, int]](), 0
    for week in range(3):
        said = [(-1, row["subject"], row["body"]) for row in real.rows[week * 400 : week * 400 + 400]]
        for m, row in enumerate(matters):
            again = (8 if m % 2 else 2) if week == 0 else chance.choice((1, 2, 4, 8))
            said += [(m, *paraphrase(row["subject"], row["body"], chance)) for _ in range(again)]
        weeks.append([])
        for m, title, body in said:
            number += 1
            texts.keep(shelf=SHELF, subject=number, text=f"{title}\n{body}")
            weeks[-1].append(texts.Said(number, at, title, body))
            planted |= {number: (week, m)} if m >= 0 else {}
    wanted, found, strangers = 0, 0, 0
    for topic in texts.topics(shelf=SHELF, said=weeks[0], most=100):
        about = [m for n in topic.messages if n in planted for _, m in [planted[n]]]
        if 2 * len(about) > len(topic.messages):
            same = texts.resembling(shelf=SHELF, subjects=topic.messages, first=weeks[1][0].message, last=number)
            own = {n for n, (week, m) in planted.items() if week and m == about[0]}
            wanted, found, strangers = wanted + len(own), found + len(own & same), strangers + len(same - own)
    print(f"{found} of {wanted} planted messages are followed, {strangers} strangers with them")
    assert wanted > 100 and found >= 0.9 * wanted and strangers <= 0.1 * wanted


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_figure_a_question_to_a_hundred_thousand_messages_takes_ten_milliseconds(real: Real) -> None:
    """Messages made of a dozen clauses of others, five times over, and the real ones; half of the questions are one of them in other words, half are new.
    Processor time of this process and, on PostgreSQL, of the server's for this connection."""
    chance, old = Random(2028), len(real.rows)
    clauses = [part for row in real.rows for part in row["body"].replace("。", "，").replace("？", "，").split("，") if len(part) > 5]

    def made() -> str:
        return f"{chance.choice(real.rows)['subject']}\n{'，'.join(chance.choices(clauses, k=12))}"

    many = {number: real.text(number) if number < old else made() for number in range(20_000)}
    texts.learn(shelf=SHELF, texts_=[many[n] for n in range(old)])
    with store.atomic():
        for number, text in many.items():
            texts.keep(shelf=SHELF, subject=number, text=text)
        for n in range(1, 5):
            store.execute("insert into texts_fingerprint select shelf, gram, subject + %s from texts_fingerprint where subject < 20000", (n * 20_000,))
    store.execute("vacuum analyze texts_fingerprint" if store.is_postgresql() else "analyze")  # as the server does by itself after a while
    asked = ["\n".join(paraphrase(*many[number].split("\n", 1), chance)) for number in chance.sample(sorted(many), 150)] + [made() for _ in range(150)]
    for _ in range(2):  # the first time the pages are read
        began = _spent()
        for text in asked:
            texts.alike(shelf=SHELF, text=text, read=lambda ids: {one: many[one % 20_000] for one in ids})
        took = (_spent() - began) / len(asked) * 1_000
    print(f"{took:.1f} ms a question, {store.rows('select count(*) from texts_fingerprint')[0][0]:,} rows")
    assert took <= 20  # twice the promise: the machine of the build has other work beside


def _spent() -> float:
    """Seconds of processor."""
    if not store.is_postgresql():
        return process_time()
    (server,), = store.rows("select pg_backend_pid()")
    ticks = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[11:13]
    return process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
