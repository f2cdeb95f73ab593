"""A signature is one's own: drawn and received as one, or a name with one's word for it; with its instant and the account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.tests.sample import HASH, INK, OTHER, uploads
from yiwang.engines.forms.types import Field, FieldKind, Form
from yiwang.engines.sheets import api as sheets
from yiwang.kernel.errors import Invalid

SIGN = Field("sign", "承诺人签名", FieldKind.SIGNATURE)
FORM = Form("t.sign", "试", (Field("ref", "编号"), SIGN))
TYPED: dict[str, str | list[str]] = {"ref": "一", "sign.signed": " 阿依古丽•买买提 ", "sign.agreed": "yes"}


def signed(at: datetime, **raw: str | list[str]) -> Any:
    return forms.parse(form=FORM, raw={"ref": "一", **raw}, at=at, uploads=uploads).answers["sign"]


def refused(at: datetime, **raw: str | list[str]) -> dict[str, str]:
    with pytest.raises(Invalid) as wrong:
        signed(at, **raw)
    return {r.field: r.code for r in wrong.value.reasons}


def test_a_drawn_one_carries_its_picture_its_instant_and_whose_account_drew_it(at: datetime) -> None:
    found = signed(at, sign=[INK])
    assert found == {"way": "drawn", "sha256": INK, "name": "签名.png", "size": 3_000, "type": "image/png", "at": "2026-11-20T10:03:04+08:00",
                     "account": 11}
    assert forms.said(SIGN, found) == "手写签名，2026-11-20 10:03"
    assert signed(at, sign=["", INK], **{"sign.signed": "某"})["way"] == "drawn"  # whoever drew and typed has signed


def test_no_other_file_is_a_signature(at: datetime) -> None:
    for other in (HASH, OTHER, "../x"):
        assert refused(at, sign=[other]) == {"sign": "signature-not-there"}


def test_a_typed_one_needs_the_name_and_the_word(at: datetime) -> None:
    found = signed(at, **TYPED)
    assert found["signed"] == "阿依古丽·买买提" and found["way"] == "typed" and found["account"] == 11 and found["at"].endswith("+08:00")
    assert forms.said(SIGN, found).startswith("阿依古丽·买买提，输入姓名确认，20")
    assert refused(at) == {"sign": "required"}
    assert refused(at, **{"sign.signed": "沈砚秋"}) == {"sign.agreed": "not-agreed"}
    assert refused(at, **{"sign.agreed": "yes"}) == {"sign.signed": "required"}
    assert refused(at, **{"sign.signed": "12345", "sign.agreed": "yes"}) == {"sign.signed": "not-a-name"}
    assert refused(at, **{"sign.signed": "沈\x00", "sign.agreed": "yes"}) == {"sign.signed": "control-characters"}
    assert "sign" not in forms.parse(form=Form("t.t", "试", (Field("sign", "签名", FieldKind.SIGNATURE, required=False),)), raw={}, at=at).answers


def test_the_page_shows_what_was_drawn_and_what_was_typed_and_errors_lead_to_their_inputs(at: datetime) -> None:
    drawn = forms.view(form=FORM, at=at, values={"sign": [INK]}, uploads=uploads).fields[1]
    assert [f.sha256 for f in drawn.files] == [INK] and [p.name for p in drawn.parts] == ["sign.signed", "sign.agreed"]
    assert forms.view(form=FORM, at=at, values={"sign": [HASH]}, uploads=uploads).fields[1].files == ()
    wrong = forms.judged(form=FORM, raw={"sign.signed": "沈砚秋"}, at=at).reasons
    shown = forms.view(form=FORM, at=at, values={"sign.signed": "沈砚秋"}, errors=wrong)
    assert [e.anchor for e in shown.errors] == ["", "f-sign.agreed"] or [e.anchor for e in shown.errors][-1] == "f-sign.agreed"
    assert shown.fields[1].parts[0].value == "沈砚秋" and shown.fields[1].parts[1].error


def test_the_schema_takes_either_way_and_says_what_is_the_servers(at: datetime) -> None:
    found = forms.schema(FORM)["properties"]["sign"]
    assert [one["required"] for one in found["anyOf"]] == [["sha256"], ["signed", "agreed"]]
    assert {name for name, one in found["properties"].items() if one.get("readOnly")} == {"way", "name", "type", "size", "account", "at"}
    for value in (signed(at, sign=[INK]), signed(at, **TYPED)):
        assert forms.parse(form=FORM, raw=forms.flat(form=FORM, answers={"ref": "一", "sign": value}, at=at), at=at, uploads=uploads).answers["sign"] == value


def test_nobody_signs_in_a_sheet(at: datetime) -> None:
    book = sheets.read(sheets.write(forms.tables(form=FORM, records=[{"ref": "一", "sign": signed(at, **TYPED)}])))
    (fault,) = forms.load(form=FORM, book=book, at=at).records[0].faults
    assert fault.column == "承诺人签名" and book.sheets["试"].rows[0].cells["承诺人签名"].startswith("阿依古丽")


def test_nothing_fills_a_signature_and_no_condition_looks_at_it() -> None:
    faulty = (Field("sign", "签名", FieldKind.SIGNATURE, prefill="person.name"), Field("sign", "签名", FieldKind.SIGNATURE, personal=False))
    assert all("nobody signs for another" in forms.check(Form("t.f", "试", (one,)))[0] for one in faulty)
    looking = Field("x", "甲", when=(forms.When("sign", ("a",)),))
    assert any("cannot look" in fault for fault in forms.check(Form("t.f", "试", (SIGN, looking))))
