"""What is asked in a complaint: of whoever complains, of the body that supervises."""

from __future__ import annotations

from dataclasses import replace

from yiwang.engines.forms.types import Field, FieldKind, Form

LONG = FieldKind.LONG_TEXT
ABOUT = (("slow", "拖着不办"), ("refused", "该办的不办，推来推去"), ("attitude", "态度不好"), ("extra", "多要材料、多跑路"), ("fee", "乱收费"),
         ("bribe", "吃拿卡要"), ("other", "其他"))
FOUND = (("true", "属实"), ("partly", "部分属实"), ("untrue", "不属实"))
LEVELS = (("best", "非常满意"), ("good", "满意"), ("fair", "基本满意"), ("bad", "不满意"), ("worst", "非常不满意"))
COMPLAIN = Form("supervision.complain", "效能投诉", (
    Field("whose", "投诉哪个单位", help="写单位的名称，例如“金水区市场监督管理局”。", longest=80, personal=False),
    Field("about", "哪方面", FieldKind.CHOICE, choices=ABOUT, personal=False),
    Field("what", "发生了什么", LONG, "什么时间、在哪里、办什么事、谁怎么做的。被投诉的单位看不到是谁投诉的。", longest=2000),
    Field("case", "哪个办件", help="知道办件号的，写在这里。", required=False, longest=40),
    Field("phone", "联系电话", FieldKind.PHONE, "核查时可能要问您几句。", required=False, prefill="person.phone"),
    Field("papers", "照片、录音、材料", FieldKind.FILE, "照片或 PDF，最多 5 份。", required=False, files=5, longest=20 * 1024 * 1024),
), submit="提交投诉", intro="由监察单位核查，被投诉的单位不经手，也看不到是谁投诉的。咨询、求助请写公众诉求。")
PASSED_ON = replace(COMPLAIN, code="supervision.complaint_passed_on", intro="", fields=(
    *COMPLAIN.fields, Field("caller", "称呼", required=False, longest=40),
    Field("note", "转来的单位说明", LONG, required=False, longest=500)))  # of another system: what was written there, and what its officials say
DECLINE = Form("supervision.complaint_declined", "不予受理", (
    Field("because", "为什么不受理", LONG, "会告诉投诉人。", longest=500, personal=False),
    Field("instead", "应当怎么办", LONG, "写明归谁管、怎么找他们。", longest=500, personal=False),
), submit="不予受理")
CHECK = Form("supervision.complaint_checked", "记录核查", (
    Field("note", "查了什么", LONG, "问了谁、看了哪些记录；不写投诉人是谁。", longest=2000, personal=False),
), submit="记录")
ANSWER = Form("supervision.complaint_answered", "答复", (
    Field("found", "查下来", FieldKind.CHOICE, "属实、部分属实的，同时给被投诉的单位发出信号。", choices=FOUND, personal=False),
    Field("finding", "认定的事实", LONG, "依据哪些记录。被投诉的单位会看到，不写投诉人是谁。", longest=1000, personal=False),
    Field("reply", "给投诉人的答复", LONG, "查了什么、结果怎样、怎么处理。", longest=1000, personal=False),
), submit="答复投诉人")
RATE = Form("supervision.complaint_rated", "评价", (
    Field("level", "您满意吗", FieldKind.CHOICE, choices=LEVELS, personal=False),
    Field("words", "还想说的", LONG, required=False, longest=1000),
), submit="提交评价")
HEARD = replace(RATE, code="supervision.complaint_heard", title="回访", submit="记下回访", fields=(
    replace(RATE.fields[0], label="满意程度"), replace(RATE.fields[1], label="说了什么")))
ALL = (COMPLAIN, PASSED_ON, DECLINE, CHECK, ANSWER, RATE, HEARD)
