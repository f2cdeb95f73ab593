"""A phone with a key: what a browser and its authenticator do, without either."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

HOST = "localhost"
ORIGIN = f"http://{HOST}"
SURE = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class Device:
    """Holds one key; counts what it signs."""

    def __init__(self, identifier: bytes = b"k" * 32, origin: str = ORIGIN):
        self.key, self.identifier, self.origin, self.count = ec.generate_private_key(ec.SECP256R1()), identifier, origin, 0

    def makes(self, page: str, **over: Any) -> dict[str, str]:
        """The answer to a page that asks for a new key, as its form sends it."""
        options, state = question(page, "create")
        data = CollectedClientData.create(CollectedClientData.TYPE.CREATE, options["challenge"], over.get("origin", self.origin))
        public = AttestedCredentialData.create(Aaguid.NONE, self.identifier, ES256.from_cryptography_key(self.key.public_key()))
        held = AuthenticatorData.create(sha256(options["rp"]["id"].encode()), over.get("flags", SURE | AuthenticatorData.FLAG.AT), self.count, public)
        answer = {"clientDataJSON": websafe_encode(data), "attestationObject": websafe_encode(AttestationObject.create("none", held, {}))}
        return {"state": state, "answer": self._said(answer)}

    def signs(self, page: str, **over: Any) -> dict[str, str]:
        """The answer to a log-in that asks who it is."""
        options, state = question(page, "get")
        self.count += 1
        data = CollectedClientData.create(CollectedClientData.TYPE.GET, websafe_decode(options["challenge"]), over.get("origin", self.origin))
        held = AuthenticatorData.create(sha256(options["rpId"].encode()), over.get("flags", SURE), over.get("count", self.count))
        signature = over.get("key", self.key).sign(held + data.hash, ec.ECDSA(hashes.SHA256()))
        answer = {"clientDataJSON": websafe_encode(data), "authenticatorData": websafe_encode(held), "signature": websafe_encode(signature)}
        return {"state": state, "answer": self._said(answer)}

    def _said(self, response: dict[str, str]) -> str:
        identifier = websafe_encode(self.identifier)
        return json.dumps({"id": identifier, "rawId": identifier, "type": "public-key", "response": response, "clientExtensionResults": {}})


def question(page: str, how: str) -> tuple[dict[str, Any], str]:
    """What a page asks a key, and the state that goes back with the answer."""
    found = re.search(rf'data-passkey="{how}" data-options="([^"]*)".*?name="state" value="([^"]*)"', page, re.S)
    assert found, "the page asks no key"
    options = json.loads(unescape(found[1]))
    if how == "create":
        options["challenge"] = websafe_decode(options["challenge"])
    return options, unescape(found[2])


def browser() -> Client:
    return Client(headers={"Host": HOST})
