"""Who may open what: every address as every kind of user. The table is `matrix.txt`; an address without a row fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import addresses, programs

TABLE, PROGRAMS = (Path(__file__).with_name(name) for name in ("matrix.txt", "programs.txt"))
API = "/api/v1/"
METHODS = ("GET", "POST")


def rows(table: Path = TABLE) -> dict[str, dict[str, tuple[str, ...]]]:
    """pattern → method → what is expected of each kind of user, in the order of the table's head."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    head: tuple[str, ...] = ()
    for line in table.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        words = line.split()
        if words[0] == "pattern":
            head = tuple(words[2:])
            continue
        assert len(words) == 2 + len(head), f"{table.name}: {line}"
        found.setdefault(words[0], {})[words[1]] = tuple(words[2:])
    assert head == addresses.KINDS, "the head names the kinds of users in their order"
    return found


def test_every_address_has_a_row() -> None:
    known, table, programs = set(addresses.patterns()), rows(), rows(PROGRAMS)
    assert sorted(known - set(table) - set(programs)) == [], "no row in tests/access/matrix.txt or programs.txt: say who may open it (see its head)"
    assert sorted((set(table) | set(programs)) - known) == [], "these rows are of no address"
    assert not [p for p in table if p.startswith(API)] and not [p for p in programs if not p.startswith(API)]
    assert [p for p, methods in (table | programs).items() if set(methods) != set(METHODS)] == []


def test_nobody_unknown_gets_behind_the_doors() -> None:
    """What the table itself must not say: who is nobody never posts into a case, citizens open no page of the office, and the other way round."""
    for pattern, methods in rows().items():
        for method, said in methods.items():
            answers = dict(zip(addresses.KINDS, said, strict=True))
            if pattern.startswith(("/cases/", "/desk/", "/settings/")):
                assert all(answers[k] in ("302", "404") for k in ("nobody", "party", "other", "agent")), (pattern, method)
            if pattern.startswith("/my/<"):
                assert all(answers[k] in ("302", "404") for k in ("nobody", "window", "mayor", "system")), (pattern, method)
            if pattern.startswith("/settings/"):
                assert all(answers[k] == "404" for k in ("window", "signatory", "mayor", "watch")), (pattern, method)


def test_no_program_of_nobody_gets_in() -> None:
    """Without a token there is the description, what can be asked for, and whether a certificate is real."""
    open_ones = {f"{API}openapi.json", f"{API}verifications", f"{API}<str:system>/items", f"{API}<str:system>/items/<str:key>"}
    for pattern, methods in rows(PROGRAMS).items():
        for method, said in methods.items():
            assert pattern in open_ones or said[0] == "401", (pattern, method)


@pytest.mark.slow(reason="a small city, and every address as fourteen kinds of user")
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_clock")
def test_matrix() -> None:
    places = addresses.city()
    wrong = [*differences(places, rows(), asked), *differences(places, rows(PROGRAMS), told())]
    assert not wrong, "\n".join(wrong)


def differences(places: addresses.Places, table: dict[str, dict[str, tuple[str, ...]]], ask: Callable[[str, str, str], str]) -> Iterator[str]:
    for pattern, methods in table.items():
        path = places.fill(pattern)
        for method, said in methods.items():
            for kind, want in zip(addresses.KINDS, said, strict=True):
                if (got := ask(kind, method, path)) != want:
                    yield f"{method} {pattern} as {kind}: {got}, not {want}"


def asked(kind: str, method: str, path: str) -> str:
    """What this kind of user is answered; a session of its own each time, for signing out ends one."""
    browser = addresses.client(kind)
    answer = browser.get(path) if method == "GET" else browser.post(path, {"ref": kind})  # tries are counted by number: each kind has its own
    answer.close()
    return str(answer.status_code)


def told() -> Callable[[str, str, str], str]:
    """The same of programs of theirs: a token each that may write, an empty body, a key of its own."""
    all_of_them = {kind: programs.Program(kind) for kind in addresses.KINDS}

    def ask(kind: str, method: str, path: str) -> str:
        it = all_of_them[kind]
        headers = it.headers | {"Idempotency-Key": f"matrix-{kind}", "Seen": "0.0"}
        post = it.client.post
        answer = it.client.get(path, headers=headers) if method == "GET" else post(path, "{}", content_type="application/json", headers=headers)
        answer.close()
        return str(answer.status_code)

    return ask


def written(table: Path = TABLE) -> str:
    """The table as the city answers now: for a review, line by line, when addresses change; no test writes it."""
    places, ask = addresses.city(), told() if table == PROGRAMS else asked
    patterns = [p for p in addresses.patterns() if p.startswith(API) == (table == PROGRAMS)]
    width = max(map(len, patterns)) + 2
    lines = [f"{'pattern':<{width}}method {' '.join(f'{k:>9}' for k in addresses.KINDS)}"]
    for pattern in patterns:
        for method in METHODS:
            answers = (ask(kind, method, places.fill(pattern)) for kind in addresses.KINDS)
            lines.append(f"{pattern:<{width}}{method:<7}{' '.join(f'{a:>9}' for a in answers)}")
    return "\n".join(lines)
