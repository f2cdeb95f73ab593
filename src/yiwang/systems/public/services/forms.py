"""Forms of the moves. What an applicant fills in comes from the item (`rooms.item_forms`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from yiwang.engines.forms.types import Field, FieldKind, Form, When
from yiwang.kernel.reasons import Reason

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

OFFER_HEARING = Form("services.offer_hearing", "告知听证权利", (
    Field("matter", "涉及的重大利益", FieldKind.LONG_TEXT, "写明是什么利益，会写进告知书；不写人名。", longest=1000, personal=False),
    Field("others", "有没有利害关系人", FieldKind.YES_NO, "有的，同时把告知书送给他们；他们也可以要求听证。", personal=False),
), submit="发出听证告知书", intro="行政许可法第四十七条：直接涉及申请人与他人之间重大利益关系的，决定前告知可以要求听证。")

ASK_FOR_HEARING = Form("services.ask_for_hearing", "要求听证", (
    Field("reasons", "要求听证的理由", FieldKind.LONG_TEXT, "可以只写一句话。", longest=1000),
), submit="要求听证")

OTHER_ASKS = Form("services.other_asks", "登记利害关系人的听证申请", (
    Field("who", "谁要求听证", help="姓名或者单位名称，和这件事有什么关系。", longest=200),
    Field("reasons", "要求听证的理由", FieldKind.LONG_TEXT, "可以只写一句话。", longest=1000),
    Field("paper", "听证申请", FieldKind.FILE, "照片或 PDF。", required=False, files=5, longest=20 * 1024 * 1024),
), submit="登记")

CALL_HEARING = Form("services.call_hearing", "通知听证", (
    Field("held_on", "举行日期", FieldKind.DATE, "通知以后至少隔七个工作日。", least="today", personal=False),
    Field("time", "时间", help="24 小时制。", longest=20, personal=False, example="9:30"),
    Field("place", "地点", longest=120, personal=False, example="市政务服务中心 3 楼会议室"),
    Field("chair", "主持人", help="不能是审查这个申请的人。", longest=40, personal=False),
), submit="发出听证通知书", intro="行政许可法第四十八条：举行听证的七日前通知申请人、利害关系人。听证所需时间不计入期限。")

HEARING_RECORD = Form("services.hearing_record", "听证笔录", (
    Field("present", "到场的人", FieldKind.LONG_TEXT, "一行一位，写明身份。", longest=1000),
    Field("record", "笔录要点", FieldKind.LONG_TEXT, "双方的证据、理由和质证。决定要根据笔录作出。", longest=4000, personal=False),
    Field("minutes", "签名的笔录", FieldKind.FILE, "照片或 PDF。", required=False, files=5, longest=20 * 1024 * 1024),
), submit="归入听证笔录", intro="行政许可法第四十八条：听证应当制作笔录，行政机关应当根据听证笔录作出决定。")


def two_persons(answers: Mapping[str, Any]) -> Sequence[Reason]:
    """第三十四条第三款: two officials at least."""
    if answers["first"] == answers["second"]:
        return [Reason("same-person", "核查要两名以上工作人员，请填另一个人。", "行政许可法第三十四条第三款", "second")]
    return []


ON_SITE = Form("services.on_site", "现场核查", (
    Field("checked_on", "核查日期", FieldKind.DATE, most="today", personal=False),
    Field("first", "核查人", longest=40, personal=False), Field("second", "核查人（第二人）", longest=40, personal=False),
    Field("finding", "核查情况", FieldKind.LONG_TEXT, "看了什么、和申请材料是否一致。", longest=2000, personal=False),
    Field("pictures", "现场照片", FieldKind.FILE, "照片或 PDF。", required=False, files=10, longest=20 * 1024 * 1024),
), rules=(two_persons,), submit="记录核查情况", intro="行政许可法第三十四条：需要核实实质内容的，指派两名以上工作人员核查。核查的时间计入期限。")

ANNOUNCE_HEARING = Form("services.announce_hearing", "公告举行听证", (
    Field("ground", "为什么举行听证", FieldKind.CHOICE, choices=(
        ("by_law", "法律、法规、规章规定应当听证"), ("public_interest", "涉及公共利益的重大许可事项，本机关认为需要听证")), personal=False),
    Field("basis", "依据", help="哪一部法律、法规、规章的哪一条，照条文写。", longest=200, personal=False, when=(When("ground", ("by_law",)),)),
    Field("matter", "听证的内容", FieldKind.LONG_TEXT, "会向社会公布：要听什么意见、涉及哪里；不写申请人和别人的姓名。", longest=1000, personal=False),
    *CALL_HEARING.fields,
    Field("sign_up", "怎么报名", FieldKind.LONG_TEXT, "会向社会公布：报名的方式、截止的日期、代表怎么产生。", longest=500, personal=False),
), submit="公告并通知申请人", intro="行政许可法第四十六条：应当向社会公告，并举行听证。公告当天就在“听证公告”里公布；听证所需时间不计入期限。")

TELL_OTHERS = Form("services.tell_others", "告知利害关系人", (
    Field("who", "告知谁", FieldKind.LONG_TEXT, "一行一位，写姓名或者单位名称、住址。只有承办的人看得到。", longest=2000),
    Field("count", "一共几位", FieldKind.NUMBER, "和上面写的一样多。", least="1", most="500", whole=True, personal=False),
    Field("matter", "涉及的重大利益", FieldKind.LONG_TEXT, "写明是什么利益，会写进告知书；不写人名。", longest=1000, personal=False),
), submit="发出告知书", intro="行政许可法第三十六条：许可事项直接关系他人重大利益的，应当告知利害关系人，听取申请人、利害关系人的意见。")

OTHER_STATES = Form("services.other_states", "登记利害关系人的意见", (
    Field("who", "谁陈述的", help="姓名或者单位名称。只有承办的人看得到。", longest=200),
    Field("opinion", "陈述、申辩的意见", FieldKind.LONG_TEXT, "照原意写意见和理由，不写人名；明确表示没有意见的，也写下来。", longest=4000, personal=False),
    Field("paper", "书面意见", FieldKind.FILE, "照片或 PDF。", required=False, files=10, longest=20 * 1024 * 1024),
), submit="登记意见")

PROPOSAL_AFTER_STATEMENTS = replace(PROPOSAL, version=2, fields=(
    *PROPOSAL.fields,
    Field("heard", "陈述、申辩的意见怎么处理", FieldKind.LONG_TEXT, "申请人、利害关系人陈述过意见的必须写：采纳了哪些、没有采纳的为什么。会写进决定书。",
          required=False, longest=2000, personal=False)))


def _deceit(label: str, choices: tuple[tuple[str, str], ...], years: str) -> tuple[Field, Field]:
    """Whether somebody deceived, and whether the matter is one in which that keeps them from applying again (第七十八、七十九条)."""
    return (
        Field("because", label, FieldKind.CHOICE, "没有这种情形的不用选。", required=False, choices=choices, personal=False),
        Field("safety", "是否直接关系公共安全、人身健康、生命财产安全", FieldKind.YES_NO,
              f"是的，申请人{years}内不得再次申请这项许可，决定书会写明到哪一天。", when=(When("because", tuple(code for code, _ in choices)),),
              personal=False))


CONCEALED = (("concealed", "隐瞒有关情况"), ("false_papers", "提供虚假材料"))
OBTAINED = (("deceit", "以欺骗手段取得"), ("bribery", "以贿赂手段取得"), ("improper", "以其他不正当手段取得"))
REFUSAL = replace(REASONS, code="services.refusal", fields=(*REASONS.fields, *_deceit("申请人有没有隐瞒、造假", CONCEALED, "一年")))
NON_ACCEPTANCE = replace(NOT_OURS, code="services.non_acceptance", fields=(*NOT_OURS.fields, *_deceit("申请人有没有隐瞒、造假", CONCEALED, "一年")))
TAKING_BACK = replace(REASONS, code="services.taking_back", fields=(*REASONS.fields, *_deceit("许可是不是以不正当手段取得的", OBTAINED, "三年")))

ASSIGN = Form("services.assign", "指派两名工作人员", (
    Field("first", "第一位", help="本单位在任的工作人员，写姓名；同名的写成“姓名（岗位）”。", longest=60, personal=False),
    Field("second", "第二位", help="另一个人。", longest=60, personal=False),
    Field("note", "检验、检测、检疫什么", FieldKind.LONG_TEXT, "写明对象，按照哪些技术标准、技术规范。", longest=1000, personal=False),
), submit="指派", intro="行政许可法第五十五条：自受理之日起五日内指派两名以上工作人员，按照技术标准、技术规范检验、检测、检疫。")

FINDING = Form("services.finding", "核查结论", (
    Field("finding", "结论", FieldKind.LONG_TEXT, "写明查了什么、怎么认定的。", longest=2000, personal=False),
), submit="作出结论")

RECTIFICATION = Form("services.rectification", "责令限期整改", (
    Field("finding", "存在的问题", FieldKind.LONG_TEXT, "写明哪里和承诺或者标准不一致，会写进通知书。", longest=2000, personal=False),
    Field("until", "整改到哪一天", FieldKind.DATE, "写进通知书，期限就到这一天。", least="today", personal=False),
), submit="发出整改通知书")

GROUNDS_TO_CANCEL = (
    ("expired", "有效期届满未延续"), ("person", "公民死亡或者丧失行为能力"), ("ended", "法人或者其他组织依法终止"),
    ("revoked", "许可依法被撤销、撤回，或者证件被吊销"), ("force", "不可抗力使许可事项无法实施"), ("other", "法律、法规规定的其他情形"),
)
CANCELLATION = Form("services.cancellation", "办理注销", (
    Field("ground", "注销的情形", FieldKind.CHOICE, choices=GROUNDS_TO_CANCEL, personal=False),
    Field("finding", "核对情况", FieldKind.LONG_TEXT, "写明核对了什么。", longest=1000, personal=False),
), submit="注销许可", intro="行政许可法第七十条。")

GROUNDS_TO_REVOKE = (
    ("abuse", "工作人员滥用职权、玩忽职守作出准予决定"), ("beyond", "超越法定职权作出准予决定"), ("procedure", "违反法定程序作出准予决定"),
    ("unqualified", "对不具备资格或者不符合条件的申请人准予许可"), ("other", "依法可以撤销的其他情形"), ("deceit", "以欺骗、贿赂等不正当手段取得许可"),
    ("changed", "依据的法律、法规、规章修改、废止，或者客观情况发生重大变化（撤回）"),
)
REVOCATION_NOTICE = Form("services.revocation_notice", "告知拟撤销", (
    Field("ground", "撤销的情形", FieldKind.CHOICE, choices=GROUNDS_TO_REVOKE, personal=False),
    Field("facts", "事实和证据", FieldKind.LONG_TEXT, "会写进告知书。", longest=3000, personal=False),
), submit="发出告知书", intro="行政许可法第七条：当事人有权陈述、申辩。")

STATEMENT = Form("services.statement", "陈述申辩", (
    Field("statement", "您的意见", FieldKind.LONG_TEXT, "写明哪些事实不对、您的理由。", longest=4000),
    Field("evidence", "证据", FieldKind.FILE, "照片或 PDF。", required=False, files=10, longest=20 * 1024 * 1024),
), submit="提交陈述申辩")

REVOCATION_PROPOSAL = Form("services.revocation_proposal", "拟出处理意见", (
    Field("proposal", "拟作决定", FieldKind.CHOICE, choices=(("revoke", "撤销许可"), ("recall", "撤回许可"), ("keep", "证件继续有效")), personal=False),
    Field("opinion", "意见", FieldKind.LONG_TEXT, "写明对陈述申辩采纳了哪些、为什么。", longest=2000, personal=False),
), submit="报请签发")

CERTIFICATE = Field("licence_no", "证件编号", required=False, personal=False)  # nobody is asked: the record itself says it
BEGIN_REVOCATION = Form("services.begin_revocation", "启动撤销", (
    Field("cause", "为什么启动", FieldKind.LONG_TEXT, "写明从哪里发现、有什么证据，例如检查记录、举报编号。", longest=2000, personal=False),
    CERTIFICATE,
), submit="立案", intro="行政许可法第六十九条、第八条第二款。由作出许可决定的单位，或者它的上级部门启动。")
BEGIN_CANCELLATION = Form("services.begin_cancellation", "依职权注销", (
    Field("cause", "为什么注销", FieldKind.LONG_TEXT, "写明属于哪一种情形、凭什么认定。", longest=2000, personal=False),
    CERTIFICATE,
), submit="立案", intro="行政许可法第七十条。")

ALL = (
    CLUE, MISSING, PAPERS, REASONS, NOT_OURS, NOT_COUNTED, RESUME, EXTEND, CONSULT, PROPOSAL, RETURN, OFFER_HEARING, ASK_FOR_HEARING, OTHER_ASKS, CALL_HEARING,
    HEARING_RECORD, ON_SITE, FINDING, RECTIFICATION, CANCELLATION, REVOCATION_NOTICE, STATEMENT, REVOCATION_PROPOSAL, BEGIN_REVOCATION, BEGIN_CANCELLATION,
    ANNOUNCE_HEARING, TELL_OTHERS, OTHER_STATES, PROPOSAL_AFTER_STATEMENTS, REFUSAL, NON_ACCEPTANCE, TAKING_BACK, ASSIGN,
)
