"""What the authority begins by itself about a certificate: revoking it or taking it back, cancelling it by law. Nobody applies, so no item is named."""

from __future__ import annotations

from dataclasses import replace

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.registers import api as registers
from yiwang.kernel.errors import Refused
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.services import forms, procedures
from yiwang.systems.public.services.rooms.applying import NUMBER
from yiwang.web.generic.entrance import Entrance

STANDING = (registers.State.VALID, registers.State.SUSPENDED, registers.State.EXPIRED)


def _asked(form: Form) -> Form:
    """What is asked of the official: all but what the record says itself."""
    return replace(form, fields=tuple(f for f in form.fields if f.code != NUMBER))


def _begun(procedure: cases.Procedure, record: registers.Record, data: Clean, unit: int) -> cases.Begin:
    """A case of `unit`; where it is the authority above, the unit that granted sees it too, and the case says who that was (第六十九条)."""
    kind, holder = cases.party_of(record.owner)
    if not holder:
        raise Refused(Reason("no-holder", "登记里没有持证人，请先到登记库补全。"))
    issuer = identity.in_force(record.published_by)
    said = {NUMBER: record.key} | ({"granted_by": identity.unit(issuer).name} if issuer != unit else {})
    answers = Clean(data.form, data.version, {**data.answers, **said}, data.open_fields | set(said))
    return cases.Begin(
        procedure=procedure.code, unit=unit, desk=issuer if issuer != unit else 0, title=f"{procedure.title}：{record.title} {record.key}", data=answers,
        party=identity.Party(kind, holder, str(record.facts.get("holder", ""))), about=registers.subject(record.register, record.key))


def _revocation(record: registers.Record, data: Clean, unit: int) -> cases.Begin:
    return _begun(procedures.REVOCATION, record, data, unit)


def _cancellation(record: registers.Record, data: Clean, unit: int) -> cases.Begin:
    return _begun(procedures.CANCELLATION, record, data, unit)


REVOKE = Entrance("certificates", procedures.REVOCATION.code, "启动撤销", _asked(forms.BEGIN_REVOCATION), STANDING, _revocation,
                  "立案后先告知当事人，听取陈述、申辩，再作决定；证件现在照常有效。", above=True)
CANCEL = Entrance("certificates", procedures.CANCELLATION.code, "依职权注销", _asked(forms.BEGIN_CANCELLATION),
                  (*STANDING, registers.State.REVOKED, registers.State.RECALLED), _cancellation, "立案后核对情形，再办理注销；证件现在的状态不变。")


def entrances() -> tuple[Entrance, ...]:
    return (REVOKE, CANCEL)
