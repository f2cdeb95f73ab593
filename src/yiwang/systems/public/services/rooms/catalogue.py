"""The catalogue of questions as data: an item picks from it, so that the same thing is asked the same way everywhere and once for a bundle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Field, FieldKind, When
from yiwang.engines.sheets import api as sheets
from yiwang.kernel import clock
from yiwang.systems.public.services.rooms.item_form import FIELD, FILES

FOLDER = Path(__file__).resolve().parents[1] / "library"
LONG_AGO = date(2000, 1, 1)  # the instant of a check that no day matters to


@lru_cache(maxsize=1)
def shipped() -> sheets.Book:
    """The sheets that come with the house."""
    return sheets.read_folder(FOLDER, FILES)


@lru_cache(maxsize=1)
def questions() -> dict[str, Field]:
    """The catalogue, by code. Raises ValueError naming every fault."""
    loaded = forms.load(form=FIELD, book=shipped(), at=clock.start_of(LONG_AGO))
    wrong = [str(f) for f in (*loaded.faults, *(f for r in loaded.records for f in r.faults)) if f.sheet == FIELD.title]
    if wrong:
        raise ValueError("\n".join(wrong))
    return {r.key: field_of(r.answers.answers) for r in loaded.records if r.answers}


def question(code: str) -> Field:
    """Raises KeyError."""
    return questions()[code]


def field_of(answers: Mapping[str, Any]) -> Field:
    """A question from its line of the sheet 字段. Raises ValueError when its choices cannot be read."""
    kind = FieldKind(answers["kind"])
    return Field(
        answers["code"], answers["label"], kind, answers.get("help", ""), choices=choices_of(answers.get("choices", "")),
        least=answers.get("least", ""), most=answers.get("most", ""), longest=int(answers.get("longest", 200)), prefill=answers.get("prefill", ""),
        locked=bool(answers.get("locked")), personal=bool(answers["personal"]), example=answers.get("example", ""), unit=answers.get("unit", ""),
        step=answers["step"])


def choices_of(text: str) -> tuple[tuple[str, str], ...]:
    """`hot=热食类制售;cold=冷食类制售` as codes and labels. Raises ValueError."""
    found = []
    for part in text.replace("；", ";").split(";"):
        if part.strip():
            code, equals, label = part.strip().partition("=")
            if not (code and equals and label):
                raise ValueError(f"选项“{part.strip()}”请写成“代码=说法”，例如 hot=热食类制售")
            found.append((code, label))
    return tuple(found)


def when_of(text: str, fields: Mapping[str, Field]) -> tuple[When, ...]:
    """`sign=是、gas=否` as conditions; all must hold, several answers of one question are joined by “/”. Raises ValueError, saying what to write."""
    found = []
    for part in text.replace("；", "、").replace(",", "、").split("、"):
        if not part.strip():
            continue
        code, equals, said = (one.strip() for one in part.partition("="))
        field = fields.get(code)
        if field is None or not equals:
            raise ValueError(f"“{part.strip()}”请写成“字段=答案”，字段要在本事项的表单里" if not equals else f"本事项的表单里没有“{code}”这个字段")
        offered = answers_of(field)
        chosen = [one.strip() for one in said.split("/")]
        if unknown := [one for one in chosen if one not in offered]:
            raise ValueError(f"“{field.label}”没有“{unknown[0]}”这个答案")
        found.append(When(code, tuple(dict.fromkeys(offered[one] for one in chosen))))
    return tuple(found)


def as_asked(asked: Mapping[str, Field], row: Mapping[str, Any]) -> Field:
    """A question as a line of the sheet 表单 asks it."""
    return replace(asked[row["field"]], required=bool(row["required"]), when=when_of(row.get("when", ""), asked))


def listed(text: str) -> list[str]:
    """`a、b` as its parts."""
    return [one.strip() for one in text.replace("；", "、").replace(",", "、").split("、") if one.strip()]


def answers_of(field: Field) -> dict[str, str]:
    """What may be written for an answer: its label or its code."""
    if field.kind is FieldKind.YES_NO:
        return {"是": "yes", "否": "no", "yes": "yes", "no": "no"} | {label: code for code, label in field.choices}
    return {label: code for code, label in field.choices} | {code: code for code, _ in field.choices}


def described(field: Field) -> dict[str, Any]:
    """A question as plain values, to stand in a published item; `read` reads it back."""
    plain = {"code": field.code, "label": field.label, "kind": field.kind.value, "personal": field.personal, "step": field.step}
    more = {"help": field.help, "choices": [list(c) for c in field.choices], "least": field.least, "most": field.most, "longest": field.longest,
            "prefill": field.prefill, "locked": field.locked, "example": field.example, "unit": field.unit}
    return plain | {name: value for name, value in more.items() if value}


def read(plain: Mapping[str, Any]) -> Field:
    """A question of a published item."""
    return Field(**{**plain, "kind": FieldKind(plain["kind"]), "choices": tuple((c[0], c[1]) for c in plain.get("choices", ()))})
