"""Pictures: whole, and not so large that opening one stops a machine (PNG: ISO/IEC 15948; JPEG: T.81; WebP: RFC 9649)."""

from __future__ import annotations

import re
import struct
from mmap import mmap

from yiwang.engines.files.rooms.refusals import broken, hides, no
from yiwang.engines.files.types import JPEG, PNG, TITLES

MOST_PIXELS = 150_000_000
LONGEST_SIDE = 30_000
SCRIPTS = re.compile(rb"<script|<\?php|<!doctype html|<svg ", re.IGNORECASE)


def picture(data: mmap, kind: str) -> None:
    """Raises Invalid for a picture that is cut, too large to open, or carries a script."""
    try:
        width, height = {PNG: _png, JPEG: _jpeg}.get(kind, _webp)(data)
    except (struct.error, IndexError):
        raise broken(TITLES[kind]) from None
    if not width or not height:
        raise broken(TITLES[kind])
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise no("picture-too-large", f"图片有 {width}×{height} 像素，太大了。请缩小到 1 万×1 万像素以内再上传，拍照件一般 3000×4000 就够")
    if SCRIPTS.search(data):
        raise hides("网页或脚本")


def _png(data: mmap) -> tuple[int, int]:
    """Walks the chunks to the end mark."""
    width, height = struct.unpack(">II", data[16:24])
    at, first = 8, True
    while True:
        length, name = struct.unpack(">I4s", data[at:at + 8])
        if first != (name == b"IHDR") or at + 12 + length > len(data):
            raise broken("PNG")
        if name == b"IEND":
            return width, height
        at, first = at + 12 + length, False


def _jpeg(data: mmap) -> tuple[int, int]:
    """Walks the segments to the frame header; the end mark must be somewhere behind it."""
    at = 2
    while True:
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        if data[at] != 0xFF:
            raise broken("JPG")
        mark = data[at + 1]
        (length,) = struct.unpack(">H", data[at + 2:at + 4])
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5:at + 9])
            if data.rfind(b"\xff\xd9") < at:
                raise broken("JPG")
            return width, height
        if mark in (0xDA, 0xD9) or length < 2:
            raise broken("JPG")
        at += 2 + length


def _webp(data: mmap) -> tuple[int, int]:
    (length,) = struct.unpack("<I", data[4:8])
    if length + 8 > len(data):
        raise broken("WebP")
    form = data[12:16]
    if form == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if form == b"VP8L" and data[20] == 0x2F:
        (bits,) = struct.unpack("<I", data[21:25])
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if form == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise broken("WebP")
