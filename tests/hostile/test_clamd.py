"""Uploads looked through by a real clamd: the test file of EICAR inside a document is refused at its field, in words; a good one is taken."""

from __future__ import annotations

import io
import socket
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.hostile.material import EICAR
from tests.support import clamd, pictures
from tests.support.visitors import signed_in
from yiwang.city.operating.scanner import Clamd
from yiwang.engines.files import api as files
from yiwang.engines.files.tests import makers
from yiwang.engines.identity.tests.conftest import city
from yiwang.engines.store import api as store

__all__ = ["city"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="clamd-") as place, clamd.listening(Path(place)) as there:  # a socket's path must be short
        yield there


@pytest.fixture
def asked(address: str) -> Iterator[Clamd]:
    """A city that asks it."""
    found = Clamd(address)
    files.plug(scanner=found)
    yield found
    files.plug(scanner=None)


def zipped(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("eicar.com", content)
    return out.getvalue()


def document(inside: bytes) -> bytes:
    """A sound docx with something beside its text."""
    out = io.BytesIO(makers.docx())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/media/image1.bin", inside)
    return out.getvalue()


@pytest.mark.slow(reason="clamd starts")
def test_clamd_says_what_it_finds(asked: Clamd) -> None:
    assert asked.look(io.BytesIO(EICAR)).startswith("Own.Eicar") and asked.look(io.BytesIO(zipped(EICAR))).startswith("Own.Eicar")
    assert asked.look(io.BytesIO(b"nothing")) == "" and asked.look(io.BytesIO(b"")) == ""


def test_what_it_does_not_answer_is_no_answer(asked: Clamd) -> None:
    """Above its limit, not there, or something else that speaks: never taken for good."""
    with pytest.raises(files.Unanswered):
        asked.look(io.BytesIO(bytes(3 * 1024 * 1024)))
    with pytest.raises(files.Unanswered):
        Clamd("/nowhere/clamd.ctl").look(io.BytesIO(b"x"))
    with socket.create_server(("127.0.0.1", 0)) as other:
        def speak() -> None:
            line, _ = other.accept()
            with line:
                line.recv(1024)
                line.sendall(b"stream: MAYBE\0")
        thread = threading.Thread(target=speak)
        thread.start()
        with pytest.raises(files.Unanswered):
            Clamd(f"127.0.0.1:{other.getsockname()[1]}").look(io.BytesIO(b"x"))
        thread.join()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("city", "asked")
def test_a_bad_paper_is_refused_in_words_and_written_down() -> None:
    there = signed_in("window")

    def sent(content: bytes, name: str) -> tuple[int, str]:
        answer = there.post("/files/", {"file": SimpleUploadedFile(name, content)})
        return answer.status_code, answer.content.decode("unicode_escape", "replace")

    status, words = sent(document(EICAR), "材料.docx")
    assert status == 422 and "病毒" in words and "Own.Eicar" in words, words
    assert sent(document(b"picture"), "材料.docx")[0] == 200 and sent(pictures.png(), "图.png")[0] == 200
    assert store.rows("select count(*) from files_file where scanned_at is null") == [(0,)]
    assert len(store.rows("select 1 from ledger_entry where act = 'files.bad_refused'")) == 1
