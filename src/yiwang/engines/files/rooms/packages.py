"""Documents that are ZIP packages inside (OOXML: ISO/IEC 29500; OFD: GB/T 33190): nothing in them may unfold, hide, run or fetch.

Read with our own few lines, not with a lenient reader: what two readers see differently is refused.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from mmap import mmap
from xml.etree import ElementTree

from yiwang.engines.files.rooms.refusals import PRINT, broken, hides, no
from yiwang.engines.files.types import DOCX, OFD, XLSX
from yiwang.kernel.errors import Invalid

MOST_MEMBERS = 3000
MOST_TOTAL, MOST_ONE = 200 * 1024 * 1024, 64 * 1024 * 1024
MOST_RATIO, RATIO_FROM = 250, 4 * 1024 * 1024  # a member above 4 MB unfolds at most 250 times
MOST_DIRECTORY = 1024 * 1024
LONG = 0xFFFFFFFF
KINDS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ofd.xml": OFD}
NESTED = (
    b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"%PDF-",
)
DOCTYPE = tuple(word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be"))
FETCHING = ("attachedtemplate", "oleobject", "frame", "subdocument", "afchunk", "package", "control")
PROGRAMS = (".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".html", ".hta", ".lnk")
ARCHIVES = (".zip", ".rar", ".7z", ".jar", ".docx", ".xlsx", ".pptx")


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    offset: int  # of its local header
    packed: int
    size: int
    crc: int
    method: int


def package(data: mmap) -> str:
    """The media type of the document. Raises Invalid for every other archive and for one that is not harmless."""
    members = _directory(data)
    names = {member.name.lower() for member in members}
    kind = next((kind for name, kind in KINDS.items() if name in names), "")
    if not kind:
        raise no("archive", "这里不收压缩包。请解压后，把里面的文件逐个上传")
    if sum(member.size for member in members) > MOST_TOTAL or any(_unfolds(member) for member in members):
        raise _bomb()
    end = 0
    for member in sorted(members, key=lambda one: one.offset):
        if member.offset < end:
            raise _bomb()  # two members over the same bytes
        end, content = _content(data, member)
        _harmless(member.name, content)
    return kind


def is_archive(data: mmap) -> bool:
    """Whether a ZIP directory ends the data (a picture or PDF with an archive behind it)."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 65557))
    if at < 0 or at + 22 > len(data):
        return False
    size, offset = struct.unpack("<II", data[at + 12:at + 20])
    at -= _long_end(data, at)
    return (size == 0 and offset == 0) or (at >= size and data[at - size:at - size + 4] == b"PK\x01\x02")


def _bomb() -> Invalid:
    return no("bomb", "这个文件展开后大得不正常，没有接收。请用原来的软件另存一份再上传，内容多的请拆成几个文件")


def _unfolds(member: Member) -> bool:
    return member.size > MOST_ONE or (member.size > RATIO_FROM and member.size > member.packed * MOST_RATIO)


def _directory(data: mmap) -> list[Member]:
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 65557))
    if at < 0 or at + 22 > len(data):
        raise broken("文档")
    disk, start, here, total, size, offset, comment = struct.unpack("<HHHHIIH", data[at + 4:at + 22])
    if disk or start or here != total or at + 22 + comment != len(data):
        raise broken("文档")
    at -= _long_end(data, at)
    if offset + size != at:
        raise broken("文档")
    if total > MOST_MEMBERS or size > MOST_DIRECTORY:
        raise _bomb()
    members: list[Member] = []
    for _ in range(total):
        if data[offset:offset + 4] != b"PK\x01\x02" or offset + 46 > at:
            raise broken("文档")
        flags, method = struct.unpack("<HH", data[offset + 8:offset + 12])
        crc, packed, unpacked, name, extra, note = struct.unpack("<IIIHHH", data[offset + 16:offset + 34])
        (local,) = struct.unpack("<I", data[offset + 42:offset + 46])
        if flags & 0x41:
            raise no("document-locked", f"这个文档设了密码。请去掉密码后再上传，或者{PRINT}")
        fields = data[offset + 46 + name:offset + 46 + name + extra]
        unpacked, packed, local = _long((unpacked, packed, local), fields)
        members.append(Member(_named(data[offset + 46:offset + 46 + name]), local, packed, unpacked, crc, method))
        offset += 46 + name + extra + note
    names = [member.name.lower() for member in members]
    if offset != at or not members or len(set(names)) != len(names) or min(m.offset for m in members) != 0:
        raise broken("文档")
    return members


