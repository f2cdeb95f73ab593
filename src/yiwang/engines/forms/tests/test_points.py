"""A point within the city, kept in WGS-84 whatever it was given in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Box, Field, FieldKind, Form
from yiwang.engines.sheets import api as sheets
from yiwang.kernel import coordinates
from yiwang.kernel.errors import Invalid

FORM = Form("t.point", "试", (Field("ref", "编号"), Field("spot", "位置", FieldKind.MAP_POINT)))
CITY = Box(112.7, 34.2, 114.3, 35.0, certain=True)


@pytest.fixture(autouse=True)
def city() -> Iterator[None]:
    before = forms.plug(extent=CITY)
    yield
    forms.plug(extent=before.extent)


def parsed(at: datetime, **raw: str) -> Any:
    return forms.parse(form=FORM, raw={"ref": "一", **{f"spot.{name}": value for name, value in raw.items()}}, at=at).answers["spot"]


def refused(at: datetime, **raw: str) -> dict[str, str]:
    with pytest.raises(Invalid) as wrong:
        parsed(at, **raw)
    return {r.field: r.code for r in wrong.value.reasons}


@pytest.mark.parametrize(("east", "north"), [("113.665412", "34.757977"), (" １１３．６６５４１２° ", "34.757977N"), ("113°39′55.4832″E", "34°45'28.7172\"")])
def test_degrees_as_people_write_them(at: datetime, east: str, north: str) -> None:
    assert parsed(at, longitude=east, latitude=north, address=" 东风路口 ") == {
        "longitude": "113.665412", "latitude": "34.757977", "datum": "WGS-84", "address": "东风路口"}


def test_what_is_copied_from_a_map_is_turned_back(at: datetime) -> None:
    shifted = coordinates.to_gcj(113.665412, 34.757977)
    assert 300 < abs(shifted[0] - 113.665412) * 91_500 < 800  # metres: not a rounding
    found = parsed(at, longitude=f"{shifted[0]:.6f}", latitude=f"{shifted[1]:.6f}", datum="gcj02")
    assert abs(float(found["longitude"]) - 113.665412) < 2e-6 and abs(float(found["latitude"]) - 34.757977) < 2e-6 and found["datum"] == "WGS-84"
    assert refused(at, longitude="113.6", latitude="34.7", datum="bd09") == {"spot.datum": "not-offered"}


def test_outside_the_city_is_said_in_words(at: datetime) -> None:
    with pytest.raises(Invalid, match=r"不在本市范围里（经度 112\.70—114\.30，纬度 34\.20—35\.00）"):
        parsed(at, longitude="116.4", latitude="39.9")
    assert refused(at, longitude="34.757977", latitude="113.665412") == {"spot.longitude": "swapped"}
    assert refused(at, longitude="郑州", latitude="34.7") == {"spot.longitude": "not-degrees"}
    assert refused(at, address="东风路口") == {"spot.longitude": "required", "spot.latitude": "required"}
    assert refused(at, longitude="113.6", latitude="34.7", address="路" * 101) == {"spot.address": "too-long"}
    assert refused(at, longitude="113.6", latitude="34.7", address="路\x00") == {"spot.address": "control-characters"}
    free = Form("t.t", "试", (Field("spot", "位置", FieldKind.MAP_POINT, required=False),))
    assert forms.parse(form=free, raw={"spot.datum": "wgs84"}, at=at).answers == {}


@pytest.mark.parametrize("address", ["东风路口", ""])
def test_it_comes_back_from_json_and_from_a_sheet(at: datetime, address: str) -> None:
    value = parsed(at, longitude="113.665412", latitude="34.757977", address=address)
    assert forms.parse(form=FORM, raw=forms.flat(form=FORM, answers={"ref": "一", "spot": value}, at=at), at=at).answers["spot"] == value
    loaded = forms.load(form=FORM, at=at, book=sheets.read(sheets.write(forms.tables(form=FORM, records=[{"ref": "一", "spot": value}]))))
    assert loaded.records[0].answers and loaded.records[0].answers.answers["spot"] == value
    spot = "东经 113.665412°，北纬 34.757977°"
    assert forms.said(FORM.fields[1], value) == (f"{address}（{spot}）" if address else spot)
    plain = sheets.Table("试", (sheets.Column("编号"), sheets.Column("位置")), (("一", "113.665412, 34.757977"),))
    assert forms.load(form=FORM, at=at, book=sheets.read(sheets.write((plain,)))).records[0].answers


def test_the_page_says_what_the_degrees_are_counted_in(at: datetime) -> None:
    shown = forms.view(form=FORM, at=at, values={"spot.datum": "gcj02"}).fields[1]
    assert [p.name for p in shown.parts] == ["spot.longitude", "spot.latitude", "spot.datum", "spot.address"]
    assert [o.value for o in shown.parts[2].options if o.chosen] == ["gcj02"]
    schema = forms.schema(FORM)["properties"]["spot"]
    assert schema["required"] == ["longitude", "latitude"] and schema["properties"]["datum"]["readOnly"]


def test_there_and_back_is_the_same_place() -> None:
    for longitude, latitude in ((112.75, 34.3), (113.66, 34.76), (114.2, 34.98), (121.47, 31.23), (87.6, 43.8)):
        back = coordinates.from_gcj(*coordinates.to_gcj(longitude, latitude))
        assert abs(back[0] - longitude) < 1e-8 and abs(back[1] - latitude) < 1e-8
