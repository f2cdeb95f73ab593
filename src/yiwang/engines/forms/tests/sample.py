"""A form with a field of every kind, and the little of a city it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from yiwang.engines.forms.types import Field, FieldKind, Form, When
from yiwang.kernel import codes
from yiwang.kernel.reasons import Reason

PLACES = {
    "": (("410105", "金水区"), ("410184", "新郑市")),
    "410105": (("410105001", "经八路街道"), ("410105002", "花园路街道")),
    "410105001": (("410105001001", "纬五路社区"),),
    "410184": (("410184100", "新村镇"),),
}


class Places:
    def below(self, *, code: str, on: date) -> Sequence[tuple[str, str]]:
        return PLACES.get(code, ())


REGISTERED, UNCHECKED = (codes.make_credit_code("9", "1", "410105", f"MA4{serial:05d}") for serial in (1, 2))


class Firms:
    def named(self, code: str) -> str | None:
        return "郑州槐荫（餐饮）有限公司" if code == REGISTERED else None


@dataclass(frozen=True)
class Stored:
    sha256: str
    name: str = "平面图.pdf"
    size: int = 12_000
    type: str = "application/pdf"
    at: datetime = datetime(2026, 11, 20, 2, 3, 4, tzinfo=UTC)
    purpose: str = ""


def seats_need_area(answers: Mapping[str, Any]) -> Sequence[Reason]:
    if answers.get("seats") and float(answers["seats"]) > float(answers["area"]):
        return [Reason("too-many-seats", "座位数请不超过面积的平方米数", field="seats")]
    return []


RESTAURANT = Form(
    code="public.services.restaurant", title="开办餐饮店", submit="提交申请", version=2, rules=(seats_need_area,),
    fields=(
        Field("shop", "店名", longest=20, example="老河口面馆", personal=False, step="店铺"),
        Field("area", "经营面积", FieldKind.NUMBER, least="1", most="5000", unit="平方米", example="86.5", personal=False, step="店铺"),
        Field("seats", "座位数", FieldKind.NUMBER, required=False, least="0", step="店铺"),
        Field("capital", "投资额", FieldKind.MONEY, most="10000000", step="店铺"),
        Field("opens", "计划开业日", FieldKind.DATE, least="today", most="2030-12-31", step="店铺"),
        Field("trade", "经营项目", FieldKind.CHOICE, choices=(("hot", "热食"), ("cold", "冷食"), ("cake", "糕点")), step="店铺"),
        Field("meals", "供应餐次", FieldKind.CHOICES, choices=(("am", "早餐"), ("noon", "午餐"), ("pm", "晚餐")), most="2", step="店铺"),
        Field("raw_fish", "有生食水产", FieldKind.YES_NO, when=(When("trade", ("cold",)),), step="店铺"),
        Field("supplier", "水产供应商", when=(When("raw_fish", ("yes",)),), step="店铺"),
        Field("late", "夜间营业时间", when=(When("meals", ("pm",)),), required=False, step="店铺"),
        Field("place", "经营场所", FieldKind.ADDRESS, longest=60, step="地点"),
        Field("owner", "负责人", FieldKind.PERSON, prefill="person", locked=True, step="人员"),
        Field("firm", "企业", FieldKind.FIRM, required=False, step="人员"),
        Field("phone", "联系电话", FieldKind.PHONE, step="人员"),
        Field("plan", "平面图", FieldKind.FILE, files=2, longest=1_000_000, step="材料"),
        Field("note", "说明", FieldKind.LONG_TEXT, required=False, longest=30, step="材料"),
    ),
)
HASH, OTHER = "a" * 64, "b" * 64
GOOD: dict[str, str | list[str]] = {
    "shop": "老河口面馆", "area": "86.50", "seats": "40", "capital": "120,000.5", "opens": "2026-12-01", "trade": "hot", "meals": ["noon", "am"],
    "place.county": "410105", "place.township": "410105001", "place.village": "410105001001", "place.detail": "经八路 12 号",
    "owner.name": "阿依古丽•买买提", "owner.number": "11010519491231002x", "phone": "138 1234 5678", "plan": [HASH],
}


INK = "c" * 64  # a picture that was received as a signature


class Held:
    """Two files of account 11: a paper, and a signature."""

    account = 11

    def __call__(self, sha256: str) -> Stored | None:
        if sha256 == INK:
            return Stored(INK, "签名.png", 3_000, "image/png", purpose="signature")
        return Stored(sha256) if sha256 == HASH else None


uploads = Held()
