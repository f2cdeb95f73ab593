"""The closed list of kinds of act, and the declaration of an act. Supervision, statistics and archives name kinds, never systems."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    OPENED = "opened"
    MOVED = "moved"
    ASKED_FOR_PAPERS = "asked_for_papers"
    SUPPLEMENTED = "supplemented"
    NOT_COUNTED_FROM = "not_counted_from"
    NOT_COUNTED_TO = "not_counted_to"
    EXTENDED = "extended"
    INQUIRED = "inquired"
    ANSWERED = "answered"
    URGED = "urged"
    RETURNED = "returned"
    WARNED = "warned"
    BREACHED = "breached"
    LAPSED = "lapsed"
    DECIDED = "decided"
    DOCUMENTED = "documented"
    HANDED_OVER = "handed_over"
    CHARGED = "charged"
    PAID = "paid"
    RATED = "rated"
    REOPENED = "reopened"
    REFERRED = "referred"
    CORRECTED = "corrected"
    ERASED = "erased"
    LOOKED_UP = "looked_up"
    SIGNED_IN = "signed_in"
    CHANGED = "changed"

    @property
    def title(self) -> str:  # type: ignore[override]  # what people call it, not a capital letter
        return TITLES[self]


TITLES = {
    Kind.OPENED: "收件", Kind.MOVED: "办理", Kind.ASKED_FOR_PAPERS: "告知补正", Kind.SUPPLEMENTED: "补正",
    Kind.NOT_COUNTED_FROM: "不计期限开始", Kind.NOT_COUNTED_TO: "不计期限结束", Kind.EXTENDED: "延长期限", Kind.INQUIRED: "征询",
    Kind.ANSWERED: "答复", Kind.URGED: "催办", Kind.RETURNED: "退回", Kind.WARNED: "预警",
    Kind.BREACHED: "超期", Kind.LAPSED: "期满生效", Kind.DECIDED: "决定", Kind.DOCUMENTED: "制作文书",
    Kind.HANDED_OVER: "送达", Kind.CHARGED: "收费", Kind.PAID: "缴费", Kind.RATED: "评价",
    Kind.REOPENED: "重新办理", Kind.REFERRED: "移送", Kind.CORRECTED: "更正", Kind.ERASED: "删除个人信息",
    Kind.LOOKED_UP: "查询", Kind.SIGNED_IN: "登录", Kind.CHANGED: "变更",
}


@dataclass(frozen=True, slots=True)
class Keep:
    """How long the record is kept: whole years, or 0 for ever (国家档案局令第8号: 永久, 30年, 10年)."""

    years: int = 30


@dataclass(frozen=True, slots=True)
class Act:
    """What is written down: `code` is `subject.past_tense`, `says` a Chinese sentence with {actor}, {case} and recorded facts in braces.

    `personal` names the recorded values that are a person's: they lie beside the entry, which holds only their salted hash.
    """

    code: str
    kind: Kind
    says: str
    keeps: Keep = field(default_factory=Keep)
    personal: tuple[str, ...] = ()
