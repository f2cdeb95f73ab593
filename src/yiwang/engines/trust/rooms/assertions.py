"""Signed statements about somebody for other systems: JWT (RFC 7519) with RS256, under a key of their own in `keys/assertions.pem`.

RS256 because OpenID Connect Core 15.1 asks every provider for it, and every client can check it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from yiwang.engines.trust.rooms import folder as files

BITS = 3072


def signed(claims: Mapping[str, Any]) -> str:
    """The claims as a JWT."""
    key, name = _key(_pem())
    head = {"alg": "RS256", "typ": "JWT", "kid": name}
    text = f"{_packed(json.dumps(head).encode())}.{_packed(json.dumps(dict(claims), ensure_ascii=False).encode())}"
    return f"{text}.{_packed(key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def read(token: str) -> dict[str, Any] | None:
    """The claims of a JWT signed here (whether over or not), or None."""
    key, _ = _key(_pem())
    try:
        head, body, signature = token.split(".")
        key.public_key().verify(_unpacked(signature), f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256())
        found = json.loads(_unpacked(body))
    except Exception:  # whatever is wrong with it, it is none of ours
        return None
    return found if isinstance(found, dict) else None


def public_set() -> dict[str, Any]:
    """The public key as a JWK set (RFC 7517)."""
    key, name = _key(_pem())
    numbers = key.public_key().public_numbers()
    return {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": name, "n": _number(numbers.n), "e": _number(numbers.e)}]}


def _pem() -> bytes:
    return files.first(files.folder() / "assertions.pem", _made)


def _made() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


@lru_cache(maxsize=4)
def _key(pem: bytes) -> tuple[rsa.RSAPrivateKey, str]:
    """The key and its name (RFC 7638)."""
    key = serialization.load_pem_private_key(pem, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    numbers = key.public_key().public_numbers()
    thumb = json.dumps({"e": _number(numbers.e), "kty": "RSA", "n": _number(numbers.n)}, separators=(",", ":"))
    return key, _packed(hashlib.sha256(thumb.encode()).digest())


def _number(value: int) -> str:
    return _packed(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _unpacked(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
