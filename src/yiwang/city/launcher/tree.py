"""One process tree: starts its members, starts again what dies, ends all of them when it ends."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from yiwang.city import lifeline
from yiwang.city.launcher import logbook
from yiwang.city.words import say
from yiwang.kernel.clock import Clock

FIRST, LONGEST = 0.2, 10.0  # seconds between a death and the next start
STEADY = 30.0  # seconds alive after which a death is the first one again
PATIENCE = 10.0  # seconds to end by oneself
PR_SET_CHILD_SUBREAPER = 36
LOOK, LATER = 10.0, 300.0  # seconds between two looks at the logs; after one that failed


@dataclass
class Member:
    name: str
    argv: list[str]
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    due: float = 0.0
    wait: float = FIRST
    deaths: int = field(default=0)


class Tree:
    """Members run `argv` with this Python, their output in `logs/<name>.log`. Not for use from two threads.

    The process that holds a tree is the tree's alone: whatever child it has at the end is killed, as is what a member left behind.
    """

    def __init__(self, logs: Path, environment: dict[str, str]):
        logs.mkdir(parents=True, exist_ok=True)
        self._logs, self._environment = logs, environment
        self._look, self._refused = 0.0, False
        self._read, self._write = os.pipe()  # nothing is ever written: its closing tells the children that we are gone
        self.members: list[Member] = []
        libc = ctypes.CDLL(None, use_errno=True)
        if hasattr(libc, "prctl"):
            libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # grandchildren come to us when their parent dies

    def add(self, name: str, *argv: str) -> None:
        member = Member(name, [sys.executable, "-m", *argv])
        self.members.append(member)
        self._start(member)

    def turn(self) -> None:
        """Looks once: notes deaths and starts again whose wait is over."""
        now = time.monotonic()
        for member in self.members:
            if member.process is not None and member.process.poll() is not None:
                member.deaths += 1
                member.wait = FIRST if now - member.began > STEADY else member.wait
                say(f"! {member.name} 停了（{member.process.returncode}），{member.wait:g} 秒后重新启动；见 {self.log(member.name)}")
                member.process, member.due = None, now + member.wait
                member.wait = min(member.wait * 2, LONGEST)
            if member.process is None and now >= member.due:
                self._start(member)
        if now >= self._look:
            self._look = now + self._tidy()
        self._bury()

    def stop(self) -> None:
        """Asks all to end, waits, and kills what stays, grandchildren too."""
        running = [member.process for member in self.members if member.process is not None]
        for process in running:
            process.send_signal(signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, until - time.monotonic()))
        for member in self.members:
            member.process = None
        self._sweep_up()
        os.close(self._read)
        os.close(self._write)

    def log(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    def _tidy(self) -> float:
        """Seconds until the logs are looked at again: a disk that refuses must not end the city, and is not tried all the time."""
        try:
            logbook.look(self._logs, Clock().now())
        except OSError as error:
            if not self._refused:
                say(f"! 日志没有收好（{error.strerror}），照常写，过几分钟再收；请看 {self._logs} 所在的磁盘。 Logs could not be set aside.")
            self._refused = True
            return LATER
        self._refused = False
        return LOOK

    def _start(self, member: Member) -> None:
        log = self.log(member.name)
        inner = {**self._environment, lifeline.PIPE: str(self._read), lifeline.PARENT: str(os.getpid())}
        with log.open("ab") as output:
            member.process = subprocess.Popen(
                member.argv, env=inner, pass_fds=(self._read,), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches the parent alone, which then ends them in order
            )
        member.began = time.monotonic()

    def _bury(self) -> None:
        """Grandchildren that came to us and have ended are waited for; members wait for `poll`."""
        ours = {member.process.pid for member in self.members if member.process is not None}
        with contextlib.suppress(ChildProcessError):
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if ended is not None and ended.si_pid not in ours:
                os.waitpid(ended.si_pid, 0)

    def _sweep_up(self) -> None:
        """What its own parent left behind has become our child: it is killed and buried."""
        while True:
            try:
                child, _ = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not child:
                for left in children(os.getpid()):
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(left, signal.SIGKILL)
                time.sleep(0.02)


def children(of: int) -> list[int]:
    """The processes whose parent is `of`, from the system's own list (Linux)."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            if int(place.read_text().rpartition(")")[2].split()[1]) == of:
                found.append(int(place.parent.name))
    return found
