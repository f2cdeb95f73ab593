"""The commands, once the environment stands: one function each, what they need imported only when they run."""

from __future__ import annotations

import os
import runpy
import sys
from collections.abc import Callable
from functools import partial

from yiwang.city.launcher.environment import REPOSITORY
from yiwang.city.launcher.places import data, place
from yiwang.city.words import mendable, say


def up(argv: list[str]) -> int:
    from yiwang.city.launcher import up as starting

    return starting.run(argv)


def test(argv: list[str]) -> int:
    from yiwang.city.launcher import testing

    return testing.run(argv)


def clock(argv: list[str]) -> int:
    from yiwang.city.launcher import clock as moving

    return moving.run(argv, data())


def deadline(argv: list[str]) -> int:
    data()
    from yiwang.engines.calendar import api as calendar

    return int(calendar.command.run(argv) or 0)


def ledger(argv: list[str]) -> int:
    _ready()
    from yiwang.engines.ledger import api as ledger_door

    return int(ledger_door.command(argv) or 0)


def rebuild(argv: list[str]) -> int:
    _ready()
    from yiwang.city import readers

    if len(argv) == 1 and readers.rebuild(argv[0]):
        say(f"✓ {argv[0]} 已经清空，一网运行时从头再记一遍。 Emptied; it follows the record anew while the city runs.")
        return 0
    say(f"用法：./yiwang rebuild NAME    从办件记录重新做一遍派生的数据。 Derived figures made anew from the record. NAME：{'、'.join(readers.rebuilt())}")
    return 0 if argv in (["-h"], ["--help"]) else 2


def demo(argv: list[str]) -> int:
    if argv:
        say("用法：./yiwang demo    列出演示城市里每类用户的登录名。 Shows a demo log-in of each kind of user.")
        return 0 if argv[0] in ("-h", "--help") else 2
    _ready()
    from yiwang.city.launcher import logins

    logins.show()
    return 0


def map(argv: list[str]) -> int:
    if argv:
        say("用法：./yiwang map    从各系统的卡片生成系统一览表。 The table of systems, generated from their cards.")
        return 0 if argv[0] in ("-h", "--help") else 2
    data()
    from yiwang.city import discovery, prepare

    prepare.house()

    rows = [(card.code, card.title, str(card.zone.value), "、".join(card.law)) for card in discovery.cards()]
    for code, title, zone, law in [("code", "系统", "zone", "依据"), *rows]:
        say(f"{code:<28} {zone:<10} {title}　{law}")
    say(f"{len(rows)} 个系统")
    return 0


def tool(name: str, argv: list[str]) -> int:
    """A command that a system's card declares."""
    data()
    from yiwang.city import discovery, prepare

    prepare.house()
    return next(card.tools[name] for card in discovery.cards() if card.tools and name in card.tools)(argv)


def pack(argv: list[str]) -> int:
    from yiwang.city.launcher import fonts
    from yiwang.city.operating import pack as packing

    asked = {"-h", "--help"} & set(argv) or not argv
    return packing.run(argv, fonts.FONTS if asked else fonts.licensed(), fonts.LICENCE, fonts.FILES)


def sbom(argv: list[str]) -> int:
    from yiwang.city.launcher import fonts
    from yiwang.city.operating import sbom as billing

    return billing.run(argv, fonts.FONTS, fonts.FILES)


def keys(argv: list[str]) -> int:
    if not {"-h", "--help"} & set(argv):
        _ready()
    from yiwang.city.operating import rotating

    return rotating.run(argv)


def bench(argv: list[str]) -> int:
    known = {file.stem.rstrip("_").replace("_", "-"): file for file in sorted((REPOSITORY / "bench").glob("[a-z]*.py"))}  # http_.py hides none of Python's
    if not argv or argv[0] not in known:
        say(f"用法：./yiwang bench NAME [参数]    NAME：{'、'.join(known) or '（还没有）'}")
        return 0 if argv and argv[0] in ("-h", "--help") else 2
    data()
    sys.argv = [f"./yiwang bench {argv[0]}", *argv[1:]]
    sys.path.insert(0, str(REPOSITORY))
    runpy.run_path(str(known[argv[0]]), run_name="__main__")
    return 0


def _ready() -> None:
    """Django, and a database whose tables are there: a command on a new data folder makes what it needs."""
    data()
    from yiwang.city import prepare

    prepare.schema()


def appeals(argv: list[str]) -> int:
    """Taking matters over needs the tables; training and suggesting need no city."""
    if argv[:1] == ["import"] or argv == ["train"]:
        _ready()
    return tool("appeals", argv)


def outside(argv: list[str]) -> int:
    _ready()
    return tool("outside", argv)


def keeping(name: str, argv: list[str]) -> int:
    """`backup`, `restore`, `upgrade`."""
    from yiwang.city.keeping import command

    return {"backup": command.backup, "restore": command.restore, "upgrade": command.upgrade}[name](argv, place())


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "up": up, "test": test, "clock": clock, "deadline": deadline, "ledger": ledger, "rebuild": rebuild, "demo": demo, "map": map, "bench": bench,
    "pack": pack, "sbom": sbom, "keys": keys,
    "backup": partial(keeping, "backup"), "restore": partial(keeping, "restore"), "upgrade": partial(keeping, "upgrade"),
    "items": partial(tool, "items"), "appeals": appeals, "outside": outside,
}


def main(argv: list[str]) -> int:
    try:
        return COMMANDS[argv[0]](argv[1:])
    except KeyboardInterrupt:
        say()
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except Exception as error:
        if not (words := mendable(error)):
            raise
        say(f"✗ {words}")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
