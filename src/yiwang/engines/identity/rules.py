"""What may be together and when, as pure functions that return reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from yiwang.engines.identity.types import Office
from yiwang.kernel.reasons import Reason

ADMINS = {f"ground.{office.value}": title for office, title in (
    (Office.SYSTEM, "系统管理员"), (Office.SECURITY, "安全管理员"), (Office.AUDIT, "审计管理员"))}
AHEAD = timedelta(days=366)  # how far ahead an appointment or a mandate may begin
LONGEST = timedelta(days=3 * 366)  # how long a mandate may run
LONGEST_STAND_IN = timedelta(days=92)  # a house rule: who is away longer is replaced
MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
Days = tuple[date, date | None]


def mobile(phone: str) -> str:
    """The eleven digits of a mobile number as people write it; empty for anything else."""
    found = MOBILE.fullmatch("".join(ch for ch in phone if ch not in " -\t")) if phone.isascii() else None
    return found[1] if found else ""


def together(roles: Iterable[str]) -> list[Reason]:
    """Why one person may not hold all these roles: the three administrators exclude each other and whatever acts in a case."""
    held = frozenset(roles)
    offices = sorted(ADMINS[r] for r in held if r in ADMINS)
    if len(offices) > 1:
        return [Reason("admins-exclude", f"{'、'.join(offices)}不能由同一个人担任。请另选一个人。")]
    if offices and held - ADMINS.keys():
        return [Reason("admin-acts", f"{offices[0]}不能同时担任办理业务的岗位。请先结束其中一个任职。")]
    return []


def begins(since: date, today: date, field: str = "since") -> list[Reason]:
    """Why something may not begin that day: rights are not given for the past, nor for a far future."""
    if since < today:
        return [Reason("begins-past", "开始日期不能早于今天：过去的日子不能补给权限。", field=field)]
    if since > today + AHEAD:
        return [Reason("begins-far", "开始日期最晚是一年以后。", field=field)]
    return []


def ends(since: date, until: date | None, field: str = "until") -> list[Reason]:
    """Why something that begins on `since` may not end on `until` (both included)."""
    if until is not None and until < since:
        return [Reason("ends-before", f"结束日期不能早于开始日期（{since:%Y-%m-%d}）。", field=field)]
    return []


def lasts(since: date, until: date | None, field: str = "until") -> list[Reason]:
    """Why a mandate may not run so long."""
    if until is not None and until - since > LONGEST:
        return [Reason("mandate-long", "授权最长三年，到期可以再授权。", field=field)]
    return ends(since, until, field)


def overlap(one: Days, other: Days) -> bool:
    """Whether two stretches share a day; an open end reaches for ever, and one that ended before it began has no day."""
    (since, until), (from_, to) = one, other
    if (until is not None and until < since) or (to is not None and to < from_):
        return False
    return (to is None or since <= to) and (until is None or from_ <= until)


def alone(single: bool, days: Days, others: Iterable[Days], field: str = "since") -> list[Reason]:
    """Why a post may not have a further holder on these days."""
    if single and any(overlap(days, other) for other in others):
        return [Reason("post-held", "这个岗位同一时间只能有一个人，现在还有人在任。请先结束前一任，或把开始日期放到其后。", field=field)]
    return []


def not_oneself(acting: int, person: int) -> list[Reason]:
    """Nobody changes their own appointment, account or rights."""
    return [Reason("oneself", "不能给自己办理任免、账号和权限，请由另一名管理员办理。")] if acting == person else []
