"""What people are told, and when: the same step in the same words, whatever the procedure."""

from __future__ import annotations

from yiwang.engines.cases.api import Procedure
from yiwang.engines.notify.types import Channel, Message, To
from yiwang.systems.public.services import procedures

BOTH = (Channel.INBOX, Channel.MAIL)
SMS = {  # what also goes to the phone: what is asked for, and what was decided. Without the title, which may hold somebody's name
    "ask_for_papers": "您的申请 {ref} 要补交材料，补交后继续办理。要补什么，请登录“我的办件”看。",
    "not_accept": "您的申请 {ref} 没有受理，理由和救济途径见“我的办件”里的决定书。",
    "grant": "您的申请 {ref} 已批准，证件 10 个工作日内送达。",
    "grant_now": "您的申请 {ref} 已批准，证件 10 个工作日内送达。",
    "grant_on_commitment": "您的申请 {ref} 已按承诺批准，部门会核查承诺是否属实。",
    "refuse": "您的申请 {ref} 没有批准，理由和救济途径见“我的办件”里的决定书。",
    "extend": "您的申请 {ref} 办理期限延长 {days} 个工作日，理由见“我的办件”。",
    "offer_hearing": "您的申请 {ref} 可以要求听证，期限见“我的办件”里的告知书。",
    "call_hearing": "您的申请 {ref} 将举行听证，时间、地点见“我的办件”里的通知书。",
    "hand_over": "您的申请 {ref} 已办好，证件已送达。",
    "order_rectification": "您的办件 {ref} 要限期整改，问题和期限见“我的办件”里的通知书。",
    "notify": "部门拟撤销您的许可（{ref}），您可以陈述、申辩，期限见“我的办件”里的告知书。",
}


def _told(name: str, title: str, text: str, to: To = To.PARTY) -> tuple[Message, ...]:
    """One for every procedure that knows the step; `_by_silence` is the same step made by the clock. `〔〕` is the step as the procedure calls it."""
    step = name.removesuffix("_by_silence")
    known = {p.code: p.by_code[step].title for p in procedures.IN_FORCE if step in p.by_code}
    sms = SMS.get(name, "")
    channels = (*BOTH, Channel.SMS) if sms else BOTH
    return tuple(Message(f"{code}.{name}", f"{code}.{name}", to, title.replace("〔〕", own), text.replace("〔〕", own), channels, sms)
                 for code, own in known.items())


def _opened(procedure: Procedure) -> Message:
    """What somebody who applied may count on: silence accepts only where the procedure says so. Nobody applies for what the authority begins itself."""
    code, term = f"{procedure.code}.opened", procedure.terms.get("accept")
    tacit = "5 个工作日内答复，不答复即视为受理。" if term is not None and term.lapses_to else "办好了马上告诉您。"
    title, text = ("已收到您的申请", "{title}，受理号 {ref}。" + tacit) if procedure is not procedures.CANCELLATION else (
        "正在办理注销", "{title}，办件号 {ref}。注销以前证件照常有效。")
    return Message(code, code, To.PARTY, title, text, BOTH)


