"""What is no whole archive of ours is refused in words, whoever made it and whatever it asks of the reader; and then nothing was written."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from random import Random  # noqa: TID251 (a seeded one: the same damage every time)
from typing import Any

import psycopg
import pytest

from tests.keeping.conftest import SERVER, WORD, Make, Place
from yiwang.city.keeping import checking, manifest, sealed
from yiwang.city.keeping.archive import BLOCK, Broken, Reader, Writer
from yiwang.city.words import Trouble

pytestmark = pytest.mark.slow(reason="the archive is that of a city, which is founded first")
Parts = dict[str, bytes]


@pytest.fixture
def parts(archive: Path) -> Parts:
    """What is in it, to be changed."""
    with Reader(archive) as reader:
        return {part.name: reader.whole(part) for part in reader.parts()}


def written(parts: Parts, place: Path, *, vouched: bool = False, more: Parts | None = None) -> Path:
    """An archive of these parts. `vouched`: its maker knows the passphrase and closed the keys, and `more`, beside this very manifest."""
    if vouched:
        keys = sealed.opened(parts[sealed.NAME], WORD, parts["was"]) | (more or {})
        parts = {name: content for name, content in parts.items() if name != "was"} | {sealed.NAME: sealed.close(keys, WORD, parts[manifest.NAME])}
    with place.open("wb") as file:
        writer = Writer(file)
        for name, content in parts.items():
            writer.add(name, (content,), len(content))
        writer.end()
    return place


def told(parts: Parts, change: Callable[[dict[str, Any]], object]) -> Parts:
    """The parts with another manifest."""
    found = json.loads(parts[manifest.NAME])
    change(found)
    return parts | {"was": parts[manifest.NAME], manifest.NAME: json.dumps(found).encode()}


def with_part(parts: Parts, name: str, content: bytes, **said: int) -> Parts:
    """Another content of a part, and a manifest that agrees with it; `said` is what it says otherwise."""
    def change(found: dict[str, Any]) -> None:
        piece = next(one for one in found["pieces"] if one["name"] == name)
        piece.update({"size": len(content), "sha256": hashlib.sha256(content).hexdigest()} | said)

    return told(parts | {name: content}, change)


def check(place: Path) -> None:
    with Reader(place) as reader:
        checking.check(reader)


def test_a_good_one_is_good(archive: Path, parts: Parts, tmp_path: Path) -> None:
    check(archive)
    check(written(parts, tmp_path / "again"))
    assert (tmp_path / "again").read_bytes() == archive.read_bytes() and archive.stat().st_mode & 0o777 == 0o600
    with tarfile.open(archive) as shown:
        assert shown.getnames() == list(parts), "any tar shows what is in it"


def test_a_cut_one_is_seen_wherever_it_was_cut(archive: Path, tmp_path: Path) -> None:
    whole, chance = archive.read_bytes(), Random(3)
    for size in {0, 1, BLOCK, *(len(whole) - n for n in (1, BLOCK, 2 * BLOCK, 3 * BLOCK)), *(chance.randrange(len(whole)) for _ in range(40))}:
        (tmp_path / "cut").write_bytes(whole[:size])
        with pytest.raises(Broken):
            check(tmp_path / "cut")


def test_a_changed_byte_is_seen_wherever_it_lies(archive: Path, parts: Parts, tmp_path: Path) -> None:
    whole, chance = archive.read_bytes(), Random(5)
    with Reader(archive) as reader:
        places = [part.offset - BLOCK + chance.randrange(BLOCK) for part in reader.parts()]  # in every header
        places += [part.offset + part.size for part in reader.parts() if part.size % BLOCK]  # just behind a part
        places += [part.offset + chance.randrange(part.size) for part in reader.parts()]
        places += [part.offset + archive.read_bytes()[part.offset:].index(b'"instant": "') + 14 for part in reader.parts() if part.name == manifest.NAME]
    for at in (*places, len(whole) - 1):
        changed = bytearray(whole)
        changed[at] ^= 1 << chance.randrange(8)
        (tmp_path / "changed").write_bytes(changed)
        with pytest.raises(Broken):
            check(tmp_path / "changed")


@pytest.mark.parametrize("tail", [b"x", bytes(BLOCK), bytes(10240)])
def test_what_follows_the_end_is_refused(archive: Path, tmp_path: Path, tail: bytes) -> None:
    (tmp_path / "longer").write_bytes(archive.read_bytes() + tail)
    with pytest.raises(Broken):
        check(tmp_path / "longer")


HEADS: list[dict[str, Any]] = [
    {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"}, {"type": tarfile.LNKTYPE, "linkname": "data/clock"}, {"type": tarfile.DIRTYPE},
    {"type": tarfile.CHRTYPE}, {"type": tarfile.FIFOTYPE}, {"type": tarfile.CONTTYPE}, {"linkname": "x"}, {"mode": 0o4755}, {"uname": "root"}, {"uid": 1},
    {"mtime": 1},
]


@pytest.mark.parametrize("words", HEADS, ids=str)
def test_a_part_is_a_file_and_nothing_else(archive: Path, tmp_path: Path, words: dict[str, Any]) -> None:
    """The header of a part that belongs there says something else of it: what else is in the archive is as it must be."""
    with Reader(archive) as reader:
        part = next(one for one in reader.parts() if one.name == "data/kind")
    head = tarfile.TarInfo(part.name)
    for name, value in ({"size": part.size, "mode": 0o600} | words).items():
        setattr(head, name, value)
    whole = bytearray(archive.read_bytes())
    whole[part.offset - BLOCK:part.offset] = head.tobuf(tarfile.USTAR_FORMAT)
    (tmp_path / "hostile").write_bytes(whole)
    with pytest.raises(Broken):
        check(tmp_path / "hostile")


@pytest.mark.parametrize("name", ["../../etc/x", "/etc/x", "data/../../x", "data/.x", "data//x", "data/", "x" * 100, "data/a/b/c/d/e", "data/\x01", ""])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    """By itself, whatever a manifest says; the writer refuses it too."""
    head = tarfile.TarInfo(name)
    head.mode = 0o600
    (tmp_path / "hostile").write_bytes(head.tobuf(tarfile.USTAR_FORMAT) + bytes(2 * BLOCK))
    with pytest.raises(Broken), Reader(tmp_path / "hostile") as reader:
        list(reader.parts())
    with pytest.raises(Broken):
        Writer(io.BytesIO()).add(name, (), 0)


def test_a_second_header_that_renames_a_part_is_refused(archive: Path, tmp_path: Path) -> None:
    """As tar's later forms have it, for long names and for sizes of their own."""
    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        head = tarfile.TarInfo("data/" + "x" * 200)
        (tmp_path / "hostile").write_bytes(head.tobuf(form) + archive.read_bytes())
        with pytest.raises(Broken), Reader(tmp_path / "hostile") as reader:
            list(reader.parts())


