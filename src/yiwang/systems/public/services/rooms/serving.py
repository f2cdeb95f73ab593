"""Whom a window serves: a visit that was opened with the applicant's document, and drafts that are gone on with by their code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from yiwang.engines.cases import api as cases
from yiwang.engines.files import api as files
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import DraftView, FieldKind, Form, Initial
from yiwang.engines.identity import api as identity
from yiwang.engines.trust import api as trust
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import Invalid, NotFound, Refused
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.services import letters, roles
from yiwang.systems.public.services.rooms import applying, at_counter, guides, library, prefilling
from yiwang.systems.public.services.rooms.library import ServiceItem
from yiwang.web.generic.filling import key_of
from yiwang.web.throttle import Throttle

LASTS, PURPOSE = timedelta(hours=16), "window"
TRIES = Throttle("draft-code", 20, timedelta(hours=1))
NO_DRAFT = Reason("no-such-draft", "没有这个草稿号，或者已经提交、过期了。请让申请人再念一遍；提交过的，用受理号查。", field="code")
NOT_THEIRS = Reason("not-their-draft", "号码和填草稿的人对不上，请核对证件。别人的草稿不能接着办，可以从事项开始重新收件。", field="number")


@dataclass(frozen=True, slots=True)
class Visit:
    """Who serves whom in what. With `code` a draft of the applicant's is gone on with; `filed_as` is the key it is filed with, here or on the phone."""

    account: int
    key: str
    kind: str
    party: int
    code: str = ""
    filed_as: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A draft by its code, as far as anybody may know before its owner was identified."""

    draft: DraftView
    key: str
    title: str
    said: str
    kind: str  # person or firm


@dataclass(frozen=True, slots=True)
class Window:
    """Where somebody takes in: their department's own window, a common one of their government (综合窗口), or both in one post."""

    unit: int
    own: bool
    common: bool

    def takes(self, items: Sequence[ServiceItem]) -> bool:
        """Whether a matter of these items is taken in here: of an own window when one is its own (一窗受理), of a common one when each lets it."""
        units = [_handling(i) for i in items]
        return (self.own and self.unit in units) or (self.common and all(i.common_window for i in items) and self._around(units))

    def why_not(self, items: Sequence[ServiceItem]) -> Reason | None:
        """What is said of what a common window does not take in; None of what is none of its government's, and to a window of one department."""
        if not self.common or not self._around([_handling(i) for i in items]):
            return None
        kept = [i for i in items if not i.common_window]
        why = "涉密" if any(i.secret for i in kept) else "要由本部门当面办"
        where = "、".join(dict.fromkeys(identity.unit(_handling(i)).name for i in kept))
        return Reason("not-taken-in-here", f"“{'”“'.join(i.title for i in kept)}”{why}，综合窗口不收。请告诉申请人到{where}的窗口。", field="code")

    def _around(self, units: Sequence[int]) -> bool:
        return all(identity.same_government(self.unit, unit) for unit in units)


@dataclass(frozen=True, slots=True)
class Offer:
    """A line of what can be done at a window. `instead`: where to, when it is not taken in here."""

    key: str
    title: str
    note: str
    unit: str
    bundle: bool = False
    instead: str = ""


def _handling(item: ServiceItem) -> int:
    return identity.in_force(identity.unit_by_code(item.unit).id)


def window(actor: Actor, at: datetime) -> Window:
    """The window somebody sits at now."""
    rights, on = identity.rights(actor, epoch_now=identity.epoch()), clock.day(at)
    return Window(rights.unit, rights.hold(roles.WINDOW.code, on), rights.hold(roles.COMMON_WINDOW.code, on))


def offered(here: Window) -> list[Offer]:
    """Everything a window may take in: bundles, then items; at the end of a common one's, where to send whom it does not serve."""
    area = identity.unit(here.unit).code.partition("-")[0]
    found = [Offer(b.key, b.title, f"{len(b.items)} 个事项，一张表", "", True) for b in guides.bundles(area) if here.takes(b.items)]
    for item in guides.items(area):
        unit, offer = identity.unit(_handling(item)), Offer(item.key, item.title, "、".join(item.serves), "")
        if here.takes((item,)):
            found.append(replace(offer, unit=unit.short))
        elif here.common:
            found.append(replace(offer, unit=unit.short, instead=f"综合窗口不收，请到{unit.short}的窗口"))
    return sorted(found, key=lambda o: bool(o.instead))


def title_of(key: str, actor: Actor, at: datetime) -> str:
    """What a key means, where this official's window takes it in. Raises NotFound; Refused for what a common window leaves to a department's own."""
    here, items = window(actor, at), [p.item for p in library.parts(key)]
    if not here.takes(items):
        if (why := here.why_not(items)) is not None:
            raise Refused(why)
        raise NotFound(key)
    return applying.form_of(key).title


