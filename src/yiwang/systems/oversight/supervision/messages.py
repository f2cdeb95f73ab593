"""What is said of a signal, to whoever it now waits for."""

from __future__ import annotations

from yiwang.engines.notify.types import Channel, Message, To
from yiwang.systems.oversight.supervision.procedures import SIGNAL

BOTH = (Channel.INBOX, Channel.MAIL)


def _told(step: str, title: str, text: str) -> Message:
    code = f"{SIGNAL.code}.{step}"
    return Message(code, code, To.AWAITED, title, text, BOTH)


ALL = (
    _told("opened", "监察信号待说明", "{title}（{ref}）。请在 {due} 前说明原因。"),
    _told("explain", "监察信号待认定", "{title}（{ref}）：单位已经说明，请在 {due} 前认定。"),
    _told("uphold", "认定成立，请整改", "{title}（{ref}）认定成立，请在 {due} 前整改；不同意的，可以提出一次异议。"),
    _told("object", "异议待复核", "{title}（{ref}）：单位提出异议，请由没有认定过它的人在 {due} 前复核。"),
    _told("stand", "维持认定，请整改", "{title}（{ref}）复核后维持认定，请在 {due} 前整改。"),
    _told("correct", "整改待确认", "{title}（{ref}）：单位报告已经整改，请在 {due} 前确认。"),
    _told("redo", "整改退回", "{title}（{ref}）整改不到位，请在 {due} 前改好。"),
)
