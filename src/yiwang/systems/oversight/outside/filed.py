"""Steps in a file, for systems that reach us by a carrier alone: signed as a whole, taken in as requests are, answered by a file that goes back.

One object of JSON a line. The first names the kind of file, the system and when it was made; then steps as `/outside/steps/` takes them, and days' lists
`{"day": "2026-11-19", "steps": [{"case", "n", "sha256"}]}`; the last is `{"signature": HMAC-SHA256 under the system's key of all bytes before that line}`.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust
from yiwang.kernel.actors import NOBODY, READER
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import Refused
from yiwang.kernel.reasons import Reason
from yiwang.systems.oversight.outside import contract
from yiwang.web.accounts import clients
from yiwang.web.api import asked

FILE = "yiwang-outside/1"
LARGEST, AHEAD = 64 << 20, timedelta(minutes=5)  # bytes; clocks differ
TAKEN = Act("outside.file_taken", Kind.CHANGED, "收到这个系统签名的文件：{steps} 步，没有收 {refused} 步，对账 {days} 天")
REFUSED = Act("outside.file_refused", Kind.CHANGED, "没有收用这个系统的名义送来的文件：{why}")
NOT_ONE = f"这不是外部系统的报送文件：第一行要写明 file（{FILE}）、client 和 at，最后一行写 signature。"


@dataclass(frozen=True, slots=True)
class Filed:
    """A file that its system signed."""

    system: str
    made: datetime
    sha256: str
    lines: tuple[bytes, ...]


def outside(argv: list[str]) -> int:
    """`./yiwang outside FILE [--out FILE]`"""
    words = argparse.ArgumentParser(prog="./yiwang outside", description="收外部系统签名的报送文件，写出要带回去的答复。 A department's signed file of steps.")
    words.add_argument("file", type=Path, metavar="文件", help="每行一个 JSON 对象，最后一行是签名 · one object a line, signed by the last")
    words.add_argument("--out", type=Path, metavar="答复", help="答复写到哪里；不写就写在文件旁边 · where the answers go")
    given = words.parse_args(argv)
    out = given.out or given.file.with_name(f"{given.file.name}.answers")
    try:
        counts = take(given.file, out, settings.CLOCK.now())
    except OSError as error:
        print(f"✗ {error.filename or given.file}：不能读写（{error.strerror}）")
        return 1
    except Refused as refused:
        print(f"✗ {refused}")
        return 1
    print(f"收到 {counts['steps']:,} 步：新收 {counts['taken']:,}，收过 {counts['again']:,}，没有收 {counts['refused']:,}；"
          f"对账 {counts['days']:,} 天，还缺 {counts['missing']:,} 步")
    print(f"✓ 答复在 {out}，请带回给报送的系统")
    return 1 if counts["refused"] or counts["unread"] else 0


def take(file: Path, out: Path, at: datetime) -> Counter[str]:
    """Takes every line in, each by itself, and writes the answers; the same file again does nothing twice. Raises Refused, OSError."""
    filed, counts = _read(file, at), Counter[str]()
    part = out.with_name(f"{out.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8") as answers:
            for answer in ({"file": FILE, "client": filed.system, "at": at.isoformat(), "of": filed.sha256}, *_answers(filed, at, counts)):
                answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    with store.atomic():
        chain, _, _ = ledger.lock_chain(f"client:{filed.system}")
        if ledger.answered(chain, f"file:{filed.sha256[:48]}") is None:
            facts = {"sha256": filed.sha256, **{name: counts[name] for name in ("steps", "refused", "days")}}
            ledger.append(subject=f"client:{filed.system}", act=TAKEN, actor=READER, at=at, key=f"file:{filed.sha256[:48]}", facts=facts)
    return counts


def _answers(filed: Filed, at: datetime, counts: Counter[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(filed.lines, 2):
        if not line.strip():
            continue
        try:
            given = asked.read(line)
            if "day" in given:
                found = contract.reconciled(filed.system, given.get("day"), given.get("steps"), at, made=filed.made)
                counts.update(days=1, missing=len(found["missing"]))
                yield {"line": number, "day": given["day"], **found}
                continue
        except (asked.NotUnderstood, Refused) as wrong:
            counts.update(unread=1)
            reasons = wrong.reasons if isinstance(wrong, Refused) else (wrong.reason,)
            yield {"line": number, "taken": False, "reasons": [{"code": r.code, "text": r.text, "field": r.field} for r in reasons]}
            continue
        answer = contract.one(filed.system, given, NOBODY, at)
        counts.update({"steps": 1, "refused" if not answer["taken"] else "again" if answer["again"] else "taken": 1})
        yield {"line": number, **answer}


def _read(file: Path, at: datetime) -> Filed:
    """Nothing of a file is believed before its signature is. Raises Refused."""
    with file.open("rb") as held:
        data = held.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise _no("too-large", f"文件太大，最多 {LARGEST >> 20} MB。请分成几个，一个办件的步骤按顺序放。")
    body, line, last = data.rstrip(b"\r\n").rpartition(b"\n")
    first = body.partition(b"\n")[0]
    try:
        head, end = asked.read(first), asked.read(last)
        made = datetime.fromisoformat(str(head.get("at", "")))
    except (asked.NotUnderstood, ValueError):
        raise _no("not-one", NOT_ONE) from None
    if head.get("file") != FILE or made.tzinfo is None:
        raise _no("not-one", NOT_ONE)
    it = clients.client(str(head.get("client", "")))
    try:
        key = clients.signing_key(it) if it else b""
    except trust.Unreadable:
        key = b""
    right = hmac.new(key or b"nobody", body + line, hashlib.sha256).hexdigest()
    given = str(end.get("signature", ""))
    if not (hmac.compare_digest(right, given if given.isascii() else "") and key and it):
        _noted(it.code if it and key else "", data, at)
        raise _no("signature", "签名不对，文件没有收。请核对系统代码和签名密钥，看文件在路上有没有改动。")
    if made > at + AHEAD:
        raise _no("not-yet", "文件写的时间还没有到。请核对那边的时钟，重新生成文件。")
    return Filed(it.code, made, hashlib.sha256(data).hexdigest(), tuple(body.splitlines()[1:]))


def _noted(system: str, data: bytes, at: datetime) -> None:
    """A forged file is on record under the system in whose name it came, once."""
    digest = hashlib.sha256(data).hexdigest()
    if not system:
        return
    with store.atomic():
        chain, _, _ = ledger.lock_chain(f"client:{system}")
        if ledger.answered(chain, f"file:{digest[:48]}") is None:
            ledger.append(subject=f"client:{system}", act=REFUSED, actor=READER, at=at, key=f"file:{digest[:48]}", facts={"why": "签名不对", "sha256": digest})


def _no(code: str, text: str) -> Refused:
    return Refused(Reason(code, text))
