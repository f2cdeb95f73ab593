"""Every message that goes to a phone: read by whoever holds it, in three parts at most, ending with whose it is."""

from __future__ import annotations

import string

import pytest

from yiwang.city import discovery
from yiwang.engines.notify import api as notify

TYPICAL = {"ref": "ZZ-SP-2026-0123456", "due": "12 月 31 日", "unit": "郑州市郑东新区管理委员会住房和城乡建设局", "state": "已受理，待作出决定", "days": "10",
           "date": "2026-12-31"}  # and nothing else may stand there: a title may hold a name, what an official wrote may hold anything
MESSAGES = tuple(m for card in discovery.cards() for m in card.messages if notify.Channel.SMS in m.channels)


def test_there_are_some() -> None:
    assert MESSAGES


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: m.code)
def test_a_short_message_fits_names_nobody_and_is_signed(settings: object, message: notify.Message) -> None:
    settings.SMS_SIGN = "郑州市人民政府"  # type: ignore[attr-defined]
    text = message.sms or message.text
    named = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    assert named <= set(TYPICAL), f"{message.code}: may be about a person: {sorted(named - set(TYPICAL))}"
    said = notify.short(text.format_map(TYPICAL))
    assert len(said) <= notify.LONGEST == 210 and "…" not in said and said.endswith("【郑州市人民政府】") and "【" not in text
    assert message.to is notify.To.PARTY, "officials are told in the house"
    assert "http" not in said, "a link in a short message is what fraud looks like"


def test_the_house_sends_none_by_itself() -> None:
    assert not [m.code for m in notify.declared() if m.code.startswith("house.") and notify.Channel.SMS in m.channels]
