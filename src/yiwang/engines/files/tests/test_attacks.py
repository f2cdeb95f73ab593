"""Hostile and broken files: each refused with what to do, none kept, none able to stop the machine."""

from __future__ import annotations

import contextlib
import io
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as some

from yiwang.engines.files import api as files
from yiwang.engines.files.rooms import packages, pdfs
from yiwang.engines.files.tests import makers
from yiwang.engines.files.tests.test_receive import GOOD
from yiwang.kernel.errors import Invalid

Receive = Callable[..., files.Stored]
Left = Callable[[], list[str]]
TEMPLATE = f'<Relationship Id="r" Type="{makers.OFFICE_RELATION}/attachedTemplate" Target="http://x.example/a.dotm" TargetMode="&#69;xternal"/>'
ZIPPED = makers.package({"a.txt": "x"})
SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"

HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "file-empty"),
    "html": (b"<html><script>alert(1)</script></html>", "file-kind"),
    "html behind spaces": (b"\xef\xbb\xbf  \n <!DOCTYPE html><p>", "file-kind"),
    "html in the middle of a text": ("说明 <ScRiPt>alert(1)</sCrIpT>".encode(), "file-kind"),
    "svg": (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "file-kind"),
    "shell script": (b"#!/bin/sh\nrm -rf ~", "file-kind"),
    "php": (b"a <?php system($_GET[0]);", "file-kind"),
    "program": (b"MZ\x90\0\x03\0\0\0", "file-kind"),
    "elf": (b"\x7fELF\x02\x01\x01\0", "file-kind"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file-kind"),
    "gif with script behind": (b"GIF89a=1;alert(1)//", "file-kind"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0", "file-kind"),
    "video": (b"\0\0\0\x18ftypmp42\0\0\0\0", "file-kind"),
    "text with a nought": (b"abc\0def", "file-kind"),
    "text with escapes": (b"\x1b]0;evil\x07", "file-kind"),
    "noise": (bytes(range(256)) * 4, "file-kind"),
    "rar": (b"Rar!\x1a\x07\x01\0", "file-kind"),
    "gzip": (b"\x1f\x8b\x08\0\0\0\0\0", "file-kind"),
    "plain archive": (ZIPPED, "file-archive"),
    "jar": (makers.package({"META-INF/MANIFEST.MF": "x", "A.class": b"\xca\xfe\xba\xbe"}), "file-archive"),
    "archive behind a picture": (makers.png() + ZIPPED, "file-hides-another"),
    "archive behind a photo": (makers.jpeg() + ZIPPED, "file-hides-another"),
    "long archive behind a picture": (makers.png() + makers.long_form(ZIPPED), "file-hides-another"),
    "bomb in the long form": (makers.long_form(makers.docx(**{"word/big.xml": b"\0" * 20_000_000})), "file-bomb"),
    "archive behind a pdf": (GOOD[files.PDF] + ZIPPED + b"\n%%EOF"[:0], "file-hides-another"),
    "page inside a photo": (makers.jpeg(comment=b"*/<script>alert(1)</script>"), "file-hides-another"),
    "page inside a picture": (makers.png(comment=b"<SCRIPT src=//x>"), "file-hides-another"),
    "picture bomb png": (makers.png(60_000, 60_000), "file-picture-too-large"),
    "picture bomb long": (makers.png(40_000, 1), "file-picture-too-large"),
    "picture bomb jpeg": (makers.jpeg(65_000, 65_000), "file-picture-too-large"),
    "picture bomb webp": (makers.webp(16_000_000, 16_000_000), "file-picture-too-large"),
    "picture of nothing": (makers.png(0, 0), "file-broken"),
    "half a picture": (makers.png()[:-20], "file-broken"),
    "half a photo": (makers.jpeg()[:30], "file-broken"),
    "photo without an end": (makers.jpeg()[:-2], "file-broken"),
    "half a webp": (makers.webp()[:-5], "file-broken"),
    "half a pdf": (GOOD[files.PDF][:150], "file-broken"),
    "pdf script": (makers.pdf(SCRIPT), "file-pdf-active"),
    "pdf script written otherwise": (makers.pdf(SCRIPT.replace(b"JavaScript", b"J#61va#53cript")), "file-pdf-active"),
    "pdf launches": (makers.pdf(b"<< /S /Launch /F (cmd.exe) >>"), "file-pdf-active"),
    "pdf sends": (makers.pdf(b"<< /S/SubmitForm/F(http://x) >>"), "file-pdf-active"),
    "pdf script in an object stream": (makers.pdf(makers.stream(b"9 0 " + SCRIPT, b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")), "file-pdf-active"),
    "pdf script in a renamed object stream": (makers.pdf(makers.stream(b"9 0 " + b" " * 3_000_000 + SCRIPT, b"/Type /Obj#53tm /Filter /FlateDecode")),
                                              "file-pdf-active"),
    "pdf script across two pieces": (makers.pdf(makers.stream(b"9 0 ".ljust(pdfs.PIECE - 10) + SCRIPT)), "file-pdf-active"),
    "pdf of escaped names": (makers.pdf(b"(" + b"/#41" * 100_002 + b")"), "file-pdf-too-complex"),
    "pdf of streams": (makers.pdf(b"stream\n" * 200_002), "file-pdf-too-complex"),
    "pdf object stream in a rare coding": (makers.pdf(makers.stream(b"9 0 x", b"/Type /ObjStm /Filter [/ASCII85Decode /FlateDecode]")), "file-pdf-too-complex"),
    "pdf locked": (makers.pdf(trailer=b"<< /Root 1 0 R /Encrypt 9 0 R >>"), "file-pdf-locked"),
    "document bomb": (makers.docx(**{"word/big.xml": b"\0" * 20_000_000}), "file-bomb"),
    "document of many bombs": (makers.docx(**{f"word/{n}.xml": b" " * 4_000_000 for n in range(8)}), "file-bomb"),
    "document of too many members": (makers.docx(**{f"word/{n}.xml": "" for n in range(3001)}), "file-bomb"),
    "document that lies about its size": (makers.lying(b"a" * 100_000, 10), "file-bomb"),
    "document that promises more": (makers.lying(b"a" * 1000, 2000), "file-broken"),
    "document over the same bytes twice": (makers.overlapping(), "file-bomb"),
    "archive in a document": (makers.docx(**{"word/embeddings/a.bin": ZIPPED}), "file-hides-another"),
    "program in a document": (makers.docx(**{"word/a.bin": b"MZ\x90"}), "file-hides-another"),
    "macros": (makers.docx(**{"word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}), "file-hides-another"),
    "macros by kind": (makers.docx(**{"[Content_Types].xml": '<Types><O ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'}),
                       "file-document-macros"),
    "billion laughs": (makers.docx(**{"word/document.xml": '<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'}), "file-document-entities"),
    "entities in another alphabet": (makers.ofd(**{"Doc_0/Document.xml": '<!DOCTYPE a [<!ENTITY b "ha">]><a/>'.encode("utf-16")}), "file-document-entities"),
    "fetched template": (makers.docx(**{"word/_rels/settings.xml.rels": makers.RELS.format(TEMPLATE)}), "file-document-fetches"),
    "broken relations": (makers.docx(**{"word/_rels/x.rels": "<a><b></a>"}), "file-broken"),
    "climbing member": (makers.docx(**{"../../etc/cron.d/x": "y"}), "file-hides-another"),
    "absolute member": (makers.xlsx(**{"/etc/passwd": "y"}), "file-hides-another"),
    "windows member": (makers.ofd(**{"..\\..\\x": "y"}), "file-hides-another"),
    "document behind a program": (b"PK\x03\x04" + b"x" * 60 + makers.docx(), "file-broken"),
    "document behind a page": (makers.behind(b"PK\x03\x04<script>alert(1)</script>"), "file-broken"),
    "document with something behind": (makers.docx() + b"<script>", "file-broken"),
    "half a document": (makers.docx()[:-300], "file-broken"),
    "no directory": (b"PK\x03\x04" + bytes(200), "file-broken"),
}


@pytest.mark.parametrize("case", list(HOSTILE))
def test_refused_with_what_to_do_and_nothing_kept(hand_in: Receive, left: Left, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_TOTAL", 30_000_000)  # a tenth of what it is, so that the bombs of these tests are quickly made
    content, code = HOSTILE[case]
    began = time.perf_counter()
    with pytest.raises(Invalid) as caught:
        hand_in(content, "材料.pdf")
    assert caught.value.reasons[0].code == code
    assert "请" in caught.value.reasons[0].text
    assert left() == []
    assert time.perf_counter() - began < 5


def test_names_and_codings_of_archives_that_readers_see_differently(hand_in: Receive) -> None:
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        for content in ("<a/>", "<b/>"):
            archive.writestr("word/document.xml", content)
    locked = bytearray(makers.docx())
    at = locked.rfind(b"PK\x05\x06")
    (offset,) = struct.unpack("<I", locked[at + 16:at + 20])
    locked[offset + 8] |= 1
    lzma = makers.package({"word/document.xml": "<a/>"}, zipfile.ZIP_LZMA)
    for content, code in ((twice.getvalue(), "file-broken"), (bytes(locked), "file-document-locked"), (lzma, "file-document-packing")):
        with pytest.raises(Invalid) as caught:
            hand_in(content)
        assert caught.value.reasons[0].code == code


def test_big_honest_files_pass(hand_in: Receive) -> None:
    """A long table packs well, a scan inflates a lot: neither is a bomb."""
    rows = "".join(f"<row r='{n}'><c><v>{n * 7919 % 100_003}</v></c></row>" for n in range(120_000))
    assert hand_in(makers.xlsx(**{"xl/worksheets/sheet1.xml": rows})).type == files.XLSX
    scan = makers.stream(bytes(range(256)) * 40_000, b"/Subtype /Image /Filter /FlateDecode")
    assert hand_in(makers.pdf(scan, makers.stream(b"1 0 0 1 72 720 cm BT (JavaScript) Tj ET"))).type == files.PDF
    assert hand_in(makers.docx(**{"word/media/p.jpg": makers.jpeg(), "word/document.xml": "<w:document>" + rows})).type == files.DOCX


@trying(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(kind=some.sampled_from(sorted(GOOD)), place=some.integers(0, 10**6), with_=some.binary(min_size=1, max_size=6), cut=some.booleans())
def test_any_damage_is_taken_or_refused_but_never_crashes(hand_in: Receive, left: Left, kind: str, place: int, with_: bytes, cut: bool) -> None:
    good = GOOD[kind]
    at = place % len(good)
    damaged = good[:at] if cut else good[:at] + with_ + good[at + len(with_):]
    try:
        stored = hand_in(damaged)
    except Invalid as refused:
        assert all("请" in reason.text for reason in refused.reasons)
    else:
        assert stored.size == len(damaged)
    assert not [name for name in left() if name.startswith(".parts")]


@trying(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(content=some.binary(min_size=1, max_size=300))
def test_any_bytes_are_taken_as_text_or_refused(hand_in: Receive, content: bytes) -> None:
    with contextlib.suppress(Invalid):
        assert hand_in(content).type == files.TEXT


def test_a_bomb_costs_little_memory(hand_in: Receive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfs, "MOST_INFLATED", 40_000_000)
    bomb = makers.pdf(makers.stream(b"1 0 " + b" " * 50_000_000, b"/Type /ObjStm /Filter /FlateDecode"))
    assert len(bomb) < 100_000
    tracemalloc.start()
    with pytest.raises(Invalid) as caught:
        hand_in(bomb)
    assert caught.value.reasons[0].code == "file-pdf-too-complex"
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()
