"""`./yiwang appeals`: classification, which needs no city; and matters taken over from another system."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from yiwang.kernel.errors import Refused
from yiwang.systems.public.appeals import importing
from yiwang.systems.public.appeals.model import city, commands


def appeals(argv: list[str]) -> int:
    """`train [FILE]`, `suggest FILE --out FILE`, `import FILE`."""
    words = argparse.ArgumentParser(prog="./yiwang appeals", description="公众诉求：自动分类，导入旧诉求。 Citizens' messages.")
    what = words.add_subparsers(dest="what", required=True)
    does: dict[str, Callable[[argparse.Namespace], int]] = commands.declared(what, city.own)
    taken = what.add_parser("import", help="导入旧系统的诉求，按原来的时间走完程序 · messages of an older system, with their own times")
    taken.add_argument("file", type=Path, help="CSV：subject、time、body，有答复的还有 reply、reply_time")
    does["import"] = lambda given: importing.run(given.file, settings.CLOCK.now())
    given = words.parse_args(argv)
    try:
        return does[given.what](given)
    except (OSError, Refused) as trouble:
        print(f"✗ {trouble}" if isinstance(trouble, Refused) else f"✗ {trouble.filename or given.file}：不能读写（{trouble.strerror}）")
        return 1
