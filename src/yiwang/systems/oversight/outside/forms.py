"""What a department's system tells of a step, and what is registered of it beforehand."""

from __future__ import annotations

from dataclasses import replace

from yiwang.engines.forms.types import Field, FieldKind, Form, When

CHOICE, LONG, DATE, YES_NO, NUMBER, MONEY = (FieldKind.CHOICE, FieldKind.LONG_TEXT, FieldKind.DATE, FieldKind.YES_NO, FieldKind.NUMBER, FieldKind.MONEY)
NO_GROUND = "other"
GROUNDS = (("hearing", "听证"), ("tender", "招标"), ("auction", "拍卖"), ("inspection", "检验"), ("testing", "检测"), ("quarantine", "检疫"),
           ("appraisal", "鉴定"), ("expert_review", "专家评审"), (NO_GROUND, "其他情形"))
STEPS = (("open", "收件"), ("ask_for_papers", "告知补正"), ("supplement", "补正"), ("accept", "受理"), ("not_accept", "不予受理"), ("suspend", "不计期限"),
         ("resume", "恢复计算"), ("extend", "延长期限"), ("charge", "收费"), ("pay", "缴费"), ("grant", "准予许可"), ("refuse", "不予许可"),
         ("hand_over", "送达"), ("withdraw", "撤回"), ("rate", "评价"), ("complain", "投诉"))
LEVELS = (("best", "非常满意"), ("good", "满意"), ("fair", "基本满意"), ("bad", "不满意"), ("worst", "非常不满意"))


def _of(*steps: str) -> tuple[When, ...]:
    return (When("step", steps),)


STEP = Form("outside.step", "一步", (
    Field("case", "办件编号", help="在您那里的编号。", longest=60, personal=False),
    Field("n", "第几步", NUMBER, "从 1 起，一步一个号。", least="1", most="999", whole=True, personal=False),
    Field("step", "哪一步", CHOICE, choices=STEPS, personal=False),
    Field("at", "什么时候办的", help="RFC 3339，例如 2026-11-20T10:05:00+08:00。", longest=40, personal=False),
    Field("handler", "经办人编号", help="在您那里的编号，不写姓名。", longest=60, personal=False),
    Field("item", "事项代码", help="登记过的。", longest=60, personal=False, when=_of("open")),
    Field("reason", "理由", LONG, "不写申请人的姓名、证件、电话。", required=False, longest=1000, personal=False,
          when=_of("not_accept", "refuse", "extend", "suspend")),
    Field("ground", "不计期限的情形", CHOICE, choices=GROUNDS, personal=False, when=_of("suspend")),
    Field("told_until", "告知到哪天", DATE, required=False, personal=False, when=_of("suspend")),
    Field("notice", "书面告知了没有", YES_NO, required=False, personal=False, when=_of("ask_for_papers", "suspend", "extend", "not_accept", "refuse")),
    Field("days", "延长几个工作日", NUMBER, "批准延长的。", least="1", most="99", whole=True, personal=False, when=_of("extend")),
    Field("approver", "谁批准的", CHOICE, choices=(("head", "行政机关负责人"), ("other", "其他人")), personal=False, when=_of("extend")),
    Field("fee_item", "收费项目", longest=80, personal=False, when=_of("charge", "pay")),
    Field("amount", "金额", MONEY, "以分为单位。", personal=False, when=_of("charge", "pay")),
    Field("receipt", "票据号", required=False, longest=60, personal=False, when=_of("pay")),
    Field("papers", "要了哪些材料", LONG, "一行一份。", required=False, longest=2000, personal=False, when=_of("open", "ask_for_papers")),
    Field("level", "满意程度", CHOICE, choices=LEVELS, personal=False, when=_of("rate")),
    Field("words", "投诉的内容", LONG, longest=1000, when=_of("complain")),
    Field("sha256", "文书或材料的 SHA-256", required=False, longest=64, personal=False),
), submit="报送")
SUSPEND = Form("outside.suspend", "不计期限", (replace(STEP.field("ground"), when=()),))
EXTEND = Form("outside.extend", "延长期限", (replace(STEP.field("days"), when=()),))
ITEM = Form("outside.item", "登记上报的事项", (
    Field("item", "事项代码", help="上报时写的代码。", longest=60, personal=False), Field("title", "名称", longest=100, personal=False),
    Field("unit", "哪个单位办", CHOICE, personal=False),
    Field("promised", "承诺几个工作日", NUMBER, "从受理到决定，不超过法定的 20 个。", least="1", most="20", whole=True, personal=False),
    Field("fees", "收费", FieldKind.ROWS, "不收费的空着。", required=False, personal=False, fields=(
        Field("name", "项目", longest=80, personal=False), Field("most", "标准", MONEY, "最高收多少。", personal=False))),
    Field("papers", "要哪些材料", LONG, "一行一份，和办事指南一样。", required=False, longest=2000, personal=False),
), submit="登记")
ALL = (STEP,)
