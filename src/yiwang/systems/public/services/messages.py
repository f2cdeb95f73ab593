"""What people are told, and when."""

from __future__ import annotations

from yiwang.engines.notify.types import Channel, Message, To

BOTH = (Channel.INBOX, Channel.MAIL)
_HERE = "public.services"


def _both(name: str, title: str, text: str, to: To = To.PARTY) -> tuple[Message, ...]:
    return tuple(Message(f"{_HERE}.{p}.{name}", f"{_HERE}.{p}.{name}", to, title, text, BOTH) for p in ("ordinary", "joint"))


ALL = (
    *_both("opened", "已收到您的申请", "{title}，受理号 {ref}。5 个工作日内答复是否受理，不答复即视为受理。"),
    *_both("ask_for_papers", "请补交材料", "{title} 还缺：{missing}。补交后继续办理。"),
    *_both("accept", "已受理", "{title} 已受理，最晚 {due} 作出决定。"),
    *_both("accept_by_silence", "已受理", "{title} 期满未答复，自动受理，最晚 {due} 作出决定。"),
    *_both("not_accept", "不予受理", "{title} 不予受理：{reasons}。决定书写明了复议和诉讼的途径。"),
    *_both("suspend", "一段时间不计入期限", "{title} 因{note}，预计 {expected_days} 个工作日不计入办理期限。"),
    *_both("extend", "办理期限延长", "{title} 延长 {days} 个工作日，理由：{reason}。"),
    *_both("grant", "已批准", "{title} 已批准，证件 10 个工作日内送达。"),
    *_both("refuse", "不予许可", "{title} 不予许可：{reasons}。决定书写明了复议和诉讼的途径。"),
    *_both("hand_over", "证件已送达", "{title} 已办好，电子证照与纸质同等有效。"),
)
