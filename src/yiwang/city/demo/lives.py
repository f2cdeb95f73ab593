"""The life of one application, as a generator of instants: what the applicant and the officials do between them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Generator, Iterator
from datetime import datetime, time
from functools import cache
from random import Random  # noqa: TID251 (seeded, handed in)
from typing import Any
from uuid import UUID

from yiwang.city.demo import names, people
from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.files import api as files
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import NOTHING, Clean, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.systems.public.services import procedures
from yiwang.systems.public.services.rooms import applying, library

COUNTIES = ("410105",) * 6 + ("410103", "410102", "410104", "410171", "410172", "410173", "410181", "410184", "410122", "410185")
SINGLE = (
    "food_business",
    "individual_registration",
    "outdoor_sign",
    "drainage",
    "public_place_hygiene",
    "labour_dispatch",
    "hr_service",
    "fire_check",
    "street_use",
    "special_equipment",
)
Then = Callable[[datetime, Random, int], Iterator[datetime]]
KNOWN = 8  # of every thirty applications this one is that of the citizen one can sign in as
KINDS = (("normal", 58), ("papers", 12), ("silent", 5), ("late", 8), ("suspended", 6), ("extended", 4), ("refused", 4), ("not_accepted", 2), ("withdrawn", 1))


def life(start: datetime, random: Random, number: int) -> Iterator[datetime]:
    """One application from `start`: every second or third a restaurant (a bundle), the others single items."""
    at, county = start, random.choice(COUNTIES)
    kind = random.choices([k for k, _ in KINDS], [w for _, w in KINDS])[0]
    known, *others = people.applicants()
    applicant = people.citizen(known if number % 30 == KNOWN else random.choice(others), clock.day(at))
    key = f"{county}.{'restaurant' if number % 4 == 0 else random.choice(SINGLE)}"
    offered = library.parts(key)
    data = filled(applying.form_of(key), applicant, county, random, at)
    done = applying.apply(actor=applicant, parts=offered, party=identity.party(applicant), data=data, key=_key(random), at=at)
    items = applying.begun(offered, data)
    parts = [_case(d.case, i, applicant, kind, random, at) for d, i in zip(done, items, strict=True)]
    coming = [(next(p), n, p) for n, p in enumerate(parts)]
    while coming:
        coming.sort(key=lambda c: c[:2])
        moment, n, part = coming.pop(0)
        yield moment
        following = next(part, None)
        if following is not None:
            coming.append((following, n, part))


def _case(case: int, item: library.ServiceItem, applicant: Actor, kind: str, random: Random, at: datetime) -> Iterator[datetime]:
    """One case: gives the instant before each act."""
    clerk, chief = _post(item.unit, "受理岗", at), _post(item.unit, "局长", at)
    if kind == "silent":
        at = working(at, 6, random)
        yield at
    elif kind == "papers":
        at = working(at, random.randint(1, 4), random)
        yield at
        does(clerk, case, "ask_for_papers", at, missing="场所平面图没有标明操作间和就餐区\n承诺书没有签字")
        at = working(at, random.randint(1, 6), random)
        yield at
        does(applicant, case, "supplement", at, papers=[paper(applicant, at)], note="已经补好")
        at = working(at, 1, random)
        yield at
        does(clerk, case, "accept", at)
    else:
        at = working(at, random.choice((0, 1, 1, 2, 3)), random)
        yield at
        if kind == "not_accepted":
            does(clerk, case, "not_accept", at, reasons="经营场所不在本区，请向场所所在区申请。", basis="行政许可法第三十二条第一款第二项")
            return
        does(clerk, case, "accept", at)
    yield from _reviewed(case, item, applicant, clerk, chief, kind, random, at)


def _reviewed(
    case: int, item: library.ServiceItem, applicant: Actor, clerk: Actor, chief: Actor, kind: str, random: Random, at: datetime
) -> Iterator[datetime]:
    days = item.days
    if kind == "withdrawn":
        at = working(at, 1, random)
        yield at
        does(applicant, case, "withdraw", at)
        return
    if item.procedure == procedures.JOINT.code:
        at = working(at, 0, random)
        yield at
        does(clerk, case, "consult", at, question="请按各自的法定条件回复。")
        for part in sorted(item.reviewing, key=lambda r: r.days):
            at = working(at, random.randint(1, 3) if kind != "late" else random.randint(4, 6), random)
            yield at
            _answer(part.unit, case, at, random)
    at = yield from _delayed(case, item, clerk, chief, kind, random, at)
    at = working(at, days + random.randint(1, 4) if kind == "late" else max(0, int(days * random.uniform(0.2, 0.7)) - 1), random)
    yield at
    verdict = "refuse" if kind == "refused" else "grant"
    does(clerk, case, "propose", at, proposal=verdict, opinion="逐项核对法定条件，" + ("场所与有毒有害场所距离不足。" if verdict == "refuse" else "均符合。"))
    at = working(at, random.choice((0, 0, 1)), random)
    yield at
    if verdict == "refuse":
        does(chief, case, "refuse", at, reasons="经营场所与规定的距离不符，设备布局会造成交叉污染。", basis="食品安全法第三十三条第一款")
        return
    does(chief, case, "grant", at)
    at = working(at, random.randint(1, 5), random)
    yield at
    does(clerk, case, "hand_over", at)


def _delayed(case: int, item: library.ServiceItem, clerk: Actor, chief: Actor, kind: str, random: Random, at: datetime) -> Generator[datetime, None, datetime]:
    """Time not counted, or made longer: gives the instant after it."""
    if kind == "suspended":
        at = working(at, 1, random)
        yield at
        does(clerk, case, "suspend", at, ground="testing", expected_days="3", note="委托检测燃气报警装置")
        at = working(at, random.randint(2, 5), random)
        yield at
        does(clerk, case, "resume", at, result="检测合格")
    if kind == "extended":
        head = _head(item, at) if item.procedure == procedures.JOINT.code else chief
        at = working(at, max(0, item.days - 2), random)
        yield at
        does(head, case, "extend", at, days="5", reason="现场核查需要专业机构配合")
    return at


def explained(at: datetime, random: Random, signal: int, then: Then | None = None) -> Iterator[datetime]:
    """A signal explained by the unit's head and ruled on by the supervisor, or `then` as it goes on."""
    told = cases.told(signal)
    unit = identity.unit(told.unit)
    at = working(at, 0, random)
    yield at
    head = _post(unit.code, people.head(unit), at)
    does(head, signal, "explain", at, cause="经办人外出核查，没有按时在系统里办理。", correction="已安排接替人员，今后外出前先交接。")
    if then is not None:
        yield from then(at, random, signal)
        return
    at = working(at, random.randint(1, 4), random)
    yield at
    if random.random() < 0.7:
        watcher = _post("410100-EFFICIENCY", "监察员", at)
        does(watcher, signal, random.choice(("uphold", "uphold", "dismiss")), at, finding="依据办件记录，原因属实。")


