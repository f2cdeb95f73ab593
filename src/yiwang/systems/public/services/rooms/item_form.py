"""An item as a declared form: at once the editor on the screen, the department's workbook, the schema and the list of differences (GB/T 39554).

The first question names a record in every sheet. What the sheets call things is what departments call them.
"""

from __future__ import annotations

from yiwang.engines.forms.types import Field, FieldKind, Form

TEXT, LONG, NUMBER, CHOICE, CHOICES, YES_NO, ROWS = (
    FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.NUMBER, FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.YES_NO, FieldKind.ROWS)

LEVELS = (("city", "市级"), ("county", "县级"), ("township", "乡级"))
RANKS = (("main", "主项"), ("sub", "子项"), ("handling", "办理项"))
KINDS = (
    ("permit", "行政许可"), ("confirmation", "行政确认"), ("benefit", "行政给付"), ("award", "行政奖励"), ("ruling", "行政裁决"), ("levy", "行政征收"),
    ("inspection", "行政检查"), ("other_power", "其他行政权力"), ("public_service", "公共服务"),
)
NATURES = (("own", "法定"), ("authorised", "授权"), ("delegated", "委托"))
PROCEDURES = (
    ("public.services.ordinary", "普通程序"), ("public.services.joint", "并联审批"), ("public.services.instant", "当场办结"),
    ("public.services.commitment", "告知承诺"), ("public.services.filing", "备案"), ("public.services.annual_inspection", "年度检验"),
    ("public.services.annual_report", "年度报告"), ("public.services.inspected", "检验检测检疫程序"),
)
SERVES = (("person", "自然人"), ("company", "企业法人"), ("individual_business", "个体工商户"), ("institution", "事业单位"),
          ("association", "社会组织"), ("other", "其他组织"))
DEPTHS = (("whole", "全程网办"), ("apply", "网上申请窗口领取"), ("book", "网上预约窗口办理"), ("window", "窗口办理"))
AREAS = (("nation", "全国通办"), ("province", "全省通办"), ("city", "全市通办"), ("county", "本区县"))
RESULTS = (("certificate", "证照"), ("approval", "批文"), ("proof", "证明"), ("other", "其他"))
KEEPS = (("permanent", "永久"), ("30", "30年"), ("10", "10年"))
HANDLINGS = (("change", "变更"), ("renewal", "延续"), ("reissue", "补发"), ("cancellation", "注销"))
COPIES = (("original", "原件"), ("copy", "复印件"), ("electronic", "电子"))
SOURCES = (("applicant", "申请人"), ("government", "政府核发"), ("intermediary", "中介机构"), ("other", "其他"))
NEEDS = (("always", "必要"), ("sometimes", "有条件"), ("later", "可后补"))
GROUNDS = (("hearing", "听证"), ("tender", "招标"), ("auction", "拍卖"), ("inspection", "检验"), ("testing", "检测"), ("quarantine", "检疫"),
           ("appraisal", "鉴定"), ("expert_review", "专家评审"))


def _asks(code: str, label: str, kind: FieldKind = TEXT, help: str = "", **more: object) -> Field:
    return Field(code, label, kind, help, personal=False, whole=kind is NUMBER, **more)  # type: ignore[arg-type]


