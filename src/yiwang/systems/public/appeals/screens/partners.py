"""What other operators' programs hand in for people, and what became of it: to the one that handed it in alone."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forming
from yiwang.engines.ledger import api as ledger
from yiwang.engines.trust import api as trust
from yiwang.kernel.actors import READER
from yiwang.kernel.errors import Invalid, NotFound
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.appeals import forms, taking
from yiwang.web.accounts.clients import Client
from yiwang.web.api import asked
from yiwang.web.api.signed import signed
from yiwang.web.permits import posts

LONGEST = 100  # characters of a partner's own number


@posts
@signed
def hand_in(request: Any, client: Client) -> tuple[int, Any]:
    """`/appeals/partner/`: POST takes one matter in, once for the partner's own number for ever; GET says what is asked."""
    if request.method != "POST":
        return 200, forming.schema(forms.PARTNER)
    given = asked.body(request)
    id_ = given.pop("id", None)
    if not (isinstance(id_, str) and id_.isprintable() and 0 < len(id_) <= LONGEST):
        raise Invalid(Reason("id-wanted", f"请写这一件在您那里的编号，{LONGEST} 个字以内；重发同一件用同一个编号。", field="id"))
    key = f"partner:{trust.pseudonym(among='appeals.partner', of=f'{client.code}:{id_}')}"
    if done := cases.begun(actor=READER, key=key):
        return 200, _told(done[0])
    data = asked.answers(request, forms.PARTNER, given)
    taken = taking.take(actor=READER, data=data, key=key, at=request.at, came={"channel": "partner", "partner": client.code})
    return 200 if taken.replayed else 201, _told(taken)


def _told(done: cases.Done) -> dict[str, str]:
    """The same for ever: `due` is the day by which it goes to whoever is responsible."""
    started = ledger.history(done.case)[0].facts["started"]
    return {"ref": done.ref, "code": trust.query_code(done.ref), "due": str(started[0]["due"])}


@signed
def state(request: Any, client: Client, ref: str) -> tuple[int, Any]:
    """`/appeals/partner/<ref>/`: how it stands, the day by which what is next is done, and the answer once it was told."""
    view = cases.face(ref=ref, at=request.at)
    if ledger.history(view.id)[0].facts.get("partner") != client.code:
        raise NotFound(ref)
    here, main = view.procedure.states[view.state], view.main_clock
    said = next((str(text) for line in view.history if (text := line.facts.get("reply") or line.facts.get("instead"))), "")
    due = main.due_on.isoformat() if main and main.due_on and not main.stopped_on else ""
    return 200, {"ref": ref, "state": view.state, "title": here.public or here.title, "due": due, "reply": said}


ROUTES: tuple[URLPattern, ...] = (path("partner/", hand_in), path("partner/<str:ref>/", state))
