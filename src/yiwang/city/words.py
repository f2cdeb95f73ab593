"""How the launcher speaks: progress with its time, and errors in one line without a trace."""

from __future__ import annotations

import argparse
import contextlib
import errno
import sys
import time
from collections.abc import Iterator
from typing import NoReturn

DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.EMFILE, errno.ENFILE}


class Trouble(Exception):
    """Something a person can mend: one line, Chinese first, that says what to do."""


class Words(argparse.ArgumentParser):
    """Reads a command's line; what is wrong with it is told in one line."""

    def error(self, message: str) -> NoReturn:
        raise Trouble(f"命令写错了：{message}。{' '.join(self.format_usage().split())} The command line is wrong.")


def mendable(error: BaseException) -> str:
    """The sentence for what a person can mend: a Trouble's own, what the disk refuses, a database that is not there. Empty for a fault of ours."""
    if isinstance(error, Trouble):
        return str(error)
    if isinstance(error, OSError) and error.errno in DISK:
        return f"磁盘或者文件不让读写：{error.filename or '数据目录'}（{error.strerror}）。请看空间和权限，再运行一次。 The disk or a file refuses."
    if type(error).__module__ == "django.db.utils" and type(error).__name__ == "OperationalError":  # Django may not be there when this is read
        first = next(iter(str(error).strip().splitlines()), "")
        return f"数据库不能用：{first}。请看数据库和 --database，再运行一次。 The database cannot be used."
    return ""


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