RATING = (
    Message("public.services.rating.opened", "public.services.rating.opened", To.PARTY, "收到您的评价", "{title}。我们会联系您核实。", BOTH),
    Message("public.services.rating.correct", "public.services.rating.correct", To.PARTY, "您评价的问题已经整改", "{correction} 我们还会回访您。", BOTH),
    Message("public.services.rating.call_back", "public.services.rating.call_back", To.PARTY, "您的评价已经办结", "{title}。感谢您帮我们改进。", BOTH),
)
POSTED = Message("public.services.posted", "public.services.posted", To.PARTY, "证件已寄出", "{title} 的证件 {sent_on} 已寄出：{carrier} {tracking}。", BOTH)
LIFTED = Message("public.services.bar_lifted", "public.services.bar_lifted", To.PARTY, "可以再申请了", "{title}：限制申请已经解除，{reason}", BOTH)
ALL = (
    POSTED,
    LIFTED,
    *RATING,
    *(_opened(p) for p in procedures.IN_FORCE if "applicant" in p.begun_by),
    *_told("ask_for_papers", "请补交材料", "{title} 还缺：{missing}。补交后继续办理。"),
    *_told("accept", "已受理", "{title} 已受理，最晚 {due} 作出决定。"),
    *_told("accept_by_silence", "已受理", "{title} 期满未答复，自动受理，最晚 {due} 作出决定。"),
    *_told("not_accept", "〔〕", "{title} 〔〕：{reasons}。决定书写明了复议和诉讼的途径。"),
    *_told("suspend", "一段时间不计入期限", "{title} 因{note}，预计 {expected_days} 个工作日不计入办理期限。"),
    *_told("extend", "办理期限延长", "{title} 延长 {days} 个工作日，理由：{reason}。"),
    *_told("offer_hearing", "您可以要求听证", "{title} 涉及重大利益，您可以在告知书写明的日期前要求听证。"),
    *_told("call_hearing", "听证的时间和地点", "{title} 将举行听证，时间、地点见听证通知书。听证所需时间不计入期限。"),
    *_told("announce_hearing", "公告举行听证", "{title} 将公开举行听证，时间、地点见听证通知书。听证所需时间不计入期限。"),
    *_told("tell_others", "已告知利害关系人", "{title} 直接关系他人的重大利益，部门已经告知他们可以陈述、申辩。您也可以在办件里陈述、申辩。"),
    *_told("other_states", "利害关系人陈述了意见", "{title}：利害关系人的意见见办件的办理经过。您可以陈述、申辩。"),
    *_told("grant", "已批准", "{title} 已批准，证件 10 个工作日内送达。"),
    *_told("grant_now", "已当场批准", "{title} 已批准，证件 10 个工作日内送达。"),
    *_told("grant_on_commitment", "已按承诺批准", "{title} 已按您的承诺批准，部门会核查承诺是否属实。"),
    *_told("renew_by_silence_by_silence", "视为准予延续", "{title} 在有效期届满前没有作出决定，依法视为准予延续。"),
    *_told("refuse", "〔〕", "{title} 〔〕：{reasons}。决定书写明了复议和诉讼的途径。"),
    *_told("hand_over", "证件已送达", "{title} 已办好，电子证照与纸质同等有效。"),
    *_told("order_rectification", "请限期整改", "{title} 需要整改，问题和期限见通知书。整改完请报告。"),
    *_told("withdraw_grant", "许可已撤销", "{title} 的许可已撤销：{reasons}。决定书写明了复议和诉讼的途径。"),
    *_told("cancel", "已注销", "{title} 已注销，证件不再有效。"),
    *_told("notify", "拟撤销您的许可", "{title}：部门拟撤销许可，您可以陈述、申辩，期限见告知书。"),
    *_told("revoke", "许可已撤销", "{title}：许可已撤销：{reasons}。决定书写明了复议和诉讼的途径。"),
    *_told("recall", "许可已撤回", "{title}：许可已撤回：{reasons}。决定书写明了复议和诉讼的途径。"),
    *_told("rectification_over_by_silence", "整改期限已到", "{title} 的整改期限已到，没有收到您的报告，部门接着办理。"),
    *_told("ask_for_hearing_by_other", "有人要求听证", "{title}：利害关系人要求听证，时间和地点另行通知您。"),
    *_told("keep", "不予撤销", "{title}：证件继续有效。"),
    *_told("file", "已备案", "{title} 已备案，回执可以下载。"),
    *_told("receive", "年度报告已核收", "{title} 已核收，回执可以下载。"),
    *_told("pass", "检验合格", "{title} 检验合格，证明可以下载。"),
    *_told("fail", "检验不合格", "{title} 检验不合格：{reasons}。决定书写明了复议和诉讼的途径。"),
)