WHEN = "写“字段=答案”，例如 sign=是；空着就是都要。"
GROUPS = (
    _asks("bases", "依据", ROWS, "一行一条。没有对照原文核过的写“否”，只在这里显示“待核”，不对公众引用。", step="依据和条件", most="40", fields=(
        _asks("law", "法律法规", help="全称，不加书名号。", longest=100), _asks("article", "条款", required=False, longest=60, example="第三十五条"),
        _asks("checked", "核对", YES_NO))),
    _asks("conditions", "条件", ROWS, "一行一个条件。", required=False, step="依据和条件", most="40", fields=(_asks("text", "条件", LONG, longest=500),)),
    _asks("handlings", "情形", ROWS, "首次办理以外，持证人还能办什么。", required=False, step="情形和材料", most="4", fields=(
        _asks("handling", "情形", CHOICE, choices=HANDLINGS), _asks("promised_days", "承诺时限", NUMBER, least="1", most="45", unit="个工作日"))),
    _asks("materials", "材料", ROWS, "同一种材料在各事项里用同一个代码，一件事里只交一次。", step="情形和材料", most="80", fields=(
        _asks("code", "材料代码", longest=36), _asks("title", "名称", longest=120),
        _asks("handlings", "情形", CHOICES, "空着就是首次办理。", required=False, choices=HANDLINGS), _asks("form", "形式", CHOICES, choices=COPIES),
        _asks("copies", "份数", NUMBER, least="0", most="50", unit="份"), _asks("source", "来源", CHOICE, choices=SOURCES),
        _asks("need", "必要性", CHOICE, choices=NEEDS), _asks("when", "何时需要", help=WHEN, required=False, longest=120),
        _asks("how", "怎么交", help="一句话，写给申请人看。", required=False), _asks("certificate", "替代证照", required=False, longest=60),
        _asks("shared", "共享取得", YES_NO), _asks("basis", "依据", required=False, longest=120))),
    _asks("fees", "收费", ROWS, "不收费的空着。", required=False, step="收费", most="40", fields=(
        _asks("title", "项目", longest=80), _asks("standard", "标准", longest=200), _asks("amount", "金额元", FieldKind.MONEY, required=False),
        _asks("unit", "单位", required=False, longest=20), _asks("basis", "依据", required=False, longest=160), _asks("checked", "核对", YES_NO))),
    _asks("form", "表单", ROWS, "按提问的先后。字段从字段目录里选。", step="表单", most="80", fields=(
        _asks("field", "字段", longest=40), _asks("handlings", "情形", CHOICES, "空着就是首次办理。", required=False, choices=HANDLINGS),
        _asks("required", "必填", YES_NO), _asks("when", "何时", help=WHEN, required=False, longest=120))),
    _asks("reviewing", "征询", ROWS, "并联审批时同时征询谁。", required=False, step="征询和特别程序", most="12", fields=(
        _asks("department", "部门", longest=40), _asks("title", "审查内容", longest=60), _asks("days", "时限", NUMBER, least="1", most="45", unit="个工作日"),
        _asks("question", "问题", required=False), _asks("when", "何时", help=WHEN, required=False, longest=120))),
    _asks("sooner", "减时", ROWS, "答案让承诺时限变短的，写明短多少。", required=False, step="征询和特别程序", most="8", fields=(
        _asks("days", "减少", NUMBER, least="1", most="44", unit="个工作日"), _asks("when", "何时", help=WHEN, longest=120))),
    _asks("special", "特别程序", ROWS, "只有这几种时间不计入期限（行政许可法第四十五条）。", required=False, step="征询和特别程序", most="8", fields=(
        _asks("ground", "程序", CHOICE, choices=GROUNDS), _asks("days", "天数", NUMBER, least="1", most="400", unit="天"))),
    _asks("questions", "问答", ROWS, "照群众的问法写。", required=False, step="问答", most="40", fields=(
        _asks("question", "问", longest=120), _asks("answer", "答", LONG, longest=800))),
)
MAIN = (
    _asks("code", "事项代码", help="小写字母、数字和下划线。", longest=40, example="food_business", step="基本信息"),
    _asks("department", "部门", longest=40, step="基本信息"), _asks("levels", "层级", CHOICES, choices=LEVELS, step="基本信息"),
    _asks("title", "名称", longest=120, step="基本信息"), _asks("rank", "层次", CHOICE, choices=RANKS, step="基本信息"),
    _asks("parent", "上级事项", required=False, longest=40, step="基本信息"), _asks("kind", "类别", CHOICE, choices=KINDS, step="基本信息"),
    _asks("nature", "性质", CHOICE, choices=NATURES, step="基本信息"), _asks("procedure", "程序", CHOICE, choices=PROCEDURES, step="基本信息"),
    _asks("serves", "服务对象", CHOICES, choices=SERVES, step="基本信息"),
    _asks("legal_days", "法定时限", NUMBER, least="1", most="400", unit="个工作日", step="时限和办理"),
    _asks("promised_days", "承诺时限", NUMBER, "不能长于法定时限。", least="1", most="400", unit="个工作日", step="时限和办理"),
    _asks("depth", "网办深度", CHOICE, choices=DEPTHS, step="时限和办理"),
    _asks("visits", "到现场次数", NUMBER, least="0", most="5", unit="次", step="时限和办理"),
    _asks("area", "通办范围", CHOICE, choices=AREAS, step="时限和办理"), _asks("result", "结果名称", longest=120, step="时限和办理"),
    _asks("result_kind", "结果类型", CHOICE, choices=RESULTS, step="时限和办理"),
    _asks("result_months", "有效期月", NUMBER, "空着就是长期。", required=False, least="1", most="600", unit="个月", step="时限和办理"),
    _asks("quota", "数量限制", required=False, step="时限和办理"), _asks("prerequisites", "前置事项", required=False, step="时限和办理"),
    _asks("intermediary", "中介服务", required=False, step="时限和办理"), _asks("themes", "主题", required=False, step="时限和办理"),
    _asks("window", "窗口", required=False, step="时限和办理"), _asks("hours", "办理时间", required=False, step="时限和办理"),
    _asks("common_window", "综合窗口收件", YES_NO, "选“是”，同级政府的综合窗口也收，收下就到本部门；空着就是“否”。",
          required=False, step="时限和办理"),
    _asks("phone", "咨询电话", required=False, longest=60, step="时限和办理"), _asks("complaint", "监督电话", required=False, longest=60, step="时限和办理"),
    _asks("keep", "保管期限", CHOICE, choices=KEEPS, step="时限和办理"), _asks("secret", "涉密", YES_NO, step="时限和办理"),
)
ITEM = Form("services.item", "事项", (*MAIN, *GROUPS), submit="保存为新版本")

