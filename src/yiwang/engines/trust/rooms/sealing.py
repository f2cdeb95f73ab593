"""Small secrets at rest: AES-256-GCM under a key of the purpose, a fresh nonce each time; the purpose is authenticated too."""

from __future__ import annotations

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from yiwang.engines.trust.rooms.secret import derived
from yiwang.engines.trust.types import Unreadable
from yiwang.kernel.reasons import Reason

NONCE = 12


def seal(text: bytes, *, purpose: str) -> str:
    """The text, encrypted, as URL-safe text (28 bytes and a third longer): to be kept in a column."""
    nonce = os.urandom(NONCE)
    return base64.urlsafe_b64encode(nonce + AESGCM(derived(f"seal:{purpose}")).encrypt(nonce, text, purpose.encode())).decode().rstrip("=")


def unseal(sealed: str, *, purpose: str) -> bytes:
    """What was sealed for that purpose. Raises Unreadable for anything else."""
    try:
        raw = base64.b64decode(sealed + "=" * (-len(sealed) % 4), altchars=b"-_", validate=True)
        return AESGCM(derived(f"seal:{purpose}")).decrypt(raw[:NONCE], raw[NONCE:], purpose.encode())
    except (InvalidTag, ValueError, binascii.Error):
        raise Unreadable(Reason("sealed-text-unreadable", "保存的内容读不出来，请重新设置")) from None
