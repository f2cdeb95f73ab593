"""Receipts, verified by a program that knows nothing of us, in an empty folder."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.tests.conftest import Keys
from yiwang.kernel.errors import NotFound, Refused

pytestmark = pytest.mark.django_db


def outside(folder: Path, receipt: dict[str, Any], key: str = "", *, isolated: bool = False) -> subprocess.CompletedProcess[str]:
    """Runs the outsider's program. `isolated`: without any package, so that it falls back on openssl."""
    folder.mkdir(exist_ok=True)
    shutil.copy(ledger.VERIFIER, folder / "verify_receipt.py")
    (folder / "receipt.json").write_text(json.dumps(receipt, ensure_ascii=False))
    words = ["receipt.json"]
    if key:
        (folder / "key.pem").write_text(key)
        words.append("key.pem")
    flags = ["-I", "-S"] if isolated else ["-I"]
    return subprocess.run([sys.executable, *flags, "verify_receipt.py", *words], cwd=folder, env={"PATH": os.environ["PATH"]}, capture_output=True,
                          text=True, check=False)


def test_an_outsider_can_check_it(sealed: dict[str, int], keys: Keys, tmp_path: Path) -> None:
    receipt = ledger.receipt(chain=sealed["unit:3"])
    done = outside(tmp_path / "empty", receipt, keys.public()[0].pem)
    assert done.returncode == 0, done.stderr
    assert "5 条记录" in done.stdout and "good" in done.stdout
    assert "沈砚秋" not in json.dumps(receipt, ensure_ascii=False), "a receipt holds no personal value"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl on this machine")
def test_openssl_is_enough(sealed: dict[str, int], keys: Keys, tmp_path: Path) -> None:
    receipt = ledger.receipt(chain=sealed["unit:3"], n=2)
    assert outside(tmp_path / "empty", receipt, isolated=True).returncode == 0
    assert outside(tmp_path / "empty", receipt | {"signature": "00" * 64}, isolated=True).returncode == 1


def test_it_tells_the_name_of_the_key_it_used(sealed: dict[str, int], keys: Keys, tmp_path: Path) -> None:
    """A forger's key under the city's name: the name that is printed is the key's own."""
    receipt = ledger.receipt(chain=sealed["unit:3"])
    other = Keys()
    head = json.dumps(receipt["head"], sort_keys=True, separators=(",", ":")).encode()
    fake = receipt | {"key": other.public()[0].pem, "signature": other.sign(head).hex()}
    assert keys.signer() in outside(tmp_path / "empty", receipt).stdout
    done = outside(tmp_path / "empty", fake)
    assert other.signer() in done.stdout and keys.signer() not in done.stdout
    assert outside(tmp_path / "empty", fake, keys.public()[0].pem).returncode == 1


def changed(receipt: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    entries, head, path = receipt["entries"], receipt["head"], receipt["path"]
    return [
        ("a word in an entry", {"entries": [*entries[:1], entries[1].replace("何清", "何浊"), *entries[2:]]}),
        ("a word in the last entry", {"entries": [*entries[:-1], entries[-1].replace("何清", "何浊")]}),
        ("an entry left out", {"entries": [*entries[:1], *entries[2:]]}),
        ("the tail left out", {"entries": entries[:-1], "n": len(entries) - 1}),
        ("another place", {"position": receipt["position"] + 1}),
        ("a step of the path", {"path": [path[0], "00" * 32, *path[2:]]}),
        ("a step left out", {"path": path[:-1]}),
        ("another root", {"head": head | {"root": "11" * 32}}),
        ("another size", {"head": head | {"size": head["size"] + 1}}),
        ("another date", {"head": head | {"at": "2020-01-01T00:00:00.000000+00:00"}}),
        ("another signature", {"signature": "22" * 64}),
        ("nothing", {"entries": []}),
    ]


@pytest.mark.parametrize("which", range(12))
def test_a_changed_receipt_is_refused(sealed: dict[str, int], tmp_path: Path, which: int) -> None:
    receipt = ledger.receipt(chain=sealed["unit:3"])
    name, change = changed(receipt)[which]
    done = outside(tmp_path / "empty", receipt | change)
    assert done.returncode == 1, name
    assert "Traceback" not in done.stderr and "回执无效" in done.stderr


def test_sm3(write: Callable[..., int], at: datetime, tmp_path: Path, settings: Any) -> None:
    settings.HASH = "sm3"
    chain = write("unit:1", 3)
    ledger.seal(at=at)
    ledger.sign_head(at=at)
    receipt = ledger.receipt(chain=chain)
    assert receipt["head"]["algorithm"] == "sm3"
    assert outside(tmp_path / "empty", receipt).returncode == 0


def test_an_earlier_head_serves_as_well(sealed: dict[str, int], write: Callable[..., int], at: datetime) -> None:
    write("unit:3", 1)
    ledger.seal(at=at)
    ledger.sign_head(at=at, now=True)
    assert ledger.receipt(chain=sealed["unit:3"], n=5)["head"]["size"] == 30
    assert ledger.receipt(chain=sealed["unit:3"])["head"]["size"] == 31


def test_what_is_not_signed_yet_has_no_receipt(sealed: dict[str, int], write: Callable[..., int], at: datetime) -> None:
    write("unit:3", 1)
    with pytest.raises(Refused):
        ledger.receipt(chain=sealed["unit:3"], n=6)
    ledger.seal(at=at)
    with pytest.raises(Refused):
        ledger.receipt(chain=sealed["unit:3"])
    with pytest.raises(NotFound):
        ledger.receipt(chain=sealed["unit:3"], n=7)
    with pytest.raises(NotFound):
        ledger.receipt(chain=999_999)


def test_the_program_is_short_and_stands_alone() -> None:
    text = ledger.VERIFIER.read_text()
    assert len(text.splitlines()) < 100
    names = {name.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import) for name in node.names}
    froms = {node.module or "" for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)}
    assert names <= set(sys.stdlib_module_names)
    assert {name.partition(".")[0] for name in froms} == {"cryptography"}