FIELD_KINDS = (
    ("text", "文字"), ("long_text", "长文字"), ("number", "数字"), ("money", "金额"), ("date", "日期"), ("choice", "单选"), ("choices", "多选"),
    ("yes_no", "是否"), ("address", "地址"), ("person", "个人"), ("firm", "单位"), ("phone", "电话"), ("signature", "签名"), ("map_point", "地图位置"),
)
FIELD = Form("services.field", "字段", (
    _asks("code", "字段", longest=40), _asks("label", "名称", longest=60), _asks("kind", "类型", CHOICE, choices=FIELD_KINDS),
    _asks("help", "说明", required=False), _asks("choices", "选项", LONG, "hot=热食类制售;cold=冷食类制售", required=False, longest=1000),
    _asks("example", "示例", required=False), _asks("unit", "单位", required=False, longest=20), _asks("least", "最小", required=False, longest=20),
    _asks("most", "最大", required=False, longest=20), _asks("longest", "最长", NUMBER, required=False, least="1", most="5000"),
    _asks("personal", "个人信息", YES_NO), _asks("prefill", "预填", required=False, longest=60), _asks("locked", "锁定", YES_NO),
    _asks("step", "步骤", help="它上面的小标题。", longest=20)))
BUNDLE = Form("services.bundle", "一件事", (
    _asks("code", "代码", longest=40), _asks("title", "名称", longest=60), _asks("summary", "说明"), _asks("icon", "图标", longest=30),
    _asks("themes", "主题", required=False), _asks("serves", "服务对象", CHOICES, choices=SERVES),
    _asks("items", "包含事项", ROWS, most="20", fields=(_asks("item", "事项代码", longest=40), _asks("when", "何时", help=WHEN, required=False, longest=120))),
    _asks("questions", "先问", ROWS, required=False, most="10", fields=(_asks("field", "字段", longest=40),))))
ALL = (ITEM, FIELD, BUNDLE)

FILES = {  # the sheets as they lie in `library/`
    "items.csv": "事项", "bases.csv": "依据", "conditions.csv": "条件", "handlings.csv": "情形", "materials.csv": "材料", "fees.csv": "收费",
    "form.csv": "表单", "reviewing.csv": "征询", "sooner.csv": "减时", "special.csv": "特别程序", "questions.csv": "问答", "fields.csv": "字段",
    "bundles.csv": "一件事", "bundle_items.csv": "包含事项", "bundle_questions.csv": "先问",
}
