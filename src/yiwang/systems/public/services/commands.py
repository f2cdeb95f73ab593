"""What a department changes in its items: a section on the screen, many by workbook, off the shelf and back on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from yiwang.engines.cases.types import Command
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.registers import api as registers
from yiwang.engines.sheets import api as sheets
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import NotFound
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.services import roles
from yiwang.systems.public.services.rooms import loading
from yiwang.systems.public.services.rooms.item_form import ITEM
from yiwang.systems.public.services.rooms.library import ITEMS
from yiwang.web.generic import loading as screens

SECTION = "services.section."
FROM = Field("from_on", "自何日起", FieldKind.DATE, "以前的办件还按原来的版本办。", least="today", personal=False)
SECTIONS: dict[str, tuple[str, ...]] = {}
for _field in ITEM.fields:
    SECTIONS[_field.step] = (*SECTIONS.get(_field.step, ()), _field.code)
EDITED = Act("public.services.item_edited", Kind.CHANGED, "{actor}修改事项")
LOADED = Act("public.services.items_loaded", Kind.CHANGED, "{actor}载入事项")
STOPPED = Act("public.services.item_stopped", Kind.CHANGED, "{actor}暂停办理")
RESUMED = Act("public.services.item_resumed", Kind.CHANGED, "{actor}恢复办理")


def section_form(number: int) -> Form:
    """The questions of one section of an item, and from when the change holds."""
    title, codes = list(SECTIONS.items())[number]
    fields = tuple(replace(ITEM.field(code), step="") for code in codes if code != "code")
    return Form(f"{SECTION}{number}", title, (*fields, FROM), submit="保存为新版本")


def shelf_of(actor: Actor, on: date) -> loading.Shelf:
    """The shelf an official changes: of the own department; the whole division's for who keeps the library. Raises NotFound for who has none."""
    unit = identity.unit(actor.unit)
    try:
        division = identity.unit(unit.government).division if unit.government else unit.division
        whole = identity.rights(actor, epoch_now=identity.epoch()).hold(roles.LIBRARY_KEEPER.code, on)
    except KeyError:
        raise NotFound(str(actor.unit)) from None
    shelf = loading.shelf(division, of=None if whole else unit)
    if not whole and not shelf.mine:
        raise NotFound(unit.code)
    return shelf


def _merged(subject: str, data: Clean) -> dict[str, Any]:
    """The newest answers with one section put in their place."""
    before = loading.newest(_key(subject))
    if before is None:
        raise NotFound(subject)
    section = {f.code for f in section_form(int(data.form.removeprefix(SECTION))).fields}
    kept = {name: value for name, value in before.facts["item"].items() if name not in section}
    return {**kept, **{name: value for name, value in data.answers.items() if name != FROM.code}}


def _key(subject: str) -> str:
    """The item's key out of its chain's subject."""
    return subject.removeprefix(registers.subject(ITEMS, ""))


def _edit_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    shelf = shelf_of(actor, clock.day(at))
    if not _key(subject).startswith(f"{shelf.division}."):
        return [Reason("not-yours", "这不是本级的事项，请到它所在的区县修改。")]
    after = _merged(subject, data)
    held = loading.newest(_key(subject))
    if shelf.mine and held is not None and held.facts["item"]["department"] not in shelf.mine:
        return [Reason("not-yours", f"这是{held.facts['item']['department']}的事项，只有{held.facts['item']['department']}能改。")]
    return loading.judged(after, shelf, loading.known_of(shelf))


def _edit(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Mapping[str, object]:
    shelf = shelf_of(actor, clock.day(at))
    change = loading.change(_key(subject), _merged(subject, data), shelf)
    on = date.fromisoformat(data.answers[FROM.code])
    loading.publish(changes=(change,), actor=actor, unit=actor.unit, on=on, at=at, request=f"edit:{change.version}")
    return {"item": _key(subject), "differences": len(change.differences), "version": change.version + bool(change.differences)}


LOAD = Form("services.load_items", "载入事项", (
    Field("sha256", "文件", FieldKind.TEXT, longest=64, personal=False), Field("base", "依据", FieldKind.TEXT, longest=16, personal=False), FROM,
), submit="载入")


def book_of(actor: Actor, sha256: str) -> sheets.Book:
    """The workbook somebody uploaded. Raises NotFound for who may not use it, Invalid for what is no spreadsheet."""
    return screens.book_of(actor, sha256, name=ITEM.title)


def _load_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    return [] if subject == f"library:{shelf_of(actor, clock.day(at)).division}" else [Reason("not-yours", "这不是本级的事项库。")]


def _load(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Mapping[str, object]:
    """The workbook as it was previewed. Raises Refused when an item was changed meanwhile: the preview would no longer be true."""
    on = date.fromisoformat(data.answers[FROM.code])
    found = loading.preview(book=book_of(actor, data.answers["sha256"]), shelf=shelf_of(actor, clock.day(at)), on=clock.day(at), at=at)
    if found.base != data.answers["base"]:
        raise screens.stale("其中的事项")
    count = loading.publish(changes=found.changes, actor=actor, unit=actor.unit, on=on, at=at, request=f"load:{data.answers['sha256'][:16]}:{found.base}")
    return {"published": count, "refused": len(found.of("refused"))}


STOP = Form("services.stop_item", "暂停办理", (Field("reason", "理由", FieldKind.TEXT, "会公布在办事指南上。", personal=False),), submit="暂停办理")
RESUME = Form("services.resume_item", "恢复办理", (Field("reason", "理由", FieldKind.TEXT, personal=False),), submit="恢复办理")


def _own_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    shelf, held = shelf_of(actor, clock.day(at)), loading.newest(_key(subject))
    mine = held is not None and _key(subject).startswith(f"{shelf.division}.") and (not shelf.mine or held.facts["item"]["department"] in shelf.mine)
    return [] if mine else [Reason("not-yours", "这不是本单位的事项。")]


def _stop(*, actor: Actor, subject: str, data: Clean, at: datetime) -> None:
    registers.set_state(register=ITEMS, key=_key(subject), state=registers.State.SUSPENDED, reason=data.answers["reason"], actor=actor, at=at)


def _resume(*, actor: Actor, subject: str, data: Clean, at: datetime) -> None:
    registers.set_state(register=ITEMS, key=_key(subject), state=registers.State.VALID, reason=data.answers["reason"], actor=actor, at=at)


BY = roles.ITEM_EDITOR.code
ON_ITEM = registers.subject(ITEMS, r"[0-9]{6}\.[a-z0-9_]{1,60}")
EDIT_ITEM = Command("public.services.edit_item", "修改事项", BY, section_form(0), _edit, EDITED, _edit_faults, on=ON_ITEM)
LOAD_ITEMS = Command("public.services.load_items", "载入事项", BY, LOAD, _load, LOADED, _load_faults, on="library:[0-9]{6}")
STOP_ITEM = Command("public.services.stop_item", "暂停办理", BY, STOP, _stop, STOPPED, _own_faults, "暂停后公众不能再申请这个事项，已经受理的照常办。",
                    ON_ITEM)
RESUME_ITEM = Command("public.services.resume_item", "恢复办理", BY, RESUME, _resume, RESUMED, _own_faults, on=ON_ITEM)
ALL = (EDIT_ITEM, LOAD_ITEMS, STOP_ITEM, RESUME_ITEM)
