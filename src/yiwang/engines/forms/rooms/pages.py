"""What a page shows of a form: where its fields begin, and a frozen description with values and errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from yiwang.engines.forms.rooms import firms, grids, points, signatures, trees
from yiwang.engines.forms.rooms import parse as parsing
from yiwang.engines.forms.rooms.attached import UNDECLARED, accepted
from yiwang.engines.forms.rooms.clean_values import YES_NO
from yiwang.engines.forms.rooms.compound import PARTS
from yiwang.engines.forms.rooms.conditions import shown
from yiwang.engines.forms.rooms.flat import flat, flat_value, said
from yiwang.engines.forms.rooms.places import address_parts
from yiwang.engines.forms.rooms.raw import Raw, many, single
from yiwang.engines.forms.rooms.raw import one as text_of
from yiwang.engines.forms.rooms.rows import MOST, drawn
from yiwang.engines.forms.rooms.stages import belongs, step_of
from yiwang.engines.forms.types import (
    DraftView,
    FaultView,
    Field,
    FieldKind,
    FieldView,
    Form,
    FormView,
    Initial,
    Lookup,
    Option,
    PartView,
    StepView,
    Upload,
    Uploads,
    anchor,
)
from yiwang.kernel.actors import Actor
from yiwang.kernel.reasons import Reason

OFFERED = 4  # earlier files a question shows
MANY = (FieldKind.CHOICES, FieldKind.FILE, FieldKind.ROWS, FieldKind.SIGNATURE, FieldKind.TREE, FieldKind.TABLE)
WIDTHS = {FieldKind.NUMBER: 10, FieldKind.MONEY: 12, FieldKind.DATE: 12, FieldKind.PHONE: 14}


def blank(*, form: Form, actor: Actor, lookup: Lookup | None = None) -> dict[str, Initial]:
    """What the fields begin with: a value for every field whose path the lookup answers, with its source and date.

    A locked field is locked only when there is something to lock.
    """
    found: dict[str, Initial] = {}
    for field in form.fields:
        answer = lookup(actor=actor, path=field.prefill) if lookup is not None and field.prefill else None
        if answer is not None and answer[0] not in (None, "", [], {}):
            found[field.code] = Initial(answer[0], answer[1], answer[2], field.locked)
    return found


def view(
    *, form: Form, at: datetime, values: Raw | None = None, initial: Mapping[str, Initial] | None = None,
    errors: Sequence[Reason] = (), draft: DraftView | None = None, uploads: Uploads | None = None,
    files: Mapping[str, Sequence[Upload]] | None = None, offered: Mapping[str, Sequence[tuple[Upload, date]]] | None = None,
) -> FormView:
    """A form as a page draws it; `offered` are files handed in before, by question.

    `values` is a request (or a draft's `raw`); without it the draft's over what `initial` has is shown.
    """
    initial = initial or {}
    if values is None:
        values = flat(form=form, answers={code: held.value for code, held in initial.items()}, at=at)
        values = {**values, **draft.raw} if draft is not None else values  # a draft holds only what was typed
    answers = answered(form, values, at, initial)
    steps: dict[str, list[FieldView]] = {}
    for field in form.fields:
        faults = tuple(r for r in errors if belongs(r, field))
        steps.setdefault(step_of(field)[0], []).append(
            _field(field, values, initial.get(field.code), faults, shown(field, answers), at, _files(field, values, uploads, files)))
    if offered:
        steps = {title: [_offering(one, offered.get(one.name, ())) for one in fields] for title, fields in steps.items()}
    drawn = tuple(StepView(title, tuple(fields), sum(_has_error(one) for one in fields)) for title, fields in steps.items())
    faults_drawn = tuple(_fault(drawn, reason) for reason in errors)
    return FormView(form.code, form.version, form.title, form.intro, form.submit, drawn, faults_drawn, draft)


def _offering(field: FieldView, offered: Sequence[tuple[Upload, date]]) -> FieldView:
    held = {one.sha256 for one in field.files}
    return replace(field, offered=tuple((one, on) for one, on in offered if one.sha256 not in held)[:OFFERED])


def answered(form: Form, raw: Raw, at: datetime, initial: Mapping[str, Initial]) -> dict[str, Any]:
    """The answers conditions may look at, faults or not: what is not right yet counts as not answered."""
    looked_at = {when.field for field in form.fields for when in field.when}
    answers: dict[str, Any] = {}
    for field in form.fields:
        if field.code not in looked_at or not shown(field, answers):
            continue
        held = initial.get(field.code)
        value = held.value if held is not None and held.locked else parsing.answer(field, raw, at).value
        if value is not None:
            answers[field.code] = value
    return answers


def _has_error(field: FieldView) -> bool:
    return bool(field.error) or any(part.error for part in field.parts) or any(inner.error for row in field.rows for inner in row)


def _fault(steps: Sequence[StepView], reason: Reason) -> FaultView:
    for field in (one for step in steps for one in step.fields):
        if reason.field == field.name:
            return FaultView(str(reason), field.anchor)
        if any(reason.field == part.name for part in field.parts) or any(reason.field == inner.name for row in field.rows for inner in row):
            return FaultView(str(reason), anchor(reason.field))
    return FaultView(str(reason))


def _field(
    field: Field, raw: Raw, held: Initial | None, faults: Sequence[Reason], is_shown: bool, at: datetime, files: tuple[Upload, ...],
) -> FieldView:
    locked = held is not None and held.locked
    if locked and held is not None:
        raw = {**raw, **flat_value(field, held.value)}
    value = single(field, raw) if field.kind not in PARTS and field.kind not in MANY else ""
    at_parts = field.kind is FieldKind.ADDRESS  # its lists stand in one row: what is wrong with one is said above all
    own = next((r.text for r in faults if at_parts or r.field == field.code), "")
    is_file = field.kind is FieldKind.FILE
    note, good = firms.note(field, raw) if field.kind is FieldKind.FIRM and not faults and not locked else ("", False)
    return FieldView(
        note=note, note_good=good, found=_found(field), branches=field.choices if field.kind is FieldKind.TREE else (),
        rows=_rows(field, raw, faults, at), most_rows=int(field.most or MOST) if field.kind is FieldKind.ROWS else 0,
        name=field.code, label=field.label, kind=field.kind.value, help=field.help, required=field.required, value=value,
        display=said(field, held.value) if held is not None else "", options=_options(field, raw), parts=_parts(field, raw, faults, at),
        files=files, error=own, shown=is_shown, locked=locked, source=held.source if held else "", dated=held.dated if held else "",
        example=field.example, unit="元" if field.kind is FieldKind.MONEY else field.unit,
        longest=0 if is_file and field.longest == UNDECLARED else field.longest, most_files=field.files,
        accepts=accepted(field) if is_file else (), when=field.when, width=WIDTHS.get(field.kind, min(field.longest, 40)), heading=step_of(field)[1],
    )


def _found(field: Field) -> tuple[str, ...]:
    if field.kind is FieldKind.TABLE:
        return tuple(f"{c.label}（{'元' if c.kind is FieldKind.MONEY else c.unit}）" if c.unit or c.kind is FieldKind.MONEY else c.label for c in field.fields)
    return tuple(said for _, said in trees.answers(field)) if field.kind is FieldKind.TREE and trees.searched(field) else ()


def _rows(field: Field, raw: Raw, faults: Sequence[Reason], at: datetime) -> tuple[tuple[FieldView, ...], ...]:
    """Every row, typed or empty, with its questions named as the request names them."""
    if field.kind is FieldKind.TABLE:
        return grids.drawn(field, raw, at, lambda one: _field(one, raw, None, tuple(r for r in faults if r.field == one.code), True, at, ()))
    if field.kind is not FieldKind.ROWS:
        return ()
    found = []
    for place in drawn(field, raw):
        named = [replace(inner, code=f"{field.code}.{place}.{inner.code}") for inner in field.fields]
        found.append(tuple(_field(one, raw, None, tuple(r for r in faults if r.field == one.code), True, at, ()) for one in named))
    return tuple(found)


def _options(field: Field, raw: Raw) -> tuple[Option, ...]:
    offered = (field.choices or YES_NO) if field.kind is FieldKind.YES_NO else field.choices
    chosen = many(raw, field.code)
    if field.kind is not FieldKind.CHOICES:
        chosen = chosen[-1:]
    return tuple(Option(code, label, code in chosen) for code, label in offered)


def _parts(field: Field, raw: Raw, faults: Sequence[Reason], at: datetime) -> tuple[PartView, ...]:
    errors: dict[str, str] = {}
    for reason in faults:
        errors.setdefault(reason.field, reason.text)
    if field.kind is FieldKind.ADDRESS:
        return address_parts(field, raw, errors, at)
    if field.kind is FieldKind.TREE:
        return trees.parts(field, raw, errors, at)
    declared = signatures.PARTS if field.kind is FieldKind.SIGNATURE else PARTS.get(field.kind, ())
    return tuple(
        PartView(name, label, text_of(raw, name), errors.get(name, ""), _offered(name, raw), required=field.required and part != "address")
        for part, label in declared for name in [f"{field.code}.{part}"]
    )


def _offered(name: str, raw: Raw) -> tuple[Option, ...]:
    """What a part is chosen from: of a point, what its degrees are counted in."""
    chosen = text_of(raw, name) or points.WGS
    return tuple(Option(code, label, code == chosen) for code, label in points.DATUMS) if name.endswith(".datum") else ()


def _files(field: Field, raw: Raw, uploads: Uploads | None, files: Mapping[str, Sequence[Upload]] | None) -> tuple[Upload, ...]:
    if field.kind is FieldKind.SIGNATURE:
        return tuple(one for sha256 in many(raw, field.code)[-1:] if (one := signatures.picture(sha256, uploads)) is not None)
    if field.kind is not FieldKind.FILE:
        return ()
    before = [uploads(one) for one in many(raw, field.code)] if uploads is not None else []
    return tuple({u.sha256: u for u in (*before, *(files or {}).get(field.code, ())) if u is not None}.values())
