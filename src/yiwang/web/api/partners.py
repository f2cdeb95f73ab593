"""What other operators' programs hand in for people, and what became of it, of a system whose card says how (`partners`): told to the one that handed it in
alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forming
from yiwang.engines.ledger import api as ledger
from yiwang.engines.trust import api as trust
from yiwang.kernel import clock
from yiwang.kernel.actors import READER
from yiwang.kernel.errors import Invalid, NotFound
from yiwang.kernel.reasons import Reason
from yiwang.web.accounts.clients import Client
from yiwang.web.api import asked
from yiwang.web.card import Partners, Signed, System

LONGEST = 100  # characters of a partner's own number
TEXT: dict[str, Any] = {"type": "string"}
ID = {"type": "string", "minLength": 1, "maxLength": LONGEST, "description": "这一件在您那里的编号"}
DUE = {**TEXT, "description": "最晚什么时候办完这一步。按天计的是日期（2026-11-03）；按分钟计的是时刻，带时区（2026-11-03T10:50:00+08:00）；没有期限在走的为空"}
TOLD, STATE = ({"type": "object", "required": list(names), "properties": {name: DUE if name == "due" else TEXT for name in names}}
               for names in (("ref", "code", "due"), ("ref", "state", "title", "due", "reply")))


def operations(card: System) -> tuple[Signed, ...]:
    """`/<name>/partner/` and `/<name>/partner/<ref>/`, where the card has them."""
    partners = card.partners
    if partners is None:
        return ()

    def asks() -> Mapping[str, Any]:
        schema = {name: part for name, part in forming.schema(partners.form).items() if not name.startswith("$")}
        return {**schema, "required": ["id", *schema["required"]], "properties": {"id": ID, **schema["properties"]}}

    def hand_in(request: Any, client: Client) -> tuple[int, Any]:
        return _taken(request, client, partners, card.name)

    def state(request: Any, client: Client, ref: str) -> tuple[int, Any]:
        return _state(request, client, ref, {p.code for p in card.procedures})

    def schema(request: Any, client: Client) -> tuple[int, Any]:
        return 200, forming.schema(partners.form)

    return (Signed("GET", "partner/", f"{card.title}：合作方交来的内容要填什么", schema, {200: {"type": "object"}}),
            Signed("POST", "partner/", f"{card.title}：合作方交来一件", hand_in, {201: TOLD, 200: TOLD}, asks, "同一个 id 只办一次，重发答复相同（200）。"),
            Signed("GET", "partner/<str:ref>/", f"{card.title}：交来的一件办到哪一步", state, {200: STATE}, about="只看得到自己交来的。"))


def _taken(request: Any, client: Client, partners: Partners, name: str) -> tuple[int, Any]:
    given = asked.body(request)
    id_ = given.pop("id", None)
    if not (isinstance(id_, str) and id_.isprintable() and 0 < len(id_) <= LONGEST):
        raise Invalid(Reason("id-wanted", f"请写这一件在您那里的编号，{LONGEST} 个字以内；重发同一件用同一个编号。", field="id"))
    key = f"partner:{trust.pseudonym(among=f'{name}.partner', of=f'{client.code}:{id_}')}"
    if done := cases.begun(actor=READER, key=key):
        return 200, _told(done[0])
    data = asked.answers(request, partners.form, given)
    taken = partners.takes(actor=READER, data=data, key=key, at=request.at, came={"channel": "partner", "partner": client.code})
    return 200 if taken.replayed else 201, _told(taken)


def _told(done: cases.Done) -> dict[str, str]:
    """The same for ever: `due` is the day by which the first step is done, or the instant."""
    started = ledger.history(done.case)[0].facts["started"][0]
    due = _instant(clock.parse(started["due_at"])) if started.get("due_at") else str(started["due"])
    return {"ref": done.ref, "code": trust.query_code(done.ref), "due": due}


def _instant(at: datetime) -> str:
    """ISO 8601 on the city's wall, with its zone."""
    return clock.local(at).isoformat(timespec="seconds")


def _state(request: Any, client: Client, ref: str, procedures: set[str]) -> tuple[int, Any]:
    view = cases.face(ref=ref, at=request.at)
    if view.procedure.code not in procedures or ledger.history(view.id)[0].facts.get("partner") != client.code:
        raise NotFound(ref)
    here, main = view.procedure.states[view.state], view.main_clock
    said = next((str(text) for line in view.history if (text := line.facts.get("reply") or line.facts.get("instead"))), "")
    running = main if main and not main.stopped_on else None
    due = "" if running is None or running.due_on is None else _instant(running.due_at) if running.due_at else running.due_on.isoformat()
    return 200, {"ref": ref, "state": view.state, "title": here.public or here.title, "due": due, "reply": said}
