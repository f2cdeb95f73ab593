"""Holders are told that a certificate comes to its end, while its renewal can still be asked for (行政许可法 第五十条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from yiwang.engines.cases import api as cases
from yiwang.engines.notify import api as notify
from yiwang.engines.registers import api as registers
from yiwang.kernel import clock
from yiwang.kernel.errors import NotFound
from yiwang.systems.public.services import parameters, procedures
from yiwang.systems.public.services.rooms import applying, library

CODE = "public.services.expiry"
RENEWAL = "renewal"


def comes(at: datetime) -> Iterator[notify.Coming]:
    """Everybody whose certificate has come so near its end as the parameter says, and who was not told that yet.

    Not who holds one that was cancelled, revoked, suspended or renewed, nor who asked for the renewal already.
    """
    today, after = clock.day(at), ""
    stages = sorted(parameters.several("expiry.days_before", today))
    while True:
        page = registers.ending(register="certificates", first=today, last=today + timedelta(days=stages[-1]), after=after)
        due = {_key(r, stage): r for r in page.records if (stage := _stage(r, stages, today))}
        for key in sorted(notify.untold(list(due))):
            if not _asked(due[key]):
                yield _said(key, due[key], today)
        if not (after := page.after):
            return


def _stage(record: registers.Record, stages: list[int], today: date) -> int:
    """The nearest of the stages it has reached; 0 where it was issued later than that: nobody is told at the counter that it ends one day."""
    assert record.valid_to is not None
    stage = next(s for s in stages if (record.valid_to - today).days <= s)
    return stage if record.valid_from <= record.valid_to - timedelta(days=stage) else 0


def _key(record: registers.Record, stage: int) -> str:
    return f"{CODE}:{record.key}:{record.valid_to}:{stage}"


def _asked(record: registers.Record) -> bool:
    about = registers.subject(record.register, record.key)
    return bool(cases.open_about(party=record.owner, about=about, procedure=procedures.RENEWAL.code))


def _said(key: str, record: registers.Record, today: date) -> notify.Coming:
    assert record.valid_to is not None
    ends, base = record.valid_to, library.split(str(record.facts.get("item", "")))[0]
    until, own = applying.last_to_renew(ends), f"/my/certificates/{record.register}/{record.key}/"
    try:
        item = library.item(base)
    except (NotFound, ValueError):
        item = None
    name = item.title if item else record.title
    left = f"证件 {record.key} 的有效期到 {ends:%Y-%m-%d}，还有 {(ends - today).days} 天。"
    if item and RENEWAL in item.handlings and today <= until:
        renew = f"/services/{base}.{RENEWAL}/apply/?licence_no={record.key}"
        return notify.Coming(key, record.owner, f"{name}快到期了", f"{left}到期以后还要用的，最晚 {until:%Y-%m-%d} 申请延续。", renew,
                             f"您的{name}到 {ends:%Y-%m-%d} 到期，还要用的最晚 {until:%Y-%m-%d} 申请延续。")
    return notify.Coming(key, record.owner, f"{name}快到期了", f"{left}到期以后还要用的，请重新申请。", own,
                         f"您的{name}到 {ends:%Y-%m-%d} 到期，还要用的请重新申请。")
