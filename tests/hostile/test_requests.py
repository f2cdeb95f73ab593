"""Hostile requests and files, to every address, as every kind of user: no answer of 500, no markup that is markup, nothing read that is another's."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hostile.sending import STRANGERS, Attack, read
from tests.support import addresses

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_clock")]
SECRET = "优胜北路 27 号丙 3 座"  # where `party` wants to open a restaurant
SEED = 20261121


@pytest.mark.slow(reason="a small city, and some hundreds of hostile requests")
def test_hostile_requests() -> None:
    _attacked(400)


@pytest.mark.long
def test_ten_thousand_hostile_requests(capsys: pytest.CaptureFixture[str]) -> None:
    attack = _attacked(10_000)
    with capsys.disabled():
        print(f"\nhostile requests: {sum(attack.counted.values())}, answered {dict(sorted(attack.counted.items()))}")


def _attacked(count: int) -> Attack:
    places = addresses.city(past=2)
    page = addresses.client("party").get(f"/my/{places.ref}/form/").content
    assert SECRET in read(page), "it stands where its owner reads it"
    attack = Attack(places, SEED, SECRET)
    attack.send(count)
    assert not attack.wrong, f"{len(attack.wrong)} of {count}:\n" + "\n".join(dict.fromkeys(attack.wrong[:40]))
    assert len(attack.counted) > 5 and attack.counted["200"] > count // 20 and attack.counted["422"], attack.counted
    return attack


def test_what_must_not_be_is_noticed() -> None:
    """The judge sees each fault it is there for."""
    class Answer:
        def __init__(self, content: str, status: int = 200, **headers: str):
            self.content, self.status_code, self.streaming, self.cookies = content.encode(), status, False, {}
            self.headers = {"Content-Security-Policy": "x", "X-Content-Type-Options": "nosniff", "Content-Type": "text/html"} | headers
            self.wsgi_request: Any = type("Asked", (), {"session": {"account": 1}})()

        def close(self) -> None:
            pass

    def noticed(kind: str, answer: Answer) -> list[str]:
        attack = Attack(places, 1, SECRET)
        attack._judged(kind, "GET /", answer)
        return attack.wrong

    places: Any = None
    assert noticed("party", Answer(SECRET)) == []
    assert all(noticed(kind, Answer(SECRET)) for kind in STRANGERS)
    assert noticed("party", Answer("", 500)) and noticed("party", Answer("<script>window.broken")) and noticed("party", Answer("", Location="https://evil.example/"))
    assert noticed("party", Answer("", **{"Content-Security-Policy": ""}))
