"""Room on the disk: whoever takes in something new asks first, and so does whoever is about to write at all. The city plugs in who looks."""

from __future__ import annotations

from yiwang.engines.store.types import Full, Room
from yiwang.kernel.reasons import Reason

NO_INTAKE = Reason("disk-takes-nothing", "系统存储空间不足，暂停接收新的申请和材料；已经受理的照常办理。请过一段时间再提交，急事请到窗口或拨打 12345。")
CLOSED = Reason("disk-writes-nothing", "系统存储空间不足，现在只能查看，不能提交和办理。请过一段时间再试，急事请到窗口或拨打 12345。")
_plugged: list[Room] = []


def plug(room: Room) -> None:
    """Who looks at the disk; without one there is always room."""
    _plugged[:] = [room]


def level() -> int:
    """0 well, 1 warns, 2 takes nothing new in, 3 writes nothing."""
    return _plugged[0].level() if _plugged else 0


def take_in() -> None:
    """Before a case begins or a paper is taken in. Raises Full."""
    if level() >= 2:
        raise Full(closed() or NO_INTAKE)


def closed() -> Reason | None:
    """Why nothing may be written now, or None."""
    return CLOSED if level() >= 3 else None


def warning() -> str:
    """What whoever operates the city is told, or nothing."""
    return _plugged[0].warning() if _plugged else ""
