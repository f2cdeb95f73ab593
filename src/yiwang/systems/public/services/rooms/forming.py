"""The form of an item, or of all items of a bundle: each question once, each paper once, each only of those whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from yiwang.engines.forms.types import Field, FieldKind, Form, When
from yiwang.systems.public.services.rooms.choosing import questions
from yiwang.systems.public.services.rooms.conditions import either
from yiwang.systems.public.services.rooms.library import Part, ServiceItem
from yiwang.systems.public.services.rooms.materials import Material

WHO, SHOP, MATTER, PAPERS, PROMISE = "申请人", "场所与经营", "要办的事", "材料", "承诺"  # steps
DECIDING, APPLYING = "您的情况", f"{WHO}/谁来申请"
COMMITMENT = "commitment"


def form_of(*, code: str, title: str, version: int, parts: Sequence[Part], first: Iterable[str] = ()) -> Form:
    """What the rest depends on is asked first: a guide's link carries it in, and every later step follows it.

    A condition that looks at what is asked later cannot hide anything, and falls away.
    """
    deciding = {q.code: q for q in questions(parts, first)}
    asked = {f.code: f for p in parts for f in p.item.fields if f.code not in deciding}
    matter = SHOP if "shop_name" in asked else MATTER
    fields = [replace(q, step=f"{WHO}/{DECIDING}") for q in deciding.values()]
    headings: dict[str, list[Field]] = {}
    signed = [f for f in asked.values() if f.kind is FieldKind.SIGNATURE]  # last of all, under what they are put to
    for field in (f for f in asked.values() if f not in signed):
        place = APPLYING if field.step == WHO else f"{matter}/{field.step}"
        headings.setdefault(place, []).append(replace(field, step=place, when=_of_parts(parts, field)))
    fields += headings.pop(APPLYING, []) + [f for found in headings.values() for f in found]
    fields = [replace(f, when=tuple(w for w in f.when if w.field in {one.code for one in fields[:n]})) for n, f in enumerate(fields)]
    known = {f.code for f in fields}
    signatures = [replace(f, step=PROMISE, when=tuple(w for w in _of_parts(parts, f) if w.field in known)) for f in signed]
    return Form(code, title, (*fields, *_papers(parts, known), *_promises(parts), *signatures), version=version, submit="提交申请")


def _of_parts(parts: Sequence[Part], field: Field) -> tuple[When, ...]:
    """When any item that asks it is begun. What one condition cannot say is asked of everybody."""
    return (*(either(p.when for p in parts if any(f.code == field.code for f in p.item.fields)) or ()), *field.when)


def _papers(parts: Sequence[Part], asked: set[str]) -> list[Field]:
    found: dict[str, list[tuple[Material, tuple[When, ...]]]] = {}
    for part in parts:
        for m in part.item.materials:
            if m.own:
                found.setdefault(m.code, []).append((m, tuple(w for w in (*part.when, *m.when) if w.field in asked)))
    return [
        Field(f"paper_{m.code}", m.title, FieldKind.FILE, _help(m), required=m.required, longest=20 * 1024 * 1024, files=5, step=PAPERS,
              when=either(when for _, when in ways) or ())
        for ways in found.values() for m, _ in ways[:1]
    ]


def _help(paper: Material) -> str:
    circumstances = f"什么时候要交：{paper.circumstances}。" if paper.circumstances else ""
    return circumstances + (paper.how or "照片或 PDF。") + ("现在没有的，可以以后补。" if paper.later else "")


def _promises(parts: Sequence[Part]) -> list[Field]:
    """What the applicant commits to, where an item is decided on that (告知承诺)."""
    items = [p.item for p in parts if p.item.procedure == "public.services.commitment"]
    return [Field(COMMITMENT, "承诺", FieldKind.CHOICE, _told(items), choices=(("yes", "我已经知道上面的条件，承诺都符合；承诺不实的，愿意承担法律责任。"),),
                  personal=False, step=PROMISE)] if items else []


def _told(items: Sequence[ServiceItem]) -> str:
    return "办理条件：" + "；".join(c.rstrip("。") for i in items for c in i.conditions) + "。部门发证以后会核查。"
