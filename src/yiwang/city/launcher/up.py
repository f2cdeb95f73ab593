"""`./yiwang up`: prepares the city, then is the parent of its one process tree until it is told to end."""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from yiwang.city import lifeline, shared, standing
from yiwang.city.launcher import places
from yiwang.city.launcher.tree import Tree
from yiwang.city.words import Trouble, Words, say

ALL_ADDRESSES = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # listened on, and which of them is this machine's own
LOOK = 0.1  # seconds between two looks at the tree
FIRST_PAGE = 60.0  # seconds until the web must answer
CARRIERS = ("YIWANG_SMTP_HOST", "YIWANG_SMS_URL")  # with neither nothing leaves, and nobody need turn to send it
DEATHS = 4  # of the web before its first answer, after which it will not come


class Ended(BaseException):
    """SIGTERM or SIGINT came."""


def run(argv: list[str]) -> int:
    asked = _words(argv)
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    with contextlib.ExitStack() as stack:
        if asked.check and not os.environ.get("YIWANG_DATA"):
            os.environ["YIWANG_DATA"] = stack.enter_context(_for_now())
        data = places.data()
        port = _free() if asked.check and asked.port is None else asked.port or 8000
        host = asked.host or ("0.0.0.0" if asked.demo_open else "127.0.0.1")
        try:
            stack.enter_context(_alone(data, reached(host, port)))
            result = _live(asked, data, host, port)
        except Ended:
            say("已停止。 Stopped.")
            return 1 if asked.check else 0
    if not result:
        say("OK")
    return result


def _live(asked: argparse.Namespace, data: Path, host: str, port: int) -> int:
    _refuse_taken(host, port)
    environment = _environment(asked, data)
    address = reached(host, port)
    environment.setdefault("YIWANG_ADDRESS", address.rstrip("/"))  # in codes on paper
    environment.setdefault("YIWANG_IPV6", "1" if ":" in host else "0")
    began = time.monotonic()
    for last in ("loops", "metrics"):  # how it went last time
        shutil.rmtree(data / "run" / last, ignore_errors=True)
    _prepare(environment)
    tree = Tree(data / "logs", environment)
    try:
        tree.add("web", "yiwang.city.serve", host, str(port))
        _first_page(tree, address)
        first = time.monotonic() - began
        tree.add("readers", "yiwang.city.worker", "readers")  # after the first page, which is what somebody waits for
        tree.add("sweep", "yiwang.city.worker", "sweep")
        if any(environment.get(name) for name in CARRIERS):
            tree.add("senders", "yiwang.city.worker", "senders")  # by itself: a carrier that does not answer holds nobody else up
        if asked.check:
            return _check(tree, address, environment)
        if standing.is_demo(data):
            subprocess.run([sys.executable, "-m", "yiwang.city.launcher.inside", "demo"], env=environment, check=False, start_new_session=True)
        say(f"一网已启动（首页 {first:.1f} s）：{address}　按 Ctrl-C 停止。 Running; Ctrl-C ends it.")
        while True:
            tree.turn()
            time.sleep(LOOK)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # ending has begun and is not begun twice
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        tree.stop()


def _words(argv: list[str]) -> argparse.Namespace:
    reader = Words(
        prog="./yiwang up", add_help=False, allow_abbrev=False,
        description="启动一网：网站、办理后台、期限巡查，一棵进程树。 Starts web, readers and sweep as one process tree.")
    reader.add_argument("-h", "--help", action="help", help="显示这段说明 · this text")
    reader.add_argument("--check", action="store_true",
                        help="自检：在空闲端口上启动，每类用户各看一遍页面，末行 OK · start on a free port, ask every kind of page, stop")
    reader.add_argument("--port", type=int, help="端口，默认 8000 · the port")
    reader.add_argument("--host", help="监听地址，默认只听本机；IPv4、IPv6 都听写 :: · the address to listen on, by default this machine; :: is all of both")
    reader.add_argument("--demo-open", action="store_true",
                        help="别的机器也能用演示登录（不要用于真实数据）· demo log-ins from other machines too")
    reader.add_argument("--no-demo", action="store_true",
                        help="在空的数据目录里建一座真实的城市，没有演示数据 · found a real city without demo data")
    reader.add_argument("--shared", type=Path, metavar="目录 DIR",
                        help="几台机器同办一座城市：各台都挂载的目录，放文件和密钥 · several machines, one city: the folder all of them mount")
    asked = reader.parse_args(argv)
    if asked.port is not None and not 0 < asked.port < 65536:
        raise Trouble("端口要在 1 到 65535 之间。 The port must lie between 1 and 65535.")
    return asked


