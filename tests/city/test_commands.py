"""The small commands, and what the launcher makes of its line."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.city.conftest import City
from yiwang.city import keys, standing
from yiwang.city.launcher import clock, main
from yiwang.city.words import Trouble


@pytest.mark.parametrize("line", [
    ["--data", "/a", "up", "--check"], ["up", "--data", "/a", "--check"], ["up", "--check", "--data=/a"],
])
def test_data_is_understood_before_and_after_the_command(line: list[str]) -> None:
    assert main.places(line) == (["up", "--check"], {"YIWANG_DATA": "/a"})


def test_both_places_at_once() -> None:
    rest, settings = main.places(["--database", "postgresql://u@h/n", "ledger", "verify", "--data", "/a"])
    assert rest == ["ledger", "verify"] and settings == {"YIWANG_DATA": "/a", "YIWANG_DATABASE": "postgresql://u@h/n"}


def test_what_follows_a_bare_double_dash_is_left_alone() -> None:
    assert main.places(["test", "--", "--data", "/a"]) == (["test", "--", "--data", "/a"], {})


@pytest.mark.parametrize("line", [["up", "--data"], ["up", "--data", "--check"], ["--data=", "up"], ["up", "--database", "mysql://h/n"]])
def test_a_place_that_says_nothing_is_refused(line: list[str]) -> None:
    with pytest.raises(Trouble):
        main.places(line)


@pytest.mark.parametrize("line", [["nonsense"], ["up", "--data"]])
def test_a_wrong_line_is_answered_in_one_line(line: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(line) == 1
    assert capsys.readouterr().out.startswith("✗ ") and len(capsys.readouterr().out.splitlines()) <= 1


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"\n  {command.name} " in said for command in main.COMMANDS)


@pytest.mark.parametrize(("word", "span"), [
    ("+3d", timedelta(days=3)), ("-2h", timedelta(hours=-2)), ("+1w2d3h4m", timedelta(days=9, hours=3, minutes=4)),
])
def test_a_span_is_read(word: str, span: timedelta) -> None:
    assert clock.span(word) == span


@pytest.mark.parametrize("word", ["3d", "+d", "+3", "+3x", "", "+-3d", "+123456d"])
def test_what_is_no_span_is_refused(word: str) -> None:
    with pytest.raises(Trouble):
        clock.span(word)


@pytest.mark.slow(reason="three starts of the command line")
def test_the_demos_clock_moves_and_comes_back(city: City) -> None:
    assert "快 3 天" in city.line("clock", "+3d").stdout
    assert "快 3 天" in city.line("clock", "show").stdout
    assert "相同" in city.line("clock", "reset").stdout


def test_a_real_citys_clock_does_not_move(city: City) -> None:
    assert standing.found(city.data, standing.REAL) == standing.REAL
    answer = city.line("clock", "+3d")
    assert answer.returncode == 1 and "不能拨动" in answer.stdout and not (city.data / "clock").exists()


def test_the_first_founding_holds(city: City) -> None:
    assert standing.found(city.data, standing.DEMO) == standing.DEMO
    assert standing.found(city.data, standing.REAL) == standing.DEMO


def test_two_first_starts_end_with_the_same_key(city: City) -> None:
    first = keys.secret_key(city.data)
    keys._make(city.data / "keys" / "secret_key", "somebody later")
    assert keys.secret_key(city.data) == first
    assert [file.name for file in (city.data / "keys").iterdir()] == ["secret_key"]


@pytest.mark.parametrize("command", ["up", "test", "clock", "bench", "map", "demo"])
def test_each_command_says_what_it_does(city: City, command: str) -> None:
    answer = city.line(command, "--help")
    assert answer.returncode == 0 and "./yiwang" in answer.stdout and not answer.stderr
