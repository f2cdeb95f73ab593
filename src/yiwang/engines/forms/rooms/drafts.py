"""Drafts saved as one types: nothing is checked, nothing is lost, nothing is recorded; after thirty days they are gone."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError

from yiwang.engines.forms.rooms import grids, signatures, text, trees
from yiwang.engines.forms.rooms.compound import PARTS
from yiwang.engines.forms.rooms.raw import DATE_PARTS
from yiwang.engines.forms.types import DraftView, FieldKind, Form
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import Refused
from yiwang.kernel.reasons import Reason

KEPT = timedelta(days=30)
LARGEST = 400_000  # characters of all answers together
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L: read out on the phone
COLUMNS = "code, form, subject, account, saved_at, kept_until, answers, version, held_by, held_at"
BEGUN = (
    "insert into forms_draft (account, form, version, subject, code, answers, saved_at, kept_until) values (%s, %s, %s, %s, %s, '{}', %s, %s) "
    "on conflict (account, form, subject) do nothing"
)
HELD = "select answers from forms_draft where account = %s and form = %s and subject = %s"
SAVED = (
    "update forms_draft set version = coalesce(%s, version), answers = %s, saved_at = %s, kept_until = %s where account = %s and form = %s and subject = %s "
    f"returning {COLUMNS}"
)


def save_draft(
    *, actor: Actor, form: Form, raw: Mapping[str, str | list[str]], at: datetime, subject: str = "", part: bool = False, kept: timedelta = KEPT,
    version: int = 0,
) -> DraftView:
    """Keeps a request as it is, under the account, form and subject; saving again keeps the draft's code.

    With `part` the request holds only what was changed: all else stays. Names the form does not declare are left out.
    The draft says under which version it was last looked through: `version`, or the form's own; a part looks at nothing.
    Raises Refused when nobody is signed in, or when there is more text than any form takes.
    """
    if not actor.account:
        raise Refused(Reason("sign-in-first", "请先登录，登录后草稿会自动保存"))
    place = (actor.account, form.code, _about(actor, subject))
    with store.atomic():
        _begin(place, form.version, at, at + kept)
        held = json.loads(store.rows(HELD + store.lock(), place)[0][0]) if part else {}
        answers = _merged(form, held, raw)
        return _drafted(store.rows(SAVED, (None if part else version or form.version, answers, at, at + kept, *place))[0])


def _merged(form: Form, held: Mapping[str, Any], raw: Mapping[str, Any]) -> str:
    """What the form knows of what was there and what came, as it is kept."""
    names, groups = names_of(form), tuple(f"{f.code}." for f in form.fields if f.kind is FieldKind.ROWS)
    merged = {name: value for name, value in {**held, **raw}.items() if name in names or name.startswith(groups)}
    answers = json.dumps(merged, separators=(",", ":"))  # ASCII: carries any character at all
    if len(answers) > LARGEST:
        raise Refused(Reason("draft-too-large", "内容太多，草稿没有存下。请把长的说明放进附件上传"))
    return answers


def _begin(place: tuple[int, str, str], version: int, at: datetime, until: datetime) -> None:
    """An empty draft with a code of its own, unless there is one."""
    account, form, subject = place
    for _ in range(5):
        code = "".join(secrets.choice(LETTERS) for _ in range(6))
        try:
            with store.atomic():
                store.execute(BEGUN, (account, form, version, subject, code, at, until))
            return
        except IntegrityError:
            continue  # somebody else's draft has this code
    raise RuntimeError("no free draft code found in five tries")


def draft(*, actor: Actor, form: Form, at: datetime, subject: str = "") -> DraftView | None:
    """The actor's own draft of a form about a subject, or None when there is none or its time is over."""
    sql = f"select {COLUMNS} from forms_draft where account = %s and form = %s and subject = %s and kept_until >= %s"
    found = store.rows(sql, (actor.account, form.code, _about(actor, subject), at))
    return _drafted(found[0]) if found else None


def drafts(*, actor: Actor, at: datetime) -> list[DraftView]:
    """All drafts of an account, last saved first."""
    sql = f"select {COLUMNS} from forms_draft where account = %s and kept_until >= %s order by saved_at desc, id desc"
    return [_drafted(row) for row in store.rows(sql, (actor.account, at))]