def _long_end(data: mmap, at: int) -> int:
    """Length of the ZIP64 end records before the end record: table exporters write them always, needed or not."""
    return 76 if at >= 76 and data[at - 20:at - 16] == b"PK\x06\x07" and data[at - 76:at - 72] == b"PK\x06\x06" else 0


def _long(values: tuple[int, int, int], fields: bytes) -> tuple[int, int, int]:
    """Size, packed size and offset, those that say 0xFFFFFFFF taken from the ZIP64 field."""
    found, at = list(values), 0
    while at + 4 <= len(fields):
        name, length = struct.unpack("<HH", fields[at:at + 4])
        if name == 1:
            body = fields[at + 4:at + 4 + length]
            for place, value in enumerate(values):
                if value == LONG and len(body) >= 8:
                    found[place], body = struct.unpack("<Q", body[:8])[0], body[8:]
        at += 4 + length
    return found[0], found[1], found[2]


def _named(raw: bytes) -> str:
    try:
        name = raw.decode()
    except UnicodeDecodeError:
        name = raw.decode("gb18030", "replace")
    parts = re.split(r"[/\\]", name)
    if ".." in parts or name.startswith(("/", "\\")) or ":" in name or "\0" in name or not name:
        raise hides("指向别处的文件名")
    return name.removeprefix("./")


def _content(data: mmap, member: Member) -> tuple[int, bytes]:
    """Where a member ends, and its content: exactly as long and with the sum its directory says, never more."""
    head = data[member.offset:member.offset + 30]
    if len(head) < 30 or head[:4] != b"PK\x03\x04" or struct.unpack("<H", head[8:10])[0] != member.method:
        raise broken("文档")
    name, extra = struct.unpack("<HH", head[26:30])
    start = member.offset + 30 + name + extra
    if _named(data[member.offset + 30:member.offset + 30 + name]) != member.name or start + member.packed > len(data):
        raise broken("文档")
    packed = data[start:start + member.packed]
    if member.method == 0:
        content = packed
    elif member.method == 8:
        content = _inflated(packed, member.size)
    else:
        raise no("document-packing", f"这个文档用了少见的压缩方式，打不开。{PRINT}")
    if len(content) != member.size or zlib.crc32(content) != member.crc:
        raise _bomb() if len(content) > member.size else broken("文档")
    return start + member.packed, content


def _inflated(packed: bytes, size: int) -> bytes:
    inflater = zlib.decompressobj(-15)
    try:
        return inflater.decompress(packed, size + 1)  # one more than promised shows a lie
    except zlib.error:
        raise broken("文档") from None


def _harmless(name: str, content: bytes) -> None:
    lowered = name.lower()
    if content.startswith(NESTED) or lowered.endswith((*PROGRAMS, *ARCHIVES)):
        raise hides(f"另一个文件、宏或程序（{name.rpartition('/')[2][:40]}）")
    if any(word in content for word in DOCTYPE):
        raise no("document-entities", f"这个文档的写法会让打开它的软件出问题。{PRINT}")
    if lowered == "[content_types].xml" and re.search(rb"macroenabled", content, re.IGNORECASE):
        raise no("document-macros", "这个文档带有宏。请另存为不带宏的 docx 或 xlsx，或者 PDF，再上传")
    if lowered.endswith(".rels"):
        _fetches_nothing(content)


def _fetches_nothing(content: bytes) -> None:
    """No template, object or frame from elsewhere; links that a person clicks are fine."""
    try:
        relations = list(ElementTree.fromstring(content))
    except ElementTree.ParseError:
        raise broken("文档") from None
    for relation in relations:
        kind = relation.get("Type", "").rpartition("/")[2].lower()
        if relation.get("TargetMode", "").strip().lower() == "external" and kind in FETCHING:
            raise no("document-fetches", f"这个文档打开时会从别处取内容。{PRINT}")
