"""Programs of people: a client with a bearer token, as each kind of user."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import Client

from tests.support.addresses import KINDS, NAMES
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock

HERE = "/api/v1"


def secret(kind: str, *, scope: str = "write", days: int = 30) -> str:
    """A fresh token of somebody of this kind, in the capacity `addresses.client` has; empty for nobody."""
    if not NAMES[kind]:
        return ""
    at = settings.CLOCK.now()
    account, on = identity.account_of(NAMES[kind]), clock.day(at)
    own = identity.capacities(account=account, on=on)
    tenure = next((c.tenure for c in own if c.tenure), 0)
    mandate = next((c.mandate for c in own if c.mandate), 0) if kind == "agent" else 0
    actor = identity.actor(account=account, tenure=tenure, mandate=mandate, on=on)
    assert actor is not None
    return identity.make_token(actor=actor, name="程序", scope=scope, until=on + timedelta(days=days), key=uuid4().hex, at=at)


class Program:
    """Asks the API with one token; answers are parsed JSON beside the status."""

    def __init__(self, kind: str, *, scope: str = "write", token: str | None = None):
        self.token = secret(kind, scope=scope) if token is None else token
        self.client = Client(raise_request_exception=False, REMOTE_ADDR=f"10.1.0.{KINDS.index(kind) + 1}")
        self.headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def get(self, path: str, **query: str) -> tuple[int, Any]:
        return self._read(self.client.get(HERE + path, query, headers=self.headers))

    def post(self, path: str, body: Any = None, *, key: str = "", seen: str = "") -> tuple[int, Any]:
        extra = {"Idempotency-Key": key or uuid4().hex} | ({"Seen": seen} if seen else {})
        sent = json.dumps({} if body is None else body)
        return self._read(self.client.post(HERE + path, sent, content_type="application/json", headers=self.headers | extra))

    def _read(self, answer: Any) -> tuple[int, Any]:
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        answer.close()
        return answer.status_code, json.loads(text) if "json" in answer.headers.get("Content-Type", "") and text else text
