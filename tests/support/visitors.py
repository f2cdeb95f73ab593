"""Somebody at a browser, without one: signed in, and with the key of a form that was opened."""

from __future__ import annotations

import re

from django.test import Client

from yiwang.engines.identity.tests import small


def signed_in(username: str, password: str = small.PASSWORD) -> Client:
    """A session of a user of the small city."""
    client = Client()
    answer = client.post("/login/", {"username": username, "password": password})
    assert answer.status_code == 302, answer.content.decode()
    return client


def key(client: Client, url: str) -> str:
    """The key a form's page carries: sent twice, it changes once."""
    page = client.get(url)
    assert page.status_code == 200, url
    return re.search(r'name="key" value="(\w+)"', page.content.decode())[1]  # type: ignore[index]
