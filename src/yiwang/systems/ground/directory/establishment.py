"""The establishment as two sheets: units, and people in their posts. The same forms export and take in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.views import ListedPost, ListedTenure, ListedUnit
from yiwang.engines.sheets import api as sheets
from yiwang.systems.ground.directory.forms import DIVISION, KINDS, PHONE, SHORT, USERNAME, WORD

GOVERNMENT = "government"
NO_ROLES = "无"
ROLE = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")
CODE = Field("code", "单位代码", longest=40, personal=False, help="大写字母、数字和短横线，设立后不能改。")
UNITS = Form("directory.units_sheet", "机构", (
    CODE, Field("name", "全称", longest=80, personal=False), SHORT,
    Field("kind", "类型", FieldKind.CHOICE, choices=((GOVERNMENT, "政府"), *KINDS), personal=False),
    Field("above", "所属单位代码", required=False, longest=40, personal=False, help="块上的上级：属于哪个政府或者哪个部门。"),
    Field("line", "上级主管单位代码", required=False, longest=40, personal=False, help="条线上的上级，没有就不填。"), DIVISION, PHONE, WORD))
PEOPLE = Form("directory.people_sheet", "人员和职务", (
    replace(USERNAME, help="没有账号的，载入时开通。不要用身份证号码。"), Field("name", "姓名", longest=80, personal=False),
    replace(CODE, code="unit", help="岗位所在单位的代码。"), Field("title", "岗位", longest=40, personal=False, help="单位里没有这个岗位的，载入时设。"),
    Field("single", "同一时间只有一个人", FieldKind.YES_NO, "这个岗位是不是只能有一个人。", required=False, personal=False),
    Field("since", "从哪天起", FieldKind.DATE, "空着就是今天。", required=False, personal=False),
    Field("until", "到哪天为止", FieldKind.DATE, "不定期就不填。", required=False, personal=False),
    Field("roles", "角色", FieldKind.LONG_TEXT, f"由安全管理员确认。空着就不改，全部收回写“{NO_ROLES}”，几个角色用“、”隔开。", required=False, longest=3000,
          personal=False)))
TELLS = ("username", "unit", "title", "since")  # what tells two lines of people apart
CSV = "CSV"


@dataclass
class Standing:
    """What is so now, by codes and names; a load keeps it true while it changes things."""

    units: dict[str, ListedUnit] = field(default_factory=dict)
    posts: dict[tuple[str, str], ListedPost] = field(default_factory=dict)
    tenures: list[ListedTenure] = field(default_factory=list)

    def copy(self) -> Standing:
        return Standing(dict(self.units), dict(self.posts), list(self.tenures))

    def people(self) -> dict[str, ListedTenure]:
        return {t.username: t for t in self.tenures}


def standing(on: date) -> Standing:
    """Units, posts and appointments in force."""
    return Standing({u.code: u for u in identity.listed_units()}, {(p.unit, p.title): p for p in identity.listed_posts()}, identity.listed_tenures(on=on))


def unit_answers(unit: ListedUnit) -> dict[str, Any]:
    return {f.code: getattr(unit, f.code) for f in UNITS.fields}


def tenure_answers(tenure: ListedTenure, post: ListedPost) -> dict[str, Any]:
    return {"username": tenure.username, "name": tenure.name, "unit": post.unit, "title": post.title, "single": post.single,
            "since": tenure.since.isoformat(), "until": tenure.until.isoformat() if tenure.until else "", "roles": said_roles(post.roles)}


def said_roles(codes: tuple[str, ...]) -> str:
    """Roles as a cell has them."""
    titles: Mapping[str, str] = cases.roles() | identity.ADMINS
    return "、".join(f"{titles[c]}（{c}）" if titles.get(c, c) != c else c for c in sorted(codes)) or NO_ROLES


def read_roles(cell: str) -> tuple[str, ...]:
    """The codes a cell names. Raises ValueError with what names no role."""
    found = []
    for part in (p.strip() for p in re.split(r"[、,，;；\n]", cell)):
        if not part or part == NO_ROLES:
            continue
        match = ROLE.search(part)
        if match is None:
            raise ValueError(part)
        found.append(match[0])
    return tuple(dict.fromkeys(found))


def workbook(on: date) -> bytes:
    """Everything as it stands, ready to be changed and loaded again."""
    now = standing(on)
    posts = {p.id: p for p in now.posts.values()}
    people = [tenure_answers(t, posts[t.post]) for t in now.tenures if t.post in posts]
    return sheets.write((*forms.tables(form=UNITS, records=map(unit_answers, now.units.values())), *forms.tables(form=PEOPLE, records=people)))


def named(book: sheets.Book) -> sheets.Book:
    """A CSV file is the sheet whose headings it has."""
    if set(book.sheets) != {CSV}:
        return book
    one = book.sheets[CSV]
    title = UNITS.title if {f.label for f in UNITS.fields if f.required} <= set(one.headers) else PEOPLE.title
    return sheets.Book({title: replace(one, title=title)}, tuple(replace(f, sheet=title) for f in book.faults))
