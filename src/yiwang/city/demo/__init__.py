"""The demo city: Zhengzhou's units, departments, people and a past made through the doors. Refused when the city is not empty."""

from __future__ import annotations

from collections.abc import Callable

from yiwang.city.demo.people import LOGINS, PASSWORD


def seed(say: Callable[[str], object]) -> None:
    """Makes the demo city unless there is one already; `say` shows progress."""
    from yiwang.city.demo import making

    making.make(say)


def logins() -> list[tuple[str, str, str]]:
    """A log-in of each kind of user: who it is, user name, password."""
    return [(title, name, PASSWORD) for title, name in LOGINS]
