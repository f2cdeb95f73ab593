"""What is not a case: beginning one, commands, registers, files, notices, who I am."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.types import ANYBODY
from yiwang.engines.files import api as files
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.notify import api as notify
from yiwang.engines.registers import api as registers
from yiwang.kernel import clock
from yiwang.kernel.errors import Invalid, NotFound
from yiwang.kernel.reasons import Reason
from yiwang.web import verified
from yiwang.web.api import asked, told
from yiwang.web.card import Filing, System
from yiwang.web.faces import files as faces

NUMBER = Form("registers.verify", "核验", (Field("number", "证照编号", FieldKind.TEXT, personal=False),))
PURPOSE = Form("registers.look_up", "查询登记信息", (Field("purpose", "查询用途", FieldKind.TEXT, "会写进查询记录。", personal=False),))
VERIFIED = "certificates"
_filings: dict[str, tuple[System, Filing]] = {}
_referrals: dict[str, cases.Referral] = {}


def register(cards: Iterable[System]) -> None:
    """Takes over what the cards pass on, and how cases of each system begin."""
    cards = tuple(cards)
    _filings.clear()
    _referrals.clear()
    _referrals.update({way.to: way for card in cards for way in card.refers})
    _filings.update({card.name: (card, card.filing) for card in cards if card.filing is not None})


def filings() -> dict[str, tuple[System, Filing]]:
    return dict(_filings)


def referrals() -> dict[str, cases.Referral]:
    return dict(_referrals)


def _filing(system: str) -> Filing:
    try:
        return _filings[system][1]
    except KeyError:
        raise NotFound(system) from None


def offers(request: Any, system: str) -> told.NamedPage:
    """What can be asked for in a county."""
    found = _filing(system).offers(asked.word(request, "area", 12), request.at)
    return told.NamedPage(tuple(told.Named(key, title) for key, title in found), "")


def offer(request: Any, system: str, key: str) -> told.Offer:
    filing = _filing(system)
    form, begins = filing.form(key), filing.procedures(key)
    paths = tuple(f"/api/v1/{system}/{code.rpartition('.')[2]}/cases" for code in begins)
    return told.Offer(key, form.title, begins, paths, forms.schema(form))


def begin(request: Any, system: str, procedure: str) -> told.Begun:
    """`item` names an item or a bundle that begins a case of this procedure; `answers` are those of its form."""
    filing, key, given = _filing(system), asked.key(request), asked.body(request)
    item, answers = given.get("item"), given.get("answers", {})
    if not isinstance(item, str) or not isinstance(answers, dict):
        raise Invalid(Reason("required", "请写明 item（事项）和 answers（填写的内容）。", field="item"))
    if before := cases.begun(actor=request.actor, key=key):
        return told.Begun(tuple(before))
    try:
        form = filing.form(item)
    except NotFound:
        raise Invalid(Reason("not-offered", "没有这个事项。", field="item")) from None
    if f"{_filings[system][0].code}.{procedure}" not in filing.procedures(item):
        raise Invalid(Reason("not-offered", "这个事项不按这个程序办。", field="item"))
    data = asked.answers(request, form, answers, filing.initial(form, request.actor))
    return told.Begun(tuple(filing.send(request.actor, item, data, key, request.at)))


def command(request: Any, command: str, subject: str) -> told.Changed:
    """Whoever does not hold its role sees nothing. `seen`, where given, is the length of the subject's chain."""
    try:
        it = cases.command(command)
    except KeyError:
        raise NotFound(command) from None
    held = it.by == ANYBODY or identity.rights(request.actor, epoch_now=identity.epoch()).hold(it.by, clock.day(request.at))
    if not it.on or not held:
        raise NotFound(command)
    key, data = asked.key(request), asked.answers(request, asked.askable(it.form))
    return told.Changed(cases.run(actor=request.actor, command=command, subject=subject, data=data, key=key, at=request.at))


def all_registers(request: Any) -> told.NamedPage:
    return told.NamedPage(tuple(told.Named(r.code, r.title) for r in registers.every()), "")


def records(request: Any, register: str) -> told.NamedPage:
    page = registers.all(register=_declared(register).code, search=asked.word(request, "q", 100), after=asked.word(request, "after"))
    return told.NamedPage(tuple(told.Named(r.key, r.title) for r in page.records), page.after)


def record(request: Any, register: str, key: str) -> told.Entry:
    return _entry(request, registers.get(register=_declared(register).code, key=key))


def look_up(request: Any, register: str, key: str) -> told.Entry:
    declared, data = _declared(register), asked.answers(request, PURPOSE)
    found = registers.look_up(register=declared.code, key=key, purpose=str(data.answers["purpose"]), actor=request.actor, at=request.at,
                              fields=declared.personal)
    return _entry(request, found, shown=declared.personal)


def _declared(code: str) -> registers.Register:
    found = next((r for r in registers.every() if r.code == code), None)
    if found is None:
        raise NotFound(code)
    return found


def _entry(request: Any, it: registers.Record, shown: tuple[str, ...] = ()) -> told.Entry:
    declared = registers.declared(it.register)
    return told.Entry(it.register, it.key, it.version, it.title, it.standing(clock.day(request.at)).value, it.valid_from, it.valid_to, it.hash,
                      registers.masked(declared, it.facts, shown))


def verify(request: Any) -> registers.Verified:
    """Anybody may ask whether a certificate is real and in force; the number stands in the body, not in an address that logs keep."""
    if reason := verified.too_many(request):
        raise asked.NotUnderstood(429, reason)
    return registers.verify(register=VERIFIED, number=str(asked.answers(request, NUMBER).answers["number"]), at=request.at)


def upload(request: Any) -> told.Kept:
    if request.content_type != "multipart/form-data":
        raise asked.NotUnderstood(415, Reason("not-multipart", "文件请用 multipart/form-data，名称是 file。"))
    try:
        sent = request.FILES.get("file")
    except MultiPartParserError:
        raise asked.NotUnderstood(400, Reason("not-multipart", "内容不是正确的 multipart/form-data。")) from None
    if sent is None:
        raise Invalid(Reason("required", "没有收到文件，名称请用 file。", field="file"))
    purpose = request.POST.get("purpose", "")
    if purpose not in ("", files.SIGNATURE):
        raise Invalid(Reason("not-offered", f"用途请空着，或者写 {files.SIGNATURE}。", field="purpose"))
    kept = files.receive(chunks=sent.chunks(), name=sent.name, actor=request.actor, at=request.at, accepts=files.DOCUMENTS, purpose=purpose)
    return told.Kept(kept.sha256, kept.name, kept.size, kept.type)


def own_file(request: Any, sha256: str) -> HttpResponse:
    return faces.own(request, sha256)


def file_of_case(request: Any, ref: str, sha256: str) -> HttpResponse:
    return faces.of_case_or_matter(request, ref, sha256)


def notices(request: Any) -> told.Notices:
    """Reading here marks nothing as read: a program is not the person."""
    limit = asked.number(request, "limit", 50, 1, 100)
    found = notify.notices(actor=request.actor, after=asked.number(request, "after", 0, 0, 10**15), limit=limit + 1)
    return told.Notices(tuple(found[:limit]), found[limit - 1].id if len(found) > limit else 0)


def me(request: Any) -> told.Me:
    actor = request.actor
    return told.Me(actor.name, actor.unit, actor.unit_name, actor.post_name, actor.firm_name, actor.for_name, request.bearer.writes)
