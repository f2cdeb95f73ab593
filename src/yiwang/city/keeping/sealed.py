"""The keys of a city, closed under a passphrase: scrypt (RFC 7914) makes the key, AES-256-GCM closes them and vouches for the manifest they go with."""

from __future__ import annotations

import base64
import getpass
import hashlib
import json
import os
import sys
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from yiwang.city.keeping.archive import Broken
from yiwang.city.words import Trouble

NAME = "keys.sealed"
VARIABLE = "YIWANG_BACKUP_PASSPHRASE"
COST = {"n": 1 << 15, "r": 8, "p": 3}  # 32 MiB, a third of a second: part of the format, so that no archive asks for more
SALT, NONCE = 16, 12  # bytes
SHORTEST = 12  # characters


def close(files: dict[str, bytes], passphrase: str, manifest: bytes) -> bytes:
    """Files by name as one text that only the passphrase opens, and only beside this very manifest."""
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    plain = json.dumps({name: base64.b64encode(content).decode() for name, content in sorted(files.items())}).encode()
    box = AESGCM(_key(passphrase, salt)).encrypt(nonce, plain, hashlib.sha256(manifest).digest())
    words = {"salt": salt.hex(), "nonce": nonce.hex(), "box": base64.b64encode(box).decode(), "manifest": hashlib.sha256(manifest).hexdigest()}
    return json.dumps(words | {"sha256": _own(words)}).encode()


def intact(sealed: bytes) -> dict[str, str]:
    """What can be said without the passphrase: that nothing in it was changed by accident, and `manifest`, the hash of the one it goes with. Raises Broken."""
    try:
        words = {str(name): str(word) for name, word in json.loads(sealed).items()}
        said = words.pop("sha256")
        if set(words) != {"salt", "nonce", "box", "manifest"} or said != _own(words) or len(bytes.fromhex(words["salt"])) != SALT:
            raise Broken("密钥部分被改动过")
    except (KeyError, ValueError, AttributeError, RecursionError):
        raise Broken("密钥部分读不懂") from None
    return words


def opened(sealed: bytes, passphrase: str, manifest: bytes) -> dict[str, bytes]:
    """The files. Raises Broken, and Trouble for the wrong passphrase or another manifest than they were closed with."""
    words = intact(sealed)
    try:
        key = _key(passphrase, bytes.fromhex(words["salt"]))
        plain = AESGCM(key).decrypt(bytes.fromhex(words["nonce"]), base64.b64decode(words["box"]), hashlib.sha256(manifest).digest())
    except (InvalidTag, ValueError):
        raise Trouble("口令不对，或者这份备份的清单被人改过。请核对口令。 Wrong passphrase, or a changed manifest.") from None
    return {str(name): base64.b64decode(content) for name, content in json.loads(plain).items()}


def passphrase(file: Path | None, *, new: bool) -> str:
    """From the file, the environment or the terminal, in this order; a new one is asked for twice. Raises Trouble."""
    if file is not None:
        try:
            found = file.read_text().strip("\r\n")
        except (OSError, ValueError) as error:
            raise Trouble(f"读不了口令文件 {file}：{error}。 The passphrase file cannot be read.") from None
    elif VARIABLE in os.environ:
        found = os.environ[VARIABLE]
    elif sys.stdin.isatty():
        found = getpass.getpass("备份口令 Passphrase: ")
        if new and getpass.getpass("再输一遍 Again: ") != found:
            raise Trouble("两次输入的口令不一样，请再来一次。 The two passphrases differ.")
    else:
        raise Trouble(f"备份里的密钥要用口令加密：用 --passphrase-file 文件，或者环境变量 {VARIABLE}。 A passphrase is needed.")
    if new and len(found) < SHORTEST:
        raise Trouble(f"口令请至少用 {SHORTEST} 个字符。 The passphrase needs at least {SHORTEST} characters.")
    return found


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **COST).derive(passphrase.encode())


def _own(words: dict[str, str]) -> str:
    return hashlib.sha256("".join(words[name] for name in ("salt", "nonce", "box", "manifest")).encode()).hexdigest()