def draft_by_code(*, code: str, at: datetime) -> DraftView | None:
    """The draft a caller reads out. Whoever calls this has made sure that a call-taker asks."""
    found = store.rows(f"select {COLUMNS} from forms_draft where code = %s and kept_until >= %s", (text.compact(code).replace("-", ""), at))
    return _drafted(found[0]) if found else None


def drop_draft(*, actor: Actor, form: Form, subject: str = "") -> bool:
    """Removes the actor's own draft (handed in, or thrown away). Whether there was one."""
    sql = "delete from forms_draft where account = %s and form = %s and subject = %s"
    return store.execute(sql, (actor.account, form.code, _about(actor, subject))) > 0


def drop_drafts_of(*, accounts: Sequence[int], until: datetime) -> int:
    """Removes whatever these accounts had typed and not handed in up to an instant: it falls with the data that is erased. How many."""
    sql = "delete from forms_draft where account = %s and saved_at <= %s"
    return sum(store.execute(sql, (account, until)) for account in accounts)


def save_draft_of(*, code: str, form: Form, raw: Mapping[str, str | list[str]], at: datetime, part: bool = False, version: int = 0) -> DraftView | None:
    """The same for somebody else's draft, by its code: whoever calls this has made sure that they sit before the person whose it is.

    None when it is there no more: handed in, thrown away, or its time is over.
    """
    with store.atomic():
        held = store.rows(f"select answers, kept_until from forms_draft where code = %s and kept_until >= %s{store.lock()}", (code, at))
        if not held:
            return None
        answers = _merged(form, json.loads(held[0][0]) if part else {}, raw)
        sql = f"update forms_draft set version = coalesce(%s, version), answers = %s, saved_at = %s, held_at = %s where code = %s returning {COLUMNS}"
        return _drafted(store.rows(sql, (None if part else version or form.version, answers, at, at, code))[0])


def hold_draft(*, code: str, unit: int, at: datetime) -> bool:
    """A unit's counter goes on with a draft: whose it is, is told so as long as it is at work. Whether it is still there."""
    return store.execute("update forms_draft set held_by = %s, held_at = %s where code = %s and kept_until >= %s", (unit, at, code, at)) > 0


def drop_draft_of(*, code: str) -> bool:
    """Removes a draft by its code: it was handed in by whoever went on with it. Whether there was one."""
    return store.execute("delete from forms_draft where code = %s", (code,)) > 0


def sweep_drafts(*, at: datetime) -> int:
    """Removes drafts whose time is over; how many."""
    return store.execute("delete from forms_draft where kept_until < %s", (at,))


def names_of(form: Form) -> frozenset[str]:
    """All names a form's inputs have in a request."""
    found: set[str] = set()
    for field in form.fields:
        found.add(field.code)
        found |= {f"{field.code}.{part}" for part, _ in PARTS.get(field.kind, ())}
        if field.kind is FieldKind.SIGNATURE:
            found |= {f"{field.code}.{part}" for part, _ in signatures.PARTS}
        if field.kind is FieldKind.TREE:
            found |= {f"{field.code}.{part}" for part in (trees.FIND, *(str(n) for n in range(1, len(field.levels) + 1)))}
        if field.kind is FieldKind.TABLE:
            found |= set(grids.names(field))
        if field.kind is FieldKind.DATE:
            found |= {f"{field.code}-{part}" for part in DATE_PARTS}
    return frozenset(found)


def _about(actor: Actor, subject: str) -> str:
    """The subject, and for whom it is typed: what one types for oneself is not what one types for another."""
    whom = f"firm:{actor.firm}" if actor.firm else f"person:{actor.for_person}" if actor.for_person else ""
    return f"{subject}@{whom}" if whom else subject


def _drafted(row: tuple[Any, ...]) -> DraftView:
    code, form, subject, account, saved_at, kept_until, answers, version, held_by, held_at = row
    saved, kept = store.instant(saved_at), store.instant(kept_until)
    about, _, whom = str(subject).partition("@")
    return DraftView(code, form, about, account, saved, kept, json.loads(answers), whom, version, held_by, store.instant(held_at) if held_at else None)
