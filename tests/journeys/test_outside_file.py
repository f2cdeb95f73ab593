"""A department's steps in a signed file: taken as requests are, once, answered by a file; a forged one is on record and changes nothing."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.small import Clock
from tests.journeys.test_outside import LAND, System, held, land
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.systems.oversight.outside import filed

__all__ = ["land"]
Writes = Callable[..., Path]


@pytest.fixture
def writes(land: System, town: Clock, tmp_path: Path) -> Writes:
    """A file as the department's own program writes it, by what docs/operating.md says alone."""

    def write(*lines: dict[str, Any] | bytes, name: str = "steps.jsonl", **head: Any) -> Path:
        key = head.pop("key", land.key)
        first = {"file": "yiwang-outside/1", "client": LAND, "at": town.now().isoformat(), **head}
        body = b"".join((one if isinstance(one, bytes) else json.dumps(one, ensure_ascii=False).encode()) + b"\n" for one in (first, *lines))
        sign = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
        place = tmp_path / name
        place.write_bytes(body + json.dumps({"signature": sign}).encode() + b"\n")
        return place

    return write


def step(town: Clock, n: int, step_: str, case: str = "F-1", **more: Any) -> dict[str, Any]:
    return {"case": case, "n": n, "step": step_, "at": town.now().isoformat(), "handler": "0071", **({"item": "transfer"} if step_ == "open" else {}), **more}


def taken(file: Path, town: Clock) -> tuple[dict[str, int], list[dict[str, Any]]]:
    out = file.with_name("answers")
    counts = filed.take(file, out, town.now())
    return dict(counts), [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def acts() -> list[str]:
    chain = ledger.chain_of(f"client:{LAND}")
    return [e.act for e in ledger.history(chain)] if chain is not None else []


def test_a_file_is_taken_in_once_and_answered(land: System, town: Clock, writes: Writes) -> None:
    file = writes(step(town, 1, "open"), step(town, 2, "accept"), step(town, 4, "accept"), b"no json", b"", step(town, 1, "open", "F-2"))
    counts, (head, *answers) = taken(file, town)
    assert counts == {"steps": 4, "taken": 3, "refused": 1, "unread": 1}
    assert head["client"] == LAND and head["of"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert [(a["line"], a["taken"]) for a in answers] == [(2, True), (3, True), (4, False), (5, False), (7, True)]
    assert "还缺第 3 步" in answers[2]["reasons"][0]["text"] and answers[3]["reasons"][0]["text"].endswith("。")
    assert {a["sha256"] for a in answers if a["taken"]} == {one["sha256"] for one in held()}
    again, _ = taken(file, town)
    assert again == {"steps": 4, "again": 3, "refused": 1, "unread": 1} and len(held()) == 3
    assert acts().count("outside.file_taken") == 1
    assert land.step(2, "accept", "F-1", when=town.now())["again"], "by request and by file it is one step"


def test_stopped_in_the_middle_it_is_taken_up_again(land: System, town: Clock, writes: Writes, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was taken stays taken, no half answer lies about, and the same file again does the rest."""
    file = writes(step(town, 1, "open"), step(town, 2, "accept"), step(town, 1, "open", "F-2"))
    take, left = filed.contract.taking.take, [2]

    def dies(**given: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return take(**given)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(filed.contract.taking, "take", dies)
        filed.take(file, file.with_name("answers"), town.now())
    assert len(held()) == 2 and not [*file.parent.glob("answers*")] and "outside.file_taken" not in acts()
    counts, _ = taken(file, town)
    assert counts == {"steps": 3, "again": 2, "taken": 1} and acts().count("outside.file_taken") == 1


def test_a_day_is_reconciled_by_file_and_not_by_an_older_one(land: System, town: Clock, writes: Writes) -> None:
    day = f"{town.now():%Y-%m-%d}"
    taken(writes(step(town, 1, "open")), town)
    town.at += timedelta(days=1)
    old = writes({"day": day, "steps": []}, name="old.jsonl")
    town.at += timedelta(hours=1)
    counts, (_, answer) = taken(writes({"day": day, "steps": [*held(), {"case": "F-9", "n": 1, "sha256": "a" * 64}]}), town)
    assert counts == {"days": 1, "missing": 1} and answer["missing"] == [{"case": "F-9", "n": 1}] and not answer["unknown"]
    counts, (_, answer) = taken(old, town)
    assert counts == {"unread": 1} and "以后来的为准" in answer["reasons"][0]["text"]
    assert store.rows("select missing, unknown from outside_day") == [(1, 0)]
    for wrong in ({"day": "x", "steps": []}, {"day": 7, "steps": []}, {"day": day, "steps": "x"}, {"day": f"{town.now():%Y-%m-%d}", "steps": []}):
        assert taken(writes(wrong), town)[0] == {"unread": 1}, wrong


def test_a_forged_file_changes_nothing_and_is_on_record(land: System, town: Clock, writes: Writes) -> None:
    good = writes(step(town, 1, "open"))
    touched = good.with_name("touched")
    touched.write_bytes(good.read_bytes().replace(b"0071", b"0072"))
    for file, says in ((touched, "签名不对"), (writes(step(town, 1, "open"), key="k" * 40, name="a"), "签名不对"),
                       (writes(step(town, 1, "open"), client="nobody", name="b"), "签名不对"),
                       (writes(step(town, 1, "open"), at=(town.now() + timedelta(hours=1)).isoformat(), name="c"), "时间还没有到"),
                       (writes(step(town, 1, "open"), file="other/2", name="d"), "第一行"), (writes(at="yesterday", name="e"), "第一行")):
        for _ in range(2):
            with pytest.raises(filed.Refused, match=says):
                filed.take(file, file.with_name("answers"), town.now())
    assert held() == [] and not good.with_name("answers").exists()
    assert acts().count("outside.file_refused") == 2, "once each of those in its name, and none in nobody's"


def test_what_is_no_file_of_ours_is_told_in_a_sentence(land: System, town: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for content in (b"", b"\n", b"{}", b"\xff\xfe\x00", b"PK\x03\x04" * 9, b"[" * 100_000, b'{"file": "yiwang-outside/1"}\n{"signature": "\xe4\xb8\xad"}'):
        place = tmp_path / "x"
        place.write_bytes(content)
        assert filed.outside([str(place)]) == 1
        said = capsys.readouterr().out
        assert said.startswith("✗ ") and said.count("\n") == 1 and "Traceback" not in said, content
    assert filed.outside([str(tmp_path / "nowhere")]) == 1 and "不能读写" in capsys.readouterr().out


def test_the_command_says_what_became_of_it(land: System, town: Clock, writes: Writes, capsys: pytest.CaptureFixture[str]) -> None:
    file = writes(step(town, 1, "open"))
    assert filed.outside([str(file)]) == 0
    said = capsys.readouterr().out
    assert "新收 1" in said and str(file.with_name("steps.jsonl.answers")) in said
    assert filed.outside([str(writes(step(town, 9, "accept"), name="later.jsonl"))]) == 1
    assert "没有收 1" in capsys.readouterr().out
