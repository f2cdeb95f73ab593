"""What may be together and when, as tables."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from yiwang.engines.identity import rules

SYSTEM, SECURITY, AUDIT = (f"ground.{n}_admin" for n in ("system", "security", "audit"))
WINDOW = "public.services.window"
DAY = date(2026, 11, 20)


@pytest.mark.parametrize(("roles", "code"), [
    ((), ""), ((WINDOW,), ""), ((WINDOW, "public.services.head"), ""), ((SYSTEM,), ""), ((SYSTEM, SYSTEM), ""),
    ((SYSTEM, SECURITY), "admins-exclude"), ((SYSTEM, AUDIT), "admins-exclude"), ((SECURITY, AUDIT), "admins-exclude"),
    ((SYSTEM, SECURITY, AUDIT), "admins-exclude"), ((SYSTEM, WINDOW), "admin-acts"), ((AUDIT, "oversight.supervision.supervisor"), "admin-acts"),
    ((SYSTEM, AUDIT, WINDOW), "admins-exclude"),
])
def test_three_administrators_exclude_each_other_and_whoever_acts(roles: tuple[str, ...], code: str) -> None:
    assert [r.code for r in rules.together(roles)] == ([code] if code else [])


@pytest.mark.parametrize(("days", "code"), [(0, ""), (1, ""), (366, ""), (-1, "begins-past"), (367, "begins-far")])
def test_nothing_begins_in_the_past_or_far_ahead(days: int, code: str) -> None:
    assert [r.code for r in rules.begins(DAY + timedelta(days=days), DAY)] == ([code] if code else [])


@pytest.mark.parametrize(("until", "code"), [(None, ""), (DAY, ""), (DAY + timedelta(days=3 * 366), ""), (DAY - timedelta(days=1), "ends-before"),
                                             (DAY + timedelta(days=3 * 366 + 1), "mandate-long")])
def test_a_mandate_lasts_so_long(until: date | None, code: str) -> None:
    assert [r.code for r in rules.lasts(DAY, until)] == ([code] if code else [])


@pytest.mark.parametrize(("one", "other", "shared"), [
    ((1, 5), (5, 9), True), ((1, 5), (6, 9), False), ((1, None), (9, None), True), ((6, None), (1, 5), False), ((5, None), (1, 5), True),
    ((1, 0), (1, 9), False), ((1, 9), (3, 2), False),
])
def test_stretches_overlap_on_a_shared_day(one: tuple[int, int | None], other: tuple[int, int | None], shared: bool) -> None:
    def days(pair: tuple[int, int | None]) -> tuple[date, date | None]:
        first = date(2026, 1, 1)
        return first + timedelta(days=pair[0]), None if pair[1] is None else first + timedelta(days=pair[1])

    assert rules.overlap(days(one), days(other)) is shared is rules.overlap(days(other), days(one))


def test_a_post_for_one_has_one_holder() -> None:
    held = [(DAY - timedelta(days=9), DAY)]
    assert [r.code for r in rules.alone(True, (DAY, None), held)] == ["post-held"]
    assert not rules.alone(True, (DAY + timedelta(days=1), None), held)
    assert not rules.alone(False, (DAY, None), held)


def test_nobody_does_it_for_oneself() -> None:
    assert [r.code for r in rules.not_oneself(7, 7)] == ["oneself"] and not rules.not_oneself(7, 8)
