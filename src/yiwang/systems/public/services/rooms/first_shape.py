"""Items and bundles as they were published first, lifted to the shape of today: a version that open cases pin never changes, so its reader stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yiwang.systems.public.services.rooms import catalogue
from yiwang.systems.public.services.rooms.item_form import KINDS, SERVES


def lifted(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts of an item, whichever shape they were published in."""
    if "item" in facts:
        return facts
    asked = tuple(facts["fields"])
    raw = {
        "code": facts["code"], "title": facts["title"], "procedure": facts["procedure"], "kind": _code(KINDS, facts["class"], "other_power"),
        "serves": [_code(SERVES, s, "other") for s in facts["serves"]], "result": facts["result"], "result_kind": "certificate",
        "result_months": "60" if facts.get("result_valid") == "5 年" else "0", "promised_days": str(facts["promised"]["decide"]),
        "legal_days": "45" if facts.get("reviewing") else "20", "visits": str(facts.get("visits", 0)), "depth": "whole", "area": "county",
        "themes": "、".join(facts.get("theme", ())), "bases": [{"law": b["law"], "article": b["article"], "checked": b["certain"]} for b in facts["basis"]],
        "conditions": [{"text": c} for c in facts["conditions"]], "form": [{"field": code, "required": True} for code in asked],
        "materials": [_paper(m) for m in facts.get("materials", ())],
        "questions": [{"question": q["q"], "answer": q["a"]} for q in facts.get("questions", ())],
        "reviewing": [{"department": r["department"], "title": r["title"], "days": r["days"], "question": r.get("question", ""), "when": _when(r)}
                      for r in facts.get("reviewing", ())],
        "sooner": [{"days": s["days"], "when": _when(s)} for s in facts.get("sooner", ())],
    }
    return {"item": raw, "unit": facts["unit"], "reviewing": {r["department"]: r["unit"] for r in facts.get("reviewing", ())},
            "questions": [catalogue.described(catalogue.question(code)) for code in asked]}


def lifted_bundle(facts: Mapping[str, Any], division: str) -> Mapping[str, Any]:
    """The facts of a bundle, whichever shape."""
    if "bundle" in facts:
        found: Mapping[str, Any] = facts["bundle"]
        return found
    parts = [{"item": p} if isinstance(p, str) else {"item": p["item"], "when": _when(p)} for p in facts["items"]]
    asked = dict.fromkeys(name for p in facts["items"] if not isinstance(p, str) for name in p.get("when", {}))
    return {**{name: facts[name] for name in ("code", "title", "summary", "icon")}, "questions": [{"field": name} for name in asked],
            "items": [{**p, "item": p["item"].removeprefix(f"{division}.")} for p in parts]}


def _paper(m: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": m["code"], "title": m["title"], "shared": m["source"] != "申请人", "need": "sometimes" if m.get("when") else "always", "when": _when(m),
            "how": m.get("how") or m.get("why", "")}


def _when(row: Mapping[str, Any]) -> str:
    return "、".join(f"{name}={'/'.join(v) if isinstance(v, list | tuple) else v}" for name, v in sorted(dict(row.get("when") or {}).items()))


def _code(labels: tuple[tuple[str, str], ...], label: str, otherwise: str) -> str:
    return next((code for code, name in labels if name == label), otherwise)
