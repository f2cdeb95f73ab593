"""How the launcher speaks: progress with its time, and errors in one line without a trace."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator


class Trouble(Exception):
    """Something a person can mend: one line, Chinese first, that says what to do."""


def say(line: str = "") -> None:
    print(line, flush=True)


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """Shows that something has begun, and how long it took. A failure is shown before it goes on its way."""
    began = time.monotonic()
    screen = sys.stdout.isatty()
    print(f"· {what} …", end="" if screen else "\n", flush=True)
    try:
        yield
    except BaseException:
        print(" ✗" if screen else f"✗ {what}", flush=True)
        raise
    took = f"{time.monotonic() - began:.1f} s"
    print(f" {took}" if screen else f"✓ {what}  {took}", flush=True)


def going(what: str) -> None:
    """Within a step: what is in hand now, on a screen alone."""
    if sys.stdout.isatty():
        print(f"\r\033[K· {what} …", end="", flush=True)
