"""The command line: what it prints, and what it tells the shell."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.tests.conftest import loosen
from yiwang.engines.store import api as store

pytestmark = pytest.mark.django_db


def test_verify(sealed: dict[str, int], capsys: pytest.CaptureFixture[str]) -> None:
    assert ledger.command(["verify"]) == 0
    assert "核验通过" in capsys.readouterr().out
    loosen()
    store.execute("update ledger_entry set kind = 'urged' where chain = %s and n = 2", (sealed["unit:3"],))
    assert ledger.command(["verify"]) == 1
    said = capsys.readouterr().out
    assert "改动" in said and f"链 {sealed['unit:3']} 第 2 条" in said and "发现 1 处问题" in said
    assert ledger.command(["verify", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False and told["entries"] == 30
    assert (told["faults"][0]["kind"], told["faults"][0]["n"]) == ("changed", 2)


def test_verify_against_a_copy(sealed: dict[str, int], published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in ("leaves.bin", "heads.jsonl"):
        (copy / file).write_bytes((published / file).read_bytes())
    assert ledger.command(["verify", "--published", str(copy)]) == 0
    (copy / "leaves.bin").write_bytes(bytes(32) + (copy / "leaves.bin").read_bytes()[32:])
    assert ledger.command(["verify", "--published", str(copy)]) == 1
    assert "改写" in capsys.readouterr().out


def test_seal_and_heads(sealed: dict[str, int], write: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    write("unit:1", 2)
    assert ledger.command(["seal"]) == 0
    assert "封存 2 条；签封覆盖 32 个序号" in capsys.readouterr().out
    assert ledger.command(["heads", "--json"]) == 0
    assert [json.loads(line)["size"] for line in capsys.readouterr().out.splitlines()] == [32, 30]
    assert ledger.command(["heads"]) == 0
    assert ledger.root(32).hex() in capsys.readouterr().out


def test_receipt(sealed: dict[str, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "out" / "receipt.json"
    place.parent.mkdir()
    assert ledger.command(["receipt", "unit:3", "--out", str(place)]) == 0
    done = subprocess.run([sys.executable, "-I", place.parent / "verify_receipt.py", place], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    capsys.readouterr()
    assert ledger.command(["receipt", "unit:3", "--n", "2"]) == 0
    assert json.loads(capsys.readouterr().out)["n"] == 2


@pytest.mark.parametrize("words, said", [
    ([], "用法"), (["verif"], "用法"), (["verify", "--published", "/nowhere/at/all"], "没有 /nowhere/at/all"), (["receipt", "SL-none"], "SL-none"),
    (["receipt"], "用法"), (["receipt", "unit:3", "--n", "x"], "用法"), (["verify", "--strange"], "用法"),
], ids=str)
def test_what_cannot_be_done_is_said_and_is_2(sealed: dict[str, int], words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ledger.command(words) == 2
    shown = capsys.readouterr()
    assert said in shown.err and shown.out == ""
