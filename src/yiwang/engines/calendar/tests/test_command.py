"""`./yiwang deadline`: what it prints, and how it refuses."""

import json
import subprocess
import sys
from time import perf_counter

import pytest

from yiwang.engines.calendar import api as calendar

WITH_PAUSE = ["--start", "2026-09-22", "--days", "12", "--pause", "2026-09-29:2026-09-30"]


def test_prose(capsys):
    assert calendar.command.run(WITH_PAUSE) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[0] == "2026-10-19 星期一 到期" and "中秋 3 天、国庆 7 天" in said.out and said.err == ""


def test_json_is_one_object(capsys):
    assert calendar.command.run([*WITH_PAUSE, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"due", "because", "provisional"}
    assert told["due"] == "2026-10-19" and told["provisional"] is False and told["because"]["counted"] == 12


@pytest.mark.parametrize(("argv", "due"), [
    (["--start", "2026-02-03", "--days", "15", "--calendar-days"], "2026-02-24"),
    (["--start", "2026-02-06", "--days", "0"], "2026-02-06"),
    (["--start", "2026-09-22", "--days", "12", "--pause", "2026-09-29:2026-09-29", "--pause", "2026-09-30:2026-09-30"], "2026-10-19"),
    (["--start", "2026-09-22", "--days", "12", "--pause", "2026-09-29:2026-09-29", "2026-09-30:2026-09-30"], "2026-10-19"),
])
def test_dates(capsys, argv, due):
    assert calendar.command.run([*argv, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["due"] == due


@pytest.mark.parametrize(("argv", "says"), [
    ([], "请用 --start 给出日期"),
    (["--start", "2026-09-22"], "请用 --days 给出期限天数"),
    (["--start", "--days", "3"], "--start 后面要写内容"),
    (["--start", "2026-9-22", "--days", "3"], "不是日期"),
    (["--start", "昨天", "--days", "3"], "不是日期"),
    (["--start", "2026-02-30", "--days", "3"], "没有 2026-02-30 这一天"),
    (["--start", "2003-12-31", "--days", "3"], "在日历之外"),
    (["--start", "2031-01-01", "--days", "3"], "在日历之外"),
    (["--start", "2030-12-30", "--days", "30"], "数到以后"),
    (["--start", "2026-09-22", "--days", "-3"], "请写 0 到 9999 的整数"),
    (["--start", "2026-09-22", "--days", "1.5"], "请写 0 到 9999 的整数"),
    (["--start", "2026-09-22", "--days", "99999"], "请写 0 到 9999 的整数"),
    (["--start", "2026-09-22", "--days", "3", "--pause", "2026-09-25"], "缺少起止"),
    (["--start", "2026-09-22", "--days", "3", "--pause", "2026-09-25:"], "--pause 的止"),
    (["--start", "2026-09-22", "--days", "3", "--pause", "2026-09-25:2026-09-24"], "请对调"),
    (["--start", "2026-09-22", "--days", "3", "--pause", "2026-09-20:2026-09-21"], "以前就结束了"),
    (["--start", "2026-09-22", "--days", "3", "--pause", "2026-09-24:2031-01-01"], "在日历之外"),
    (["--start", "2026-09-22", "--days", "3", "--tables", "/nowhere"], "没有 /nowhere 这个目录"),
    (["--start", "2026-09-22", "--days", "3", "--fast"], "不认识 --fast"),
])
def test_bad_input_is_told_what_to_do(capsys, argv, says):
    assert calendar.command.run([*argv, "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == "" and says in said.err and said.err.count("\n") == 1


def test_a_citys_table_is_used_and_a_wrong_one_named(capsys, tmp_path):
    table = tmp_path / "2027.txt"
    ask = ["--start", "2026-12-31", "--days", "1", "--tables", str(tmp_path)]
    spring = "元旦 休 2027-01-01..2027-01-03\n春节 休 2027-02-06\n清明节 休 2027-04-05\n劳动节 休 2027-05-01\n"
    table.write_text(spring, encoding="utf-8")
    assert calendar.command.run(ask) == 2
    assert "2027.txt：缺少端午节、中秋节、国庆节" in capsys.readouterr().err
    table.write_text(spring + "端午节 休 2027-06-09\n中秋节 休 2027-09-15\n国庆节 休 2027-10-01\n", encoding="utf-8")
    assert calendar.command.run([*ask, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["provisional"] is False


def test_as_a_program_quickly_and_without_django():
    """The interpreter is started for real: it must answer in well under the two seconds a person is promised."""
    program = "import sys; from yiwang.engines.calendar.rooms import command; code = command.run(sys.argv[1:]); " \
              "sys.exit(9 if 'django' in sys.modules else code)"
    began = perf_counter()
    done = subprocess.run([sys.executable, "-c", program, *WITH_PAUSE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "") and perf_counter() - began < 2
    module = [sys.executable, "-W", "error", "-m", "yiwang.engines.calendar.rooms.command"]
    wrong = subprocess.run([*module, "--start", "x"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2 and wrong.stdout == "" and "不是日期" in wrong.stderr
