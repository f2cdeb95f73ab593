"""The Python environment in `.venv`: made from a lock file with hashes, once, whoever starts first; a half-made one is made anew."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yiwang.city.operating import carried
from yiwang.city.words import Trouble, say, step

REPOSITORY = carried.REPOSITORY
VENV = REPOSITORY / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".installed"
BUILDING = VENV / ".building"
LOCKS = {"run": REPOSITORY / "requirements.lock", "test": REPOSITORY / "requirements-test.lock"}


def environment(wanted: str = "run") -> Path:
    """Makes sure that the environment holds what the lock `wanted` ("run" or "test") names, and returns its Python. Raises Trouble."""
    if stands(wanted):
        return PYTHON
    try:
        VENV.mkdir(exist_ok=True)
    except OSError as error:
        raise Trouble(f"这里不能建立运行环境：{VENV}（{error.strerror}），请在可写的目录里克隆。 Not writable.") from None
    with _alone() as lock:
        if not stands(wanted):
            _build(wanted, lock)
    return PYTHON


def stands(wanted: str) -> bool:
    """Whether the stamp says that just this lock was installed for a Python that still runs."""
    if BUILDING.exists() or not os.access(PYTHON, os.X_OK):
        return False
    try:
        stamp = json.loads(STAMP.read_text())
    except (FileNotFoundError, ValueError):
        return False
    return bool(stamp.get(wanted) == _digest(wanted) and stamp.get("python") == str(PYTHON.resolve()))


def _build(wanted: str, lock: int) -> None:
    if BUILDING.exists() or not _runs():
        with step("建立 Python 运行环境 .venv"):
            _make_venv(lock)
    BUILDING.touch()
    with step("安装依赖（第一次约一分钟）" if wanted == "run" else "安装测试依赖"):
        _pip(lock, "install", *_from(wanted), "--quiet", "--no-input", "--no-deps", "--require-hashes", "--no-warn-script-location", "-r", str(LOCKS[wanted]))
    (_packages() / "yiwang-source.pth").write_text(f"{REPOSITORY / 'src'}\n")
    held = {"python": str(PYTHON.resolve()), wanted: _digest(wanted)}
    if wanted == "test":
        held["run"] = _digest("run")  # the tests' lock holds the other one whole
    part = STAMP.with_suffix(".part")
    part.write_text(json.dumps(held))
    part.replace(STAMP)
    BUILDING.unlink()


def _from(wanted: str) -> list[str]:
    """A pack brings the wheels of the city, and then no index is asked; those of the tests it does not bring."""
    wheels = carried.wheels() if wanted == "run" else None
    return ["--isolated", "--no-index", "--find-links", str(wheels)] if wheels else []


def _make_venv(lock: int) -> None:
    for inside in VENV.iterdir():
        if inside != BUILDING and inside.name != ".lock":
            shutil.rmtree(inside) if inside.is_dir() and not inside.is_symlink() else inside.unlink()
    BUILDING.touch()
    base = carried.python(getattr(sys, "_base_executable", "") or sys.executable)
    done = subprocess.run([base, "-m", "venv", str(VENV)], capture_output=True, text=True, pass_fds=(lock,))
    if done.returncode:
        say((done.stdout + done.stderr).strip()[-600:])
        raise Trouble("不能建立 .venv：请先 apt install python3-venv。 Cannot make a virtual environment: install python3-venv.")


def _runs() -> bool:
    """A `.venv` that was made by hand and works is used as it is: the lock is installed into it."""
    try:
        code = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
        return subprocess.run([str(PYTHON), "-c", code], capture_output=True).returncode == 0
    except OSError:
        return False


def _packages() -> Path:
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return Path(subprocess.run([str(PYTHON), "-c", code], capture_output=True, text=True, check=True).stdout.strip())


def _pip(lock: int, *words: str) -> None:
    """pip, not something quicker: it alone reads the index and certificates that this machine is set to (`docs/decisions/0001`)."""
    line = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", *words]
    done = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, text=True, pass_fds=(lock,))
    if done.returncode:
        lines = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        say("\n".join(lines[-6:]))
        raise Trouble("依赖没有装好，原因见上；网络恢复后再运行一次即可。 Dependencies failed to install; run the command again.")


def _digest(wanted: str) -> str:
    return hashlib.sha256(LOCKS[wanted].read_bytes()).hexdigest()


@contextmanager
def _alone() -> Iterator[int]:
    """One builder at a time; the second waits and then finds it done.

    The lock is handed to what is started meanwhile: were we killed, the next builder waits until that has ended too.
    """
    with (VENV / ".lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("· 另一个进程正在建立运行环境，等它完成 …")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield held.fileno()
