"""The door to notices.

`register` messages, `tell` follows entries, `remind` of what comes (`untold`: what nobody was told yet), `notices` and `unread` are read, `send_mail`
empties the outbox.
"""

from __future__ import annotations

from yiwang.engines.notify.rooms.coming import remind, untold
from yiwang.engines.notify.rooms.declared import following, register
from yiwang.engines.notify.rooms.inbox import notices, outbox, read_all, unread
from yiwang.engines.notify.rooms.mailing import send_mail
from yiwang.engines.notify.rooms.sending import tell
from yiwang.engines.notify.types import Channel, Coming, MailView, Message, NoticeView, To

__all__ = ["Channel", "Coming", "MailView", "Message", "NoticeView", "To", "following", "notices", "outbox", "read_all", "register", "remind", "send_mail",
           "tell", "unread", "untold"]
