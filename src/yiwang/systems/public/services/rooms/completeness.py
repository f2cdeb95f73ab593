"""How whole an item is: what its department still owes before nobody has to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

QUESTIONS = 3  # so many questions and answers make an item complete


@dataclass(frozen=True, slots=True)
class Whole:
    """An item's state: what lacks, in words, and how many of its articles nobody has read yet."""

    code: str
    lacks: tuple[str, ...]
    unverified: int

    @property
    def complete(self) -> bool:
        return not self.lacks


@dataclass(frozen=True, slots=True)
class Share:
    """A department's items together; `lacks` says how many items lack what."""

    department: str
    items: int
    complete: int
    unverified: int
    lacks: Mapping[str, int]


def whole(item: Mapping[str, Any]) -> Whole:
    """What lacks an item: what the public's guide would have to leave out."""
    papers = item.get("materials", ())
    told = {
        "依据的条款": any(row.get("article") for row in item.get("bases", ())), "条件": bool(item.get("conditions")), "材料": bool(papers),
        "材料怎么交": all(row.get("how") or row["shared"] for row in papers), "表单": len(item.get("form", ())) > 2, "窗口": bool(item.get("window")),
        "办理时间": bool(item.get("hours")), "电话": bool(item.get("phone") and item.get("complaint")),
        "问答": len(item.get("questions", ())) >= QUESTIONS,
    }
    unverified = sum(not row["checked"] for group in ("bases", "fees") for row in item.get(group, ()))
    return Whole(str(item["code"]), tuple(name for name, there in told.items() if not there), unverified)


def shares(items: Iterable[Mapping[str, Any]]) -> tuple[Share, ...]:
    """By department, in the order they come."""
    found: dict[str, list[Whole]] = {}
    for item in items:
        found.setdefault(item["department"], []).append(whole(item))
    return tuple(Share(department, len(wholes), sum(w.complete for w in wholes), sum(w.unverified for w in wholes), _counted(wholes))
                 for department, wholes in found.items())


def _counted(wholes: Iterable[Whole]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in (name for w in wholes for name in w.lacks):
        counts[name] = counts.get(name, 0) + 1
    return counts
