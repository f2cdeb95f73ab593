"""`./yiwang deadline`: when a term ends, and why. No Django, so that it answers at once.

Exit code 0 with the answer; 2 with a Chinese sentence on stderr that says what to do.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from yiwang.engines.calendar.rooms.because import WEEKDAYS
from yiwang.engines.calendar.rooms.tables import FIRST, LAST
from yiwang.engines.calendar.rooms.terms import Due, due
from yiwang.engines.calendar.rooms.working import load
from yiwang.engines.calendar.types import Interval, Span, Unit
from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason

USAGE = "yiwang deadline --start 2026-09-22 --days 12 [--calendar-days] [--pause 2026-09-29:2026-09-30 …] [--tables 目录] [--json]"
MOST = 9999


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        said = message
        if lacking := re.match(r"argument (\S+): expected", message):
            said = f"{lacking[1]} 后面要写内容"
        elif message.startswith("unrecognized arguments: "):
            said = "不认识 " + message.removeprefix("unrecognized arguments: ")
        raise _wrong("arguments", f"命令写错了：{said}。写法：{USAGE}")


def run(argv: list[str]) -> int:
    """The command, given what follows its name. Prints; returns the exit code."""
    try:
        asked = _parser().parse_args(argv)
        start = _day(asked.start, "--start")
        span = Span(_days(asked.days), Unit.CALENDAR if asked.calendar_days else Unit.WORKING)
        pauses = [_pause(text, start) for text in asked.pause]
        found = due(start=start, span=span, calendar=load(_folder(asked.tables)), not_counted=pauses)
        told = _json(found) if asked.json else _prose(found)
    except Invalid as wrong:
        for reason in wrong.reasons:
            print(reason.text, file=sys.stderr)
        return 2
    print(told)
    return 0


def _parser() -> argparse.ArgumentParser:
    purpose = "算期限：哪一天到期，为什么。起算日不计；按工作日，或按日历日。"
    parser = _Parser(prog="yiwang deadline", usage=USAGE, description=purpose, allow_abbrev=False)
    parser.add_argument("--start", help="起算日，当天不计")
    parser.add_argument("--days", help=f"期限天数，0 到 {MOST}")
    parser.add_argument("--calendar-days", action="store_true", help="按日历日数；最后一日是休息日的，顺延到下一个工作日")
    parser.add_argument("--pause", nargs="+", action="extend", default=[], metavar="起:止", help="不计入期限的一段，两头都不计；可写多段")
    parser.add_argument("--tables", help="放着本市放假安排的目录（2027.txt …），盖过自带的")
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    return parser


def _day(text: str | None, what: str) -> date:
    if not text:
        raise _wrong("missing", f"请用 {what} 给出日期，例如 {what} 2026-09-22。")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise _wrong("not-a-date", f"{what}：“{text}”不是日期。请写成 年-月-日，例如 2026-09-22。")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _wrong("not-a-date", f"{what}：没有 {text} 这一天。请改成真实的日期。") from None
    if not FIRST <= day <= LAST:
        raise _wrong("beyond-calendar", f"{what}：{text} 在日历之外。请用 {FIRST} 到 {LAST} 之间的日期。")
    return day


def _days(text: str | None) -> int:
    if not text:
        raise _wrong("missing", "请用 --days 给出期限天数，例如 --days 20。")
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) > MOST:
        raise _wrong("days", f"--days：“{text}”不行。请写 0 到 {MOST} 的整数，例如 20。")
    return int(text)


def _pause(text: str, start: date) -> Interval:
    first, colon, last = text.partition(":")
    if not colon:
        raise _wrong("pause", f"--pause：“{text}”缺少起止。请写成 起:止，例如 2026-09-29:2026-09-30；只停一天的，起止写同一天。")
    a, b = _day(first, "--pause 的起"), _day(last, "--pause 的止")
    if b < a:
        raise _wrong("pause", f"--pause：{text} 的止早于起。请对调。")
    if b < start:
        raise _wrong("pause", f"--pause：{text} 在起算日 {start} 以前就结束了。请核对起算日，或去掉这一段。")
    return a, b


def _folder(text: str | None) -> Path | None:
    if text and not Path(text).is_dir():
        raise _wrong("tables", f"--tables：没有 {text} 这个目录。请核对路径。")
    return Path(text) if text else None


def _wrong(code: str, text: str) -> Invalid:
    return Invalid(Reason(code, text))


def _json(found: Due) -> str:
    told = {"due": found.on.isoformat(), "provisional": found.provisional, "because": found.because.as_dict()}
    return json.dumps(told, ensure_ascii=False)


def _prose(found: Due) -> str:
    mark = "（暂定）" if found.provisional else ""
    head = f"{found.on} 星期{WEEKDAYS[found.on.weekday()]} 到期{mark}"
    return "\n".join([head, *(f"  {label}  {text}" + (f"　{law}" if law else "") for label, text, law in found.because.lines())])


def main(argv: Sequence[str] | None = None) -> int:
    return run(list(sys.argv[1:] if argv is None else argv))


if __name__ == "__main__":
    sys.exit(main())
