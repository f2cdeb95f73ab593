"""The item library as the rest of services reads it: items and bundles out of their registers, every version for ever as it was published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Field, When
from yiwang.engines.registers import api as registers
from yiwang.kernel import clock
from yiwang.kernel.errors import NotFound
from yiwang.systems.public.services import procedures, roles
from yiwang.systems.public.services.rooms import catalogue, first_shape
from yiwang.systems.public.services.rooms.item_form import AREAS, DEPTHS, HANDLINGS, KINDS, SERVES
from yiwang.systems.public.services.rooms.materials import Material, material

ITEMS, BUNDLES = "items", "bundles"
PROCEDURES = {p.code: p for p in procedures.IN_FORCE}
OF_HOLDERS = {code: f"public.services.{code}" for code, _ in HANDLINGS}
WORDS = dict(HANDLINGS)
NO_PERMIT = (("准予行政许可", "准予办理"), ("不予行政许可", "不予办理"), ("行政许可", ""))  # in titles of letters
KEPT = 8000  # versions a process keeps at most
_kept: dict[tuple[str, str], ServiceItem] = {}


@dataclass(frozen=True, slots=True)
class Basis:
    law: str
    article: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Fee:
    title: str
    standard: str
    basis: str


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """An item as one unit offers it, in one of its handlings. `key` is its code in the register, with the handling when it is not the first
    issue: `410105.food_business`, `410105.food_business.renewal`."""

    key: str
    version: int
    hash: str
    code: str
    title: str
    procedure: str
    unit: str
    kind: str
    serves: tuple[str, ...]
    result: str
    months: int  # how long what is issued is valid; 0 for ever
    issues_certificate: bool
    promised: Mapping[str, int]
    legal_days: int
    visits: int
    depth: str
    area: str
    fees: tuple[Fee, ...]
    themes: tuple[str, ...]
    basis: tuple[Basis, ...]
    conditions: tuple[str, ...]
    fields: tuple[Field, ...]
    materials: tuple[Material, ...]
    questions: tuple[tuple[str, str], ...]
    reviewing: tuple[cases.Reviewing, ...]
    window: tuple[str, str]  # where, and when it is open
    sooner: tuple[cases.Sooner, ...] = ()
    handlings: tuple[str, ...] = ()
    stopped: bool = False
    secret: bool = False
    common_window: bool = False  # common windows of the same government take it in too
    parent: str = ""  # the code of the item it is a part or a way of

    @property
    def short(self) -> str:
        """A title that fits a lane: what the result is called when the item's own is long."""
        return self.title if len(self.title) <= 12 else self.result

    @property
    def days(self) -> int:
        """Working days promised for the decision."""
        return self.promised.get("decide", self.legal_days)

    @property
    def charged(self) -> bool:
        return bool(self.fees)

    @property
    def for_case(self) -> cases.Item:
        return cases.Item(self.key, self.version, self.title, self.procedure, self.promised, self.reviewing, f"services.{self.key}", self.version,
                          self.result, tuple(f"{b.law}{b.article}" for b in self.basis if b.certain), self.sooner, () if self.permit else NO_PERMIT,
                          (roles.COMMON_WINDOW,) if self.common_window else ())

    @property
    def permit(self) -> bool:
        """Under 行政许可法; confirmations, benefits and services go the same way without being one."""
        return self.kind == dict(KINDS)["permit"]


@dataclass(frozen=True, slots=True)
class Part:
    """An item of a bundle, begun only where the answers say so; a single item is a bundle of one part."""

    item: ServiceItem
    when: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True)
class Bundle:
    """A life event: several items from one form, one matter (一件事)."""

    key: str
    version: int
    code: str
    title: str
    summary: str
    icon: str
    parts: tuple[Part, ...]
    first: tuple[str, ...] = ()  # questions asked before all others

    @property
    def items(self) -> tuple[ServiceItem, ...]:
        """All that may be begun."""
        return tuple(p.item for p in self.parts)


def pinned(key: str, version: int) -> ServiceItem:
    """A version of an item, for ever the same. Raises NotFound."""
    base, handling = split(key)
    record = registers.get(register=ITEMS, key=base, version=version)
    place = (key, record.hash)  # a version that was never committed may come again with another content
    found = _kept.get(place)
    if found is None:
        if len(_kept) >= KEPT:
            _kept.clear()
        found = _kept[place] = _read(key, record, handling)
    return found


def item(key: str, on: date | None = None) -> ServiceItem:
    """The item in force on a day (today). Raises NotFound, for a handling the item does not have too."""
    base, handling = split(key)
    record = registers.get(register=ITEMS, key=base, on=on or clock.day(settings.CLOCK.now()))
    found = pinned(key, record.version)
    if handling and handling not in found.handlings:
        raise NotFound(key)
    return found


def offered(area: str, on: date | None = None) -> list[ServiceItem]:
    """What a division offers now, in the order of keys; what is stopped is left out."""
    found = registers.in_force(register=ITEMS, start=f"{area}.", on=on or clock.day(settings.CLOCK.now()))
    return [pinned(key, version) for key, version, state in found if state is registers.State.VALID]


