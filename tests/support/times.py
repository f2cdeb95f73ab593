"""How long a test really ran: the wall's time less the time it stood in the queue for a processor, so that a busy machine fails nobody."""

from __future__ import annotations

from pathlib import Path

QUEUE = Path("/proc/self/schedstat")  # nanoseconds running, nanoseconds waiting to run, turns


def queued() -> float:
    """Seconds this process's main thread has waited for a processor so far; 0 where the system does not say."""
    try:
        return int(QUEUE.read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0
