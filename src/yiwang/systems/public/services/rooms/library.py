"""The item library: items and bundles as data, checked line by line when they are loaded, published in the register `items`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import When
from yiwang.engines.registers import api as registers
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import NotFound
from yiwang.systems.public.services import procedures
from yiwang.systems.public.services.rooms import fields
from yiwang.systems.public.services.rooms.conditions import conditions, either
from yiwang.systems.public.services.rooms.conditions import faults as condition_faults
from yiwang.systems.public.services.rooms.materials import Material, material

FOLDER = Path(__file__).resolve().parents[1] / "items"
ITEMS, BUNDLES = "items", "bundles"
PROCEDURES = {p.code: p for p in procedures.IN_FORCE}


@dataclass(frozen=True, slots=True)
class Basis:
    law: str
    article: str
    certain: bool


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """An item as one unit offers it. `key` is its code in the register: division and item (`410105.food_business`)."""

    key: str
    version: int
    code: str
    title: str
    procedure: str
    unit: str
    kind: str
    serves: tuple[str, ...]
    result: str
    result_valid: str
    promised: Mapping[str, int]
    visits: int
    charged: bool
    themes: tuple[str, ...]
    basis: tuple[Basis, ...]
    conditions: tuple[str, ...]
    fields: tuple[str, ...]
    materials: tuple[Material, ...]
    questions: tuple[tuple[str, str], ...]
    reviewing: tuple[cases.Reviewing, ...]
    sooner: tuple[cases.Sooner, ...] = ()

    @property
    def short(self) -> str:
        """A title that fits a lane: what the result is called when the item's own is long."""
        return self.title if len(self.title) <= 12 else self.result

    @property
    def legal_days(self) -> int:
        """Working days the law gives for the decision."""
        return PROCEDURES[self.procedure].terms["decide"].span.days

    @property
    def days(self) -> int:
        """Working days promised for it."""
        return self.promised.get("decide", self.legal_days)

    @property
    def for_case(self) -> cases.Item:
        return cases.Item(self.key, self.version, self.title, self.procedure, self.promised, self.reviewing, f"services.{self.key}", self.version,
                          self.result, tuple(f"{b.law}{b.article}" for b in self.basis if b.certain), self.sooner)


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

    @property
    def items(self) -> tuple[ServiceItem, ...]:
        """All that may be begun."""
        return tuple(p.item for p in self.parts)


def faults(raw: Mapping[str, Any]) -> list[str]:
    """What is wrong with an item as it was written, in Chinese, one line each; empty when it may be published."""
    wrong = []
    procedure = PROCEDURES.get(str(raw.get("procedure")))
    if procedure is None:
        return [f"{raw.get('title')}：没有“{raw.get('procedure')}”这个程序，可用：{'、'.join(sorted(PROCEDURES))}"]
    for name, days in dict(raw.get("promised", {})).items():
        term = procedure.terms.get(name)
        if term is None or term.promised_by != "item":
            wrong.append(f"{raw['title']}：时限“{name}”不能由事项承诺")
        elif not 0 < int(days) <= term.span.days:
            wrong.append(f"{raw['title']}：承诺 {days} 个工作日超过法定的 {term.span.days} 个工作日")
    wrong += [f"{raw['title']}：没有“{code}”这个字段" for code in raw.get("fields", ()) if code not in fields.CATALOGUE]
    wrong += [f"{raw['title']}：缺少{name}" for name in ("code", "title", "result", "basis", "conditions") if not raw.get(name)]
    asked = {code: fields.CATALOGUE[code] for code in raw.get("fields", ()) if code in fields.CATALOGUE}
    conditional = [*raw.get("reviewing", ()), *raw.get("sooner", ()), *raw.get("materials", ())]
    amiss = condition_faults((w for one in conditional for w in conditions(one.get("when"))), asked)
    wrong += [f"{raw['title']}：{fault}" for fault in dict.fromkeys(amiss)]
    return wrong + ([] if amiss else _days_faults(raw))


def _days_faults(raw: Mapping[str, Any]) -> list[str]:
    """Whatever is answered, no unit has more time than the whole is promised in, and no promise is above the law's."""
    item = cases.Item("", 0, "", "", dict(raw.get("promised", {})), _reviewing(raw, "department"), sooner=_sooner(raw))
    names = sorted({w.field for one in (*item.reviewing, *item.sooner) for w in one.when})
    wrong = []
    for values in product(*([code for code, _ in fields.CATALOGUE[name].choices] for name in names)):
        fitted = item.fitted(dict(zip(names, values, strict=True)))
        most = int(fitted.promised.get("decide", 10_000))
        wrong += [f"{raw['title']}：征询时限 {r.days} 天超过承诺的审查时限" for r in fitted.reviewing if r.days > most]
    wrong += [f"{raw['title']}：时限“{s.term}”没有承诺，不能再减" for s in item.sooner if s.term not in item.promised]
    return list(dict.fromkeys(wrong))


