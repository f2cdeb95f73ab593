"""The key that signs heads is changed, and that it was is an entry of the record; the verifier holds every head against these entries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from yiwang.engines.ledger.rooms import heads, ports, publishing, sealer
from yiwang.engines.ledger.rooms.chains import append, lock_chain
from yiwang.engines.ledger.rooms.reading import answered
from yiwang.engines.ledger.types import HandOver, Keyring, SignedHead, Stamper
from yiwang.engines.store import api as store
from yiwang.kernel import canonical, clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind

SUBJECT = "keys:heads"
ROTATED = Act("ledger.key_rotated", Kind.CHANGED, "{actor} 更换了给记录签封的密钥")
ENTRIES = (
    "select e.body, coalesce(f.pos, 0) from ledger_chain c join ledger_entry e on e.chain = c.id left join ledger_feed f on f.entry = e.id "
    "where c.subject = %s order by e.n"
)


def rotate_key(*, keys: Keyring, actor: Actor, at: datetime) -> HandOver:
    """The old key signs all there is, once more; then the new one signs, and the entry that says so is under its first head.

    Killed anywhere between, the next call finishes what was begun and changes no key again. Call it outside transactions.
    """
    if keys.handed_over() is None:
        _signed(keys, at)
        with publishing.Folder(ports.published()):  # nobody signs meanwhile: no head is named after one key and signed by the other
            keys.hand_over(max([at, *(store.instant(row[0]) for row in store.rows("select max(at) from ledger_head") if row[0])]))
    given = keys.handed_over()
    assert given is not None
    with store.atomic():
        chain, _, _ = lock_chain(SUBJECT)
        if answered(chain, given.new) is None:
            facts = {"old": given.old, "new": given.new, "pem": given.pem, "at": canonical.instant(given.at), "signature": given.signature.hex()}
            append(subject=SUBJECT, act=ROTATED, actor=actor, at=given.at, key=given.new, facts=facts)
    _signed(keys, given.at)
    keys.settled()
    return given


def _signed(keys: Keyring, at: datetime) -> None:
    while sealer.seal(at=at):
        pass
    heads.sign_head(at=at, stamper=keys, now=True)


@dataclass(frozen=True, slots=True)
class _Ended:
    """A key that ended, at an instant and before a position (0: the entry has none yet)."""

    at: datetime
    pos: int


class Retired:
    """What the record says of the keys: which ended when, and which were ever begun."""

    def __init__(self, stamper: Stamper | None) -> None:
        self._ended: dict[str, _Ended] = {}
        self._begun: set[str] = set()
        self.faults: list[str] = []
        for body, pos in store.rows(ENTRIES, (SUBJECT,)):
            said = json.loads(body)["facts"]
            given = HandOver(said["old"], said["new"], said["pem"], clock.parse(said["at"]), bytes.fromhex(said["signature"]))
            self._ended[given.old] = _Ended(given.at, pos)
            self._begun.add(given.new)
            if stamper is not None and not stamper.verify(given.old, given.message(), given.signature):
                self.faults.append(f"换成密钥 {given.new} 的记录，不是原密钥 {given.old} 所签")

    def wrong(self, head: SignedHead) -> str:
        """What is wrong with who signed a head, asked in the order of heads; nothing when all is well."""
        if not self._begun:
            return ""  # the key was never changed: the signature alone decides
        if head.signer not in self._begun and head.signer not in self._ended:
            return f"由密钥 {head.signer} 签署，记录里没有启用它的一条"
        ended = self._ended.get(head.signer)
        if ended is not None and (head.at > ended.at or 0 < ended.pos <= head.size):
            return f"由已停用的密钥 {head.signer} 签署（{clock.local(ended.at):%Y-%m-%d %H:%M} 停用）"
        return ""
