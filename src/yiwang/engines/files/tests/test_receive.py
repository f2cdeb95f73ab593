"""What is taken: by content, once, whole or not at all, and given back harmlessly."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from yiwang.engines.files import api as files
from yiwang.engines.files.rooms import blobs, receiving
from yiwang.engines.files.tests import makers
from yiwang.engines.files.tests.conftest import CITIZEN, OTHER
from yiwang.kernel.actors import NOBODY, READER
from yiwang.kernel.errors import Invalid, NotFound, Refused

Receive = Callable[..., files.Stored]
Left = Callable[[], list[str]]
GOOD = {
    files.PDF: makers.pdf(makers.stream(b"BT (1) Tj ET")), files.PNG: makers.png(), files.JPEG: makers.jpeg(), files.WEBP: makers.webp(),
    files.DOCX: makers.docx(), files.XLSX: makers.xlsx(), files.OFD: makers.ofd(), files.TEXT: "说明：一切照旧。\r\n".encode(),
}


@pytest.mark.parametrize("kind", list(GOOD))
def test_the_kind_is_found_in_the_content_whatever_the_name(hand_in: Receive, kind: str) -> None:
    for name in ("材料", "a.exe", "b.html", "c.pdf"):
        stored = hand_in(GOOD[kind], name)
        assert stored.type == kind and stored.sha256 == hashlib.sha256(GOOD[kind]).hexdigest() and stored.size == len(GOOD[kind])
        with files.open(sha256=stored.sha256) as file:
            assert file.read() == GOOD[kind]


def test_a_table_is_told_from_text_by_its_name_alone(hand_in: Receive) -> None:
    assert hand_in("姓名,面积\n张三,86".encode("gb18030"), "表.CSV").type == files.CSV
    assert hand_in("姓名,面积\n张三,86".encode("gb18030"), "表.txt").type == files.TEXT
    assert hand_in(b"BMW X5", "车.txt").type == files.TEXT


def test_a_real_pdf_is_taken(hand_in: Receive) -> None:
    import typst

    made = typst.compile(b"= Permit\nNo. 2026-17 #link(\"https://example.cn\")[here] #outline()", format="pdf")
    assert hand_in(made, "证.pdf").type == files.PDF


def test_a_table_as_exporters_write_it_is_taken(hand_in: Receive) -> None:
    made = makers.long_form(makers.xlsx(**{"xl/sharedStrings.xml": "<sst>面馆</sst>"}))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
    assert hand_in(made, "导出.xlsx").type == files.XLSX


def test_the_same_content_is_stored_once_and_held_by_each(hand_in: Receive, left: Left) -> None:
    mine, theirs = hand_in(GOOD[files.PDF], "我的.pdf"), hand_in(GOOD[files.PDF], "他的.pdf", actor=OTHER)
    hand_in(GOOD[files.PDF], "我的.pdf")
    assert mine.sha256 == theirs.sha256
    assert left() == [f"{mine.sha256[:2]}/{mine.sha256}"]
    assert files.uploads(actor=CITIZEN)(mine.sha256) == mine
    found = files.uploads(actor=OTHER)(mine.sha256)
    assert found is not None and found.name == "他的.pdf"
    assert files.stored(sha256=mine.sha256).name == "我的.pdf"
    assert files.intact(sha256=mine.sha256)


def test_only_who_handed_it_in_may_use_it_again(hand_in: Receive) -> None:
    stored = hand_in(GOOD[files.PDF])
    assert files.may_use(actor=CITIZEN, sha256=stored.sha256)
    assert not files.may_use(actor=OTHER, sha256=stored.sha256)
    assert not files.may_use(actor=NOBODY, sha256=stored.sha256) and files.uploads(actor=NOBODY)(stored.sha256) is None
    made = hand_in(GOOD[files.OFD], actor=READER)
    assert not files.may_use(actor=READER, sha256=made.sha256) and not files.may_use(actor=NOBODY, sha256=made.sha256)
    with pytest.raises(Refused, match="登录"):
        hand_in(GOOD[files.PDF], actor=NOBODY)


@pytest.mark.parametrize("sha256", ["", "../../../etc/passwd", "A" * 64, "0" * 64, "0" * 63 + "\n", "0" * 65])
def test_no_name_leads_out_of_the_folder(hand_in: Receive, sha256: str) -> None:
    with pytest.raises(NotFound):
        files.open(sha256=sha256)


def test_a_stream_is_read_only_as_far_as_the_limit(hand_in: Receive, left: Left, at: datetime) -> None:
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b"x" * 10_000

    with pytest.raises(Invalid, match="1 MB 以内"):
        files.receive(chunks=endless(), name="a", actor=CITIZEN, at=at, limit=1024 * 1024)
    assert read == 105 and left() == []
    assert files.receive(chunks=io.BytesIO(GOOD[files.PNG]), name="a", actor=CITIZEN, at=at, limit=len(GOOD[files.PNG])).type == files.PNG


def test_an_interrupted_upload_leaves_nothing(hand_in: Receive, left: Left, at: datetime) -> None:
    def broken() -> Iterator[bytes]:
        yield GOOD[files.PDF][:100]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        files.receive(chunks=broken(), name="a.pdf", actor=CITIZEN, at=at)
    assert left() == []


def test_what_a_killed_process_leaves_is_swept_a_day_later(hand_in: Receive, left: Left, data: Path, at: datetime) -> None:
    kept = hand_in(GOOD[files.PDF])
    killed = (
        "import os, sys\nfrom datetime import datetime\nfrom pathlib import Path\n"
        "from django.conf import settings\nsettings.configure(DATA=Path(sys.argv[1]))\n"
        "from yiwang.engines.files.rooms import blobs\nat = datetime.fromisoformat(sys.argv[2])\n"
        "with blobs.part(at=at, limit=100) as part:\n    part.write(b'half'); part.file.flush(); os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", killed, str(data), at.isoformat()], check=False).returncode == 9
    orphan = data / "files" / "ab" / ("ab" + "0" * 62)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"its request was never finished")
    os.utime(orphan, (at.timestamp(), at.timestamp()))
    assert len(left()) == 3
    assert files.sweep(at=at + timedelta(hours=23)) == 0
    assert files.sweep(at=at + timedelta(hours=25)) == 2
    assert left() == [f"{kept.sha256[:2]}/{kept.sha256}"]


def test_a_content_put_there_again_while_the_sweep_looks_stays(hand_in: Receive, data: Path, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sweep found it old and unknown; before it removes it, somebody hands the same content in."""
    later, sha256 = at + timedelta(days=3), hashlib.sha256(GOOD[files.PDF]).hexdigest()
    orphan = data / "files" / sha256[:2] / sha256
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(GOOD[files.PDF])
    os.utime(orphan, (at.timestamp(), at.timestamp()))
    asked = blobs.store.rows

    def rows(*query: object) -> list[object]:
        found = asked(*query)  # type: ignore[arg-type]
        monkeypatch.setattr(blobs.store, "rows", asked)
        files.receive(chunks=[GOOD[files.PDF]], name="a.pdf", actor=CITIZEN, at=later)
        return found  # type: ignore[return-value]

    monkeypatch.setattr(blobs.store, "rows", rows)
    assert files.sweep(at=later) == 0
    assert files.intact(sha256=sha256)


