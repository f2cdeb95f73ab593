"""Looking for malware: as a file comes in where a scanner answers, later where it did not. What is found bad is not taken, or not given out any more."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from yiwang.engines.files.rooms import blobs
from yiwang.engines.files.rooms.refusals import no
from yiwang.engines.files.types import Scanner, Unanswered
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.actors import READER, Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import Invalid, NotFound, Refused
from yiwang.kernel.reasons import Reason

REFUSED = Act("files.bad_refused", Kind.CHANGED, "{actor} 上传的文件查出病毒，没有接收")
FOUND = Act("files.found_bad", Kind.CHANGED, "收下的文件后来查出病毒")
WAITING = "select sha256 from files_file where scanned_at is null and discarded_at is null order by created_at, sha256 limit %s"
LONGEST = 120  # characters of a finding


class _Plugged:
    scanner: Scanner | None = None
    strict = False


def plug(*, scanner: Scanner | None, strict: bool = False) -> None:
    """Takes what looks for malware, or None. `strict`: what cannot be looked at now is not taken; otherwise it is, and is looked at later."""
    _Plugged.scanner, _Plugged.strict = scanner, strict


def judged(content: BinaryIO, *, sha256: str, actor: Actor, at: datetime) -> datetime | None:
    """When the content on its way in was found good; None when nobody looked. Raises Invalid for what is bad, written down first, and when it must be looked
    at and cannot be."""
    if known := _known(sha256):
        raise _bad(known, sha256, actor, at)
    if actor == READER:
        return at  # made by ourselves
    if _Plugged.scanner is None:
        return None
    content.seek(0)
    try:
        found = _Plugged.scanner.look(content)
    except Unanswered:
        if _Plugged.strict:
            raise no("not-scanned", "现在不能检查文件有没有病毒，没有接收。请过几分钟再传，急的请到窗口交。") from None
        return None
    if found:
        raise _bad(found, sha256, actor, at)
    return at


def _known(sha256: str) -> str:
    rows = store.rows("select found from files_file where sha256 = %s", (sha256,))
    return str(rows[0][0]) if rows else ""


def _bad(found: str, sha256: str, actor: Actor, at: datetime) -> Invalid:
    with store.atomic():
        ledger.append(subject=f"account:{actor.account}", act=REFUSED, actor=actor, at=at, facts={"sha256": sha256, "found": found[:LONGEST]})
    return no("bad", f"这个文件里查出病毒（{found[:60]}），没有接收。请在自己的电脑或手机上杀毒，再重新生成一份上传")


def later(*, at: datetime, limit: int = 20) -> int:
    """Looks at what was taken in unseen, oldest first; how many were looked at. None while no scanner is there or it does not answer; harmless twice."""
    scanner, done = _Plugged.scanner, 0
    for (sha256,) in store.rows(WAITING, (limit,)) if scanner is not None else ():
        assert scanner is not None
        try:
            with blobs.opened(sha256=sha256) as content:
                found = scanner.look(content)
        except NotFound:
            found = ""  # its bytes are gone: the daily check of the contents says so
        except Unanswered:
            return done
        _settled(sha256, found[:LONGEST], at)
        done += 1
    return done


def _settled(sha256: str, found: str, at: datetime) -> None:
    with store.atomic():
        if not store.execute("update files_file set scanned_at = %s, found = %s where sha256 = %s and scanned_at is null", (at, found, sha256)) or not found:
            return
        for (account,) in store.rows("select distinct account from files_holding where file_id = %s and account > 0 order by account", (sha256,)):
            ledger.append(subject=f"account:{account}", act=FOUND, actor=READER, at=at, facts={"sha256": sha256, "found": found})


def given_out(*, sha256: str) -> None:
    """Raises Refused for a content that was found bad."""
    if found := _known(sha256):
        raise Refused(Reason("file-found-bad", f"这个文件后来查出病毒（{found[:60]}），不能打开或下载。请联系交文件的人重新交一份。"))


def unseen() -> int:
    """How many contents nobody looked at yet."""
    return int(store.rows("select count(*) from files_file where scanned_at is null and discarded_at is null")[0][0])