def working(at: datetime, days: int, random: Random) -> datetime:
    """So many working days later, within office hours, and later than before."""
    day = calendar.standard().add_working(clock.day(at), days)
    if not calendar.standard().is_working(day):
        day = calendar.standard().add_working(day, 1)
    here = datetime.combine(day, time(random.randint(9, 16), random.randrange(60), random.randrange(60)), clock.SHANGHAI)
    if here > at:
        return here
    later = calendar.standard().add_working(day, 1) if clock.local(at).hour >= 17 else day
    return max(at.replace(microsecond=0), datetime.combine(later, time(9, random.randrange(60)), clock.SHANGHAI)) if later != day else at


def does(actor: Actor, case: int, move: str, at: datetime, **answers: Any) -> None:
    step = cases.procedure_of(case).move(move)
    data = parsed(step.form, answers, actor, at) if step.form else NOTHING
    cases.perform(actor=actor, case=case, move=move, data=data, seen=None, key=f"demo:{case}:{move}:{at:%m%d%H%M%S}", at=at)


def _answer(unit: str, case: int, at: datetime, random: Random) -> None:
    verdict = random.choice(("agree", "agree", "agree_with_conditions"))
    opinion = "现场核查合格，布局与图纸一致。" if verdict == "agree" else "夜间亮度不超过 400 尼特，22:30 后熄灯。"
    actor = _post(unit, "受理岗", at)
    data = parsed(cases.ANSWER, {"verdict": verdict, "opinion": opinion}, actor, at)
    cases.answer(actor=actor, case=case, data=data, key=f"demo:{case}:{unit}", at=at)


