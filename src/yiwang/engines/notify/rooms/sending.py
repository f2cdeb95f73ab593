"""The reader that tells: from an entry to notices, mails and short messages, each once however often it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.notify.rooms.calling import call_out, may_call
from yiwang.engines.notify.rooms.declared import following
from yiwang.engines.notify.rooms.posting import post
from yiwang.engines.notify.rooms.wishing import holder
from yiwang.engines.notify.types import Channel, Message, To
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.acts import Kind

NOTICE = ("insert into notify_notice (seer, role, title, text, \"case\", at, key) values (%s, %s, %s, %s, %s, %s, %s) on conflict (key) do nothing")
ANSWERS = frozenset({Kind.DECIDED, Kind.LAPSED, Kind.ASKED_FOR_PAPERS, Kind.HANDED_OVER, Kind.NOT_COUNTED_FROM, Kind.EXTENDED, Kind.REFERRED})


class _Words(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def tell(entry: ledger.Recorded, *, calls: bool = False) -> None:
    """Writes the notices and mails that follow from an entry. With `calls` officials are also told by short message of what is timed in minutes. Inside the
    reader's transaction."""
    if entry.subject.startswith("mandate:"):
        _represented(entry)
    if entry.subject.startswith("case:") and entry.kind is Kind.ERASED:
        _forget(entry)
    messages = following(entry.kind, entry.act)
    called = calls and may_call(entry)
    case = _case(entry) if messages or called else None
    if case is None:
        return
    place = f"{case}." if case == entry.chain else f"{case}.{entry.chain}-"  # begins with the case, so that it is forgotten with it
    told = cases.told(case)
    if called:
        call_out(entry, told)
    words = _words(entry, told)
    for message in messages:
        _left(message, entry, told, f"{message.code}:{place}{entry.n}:left", words)
        for seer, role in _to(message, entry, told):
            key = f"{message.code}:{place}{entry.n}:{seer}:{role}"[-120:]
            title, text = message.title.format_map(words)[:120], message.text.format_map(words)
            store.execute(NOTICE, (seer, role, title, text, told.ref, entry.at, key))
            if set(message.channels) - {Channel.INBOX}:
                post(to=identity.reach(cases.party_of(seer)), channels=message.channels, title=title, text=text, sms=message.sms.format_map(words),
                     urgent=message.urgent, pressing=presses(message, entry.kind), at=entry.at, key=key)


def _left(message: Message, entry: ledger.Recorded, told: cases.Told, key: str, words: Mapping[str, Any]) -> None:
    """By short message to the telephone that somebody left who has no account. It may be anybody's: nothing about a person stands there."""
    if message.to is not To.PARTY or Channel.SMS not in message.channels or told.party or not (phone := identity.mobile(cases.phone_left(told.id))):
        return
    post(to=identity.Reach(person=holder(phone), phone=phone), channels=(Channel.SMS,), title=message.title.format_map(words)[:120],
         text="", sms=message.sms.format_map(words), urgent=message.urgent, pressing=presses(message, entry.kind), at=entry.at, key=key)


def presses(message: Message, kind: Kind) -> bool:
    """Whether a message that follows an act of this kind names a last day or holds an answer."""
    return message.urgent or kind in ANSWERS or "{due}" in message.text + message.title


def _case(entry: ledger.Recorded) -> int | None:
    """The case an entry is about: its own chain's, or the one a command names."""
    if entry.subject.startswith("case:"):
        return entry.chain
    return cases.chain_named(str(entry.facts["case"])) if entry.facts.get("case") else None


MANDATE = {
    "mandate_begun": ("{whom}已授权{holder}代为办事", "可以在“我的身份”里查看和结束。"),
    "mandate_used": ("{holder}开始代{whom}办事", "每一步都会通知。不是您同意的，请马上在“我的身份”里结束授权。"),
    "mandate_ended": ("{holder}代{whom}办事的授权已结束", "从现在起对方不能再代为办事。"),
}


def _represented(entry: ledger.Recorded) -> None:
    """Whoever is acted for is told that somebody may, does, or may not any more."""
    words = MANDATE.get(entry.act.rpartition(".")[2])
    if words is None:
        return
    it = identity.mandate(int(entry.subject.partition(":")[2]))
    seer = cases.seer_of("firm", it.firm) if it.firm else cases.seer_of("person", it.for_person)
    title = words[0].format(holder=it.holder_name, whom=it.whom)
    store.execute(NOTICE, (seer, "", title[:120], words[1], "", entry.at, f"mandate:{entry.chain}.{entry.n}:{seer}:"))


def _forget(entry: ledger.Recorded) -> None:
    """After an erasure nothing that was told about the case, or about those named after it, is kept."""
    for chain in (entry.chain, *entry.facts.get("renamed", ())):
        store.execute("delete from notify_outgoing where key like %s", (f"%:{int(chain)}.%",))
        store.execute("delete from notify_notice where key like %s", (f"%:{int(chain)}.%",))


def _words(entry: ledger.Recorded, told: cases.Told) -> Mapping[str, Any]:
    facts = dict(entry.facts)
    started = [s for s in (*facts.get("started", ()), *facts.get("changed", ())) if s.get("due")]
    due = _due(facts) or (_due(started[0]) if started else None)
    words = _Words({k: v for k, v in facts.items() if isinstance(v, str | int)})
    words |= {"title": told.title, "ref": told.ref, "unit": told.unit_name, "state": told.state_title, "term_title": facts.get("title", ""),
              "date": clock.day(entry.at).isoformat(), "due": _said(due)}
    return words


def _due(part: Mapping[str, Any]) -> Any:
    """When something is due: of a term in minutes the instant, else the day."""
    return part.get("due_at") or part.get("due")


def _said(iso: Any) -> str:
    """11 月 20 日, and of an instant the hour too."""
    if not isinstance(iso, str):
        return ""
    if "T" in iso:
        here = clock.local(clock.parse(iso))
        return f"{here.month} 月 {here.day} 日 {here:%H:%M}"
    _, month, day = iso.split("-")
    return f"{int(month)} 月 {int(day)} 日"


def _to(message: Message, entry: ledger.Recorded, told: cases.Told) -> Iterator[tuple[int, str]]:
    """Who is told: seer and role."""
    if message.to is To.PARTY:
        if told.party:
            yield told.party, ""
    elif message.to is To.ASKED:
        for asked in entry.facts.get("asked", ()):
            yield cases.seer_of_unit(int(asked["unit"])), ""
    elif message.to is To.HEAD:
        for unit, role in told.heads:
            yield cases.seer_of_unit(unit), role
    elif message.to is To.URGED:
        yield cases.seer_of_unit(int(entry.facts["unit"])), ""
    else:
        for unit, role in told.awaited:
            yield cases.seer_of_unit(unit), role
