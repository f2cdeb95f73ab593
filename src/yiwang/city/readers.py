"""Readers of the record: what follows from an entry, in the order of positions. Those of the engines by name, those of the cards as they declare them."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import datetime
from functools import cache, partial

from yiwang.city import discovery, parameters
from yiwang.city.operating import watching
from yiwang.engines.cases import api as cases
from yiwang.engines.ledger import api as ledger
from yiwang.engines.notify import api as notify
from yiwang.engines.reports import api as reports
from yiwang.engines.search import api as search
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import READER
from yiwang.kernel.errors import Refused
from yiwang.web import lookups
from yiwang.web.card import Follower, Tally

TOO_LATE = ("wrong-state", "extended-once", "too-late-to-extend", "not-running", "in-minutes")
Loop = Callable[[datetime], int]


def loops() -> dict[str, Loop]:
    """Every reader as a loop: positions first, then whoever follows them."""
    found: dict[str, Loop] = {
        "readers.seal": lambda at: ledger.seal(at=at),
        "readers.heads": _heads,
        "readers.notify": _notify, "readers.search": _search, "readers.reports": _reports, "readers.succession": _succession,
        "readers.lookups": _lookups,
        "readers.letters": lambda at: cases.make_letters(at=at),
        "readers.erased": lambda at: cases.remove_papers(at=at),
    }
    for card in discovery.cards():
        found |= {f"readers.{f.code}": _follower(f) for f in card.followers}
        found |= {f"readers.{t.code}": _tally(t) for t in card.tallies}
    return found


def handler(reader: str, at: datetime) -> ledger.Handle | None:
    """Who handles an entry for the reader of that name, or None: for what was put aside and is tried again."""
    found: dict[str, ledger.Handle] = {"notify": _tells, "search": search.keep, "reports": reports.keep, "succession": partial(_succeed, at=at),
                                      "lookups": lookups.keep}
    for card in discovery.cards():
        found |= {f.code: _begins(f, at) for f in card.followers} | {t.code: t.counts for t in card.tallies}
    return found.get(reader)


def rebuild(reader: str) -> bool:
    """Empties what a reader keeps and sends it back to the first entry: it follows anew from there, while the city runs. False for one that keeps nothing
    that can be made again."""
    empties = {"reports": reports.clear} | {t.code: t.empties for t in _tallies()}
    if reader not in empties:
        return False
    with store.atomic():
        empties[reader]()
        ledger.rebuild(reader=reader)
    return True


def rebuilt() -> list[str]:
    """The readers that can be."""
    return ["reports", *sorted(t.code for t in _tallies())]


def older() -> list[str]:
    """Those that kept what this code keeps otherwise: they are made anew as soon as the city runs."""
    return ledger.older({"reports": reports.VERSION} | {t.code: t.version for t in _tallies()})


def _tallies() -> list[Tally]:
    return [tally for card in discovery.cards() for tally in card.tallies]


def holder() -> str:
    """Who holds a lease: this machine, which runs one process of readers; after a kill the next one takes over at once."""
    return socket.gethostname()


def _notify(at: datetime) -> int:
    return ledger.follow(reader="notify", handle=_told, at=at, holder=holder())


def _told(entry: ledger.Recorded) -> None:
    """This reader passes every entry, so it counts them too."""
    _tells(entry)
    watching.moved(entry.act, entry.kind.value, _procedures())


def _tells(entry: ledger.Recorded) -> None:
    notify.tell(entry, calls=parameters.calls(clock.day(entry.at)))


@cache
def _procedures() -> tuple[str, ...]:
    return tuple(sorted({procedure.code for procedure in cases.procedures()}))


def _search(at: datetime) -> int:
    return ledger.follow(reader="search", handle=search.keep, at=at, holder=holder())


def _reports(at: datetime) -> int:
    return ledger.follow(reader="reports", handle=reports.keep, at=at, holder=holder(), kinds=reports.TELLING, version=reports.VERSION, empties=reports.clear)


def _lookups(at: datetime) -> int:
    return ledger.follow(reader="lookups", handle=lookups.keep, at=at, holder=holder(), kinds=lookups.KINDS)


def _succession(at: datetime) -> int:
    handle = partial(_succeed, at=at)
    return ledger.follow(reader="succession", handle=handle, at=at, holder=holder(), kinds=cases.SUCCEEDS, outside=True)


def _succeed(entry: ledger.Recorded, *, at: datetime) -> None:
    cases.succeed(entry, at=at)


def _heads(at: datetime) -> int:
    return 1 if ledger.sign_head(at=at) else 0


def _follower(follower: Follower) -> Loop:
    def loop(at: datetime) -> int:
        return ledger.follow(reader=follower.code, handle=_begins(follower, at), at=at, holder=holder(), kinds=follower.kinds)

    return loop


def _begins(follower: Follower, at: datetime) -> ledger.Handle:
    def handle(entry: ledger.Recorded) -> None:
        for i, new in enumerate(follower.follows(entry)):
            key = f"{follower.code}:{entry.chain}.{entry.n}.{i}"[-64:]
            if isinstance(new, cases.Next):
                _steps(new, key, at)
            else:
                cases.begin(actor=READER, begin=new, key=key, at=at)

    return handle


def _steps(new: cases.Next, key: str, at: datetime) -> None:
    """Makes a step that follows from an entry, unless the case has gone on meanwhile, or has no time left to be given."""
    try:
        cases.perform(actor=READER, case=new.case, move=new.move, data=new.data, seen=None, key=key, at=at)
    except Refused as refused:
        if any(reason.code not in TOO_LATE for reason in refused.reasons):
            raise


def _tally(tally: Tally) -> Loop:
    def loop(at: datetime) -> int:
        return ledger.follow(reader=tally.code, handle=tally.counts, at=at, holder=holder(), kinds=tally.kinds, version=tally.version, empties=tally.empties)

    return loop
