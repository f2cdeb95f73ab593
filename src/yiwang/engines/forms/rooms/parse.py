"""A request against a form: all reasons at once, or clean answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from yiwang.engines.forms.rooms.attached import attached
from yiwang.engines.forms.rooms.clean_values import SINGLE, Found, choices
from yiwang.engines.forms.rooms.compound import COMPOUND, PARTS
from yiwang.engines.forms.rooms.conditions import shown
from yiwang.engines.forms.rooms.grids import table
from yiwang.engines.forms.rooms.raw import Raw, many, one, single
from yiwang.engines.forms.rooms.rows import rows
from yiwang.engines.forms.rooms.signatures import signature
from yiwang.engines.forms.rooms.trees import tree
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form, Initial, Judged, Upload, Uploads
from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason


class NotAnswered(KeyError):
    """A rule looked at an answer that was refused: the rule waits until that answer is right."""


class Answers(dict[str, Any]):
    """What rules see. A field that was refused cannot be looked at; one that was not asked is simply not there."""

    def __init__(self, found: Mapping[str, Any], refused: frozenset[str]):
        super().__init__(found)
        self._refused = refused

    def __missing__(self, code: str) -> Any:
        raise NotAnswered(code) if code in self._refused else KeyError(code)

    def get(self, code: str, default: Any = None) -> Any:
        if code in self._refused:
            raise NotAnswered(code)
        return super().get(code, default)


def parse(
    *, form: Form, raw: Raw, at: datetime, files: Mapping[str, Sequence[Upload]] | None = None, uploads: Uploads | None = None,
    initial: Mapping[str, Initial] | None = None,
) -> Clean:
    """The answers, normalised. Names the form does not declare are ignored; fields whose conditions do not hold are dropped.

    `files` holds what came with this request, by field; `uploads` finds what the account sent before (hashes in `raw`).
    A locked field takes its value from `initial` (what `blank` gave), whatever the request says.
    Raises Invalid with all reasons, each naming its input; ValueError when a form with locked fields comes without `initial`.
    """
    return clean(form=form, judged=judged(form=form, raw=raw, at=at, files=files, uploads=uploads, initial=initial))


def clean(*, form: Form, judged: Judged) -> Clean:
    """What was judged, to be handed in. Raises Invalid with all reasons."""
    if judged.reasons:
        raise Invalid(judged.reasons)
    return Clean(form.code, form.version, judged.answers, frozenset(f.code for f in form.fields if not f.personal))


def judged(
    *, form: Form, raw: Raw, at: datetime, files: Mapping[str, Sequence[Upload]] | None = None, uploads: Uploads | None = None,
    initial: Mapping[str, Initial] | None = None,
) -> Judged:
    """The same for a form that is still being filled in: what is right so far, and every reason against the rest. Raises ValueError as `parse`."""
    if initial is None and any(f.locked for f in form.fields):
        raise ValueError(f"{form.code}: a form with locked fields needs `initial`")
    answers: dict[str, Any] = {}
    asked: list[str] = []
    reasons: list[Reason] = []
    refused: set[str] = set()
    for field in form.fields:
        if not shown(field, answers):
            continue
        asked.append(field.code)
        held = (initial or {}).get(field.code)
        if field.locked and held is not None and held.locked:
            answers[field.code] = held.value
            continue
        found = answer(field, raw, at, (files or {}).get(field.code, ()), uploads)
        if found.reasons:
            reasons += found.reasons
            refused.add(field.code)
        elif found.value is not None:
            answers[field.code] = found.value
    reasons += _ruled(form, Answers(answers, frozenset(refused)))
    return Judged(answers, tuple(reasons), frozenset(asked))


WHOLE = {FieldKind.ROWS: rows, FieldKind.TREE: tree, FieldKind.TABLE: table}  # read their own inputs


def answer(field: Field, raw: Raw, at: datetime, came: Sequence[Upload] = (), uploads: Uploads | None = None) -> Found:
    """One field's answer out of a request."""
    if field.kind is FieldKind.FILE:
        return attached(field, many(raw, field.code), came, uploads)
    if field.kind is FieldKind.SIGNATURE:
        return signature(field, raw, at, uploads)
    if field.kind in WHOLE:
        return WHOLE[field.kind](field, raw, at)
    if field.kind is FieldKind.CHOICES:
        return choices(field, many(raw, field.code), at)
    if field.kind in COMPOUND:
        parts = {part: one(raw, f"{field.code}.{part}") for part, _ in PARTS[field.kind]}
        return COMPOUND[field.kind](field, parts, at)
    return SINGLE[field.kind](field, single(field, raw), at)


def _ruled(form: Form, answers: Answers) -> list[Reason]:
    reasons: list[Reason] = []
    for rule in form.rules:
        try:
            reasons += rule(answers)
        except NotAnswered:
            continue
    return reasons
