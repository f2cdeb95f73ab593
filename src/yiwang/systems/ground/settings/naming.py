"""What chains are about, in words: `account:12` is a log-in, `post:3` a post of a unit. Asked once a page for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from yiwang.engines.identity import api as identity
from yiwang.systems.ground.settings import commands


class Names:
    """Names of subjects as they are today; what cannot be found keeps its number."""

    def __init__(self, on: date):
        self._on = on
        self._known: dict[str, str] = {}

    def of(self, subject: str) -> str:
        if subject not in self._known:
            kind, _, which = subject.partition(":")
            try:
                self._known[subject] = WORDS[kind](which, self._on) if kind in WORDS else subject
            except (KeyError, ValueError):
                self._known[subject] = subject
        return self._known[subject]


def _account(which: str, on: date) -> str:
    return f"账号 {identity.account_view(int(which)).username}"


def _unit(which: str, on: date) -> str:
    return identity.unit(int(which)).short


def _post(which: str, on: date) -> str:
    post = identity.post(int(which), on=on)
    return f"{identity.unit(post.unit).short} {post.title}"


def _person(which: str, on: date) -> str:
    return identity.account_of_person(int(which)).name


def _mandate(which: str, on: date) -> str:
    mandate = identity.mandate(int(which))
    return f"{mandate.holder_name}代表{mandate.whom}"


def _policy(which: str, on: date) -> str:
    return "所有人的登录" if which == commands.EVERYBODY else identity.POLICIES[which].title


def _keys(which: str, on: date) -> str:
    return {"heads": "签封密钥", "sessions": "会话和链接的密钥"}[which]


WORDS: dict[str, Callable[[str, date], str]] = {"account": _account, "unit": _unit, "post": _post, "person": _person, "mandate": _mandate, "policy": _policy,
                                                  "keys": _keys}
