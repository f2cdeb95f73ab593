"""The catalogue of questions: an item picks from it, so that the same thing is asked the same way everywhere and once for a bundle."""

from __future__ import annotations

from yiwang.engines.forms.types import Field, FieldKind

PLACE, WHO, FOOD, SAFETY, SIGN, WHAT = "地点", "谁来申请", "卖什么", "谁管食品安全", "招牌", "要办的事"  # headings


def _either(yes: str, no: str) -> tuple[tuple[str, str], ...]:
    return (("yes", yes), ("no", no))


_FIELDS = (
    Field("licensed", "有营业执照了吗？", FieldKind.YES_NO, "没有的，这次一起办。", choices=_either("有", "还没有"), personal=False, step=WHAT),
    Field("operator", "经营者", FieldKind.PERSON, "姓名和身份证号，和身份证一致。", prefill="person", locked=True, step=WHO),
    Field("applicant_name", "申请人", FieldKind.PERSON, "姓名和身份证号，和身份证一致。", prefill="person", locked=True, step=WHO),
    Field("firm", "单位", FieldKind.FIRM, "名称和统一社会信用代码，和营业执照一致。", prefill="firm", step=WHO),
    Field("phone", "联系电话", FieldKind.PHONE, "办理中有事会打这个电话。", prefill="person.phone", example="13800138000", step=WHO),
    Field(
        "shop_name",
        "店铺名称",
        FieldKind.TEXT,
        "和营业执照一致；还没有执照的，填您想用的名称。",
        longest=60,
        personal=False,
        example="槐荫巷烩面馆",
        step=PLACE,
    ),
    Field("address", "经营场所地址", FieldKind.ADDRESS, "先选区县、街道、社区，再写门牌号。", example="文化路街道优胜北路 27 号附 3 号", step=PLACE),
    Field(
        "area",
        "营业面积",
        FieldKind.NUMBER,
        "按实际使用的面积填，保留一位小数即可。",
        least="1",
        most="100000",
        unit="平方米",
        personal=False,
        example="86.5",
        step=PLACE,
    ),
    Field("floors", "所在楼层", FieldKind.TEXT, longest=40, personal=False, example="一层", step=PLACE),
    Field("gas", "后厨用燃气吗？", FieldKind.YES_NO, "用燃气的，营业前要检测报警装置。", choices=_either("用", "不用"), personal=False, step=PLACE),
    Field("grease_trap", "装了隔油池吗？", FieldKind.YES_NO, "餐饮排水要先经过隔油池。", choices=_either("装了", "没有装"), personal=False, step=PLACE),
    Field("scope", "经营范围", FieldKind.LONG_TEXT, "照营业执照的写法填。", longest=500, personal=False, example="餐饮服务", step=FOOD),
    Field(
        "food_kinds",
        "经营项目",
        FieldKind.CHOICES,
        "可以多选。",
        step=FOOD,
        personal=False,
        choices=(("hot", "热食类制售"), ("cold", "冷食类制售"), ("drinks", "自制饮品制售"), ("cakes", "糕点类制售"), ("prepacked", "预包装食品销售")),
    ),
    Field("safety_manager", "食品安全管理人员", FieldKind.TEXT, "可以是经营者本人。", longest=40, step=SAFETY),
    Field("sign", "店门外要挂招牌吗？", FieldKind.YES_NO, choices=_either("要", "不要"), personal=False, step=SIGN),
    Field("sign_width", "招牌宽", FieldKind.NUMBER, least="1", most="5000", unit="厘米", personal=False, example="420", step=SIGN),
    Field("sign_height", "招牌高", FieldKind.NUMBER, least="1", most="2000", unit="厘米", personal=False, example="90", step=SIGN),
    Field("sign_light", "招牌夜间发光吗？", FieldKind.YES_NO, choices=_either("发光", "不发光"), personal=False, step=SIGN),
    Field("equipment_kind", "设备种类", FieldKind.TEXT, longest=60, personal=False, example="乘客电梯", step=WHAT),
    Field("equipment_count", "台数", FieldKind.NUMBER, least="1", most="1000", personal=False, unit="台", step=WHAT),
    Field("capital", "注册资本", FieldKind.MONEY, "以营业执照为准。", least="2000000", personal=False, unit="元", example="2000000", step=WHAT),
    Field("staff", "专职工作人员", FieldKind.NUMBER, least="1", most="10000", personal=False, unit="人", step=WHAT),
    Field("from_date", "从哪天开始", FieldKind.DATE, least="today", personal=False, step=WHAT),
    Field("to_date", "到哪天为止", FieldKind.DATE, least="today", personal=False, step=WHAT),
    Field("purpose", "用途", FieldKind.LONG_TEXT, longest=500, personal=False, step=WHAT),
)
CATALOGUE = {f.code: f for f in _FIELDS}
ORDER = {f.code: i for i, f in enumerate(_FIELDS)}
