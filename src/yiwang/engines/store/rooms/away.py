"""Whether an error means that the database could not be asked just now: it ended, changes its primary, or does not come to an end in time."""

from __future__ import annotations

import psycopg
from django.db import Error

from yiwang.kernel.reasons import Reason

AWAY = Reason("database-away", "系统正在恢复或切换到备用设备，通常半分钟内就好。请等几秒再试；急事请到窗口或拨打 12345。")
SLOW = Reason("database-slow", "这一次用时太长，已经停下。请过几分钟再试；查询的，请把范围选小一些。")
AGAIN = Reason("database-again", "刚才提交的可能已经收到，也可能没有。请等几秒，在这一页按浏览器的“刷新”再提交一次：同一份提交只办一次，不会重复。")
ENDED = ("08", "57P", "25006", "25P03", "53")  # SQLSTATE: the line, the server ends or begins, it only reads, it gave the session up, it has no room
TOO_LONG = ("57014", "55P03")


def away(error: BaseException | None) -> Reason | None:
    """Why the database could not be asked, when that is what the error says; None for every other error. SQLite, which is a file, is never away."""
    while isinstance(error, Error):  # Django's own, of which the driver's is the cause
        error = error.__cause__ or error.__context__
    if not isinstance(error, psycopg.Error):
        return None
    if error.sqlstate is None:  # no word from the server
        return AWAY if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) else None
    return AWAY if error.sqlstate.startswith(ENDED) else SLOW if error.sqlstate in TOO_LONG else None
