"""Phrases 常用语: kept, changed and dropped by commands; one's own by oneself, a unit's by whoever its head entrusts with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.types import ANYBODY, Command
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import NotFound
from yiwang.kernel.reasons import Reason
from yiwang.web.components.fields import Phrase

KEEPER = cases.Role("ground.clerking.keeper", "单位常用语维护")
MOST = 60  # a list longer than this is not chosen from any more
COLUMNS = "select id, title, text, unit from clerking_phrase where "
KEEP = Form("clerking.phrase", "常用语", (
    Field("title", "名称", help="挑的时候看到的几个字。", longest=20, personal=False, example="材料齐全"),
    Field("text", "内容", FieldKind.LONG_TEXT, "插入以后还可以改。不要写具体的人。", longest=500, personal=False),
), submit="保存")
DROP = Form("clerking.drop_phrase", "删除常用语", (), submit="删除")


def own(account: int) -> str:
    return f"phrases:account:{account}"


def of_unit(unit: int) -> str:
    return f"phrases:unit:{unit}"


def listed(subject: str) -> tuple[Phrase, ...]:
    """The phrases of an account or a unit, in the order they were made."""
    _, kind, id_ = subject.split(":")
    narrow = "account = %s and unit = 0" if kind == "account" else "unit = %s and account = 0"
    return tuple(Phrase(r[0], r[1], r[2], bool(r[3])) for r in store.rows(f"{COLUMNS}{narrow} order by id limit {MOST}", (int(id_),)))


def known(actor: Actor) -> tuple[Phrase, ...]:
    """What an official may put in: one's own first, then the unit's."""
    return (*listed(own(actor.account)), *listed(of_unit(actor.unit))) if actor.unit else ()


def may(actor: Actor, subject: str, at: datetime) -> bool:
    """Whether the phrases of a subject are this official's to change."""
    if not actor.official:
        return False
    rights = identity.rights(actor, epoch_now=identity.epoch())
    return subject == own(actor.account) or (subject == of_unit(actor.unit) and rights.unit == actor.unit and rights.hold(KEEPER.code, clock.day(at)))


def place(id_: int, actor: Actor) -> tuple[Phrase, str]:
    """A phrase and whose it is, as far as this actor uses it. Raises NotFound."""
    for subject in (own(actor.account), of_unit(actor.unit)):
        if found := next((p for p in listed(subject) if p.id == id_), None):
            return found, subject
    raise NotFound(id_)


def _faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    if not may(actor, subject, at):
        return [Reason("not-yours", "单位常用语由单位负责人或者其指定的人维护；您可以存成自己的。")]
    there, which = listed(subject), data.answers.get("phrase")
    if which is not None and not any(p.id == which for p in there):
        return [Reason("gone", "这一条已经删掉了，请回到列表看看。")]
    if which is None and len(there) >= MOST:
        return [Reason("too-many", f"最多 {MOST} 条，请先删去不用的。")]
    title = str(data.answers.get("title", "")).strip()
    if any(p.title == title and p.id != which for p in there):
        return [Reason("there-already", f"已经有一条叫“{title}”，请换个名称。", field="title")]
    return []


def _keep(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Mapping[str, object]:
    _, kind, id_ = subject.split(":")
    title, text = str(data.answers["title"]).strip(), str(data.answers["text"])
    if data.answers.get("phrase") is not None:
        store.execute("update clerking_phrase set title = %s, text = %s where id = %s", (title, text, data.answers["phrase"]))
    else:
        account, unit = (int(id_), 0) if kind == "account" else (0, int(id_))
        store.execute("insert into clerking_phrase (account, unit, title, text) values (%s, %s, %s, %s)", (account, unit, title, text))
    return {}


def _drop(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Mapping[str, object]:
    store.execute("delete from clerking_phrase where id = %s", (data.answers["phrase"],))
    return {}


def with_phrase(data: Clean, id_: int | None) -> Clean:
    """The answers, with the phrase they are about."""
    more: dict[str, Any] = {} if id_ is None else {"phrase": id_}
    return Clean(data.form, data.version, {**data.answers, **more}, data.open_fields | frozenset(more))


COMMANDS = (
    Command("ground.clerking.keep_phrase", "保存常用语", ANYBODY, KEEP, _keep, Act("clerking.phrase_kept", Kind.CHANGED, "{actor} 保存常用语"), _faults),
    Command("ground.clerking.drop_phrase", "删除常用语", ANYBODY, DROP, _drop, Act("clerking.phrase_dropped", Kind.CHANGED, "{actor} 删除常用语"), _faults),
)
