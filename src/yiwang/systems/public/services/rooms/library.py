"""The item library: items and bundles as data, checked line by line when they are loaded, published in the register `items`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from yiwang.engines.cases import api as cases
from yiwang.engines.registers import api as registers
from yiwang.kernel.actors import Actor
from yiwang.systems.public.services import procedures
from yiwang.systems.public.services.rooms import fields
from yiwang.systems.public.services.rooms.materials import Material, material

FOLDER = Path(__file__).resolve().parents[1] / "items"
ITEMS, BUNDLES = "items", "bundles"


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

    @property
    def for_case(self) -> cases.Item:
        return cases.Item(self.key, self.version, self.title, self.procedure, self.promised, self.reviewing, f"services.{self.key}", self.version,
                          self.result, tuple(f"{b.law}{b.article}" for b in self.basis if b.certain))


@dataclass(frozen=True, slots=True)
class Bundle:
    """A life event: several items from one form, one matter (一件事)."""

    key: str
    version: int
    code: str
    title: str
    summary: str
    icon: str
    items: tuple[ServiceItem, ...]


def faults(raw: Mapping[str, Any]) -> list[str]:
    """What is wrong with an item as it was written, in Chinese, one line each; empty when it may be published."""
    wrong = []
    known = {p.code: p for p in procedures.ALL}
    procedure = known.get(str(raw.get("procedure")))
    if procedure is None:
        return [f"{raw.get('title')}：没有“{raw.get('procedure')}”这个程序，可用：{'、'.join(sorted(known))}"]
    for name, days in dict(raw.get("promised", {})).items():
        term = procedure.terms.get(name)
        if term is None or term.promised_by != "item":
            wrong.append(f"{raw['title']}：时限“{name}”不能由事项承诺")
        elif not 0 < int(days) <= term.span.days:
            wrong.append(f"{raw['title']}：承诺 {days} 个工作日超过法定的 {term.span.days} 个工作日")
    wrong += [f"{raw['title']}：没有“{code}”这个字段" for code in raw.get("fields", ()) if code not in fields.CATALOGUE]
    wrong += [f"{raw['title']}：缺少{name}" for name in ("code", "title", "result", "basis", "conditions") if not raw.get(name)]
    wrong += [f"{raw['title']}：征询时限 {r['days']} 天超过承诺的审查时限" for r in raw.get("reviewing", ())
              if int(r["days"]) > int(dict(raw.get("promised", {})).get("decide", 10_000))]
    return wrong


@lru_cache(maxsize=1)
def written() -> tuple[list[tuple[str, Mapping[str, Any]]], list[Mapping[str, Any]]]:
    """The items (with the department that offers each) and the bundles, as the files have them. Raises ValueError naming every fault."""
    items: list[tuple[str, Mapping[str, Any]]] = []
    bundles: list[Mapping[str, Any]] = []
    for file in sorted(FOLDER.glob("*.yaml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        items += [(content["department"], raw) for raw in content.get("items", ())]
        bundles += content.get("bundles", ())
    wrong = [f for _, raw in items for f in faults(raw)]
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
                          facts={**raw, "items": [f"{division}.{code}" for code in raw["items"]]}, request_key=f"bundles:{division}.{raw['code']}:{on}")
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
    return Bundle(record.key, record.version, facts["code"], facts["title"], facts["summary"], facts["icon"], tuple(item(k) for k in facts["items"]))


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
        reviewing=tuple(cases.Reviewing(r["unit"], r["title"], int(r["days"]), r.get("question", "")) for r in raw.get("reviewing", ())))


def laws(items: Iterable[ServiceItem]) -> tuple[Basis, ...]:
    """The bases that may be shown to the public: those verified against the text, each once."""
    return tuple(dict.fromkeys(b for i in items for b in i.basis if b.certain))
