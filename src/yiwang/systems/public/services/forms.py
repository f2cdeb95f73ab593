"""Forms of the moves. What an applicant fills in comes from the item (`rooms.item_forms`)."""

from __future__ import annotations

from yiwang.engines.forms.types import Field, FieldKind, Form

SPECIAL_STEPS = (
    ("hearing", "听证"), ("tender", "招标"), ("auction", "拍卖"), ("inspection", "检验"), ("testing", "检测"), ("quarantine", "检疫"), ("appraisal", "鉴定"),
    ("expert_review", "专家评审"),
)

MISSING = Form("services.missing", "一次告知要补的材料", (
    Field("missing", "要补的材料", FieldKind.LONG_TEXT, "一行一份，写明缺什么、怎么改。只能告知一次，请写全。", longest=2000, personal=False,
          example="场所平面布局图（标明操作间、就餐区）"),
), submit="发出补正告知书", intro="行政许可法第三十二条：材料不齐的，当场或者五日内一次告知需要补正的全部内容。")

PAPERS = Form("services.papers", "补正材料", (
    Field("papers", "补交的材料", FieldKind.FILE, "PDF 或照片，每份不超过 20 MB，最多 10 份。", files=10, longest=20 * 1024 * 1024),
    Field("note", "说明", FieldKind.LONG_TEXT, required=False, longest=1000),
), submit="提交补正材料")

REASONS = Form("services.reasons", "写明理由和依据", (
    Field("reasons", "理由", FieldKind.LONG_TEXT, "写明哪一项条件不符合、事实是什么。这段话会写进决定书。", longest=2000, personal=False),
    Field("basis", "依据", FieldKind.TEXT, "法律名称和条款。", personal=False, longest=200, example="行政许可法第三十八条第二款"),
), submit="作出决定")

NOT_OURS = Form("services.not_ours", "不予受理的理由", (
    Field("reasons", "理由", FieldKind.LONG_TEXT, "不属于本单位职权的，写明应当向哪个机关申请。", longest=2000, personal=False),
    Field("basis", "依据", FieldKind.TEXT, personal=False, longest=200, example="行政许可法第三十二条第一款第二项"),
), submit="不予受理")

NOT_COUNTED = Form("services.not_counted", "不计入期限的情形", (
    Field("ground", "情形", FieldKind.CHOICE, "只有这八种不计入期限；现场核查、会签、公示都计入。", choices=SPECIAL_STEPS, personal=False),
    Field("expected_days", "预计所需工作日", FieldKind.NUMBER, "写进给申请人的告知书。", least="1", most="180", personal=False),
    Field("note", "具体内容", FieldKind.TEXT, personal=False, longest=200, example="委托检测燃气报警装置"),
), submit="停止计算并告知申请人", intro="行政许可法第四十五条：所需时间不计入期限，应当书面告知申请人。")

RESUME = Form("services.resume", "恢复计算期限", (
    Field("result", "结果", FieldKind.TEXT, "写明检测、听证等的结果。", personal=False, longest=200),
), submit="恢复计算")

EXTEND = Form("services.extend", "延长审查期限", (
    Field("days", "延长的工作日", FieldKind.NUMBER, least="1", most="15", personal=False),
    Field("reason", "理由", FieldKind.LONG_TEXT, "会告知申请人。", longest=500, personal=False),
), submit="批准延长")

CONSULT = Form("services.consult", "征询有关部门", (
    Field("question", "请有关部门回答什么", FieldKind.LONG_TEXT, "各部门按自己的法定条件回答；现场情况可以写在这里。", required=False, longest=1000,
          personal=False),
), submit="同时发出征询")

PROPOSAL = Form("services.proposal", "拟出审查意见", (
    Field("proposal", "拟作决定", FieldKind.CHOICE, choices=(("grant", "准予许可"), ("refuse", "不予许可")), personal=False),
    Field("opinion", "审查意见", FieldKind.LONG_TEXT, "写明查了哪些条件、结果怎样。", longest=2000, personal=False),
), submit="报请签发")

RETURN = Form("services.return", "退回重审", (
    Field("why", "退回的理由", FieldKind.LONG_TEXT, longest=500, personal=False),
), submit="退回审查人")

CLUE = Form("services.clue", "移送监察", (
    Field("finding", "发现了什么", FieldKind.LONG_TEXT, "写明哪个环节、谁、什么时候，依据哪几条记录。", longest=1000, personal=False),
), submit="移送监察")

ALL = (CLUE, MISSING, PAPERS, REASONS, NOT_OURS, NOT_COUNTED, RESUME, EXTEND, CONSULT, PROPOSAL, RETURN)
