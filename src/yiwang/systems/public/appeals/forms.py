"""What is asked in a citizen's matter: of whoever writes, of the desk, of the unit."""

from __future__ import annotations

from dataclasses import replace

from yiwang.engines.forms.types import Field, FieldKind, Form, When
from yiwang.systems.public.appeals import parameters

LONG, CHOICE = FieldKind.LONG_TEXT, FieldKind.CHOICE
SORTS = (("consult", "咨询"), ("help", "求助"), ("complaint", "投诉"), ("report", "举报"), ("advice", "建议"), ("thanks", "感谢"))
CHANNELS = (("web", "网上"), ("hotline", "热线"), ("partner", "合作网站"), ("mailbox", "信箱"), ("media", "媒体"), ("letter", "来信"), ("visit", "来访"),
            ("sms", "短信"), ("weibo", "微博"))
BY_DESK = tuple(c for c in CHANNELS if c[0] in ("hotline", "letter", "visit", "sms", "weibo", "media"))
URGENCY = (("normal", "一般"), ("urgent", "紧急"), ("danger", "有安全风险，马上处置"))
ELSEWHERE = (
    ("emergency", "报警、火警、急救（110、119、120）"), ("court", "已经进入或者经过诉讼、仲裁、复议"), ("discipline", "纪检监察机关管的"),
    ("secret", "涉及国家秘密"), ("final", "同一事实已经有终结的答复"),
)
FINDINGS = (("true", "属实"), ("partly", "部分属实"), ("not", "不属实"), ("none", "不涉及核查"))
OUTCOMES = (("solved", "已经解决"), ("planned", "列入计划"), ("explained", "解释清楚"), ("cannot", "现在不能解决"))
LEVELS = (("best", "非常满意"), ("good", "满意"), ("fair", "基本满意"), ("bad", "不满意"), ("worst", "非常不满意"))
SOLVED = (("yes", "解决了"), ("partly", "解决了一部分"), ("no", "没有解决"))
UNFIT = (("unlawful", "要求违反法律、政策"), ("impossible", "客观上做不到，已经解释清楚"), ("repeated", "已经依法答复，反复提同一要求"))
CONDUCTS = (("slow", "拖着不办"), ("refused", "该办的不办，推来推去"), ("attitude", "态度不好"), ("extra", "多要材料、多跑路"), ("fee", "乱收费"),
            ("bribe", "吃拿卡要"), ("other", "其他"))
AGAINST = (When("sort", ("complaint", "report")),)
WRITE = Form("appeals.write", "写诉求", (
    Field("sort", "诉求类型", CHOICE, choices=SORTS, personal=False),
    Field("subject", "一句话说明", help="例如：优胜北路路灯不亮。不写姓名和电话。", longest=60),
    Field("body", "详细情况", LONG, "什么时间、什么地点、什么事、希望怎么办。不用知道归谁管。", longest=3000),
    Field("against", "反映的是哪个单位或者谁", help="知道就写。反映到谁，就不会交给谁办。", required=False, longest=100, when=AGAINST),
    Field("secret", "要不要保密", FieldKind.YES_NO, "要保密的，承办单位看不到您是谁，也看不到原话，由受理中心转述。", personal=False, when=AGAINST,
          choices=(("yes", "要"), ("no", "不要"))),
    Field("place", "在哪里", FieldKind.TREE, "选到哪一级都行。", tree="divisions", levels=("区县", "街道、乡镇", "社区、村"), leaves=False, required=False,
          personal=False),
    Field("spot", "具体地点", help="路名、小区、门口的标志。", required=False, longest=100),
    Field("phone", "联系电话", FieldKind.PHONE, "承办单位可能打给您。"),
    Field("photos", "照片和材料", FieldKind.FILE, "有就传，没有也可以写。", required=False, files=5),
), submit="提交")
_media = (When("channel", ("media",)),)
CALL = Form("appeals.call", "登记诉求", (
    Field("channel", "怎么来的", CHOICE, choices=BY_DESK, personal=False),
    Field("outlet", "哪家媒体", personal=False, longest=60, when=_media), Field("headline", "标题", personal=False, longest=100, when=_media),
    Field("link", "网址", personal=False, required=False, longest=300, when=_media, example="https://news.example.cn/1"),
    Field("reach", "阅读量", FieldKind.NUMBER, personal=False, required=False, least="0", whole=True, when=_media),
    Field("caller", "称呼", help="姓名，或者“贺女士”。不愿意说的可以空着。", required=False, longest=40),
    replace(WRITE.field("phone"), help="回访和短信用。", required=False),
    *(f for f in WRITE.fields if f.code not in ("phone", "photos")), WRITE.field("photos"),
), submit="登记")
PARTNER = Form("appeals.partner", "合作网站转来诉求", (
    *(replace(f, required=f.required and f.code != "secret") for f in CALL.fields[5:-1]),
    Field("at", "哪天写的", FieldKind.DATE, required=False, personal=False),
))
TOPIC = Field("topic", "归哪类", FieldKind.TREE, "选到哪一级都行，选准就好。", choices=parameters.TOPICS, levels=("一级", "二级", "三级"), leaves=False,
              personal=False)
