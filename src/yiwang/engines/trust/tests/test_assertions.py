"""Statements for other systems: one algorithm and one key, whatever a statement says of itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from yiwang.engines.trust import api as trust

CLAIMS = {"sub": "甲", "aud": "water"}


def packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def made(head: dict[str, Any], claims: dict[str, Any] = CLAIMS) -> str:
    return f"{packed(json.dumps(head).encode())}.{packed(json.dumps(claims).encode())}"


def test_what_was_signed_here_is_read() -> None:
    signed = trust.assertion(CLAIMS)
    assert trust.read_assertion(signed) == CLAIMS
    head = json.loads(base64.urlsafe_b64decode(signed.split(".")[0] + "=="))
    assert head["alg"] == "RS256" and head["kid"] == trust.public_set()["keys"][0]["kid"]
    assert int.from_bytes(base64.urlsafe_b64decode(trust.public_set()["keys"][0]["n"] + "==")).bit_length() >= 3072


def test_a_changed_one_is_none_of_ours() -> None:
    head, _, signature = trust.assertion(CLAIMS).split(".")
    assert trust.read_assertion(f"{head}.{packed(json.dumps({**CLAIMS, 'sub': '乙'}).encode())}.{signature}") is None


@pytest.mark.parametrize("name", ["none", "None", "NONE", "nOnE"])
def test_one_without_a_signature_is_none_of_ours(name: str) -> None:
    text = made({"alg": name, "typ": "JWT"})
    for signature in ("", packed(b""), packed(b"x" * 384)):
        assert trust.read_assertion(f"{text}.{signature}") is None


def test_the_public_key_makes_no_secret_of_one_algorithm_out_of_another() -> None:
    """HS256 under what is public; a key that the statement brings along, or says where to get."""
    key = trust.public_set()["keys"][0]
    for secret in (json.dumps(key).encode(), key["n"].encode(), base64.urlsafe_b64decode(key["n"] + "==")):
        text = made({"alg": "HS256", "typ": "JWT", "kid": key["kid"]})
        assert trust.read_assertion(f"{text}.{packed(hmac.digest(secret, text.encode(), hashlib.sha256))}") is None
    own = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    numbers = own.public_key().public_numbers()
    brought = {"kty": "RSA", "n": packed(numbers.n.to_bytes(256)), "e": packed(numbers.e.to_bytes(3))}
    for head in ({"alg": "RS256", "jwk": brought}, {"alg": "RS256", "jku": "https://evil.example/keys"}, {"alg": "RS256", "kid": key["kid"]}):
        text = made(head)
        assert trust.read_assertion(f"{text}.{packed(own.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))}") is None
