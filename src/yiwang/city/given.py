"""Settings out of the environment: one that cannot be meant is refused by a sentence before anything starts. Left empty it counts as not given."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from yiwang.city.words import Trouble
from yiwang.kernel.networks import Network, networks

SCHEMES = ("postgresql", "postgres")
CLAMD = re.compile(r"/.+|(?:[\w.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}")


def number(name: str, usual: int, *, least: int, most: int) -> int:
    """A whole number within its bounds. Raises Trouble."""
    text = _text(name) or str(usual)
    if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise _wrong(name, text, f"要 {least} 到 {most} 的整数", f"A whole number from {least} to {most} is wanted")
    return int(text)


def one_of(name: str, known: Sequence[str], usual: str = "") -> str:
    """One of the words that are known. Raises Trouble."""
    text = _text(name) or usual
    if text != usual and text not in known:
        raise _wrong(name, text, f"可以写 {'、'.join(known)}", f"Known are: {', '.join(known)}")
    return text


def proxies(name: str) -> tuple[Network, ...]:
    """Addresses and networks, one after the other. Raises Trouble."""
    text = _text(name)
    try:
        return networks(text)
    except ValueError:
        raise _wrong(name, text, "要 IP 地址或网段，用空格隔开，例如 10.0.0.5 10.0.1.0/24", "Addresses or networks are wanted") from None


def address(name: str, usual: str) -> str:
    """Where the public reaches the city, as it is put before a path: `https://host[:port]`. Raises Trouble."""
    text = _text(name) or usual
    bare = text.rstrip("/")
    try:
        parts = urlsplit(bare)
        good = parts.scheme in ("http", "https") and _is_host(parts) and not (parts.path or parts.query or parts.fragment or parts.username)
    except ValueError:
        good = False
    if not good:
        raise _wrong(name, text, "要写成 https://主机名，后面不带路径", "It is wanted as https://host, without a path")
    return bare


def clamd(name: str) -> str:
    """A socket's path, or host and port. Raises Trouble."""
    text = _text(name)
    if text and not CLAMD.fullmatch(text):
        raise _wrong(name, text, "要写套接字的路径或者 主机:端口", "A socket's path or host:port is wanted")
    return text


def database(url: str) -> SplitResult:
    """The parts of a database's URL. The sentence does not repeat it, for a password may stand in it. Raises Trouble."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in SCHEMES and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise Trouble("数据库地址看不懂，要写成 postgresql://用户:口令@主机:端口/库名，口令里的 @ : / 等写成 %40 %3A %2F。 The URL is not understood.")
    return parts


def _is_host(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    if ":" in host:
        ip_address(host)
    return bool(host) and parts.port != 0 and not re.search(r"\s", host)


def _text(name: str) -> str:
    return os.environ.get(name, "").strip()


def _wrong(name: str, text: str, wanted: str, english: str) -> Trouble:
    return Trouble(f"{name} 看不懂：“{text}”。{wanted}。 {english}.")