WANTED = Field("wanted", "交办要求", LONG, "写明要查清什么、怎么答复；要保密的，在这里转述。", required=False, longest=500, personal=False)
DISPATCH = Form("appeals.dispatch", "派单", (
    TOPIC, Field("urgency", "紧急程度", CHOICE, choices=URGENCY, personal=False),
    Field("again_of", "是哪件的再次反映", help="同一个人、同一件事答复后又来的，填那一件的单号；交上一级办。", required=False, longest=32, personal=False),
    WANTED,
), submit="派单")
MERGE = Form("appeals.merge", "并件", (
    Field("into", "并入哪一件", help="那一件的单号。一起办、一起答复，各自评价。", longest=32, personal=False),
), submit="并件")
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
PASS_DOWN = Form("appeals.pass_down", "交下级办理", (
    Field("wanted", "交办要求", LONG, "答复期限不重新算。", required=False, longest=500, personal=False),
), submit="交下级办理")
GIVE_BACK = Form("appeals.give_back", "退回", (
    Field("not_ours", "为什么不归本单位", LONG, "写明职责依据，归哪个单位。由派单的单位裁定。", longest=500, personal=False),
), submit="退回")
EXTEND = Form("appeals.extend", "延长答复期限", (
    Field("days", "延长的工作日", FieldKind.NUMBER, least="1", most="5", whole=True, personal=False, help="只能延长一次。"),
    Field("reason", "理由", LONG, "会告诉诉求人。", longest=500, personal=False),
), submit="批准延长")
CONSULT = Form("appeals.consult", "请单位协办", (
    Field("question", "请他们做什么", LONG, "写明查什么、办什么、几时要。", longest=500, personal=False),
), submit="请协办")
ANSWER = Form("appeals.answer", "答复", (
    Field("finding", "反映的情况", CHOICE, choices=FINDINGS, personal=False),
    Field("outcome", "办理结果", CHOICE, choices=OUTCOMES, personal=False),
    Field("planned", "计划什么时候完成", FieldKind.DATE, personal=False, when=(When("outcome", ("planned",)),)),
    Field("reply", "给诉求人的答复", LONG, "做了什么、能不能解决、为什么。审核以后发给诉求人；不写别人的姓名、电话、住址。", longest=3000),
), submit="报送审核")
TOLD = Field("reply", "给诉求人的答复", LONG, "发给诉求人的就是这一段；不写别人的姓名、电话、住址。", longest=3000, personal=False)
REPLY = Form("appeals.reply", "直接答复", (replace(TOPIC, required=False), *ANSWER.fields[:-1], TOLD), submit="答复诉求人")
TOLD_TOO = Form("appeals.told_too", "一起答复", (replace(ANSWER.field("finding"), required=False), replace(ANSWER.field("outcome"), required=False), TOLD))
CLOSE = Form("appeals.close", "审核通过，答复诉求人", (TOLD,), submit="答复诉求人")
REWORK = Form("appeals.rework", "退回重办", (
    Field("redo", "哪里不行", LONG, "写明答非所问、没有查清、没有依据的地方。", longest=500, personal=False),
), submit="退回重办")
LEVEL, WHETHER = Field("level", "您满意吗", CHOICE, choices=LEVELS, personal=False), Field("fixed", "事情解决了吗", CHOICE, choices=SOLVED, personal=False)
WHY = Field("words", "哪里不满意，还想怎么办", LONG, "会交给上一级重新办理。", longest=1000)
RATE = Form("appeals.rate", "评价", (LEVEL, WHETHER, replace(WHY, label="还想说的", help="", required=False)), submit="提交评价")
AGAIN = Form("appeals.again", "不满意，请上一级办", (replace(LEVEL, choices=LEVELS[3:]), WHETHER, WHY), submit="请上一级办")
HEARD = Form("appeals.heard", "回访：已评价", (replace(LEVEL, label="满意程度"), WHETHER, replace(WHY, label="说了什么", help="", required=False)),
             submit="记下回访")