def _post(unit: str, title: str, at: datetime) -> Actor:
    return people.by_post(unit, title, clock.day(at))


def _head(item: library.ServiceItem, at: datetime) -> Actor:
    government = identity.unit(identity.unit_by_code(item.unit).government)
    return _post(government.code, "区长" if government.short.endswith("区") else "县（市）长", at)


def parsed(form: Form, answers: dict[str, Any], actor: Actor, at: datetime) -> Clean:
    """Answers as a person types them, through the form."""
    raw = {k: v if isinstance(v, list) else str(v) for k, v in answers.items()}
    return forms.parse(form=form, raw=raw, at=at, uploads=files.uploads(actor=actor))


def filled(form: Form, applicant: Actor, county: str, random: Random, at: datetime) -> Clean:
    """The application of an item or bundle, filled in as a person would."""
    township, _ = random.choice(identity.divisions_below(county))
    village, _ = random.choice(identity.divisions_below(township))
    party = identity.party(applicant)
    known = _typed(party, county, township, village, random)
    for name, day in (("from_date", 3), ("to_date", 20)):
        on = calendar.standard().add_working(clock.day(at), day)
        known |= {f"{name}-year": str(on.year), f"{name}-month": str(on.month), f"{name}-day": str(on.day)}
    for field in form.fields:
        if field.kind is FieldKind.FILE:
            known[field.code] = [paper(applicant, at)]
        if field.kind is FieldKind.SIGNATURE:
            known |= {f"{field.code}.signed": party.name, f"{field.code}.agreed": "yes"}
    raw = {k: v if isinstance(v, list) else str(v) for k, v in known.items()}
    return forms.parse(form=form, raw=raw, at=at, uploads=files.uploads(actor=applicant), initial={})


def _typed(party: identity.Party, county: str, township: str, village: str, random: Random) -> dict[str, Any]:
    """What a person types into the questions of the catalogue."""
    return {
        "phone": "13800138000",
        "shop_name": random.choice(names.SHOPS),
        "area": f"{random.uniform(20, 300):.1f}",
        "floors": "一层",
        "licensed": "no",
        "gas": "yes",
        "grease_trap": "yes",
        "scope": "餐饮服务",
        "food_kinds": ["hot"],
        "safety_manager": party.name,
        "sign": "yes",
        "sign_width": "420",
        "sign_height": "90",
        "sign_light": "yes",
        "equipment_kind": "乘客电梯",
        "equipment_count": "2",
        "capital": "3000000",
        "staff": "6",
        "purpose": "外墙维修",
        "address.county": county,
        "address.township": township,
        "address.village": village,
        "address.detail": f"{random.randint(1, 99)} 号",
        "operator.name": party.name,
        "operator.number": party.code,
        "applicant_name.name": party.name,
        "applicant_name.number": party.code,
        "firm.name": "郑州槐荫巷餐饮有限公司",
        "firm.code": names.credit_code(1),
    }


def paper(actor: Actor, at: datetime) -> str:
    """A small picture handed in by an applicant: its hash."""
    return files.receive(chunks=[_picture()], name="场所平面图.png", actor=actor, at=at).sha256


@cache
def _picture() -> bytes:
    """A drawing of a floor plan, 240 × 160, as PNG."""
    rows = bytearray()
    for y in range(160):
        rows += b"\x00"
        for x in range(240):
            wall = x in (8, 9, 150, 151, 230, 231) or y in (8, 9, 90, 91, 150, 151)
            rows += b"\x16\x4a\x86" if wall else b"\xf3\xf5\xf8"
    head = struct.pack(">IIBBBBB", 240, 160, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(bytes(rows))) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _key(random: Random) -> str:
    return UUID(int=random.getrandbits(128)).hex
