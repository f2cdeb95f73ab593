"""Files made on the spot: small, whole, and as hostile as wanted."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

CONTENT_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>'
RELS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
OFFICE_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def png(width: int = 40, height: int = 30, comment: bytes = b"") -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = b"".join(b"\0" + b"\x80" * min(width, 100) for _ in range(min(height, 100)))
    text = chunk(b"tEXt", b"Comment\0" + comment) if comment else b""
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) + text
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def jpeg(width: int = 40, height: int = 30, comment: bytes = b"") -> bytes:
    def segment(mark: int, body: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, mark, len(body) + 2) + body

    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (b"\xff\xd8" + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0") + (segment(0xFE, comment) if comment else b"")
            + segment(0xDB, bytes(65)) + segment(0xC0, frame) + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\x34\x56" + b"\xff\xd9")


def webp(width: int = 40, height: int = 30) -> bytes:
    body = b"WEBPVP8X" + struct.pack("<II", 10, 0) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", len(body)) + body


def pdf(*objects: bytes, trailer: bytes = b"<< /Root 1 0 R >>") -> bytes:
    body = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    for number, one in enumerate(objects, 3):
        body += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    return body + b"trailer\n" + trailer + b"\nstartxref\n0\n%%EOF\n"


def stream(content: bytes, entries: bytes = b"/Filter /FlateDecode") -> bytes:
    packed = zlib.compress(content)
    return b"<< " + entries + b" /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream"


def package(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def behind(lead: bytes) -> bytes:
    """A document whose directory is right, with something before its first member (a self-extracting program, a page)."""
    made = io.BytesIO()
    made.write(lead)
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    return made.getvalue()


def docx(**more: bytes | str) -> bytes:
    relation = f'<Relationship Id="r1" Type="{OFFICE_RELATION}/officeDocument" Target="word/document.xml"/>'
    link = f'<Relationship Id="r2" Type="{OFFICE_RELATION}/hyperlink" Target="https://www.example.cn/" TargetMode="External"/>'
    return package({
        "[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELS.format(relation), "word/document.xml": "<w:document>申请书</w:document>" * 20,
        "word/_rels/document.xml.rels": RELS.format(link), "word/media/image1.png": png(),
    } | more)


def xlsx(**more: bytes | str) -> bytes:
    return package({"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": "<worksheet/>"} | more)


def ofd(**more: bytes | str) -> bytes:
    return package({"OFD.xml": '<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>', "Doc_0/Document.xml": "<Document/>"} | more)


def long_form(whole: bytes) -> bytes:
    """The same document as table exporters write it: ZIP64 sizes in the directory and ZIP64 end records."""
    at = whole.rfind(b"PK\x05\x06")
    count, _, offset = struct.unpack("<HII", whole[at + 10:at + 20])
    directory, place = b"", offset
    while place < at:
        packed, unpacked, name, extra, note = struct.unpack("<IIHHH", whole[place + 20:place + 34])
        field = struct.pack("<HHQQ", 1, 16, unpacked, packed)
        entry = bytearray(whole[place:place + 46 + name])
        entry[20:28] = b"\xff" * 8
        entry[30:32] = struct.pack("<H", len(field))
        directory += bytes(entry) + field
        place += 46 + name + extra + note
    end = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(directory), offset)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, offset + len(directory), 1)
    last = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
    return whole[:offset] + directory + end + locator + last


def overlapping() -> bytes:
    """A quoted bomb in small: two directory entries that point at the same bytes."""
    single = docx()
    at = single.rfind(b"PK\x05\x06")
    size, offset = struct.unpack("<II", single[at + 12:at + 20])
    directory = single[offset:offset + size]
    name = b"word/document.xml"
    entry = directory[directory.find(b"PK\x01\x02", directory.find(b"_rels/.rels")):]
    entry = entry[:46 + len(name)]
    twin = entry[:46] + b"word/Document2xml"  # as long as the name it copies, and so is the local header it points at
    count = struct.unpack("<H", single[at + 10:at + 12])[0] + 1
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, size + len(twin), offset, 0)
    return single[:offset] + directory + twin + end


def lying(content: bytes, said: int) -> bytes:
    """A document whose directory says a member is `said` bytes long."""
    whole = docx(**{"word/big.xml": content})
    return whole.replace(struct.pack("<II", _packed(whole), len(content)), struct.pack("<II", _packed(whole), said))


def _packed(whole: bytes) -> int:
    return zipfile.ZipFile(io.BytesIO(whole)).getinfo("word/big.xml").compress_size
