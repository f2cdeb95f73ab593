"""The schema and the check say the same: what the schema allows parses, and what parses the schema allows."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as some

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.tests.sample import GOOD, PLACES, RESTAURANT, Stored, uploads
from yiwang.kernel import codes
from yiwang.kernel.errors import Invalid

MANY = trying(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=40)
FORM = replace(RESTAURANT, rules=())  # what a rule forbids, a schema cannot know
SCHEMA = forms.schema(FORM)
LETTER = some.characters(categories=["Lo", "Ll", "Lu", "Nd", "Po"], max_codepoint=0x9FFF)
FORMATS: dict[str, some.SearchStrategy[Any]] = {
    "decimal": some.integers(100, 500_000).map(lambda n: f"{n // 100}.{n % 100:02}".rstrip("0").rstrip(".")),
    "date": some.integers(0, 1400).map(lambda n: (date(2026, 11, 20) + timedelta(days=n)).isoformat()),
    "division": some.sampled_from([code for level in PLACES.values() for code, _ in level if len(code) > 6]),
    "citizen-number": some.builds(codes.make_citizen_number, some.sampled_from(["410105", "110101"]), some.dates(date(1900, 1, 1), date(2026, 1, 1)),
                                  some.integers(1, 999)),
    "credit-code": some.builds(codes.make_credit_code, some.just("9"), some.just("1"), some.just("410105"),
                               some.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8)),
    "telephone": some.integers(13_000_000_000, 19_999_999_999).map(str),
}


def of(schema: dict[str, Any]) -> some.SearchStrategy[Any]:
    """Values that a schema allows, drawn from the schema itself."""
    if "enum" in schema:
        return some.sampled_from(schema["enum"])
    if schema["type"] == "boolean":
        return some.booleans()
    if schema["type"] == "integer":
        return some.integers(schema.get("minimum", 0), schema.get("maximum", 10**9))
    if schema["type"] == "array":
        if "sha256" in schema["items"].get("properties", {}):
            return some.just([{"sha256": "a" * 64}])
        return some.lists(of(schema["items"]), min_size=schema["minItems"], max_size=schema.get("maxItems"), unique=True)
    if schema["type"] == "object":
        asked = {name: of(one) for name, one in schema["properties"].items() if not one.get("readOnly")}
        return some.fixed_dictionaries(asked)
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    fitting = re.compile(schema.get("pattern", ""))
    return some.text(LETTER, min_size=schema["minLength"], max_size=schema["maxLength"]).filter(lambda text: text.strip() and fitting.search(text))


@some.composite
def answers(draw: some.DrawFn) -> dict[str, Any]:
    """A whole object: everything required, what conditions require, and some of the rest."""
    found = {name: draw(of(SCHEMA["properties"][name])) for name in SCHEMA["required"]}
    for name in sorted(set(SCHEMA["properties"]) - set(found)):
        if draw(some.booleans()):
            found[name] = draw(of(SCHEMA["properties"][name]))
    for rule in SCHEMA["allOf"]:
        if not faults(found, rule["if"]):
            found |= {name: draw(of(SCHEMA["properties"][name])) for name in rule["then"]["required"] if name not in found}
    return found


def faults(value: Any, schema: dict[str, Any]) -> list[str]:
    """A validator of the part of JSON Schema that is used here."""
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
    if "type" in schema and (not isinstance(value, kinds[schema["type"]]) or (schema["type"] == "integer" and isinstance(value, bool))):
        return [f"{value!r} is no {schema['type']}"]
    found = [f"{value!r} not in enum" for _ in (1,) if "enum" in schema and not any(value == e and type(value) is type(e) for e in schema["enum"])]
    if isinstance(value, dict):
        found += [f"{name} is missing" for name in schema.get("required", ()) if name not in value]
        found += [f for name, one in schema.get("properties", {}).items() if name in value for f in faults(value[name], one)]
    if isinstance(value, list):
        found += [f for one in value for f in faults(one, schema.get("items", {}))]
        found += ["length"] if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 10**9) else []
        found += ["contains"] if "contains" in schema and all(faults(one, schema["contains"]) for one in value) else []
    if isinstance(value, str):
        found += ["length"] if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 10**9) else []
        found += [f"{value!r} does not match"] if "pattern" in schema and not re.search(schema["pattern"], value) else []
    if isinstance(value, int):
        found += ["bounds"] if not schema.get("minimum", value) <= value <= schema.get("maximum", value) else []
    found += [f for one in schema.get("allOf", ()) for f in faults(value, one)]
    found += ["anyOf"] if "anyOf" in schema and all(faults(value, one) for one in schema["anyOf"]) else []
    if "if" in schema and not faults(value, schema["if"]):
        found += faults(value, schema["then"])
    return found


@MANY
@given(given_=answers())
def test_what_the_schema_allows_parses_and_comes_out_within_the_schema(at: datetime, given_: dict[str, Any]) -> None:
    assert faults(given_, SCHEMA) == []
    clean = forms.parse(form=FORM, raw=forms.flat(form=FORM, answers=given_, at=at), at=at, uploads=uploads, initial={})
    assert faults(json.loads(json.dumps(clean.answers)), SCHEMA) == []
    again = forms.parse(form=FORM, raw=forms.flat(form=FORM, answers=clean.answers, at=at), at=at, uploads=uploads, initial={})
    assert again == clean


@MANY
@given(given_=answers(), data=some.data())
def test_what_lacks_something_required_neither_parses_nor_passes(at: datetime, given_: dict[str, Any], data: some.DataObject) -> None:
    missing = data.draw(some.sampled_from(SCHEMA["required"]))
    del given_[missing]
    assert faults(given_, SCHEMA)
    try:
        forms.parse(form=FORM, raw=forms.flat(form=FORM, answers=given_, at=at), at=at, uploads=uploads, initial={})
    except Invalid as refused:
        assert any(r.field.partition(".")[0] == missing for r in refused.reasons)
    else:
        raise AssertionError(f"{missing} was not missed")


@MANY
@given(raw=some.dictionaries(some.sampled_from([*GOOD, "raw_fish", "supplier", "late", "note", "firm.name", "firm.code", "opens-year", "??"]),
                             some.text(max_size=30) | some.lists(some.text(max_size=8), max_size=3), max_size=12))
def test_any_request_at_all_is_answered_not_crashed_on(at: datetime, raw: dict[str, str | list[str]]) -> None:
    """Over a good request, so that every kind gets past its first check too."""
    both = {**GOOD, **raw}
    try:
        clean = forms.parse(form=FORM, raw=both, at=at, uploads=uploads, initial={})
    except Invalid as refused:
        assert all(r.field and r.text for r in refused.reasons)
        view = forms.view(form=FORM, at=at, values=both, errors=refused.reasons, uploads=uploads)
        assert len(view.errors) == len(refused.reasons) and all(line.anchor for line in view.errors)
    else:
        assert faults(json.loads(json.dumps(clean.answers)), SCHEMA) == []


def test_the_schema_is_json_and_names_what_is_personal() -> None:
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert SCHEMA["$schema"].endswith("2020-12/schema") and SCHEMA["$id"] == "urn:yiwang:form:public.services.restaurant:2"
    assert SCHEMA["properties"]["owner"]["x-personal"] and "x-personal" not in SCHEMA["properties"]["shop"]
    assert SCHEMA["properties"]["capital"]["maximum"] == 1_000_000_000
    assert faults({}, SCHEMA) and Stored("a" * 64).size


def test_the_schema_asks_for_what_hangs_on_an_answer_and_on_the_answer_before_it(at: datetime) -> None:
    good = dict(forms.parse(form=FORM, raw=GOOD, at=at, uploads=uploads, initial={}).answers)
    assert faults({**good, "raw_fish": True}, SCHEMA) == []  # hot food: nobody asked about raw fish, nor who supplies it
    assert faults({**good, "trade": "cold"}, SCHEMA) == ["raw_fish is missing"]
    assert faults({**good, "trade": "cold", "raw_fish": True}, SCHEMA) == ["supplier is missing"]
    assert faults({**good, "trade": "cold", "raw_fish": False}, SCHEMA) == []
