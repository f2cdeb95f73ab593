"""Questions whose answer takes more than one input, with invented answers."""

from __future__ import annotations

from yiwang.web.components import compounds as c
from yiwang.web.components import fields as f
from yiwang.web.components.part import Part

PARTS: tuple[Part, ...] = (
    c.Firm(
        "g-firm",
        "申请单位",
        "名称和统一社会信用代码，和营业执照一致。",
        note="已核对，和登记的一致。",
        note_good=True,
        code=f.Field("g-firm.code", "统一社会信用代码", value="91410105MA4000014R", width="m"),
        title=f.Field("g-firm.name", "名称", value="郑州槐荫巷餐饮有限公司"),
        lookup="#",
    ),
    c.Signature(
        "g-sign",
        "承诺人签名",
        "在手机上用手指签，或者输入姓名确认。",
        typed=f.Field("g-sign.signed", "姓名", value="沈砚秋", width="m"),
        agreed_name="g-sign.agreed",
        agreed_error="请勾选“本人签字确认”",
        url="#",
    ),
)
