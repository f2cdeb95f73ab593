"""Taking a file in, and who may use it again."""

from __future__ import annotations

import mmap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from yiwang.engines.files.rooms import blobs, scanning
from yiwang.engines.files.rooms.kinds import kind_of
from yiwang.engines.files.rooms.names import cleaned
from yiwang.engines.files.rooms.refusals import megabytes, no
from yiwang.engines.files.rooms.strokes import strokes
from yiwang.engines.files.types import ALL, LARGEST_SIGNATURE, LIMIT, PNG, SIGNATURE, TITLES, Stored
from yiwang.engines.store import api as store
from yiwang.kernel.actors import READER, Actor
from yiwang.kernel.errors import NotFound, Refused
from yiwang.kernel.reasons import Reason

CHUNK = 64 * 1024
A_DAY = {False: (500, 2 * 1024**3), True: (5000, 20 * 1024**3)}  # files and bytes an account of the public, and of an official, hands in within a day
HANDED_IN = ("select count(*), coalesce(sum(f.size), 0) from files_holding h join files_file f on f.sha256 = h.file_id "
             "where h.account = %s and h.at > %s")
COLUMNS = "h.file_id, h.name, f.size, h.type, h.at, h.purpose from files_holding h join files_file f on f.sha256 = h.file_id"
MADE = ("insert into files_file (sha256, size, created_at, scanned_at, found) values (%s, %s, %s, %s, '') on conflict (sha256) do update set "
        "discarded_at = null, scanned_at = coalesce(excluded.scanned_at, files_file.scanned_at)")
HELD = (
    "insert into files_holding (file_id, account, name, type, purpose, at) values (%s, %s, %s, %s, %s, %s) "
    "on conflict (account, file_id, name, purpose) do nothing"
)


def receive(
    *, chunks: Iterable[bytes] | BinaryIO, name: str, actor: Actor, at: datetime, purpose: str = "", limit: int = LIMIT,
    accepts: tuple[str, ...] = ALL,
) -> Stored:
    """Takes a file in as it comes, judges its content and stores it once. `accepts` names media types, `limit` counts bytes. With the purpose
    SIGNATURE it must be a PNG with strokes in it.

    Raises Invalid (what to do is in the reason), Refused when nobody is signed in, store.Full without room; then nothing was kept. Call it outside long
    transactions.
    """
    if purpose == SIGNATURE:
        accepts, limit = (PNG,), min(limit, LARGEST_SIGNATURE)
    if not actor.known:
        raise Refused(Reason("sign-in-first", "请先登录，再上传文件"))
    if actor != READER:  # what we made ourselves belongs to a case that was taken in
        store.take_in()
        _within_the_day(actor, at)
    with blobs.part(at=at, limit=limit) as part:
        for chunk in _chunks(chunks):
            part.write(chunk)
        if not part.size:
            raise no("empty", "这个文件是空的。请核对后重新上传")
        part.file.flush()
        with mmap.mmap(part.file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            kind = kind_of(data, name)
            if kind not in accepts:
                raise no("kind", f"这里请上传 {'、'.join(TITLES.get(one, one) for one in accepts)}")
            if purpose == SIGNATURE:
                strokes(data)
        scanned = scanning.judged(part.file, sha256=part.sha256, actor=actor, at=at)
        part.keep(at)
        stored = Stored(part.sha256, cleaned(name, kind), part.size, kind, at, purpose)
    with store.atomic():
        store.execute(MADE, (stored.sha256, stored.size, at, scanned))
        store.execute(HELD, (stored.sha256, actor.account, stored.name, stored.type, purpose, at))
    return stored


def _within_the_day(actor: Actor, at: datetime) -> None:
    """Nobody fills the disk for all. Raises Refused."""
    count, size = store.rows(HANDED_IN, (actor.account, at - timedelta(days=1)))[0]
    most, largest = A_DAY[actor.official]
    if count >= most or size >= largest:
        raise Refused(Reason("files-of-a-day", f"一天内最多上传 {most} 个文件、{megabytes(largest)}，您已经到了。请明天再传，急的请到窗口交。"))


def may_use(*, actor: Actor, sha256: str) -> bool:
    """Whether the account itself handed in that content. Seeing a case's files is the case's business, not decided here."""
    return bool(actor.account and store.rows("select 1 from files_holding where account = %s and file_id = %s limit 1", (actor.account, sha256)))


def hand_on(*, sha256s: Iterable[str], giver: int, actor: Actor, at: datetime) -> None:
    """Who goes on with what another account began may use the files that account handed in, under the same names. Twice is once."""
    sql = ("insert into files_holding (file_id, account, name, type, purpose, at) select file_id, %s, name, type, purpose, %s from files_holding "
           "where account = %s and file_id = %s on conflict (account, file_id, name, purpose) do nothing")
    for sha256 in sha256s:
        store.execute(sql, (actor.account, at, giver, sha256))


@dataclass(frozen=True, slots=True)
class Uploads:
    """What an account handed in before, by hash: what forms ask with. Nothing of it is anybody else's."""

    account: int

    def __call__(self, sha256: str) -> Stored | None:
        if not self.account:
            return None
        found = store.rows(f"select {COLUMNS} where h.account = %s and h.file_id = %s and f.found = '' order by h.id desc limit 1", (self.account, sha256))
        return _stored(found[0]) if found else None


def uploads(*, actor: Actor) -> Uploads:
    """Finds what the account handed in before, by hash."""
    return Uploads(actor.account)


def stored(*, sha256: str) -> Stored:
    """A content under the name it first came with. Raises NotFound."""
    found = store.rows(f"select {COLUMNS} where h.file_id = %s order by h.id limit 1", (sha256,))
    if not found:
        raise NotFound("file")
    return _stored(found[0])


def _chunks(source: Any) -> Iterable[bytes]:
    if hasattr(source, "read"):
        return iter(lambda: source.read(CHUNK), b"")
    return source  # type: ignore[no-any-return]


def _stored(row: tuple[Any, ...]) -> Stored:
    sha256, name, size, kind, at, purpose = row
    instant = store.instant(at)
    return Stored(sha256, name, size, kind, instant, purpose)
