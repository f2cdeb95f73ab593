"""What the city writes about and from where, over HTTP: matters of two weeks, gathered, counted, followed, down to each; and who may look."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from tests.journeys.small import Clock, Person, hidden, settle, words
from yiwang.city import checks, loops
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.engines.texts.rooms import index
from yiwang.web import permits

Somebody = Callable[[str], Person]
HOT, MAP = "/appeals/topics/", "/appeals/places/"
LAMPS = (
    ("优胜北路路灯不亮", "路口往东三盏路灯不亮，晚上看不见路，骑车的人摔了一跤。"), ("优胜北路的路灯全灭了", "丰产路口往东，路灯不亮已经一周，晚上看不见路。"),
    ("晚上优胜北路没有路灯", "优胜北路路口往东三盏路灯不亮，有人骑车摔了一跤。"), ("优胜北路路灯还是不亮", "说过一次了，往东三盏路灯不亮，晚上看不见路。"))
SCHOOL = ("桐柏路小学门口堵车", "每天下午四点半，小学门口停满了车，公交进不来。")


def write(somebody: Person, said: tuple[str, str], county: str = "410105", street: str = "410105008", phone: str = "13903710011") -> None:
    page = somebody.get("/appeals/write/")
    answer = somebody.client.post("/appeals/write/", {
        **hidden(page, "key", "seen"), "sort": "help", "subject": said[0], "body": said[1], "place.1": county, "place.2": street, "phone": phone})
    assert answer.status_code == 302, words(answer)[:600]


@pytest.fixture
def two_weeks(person: Somebody, town: Clock) -> Clock:
    """One lamp in the week of 2 November; in the next three, by two people, a school elsewhere, and what one alone writes. Now it is the Monday after."""
    write(person("citizen"), LAMPS[0])
    town.to("2026-11-10 10:00")
    write(person("citizen"), LAMPS[1])
    write(person("citizen"), LAMPS[2])
    write(person("other"), LAMPS[3], phone="13800138001")
    write(person("other"), SCHOOL, "410102", "", phone="13800138001")
    write(person("other"), (SCHOOL[0] + "堵得厉害", SCHOOL[1]), "410102", "", phone="13800138001")
    write(person("citizen"), ("图书馆周一也开放吧", "孩子放假了没有地方看书。"), "", "")
    town.to("2026-11-16 10:00")
    settle()
    return town


def lines(page: object) -> list[str]:
    """The table of a page, a line each."""
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in re.findall(r"<tr data-row>.*?</tr>", page.content.decode(), re.S)]  # type: ignore[attr-defined]


def tight(page: object) -> str:
    """What a page says, without blanks."""
    return re.sub(r"\s", "", words(page))  # type: ignore[arg-type]


def test_the_last_week_by_topics_with_people_places_and_how_it_went(person: Somebody, two_weeks: Clock) -> None:
    page = person("calls").get(HOT)
    lamp, school = lines(page)
    assert "路灯" in lamp and lamp.endswith("金水区文化路街道 3 2 多 2 最多 3"), lamp
    assert "小学门口堵车" in school and school.endswith("中原区 2 1 新出现 最多 2"), school
    trends = re.findall(r'aria-label="近八周每周几件：([^"]+)"', page.content.decode())
    assert [trend.split("，")[-2:] for trend in trends] == [["11.2 1", "11.9 3"], ["11.2 0", "11.9 2"]] and len(trends[0].split("，")) == 8
    assert "2026-11-09—2026-11-15，6件诉求" in tight(page) and "比上周" in words(page)


def test_who_calls_is_one_person_by_the_telephone(person: Somebody, two_weeks: Clock) -> None:
    store.execute("update appeals_matter set party = 0")
    assert " 3 2 多 2 " in lines(person("calls").get(HOT))[0]
    store.execute("update appeals_matter set caller = ''")
    assert " 3 3 多 2 " in lines(person("calls").get(HOT))[0] and lines(person("calls").get(MAP))[0].startswith("金水区 3 3 "), "nobody known"


def test_each_topic_leads_to_its_matters(person: Somebody, two_weeks: Clock) -> None:
    desk = person("calls")
    way = re.search(r'<tr data-row>.*?href="([^"]+)"', desk.get(HOT).content.decode(), re.S)
    assert way
    page = desk.get(HOT + way[1].replace("&amp;", "&"))
    assert len(lines(page)) == 3 and "3件，2人" in tight(page) and "小学" not in words(page)
    ref = re.search(r'/cases/([^/]+)/"', page.content.decode())
    assert ref and desk.get(f"/cases/{ref[1]}/").status_code == 200
    assert desk.get(f"{HOT}?topic=SQ-nobody").status_code == desk.get(f"{HOT}?week=2026-W45&topic={ref[1]}").status_code == 404


def test_another_week_free_days_and_one_county(person: Somebody, two_weeks: Clock) -> None:
    desk = person("calls")
    before = desk.get(f"{HOT}?week=2026-W45")
    assert lines(before) == [] and "1件诉求" in tight(before) and "这段时间没有热点" in words(before), "one alone is no topic"
    assert "week=2026-W44" in before.content.decode() and "week=2026-W46" in before.content.decode()
    both = desk.get(f"{HOT}?since=2026-11-02&until=2026-11-15")
    assert len(lines(both)) == 2 and " 4 2 新出现 " in lines(both)[0] and "比前一段" in words(both)
    assert "后一周" in words(both) and "后一周" not in words(desk.get(f"{HOT}?week=2026-W47"))
    assert [line for line in lines(desk.get(f"{HOT}?county=410102")) if "路灯" in line] == [] != lines(desk.get(f"{HOT}?county=410102"))
    wrong = desk.get(f"{HOT}?week=2026-W99&county=nowhere")
    assert "请写成年和第几周" in words(wrong) and len(lines(wrong)) == 2
    empty = desk.get(f"{HOT}?week=2026-W01")
    assert lines(empty) == [] and "这段时间没有热点" in words(empty)


def test_nobody_is_named_and_what_is_secret_is_not_counted(person: Somebody, town: Clock) -> None:
    for title in ("本人沈砚秋家门口井盖破了", "本人沈砚秋家门口的井盖还是破的"):
        write(person("citizen"), (title, "我叫沈砚秋，电话13903710011，井盖破了，车轮陷进去。"))
    page = person("other").get("/appeals/write/")
    person("other").client.post("/appeals/write/", {
        **hidden(page, "key", "seen"), "sort": "complaint", "subject": "请保密的事", "body": "有人收钱。", "secret": "yes", "place.1": "410105",
        "phone": "13800138001"})
    town.to("2026-11-09 10:00")
    settle()
    desk = person("calls")
    (line,) = lines(desk.get(HOT))
    assert "井盖" in line and "砚秋" not in line and "1390371" not in line and "2件诉求" in tight(desk.get(HOT))
    store.execute("update appeals_matter set title = '求助：'")
    (line,) = lines(desk.get(HOT))
    assert "我叫沈＊＊" in line and "1390371" not in line, "without a title the words are named by what was written"
    assert "，2件。" in tight(desk.get(MAP))


def test_where_matters_come_from_by_county_street_and_class(person: Somebody, two_weeks: Clock) -> None:
    desk = person("calls")
    page = desk.get(MAP)
    assert lines(page) == ["金水区 3 2 50.0% 多 2", "中原区 2 1 33.3% 多 2", "没有写地点 1 1 16.7% 多 1"] and "，6件。" in tight(page)
    assert re.search(r'aria-label="金水区 3"', page.content.decode()) and 'week=2026-W46&amp;county=410105"' in page.content.decode()
    streets = desk.get(f"{MAP}?county=410105")
    assert lines(streets) == ["文化路街道 3 2 100.0% 多 2"] and "is-chosen" in streets.content.decode()
    assert lines(desk.get(f"{MAP}?county=410102"))[0] == "没有写到街道 2 1 100.0% 多 2"
    assert "这段时间没有诉求" in words(desk.get(f"{MAP}?topic=城乡建设")), "nothing has a class before it is sent"


def test_what_everybody_writes_is_learned_once_a_day(person: Somebody, two_weeks: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    assert loops.PACE["sweep.public.appeals.learned"] == 86_400
    assert loops.LOOPS["sweep.public.appeals.learned"](two_weeks.at) == 0 == len(store.rows("select 1 from texts_common where version <> ''"))
    monkeypatch.setattr(index, "ENOUGH", 5)
    assert loops.LOOPS["sweep.public.appeals.learned"](two_weeks.at) == 0, "no more work than that"
    assert store.rows("select shelf from texts_common where version <> ''") == [("appeals",)]


def test_who_may_look(person: Somebody, two_weeks: Clock) -> None:
    for address in (HOT, MAP):
        for name in ("mayor", "watch"):
            assert person(name).get(address).status_code == 200, name
        for name in ("lamps", "magistrate", "elsewhere", "citizen"):
            assert person(name).get(address).status_code == 404, name


def test_from_the_board_to_topics_to_the_map_and_on_in_the_same_week(person: Somebody, two_weeks: Clock) -> None:
    for name in ("mayor", "watch"):
        board = person(name).get("/supervision/").content.decode()
        assert f'href="{HOT}"' in board and f'href="{MAP}"' in board, name
    assert HOT not in person("magistrate").get("/supervision/").content.decode(), "who may not open it is not led there"
    hot, where = (person("mayor").get(f"{address}?week=2026-W45&county=410105").content.decode() for address in (HOT, MAP))
    assert f'href="{MAP}?week=2026-W45&amp;county=410105"' in hot and f'href="{HOT}?week=2026-W45&amp;county=410105"' in where
    assert all('href="/appeals/weekly/?week=2026-W45"' in page for page in (hot, where))
    week, county = (person(name).get("/appeals/weekly/?week=2026-W45").content.decode() for name in ("mayor", "magistrate"))
    assert f'href="{HOT}?week=2026-W45"' in week and f'href="{MAP}?week=2026-W45"' in week and HOT not in county
    assert f'href="{HOT}?since=2026-11-02&amp;until=2026-11-05"' in person("mayor").get("/appeals/weekly/?since=2026-11-02&until=2026-11-05").content.decode()


def test_an_administrator_in_the_citys_government_does_not_read_the_whole_city(town: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    mayor, asked = checks.actor("mayor", town.at), permits.Permit(official=True, roles=("nobody's",), whole=True)
    assert asked.allows(mayor, town.at.date())
    admin = identity.Rights(mayor.unit, frozenset(identity.ADMINS), date.min, date.max)
    monkeypatch.setattr(permits.identity, "rights", lambda actor, epoch_now: admin)
    assert not asked.allows(mayor, town.at.date())