def _environment(asked: argparse.Namespace, data: Path) -> dict[str, str]:
    wanted = standing.REAL if asked.no_demo else standing.DEMO
    if standing.found(data, wanted) != wanted and asked.no_demo:
        raise Trouble("这个数据目录里已经是一座演示城市，请另用一个空目录。 A demo city stands here already; use an empty folder.")
    if asked.shared and standing.is_demo(data):
        raise Trouble("演示城市只在一台机器上运行；真实的城市加 --no-demo。 A demo city runs on one machine.")
    if asked.shared:
        shared.join(data, asked.shared, os.environ.get("YIWANG_DATABASE", ""))
    shared.refuse_unmounted(data)
    return {
        **os.environ, "YIWANG_DATA": str(data), "YIWANG_STATIC": str(data / "static"), "PYTHONUTF8": "1",
        "YIWANG_DEMO_OPEN": "1" if asked.demo_open else "0", "DJANGO_SETTINGS_MODULE": "yiwang.city.settings",
    }


def _prepare(environment: dict[str, str]) -> None:
    """In a process of its own, so that the parent stays small and holds no connection; and a session of its own: Ctrl-C reaches the parent alone."""
    inner = {**environment, lifeline.PARENT: str(os.getpid())}
    done = subprocess.run([sys.executable, "-m", "yiwang.city.prepare"], env=inner, check=False, start_new_session=True)
    if done.returncode:
        raise Trouble("没有准备好，原因见上。 Preparing failed, see above.")


def _first_page(tree: Tree, address: str) -> None:
    until = time.monotonic() + FIRST_PAGE
    while time.monotonic() < until and tree.members[0].deaths < DEATHS:
        with contextlib.suppress(OSError):
            try:
                urllib.request.urlopen(address, timeout=10).close()
                return
            except urllib.error.HTTPError as answer:
                answer.close()
                return  # it answers: whether the page is good is for the check to say
        tree.turn()
        time.sleep(0.05)
    say("\n".join(tree.log("web").read_text(errors="replace").splitlines()[-6:]))
    raise Trouble(f"网站没有起来，见 {tree.log('web')}。 The web server did not answer.")


def _check(tree: Tree, address: str, environment: dict[str, str]) -> int:
    """The pages as every kind of user, in a process of its own; then that nobody died meanwhile and no loop stumbled."""
    done = subprocess.run([sys.executable, "-m", "yiwang.city.checking", address], env=environment, check=False, start_new_session=True)
    tree.turn()
    died = [member.name for member in tree.members if member.deaths]
    for name in died:
        say(f"✗ {name} 停过：{tree.log(name)}")
        say("\n".join(tree.log(name).read_text(errors="replace").splitlines()[-15:]))
    return 1 if done.returncode or died else 0


def _end(number: int, frame: FrameType | None) -> None:
    raise Ended


@contextlib.contextmanager
def _for_now() -> Iterator[str]:
    place = tempfile.mkdtemp(prefix="yiwang-check-")
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextlib.contextmanager
def _alone(data: Path, address: str) -> Iterator[None]:
    """One start a data folder: a lock that goes with the process, however it ends."""
    place = data / "run" / "up.lock"
    place.parent.mkdir(exist_ok=True)
    with place.open("a+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.seek(0)
            raise Trouble(f"这个数据目录的一网已经在运行：{held.read().strip()}。 It is already running on this data folder.") from None
        held.truncate(0)
        held.write(f"{address}（进程 {os.getpid()}）")
        held.flush()
        yield


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def reached(host: str, port: int) -> str:
    """How this machine itself reaches what listens on an address, be it of the newer kind (IPv6) or all there are."""
    near = ALL_ADDRESSES.get(host, host)
    return f"http://[{near}]:{port}/" if ":" in near else f"http://{near}:{port}/"


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Trouble(f"不能用 {host}:{port}（{error.strerror}）；用 --port 换一个。 The port cannot be used.") from None
