"""What is asked in a citizen's matter: of whoever writes, of the desk, of the unit."""

from __future__ import annotations

from yiwang.engines.forms.types import Field, FieldKind, Form, When

LONG, CHOICE = FieldKind.LONG_TEXT, FieldKind.CHOICE
SORTS = (("consult", "咨询"), ("help", "求助"), ("complaint", "投诉"), ("advice", "建议"), ("thanks", "感谢"))
URGENCY = (("normal", "一般"), ("urgent", "紧急"), ("danger", "有安全风险，马上处置"))
ELSEWHERE = (
    ("emergency", "报警、火警、急救（110、119、120）"), ("court", "已经进入或者经过诉讼、仲裁、复议"), ("discipline", "纪检监察机关管的"),
    ("secret", "涉及国家秘密"), ("final", "同一事实已经有终结的答复"),
)
FINDINGS = (("true", "属实"), ("partly", "部分属实"), ("not", "不属实"), ("none", "不涉及核查"))
OUTCOMES = (("solved", "已经解决"), ("planned", "列入计划"), ("explained", "解释清楚"), ("cannot", "现在不能解决"))
WRITE = Form("appeals.write", "写诉求", (
    Field("sort", "您要", CHOICE, choices=SORTS, personal=False),
    Field("subject", "一句话说明", help="例如：优胜北路路灯不亮。不写姓名和电话。", longest=60),
    Field("body", "详细情况", LONG, "什么时间、什么地点、什么事、希望怎么办。不用知道归谁管。", longest=3000),
    Field("place", "在哪里", FieldKind.TREE, "选到哪一级都行。", tree="divisions", levels=("区县", "街道、乡镇", "社区、村"), leaves=False, required=False,
          personal=False),
    Field("spot", "具体地点", help="路名、小区、门口的标志。", required=False, longest=100),
    Field("phone", "联系电话", FieldKind.PHONE, "承办单位可能打给您。"),
    Field("photos", "照片和材料", FieldKind.FILE, "有就传，没有也可以写。", required=False, files=5),
), submit="提交")
DISPATCH = Form("appeals.dispatch", "派单", (
    Field("urgency", "紧急程度", CHOICE, choices=URGENCY, personal=False),
    Field("wanted", "交办要求", LONG, "写明要查清什么、怎么答复。", required=False, longest=500, personal=False),
), submit="派单")
SEND_ON = Form("appeals.send_on", "同意退回，改派", (
    Field("ruling", "裁定的理由", LONG, "写明为什么不归原单位、归哪个单位。", longest=500, personal=False),
), submit="改派")
OVERRULE = Form("appeals.overrule", "不同意退回", (
    Field("ruling", "裁定的理由", LONG, "写明为什么归这个单位。裁定以后不能再退。", longest=500, personal=False),
), submit="退回原单位办理")
DECLINE = Form("appeals.decline", "不予受理", (
    Field("because", "情形", CHOICE, choices=ELSEWHERE, personal=False),
    Field("instead", "应当怎么办", LONG, "会告诉诉求人：该找谁、怎么找。", longest=500, personal=False),
), submit="不予受理")
GIVE_BACK = Form("appeals.give_back", "退回", (
    Field("not_ours", "为什么不归本单位", LONG, "写明职责依据，归哪个单位。由派单的单位裁定。", longest=500, personal=False),
), submit="退回")
EXTEND = Form("appeals.extend", "延长答复期限", (
    Field("days", "延长的工作日", FieldKind.NUMBER, least="1", most="5", whole=True, personal=False, help="只能延长一次。"),
    Field("reason", "理由", LONG, "会告诉诉求人。", longest=500, personal=False),
), submit="批准延长")
ANSWER = Form("appeals.answer", "答复", (
    Field("finding", "反映的情况", CHOICE, choices=FINDINGS, personal=False),
    Field("outcome", "办理结果", CHOICE, choices=OUTCOMES, personal=False),
    Field("planned", "计划什么时候完成", FieldKind.DATE, personal=False, when=(When("outcome", ("planned",)),)),
    Field("reply", "给诉求人的答复", LONG, "做了什么、能不能解决、为什么。审核以后发给诉求人；不写别人的姓名、电话、住址。", longest=3000),
), submit="报送审核")
TOLD = Field("reply", "给诉求人的答复", LONG, "发给诉求人的就是这一段；不写别人的姓名、电话、住址。", longest=3000, personal=False)
REPLY = Form("appeals.reply", "直接答复", (*ANSWER.fields[:-1], TOLD), submit="答复诉求人")
CLOSE = Form("appeals.close", "审核通过，答复诉求人", (TOLD,), submit="答复诉求人")
REWORK = Form("appeals.rework", "退回重办", (
    Field("redo", "哪里不行", LONG, "写明答非所问、没有查清、没有依据的地方。", longest=500, personal=False),
), submit="退回重办")
ALL = (WRITE, DISPATCH, SEND_ON, OVERRULE, DECLINE, GIVE_BACK, EXTEND, ANSWER, REPLY, CLOSE, REWORK)
