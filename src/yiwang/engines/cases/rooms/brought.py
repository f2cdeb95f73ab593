"""Papers a party has handed in before: so that nobody looks for the same picture twice."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, NamedTuple

from yiwang.engines.cases.rooms import seers
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel import clock as time

CASES = 40  # the newest that are looked through
BROUGHT = (
    "select v.chain, v.text, c.opened_at from ledger_value v join cases_case c on c.id = v.chain and not c.sealed where v.name = 'form' and v.chain in "
    "(select s.case_id from cases_seer s where s.seer = %s order by s.opened_at desc, s.case_id desc limit %s) "
    "order by c.opened_at desc, v.chain desc, v.n desc"
)


class Brought(NamedTuple):
    """A paper that was handed in: `file` as a form's answers hold it."""

    file: dict[str, Any]
    on: date


def brought(*, party: identity.Party) -> dict[str, list[Brought]]:
    """By question (`paper_layout`), newest first, each file once, out of the party's newest cases."""
    found: dict[str, dict[str, Brought]] = {}
    for _, text, opened_at in store.rows(BROUGHT, (seers.of_party(party), CASES)):
        opened = store.instant(opened_at)
        for code, value in json.loads(text)["answers"].items():
            for file in value if isinstance(value, list) else ():
                if isinstance(file, dict) and "sha256" in file and opened is not None:
                    found.setdefault(code, {}).setdefault(file["sha256"], Brought(file, time.day(opened)))
    return {code: list(files.values()) for code, files in found.items()}
