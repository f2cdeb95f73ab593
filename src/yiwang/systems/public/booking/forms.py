"""What places, bookings and windows ask."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from yiwang.engines.forms.types import Field, FieldKind, Form
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.booking.rooms import places

NUMBER = FieldKind.NUMBER
STREAM = re.compile(r"https://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[^\s;,'\"\\<>@]*)?")  # what a page may be allowed to play from


def _hours(answers: Mapping[str, Any]) -> Sequence[Reason]:
    try:
        found = places.slots(str(answers["hours"]), int(answers["minutes"]))
    except ValueError as wrong:
        return [Reason("hours-unreadable", f"{wrong}，例如 9:00-12:00、13:00-17:00。", field="hours")]
    return [] if found else [Reason("no-slot", "开放时间里放不下一个时段，请把时段改短。", field="minutes")]


def _stream(answers: Mapping[str, Any]) -> Sequence[Reason]:
    if not (address := str(answers.get("stream") or "")) or STREAM.fullmatch(address):
        return []
    return [Reason("stream-unreadable", "请写 https:// 开头的地址，不带用户名、口令、空格和引号。", field="stream")]


def _open(code: str, label: str, kind: FieldKind = FieldKind.TEXT, help: str = "", **more: Any) -> Field:
    return Field(code, label, kind, help, personal=False, whole=kind is NUMBER, **more)


PLACE = Form(
    "booking.place",
    "大厅和场所",
    (
        _open("code", "代码", help="小写字母、数字和下划线。", longest=40, example="jinshui_hall"),
        _open("title", "名称", longest=60),
        _open("unit", "管理单位代码", longest=40, example="410105-SP"),
        _open("address", "地址", longest=120),
        _open("hours", "开放时间", help="几段用“、”隔开。", example="9:00-12:00、13:00-17:00"),
        _open("minutes", "每个时段", NUMBER, "一个时段多少分钟。", least="5", most="480", unit="分钟"),
        _open("capacity", "每个时段可约", NUMBER, "同一时段能约几位。", least="1", most="500", unit="位"),
        _open("windows", "窗口数", NUMBER, "现场叫号的窗口。", least="1", most="200", unit="个"),
        _open("days_ahead", "提前可约", NUMBER, "能约到多少天以后。", least="1", most="60", unit="天"),
        _open("every_day", "休息日也开放", FieldKind.YES_NO, "不开放的，按国家公布的放假和调休日历。"),
        _open("grace", "保留时间", NUMBER, "过了多少分钟没有到，名额让给别人。", least="0", most="120", unit="分钟"),
        _open("most_missed", "爽约次数上限", NUMBER, "填 0 就是不限制。", least="0", most="20", unit="次"),
        _open("within_days", "统计天数", NUMBER, "多少天里的爽约算在一起。", least="1", most="365", unit="天"),
        _open("blocked_days", "暂停预约天数", NUMBER, "到上限以后多少天不能约；现场取号不受影响。", least="1", most="365", unit="天"),
        _open("stream", "大厅实时画面", help="视频流的地址，只给监察单位看；没有的空着。", required=False, longest=300, example="https://video.example.cn/hall.mp4"),
    ),
    rules=(_hours, _stream),
    submit="保存",
)

BOOK = Form(
    "booking.book",
    "预约",
    (
        _open("on", "日期", FieldKind.DATE, least="today"),
        _open("slot", "时段", longest=5),
        _open("purpose", "办什么", help="写事项名称，窗口好提前准备。", required=False, longest=80),
    ),
    submit="确认预约",
)
CANCEL = Form("booking.cancel", "取消预约", (), submit="取消预约")
COME = Form(
    "booking.come",
    "签到取号",
    (
        _open("code", "预约码", help="预约成功时给的六位数字。没有预约的空着。", required=False, longest=8),
        _open("purpose", "办什么", required=False, longest=80),
    ),
    submit="取号",
)
CALL = Form("booking.call", "叫号", (_open("window", "窗口", help="您坐的窗口号。", longest=8, example="3"),), submit="叫下一位")
DONE = Form("booking.done", "办结", (_open("outcome", "结果", FieldKind.CHOICE, choices=(("served", "办好了"), ("missed", "没有来"))),), submit="记录")
ALL = (PLACE, BOOK, CANCEL, COME, CALL, DONE)
