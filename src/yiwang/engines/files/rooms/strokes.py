"""A signature drawn by finger: a real PNG (ISO/IEC 15948), no larger than a canvas, with strokes in it. Not whose they are: that is the account's."""

from __future__ import annotations

import struct
import zlib
from mmap import mmap

from yiwang.engines.files.rooms.refusals import no

WIDEST, HIGHEST = 800, 400  # pixels
CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}  # samples a pixel has, by colour type, at 8 bits each
DARK, OPAQUE = 160, 64  # what counts as ink: darker than this, and not see-through
LEAST_INK, LEAST_SPAN = 40, 24  # pixels: a dot is no signature
AGAIN = "请清除以后再签一次"


def strokes(data: mmap) -> None:
    """Raises Invalid for what no hand has signed: empty, a dot, filled all over, or not as a canvas gives it. `data` is a whole PNG."""
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", data[16:29])
    if depth != 8 or colour not in CHANNELS or interlaced:
        raise no("signature-kind", f"签名图片的格式不对，{AGAIN}")
    if width > WIDEST or height > HIGHEST:
        raise no("signature-too-large", f"签名图片最大 {WIDEST}×{HIGHEST} 像素，{AGAIN}")
    inked = _inked(_pixels(data, width, height, CHANNELS[colour]), width, CHANNELS[colour])
    if len(inked) < LEAST_INK:
        raise no("signature-empty", "签名框里还没有签名，请用手指或者鼠标写上姓名")
    across, down = ({spot % width for spot in inked}, {spot // width for spot in inked})
    if max(max(across) - min(across), max(down) - min(down)) < LEAST_SPAN:
        raise no("signature-empty", f"签名太小，看不出姓名，{AGAIN}")
    if len(inked) * 2 > width * height:
        raise no("signature-filled", f"签名框涂满了，看不出姓名，{AGAIN}")


def _inked(rows: list[bytearray], width: int, channels: int) -> list[int]:
    """The numbers of the pixels that are ink, row by row."""
    found = []
    for down, row in enumerate(rows):
        for across in range(width):
            sample = row[across * channels:(across + 1) * channels]
            seen = sample[-1] >= OPAQUE if channels in (2, 4) else True
            if seen and min(sample[:3] if channels > 2 else sample[:1]) < DARK:
                found.append(down * width + across)
    return found


def _pixels(data: mmap, width: int, height: int, channels: int) -> list[bytearray]:
    """The rows as they are drawn: unpacked, and each filter taken back."""
    packed, at = b"", 8
    while at + 8 <= len(data):
        length, name = struct.unpack(">I4s", data[at:at + 8])
        packed += data[at + 8:at + 8 + length] if name == b"IDAT" else b""
        at += 12 + length
    line = width * channels
    try:
        flat = zlib.decompressobj().decompress(packed, (line + 1) * height)
    except zlib.error:
        flat = b""
    if len(flat) < (line + 1) * height:
        raise no("broken", f"签名图片不完整，{AGAIN}")
    rows: list[bytearray] = []
    above = bytearray(line)
    for start in range(0, (line + 1) * height, line + 1):
        above = _unfiltered(flat[start], bytearray(flat[start + 1:start + 1 + line]), above, channels)
        rows.append(above)
    return rows


def _unfiltered(kind: int, row: bytearray, above: bytearray, step: int) -> bytearray:
    """One row with its filter taken back (chapter 9 of the standard)."""
    if kind == 2:
        return bytearray((one + up) & 255 for one, up in zip(row, above, strict=True))
    for i in range(len(row) if kind in (1, 3, 4) else 0):
        left, up, corner = row[i - step] if i >= step else 0, above[i], above[i - step] if i >= step else 0
        guess = left if kind == 1 else (left + up) >> 1 if kind == 3 else _paeth(left, up, corner)
        row[i] = (row[i] + guess) & 255
    return row


def _paeth(left: int, up: int, corner: int) -> int:
    whole = left + up - corner
    by_left, by_up, by_corner = abs(whole - left), abs(whole - up), abs(whole - corner)
    if by_left <= by_up and by_left <= by_corner:
        return left
    return up if by_up <= by_corner else corner
