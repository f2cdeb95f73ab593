"""Ties a process to the one that started it: when that one goes, however it goes, this one ends too."""

from __future__ import annotations

import ctypes
import os
import signal
import threading

PR_SET_PDEATHSIG = 1
PIPE = "YIWANG_LIFELINE"
PARENT = "YIWANG_PARENT"
GRACE = 3.0  # seconds to finish what is in hand


def end_with_parent(how: signal.Signals = signal.SIGKILL) -> None:
    """Asks the kernel to send `how` to this process when its parent ends (Linux; elsewhere the pipe alone serves)."""
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "prctl"):
        libc.prctl(PR_SET_PDEATHSIG, int(how), 0, 0, 0)


def watch() -> None:
    """For the children of `up`: the kernel's signal, and a pipe whose other end only the parent holds.

    The pipe also covers the moment before the signal was asked for. Ends at once when the parent has already gone.
    """
    end_with_parent(signal.SIGTERM)
    pipe, parent = os.environ.pop(PIPE, ""), os.environ.pop(PARENT, "")
    if parent and os.getppid() != int(parent):
        os._exit(0)
    if pipe:
        os.set_inheritable(int(pipe), False)
        threading.Thread(target=_until_closed, args=(int(pipe),), daemon=True, name="lifeline").start()


def _until_closed(pipe: int) -> None:
    while os.read(pipe, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(GRACE)
    os._exit(1)  # asked to end and did not