def bundle_faults(raw: Mapping[str, Any], items: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What is wrong with a bundle as it was written; `items` are those there are, by code."""
    parts = [_part(p) for p in raw["items"]]
    wrong = [f"没有“{code}”这个事项" for code, _ in parts if code not in items]
    wrong += condition_faults((w for _, whens in parts for w in whens), fields.CATALOGUE)
    if parts and not any(not whens for _, whens in parts):
        wrong.append("每个事项都有条件：可能一件也不办")
    ways: dict[str, list[tuple[When, ...]]] = {}
    for code, whens in parts:
        for name in items.get(code, {}).get("fields", ()):
            ways.setdefault(name, []).append(whens)
    wrong += [f"几个事项按不同的条件都要问“{name}”：写成同一个条件" for name, found in ways.items() if either(found) is None]
    return [f"{raw['title']}：{fault}" for fault in wrong]


@lru_cache(maxsize=1)
def written() -> tuple[list[tuple[str, Mapping[str, Any]]], list[Mapping[str, Any]]]:
    """The items (with the department that offers each) and the bundles, as the files have them. Raises ValueError naming every fault."""
    items: list[tuple[str, Mapping[str, Any]]] = []
    bundles: list[Mapping[str, Any]] = []
    for file in sorted(FOLDER.glob("*.yaml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        items += [(content["department"], raw) for raw in content.get("items", ())]
        bundles += content.get("bundles", ())
    known = {raw["code"]: raw for _, raw in items}
    wrong = [f for _, raw in items for f in faults(raw)] + [f for raw in bundles for f in bundle_faults(raw, known)]
    if wrong:
        raise ValueError("\n".join(wrong))
    return items, bundles


def publish(*, division: str, units: Mapping[str, str], actor: Actor, unit: int, on: date, at: datetime) -> int:
    """Publishes every item that the departments of a division offer. `units` gives a unit's code by its department's name. Gives how many."""
    items, bundles = written()
    count = 0
    for department, raw in items:
        if department not in units or any(r["department"] not in units for r in raw.get("reviewing", ())):
            continue
        facts = {**raw, "unit": units[department], "reviewing": [{**r, "unit": units[r["department"]]} for r in raw.get("reviewing", ())]}
        registers.publish(register=ITEMS, key=f"{division}.{raw['code']}", title=raw["title"], facts=facts, actor=actor, unit=unit, valid_from=on, at=at,
                          request_key=f"items:{division}.{raw['code']}:{on}")
        count += 1
    for raw in bundles:
        registers.publish(register=BUNDLES, key=f"{division}.{raw['code']}", title=raw["title"], actor=actor, unit=unit, valid_from=on, at=at,
                          facts={**raw, "items": [_keyed(part, division) for part in raw["items"]]}, request_key=f"bundles:{division}.{raw['code']}:{on}")
    return count


@lru_cache(maxsize=4096)
def pinned(key: str, version: int) -> ServiceItem:
    """A version of an item, for ever the same. Raises NotFound."""
    record = registers.get(register=ITEMS, key=key, version=version)
    return _read(record.key, record.version, record.facts)


def item(key: str) -> ServiceItem:
    """The item in force. Raises NotFound."""
    record = registers.get(register=ITEMS, key=key)
    return pinned(record.key, record.version)


def bundle(key: str) -> Bundle:
    """The bundle in force, with its items as they are now. Raises NotFound."""
    record = registers.get(register=BUNDLES, key=key)
    facts = record.facts
    parts = tuple(Part(item(k), when) for k, when in map(_part, facts["items"]))
    return Bundle(record.key, record.version, facts["code"], facts["title"], facts["summary"], facts["icon"], parts)


def _part(raw: str | Mapping[str, Any]) -> tuple[str, tuple[When, ...]]:
    """A part of a bundle as it is written: an item's code alone, or with `when`."""
    return (raw, ()) if isinstance(raw, str) else (str(raw["item"]), conditions(raw.get("when")))


def _keyed(raw: str | Mapping[str, Any], division: str) -> str | dict[str, Any]:
    return f"{division}.{raw}" if isinstance(raw, str) else {**raw, "item": f"{division}.{raw['item']}"}


def parts(key: str) -> tuple[Part, ...]:
    """What a key offers: a bundle's items with their conditions, or one item. Raises NotFound."""
    try:
        return bundle(key).parts
    except NotFound:
        return (Part(item(key)),)


def for_case(key: str, version: int) -> cases.Item:
    """What cases pin of an item."""
    return pinned(key, version).for_case


def _read(key: str, version: int, raw: Mapping[str, Any]) -> ServiceItem:
    return ServiceItem(
        key=key, version=version, code=raw["code"], title=raw["title"], procedure=raw["procedure"], unit=raw["unit"], kind=raw["class"],
        serves=tuple(raw["serves"]), result=raw["result"], result_valid=raw.get("result_valid", ""), promised=dict(raw.get("promised", {})),
        visits=int(raw.get("visits", 0)), charged=bool(raw["fee"]["charged"]), themes=tuple(raw.get("theme", ())),
        basis=tuple(Basis(b["law"], b["article"], bool(b["certain"])) for b in raw["basis"]), conditions=tuple(raw["conditions"]),
        fields=tuple(raw["fields"]), materials=tuple(material(m) for m in raw.get("materials", ())),
        questions=tuple((q["q"], q["a"]) for q in raw.get("questions", ())),
        reviewing=_reviewing(raw, "unit"), sooner=_sooner(raw))


def _reviewing(raw: Mapping[str, Any], unit: str) -> tuple[cases.Reviewing, ...]:
    return tuple(cases.Reviewing(r[unit], r["title"], int(r["days"]), r.get("question", ""), conditions(r.get("when"))) for r in raw.get("reviewing", ()))


def _sooner(raw: Mapping[str, Any]) -> tuple[cases.Sooner, ...]:
    return tuple(cases.Sooner(s["term"], int(s["days"]), conditions(s["when"])) for s in raw.get("sooner", ()))


def laws(items: Iterable[ServiceItem]) -> tuple[Basis, ...]:
    """The bases that may be shown to the public: those verified against the text, each once."""
    return tuple(dict.fromkeys(b for i in items for b in i.basis if b.certain))