def first_table(parts: Parts) -> str:
    return next(name for name in parts if name.startswith("tables/identity_unit/"))


@pytest.mark.parametrize("change", [
    lambda p: {name: content for name, content in p.items() if name != "data/kind"},
    lambda p: {name: content for name, content in p.items() if not name.startswith("files/")},
    lambda p: {"data/clock2": b"0", **p},
    lambda p: {**p, "after": b""},
    lambda p: {name: content for name, content in p.items() if name != manifest.NAME},
    lambda p: {name: content for name, content in p.items() if name != sealed.NAME},
    lambda p: {("files/" + "0" * 64): b"x", **p},
], ids=["a part gone", "files gone", "a part more", "a part after the keys", "no manifest", "no keys", "a file that is not its name"])
def test_parts_and_manifest_must_agree(parts: Parts, tmp_path: Path, change: Callable[[Parts], Parts]) -> None:
    with pytest.raises(Broken):
        check(written(change(parts), tmp_path / "other"))


@pytest.mark.parametrize("change", [
    lambda m: m.update(format=2), lambda m: m.pop("tables"), lambda m: m["tables"][0].update(rows=7), lambda m: m["pieces"].append(m["pieces"][0]),
    lambda m: m["pieces"][0].update(plain=1 << 40), lambda m: m["pieces"][0].update(table="nowhere"), lambda m: m["blobs"].update(count=99),
    lambda m: m.update(pieces="x"), lambda m: m.update(head=[]), lambda m: m["tables"].append(m["tables"][0]),
], ids=range(10))
def test_a_manifest_that_says_something_else_is_refused(parts: Parts, tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    other = told(parts, change)
    other.pop("was")
    with pytest.raises(Broken):
        check(written(other, tmp_path / "other"))


@pytest.mark.parametrize("text", [b"", b"[]", b"[" * 100_000, b"\xff", b'{"format": 1}', b'{"format": Infinity}'])
def test_a_manifest_that_is_none_is_refused(parts: Parts, tmp_path: Path, text: bytes) -> None:
    with pytest.raises(Broken):
        check(written(parts | {manifest.NAME: text}, tmp_path / "other"))


@pytest.mark.parametrize("plain", [1000, 0, -1, 1 << 30])
def test_a_bomb_is_not_unpacked(parts: Parts, tmp_path: Path, plain: int) -> None:
    """A thousandfold: what it says it holds is all that is ever unpacked of it."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as file:
        for _ in range(300):
            file.write(bytes(1 << 20))
    other = with_part(parts, first_table(parts), packed.getvalue(), plain=plain)
    other.pop("was")
    place = written(other, tmp_path / "bomb")
    tracemalloc.start()
    with pytest.raises(Broken):
        check(place)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 << 20


def test_keys_that_were_exchanged_are_seen_without_the_passphrase(parts: Parts, tmp_path: Path) -> None:
    words = json.loads(parts[sealed.NAME])
    words["salt"] = "00" * 16
    with pytest.raises(Broken):
        check(written(parts | {sealed.NAME: json.dumps(words).encode()}, tmp_path / "other"))


def test_the_keys_are_closed_and_open_only_with_their_own_manifest(first: tuple[Place, str], parts: Parts) -> None:
    secret = (first[0].data / "keys" / "secret").read_bytes()
    assert all(secret not in content and secret.hex().encode() not in content for content in parts.values())
    assert sealed.opened(parts[sealed.NAME], WORD, parts[manifest.NAME])["secret"] == secret
    for word, text in ((WORD + "x", parts[manifest.NAME]), (WORD, parts[manifest.NAME] + b" ")):
        with pytest.raises(Trouble):
            sealed.opened(parts[sealed.NAME], word, text)


HOSTILE: dict[str, tuple[Callable[[Parts], Parts], str]] = {
    "two rows of a key": (lambda p: with_rows(p, lambda lines: [lines[0], *lines]), "数据库不收"),
    "a number too large": (lambda p: with_rows(p, lambda lines: [lines[0].replace(b"[1,", b"[%d," % 10**30), *lines[1:]]), "数据库不收"),
    "another table's row": (lambda p: with_rows(p, lambda lines: [b'["x"]\n']), "不是这张表的"),
    "newer": (lambda p: told(p, lambda m: m["migrations"].append(["cases", "9999_from_tomorrow"])), "比这份代码新"),
    "another shape": (lambda p: told(p, lambda m: m["tables"][0]["columns"].pop()), "对不上"),
    "keys elsewhere": (lambda p: p | {"was": p[manifest.NAME]}, "不该有的名称"),
}


def with_rows(parts: Parts, change: Callable[[list[bytes]], list[bytes]]) -> Parts:
    """The units as other lines, and a manifest that agrees."""
    lines = change(gzip.decompress(parts[first_table(parts)]).splitlines(keepends=True))
    other = with_part(parts, first_table(parts), gzip.compress(b"".join(lines)), plain=sum(map(len, lines)), rows=len(lines))
    return told(other, lambda m: next(one for one in m["tables"] if one["name"] == "identity_unit").update(rows=len(lines))) | {"was": parts[manifest.NAME]}


@pytest.mark.long
@pytest.mark.parametrize("what", HOSTILE)
def test_who_knows_the_passphrase_cannot_break_out_either(parts: Parts, tmp_path: Path, what: str) -> None:
    change, says = HOSTILE[what]
    more = {"../../broken_out": b"x"} if what == "keys elsewhere" else {}
    refused(Place(tmp_path / "there"), written(change(parts), tmp_path / "other.yw", vouched=True, more=more), says)
    assert not list(tmp_path.glob("**/broken_out"))


@pytest.mark.database
@pytest.mark.skipif(not SERVER, reason="SQLite's database goes with the folder")
def test_what_fails_in_the_middle_leaves_an_empty_database(parts: Parts, place: Make, tmp_path: Path) -> None:
    there = place("there")
    refused(there, written(HOSTILE["two rows of a key"][0](parts), tmp_path / "other.yw", vouched=True), "数据库不收")
    with psycopg.connect(there.database) as left:
        assert left.execute("select relname from pg_class where relnamespace = 'public'::regnamespace").fetchall() == []


def refused(at: Place, archive: Path, says: str) -> None:
    """Restoring ends in one line, and there is nothing where there was nothing."""
    done = at.line("restore", str(archive))
    assert done.returncode == 1 and says in done.stdout.splitlines()[-1] and done.stdout.splitlines()[-1].startswith("✗"), done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr and not at.data.exists()
