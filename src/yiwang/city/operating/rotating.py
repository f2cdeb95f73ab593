"""`./yiwang keys`: which keys there are, and changing them while the city runs. Each change is an entry of the record."""

from __future__ import annotations

import argparse
from datetime import datetime

from django.conf import settings

from yiwang.city import keys
from yiwang.city.words import Trouble, Words, say
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind

OPERATOR = Actor(name="运行人员", system="operator")  # whoever has the machine; who that was the machine's own log says
SESSIONS = "keys:sessions"
CHANGED = Act("city.secret_rotated", Kind.CHANGED, "{actor} 更换了会话和链接的密钥")
WHICH = ("sessions", "heads")


def run(argv: list[str]) -> int:
    """Shows the keys, or changes those that are named. Raises Trouble."""
    asked = _asked(argv)
    if asked.word == "rotate":
        for which in asked.which or WHICH:
            {"sessions": sessions, "heads": heads}[which](settings.CLOCK.now())
    show()
    return 0


def sessions(at: datetime) -> None:
    """The secrets that sign sessions and links. What they signed before is read for 14 and for 90 days."""
    keys.rotate_secret(settings.DATA, at)
    trust.rotate_tokens(at)
    with store.atomic():
        ledger.append(subject=SESSIONS, act=CHANGED, actor=OPERATOR, at=at)
    say("✓ 会话和链接的密钥已更换；网站随即改用新的，原来签的会话 14 天内、链接 90 天内仍然有效。 Sessions and links: changed.")


def heads(at: datetime) -> None:
    """The key that signs heads of the record."""
    given = ledger.rotate_key(keys=trust.stamper(), actor=OPERATOR, at=at)
    say(f"✓ 签封密钥已更换：{given.old} → {given.new}，已记入账本，并由原密钥签署。请把 published/ 里的新公钥另存。 Heads: changed.")


def show() -> None:
    for key in trust.public_keys():
        say(f"{'停用' if key.retired else '在用'}　签封　{key.signer}")
    latest = ledger.latest()
    if latest is not None:
        say(f"最近一次签封：{clock.local(latest.at):%Y-%m-%d %H:%M}，覆盖 {latest.size:,} 个序号，{latest.signer}")


def _asked(argv: list[str]) -> argparse.Namespace:
    reader = Words(prog="./yiwang keys", allow_abbrev=False, add_help=False,
                                     description="看城市的密钥；更换会话和链接的密钥、给记录签封的密钥。 Shows and changes the city's keys.")
    reader.add_argument("-h", "--help", action="help", help="显示这段说明 · this text")
    kinds = reader.add_subparsers(dest="word", metavar="rotate")
    one = kinds.add_parser("rotate", add_help=False, help="更换（不写就两种都换）· change them; without a name both")
    one.add_argument("which", nargs="*", metavar="sessions | heads", help="会话和链接 | 签封")
    asked = reader.parse_args(argv)
    if asked.word and (strange := [name for name in asked.which if name not in WHICH]):
        raise Trouble(f"没有“{strange[0]}”这种密钥；可以换的是 {'、'.join(WHICH)}。 No such key.")
    return asked
