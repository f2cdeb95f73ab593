"""`./yiwang clock`: moves the clock of a demo city, so that a walk sees deadlines pass."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from yiwang.city import standing
from yiwang.city.words import Trouble, say
from yiwang.kernel.clock import Clock, local

HELP = """用法 Usage:
  ./yiwang clock show        现在城市里是几点 · what time it is in the city
  ./yiwang clock +3d         往前拨三天；也可用 w 周、h 小时、m 分 · three days on; also w, h, m, and together: +1d12h
  ./yiwang clock -2h         往回拨 · back
  ./yiwang clock reset       回到真实时间 · back to the real time
只用于演示城市。 Only in a demo city."""
UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes"}


def run(argv: list[str], data: Path) -> int:
    word = argv[0] if len(argv) == 1 else ""
    if word in ("-h", "--help"):
        say(HELP)
        return 0
    if not standing.is_demo(data):
        raise Trouble("这是一座真实的城市，时钟不能拨动。 This is a real city: its clock cannot be moved.")
    clock = Clock(data / "clock")
    if word == "reset":
        clock.move(-clock.offset())
    elif word not in ("", "show"):
        clock.move(span(word))
    elif argv[1:]:
        raise Trouble("只要一个参数，例如 ./yiwang clock +3d。 One word only.")
    ahead = clock.offset()
    say(f"城市时间 {local(clock.now()):%Y-%m-%d %H:%M:%S}（{_words(ahead)}）")
    return 0


def span(word: str) -> timedelta:
    """`+3d`, `-1d12h` as a length of time. Raises Trouble for anything else."""
    parts = re.fullmatch(r"([+-])((?:\d{1,5}[wdhm])+)", word)
    if parts is None:
        raise Trouble(f"看不懂“{word}”；例如 +3d、-2h、+1d12h、reset、show。 Not understood.")
    whole = sum((timedelta(**{UNITS[unit]: int(count)}) for count, unit in re.findall(r"(\d+)([wdhm])", parts[2])), timedelta())
    return whole if parts[1] == "+" else -whole


def _words(ahead: timedelta) -> str:
    if not ahead:
        return "与真实时间相同"
    size = abs(ahead)
    hours, minutes = divmod(size.seconds // 60, 60)
    said = " ".join(f"{count} {unit}" for count, unit in ((size.days, "天"), (hours, "小时"), (minutes, "分钟")) if count) or "不到一分钟"
    return f"比真实时间{'快' if ahead > timedelta() else '慢'} {said}"
