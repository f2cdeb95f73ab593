"""The form of an item, or of all items of a bundle: each question once, each paper once, each only of those whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yiwang.engines.forms.types import Field, FieldKind, Form, When
from yiwang.systems.public.services.rooms.choosing import questions
from yiwang.systems.public.services.rooms.conditions import either
from yiwang.systems.public.services.rooms.fields import CATALOGUE, ORDER, PLACE
from yiwang.systems.public.services.rooms.library import Part
from yiwang.systems.public.services.rooms.materials import Material

WHO, SHOP, MATTER, PAPERS = "申请人", "场所与经营", "要办的事", "材料"  # steps
DECIDING = "您的情况"
OF_PERSONS = ("operator", "applicant_name", "firm", "phone")
FOLLOWS_SIGN = ("sign_width", "sign_height", "sign_light")


def form_of(*, code: str, title: str, version: int, parts: Sequence[Part]) -> Form:
    """What the rest depends on is asked first: a guide's link carries it in, and every later step follows it."""
    first = questions(parts)
    deciding = {q.code for q in first}
    others = sorted({c for p in parts for c in p.item.fields} - deciding, key=lambda c: (c not in OF_PERSONS, ORDER[c]))
    matter = SHOP if "shop_name" in others else MATTER
    signs = "sign" in deciding
    asked = [replace(q, step=f"{WHO}/{DECIDING}") for q in first]
    for name in others:
        field = CATALOGUE[name]
        step = WHO if name in OF_PERSONS else matter
        own = (When("sign", ("yes",)),) if signs and name in FOLLOWS_SIGN else ()  # measures of the sign are asked only of those who hang one
        heading = "店铺在哪里" if step == SHOP and field.step == PLACE else field.step
        asked.append(replace(field, step=f"{step}/{heading}", when=(*_of_parts(parts, name), *own)))
    return Form(code, title, (*asked, *_papers(parts)), version=version, submit="提交申请")


def _of_parts(parts: Sequence[Part], name: str) -> tuple[When, ...]:
    """When any item that asks it is begun. What one condition cannot say is asked of everybody."""
    return either(p.when for p in parts if name in p.item.fields) or ()


def _papers(parts: Sequence[Part]) -> list[Field]:
    asked: dict[str, list[tuple[Material, tuple[When, ...]]]] = {}
    for part in parts:
        for m in part.item.materials:
            if m.source == "申请人":
                asked.setdefault(m.code, []).append((m, (*part.when, *m.when)))
    return [
        Field(f"paper_{m.code}", m.title, FieldKind.FILE, m.how, required=m.required, longest=20 * 1024 * 1024, files=5, step=PAPERS,
              when=either(when for _, when in found) or ())
        for found in asked.values() for m, _ in found[:1]
    ]