def stopped(key: str) -> bool:
    """Whether nobody may apply for it now."""
    return registers.get(register=ITEMS, key=split(key)[0]).state is not registers.State.VALID


def split(key: str) -> tuple[str, str]:
    """The key in the register, and the handling after it."""
    division, _, rest = key.partition(".")
    code, _, handling = rest.partition(".")
    return f"{division}.{code}", handling


def bundle(key: str) -> Bundle:
    """The bundle in force, with its items as they are now. Raises NotFound."""
    return _bundle(registers.get(register=BUNDLES, key=key), item)


def bundles(area: str, on: date | None = None) -> list[Bundle]:
    """All bundles of a division, in the order of their keys: two statements, however many there are."""
    day = on or clock.day(settings.CLOCK.now())
    versions = {key: version for key, version, _ in registers.in_force(register=ITEMS, start=f"{area}.", on=day)}

    def now(key: str) -> ServiceItem:
        if (version := versions.get(split(key)[0])) is None:
            raise NotFound(key)
        return pinned(key, version)

    found = registers.in_force(register=BUNDLES, start=f"{area}.", on=day)
    return [_bundle(registers.get(register=BUNDLES, key=key, version=version), now) for key, version, _ in found]


def _bundle(record: registers.Pinned, item: Callable[[str], ServiceItem]) -> Bundle:
    division = record.key.partition(".")[0]
    raw = first_shape.lifted_bundle(record.facts, division)
    rows = [(item(f"{division}.{row['item']}"), row.get("when", "")) for row in raw["items"]]
    asked = {f.code: f for one, _ in rows for f in one.fields} | {row["field"]: catalogue.question(row["field"]) for row in raw.get("questions", ())}
    parts = tuple(Part(one, catalogue.when_of(when, asked)) for one, when in rows)
    return Bundle(record.key, record.version, raw["code"], raw["title"], raw["summary"], raw["icon"], parts,
                  tuple(row["field"] for row in raw.get("questions", ())))


def parts(key: str) -> tuple[Part, ...]:
    """What a key offers: a bundle's items with their conditions, or one item. Raises NotFound."""
    try:
        return bundle(key).parts
    except NotFound:
        return (Part(item(key)),)


def for_case(key: str, version: int) -> cases.Item:
    """What cases pin of an item."""
    return pinned(key, version).for_case


def _read(key: str, record: registers.Pinned, handling: str) -> ServiceItem:
    facts = first_shape.lifted(record.facts)
    raw = facts["item"]
    asked = {plain["code"]: catalogue.read(plain) for plain in facts["questions"]}
    rows = raw.get("handlings", ())
    days = next((int(r["promised_days"]) for r in rows if r["handling"] == handling), int(raw["promised_days"]))
    return ServiceItem(
        key=key, version=record.version, hash=record.hash, code=raw["code"], title=f"{raw['title']}（{WORDS[handling]}）" if handling else raw["title"],
        procedure=OF_HOLDERS.get(handling, raw["procedure"]), unit=facts["unit"], kind=dict(KINDS)[raw["kind"]],
        serves=tuple(dict(SERVES)[s] for s in raw["serves"]), result=raw["result"], months=int(raw.get("result_months", 0)),
        issues_certificate=raw["result_kind"] == "certificate", promised={"decide": days}, legal_days=int(raw["legal_days"]), visits=int(raw["visits"]),
        depth=dict(DEPTHS)[raw["depth"]], area=dict(AREAS)[raw["area"]],
        fees=tuple(Fee(f["title"], f["standard"], f.get("basis", "") if f["checked"] else "") for f in raw.get("fees", ())),
        themes=tuple(catalogue.listed(raw.get("themes", ""))), conditions=tuple(row["text"] for row in raw.get("conditions", ())),
        basis=tuple(Basis(b["law"], b.get("article", ""), bool(b["checked"]) and bool(b.get("article"))) for b in raw["bases"]),
        fields=tuple(catalogue.as_asked(asked, row) for row in raw.get("form", ()) if _of(row, handling)),
        materials=tuple(material(row, asked) for row in raw.get("materials", ()) if _of(row, handling)),
        questions=tuple((q["question"], q["answer"]) for q in raw.get("questions", ())),
        reviewing=tuple(cases.Reviewing(facts["reviewing"][r["department"]], r["title"], int(r["days"]), r.get("question", ""),
                                        catalogue.when_of(r.get("when", ""), asked)) for r in raw.get("reviewing", ())),
        sooner=tuple(cases.Sooner("decide", int(s["days"]), catalogue.when_of(s["when"], asked)) for s in raw.get("sooner", ())),
        window=(raw.get("window", ""), raw.get("hours", "")), handlings=tuple(r["handling"] for r in rows), secret=bool(raw.get("secret")),
        common_window=bool(raw.get("common_window")), parent=raw.get("parent", ""))


def _of(row: Mapping[str, Any], handling: str) -> bool:
    """Whether a line is of this handling; one without any is of the first issue."""
    return handling in row.get("handlings", ()) if handling else not row.get("handlings")


def laws(items: Iterable[ServiceItem]) -> tuple[Basis, ...]:
    """The bases that may be shown to the public: those verified against the text, each once."""
    return tuple(dict.fromkeys(b for i in items for b in i.basis if b.certain))
