"""Processes of the tests beside this file: one that founds a small city with a little past, one that works in it, one that looks whether it is whole."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import django
from django.db import connection

ITEM = "410105.food_business"


def found() -> None:
    """A small city: four applications in four states, letters made, messages sent, heads signed."""
    from django.conf import settings

    from tests.journeys import small
    from yiwang.city import prepare
    from yiwang.engines.ledger import api as ledger

    prepare.schema()
    small.found(small.at("2026-01-05 09:00"))
    citizen, market, chief = (small.Person(name).sign_in() for name in ("citizen", "market", "market_head"))
    for moves in (("accept", "propose", "grant", "hand_over"), ("accept", "propose", "grant"), ("accept",), ()):
        assert citizen.apply(ITEM, **small.everything()).status_code == 302
        ref = small.ref_of("食品经营许可")
        for move in moves:
            who = chief if move == "grant" else market
            answer = who.do(ref, move, **({"proposal": "grant", "opinion": "符合条件"} if move == "propose" else {}))
            assert answer.status_code == 302, small.words(answer)[:400]
        settled()
    ledger.sign_head(at=settings.CLOCK.now(), now=True)
    print(json.dumps(looked(())))


def settled() -> None:
    """All readers have followed to the end, and what leaves the house has left it."""
    from django.conf import settings

    from yiwang.city import loops

    loops.settle(settings.CLOCK.now())


def work(told: str) -> None:
    """Applies for the same thing again and again, and writes each acknowledged key down outside the city, on the disk, before it goes on."""
    from tests.journeys import small

    citizen = small.Person("citizen").sign_in()
    with Path(told).open("a") as file:
        for _ in range(100_000):
            page = citizen.get(f"/services/{ITEM}/apply/")
            hidden = small.hidden(page, "key")
            answer = citizen.client.post(f"/services/{ITEM}/apply/", {**hidden, **small.everything()})
            assert answer.status_code == 302, small.words(answer)[:400]
            file.write(hidden["key"] + "\n")
            file.flush()


def applied() -> None:
    """One application more, which no reader has seen."""
    from tests.journeys import small

    assert small.Person("citizen").sign_in().apply(ITEM, **small.everything()).status_code == 302


def searched(words: str) -> int:
    """How much the public finds."""
    from yiwang.engines.search import api as search
    from yiwang.kernel.actors import READER

    return len(search.find(actor=READER, query=words, public=True))


def old() -> dict[str, Any]:
    """Figures of which an upgrade changes only the steps."""
    from yiwang.engines.ledger import api as ledger
    from yiwang.engines.store import api as store

    counted = {name: store.rows(f"select count(*) from {name}")[0][0] for name in ("ledger_entry", "cases_case", "identity_person", "registers_record")}
    going = store.rows("select count(*) from cases_case where closed_at is null")[0][0]
    return counted | {"steps": steps(), "open": going, "root": ledger.root(ledger.position()).hex()}


def carry(cases: dict[str, str]) -> dict[str, str]:
    """Goes on with old cases over HTTP, as people who sign in with the passwords they had; the state each is in then."""
    from tests.faults import whole
    from tests.journeys import small
    from yiwang.engines.store import api as store

    small.WORD = "yiwang-demo"
    market, chief, health, citizen = (small.Person(name).sign_in() for name in ("qiuyizhou", "410105-scjg-局长", "410105-wj-局长", "shenyanqiu"))
    said = {"propose": {"proposal": "grant", "opinion": "符合条件"}, "supplement": {"papers": small.picture(), "note": "已经补好"}}
    ways = {"lodged": ((market, "accept"), (market, "propose"), (chief, "grant"), (market, "hand_over")), "awaiting_papers": ((citizen, "supplement"),),
            "proposed": ((health, "grant"),), "granted": ((market, "hand_over"),)}
    for state, ref in cases.items():
        for who, move in ways[state]:
            address = f"/my/{ref}/do/{move}/" if who is citizen else f"/cases/{ref}/do/{move}/"
            answer = who.client.post(address, {**small.hidden(who.get(address), "key", "seen"), **small.given(move), **said.get(move, {})})
            assert answer.status_code == 302, (ref, move, small.words(answer)[:600])
    settled()
    assert whole.wrongs() == [] == whole.gaps()
    return {state: store.rows("select state from cases_case where ref = %s", (ref,))[0][0] for state, ref in cases.items()}


def as_it_was(archive: str) -> None:
    """Restores an archive without going on to this code's tables."""
    from yiwang.city.keeping import restore, sealed

    restore.restore(Path(archive), sealed.passphrase(None, new=False), Path(os.environ["YIWANG_DATA"]), onward=False)
    print("null")


def steps() -> int:
    from django.db.migrations.recorder import MigrationRecorder

    return len(MigrationRecorder(connection).applied_migrations())


def tampered() -> None:
    """Somebody who owns the database changes an entry."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("alter table ledger_entry disable trigger user")
        else:
            cursor.execute("drop trigger ledger_entry_no_update")
        cursor.execute("update ledger_entry set body = body || ' ' where id = 40")
    print("null")


def looked(keys: Any) -> dict[str, Any]:
    """What there is: acknowledged keys that are not there just once, what is not as it must be, and figures."""
    from tests.faults import whole
    from yiwang.engines.ledger import api as ledger
    from yiwang.engines.store import api as store

    def one(sql: str, *words: Any) -> int:
        return int(store.rows(sql, words)[0][0])

    return {
        "wrong": whole.wrongs() + whole.gaps(), "missing": [key for key in keys if one("select count(*) from cases_case where key = %s", key) != 1],
        "cases": one("select count(*) from cases_case"), "entries": one("select count(*) from ledger_entry"), "position": ledger.position(),
        "notices": one("select count(*) from notify_notice"), "unsent": one("select count(*) from notify_outgoing where sent_at is null"),
        "sent": one("select count(*) from notify_outgoing where sent_at is not null"), "parked": one("select count(*) from ledger_parked"),
        "behind": one("select count(*) from ledger_cursor where pos < (select max(pos) from ledger_feed)"), "found": one("select count(*) from search_text"),
        "searched": searched("食品经营"), "files": one("select count(*) from files_file"), "letters": one("select count(*) from cases_document"),
    }


def main(name: str, *words: str) -> None:
    if name == "as_it_was":
        as_it_was(*words)  # it makes Django ready itself, when the keys are in place
        return
    django.setup()
    if name in ("found", "work", "tamper"):
        {"found": found, "work": work, "tamper": tampered}[name](*words)
        return
    if name in ("once", "unsealed"):
        applied()
    if name in ("once", "settle"):
        settled()
    answers = {"old": old, "carry": lambda: carry(json.loads(words[0])),
               "unsealed": lambda: None, "look": lambda: looked(json.load(sys.stdin))}
    print(json.dumps(answers.get(name, lambda: looked(()))()))


if __name__ == "__main__":
    main(*sys.argv[1:])
