"""From a filled form to cases: one for an item, one for each item of a bundle, all of one matter or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from yiwang.engines.cases import api as cases
from yiwang.engines.files import api as files
from yiwang.engines.forms.types import Clean, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.registers import api as registers
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import Invalid, NotFound, Refused
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.services import procedures
from yiwang.systems.public.services.rooms import at_counter, bars, forming, library
from yiwang.systems.public.services.rooms.choosing import chosen
from yiwang.systems.public.services.rooms.library import Bundle, Part, ServiceItem


def form_of_item(key: str, version: int) -> Form:
    """The form of a version of an item."""
    return _form_of(key, version, library.pinned(key, version).hash)


@lru_cache(maxsize=2048)
def _form_of(key: str, version: int, _hash: str) -> Form:
    item = library.pinned(key, version)
    return forming.form_of(code=f"services.{key}", title=item.title, version=version, parts=(Part(item),))


def found(code: str, version: int | None) -> Form | None:
    """The form of an item by its code (`services.410105.food_business`), for pages of old cases."""
    key, _, where = code.removeprefix("services.").partition("@")
    try:
        form = form_of_item(key, version or library.item(key).version)
        return at_counter.form_at(form) if where else form
    except NotFound:
        return None


def form_of_bundle(bundle: Bundle) -> Form:
    """One form for all items of a bundle: what two items ask is asked once, what only some are for is asked of those."""
    version = bundle.version + sum(i.version - 1 for i in bundle.items)  # it changes with any of its items
    return forming.form_of(code=f"services.{bundle.key}", title=bundle.title, version=version, parts=bundle.parts, first=bundle.first)


def form_of(key: str) -> Form:
    """The form of a bundle or an item as they are now. Raises NotFound."""
    return asked(key)[0]


def asked(key: str) -> tuple[Form, tuple[Part, ...], Bundle | None]:
    """What a key means now: the form, what may be begun with it, and the bundle if it is one. Raises NotFound."""
    try:
        bundle = library.bundle(key)
    except NotFound:
        item = library.item(key)
        return form_of_item(key, item.version), (Part(item),), None
    return form_of_bundle(bundle), bundle.parts, bundle


def begun(parts: Sequence[Part], data: Clean) -> tuple[ServiceItem, ...]:
    """The items these answers begin. Only what is answered in the open decides: it is what the cases keep."""
    return chosen(parts, data.recorded()).items


def apply(*, actor: Actor, parts: Sequence[Part], party: identity.Party, data: Clean, key: str, at: datetime) -> list[cases.Done]:
    """Files one matter: a case for each item the answers begin. Raises Refused. The same `key` again gives the same cases, whoever of the party and
    a counter was first. What a window takes in owes a receipt."""
    if closed := [i.title for i in begun(parts, data) if library.stopped(i.key)]:
        raise Refused(Reason("stopped", f"{'、'.join(closed)}暂停办理，现在不能申请。您填的内容还在草稿里；恢复办理以后可以接着交，急的请拨 12345。"))
    data = held(parts, data, party, clock.day(at))
    name = str(data.answers.get("shop_name") or (party.name if party.kind == "firm" else ""))  # a case's title names no citizen
    about = registers.subject("certificates", str(data.answers[NUMBER])) if data.answers.get(NUMBER) else ""
    new = tuple(
        cases.Begin(procedure=i.procedure, unit=identity.unit_by_code(i.unit).id, title=f"{i.title}：{name}" if name else i.title,
                    item=library.pinned(i.key, i.version).for_case, party=party, data=_share(data, i),
                    about=about if i.procedure in HOLDERS else "")
        for i in begun(parts, data))
    if actor.unit:
        new = at_counter.with_receipt(new, form_of(data.form.removeprefix("services.").partition("@")[0]), data, actor.unit)
    try:
        if barred := bars.against(cases.seer_of(party.kind, party.id), begun(parts, data), clock.day(at)):
            raise Refused(barred)
        return cases.begin_all(actor=actor, parts=new, key=key, at=at)
    except Refused:
        if done := cases.begun(actor=actor, key=key, party=party):
            return done
        raise


def held(parts: Sequence[Part], data: Clean, party: identity.Party, on: date) -> Clean:
    """Checks that a certificate to be changed, renewed, issued again or cancelled is there, valid and the applicant's own; adds its last day.

    Raises Invalid at the field.
    """
    if not any(p.item.procedure in HOLDERS for p in parts):
        return data
    number = str(data.answers.get(NUMBER, "")).strip()
    found, renewing = certificate(number), any(p.item.procedure == procedures.RENEWAL.code for p in parts)
    if found is None or found.owner != cases.seer_of(party.kind, party.id):
        raise Invalid(Reason("not-your-certificate", "没有找到您名下的这个证件，请照证件核对编号；编号没错的，请到窗口办理。", field=NUMBER))
    if wrong := _not_now(found, renewing, on):
        raise Invalid(wrong)
    last = found.valid_to.isoformat() if found.valid_to else ""
    return Clean(data.form, data.version, {**data.answers, NUMBER: number, "expires_on": last}, data.open_fields | {NUMBER, "expires_on"})


def _not_now(found: registers.Record, renewing: bool, on: date) -> Reason | None:
    """行政许可法 第五十条: asked for thirty days before it ends at the latest."""
    state = found.standing(on)
    if state in registers.ENDED or (renewing and state is registers.State.EXPIRED):
        return Reason("certificate-over", f"这个证件{state.word}，不能再办。需要的话请重新申请。", field=NUMBER)
    if renewing and found.valid_to is None:
        return Reason("valid-for-ever", "这个证件长期有效，不用延续。", field=NUMBER)
    if renewing and found.valid_to is not None and on > last_to_renew(found.valid_to):
        last = last_to_renew(found.valid_to)
        return Reason("too-late-to-renew", f"要在届满 {AHEAD} 日前申请，最晚是 {last:%Y-%m-%d}。现在请重新申请。", "行政许可法第五十条", NUMBER)
    return None


def last_to_renew(ends: date) -> date:
    """The last day on which the renewal of what ends on a day can be asked for (行政许可法 第五十条)."""
    return ends - timedelta(days=AHEAD)


def earlier(party: identity.Party, actor: Actor) -> dict[str, list[tuple[files.Stored, date]]]:
    """Papers this party handed in before that whoever is filling in may use again, by question."""
    known = files.uploads(actor=actor)
    found = {code: [(stored, one.on) for one in brought if (stored := known(one.file["sha256"])) is not None]
             for code, brought in cases.brought(party=party).items()}
    return {code: held for code, held in found.items() if held}


def named(form: Form, asked: Mapping[str, str]) -> dict[str, str]:
    """The certificate an address names, where the form asks for one."""
    number = asked.get(NUMBER, "")[:60]
    return {NUMBER: number} if number and any(f.code == NUMBER for f in form.fields) else {}


def certificate(number: str) -> registers.Record | None:
    """The newest version of a certificate, or None."""
    try:
        return registers.get(register="certificates", key=number)
    except NotFound:
        return None


NUMBER, AHEAD = "licence_no", 30
HOLDERS = {p.code for p in (procedures.CHANGE, procedures.RENEWAL, procedures.REISSUE, procedures.CANCELLATION)}


def _share(data: Clean, item: ServiceItem) -> Clean:
    """What an item's own form asks, out of the whole matter's answers."""
    form = form_of_item(item.key, item.version)
    form = at_counter.form_at(form) if data.form.endswith(at_counter.MARK) else form
    own = {f.code for f in form.fields} | {"expires_on"}
    return Clean(form.code, form.version, {k: v for k, v in data.answers.items() if k in own}, data.open_fields & own)
