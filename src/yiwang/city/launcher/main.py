"""Reads the command line, makes sure the environment stands, and hands over to it. Only the standard library."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from yiwang.city.launcher import environment, fonts
from yiwang.city.words import Trouble, say

HELP = """一网 Yiwang — 一座城市共用的政务平台 · the digital-government platform a whole city runs on

用法 Usage:  ./yiwang [--data 目录] [--database 地址] 命令 [参数]

先试这两条 Start with:
  ./yiwang up                起一座演示城市，最后一行给出网址和每类用户的登录名
                             start a demo city; it ends with the address and a log-in of each kind of user
  ./yiwang test              跑全部测试 · set up and run all tests

命令 Commands:
{commands}

每条命令都认得 Every command understands:
  --data 目录 DIR            数据放在哪里（默认 var/data）· where everything is kept; made if it is missing
  --database 地址 URL        postgresql://用户:口令@主机/库名；不写就用数据目录里的 SQLite
                             a PostgreSQL database; without it, SQLite in the data folder

某条命令的说明 More about one command:  ./yiwang 命令 --help
"""


@dataclass(frozen=True)
class Command:
    name: str
    words: str
    chinese: str
    english: str
    lock: str = "run"


COMMANDS = (
    Command("up", "[--check]", "启动：网站、办理后台、期限巡查", "start everything: web, readers, sweep"),
    Command("check", "", "同 up --check：自检一遍，末行 OK", "start, ask every kind of page, print OK, leave nothing behind"),
    Command("demo", "", "再看一遍演示登录名", "show the demo log-ins again"),
    Command("clock", "+3d | reset | show", "拨动演示城市的时钟", "move the demo's clock, to see deadlines turn yellow and red"),
    Command("deadline", "--start D --days N", "算一个法定期限的到期日和理由", "when a legal term ends, and why"),
    Command("ledger", "verify | receipt | heads", "核验留痕账本、出具回执", "verify the record, write a receipt"),
    Command("backup", "FILE", "把整座城市备份成一个文件，城市照常运行", "the whole city in one file, while it runs"),
    Command("restore", "[--check] FILE", "从备份恢复到空目录；--check 只核对", "a city out of a backup; --check only verifies it"),
    Command("upgrade", "[--rehearse]", "把数据升级到这份代码；--rehearse 先演练", "the data to this code; --rehearse tries it on a copy"),
    Command("rebuild", "NAME", "从办件记录重新做一遍派生的数据", "derived figures made anew from the record"),
    Command("map", "", "列出城市里的各个系统", "the table of systems"),
    Command("items", "check | export", "事项库：完整度、导出表格", "the item library: completeness, as a workbook"),
    Command("appeals", "train | suggest | import", "公众诉求：训练分类、提出类别", "citizens' messages: train a classifier, suggest classes"),
    Command("outside", "FILE", "收外部系统签名的报送文件", "take in a department's signed file of steps"),
    Command("keys", "[rotate]", "看密钥；更换会话密钥、签封密钥", "the city's keys; change those of sessions and of heads"),
    Command("pack", "FILE", "打成一个不用网络就能装的安装包", "one archive that installs and starts without a network"),
    Command("sbom", "[FILE]", "软件物料清单（CycloneDX）", "what the city is made of, with licences and hashes"),
    Command("test", "[--quick|--long]", "测试（两种数据库）", "the tests, on both databases", lock="test"),
    Command("bench", "NAME", "性能测量", "measure one workload", lock="test"),
)


def main(argv: list[str]) -> int:
    """Returns what the shell is told. What a person can mend is one line, never a trace."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal that cannot show Chinese still gets the rest
    try:
        return _run(argv)
    except Trouble as trouble:
        say(f"✗ {trouble}")
    except KeyboardInterrupt:
        say()
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader of our output has gone
    return 1


def _run(argv: list[str]) -> int:
    rest, settings = places(argv)
    if not rest or rest[0] in ("-h", "--help", "help"):
        say(help_text())
        return 0
    known = {command.name: command for command in COMMANDS}
    if rest[0] not in known:
        raise Trouble(f"没有“{rest[0]}”这条命令；./yiwang --help 列出全部命令。 No such command.")
    command, words = known[rest[0]], rest[1:]
    if command.name == "check":
        command, words = known["up"], ["--check", *words]
    python = environment.environment(command.lock)
    if command.name in ("up", "test") and not {"-h", "--help"} & set(words):
        fonts.fonts()
    inner = {**os.environ, **settings, "PYTHONUTF8": "1", "DJANGO_SETTINGS_MODULE": "yiwang.city.settings"}
    inner.pop("PYTHONHOME", None)
    inner.pop("PYTHONPATH", None)
    sys.stdout.flush()
    os.execve(python, [str(python), "-m", "yiwang.city.launcher.inside", command.name, *words], inner)


def places(argv: list[str]) -> tuple[list[str], dict[str, str]]:
    """Takes `--data` and `--database` out of the line, wherever they stand before a bare `--`; the rest keeps its order."""
    rest: list[str] = []
    settings: dict[str, str] = {}
    words = iter(argv)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            return [*rest, word, *words], settings
        if name not in ("--data", "--database"):
            rest.append(word)
            continue
        value = value if equals else next(words, "")
        if not value or (not equals and value.startswith("-")):
            raise Trouble(f"{name} 后面要写{'目录' if name == '--data' else '数据库地址'}。 {name} needs a value.")
        settings["YIWANG_" + name[2:].upper()] = os.path.abspath(os.path.expanduser(value)) if name == "--data" else _database(value)
    return rest, settings


def _database(url: str) -> str:
    if not url.startswith(("postgresql://", "postgres://")):
        raise Trouble("--database 只认 postgresql://…；不写就用数据目录里的 SQLite。 Only postgresql:// is understood.")
    return url


def help_text() -> str:
    lines = []
    for command in COMMANDS:
        lines.append(f"  {command.name + ' ' + command.words:<34} {command.chinese}")
        lines.append(f"  {'':<34} {command.english}")
    return HELP.format(commands="\n".join(lines))
