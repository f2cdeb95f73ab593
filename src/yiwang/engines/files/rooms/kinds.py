"""What a file is, by its content. Names decide nothing, except between plain text and a table of plain text."""

from __future__ import annotations

import codecs
from mmap import mmap

from yiwang.engines.files.rooms.packages import is_archive, package
from yiwang.engines.files.rooms.pdfs import pdf
from yiwang.engines.files.rooms.pictures import picture
from yiwang.engines.files.rooms.refusals import hides, no
from yiwang.engines.files.types import CSV, JPEG, PDF, PNG, TEXT, WEBP

LEADS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
# Kinds people often send that are not taken: what to do instead.
OTHERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word、Excel 或 WPS 文件请另存为 docx、xlsx 或 PDF，再上传"),
    (b"GIF8", "GIF 图片请另存为 JPG 或 PNG，再上传"),
    (b"BM", "BMP 图片请另存为 JPG 或 PNG，再上传"),
    (b"II*\0", "TIFF 图片请另存为 JPG 或 PDF，再上传"),
    (b"MM\0*", "TIFF 图片请另存为 JPG 或 PDF，再上传"),
    (b"Rar!", "这里不收压缩包。请解压后，把里面的文件逐个上传"),
    (b"7z\xbc\xaf\x27\x1c", "这里不收压缩包。请解压后，把里面的文件逐个上传"),
    (b"\x1f\x8b", "这里不收压缩包。请解压后，把里面的文件逐个上传"),
    (b"{\\rtf", "RTF 文件请另存为 docx 或 PDF，再上传"),
    (b"MZ", "这里不收程序。请上传 PDF、图片或 Word、Excel 文件"),
    (b"\x7fELF", "这里不收程序。请上传 PDF、图片或 Word、Excel 文件"),
)
MARKUP = ("<script", "<html", "<svg", "<!doctype", "<?xml", "<?php", "<iframe", "<body", "<img", "<object", "<embed", "<meta")
HEIC = "HEIC 照片请在手机上转成 JPG（设置—相机—格式—兼容性最佳），再上传"
VIDEO = "这里不收视频和录音。请上传 PDF、图片或 Word、Excel 文件"
UNKNOWN = "看不出这是什么文件。请上传 PDF、OFD、JPG、PNG、docx 或 xlsx"


def kind_of(data: mmap, name: str) -> str:
    """The media type of harmless content. Raises Invalid with what to do for everything else."""
    lead = data[:32]
    for start, kind in LEADS:
        if lead.startswith(start):
            return _alone(data, kind)
    if lead[:4] == b"RIFF" and lead[8:12] == b"WEBP":
        return _alone(data, WEBP)
    if lead.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return package(data)
    if lead[4:8] == b"ftyp":
        heic = lead[8:12] in (b"heic", b"heix", b"mif1", b"heif", b"hevc", b"avif")
        raise no("kind", HEIC if heic else VIDEO)
    for start, text in OTHERS:
        if lead.startswith(start) and (len(start) > 2 or b"\0" in data[:64]):  # two letters alone may begin a text: BMW, MZ
            raise no("kind", text)
    return _text(data, name)


def _alone(data: mmap, kind: str) -> str:
    if is_archive(data):
        raise hides("一个压缩包")
    if kind == PDF:
        pdf(data)
    else:
        picture(data, kind)
    return kind


def _text(data: mmap, name: str) -> str:
    """Plain text in UTF-8 or GB 18030, without controls and without markup that a browser would run."""
    encoding = encoding_of(data)
    if encoding is None:
        raise no("kind", UNKNOWN)
    start = data[:4096].decode(encoding, "ignore").lower()
    if any(word in start for word in MARKUP) or start.lstrip().startswith(("#!", "<")):
        raise no("kind", "这里不收网页、脚本和 XML 文件。请另存为 PDF 再上传")
    return CSV if name.lower().endswith(".csv") else TEXT


def encoding_of(data: mmap) -> str | None:
    """How a plain text is written: `utf-8-sig`, which reads UTF-8 with and without its mark, `gb18030`, or neither."""
    return next((one for one in ("utf-8-sig", "gb18030") if _reads_as(data, one)), None)


def _reads_as(data: mmap, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    for at in range(0, len(data), 65536):
        part = data[at:at + 65536]
        try:
            text = decoder.decode(part, at + 65536 >= len(data))
        except UnicodeDecodeError:
            return False
        if any((ord(c) < 32 and c not in "\t\r\n\f") or c == "\x7f" for c in set(text)):
            return False
    return True
