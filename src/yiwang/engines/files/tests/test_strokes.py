"""What was signed with is a picture with strokes in it."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable
from datetime import datetime
from mmap import mmap

import pytest

from yiwang.engines.files import api as files
from yiwang.engines.files.rooms import strokes as room
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import Invalid

ME = Actor(account=11, person=11)
Paints = Callable[[int, int], bytes]
INK, PAPER, CLEAR = b"\x11\x11\x11\xff", b"\xff\xff\xff\xff", b"\0\0\0\0"
pytestmark = pytest.mark.django_db


def png(paints: Paints, wide: int = 240, high: int = 80, *, filtered: int = 0, colour: int = 6, channels: int = 4, interlaced: int = 0) -> bytes:
    """A PNG whose rows all use one filter."""
    rows, above = b"", bytes(wide * channels)
    for y in range(high):
        row = b"".join(paints(x, y)[:channels] for x in range(wide))
        rows += bytes([filtered]) + bytes((one - guess(row, above, i, channels, filtered)) & 255 for i, one in enumerate(row))
        above = row
    head = struct.pack(">IIBBBBB", wide, high, 8, colour, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def guess(row: bytes, above: bytes, i: int, step: int, kind: int) -> int:
    left, up, corner = row[i - step] if i >= step else 0, above[i], above[i - step] if i >= step else 0
    nearest = min((left, up, corner), key=lambda one: abs(left + up - corner - one))
    return (0, left, up, (left + up) // 2, nearest)[kind]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def stroke(x: int, y: int) -> bytes:
    return INK if abs(y - 40 - (x % 40 - 20)) < 2 and 20 < x < 200 else CLEAR


def signed(at: datetime, content: bytes) -> files.Stored:
    return files.receive(chunks=[content], name="签名.png", actor=ME, at=at, purpose=files.SIGNATURE)


@pytest.mark.parametrize("filtered", range(5))
def test_strokes_are_seen_whatever_filter_the_browser_chose(at: datetime, filtered: int) -> None:
    kept = signed(at, png(stroke, filtered=filtered))
    found = files.uploads(actor=ME)(kept.sha256)
    assert found is not None and (found.purpose, found.type, found.at) == ("signature", files.PNG, at) and files.uploads(actor=ME).account == 11
    with pytest.raises(Invalid, match="还没有签名"):
        signed(at, png(lambda x, y: CLEAR, filtered=filtered))


@pytest.mark.parametrize("filtered", range(5))
def test_every_filter_is_taken_back_to_the_very_pixels(filtered: int) -> None:
    def noise(x: int, y: int) -> bytes:
        return hashlib.sha256(f"{x} {y}".encode()).digest()[:4]

    with mmap(-1, len(content := png(noise, 16, 8, filtered=filtered))) as data:
        data.write(content)
        rows = room._pixels(data, 16, 8, 4)
    assert [bytes(row) for row in rows] == [b"".join(noise(x, y) for x in range(16)) for y in range(8)]


@pytest.mark.parametrize(("paints", "says"), [
    (lambda x, y: CLEAR, "还没有签名"), (lambda x, y: PAPER, "还没有签名"), (lambda x, y: INK if x == y == 3 else CLEAR, "还没有签名"),
    (lambda x, y: INK if x < 9 and y < 9 else CLEAR, "太小"), (lambda x, y: INK, "涂满")])
def test_what_no_hand_has_signed_is_refused(at: datetime, paints: Paints, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        signed(at, png(paints))


def test_only_a_picture_as_a_canvas_gives_it(at: datetime) -> None:
    for content, says in ((png(stroke, 801, 80), "最大 800×400"), (png(stroke, interlaced=1), "格式不对"), (b"%PDF-1.4 nothing", "PDF"),
                          (png(stroke).replace(b"IDAT", b"IDAX"), "不完整"), (png(stroke)[:60], "不完整")):
        with pytest.raises(Invalid, match=says):
            signed(at, content)
    grey = png(lambda x, y: bytes([17]) if stroke(x, y) is INK else b"\xff", colour=0, channels=1)
    assert signed(at, grey).type == files.PNG
    with pytest.raises(Invalid):
        signed(at, png(stroke) + bytes(300_000))