HEARD_AGAIN = replace(AGAIN, code="appeals.heard_again", title="回访：不满意，上一级重办", submit="交上一级")
MISSED = Form("appeals.missed", "回访：没有联系上", (
    Field("tried", "怎么联系的", help="几时、打了几次。", longest=200, personal=False),), submit="记下回访")
SEND_UP = Form("appeals.send_up", "交上一级重办", (replace(TOPIC, required=False), replace(WANTED, required=True)), submit="交上一级")
ASK_EXCLUSION = Form("appeals.ask_exclusion", "申请不计入考核", (
    Field("grounds", "为什么说诉求不合理", LONG, "写明法律、政策依据和已经做过的解释。", longest=1000, personal=False),
    Field("evidence", "证据", FieldKind.FILE, "没有证据的不予认定。", files=5),
), submit="申请认定")
EXCLUDE = Form("appeals.exclude", "认定不计入考核", (
    Field("excluded", "属于哪种", CHOICE, choices=UNFIT, personal=False), Field("ruling", "理由", LONG, longest=500, personal=False),
), submit="认定")
KEEP = Form("appeals.keep", "不予认定", (Field("ruling", "理由", LONG, "会告诉承办单位。", longest=500, personal=False),), submit="不予认定")
CLUE = Form("appeals.clue", "报监察线索", (
    Field("finding", "发现了什么", LONG, "写明哪个环节、谁、什么时候，依据哪几条记录。诉求照常办。", longest=1000, personal=False),
), submit="报送线索")
CONDUCT = Form("appeals.conduct", "转监察单位核查", (
    Field("whose", "反映的是哪个单位", help="写单位的全称。诉求的原话和电话一并转去，由监察单位受理、核查、答复，被反映的单位不经手。", longest=80),
    Field("about", "哪方面", CHOICE, choices=CONDUCTS),
    Field("note", "还要告诉监察单位的", LONG, "例如电话里补充的情况。", required=False, longest=500),
), submit="转监察单位")
CARRIED = (("subject", "what"), ("body", "what"), ("spot", "what"), ("caller", "caller"), ("phone", "phone"), ("photos", "papers"))  # theirs goes along
ALL = (WRITE, CALL, PARTNER, DISPATCH, MERGE, SEND_ON, OVERRULE, DECLINE, PASS_DOWN, GIVE_BACK, EXTEND, CONSULT, ANSWER, REPLY, TOLD_TOO, CLOSE,
       REWORK, RATE, AGAIN, HEARD, HEARD_AGAIN, MISSED, SEND_UP, ASK_EXCLUSION, EXCLUDE, KEEP, CLUE, CONDUCT)
