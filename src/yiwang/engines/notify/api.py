"""The door to notices.

`register` messages, `tell` follows entries, `remind` of what comes (`untold`: what nobody was told yet), `notices` and `unread` are read.
`send_mail` and `send_sms` empty the outbox, `post_code` lays a one-time code into it; `sms_missing` says why short messages wait.
`given_up` is what was, `again` tries that once more, `waiting` counts.
`wishes` and `wish` are what somebody wants by these ways; `stop_mail` and `stop_sms` what a link in a mail and 退订 do, `signed` and `callback` read what
the gateway tells.
"""

from __future__ import annotations

from yiwang.engines.notify.rooms.coming import remind, untold
from yiwang.engines.notify.rooms.declared import declared, following, register
from yiwang.engines.notify.rooms.gateway import callback, signed
from yiwang.engines.notify.rooms.gateway import missing as sms_missing
from yiwang.engines.notify.rooms.inbox import notices, outbox, read_all, unread
from yiwang.engines.notify.rooms.leaving import Quiet, again, given_up, is_quiet, send_mail, send_sms
from yiwang.engines.notify.rooms.posting import LONGEST, post_code, short
from yiwang.engines.notify.rooms.sending import tell
from yiwang.engines.notify.rooms.waiting import Waiting, waiting
from yiwang.engines.notify.rooms.wishing import reader_of, stop_mail, stop_sms, stop_token, wish, wishes
from yiwang.engines.notify.types import Channel, Coming, Message, NoticeView, Sent, To, Wish, Wishes

__all__ = ["LONGEST", "Channel", "Coming", "Message", "NoticeView", "Quiet", "Sent", "To", "Waiting", "Wish", "Wishes", "again", "callback", "declared",
           "following", "given_up", "is_quiet", "notices", "outbox", "post_code", "read_all", "reader_of", "register", "remind", "send_mail", "send_sms",
           "short", "signed", "sms_missing", "stop_mail", "stop_sms", "stop_token", "tell", "unread", "untold", "waiting", "wish", "wishes"]
