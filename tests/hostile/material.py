"""What hostile requests are made of: texts, files, names and bodies, chosen by a seeded chance."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from random import Random  # noqa: TID251 (seeded: what broke once breaks again)
from urllib.parse import quote_from_bytes

SCRIPT = '<script>window.broken=1;alert(1)</script>'
PICTURE = '"><img src=x onerror="window.broken=1;alert(2)">'
DRAWING = "'><svg/onload=window.broken=1>"
TEXTS: tuple[str, ...] = (
    SCRIPT, PICTURE, DRAWING, f"{SCRIPT}{PICTURE}{DRAWING}", "javascript:alert(1)", "{{7*7}}{% now \"Y\" %}", "${7*7}#{7*7}", "' or 1=1 --",
    "%s%s%n{0}{a.b}",
    "=cmd|'/c calc'!A1", "../../../../etc/passwd", "..\\..\\boot.ini", "https://evil.example/", "//evil.example", "\r\nSet-Cookie: evil=1", "", " ",
    "\t\n",
    "‮⁦翻转⁩", "🙂" * 50, "Z͑ͫ̓ͪ̂ͫ̽͏", "é", "﷽" * 20, "\ufeff", "\u2028\u2029", "𠮷野家", "0", "-1", "1e309", "NaN", "９９９", "9" * 30, "-0.0", "1,000",
    "2026-02-30", "0000-00-00", "9999-12-31", "1-1-1", "true", "null", "[]", "{}", '{"a": ' * 200, "on", "410105", "999999", "x" * 300, "长" * 3000,
    "a\0b",
    "11010119900307793X", "91410105MA3X4Y5Z6B", "13800138000", "0.0", "1.1", "a.b", "99999999999.99999999999", "-1.-1", "x.y",
)
HUGE = "龙" * 100_000
BYTES: tuple[bytes, ...] = (b"\xff\xfe\xfd", b"\xc3\x28", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", "中文".encode("gb18030"), "中文".encode("utf-16"),
    b"\x00", b"%00%zz%")
NAMES = ("__proto__", "a[b][c]", "a.b.c", "a[]", "fields", "key", "seen", "next", "actor", "account", "unit", "tenure", "state", "is_active", "role",
    "csrfmiddlewaretoken",
         "data.0.x", "go", "remove", "x-id", "operator.number", "who", "step", "0", "行", "a" * 500)
FILE_NAMES = ("../../etc/passwd.pdf", "..\\..\\a.pdf", "C:\\boot.pdf", "a\r\nX-Evil: 1.pdf", '"><script>alert(1)</script>.pdf', "材料.pdf.exe",
    "CON.pdf", ".htaccess", "a" * 400 + ".pdf",
              "‮fdp.exe", "", ".", "x.svg", "x.html", "中文名.PDF", "a;b=c.pdf")
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
HTML = f"<!doctype html><html><body>{SCRIPT}</body></html>".encode()
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">{SCRIPT}</svg>'.encode()


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def _png(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT",
     zlib.compress(b"\0")) + chunk(b"IEND", b"")


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'
TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
FILES: tuple[Callable[[], bytes], ...] = (
    lambda: b"", lambda: PDF, lambda: HTML, lambda: SVG, lambda: EICAR, lambda: _zipped({"eicar.com": EICAR}),
    lambda: PDF + HTML, lambda: HTML + PDF, lambda: PDF + _zipped({"a.exe": b"MZ"}), lambda: _png(1, 1) + HTML, lambda: _png(60_000, 60_000),
    lambda: _png(2, 2),
    lambda: b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    lambda: b"GIF89a/*" + SCRIPT.encode() + b"*/=1;", lambda: b"\xff\xd8\xff\xe0" + SVG + b"\xff\xd9",
    lambda: _zipped({"[Content_Types].xml": TYPES, "word/document.xml": b"\0" * 30_000_000}),  # unfolds a thousand times
    lambda: _zipped({"[Content_Types].xml": TYPES, "word/document.xml": ENTITIES, "_rels/.rels": ENTITIES}),
    lambda: _zipped({"[Content_Types].xml": TYPES, "xl/workbook.xml": b"<workbook", "xl/sharedStrings.xml": ENTITIES}),
    lambda: _zipped({"[Content_Types].xml": TYPES,
    "xl/workbook.xml": b"<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'/>"}),
    lambda: _zipped({"../../evil.sh": b"#!/bin/sh", "word/document.xml": b"<a/>"}), lambda: _zipped({"a.zip": _zipped({"b.zip": b"x" * 1000})}),
    lambda: "代码,名称\n=1+1,@SUM(1)\n".encode("gb18030"), lambda: ("代码,名称\n" + SCRIPT + ",x\n").encode(),
    lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    lambda: b"PK\x03\x04" + b"\0" * 60, lambda: b"%PDF-" + b"<" * 200_000, lambda: b"RIFF\xff\xff\xff\xffWEBPVP8X" + b"\xff" * 30,
)
BODIES: tuple[tuple[str, bytes], ...] = (
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nbroken off"),
    ("multipart/form-data; boundary=x", b"--y\r\n\r\n--y--"), ("multipart/form-data", b"--x\r\n"), ("multipart/form-data; boundary=" + "b" * 300,
    b"x"),
    ("multipart/form-data; boundary=x",
    b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!\r\n--x--\r\n"),
    ("multipart/form-data; boundary=\xe4", b"--x"), ("application/json", b'{"a": [' * 500), ("application/json", b"\xff"), ("text/xml", ENTITIES),
    ("", b"a=1"),
    ("application/x-www-form-urlencoded; charset=utf-7", b"+ADw-script+AD4-=1"), ("application/x-www-form-urlencoded; charset=nothing", b"a=%ff"),
    ("application/x-www-form-urlencoded; charset=gb18030", "名称=值".encode("gb18030")), ("application/x-www-form-urlencoded",
    b"&".join(b"a%d=1" % i for i in range(1500))),
    ("application/x-www-form-urlencoded", b"=&=&=;;%%%&a&&&=b"),
)


def value(chance: Random) -> bytes:
    """A value, written for a URL-encoded body."""
    if chance.random() < 0.1:
        return quote_from_bytes(chance.choice(BYTES)).encode()
    text = HUGE if chance.random() < 0.01 else chance.choice(TEXTS)
    return quote_from_bytes(text.encode()).encode()


def file(chance: Random) -> bytes:
    return chance.choice(FILES)()
