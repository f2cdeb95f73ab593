"""Declared forms: what contradicts itself is refused at start, and every version stays findable."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from yiwang.engines.forms.rooms import grids, trees
from yiwang.engines.forms.rooms.attached import NAMES
from yiwang.engines.forms.rooms.clean_values import SINGLE, decimal
from yiwang.engines.forms.rooms.stages import step_of
from yiwang.engines.forms.types import Field, FieldKind, Form
from yiwang.kernel.errors import Declined, NotFound

CODE = re.compile(r"[a-z][a-z0-9_]*")
FORM_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_-]+)*")
PATH = re.compile(r"[a-z][a-z0-9_]*([.:][a-z][a-z0-9_]*)*")
OFFERING = (FieldKind.CHOICE, FieldKind.CHOICES)
BOUNDED = (FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DATE, FieldKind.CHOICES, FieldKind.ROWS)
IN_ROWS = frozenset({*SINGLE, FieldKind.CHOICES})
BLIND = (FieldKind.ADDRESS, FieldKind.PERSON, FieldKind.FIRM, FieldKind.FILE, FieldKind.ROWS, FieldKind.SIGNATURE, FieldKind.TREE,
         FieldKind.MAP_POINT, FieldKind.TABLE)  # no condition looks at these
BLAMING = ("非法", "无效", "错误代码", "系统异常")
Finder = Callable[[str, int | None], Form | None]
_forms: dict[tuple[str, int], Form] = {}
_finders: dict[str, Finder] = {}


def register(form: Form) -> Form:
    """Makes a form findable; the same value again is the same form. Raises Declined with every fault, or when the version is taken."""
    faults = check(form)
    if faults:
        raise Declined(f"{form.code} v{form.version}: " + "; ".join(faults))
    held = _forms.setdefault((form.code, form.version), form)
    if held is not form and held != form:
        raise Declined(f"{form.code} v{form.version} is declared twice, differently: a change is a new version")
    return held


def derive(prefix: str, find: Finder) -> None:
    """Forms that follow from data (an item's fields) are found by who has the data: for codes that begin so, `find(code, version)` is asked."""
    _finders[prefix] = find


def get(code: str, version: int | None = None) -> Form:
    """A form by code; the newest version unless one is named. Raises NotFound."""
    newest = version or max((v for c, v in _forms if c == code), default=0)
    if found := _forms.get((code, newest)):
        return found
    for prefix in sorted((one for one in _finders if code.startswith(one)), key=len, reverse=True):
        if found := _finders[prefix](code, version):
            return found
    raise NotFound(f"form {code} v{version or 'newest'}")


def every() -> tuple[Form, ...]:
    """All registered forms, by code and version."""
    return tuple(form for _, form in sorted(_forms.items()))


def check(form: Form) -> list[str]:
    """Everything about a declaration that contradicts itself, for the engineer."""
    of_fields = [f"{field.code}: {fault}" for place, field in enumerate(form.fields) for fault in _of_field(form, place, field)]
    return [*_of_form(form), *of_fields]


def _of_form(form: Form) -> Iterator[str]:
    if not FORM_CODE.fullmatch(form.code) or len(form.code) > 80:
        yield "its code is lower-case words with dots, at most 80 characters"
    if form.version < 1:
        yield "versions count from 1"
    if not form.title or not form.submit:
        yield "title and submit are what people read: neither may be empty"
    codes = [field.code for field in form.fields]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"two fields are called {code}"
    for places in ([step_of(field)[0] for field in form.fields], [field.step for field in form.fields]):
        if any(places[i] in places[:i] and places[i] != places[i - 1] for i in range(1, len(places))):
            yield "the fields of a step stand together, and those of a heading"
            break


def _of_field(form: Form, place: int, field: Field) -> Iterator[str]:
    if not CODE.fullmatch(field.code) or len(field.code) > 40:
        yield "its code is lower-case letters, digits and underscores, at most 40"
    if not field.label:
        yield "it has no label"
    if any(word in text for word in BLAMING for text in (field.label, field.help, field.example)):
        yield "its words blame: say what to do"
    if field.longest < 1 or field.files < 1:
        yield "longest and files are at least 1"
    if field.prefill and not PATH.fullmatch(field.prefill):
        yield f"prefill {field.prefill!r} is not a path"
    if field.locked and not field.prefill:
        yield "locked, but nothing fills it"
    if field.kind is FieldKind.SIGNATURE and (field.prefill or not field.personal):
        yield "nobody signs for another: nothing fills a signature, and it is personal"
    yield from _of_rows(form, field)
    yield from _of_choices(field)
    yield from _of_bounds(field)
    yield from _of_files(field)
    yield from _of_conditions(form, place, field)


def _of_rows(form: Form, field: Field) -> Iterator[str]:
    if bool(field.fields) is not (field.kind in (FieldKind.ROWS, FieldKind.TABLE)):
        yield "questions of a row belong to rows, and rows have some"
    if field.kind is not FieldKind.TABLE and field.totals:
        yield "totals belong to a table"
    if field.kind is not FieldKind.TREE and (field.levels or field.tree or not field.leaves):
        yield "levels belong to a tree"
    yield from {FieldKind.TABLE: grids.faults, FieldKind.TREE: trees.faults}.get(field.kind, lambda _: ())(field)
    row = replace(form, fields=field.fields)
    for place, inner in enumerate(field.fields):
        if inner.kind not in IN_ROWS:
            yield f"{inner.code}: a {inner.kind} does not fit into a row"
        if inner.code == "rows" or inner.code.isdecimal():
            yield f"{inner.code}: this name counts the rows"
        yield from (f"{inner.code}: {fault}" for fault in _of_field(row, place, inner))


def _of_choices(field: Field) -> Iterator[str]:
    if field.kind in OFFERING and not field.choices:
        yield "a choice without choices"
    if field.kind is FieldKind.YES_NO and field.choices and [code for code, _ in field.choices] != ["yes", "no"]:
        yield "a yes_no offers yes and no, in this order, under whatever labels"
    elif field.kind not in (*OFFERING, FieldKind.YES_NO, FieldKind.TREE, FieldKind.TABLE) and field.choices:
        yield f"a {field.kind} offers no choices"
    codes = [code for code, _ in field.choices]
    if len(set(codes)) != len(codes) or not all(code and label and code == code.strip() for code, label in field.choices):
        yield "choices need codes that differ, and labels"


def _of_bounds(field: Field) -> Iterator[str]:
    if (field.least or field.most) and field.kind not in BOUNDED:
        yield f"a {field.kind} has no least or most"
        return
    found = [_bound(field.kind, declared) for declared in (field.least, field.most)]
    if any(declared and bound is None for declared, bound in zip((field.least, field.most), found, strict=True)):
        yield "least or most cannot be read"
    elif found[0] is not None and found[1] is not None and "today" not in (field.least, field.most) and found[0] > found[1]:  # type: ignore[operator]
        yield "least is above most"


def _bound(kind: FieldKind, declared: str) -> Decimal | date | None:
    if kind is not FieldKind.DATE:
        return decimal(declared)
    try:
        return date.min if declared == "today" else date.fromisoformat(declared)
    except ValueError:
        return None


def _of_files(field: Field) -> Iterator[str]:
    if field.kind is not FieldKind.FILE:
        if field.accepts or field.files != 1:
            yield f"a {field.kind} takes no files"
        return
    if unknown := sorted(set(field.accepts) - set(NAMES)):
        yield f"files of kind {', '.join(unknown)} are never received"


def _of_conditions(form: Form, place: int, field: Field) -> Iterator[str]:
    above = {other.code: other for other in form.fields[:place]}
    for when in field.when:
        if when.field not in above:
            known = any(other.code == when.field for other in form.fields)
            yield f"its condition looks at {when.field}, which {'stands below it' if known else 'does not exist'}"
            continue
        other = above[when.field]
        offered = {"yes", "no"} if other.kind is FieldKind.YES_NO else {code for code, _ in other.choices}
        if not when.values:
            yield f"its condition on {when.field} names no value"
        elif offered and set(when.values) - offered:
            yield f"its condition on {when.field} names values that are not offered"
        elif other.kind in BLIND:
            yield f"a condition cannot look at a {other.kind}"
