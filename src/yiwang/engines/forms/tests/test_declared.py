"""Declarations that contradict themselves are refused at start; versions stay findable."""

from __future__ import annotations

from dataclasses import replace

import pytest

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.tests.sample import RESTAURANT
from yiwang.engines.forms.types import Field, FieldKind, Form, When
from yiwang.kernel.errors import Declined, NotFound

A, B = (("a", "甲"),), (("a", "甲"), ("b", "乙"))


def test_a_sound_form_has_no_faults() -> None:
    assert forms.check(RESTAURANT) == []


@pytest.mark.parametrize(("fields", "fault"), [
    ((Field("x", "甲"), Field("x", "乙")), "two fields are called x"),
    ((Field("X y", "甲"),), "its code is"),
    ((Field("x" * 41, "甲"),), "its code is"),
    ((Field("x", ""),), "no label"),
    ((Field("x", "甲", help="非法输入"),), "blame"),
    ((Field("x", "甲", FieldKind.CHOICE),), "a choice without choices"),
    ((Field("x", "甲", choices=A),), "offers no choices"),
    ((Field("x", "甲", FieldKind.CHOICE, choices=A + A),), "codes that differ"),
    ((Field("x", "甲", FieldKind.CHOICE, choices=(("a", ""),)),), "and labels"),
    ((Field("x", "甲", FieldKind.YES_NO, choices=B),), "yes and no"),
    ((Field("x", "甲", FieldKind.NUMBER, least="a lot"),), "cannot be read"),
    ((Field("x", "甲", FieldKind.DATE, most="2026-02-30"),), "cannot be read"),
    ((Field("x", "甲", FieldKind.NUMBER, least="5", most="4"),), "least is above most"),
    ((Field("x", "甲", FieldKind.DATE, least="2027-01-01", most="2026-01-01"),), "least is above most"),
    ((Field("x", "甲", least="5"),), "has no least or most"),
    ((Field("x", "甲", longest=0),), "at least 1"),
    ((Field("x", "甲", FieldKind.FILE, files=0),), "at least 1"),
    ((Field("x", "甲", accepts=("application/pdf",)),), "takes no files"),
    ((Field("x", "甲", FieldKind.FILE, accepts=("text/html",)),), "never received"),
    ((Field("x", "甲", locked=True),), "nothing fills it"),
    ((Field("x", "甲", prefill="Person Name"),), "not a path"),
    ((Field("x", "甲", when=(When("y", ("a",)),)),), "does not exist"),
    ((Field("x", "甲", when=(When("x", ("a",)),)),), "stands below it"),
    ((Field("x", "甲", when=(When("y", ("a",)),)), Field("y", "乙")), "stands below it"),
    ((Field("y", "乙", FieldKind.CHOICE, choices=A), Field("x", "甲", when=(When("y", ("b",)),))), "not offered"),
    ((Field("y", "乙", FieldKind.YES_NO), Field("x", "甲", when=(When("y", ("true",)),))), "not offered"),
    ((Field("y", "乙", FieldKind.CHOICE, choices=A), Field("x", "甲", when=(When("y", ()),))), "names no value"),
    ((Field("y", "乙", FieldKind.PERSON), Field("x", "甲", when=(When("y", ("a",)),))), "cannot look at"),
    ((Field("x", "甲", step="一"), Field("y", "乙", step="二"), Field("z", "丙", step="一")), "stand together"),
])
def test_faults_are_named(fields: tuple[Field, ...], fault: str) -> None:
    form = Form("t.faulty", "试", fields)
    assert any(fault in found for found in forms.check(form)), forms.check(form)
    with pytest.raises(Declined, match=r"t\.faulty v1"):
        forms.register(form)


@pytest.mark.parametrize("changed", [{"code": "T faulty"}, {"code": "t." + "x" * 90}, {"version": 0}, {"title": ""}, {"submit": ""}])
def test_the_form_itself_is_checked_too(changed: dict[str, object]) -> None:
    assert len(forms.check(replace(Form("t.x", "试", (Field("a", "甲"),)), **changed))) == 1  # type: ignore[arg-type]


def test_versions_stay_findable_and_do_not_change() -> None:
    one, two = Form("t.versions", "一", (Field("a", "甲"),)), Form("t.versions", "二", (Field("a", "甲"),), version=2)
    assert forms.register(one) is one and forms.register(two) is two
    assert forms.register(replace(one)) is one
    assert forms.get("t.versions") is two and forms.get("t.versions", 1) is one
    with pytest.raises(Declined, match="new version"):
        forms.register(replace(one, title="改了"))
    for code, version in (("t.versions", 3), ("t.nothing", None)):
        with pytest.raises(NotFound):
            forms.get(code, version)
    assert {one, two} <= set(forms.every())


def test_forms_that_follow_from_data_are_found_by_who_has_it() -> None:
    made = {v: Form("t.item.4101.food-1", f"第 {v} 版", (Field("a", "甲"),), version=v) for v in (1, 2)}
    assert forms.check(made[1]) == []
    forms.derive("t.item.", lambda code, version: made.get(version or 2) if code.endswith("food-1") else None)
    assert forms.get("t.item.4101.food-1", 1) is made[1] and forms.get("t.item.4101.food-1") is made[2]
    for code, version in (("t.item.4101.other", 1), ("t.item.4101.food-1", 3)):
        with pytest.raises(NotFound):
            forms.get(code, version)