def token(visit: Visit, at: datetime) -> str:
    value = "|".join((str(visit.account), visit.key, visit.kind, str(visit.party), visit.code, visit.filed_as))
    return trust.token(purpose=PURPOSE, value=value, at=at, lasts=LASTS)


def read(text: str, actor: Actor, at: datetime) -> Visit:
    """The visit of an address. Raises NotFound for whoever did not open it, and when it is over."""
    try:
        account, key, kind, party, code, filed_as = trust.read_token(purpose=PURPOSE, token=text, at=at).split("|")
    except (Refused, ValueError):
        raise NotFound("visit") from None
    if int(account) != actor.account:
        raise NotFound("visit")
    title_of(key, actor, at)
    return Visit(int(account), key, kind, int(party), code, filed_as)


def subject(visit: Visit) -> str:
    """Under what the clerk's own draft lies."""
    return f"{visit.key}@{visit.kind}:{visit.party}"


def by_code(code: str, actor: Actor, at: datetime) -> Held:
    """The draft somebody reads out. Raises Invalid when there is none, Refused after too many wrong ones."""
    guesser = str(actor.account)
    if until := TRIES.waits(guesser, at):
        raise Refused(Reason("tried-too-often", f"输错的次数太多，请 {clock.local(until):%H:%M} 以后再试。"))
    found = forms.draft_by_code(code=code, at=at)
    key = found.subject if found and found.form.startswith("services.") else ""
    try:
        form = applying.form_of(key)
    except NotFound:
        form = None
    if found is None or form is None or at_counter.MARK in found.form:
        TRIES.failed(guesser, at)
        raise Invalid(NO_DRAFT)
    return Held(found, key, form.title, _said(found, form, at), "firm" if found.whom.startswith("firm:") else "person")


def _said(found: DraftView, form: Form, at: datetime) -> str:
    """How far it is: the step, and what it lacks; nothing of what is in it."""
    kind, _, id_ = owner_of(found).partition(":")
    initial = prefilling.initial(form, identity.applicant(kind=kind, id_=int(id_)))
    known = forms.flat(form=form, answers={code: held.value for code, held in initial.items()}, at=at)
    judged = forms.judged(form=form, raw={**known, **found.raw}, at=at, uploads=files.uploads(actor=Actor(account=found.account)), initial=initial)
    stages = forms.stages(form=form, judged=judged)
    here = next((s for s in stages if not s.done), None)
    return f"第 {here.number} 步，共 {len(stages) + 1} 步：{here.title}，还差 {len(here.lacking)} 处" if here else "都填好了，还没有提交"


def owner_of(draft: DraftView) -> str:
    """For whom a draft is typed: `person:12`, `firm:7`."""
    return draft.whom or f"person:{identity.account_view(draft.account).person}"


def may_take(held: Held, here: Window) -> bool:
    """Whether this window may go on with it."""
    return here.takes([p.item for p in library.parts(held.key)])


def taken_over(held: Held, party: identity.Party | None, actor: Actor, at: datetime) -> Visit:
    """The visit in which a draft is gone on with: the applicant before one is whose it is. Raises Invalid."""
    draft = held.draft
    if party is None or f"{party.kind}:{party.id}" != owner_of(draft):
        raise Invalid(NOT_THEIRS)
    sent = [sha for value in draft.raw.values() for sha in (value if isinstance(value, list) else [value]) if len(sha) == 64]
    files.hand_on(sha256s=sent, giver=draft.account, actor=actor, at=at)
    forms.hold_draft(code=draft.code, unit=actor.unit, at=at)  # whoever has it open on the phone reads that it is typed here
    return Visit(actor.account, held.key, party.kind, party.id, draft.code, key_of(draft))


def uploaded(visit: Visit, form: Form, at: datetime) -> Mapping[str, Initial]:
    """Papers the applicant sent from the phone were taken in that way."""
    draft = forms.draft_by_code(code=visit.code, at=at) if visit.code else None
    held = {f.code for f in form.fields if f.kind is FieldKind.FILE and draft and draft.raw.get(f.code)}
    return {f"{at_counter.GOT}{code}": Initial("upload") for code in held}


def taken_here(actor: Actor, key: str) -> bool:
    """Whether it was this clerk's own request that filed it."""
    try:
        return bool(cases.begun(actor=actor, key=key))
    except Refused:
        return False


def found_again(actor: Actor, refs: Sequence[str]) -> str:
    """Where a matter is found again by whoever took it in: the case that carries the receipt, or the first their unit sees; empty when it sees none."""
    for ref in refs:
        try:
            matter = cases.taken_in(actor=actor, ref=ref)
        except NotFound:
            continue
        return next((one.ref for one in matter if any(p.kind == letters.RECEIVED.kind for p in one.papers)), ref)
    return ""
