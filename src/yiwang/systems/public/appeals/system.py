"""The card of appeals."""

from yiwang.engines.notify.types import Channel, Message, To
from yiwang.systems.public.appeals import forms, procedures, reviewing, screens, tools
from yiwang.web.card import Entry, System

CODE, BOTH = procedures.MATTER.code, (Channel.INBOX, Channel.MAIL)
MESSAGES = (
    Message(f"{CODE}.opened", f"{CODE}.opened", To.PARTY, "收到您的诉求", "{ref}：最晚 {due} 分派给承办单位。", BOTH),
    Message(f"{CODE}.sent", f"{CODE}.dispatch", To.AWAITED, "有诉求要签收", "{ref} {title}：请在 {due} 前签收，不归本单位的写明理由退回。"),
    Message(f"{CODE}.sent_on", f"{CODE}.send_on", To.AWAITED, "有诉求要签收", "{ref} {title}：请在 {due} 前签收。"),
    Message(f"{CODE}.overruled", f"{CODE}.overrule", To.AWAITED, "裁定由本单位办理", "{ref} {title}：{ruling}"),
    Message(f"{CODE}.returned", f"{CODE}.give_back", To.AWAITED, "诉求被退回", "{ref} {title}：{not_ours}"),
    Message(f"{CODE}.extended", f"{CODE}.extend", To.PARTY, "答复期限延长了", "{ref}：延长 {days} 个工作日，最晚 {due} 答复。理由：{reason}", BOTH),
    Message(f"{CODE}.declined", f"{CODE}.decline", To.PARTY, "您的诉求没有受理", "{ref}：{instead}", BOTH),
    Message(f"{CODE}.replied", f"{CODE}.reply", To.PARTY, "您的诉求有了答复", "{ref}：打开办件看答复。", BOTH),
    Message(f"{CODE}.closed", f"{CODE}.close", To.PARTY, "您的诉求有了答复", "{ref}：打开办件看答复。", BOTH),
)
SYSTEM = System(
    code="public.appeals", title="公众诉求", law=(procedures.LAW,), procedures=(procedures.MATTER,), forms=forms.ALL, messages=MESSAGES,
    roles=(procedures.DISPATCHER, procedures.HANDLER, procedures.HEAD), routes=screens.ROUTES,
    menu=(
        Entry("诉求", f"/cases/?procedure={CODE}", "message", to=procedures.DISPATCHER.code, order=18),
        Entry("诉求", f"/cases/?procedure={CODE}", "message", to=procedures.HANDLER.code, order=18),
        Entry("诉求", screens.HERE, "message", to="public", order=25),
    ),
    panels={"move.form": reviewing.asks}, tools={"appeals": tools.appeals},
)
