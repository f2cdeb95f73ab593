"""The key that signs heads: made once, read by nobody else, rotated without forgetting."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from hypothesis import given
from hypothesis import strategies as some

from yiwang.engines.ledger.types import Keyring
from yiwang.engines.trust import api as trust
from yiwang.kernel.clock import SHANGHAI

AT = datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)


def test_signs_and_verifies_as_the_ledger_wants_it(data: Path) -> None:
    keys: Keyring = trust.stamper()
    signature = keys.sign(b"root")
    assert len(signature) == 64 and len(keys.signer()) <= 64
    assert keys.verify(keys.signer(), b"root", signature)
    assert not keys.verify(keys.signer(), b"another root", signature)
    assert not keys.verify("ed25519:0000000000000000", b"root", signature)
    assert not keys.verify(keys.signer(), b"root", signature[:-1])


def test_an_outsider_verifies_with_the_public_key_alone(data: Path) -> None:
    load_pem_public_key(trust.public_pem().encode()).verify(trust.stamper().sign(b"root"), b"root")  # type: ignore[call-arg,union-attr]
    assert "PRIVATE" not in trust.public_pem()


def test_what_was_signed_before_a_rotation_still_verifies(data: Path) -> None:
    keys = trust.stamper()
    before, signature = keys.signer(), keys.sign(b"root")
    private = (data / "keys" / "signing.pem").read_bytes()
    after = trust.stamper().hand_over(AT).new
    assert after != before == trust.public_keys()[1].signer
    assert [key.retired for key in trust.public_keys()] == [False, True]
    assert keys.verify(before, b"root", signature) and trust.Keys(data / "keys").verify(before, b"root", signature)
    assert not keys.verify(after, b"root", signature)
    assert keys.verify(after, b"root", keys.sign(b"root"))
    assert all(private not in file.read_bytes() for file in (data / "keys").iterdir())


def test_another_process_notices_a_rotation(data: Path) -> None:
    mine, theirs = trust.Keys(data / "keys"), trust.Keys(data / "keys")
    (data / "keys").mkdir(exist_ok=True)
    assert mine.signer() == theirs.signer()
    mine.hand_over(AT)
    assert theirs.signer() == mine.signer()
    assert mine.verify(theirs.signer(), b"x", theirs.sign(b"x"))


def test_files_are_the_owners_alone_whatever_the_umask(data: Path) -> None:
    before = os.umask(0)
    try:
        trust.stamper().hand_over(AT)
        trust.query_code("x")
    finally:
        os.umask(before)
    secret = [file for file in (data / "keys").iterdir() if file.name in ("signing.pem", "secret")]
    assert len(secret) == 2 and all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in secret)
    assert stat.S_IMODE((data / "keys").stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["signing.pem", "secret"])
def test_a_key_that_others_can_read_is_not_used(data: Path, name: str) -> None:
    trust.stamper().sign(b"x")
    trust.query_code("x")
    (data / "keys" / name).chmod(0o640)
    with pytest.raises(trust.Exposed, match="chmod 600"):
        trust.stamper().sign(b"x")
        trust.query_code("x")


def test_two_first_uses_at_once_end_with_one_key(data: Path) -> None:
    (data / "keys").mkdir()
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(lambda _: trust.Keys(data / "keys").signer(), range(16)))
    assert len(names) == 1
    assert [file.name for file in (data / "keys").iterdir()] == ["signing.pem"]


def test_two_rotations_at_once_lose_no_public_key(data: Path) -> None:
    first = trust.stamper().signer()
    with ThreadPoolExecutor(4) as pool:
        names = set(pool.map(lambda _: trust.Keys(data / "keys").hand_over(AT).new, range(8)))
    assert {key.signer for key in trust.public_keys()} >= names | {first}


@given(some.binary(max_size=200), some.integers(0, 511))
def test_any_changed_bit_is_noticed(data_of_run: Path, message: bytes, bit: int) -> None:
    keys = trust.Keys(data_of_run)
    signature = bytearray(keys.sign(message))
    signature[bit // 8] ^= 1 << bit % 8
    assert not keys.verify(keys.signer(), message, bytes(signature))


@pytest.fixture(scope="module")
def data_of_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


def test_a_first_use_killed_half_way_leaves_no_half_key(data: Path) -> None:
    """The file appears whole or not at all: killed after writing aside, before linking, the next start makes its own."""
    keys = data / "keys"
    keys.mkdir()
    killed = "import os, sys\nfrom pathlib import Path\nfrom yiwang.engines.trust.rooms import folder\n" \
             "os.link = lambda *a: os._exit(9)\nfolder.first(Path(sys.argv[1]), lambda: b'k' * 32)"
    assert subprocess.run([sys.executable, "-c", killed, str(keys / "secret")], check=False).returncode == 9
    assert not (keys / "secret").exists()
    assert len(trust.query_code("2026-1")) == 6
