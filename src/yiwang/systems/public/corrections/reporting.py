"""What can be reported, by whom, and which unit owns it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.registers import api as registers
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import NotFound, Refused
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.corrections.procedures import CORRECTION, LAW, REGISTRAR

SOURCES = {"实名登记": "person", "市场主体登记库": "firm"}  # what a prefilled answer says of where it comes from
OWNERS = {"person": ("410100-GA", "410100-SP"), "firm": ("410100-SCJG", "410100-SP")}  # the register's own department, or whoever runs the platform
WHAT = {"name": "姓名、名称", "number": "身份证件号码", "code": "统一社会信用代码", "phone": "手机号码", "holder": "持证人", "issuer": "发证机关",
        "valid": "有效期", "other": "其他"}
OF = {"person": ("name", "number", "phone", "other"), "firm": ("name", "code", "other")}
OF_CERTIFICATE = ("holder", "issuer", "valid", "other")
REPORT = Form("corrections.report", "告诉登记部门", (
    Field("what", "哪一项不对", FieldKind.CHOICE, choices=tuple(WHAT.items()), personal=False),
    Field("right", "应该是什么", FieldKind.TEXT, "照您的证件写。", longest=200),
    Field("why", "怎么知道的", FieldKind.LONG_TEXT, "比如什么时候改过、哪个证件上是对的。", required=False, longest=500),
    Field("proof", "证明", FieldKind.FILE, "有就传，没有也可以提。", required=False, files=3),
), submit="交给登记部门")


@dataclass(frozen=True, slots=True)
class Subject:
    """A register's entry about somebody: what it is called, what of it can be wrong, and the unit that answers for it."""

    about: str
    title: str
    what: tuple[str, ...]
    unit: int


def subject(about: str, actor: Actor, at: datetime) -> Subject:
    """`person`, `firm`, or `certificates:<number>` of whoever one acts for. Raises NotFound for what is not theirs."""
    party = identity.party(actor)
    if about in OWNERS:
        if about != party.kind:
            raise NotFound(about)
        title = next(title for title, kind in SOURCES.items() if kind == about)
        return Subject(f"identity:{about}", title, OF[about], _owner(about, at))
    code, _, key = about.partition(":")
    if code not in {r.code for r in registers.every() if r.holder}:
        raise NotFound(about)
    record = registers.get(register=code, key=key)
    if record.owner != cases.seer_of(party.kind, party.id):
        raise NotFound(about)
    return Subject(registers.subject(code, key), f"{record.title} {key}", OF_CERTIFICATE, record.published_by)


def _owner(kind: str, at: datetime) -> int:
    """The first of the owners where somebody works on corrections; where nobody does, the first there is: it waits there, and is seen to wait."""
    there = []
    for code in OWNERS[kind]:
        try:
            there.append(identity.unit_by_code(code).id)
        except KeyError:
            continue
    manned = identity.staffed(units=there, role=REGISTRAR.code, on=clock.day(at))
    return next((u for u in there if u in manned), there[0])


def form(of: Subject) -> Form:
    """The form with what can be wrong in this register."""
    return replace(REPORT, fields=tuple(replace(f, choices=tuple((w, WHAT[w]) for w in of.what)) if f.code == "what" else f for f in REPORT.fields),
                   intro=f"由{identity.unit(identity.in_force(of.unit)).name}核实，改好了或者不能改都会告诉您。")


def report(*, actor: Actor, of: Subject, data: Clean, key: str, at: datetime) -> cases.Done:
    """Begins the correction at the register's owner, once for a key. Raises Refused while one of the same is under way."""
    party = identity.party(actor)
    if done := cases.begun(actor=actor, key=key):
        return done[0]
    if there := cases.open_about(party=cases.seer_of(party.kind, party.id), about=of.about, procedure=CORRECTION.code):
        raise Refused(Reason("under-way", f"您已经提过，登记部门正在核实：{there}。要补充的，请先撤回那一件再提。", LAW))
    title = f"信息更正：{of.title}（{WHAT[str(data.answers['what'])]}）"
    new = cases.Begin(CORRECTION.code, of.unit, title[:200], party=party, data=data, about=of.about)
    return cases.begin(actor=actor, begin=new, key=key, at=at)
