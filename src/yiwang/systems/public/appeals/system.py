"""The card of appeals."""

from yiwang.engines.notify.types import Channel, Message, To
from yiwang.kernel.acts import Kind
from yiwang.systems.public.appeals import forms, joining, matters, procedures, publishing, reporting, reviewing, screens, taking, talking, tools
from yiwang.web.card import Daily, Entry, Partners, System, Tally

CODE, ALL = procedures.MATTER.code, (Channel.INBOX, Channel.MAIL, Channel.SMS)
SEE = "请在“我的办件”看，或者凭查询码在“查进度”看。"
ANSWERED, LONGER = f"您的诉求 {{ref}} 有了答复，{SEE}", f"您的诉求 {{ref}} 延长 {{days}} 个工作日，最晚 {{due}} 答复。理由{SEE}"
MESSAGES = (
    Message(f"{CODE}.opened", f"{CODE}.opened", To.PARTY, "收到您的诉求", "{ref}：最晚 {due} 分派给承办单位。", ALL,
            "收到您的诉求 {ref}，最晚 {due} 分派给承办单位。"),
    Message(f"{CODE}.sent", f"{CODE}.dispatch", To.AWAITED, "有诉求要签收", "{ref} {title}：请在 {due} 前签收，不归本单位的写明理由退回。"),
    Message(f"{CODE}.sent_on", f"{CODE}.send_on", To.AWAITED, "有诉求要签收", "{ref} {title}：请在 {due} 前签收。"),
    Message(f"{CODE}.passed_down", f"{CODE}.pass_down", To.AWAITED, "有诉求要签收", "{ref} {title}：请在 {due} 前签收。"),
    Message(f"{CODE}.reworked", f"{CODE}.rework", To.AWAITED, "答复被退回重办", "{ref} {title}：{redo}"),
    Message(f"{CODE}.kept", f"{CODE}.keep", To.HEAD, "没有认定不计入考核", "{ref} {title}：{ruling}"),
    Message(f"{CODE}.overruled", f"{CODE}.overrule", To.AWAITED, "裁定由本单位办理", "{ref} {title}：{ruling}"),
    Message(f"{CODE}.returned", f"{CODE}.give_back", To.AWAITED, "诉求被退回", "{ref} {title}：{not_ours}"),
    Message(f"{CODE}.extended", f"{CODE}.extend", To.PARTY, "答复期限延长了", "{ref}：延长 {days} 个工作日，最晚 {due} 答复。理由：{reason}", ALL, LONGER),
    Message(f"{CODE}.declined", f"{CODE}.decline", To.PARTY, "您的诉求没有受理", "{ref}：{instead}", ALL,
            f"您的诉求 {{ref}} 没有受理，理由和该找谁，{SEE}"),
    Message(f"{CODE}.referred_on", f"{CODE}.refer", To.PARTY, "您的诉求转监察单位了", "{ref}：反映的是办事的单位和人，转监察单位核查，被反映的单位不经手。"
            "受理不受理、查得怎样，由监察单位告诉您。", ALL, "您的诉求 {ref} 转监察单位核查。受理不受理、查得怎样，由监察单位告诉您。"),
    Message(f"{CODE}.replied", f"{CODE}.reply", To.PARTY, "您的诉求有了答复", "{ref}：打开办件看答复。", ALL, ANSWERED),
    Message(f"{CODE}.extended_too", f"{CODE}.extend_too", To.PARTY, "答复期限延长了", "{ref}：延长 {days} 个工作日，最晚 {due} 答复。理由：{reason}", ALL,
            LONGER),
    Message(f"{CODE}.told_too", f"{CODE}.tell_too", To.PARTY, "您的诉求有了答复", "{ref}：打开办件看答复。", ALL, ANSWERED),
    Message(f"{CODE}.late", Kind.BREACHED, To.HEAD, "诉求超期", "{ref} {title}：“{term_title}”应在 {due} 前办完，请督促办理。"),
    Message(f"{CODE}.again", f"{CODE}.again", To.AWAITED, "诉求反弹", "{ref} {title}：诉求人不满意，请交上一级重办。"),
    Message(f"{CODE}.sent_up", f"{CODE}.send_up", To.AWAITED, "有反弹的诉求要签收", "{ref} {title}：请在 {due} 前签收。"),
    Message(f"{CODE}.asked_off", f"{CODE}.ask_exclusion", To.AWAITED, "有诉求要认定", "{ref} {title}：承办单位申请不计入考核。"),
    Message(f"{CODE}.closed", f"{CODE}.close", To.PARTY, "您的诉求有了答复", "{ref}：打开办件看答复。", ALL, ANSWERED),
)
SYSTEM = System(
    code="public.appeals", title="公众诉求", law=(procedures.LAW,), procedures=(procedures.MATTER,), forms=forms.ALL, messages=MESSAGES,
    refers=(procedures.TO_SUPERVISION,), bundles=(reporting.WEEKLY,), talk=talking.TALK,
    partners=Partners(forms.PARTNER, taking.take), duties=(procedures.DISPATCHER.code, procedures.HANDLER.code, procedures.HEAD.code, procedures.SECOND.code),
    roles=(procedures.DISPATCHER, procedures.HANDLER, procedures.HEAD, procedures.SECOND), routes=screens.ROUTES,
    menu=(
        Entry("诉求", screens.DESK, "message", to=procedures.DISPATCHER.code, order=18),
        Entry("诉求", f"/cases/?procedure={CODE}", "message", to=procedures.HANDLER.code, order=18),
        Entry("诉求周报", reporting.WEEKLY_PAGE, "chart", to=procedures.DISPATCHER.code, group="more", order=71),
        Entry("热点诉求", "/appeals/topics/", "flag", to=procedures.DISPATCHER.code, group="more", order=72),
        Entry("诉求地图", "/appeals/places/", "map", to=procedures.DISPATCHER.code, group="more", order=73),
        Entry("诉求", screens.HERE, "message", to="public", order=25),
        Entry("问答公开", publishing.HERE, "message", to="site", order=26),
    ),
    tallies=(Tally("public.appeals.kept", matters.KINDS, matters.keep, matters.empty, version=2),),
    daily=(Daily("public.appeals.learned", talking.learn),),
    followers=(joining.JOINED,),
    registers=(publishing.ANSWERS,), commands=publishing.COMMANDS,
    panels={"move.form": reviewing.asks, "move.known": reviewing.known, "case.side": screens.beside, "report.panels": screens.exposed},
    tools={"appeals": tools.appeals},
)
