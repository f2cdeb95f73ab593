"""Who may open what: every address as every kind of user. The table is `matrix.txt`; an address without a row fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import addresses

TABLE = Path(__file__).with_name("matrix.txt")
METHODS = ("GET", "POST")


def rows() -> dict[str, dict[str, tuple[str, ...]]]:
    """pattern → method → what is expected of each kind of user, in the order of the table's head."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    head: tuple[str, ...] = ()
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        words = line.split()
        if words[0] == "pattern":
            head = tuple(words[2:])
            continue
        assert len(words) == 2 + len(head), f"{TABLE.name}: {line}"
        found.setdefault(words[0], {})[words[1]] = tuple(words[2:])
    assert head == addresses.KINDS, "the head names the kinds of users in their order"
    return found


def test_every_address_has_a_row() -> None:
    known, table = set(addresses.patterns()), rows()
    assert sorted(known - set(table)) == [], "no row in tests/access/matrix.txt: say who may open it (see its head)"
    assert sorted(set(table) - known) == [], "these rows are of no address"
    assert [p for p, methods in table.items() if set(methods) != set(METHODS)] == []


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


@pytest.mark.slow(reason="a small city, and every address as fourteen kinds of user")
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_clock")
def test_matrix() -> None:
    places, table = addresses.city(), rows()
    wrong = []
    for pattern in addresses.patterns():
        path = places.fill(pattern)
        for method in METHODS:
            expected = dict(zip(addresses.KINDS, table.get(pattern, {}).get(method, ("?",) * len(addresses.KINDS)), strict=True))
            for kind, want in expected.items():
                got = asked(kind, method, path)
                if got != want:
                    wrong.append(f"{method} {pattern} as {kind}: {got}, not {want}")
    assert not wrong, "\n".join(wrong)


def asked(kind: str, method: str, path: str) -> str:
    """What this kind of user is answered; a session of its own each time, for signing out ends one."""
    browser = addresses.client(kind)
    answer = browser.get(path) if method == "GET" else browser.post(path, {"ref": kind})  # tries are counted by number: each kind has its own
    answer.close()
    return str(answer.status_code)


def written() -> str:
    """The table as the city answers now: for a review, line by line, when addresses change; no test writes it."""
    places = addresses.city()
    width = max(map(len, addresses.patterns())) + 2
    lines = [f"{'pattern':<{width}}method {' '.join(f'{k:>9}' for k in addresses.KINDS)}"]
    for pattern in addresses.patterns():
        for method in METHODS:
            answers = (asked(kind, method, places.fill(pattern)) for kind in addresses.KINDS)
            lines.append(f"{pattern:<{width}}{method:<7}{' '.join(f'{a:>9}' for a in answers)}")
    return "\n".join(lines)
