"""What an authority begins by itself about a record of a register: a button on the record, a page that asks why, a case. Closed unless all of it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.registers import api as registers
from yiwang.kernel import clock
from yiwang.kernel.errors import Refused
from yiwang.kernel.reasons import Reason
from yiwang.web import slots
from yiwang.web.components.basics import Alert, Button, Link
from yiwang.web.generic import opening
from yiwang.web.permits import official, posts

SLOT = "register.entrances"


@dataclass(frozen=True, slots=True)
class Entrance:
    """A system fills the slot `register.entrances` with these. `states` are those in which a record may be taken up, `begins` makes the case of it,
    for the unit (its number) that begins: the one that issued the record, or, with `above`, its superior along the line (条)."""

    register: str
    procedure: str
    title: str
    form: Form
    states: tuple[registers.State, ...]
    begins: Callable[[registers.Record, Clean, int], cases.Begin]
    confirm: str = ""
    above: bool = False


def buttons(request: Any, record: registers.Record) -> tuple[Button, ...]:
    """What this official may begin about a record now."""
    return tuple(Button(e.title, f"/registers/{record.register}/{record.key}/begin/{e.procedure}/") for e in _open(request, record))


@posts
@official
def begin(request: Any, code: str, key: str, procedure: str) -> HttpResponse:
    """`/registers/<code>/<key>/begin/<procedure>/`: asks why, and begins."""
    record = registers.get(register=code, key=key)
    way = next((e for e in _open(request, record) if e.procedure == procedure), None)
    if way is None:
        raise Http404

    def begins(data: Clean, request_key: str) -> cases.Done:
        done = cases.begun(actor=request.actor, key=request_key)
        return done[0] if done else cases.begin(
            actor=request.actor, begin=_anew(way.begins(record, data, request.actor.unit)), key=request_key, at=request.at)

    here = f"/registers/{code}/{key}/"
    return opening.screen(request, opening.Opening(
        way.title, way.form, begins, lambda done: (f"{way.title}：已经立案。", done.ref), "/cases/{ref}/",
        (Link("登记库", "/registers/"), Link(f"{record.title} {key}", here)), here, office=True, current="/registers/", confirm=way.confirm,
        alert=Alert(way.confirm, kind="warn") if way.confirm else None))


def _anew(new: cases.Begin) -> cases.Begin:
    """Raises Refused when the same is under way already."""
    party = cases.seer_of(new.party.kind, new.party.id) if new.party else 0
    if there := cases.open_about(party=party, about=new.about, procedure=new.procedure):
        raise Refused(Reason("begun-already", f"已经在办：{there}。请到那个办件里接着办。"))
    return new


def _open(request: Any, record: registers.Record) -> Sequence[Entrance]:
    """Entrances of an official of the unit that issued the record (or took over from it), or of the one above it, who holds a role that begins the
    procedure there."""
    unit = request.actor.unit
    found: list[Entrance] = [e for e in slots.filled(SLOT) if e.register == record.register and unit]
    on = clock.day(request.at)
    issuer = identity.in_force(record.published_by) if found else 0
    if found and unit != issuer:
        line = identity.unit(issuer).line
        found = [e for e in found if e.above and line and identity.in_force(line) == unit]
    if not found:
        return ()
    rights = identity.rights(request.actor, epoch_now=identity.epoch())
    return [e for e in found if record.standing(on) in e.states and any(rights.hold(role, on) for role in _begun_by(e, on))]


def _begun_by(way: Entrance, on: Any) -> list[str]:
    procedure = cases.current(way.procedure, on)
    roles = (procedure.roles[name] for name in procedure.begun_by)
    return [role.code for role in roles if role.where is cases.Where.HANDLING]
