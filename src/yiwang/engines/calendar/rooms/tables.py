"""Reads one year's notice. The grammar, a line a holiday, is made to be typed off the State Council's notice:

    # 国务院办公厅关于2026年部分节假日安排的通知
    春节 休 2026-02-15..2026-02-23 班 2026-02-14 2026-02-28

The file is called after its year (`2026.txt`). A city adds next year's the day the notice appears.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from yiwang.kernel.reasons import Reason

OURS = Path(__file__).resolve().parents[1] / "tables"
FIRST, LAST = date(2004, 1, 1), date(2030, 12, 31)
"""The calendar's two ends. What lies outside cannot be counted."""

LONGEST = 15  # the longest rest so far is 10 days (Spring Festival 2020)
BEFORE = timedelta(days=14)  # New Year's rest and its make-up days may begin in the old year
SINCE_1999 = ("元旦", "春节", "劳动节", "国庆节")
SINCE_2008 = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")

DAY = r"\d{4}-\d{2}-\d{2}"
LINE = re.compile(rf"(?P<name>\S+)\s+休\s+(?P<first>{DAY})(?:\.\.(?P<last>{DAY}))?(?:\s+班\s+(?P<works>{DAY}(?:\s+{DAY})*))?")


@dataclass(frozen=True, slots=True)
class Year:
    """A year's notice: rests (name, first day, last day) and make-up days (name, day)."""

    number: int
    rests: tuple[tuple[str, date, date], ...]
    make_up: tuple[tuple[str, date], ...]


def read(path: Path) -> tuple[Year | None, list[Reason]]:
    """One file; either the year or the reasons why it cannot be taken, each naming its line."""
    try:
        return judged(path, path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        return None, [_reason(path, 0, "文件不是 UTF-8 编码。请用 UTF-8 另存")]


def judged(path: Path, text: str) -> tuple[Year | None, list[Reason]]:
    """The same for a text that would lie there."""
    if not re.fullmatch(r"\d{4}", path.stem) or not FIRST.year <= int(path.stem) <= LAST.year:
        return None, [_reason(path, 0, f"文件名应是年份，从 {FIRST.year} 到 {LAST.year}，例如 2027.txt。请改名")]
    reader = _Reader(path, int(path.stem))
    for number, line in enumerate(text.splitlines(), 1):
        if stated := line.partition("#")[0].strip():
            reader.take(number, stated)
    return reader.finished()


class _Reader:
    """Takes the lines of one file and keeps what is wrong with them."""

    def __init__(self, path: Path, year: int) -> None:
        self.path, self.year = path, year
        self.rests: list[tuple[str, date, date]] = []
        self.make_up: list[tuple[str, date]] = []
        self.reasons: list[Reason] = []
        self.seen: dict[date, int] = {}

    def take(self, number: int, line: str) -> None:
        found = LINE.fullmatch(line)
        if not found:
            return self.refuse(number, f"看不懂“{line}”。写法：春节 休 {self.year}-02-15..{self.year}-02-23 班 {self.year}-02-14")
        first = self.day(number, found["first"])
        last = self.day(number, found["last"] or found["first"])
        if first and last and self.sound(number, first, last):
            self.rests.append((found["name"], first, last))
            for i in range((last - first).days + 1):
                self.once(number, first + timedelta(days=i))
        for stated in (found["works"] or "").split():
            day = self.day(number, stated)
            if day and day.weekday() < 5:
                self.refuse(number, f"调休上班日 {day} 不是周六或周日。请按通知核对")
            elif day:
                self.make_up.append((found["name"], day))
                self.once(number, day)
        return None

    def day(self, number: int, text: str) -> date | None:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self.refuse(number, f"没有 {text} 这一天。请改成真实的日期")
            return None
        if not date(self.year, 1, 1) - BEFORE <= day <= date(self.year, 12, 31):
            self.refuse(number, f"{text} 不在 {self.year} 年。请移到那一年的文件里")
            return None
        return day

    def sound(self, number: int, first: date, last: date) -> bool:
        if last < first:
            self.refuse(number, f"放假的最后一天 {last} 早于第一天 {first}。请对调")
        elif (last - first).days >= LONGEST:
            self.refuse(number, f"一次放假 {(last - first).days + 1} 天，超过 {LONGEST} 天。请核对起止日期")
        return first <= last and (last - first).days < LONGEST

    def once(self, number: int, day: date) -> None:
        if day in self.seen:
            self.refuse(number, f"{day} 在第 {self.seen[day]} 行已经写过。请删去一处")
        self.seen.setdefault(day, number)

    def refuse(self, number: int, text: str) -> None:
        self.reasons.append(_reason(self.path, number, text))

    def finished(self) -> tuple[Year | None, list[Reason]]:
        named = {name for joint, _, _ in self.rests for name in joint.split("、")}
        missing = [name for name in (SINCE_2008 if self.year >= 2008 else SINCE_1999) if name not in named]
        if missing and not self.reasons:
            self.refuse(0, f"缺少{'、'.join(missing)}。通知要写全才算公布，请补上")
        if self.reasons:
            return None, self.reasons
        return Year(self.year, tuple(self.rests), tuple(self.make_up)), []


def _reason(path: Path, line: int, text: str) -> Reason:
    where = f"{path.name} 第 {line} 行" if line else path.name
    return Reason("calendar-table", f"{where}：{text}。", facts={"file": path.name, "line": line})
