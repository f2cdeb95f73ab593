"""PDF (ISO 32000): taken when it only shows pages. Actions that run, send or open something are refused, not cut out: evidence is not changed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from mmap import mmap

from yiwang.engines.files.rooms.refusals import PRINT, broken, no

ACTIVE = frozenset((b"JavaScript", b"Launch", b"Rendition", b"RichMedia", b"SubmitForm", b"ImportData", b"GoToE", b"XFA"))
END = rb"(?=[\s\x00()<>\[\]{}/%]|$)"
PLAIN = re.compile(rb"/(" + b"|".join(sorted(ACTIVE)) + rb")" + END)
ESCAPED = re.compile(rb"/([^\s\x00()<>\[\]{}/%]{0,40}#[0-9A-Fa-f]{2}[^\s\x00()<>\[\]{}/%]{0,40})")
STREAM = re.compile(rb"(?<!end)stream\r?\n")
NUMBERS = re.compile(rb"\s*(\d+\s+\d+|%)")  # an object stream begins with pairs of numbers
CODED = re.compile(rb"/(LZWDecode|LZW|ASCII85Decode|A85|ASCIIHexDecode|AHx|RunLengthDecode|RL|Crypt)" + END)
MOST_STREAMS = 200_000
MOST_ESCAPED = 100_000  # names written with `#xx`: Chinese font names are, on every page
MOST_INFLATED = 256 * 1024 * 1024
PIECE, OVERLAP = 1024 * 1024, 128


def pdf(data: mmap) -> None:
    """Raises Invalid for a PDF that is cut, locked, or does more than show pages."""
    if b"%%EOF" not in data[-2048:] or data.find(b"obj") < 0:
        raise broken("PDF")
    if re.search(rb"/Encrypt" + END, data) or b"Encrypt" in _escaped(data):
        raise no("pdf-locked", f"这个 PDF 设了密码或限制，看不到里面的内容。请先去掉密码；去不掉的话，{PRINT}")
    _inactive(data)
    last, budget = 0, MOST_INFLATED
    for count, match in enumerate(STREAM.finditer(data)):
        if count > MOST_STREAMS:
            raise no("pdf-too-complex", f"这个 PDF 的结构太复杂。{PRINT}")
        before = data[last:match.start()]
        last = match.end()
        names = _escaped(before)
        if (b"/ObjStm" in before or b"ObjStm" in names) and (CODED.search(before) or names & {b"LZWDecode", b"ASCII85Decode", b"ASCIIHexDecode"}):
            raise no("pdf-too-complex", f"这个 PDF 用了少见的编码，没法检查。{PRINT}")
        budget -= _looked_into(data, match.end(), budget)


def _looked_into(data: mmap, at: int, budget: int) -> int:
    """Inflates a stream when it may hold objects, and looks for actions in it; how many bytes came out."""
    inflater = zlib.decompressobj()
    try:
        start = inflater.decompress(data[at:at + 1024], 256)
    except zlib.error:
        return 0
    if not NUMBERS.match(start):
        return 0
    count, tail = 0, b""
    for piece in _inflated(data, at):
        count += len(piece)
        if count > budget:
            raise no("pdf-too-complex", f"这个 PDF 展开后太大。{PRINT}")
        _inactive(tail + piece)
        tail = piece[-OVERLAP:]
    return count


def _inflated(data: mmap, at: int) -> Iterator[bytes]:
    """What a stream holds, a megabyte at a time."""
    inflater, waiting = zlib.decompressobj(), b""
    while not inflater.eof and (waiting or at < len(data)):
        if not waiting:
            waiting, at = data[at:at + 65536], at + 65536
        try:
            piece = inflater.decompress(waiting, PIECE)
        except zlib.error:
            return
        waiting = inflater.unconsumed_tail
        yield piece


def _inactive(data: mmap | bytes) -> None:
    if PLAIN.search(data) or _escaped(data) & ACTIVE:
        raise no("pdf-active", f"这个 PDF 里带有会自动运行的内容（脚本、外部程序或提交按钮）。{PRINT}")


def _escaped(data: mmap | bytes) -> set[bytes]:
    """Names written with `#xx`, as they read."""
    written: set[bytes] = set()
    for count, match in enumerate(ESCAPED.finditer(data)):
        if count > MOST_ESCAPED:
            raise no("pdf-too-complex", f"这个 PDF 的结构太复杂。{PRINT}")
        written.add(match[1])
    return {re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes((int(m[1], 16),)), name) for name in written}
