"""Lists and desks: who finds what, page by page; colours counted; who may be urged."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.rooms import wording
from yiwang.engines.cases.tests.trial import MONDAY, City, codes, kinds, when
from yiwang.kernel.errors import Refused

SEE = ("citizen", "clerk", "chief", "magistrate", "mayor", "line", "watch")
NOT = ("other", "agent", "stranger", "a")


def refs(city: City, who: str, **words: object) -> list[str]:
    return [row.ref for row in cases.cases(actor=city.actors[who], at=MONDAY, **words).rows]  # type: ignore[arg-type]


def test_those_above_along_both_lines_see_and_nobody_else(city: City) -> None:
    done = city.begin()
    for who in SEE:
        assert refs(city, who) == [done.ref], who
        assert city.view(who, done).ref == done.ref
        assert cases.visible_among(city.actors[who], [done.case, 5]) == {done.case}
    for who in NOT:
        assert refs(city, who) == [] and cases.visible_among(city.actors[who], [done.case]) == set(), who


def test_a_unit_asked_sees_from_then_on(city: City) -> None:
    done = city.accepted("joint")
    assert refs(city, "a") == []
    city.do("clerk", done.case, "consult")
    assert refs(city, "a") == [done.ref]
    city.do("chief", done.case, "refuse")
    assert refs(city, "a") == [done.ref]


def test_who_reads_as_two_units_sees_a_case_once(city: City) -> None:
    """A body that watches reads as its government too, and keeps the cases it sent."""
    done = [city.begin(desk=city.watch.unit) for _ in range(3)]
    assert refs(city, "watch") == [d.ref for d in reversed(done)]
    assert sum(cases.standing(actor=city.watch, at=MONDAY).values()) == 3
    first = cases.cases(actor=city.watch, at=MONDAY, limit=2)
    assert [r.ref for r in cases.cases(actor=city.watch, at=MONDAY, limit=2, after=first.after).rows] == [done[0].ref]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_hold_every_case_once_though_many_began_in_the_same_instant(city: City, size: int) -> None:
    done = [city.begin(at=MONDAY + timedelta(seconds=i // 3)) for i in range(7)]
    found, after, pages = list[str](), "", 0
    while True:
        page = cases.cases(actor=city.mayor, at=MONDAY, limit=size, after=after)
        found += [row.ref for row in page.rows]
        pages += 1
        if pages == 2:
            city.begin(at=MONDAY + timedelta(hours=1))  # one that begins meanwhile comes before all of them
        if not (after := page.after):
            break
        assert pages < 10
    assert found == [d.ref for d in reversed(done)]


@pytest.mark.parametrize("after", ["x", "~", "2026-11-02~1", "2026-11-02T10:00:00+00:00~x", "2026-11-02T10:00:00+00:00~" + "9" * 30])
def test_a_key_that_no_page_gave_is_no_error(city: City, after: str) -> None:
    done = city.begin()
    assert refs(city, "mayor", after=after) == [done.ref]


def test_filters(city: City) -> None:
    lodged, accepted, joint = city.begin(), city.accepted(), city.accepted("joint")
    city.do("chief", accepted.case, "refuse")
    assert refs(city, "mayor", state="lodged") == [lodged.ref]
    assert refs(city, "mayor", closed=True) == [accepted.ref] and refs(city, "mayor", closed=False) == [joint.ref, lodged.ref]
    assert refs(city, "mayor", procedures=("trial.joint",)) == [joint.ref]
    assert refs(city, "mayor", unit=city.clerk.unit) == [joint.ref, accepted.ref, lodged.ref] and refs(city, "mayor", unit=city.a.unit) == []


def test_a_desk_shows_what_waits_for_the_post_most_urgent_first(city: City) -> None:
    later, sooner = city.begin(at=when("2026-11-04 10:00")), city.begin()
    accepted = city.accepted("joint")
    rows = cases.desk(actor=city.clerk, at=MONDAY).rows
    assert [r.case for r in rows] == [sooner.case, later.case, accepted.case]
    assert [r.asks for r in rows] == ["受理", "受理", "审查"] and cases.desk_count(actor=city.clerk, at=MONDAY) == 3
    for who in ("chief", "stranger", "mayor", "citizen"):
        assert cases.desk(actor=city.actors[who], at=MONDAY).rows == () and cases.desk_count(actor=city.actors[who], at=MONDAY) == 0


def test_a_term_of_office_that_is_over_empties_the_desk(city: City) -> None:
    from yiwang.engines.store import api as store

    city.begin()
    store.execute("update identity_tenure set until = %s where id = %s", (MONDAY.date() - timedelta(days=1), city.clerk.tenure))
    store.execute("update identity_epoch set n = n + 1 where id = 1")
    assert cases.desk(actor=city.clerk, at=MONDAY).rows == () and cases.desk_count(actor=city.clerk, at=MONDAY) == 0


def test_standing_counts_clocks_by_colour(city: City) -> None:
    for _ in range(2):
        city.accepted()
    paused = city.accepted("joint")
    city.do("clerk", paused.case, "suspend", ground="testing")
    at = when("2026-11-20 00:00")
    assert cases.standing(actor=city.mayor, at=MONDAY) == {cases.Light.GREEN: 2, cases.Light.PAUSED: 1}
    cases.sweep(at=at)
    assert cases.standing(actor=city.mayor, at=at) == {cases.Light.AMBER: 2, cases.Light.PAUSED: 1}
    late = when("2026-11-24 00:00")
    assert cases.standing(actor=city.mayor, at=late) == {cases.Light.RED: 2, cases.Light.PAUSED: 1}
    assert cases.standing(actor=city.mayor, at=late, without=("trial.one",)) == {cases.Light.PAUSED: 1}
    assert cases.standing(actor=city.mayor, at=late, units=(city.a.unit,)) == {} == cases.standing(actor=city.stranger, at=late)
    assert len(cases.late(actor=city.mayor, at=late)) == 2 and cases.late(actor=city.stranger, at=late) == []


def urge(city: City, who: str, done: cases.Done, at: object = MONDAY, key: str = "") -> cases.Done:
    return cases.urge_all(actor=city.actors[who], case=done.case, text="请抓紧", key=key or city.key(), at=at)  # type: ignore[arg-type]


def test_each_may_urge_once_a_day(city: City) -> None:
    done = city.begin()
    for who in ("citizen", "mayor", "line"):
        urge(city, who, done, key=f"urge-{who}")
        assert urge(city, who, done, key=f"urge-{who}").replayed
        with pytest.raises(Refused) as why:
            urge(city, who, done, when("2026-11-02 23:59"))
        assert codes(why) == ["urged-today"]
        urge(city, who, done, when("2026-11-03 00:00"))
    (row,) = cases.desk(actor=city.clerk, at=MONDAY).rows
    assert row.urged == 6 and kinds(done.case) == ["opened"] + ["urged"] * 6


def test_nobody_urges_the_own_unit_or_a_case_that_waits_for_nobody(city: City) -> None:
    done = city.begin()
    with pytest.raises(Refused) as why:
        urge(city, "chief", done)
    assert codes(why) == ["nobody-to-urge"]
    city.do("citizen", done.case, "withdraw")
    with pytest.raises(Refused):
        urge(city, "mayor", done)


def test_urging_all_passes_over_those_urged_today(city: City) -> None:
    done = city.accepted("joint")
    city.do("clerk", done.case, "consult")
    cases.urge(actor=city.clerk, case=done.case, unit=city.a.unit, text="", key="one", at=MONDAY)
    urge(city, "clerk", done)
    assert kinds(done.case).count("urged") == 3
    with pytest.raises(Refused):
        urge(city, "clerk", done)


def test_words_narrow_by_title_reference_and_party(city: City) -> None:
    shop, other = city.begin(title="槐荫巷烩面馆"), city.begin(title="茶馆 100%", who="other")

    def found(words: str, who: str = "clerk") -> list[int]:
        return [row.case for row in cases.cases(actor=city.actors[who], at=MONDAY, words=words).rows]

    assert found("烩面") == [shop.case] and found("槐荫巷　烩面馆") == [shop.case] and found("烩面 茶") == []
    assert found(other.ref) == [other.case] == found(other.ref.lower()) == found(other.ref[-6:])
    assert found("温若愚") == [other.case] and found("沈砚秋", "citizen") == [shop.case]
    assert found("100%") == [other.case] and found("%") == [other.case] and found("_") == [] and found("!") == []
    assert found("  ") == [other.case, shop.case]
    assert found("温若愚", "mayor") == [] and found("茶馆", "mayor") == [other.case]  # whose it is, the units that work on it know
    assert found("烩面", "stranger") == [] == found("沈砚秋", "other")
    city.do("clerk", other.case, "accept")
    assert [r.case for r in cases.cases(actor=city.clerk, at=MONDAY, words="馆", state="accepted").rows] == [other.case]


def test_a_unit_asked_finds_by_party(city: City) -> None:
    done = city.accepted("joint")
    city.do("clerk", done.case, "consult")
    assert [r.case for r in cases.cases(actor=city.a, at=MONDAY, words="沈砚秋").rows] == [done.case]


@pytest.mark.parametrize("who", ["clerk", "watch"])
@pytest.mark.parametrize("limit", [1, 2, 5])
@pytest.mark.parametrize("stretch", [1, 2, 3, 50])
def test_words_page_through_everything_however_far_one_request_looks(city: City, monkeypatch: pytest.MonkeyPatch, stretch: int, limit: int, who: str) -> None:
    monkeypatch.setattr(wording, "STRETCH", stretch)
    done = [city.begin(title=f"{'茶馆' if i % 3 == 0 else '别的'}{i}", at=MONDAY + timedelta(minutes=i // 2), desk=city.watch.unit if i % 2 else 0)
            for i in range(11)]  # some are seen twice by who reads as two
    wanted = [one.case for i, one in enumerate(done) if i % 3 == 0][::-1]
    found, after = list[int](), ""
    for _ in range(40):
        page = cases.cases(actor=city.actors[who], at=MONDAY, words="茶馆", after=after, limit=limit)
        assert len(page.rows) <= limit
        found, after = found + [row.case for row in page.rows], page.after
        if not after:
            break
    assert found == wanted and not after


def test_what_is_due_next_in_a_unit(city: City) -> None:
    assert cases.next_due_on(actor=city.clerk, at=MONDAY) is None is cases.next_due_on(actor=city.citizen, at=MONDAY)
    city.begin()
    city.accepted()
    assert cases.next_due_on(actor=city.chief, at=MONDAY) == date(2026, 11, 9)
    assert cases.next_due_on(actor=city.chief, at=when("2026-11-10 09:00")) == date(2026, 11, 23)  # what is late is not next