def test_a_changed_content_is_noticed(hand_in: Receive, data: Path) -> None:
    stored = hand_in(GOOD[files.PDF])
    (data / "files" / stored.sha256[:2] / stored.sha256).write_bytes(b"%PDF-1.7 forged")
    assert not files.intact(sha256=stored.sha256)
    hand_in(GOOD[files.PDF])
    assert files.intact(sha256=stored.sha256)


def test_only_the_kinds_asked_for(hand_in: Receive, left: Left) -> None:
    with pytest.raises(Invalid, match="请上传 PDF、OFD"):
        hand_in(GOOD[files.PNG], accepts=(files.PDF, files.OFD))
    assert left() == []


@pytest.mark.parametrize(("given", "kept"), [
    ("平面图.pdf", "平面图.pdf"), ("../../etc/passwd", "passwd.pdf"), ("C:\\a\\图.PDF", "图.pdf"), ("", "文件.pdf"), ("...", "文件.pdf"),
    ("gpj.\u202egpj.exe", "gpj.gpj.exe.pdf"), ("a\0b\r\nc.pdf", "abc.pdf"), ("con.pdf", "_con.pdf"), ("a<b>:\"|?*.pdf", "a_b______.pdf"),
    ("  空 \u3000 格 .pdf", "空 格.pdf"), ("\ud800.pdf", "pdf.pdf"), (".pdf", "pdf.pdf"), ("𠮷.pdf", "𠮷.pdf")])
def test_names_are_cleaned(hand_in: Receive, given: str, kept: str) -> None:
    assert hand_in(GOOD[files.PDF], given).name == kept


def test_a_long_name_keeps_its_ending(hand_in: Receive) -> None:
    name = hand_in(GOOD[files.PDF], "长" * 5000 + ".pdf").name
    assert len(name) == 120 and name.endswith("长.pdf")


def test_headers_let_a_browser_do_nothing_but_save(hand_in: Receive) -> None:
    found = files.headers(hand_in(GOOD[files.DOCX], '申请";\r\nX: y.docx'), inline=True)
    assert found["Content-Disposition"] == "attachment; filename=\"____X_ y.docx\"; filename*=UTF-8''%E7%94%B3%E8%AF%B7_%3BX_%20y.docx"
    assert found["X-Content-Type-Options"] == "nosniff" and "sandbox" in found["Content-Security-Policy"]
    assert all("\n" not in value and "\r" not in value and value.isascii() for value in found.values())
    shown = files.headers(hand_in(GOOD[files.PNG], "图.png"), inline=True)
    assert shown["Content-Disposition"].startswith("inline") and shown["Content-Type"] == "image/png"
    assert files.headers(hand_in(GOOD[files.TEXT]), inline=True)["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(("encoding", "named"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gbk", "gb18030"), ("gb18030", "gb18030")])
def test_a_text_says_how_it_is_written(hand_in: Receive, encoding: str, named: str) -> None:
    """As whoever handed it in wrote it: an officer's browser reads it without guessing."""
    assert files.headers(hand_in("金水区，照旧。\r\n".encode(encoding), "说明.txt"))["Content-Type"] == f"text/plain; charset={named}"
    assert files.headers(hand_in("名称,数量\r\n甲,1\r\n".encode(encoding), "表.csv"))["Content-Type"] == f"text/csv; charset={named}"


def test_nobody_fills_the_disk_for_all(hand_in: Receive, monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """So many files, or so many bytes, a day of one account; what we make ourselves is not counted."""
    monkeypatch.setattr(receiving, "A_DAY", {False: (2, 10**6), True: (2, 10**6)})
    for text in ("一", "二"):
        hand_in(text.encode())
    with pytest.raises(Refused, match="明天再传"):
        hand_in("三".encode())
    hand_in("三".encode(), actor=OTHER)
    monkeypatch.setattr(receiving, "A_DAY", {False: (100, 5), True: (100, 5)})
    with pytest.raises(Refused, match="明天再传"):
        hand_in("四".encode())
    assert files.receive(chunks=["四".encode()], name="四", actor=CITIZEN, at=at + timedelta(days=2))
