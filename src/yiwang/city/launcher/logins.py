"""The demo's log-ins, as `./yiwang up` and `./yiwang demo` show them."""

from __future__ import annotations

import importlib.util

from yiwang.city.words import say


def show() -> None:
    """One line for each kind of user: what they are, the name to type, the password."""
    if importlib.util.find_spec("yiwang.city.demo") is None:
        return
    from yiwang.city import demo

    say("演示登录（只能从本机登录，除非 --demo-open）：")
    for row in demo.logins():
        kind, name, word = (row["kind"], row["name"], row["password"]) if isinstance(row, dict) else row[:3]
        say(f"  {name:<20} {word:<16} {kind}")
