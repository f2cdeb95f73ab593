"""The words of letters and licences: to whom, facts, basis, result, remedies (law.md: what every decision letter must say)."""

from __future__ import annotations

from collections.abc import Callable

from yiwang.engines.cases.papers import Owed
from yiwang.engines.documents import api as documents
from yiwang.engines.forms import api as forms
from yiwang.kernel import clock
from yiwang.systems.public.services.forms import SPECIAL_STEPS
from yiwang.systems.public.services.rooms import library

LAW = "《中华人民共和国行政许可法》"


def remedies(owed: Owed) -> str:
    """行政复议法 第二十条, 行政诉讼法 第四十六条."""
    return (
        f"如不服本决定，可以自收到本决定书之日起六十日内，依法向{owed.government}申请行政复议；也可以自收到本决定书之日起六个月内，依法向人民法院提起行政诉讼。"
    )


def _day(iso: str | None) -> str:
    if not iso:
        return ""
    year, month, day = iso.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def _started(owed: Owed, term: str) -> dict[str, object]:
    return next((dict(s) for s in owed.facts.get("started", ()) if s["term"] == term), {})


def _asked(owed: Owed) -> str:
    return f"您于{documents.chinese(owed.opened_on)}提出的“{owed.item.title}”申请（受理号 {owed.ref}）"


def acceptance(owed: Owed) -> tuple[str, ...]:
    clock_ = _started(owed, "decide")
    silent = "本机关五个工作日内未告知需要补正的内容，依法自收到申请材料之日起即为受理。" if owed.facts.get("as_of") else "材料齐全，符合法定形式，决定受理。"
    return (
        f"{_asked(owed)}，{silent}",
        f"依据{LAW}第三十二条。本机关将自受理之日起{clock_.get('days')}个工作日内作出决定，最晚{_day(str(clock_.get('due')))}。",
    )


def missing(owed: Owed) -> tuple[str, ...]:
    lines = [line.strip() for line in str(owed.facts.get("missing", "")).splitlines() if line.strip()]
    listed = [f"{i}. {line}" for i, line in enumerate(lines, 1)]
    return (
        f"{_asked(owed)}，材料不齐全。依据{LAW}第三十二条第一款第四项，现一次告知需要补正的全部内容：",
        *listed,
        "请补正后提交。补正后本机关继续办理，不再提出新的材料要求。",
    )


def non_acceptance(owed: Owed) -> tuple[str, ...]:
    return (f"{_asked(owed)}，经审查，本机关决定不予受理。", f"理由：{owed.facts.get('reasons', '')}", f"依据：{owed.facts.get('basis', '')}")


def special(owed: Owed) -> tuple[str, ...]:
    ground = dict(SPECIAL_STEPS).get(str(owed.facts.get("ground")), "")
    return (
        f"{_asked(owed)}，需要{ground}：{owed.facts.get('note', '')}。",
        f"依据{LAW}第四十五条，所需时间不计算在办理期限内，预计{owed.facts.get('expected_days')}个工作日。"
        f"本机关自{documents.chinese(clock.day(owed.at))}起停止计算期限，结果作出后恢复计算。",
    )


def extension(owed: Owed) -> tuple[str, ...]:
    changed = next((dict(c) for c in owed.facts.get("changed", ()) if c["term"] == "decide"), {})
    return (
        f"{_asked(owed)}，因{owed.facts.get('reason', '')}，不能在原期限内作出决定。",
        f"依据{LAW}第四十二条，经批准延长{owed.facts.get('days')}个工作日，延长后最晚{_day(str(changed.get('due') or ''))}作出决定。",
    )


def grant(owed: Owed) -> tuple[str, ...]:
    return (
        f"{_asked(owed)}，经审查，符合法定条件、标准。依据{LAW}第三十八条第一款，决定准予许可。",
        "本机关将自作出决定之日起十个工作日内颁发、送达许可证件。",
    )


def refusal(owed: Owed) -> tuple[str, ...]:
    return (
        f"{_asked(owed)}，经审查，决定不予许可。",
        f"理由：{owed.facts.get('reasons', '')}",
        f"依据：{owed.facts.get('basis', '')}；{LAW}第三十八条第二款。",
    )


LETTERS: dict[str, tuple[Callable[[Owed], tuple[str, ...]], bool]] = {
    "services/missing": (missing, False),
    "services/acceptance": (acceptance, False),
    "services/non_acceptance": (non_acceptance, True),
    "services/special_step": (special, False),
    "services/extension": (extension, False),
    "services/grant": (grant, True),
    "services/refusal": (refusal, True),
}


def words(owed: Owed) -> documents.Paper:
    """The letter or licence that is owed. Raises KeyError for a template nobody wrote."""
    on = clock.day(owed.at)
    if owed.template == "services/licence":
        return _licence(owed)
    paragraphs, decides = LETTERS[owed.template]
    laws = "；".join(owed.item.law)
    facts = [("申请事项", owed.item.title)] + ([("设定依据", laws)] if laws else [])
    return documents.Letter(
        owed.issuer.name,
        owed.title,
        owed.number,
        owed.party_name,
        paragraphs(owed),
        on,
        remedies(owed) if decides else "",
        owed.ref,
        owed.address,
        tuple(facts),
    )


def _licence(owed: Owed) -> documents.Certificate:
    """What the licence says: the applicant's own answers that name place and business."""
    item = library.pinned(owed.item.code, owed.item.version)
    form = forms.get(owed.form, owed.form_version)
    shown = [
        (f.label, forms.said(f, owed.answers[f.code]))
        for f in form.fields
        if f.code in ("shop_name", "address", "area", "food_kinds", "scope", "firm") and owed.answers.get(f.code)
    ]
    return documents.Certificate(
        owed.issuer.name, owed.title, owed.number, owed.party_name, tuple(shown[:5]), clock.day(owed.at), item.result_valid or "长期", owed.address
    )
