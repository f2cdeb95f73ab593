"""Whom a window serves: a visit that was opened with the applicant's document, and drafts that are gone on with by their code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

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
from yiwang.systems.public.services import roles
from yiwang.systems.public.services.rooms import applying, at_counter, guides, library, prefilling
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


def offered(unit: int) -> list[tuple[str, str, str]]:
    """Key, title and note of everything a unit's window may take in: bundles with an item of its own, then its items."""
    own = identity.unit(unit).code
    area = own.partition("-")[0]
    found = [(b.key, b.title, f"{len(b.items)} 个事项，一张表") for b in guides.bundles(area) if any(i.unit == own for i in b.items)]
    return found + [(i.key, i.title, "、".join(i.serves)) for i in guides.items(area) if i.unit == own]


def title_of(key: str, unit: int) -> str:
    """What a key means, where this unit's window may take it in. Raises NotFound."""
    if identity.unit(unit).code not in {p.item.unit for p in library.parts(key)}:
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
    title_of(key, actor.unit)
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


def may_take(held: Held, actor: Actor, on: date) -> bool:
    """Whether this official's window may go on with it."""
    rights = identity.rights(actor, epoch_now=identity.epoch())
    return rights.hold(roles.WINDOW.code, on) and identity.unit(actor.unit).code in {p.item.unit for p in library.parts(held.key)}


def taken_over(held: Held, party: identity.Party | None, actor: Actor, at: datetime) -> Visit:
    """The visit in which a draft is gone on with: the applicant before one is whose it is. Raises Invalid."""
    draft = held.draft
    if party is None or f"{party.kind}:{party.id}" != owner_of(draft):
        raise Invalid(NOT_THEIRS)
    sent = [sha for value in draft.raw.values() for sha in (value if isinstance(value, list) else [value]) if len(sha) == 64]
    files.hand_on(sha256s=sent, giver=draft.account, actor=actor, at=at)
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


def sees(actor: Actor, ref: str) -> bool:
    try:
        cases.visible(actor, ref)
    except NotFound:
        return False
    return True
