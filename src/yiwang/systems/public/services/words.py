"""The words of letters and licences: to whom, facts, basis, result, remedies (law.md: what every decision letter must say)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases.papers import Owed
from yiwang.engines.documents import api as documents
from yiwang.engines.forms import api as forms
from yiwang.engines.ledger import api as ledger
from yiwang.engines.registers import api as registers
from yiwang.engines.trust import api as trust
from yiwang.kernel import clock
from yiwang.systems.public.services import forms as forms_
from yiwang.systems.public.services import procedures
from yiwang.systems.public.services.forms import GROUNDS_TO_CANCEL, GROUNDS_TO_REVOKE, SPECIAL_STEPS
from yiwang.systems.public.services.rooms import applying, bars, library

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


def _decided(owed: Owed) -> str:
    """What a letter decides, by its own name: 不予备案决定书 decides 不予备案."""
    return f"决定{owed.title.removesuffix('决定书')}"


def _of_its_own_accord(owed: Owed) -> bool:
    """Begun by the authority about a certificate: no application, no item."""
    return not owed.item.code


def acceptance(owed: Owed) -> tuple[str, ...]:
    clock_ = _started(owed, "decide")
    silent = "本机关五个工作日内未告知需要补正的内容，依法自收到申请材料之日起即为受理。" if owed.facts.get("as_of") else "材料齐全，符合法定形式，决定受理。"
    return (
        f"{_asked(owed)}，{silent}",
        f"依据{LAW}第三十二条。本机关将自受理之日起{clock_.get('days')}个工作日内作出决定，最晚{_day(str(clock_.get('due')))}。",
    )


def receipt(owed: Owed) -> tuple[str, ...]:
    """第三十二条第二款: a dated receipt under the special seal, whether it is accepted or not. This one says what was taken in; acceptance follows."""
    said = dict(owed.facts.get("receipt", {}))
    papers = [f"{i}. {title}（{how}）" for i, (title, how) in enumerate(said.get("papers", ()), 1)]
    clock_ = _started(owed, "accept")
    return (
        f"收到您{documents.chinese(owed.opened_on)}在窗口提出的申请：{'、'.join(said.get('items', ()))}。"
        f"受理号 {owed.ref}，查询码 {trust.query_code(owed.ref)}。",
        *(("收到的材料：", *papers) if papers else ("没有收取纸质材料。",)),
        *((f"本机关将在{_day(str(clock_.get('due')))}前告知是否受理；逾期不告知的，自收到申请材料之日起即为受理。",) if clock_ else ()),
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
    return (f"{_asked(owed)}，经审查，本机关{_decided(owed)}。", f"理由：{owed.facts.get('reasons', '')}", f"依据：{owed.facts.get('basis', '')}",
            *_not_again(owed))


def _not_again(owed: Owed) -> tuple[str, ...]:
    """第七十八、七十九条: what was found, and until when nobody of theirs applies for this permit again."""
    because = {**dict(forms_.CONCEALED), **dict(forms_.OBTAINED)}.get(str(owed.facts.get("because") or ""))
    item = bars.concerned(owed.item.code, str(owed.answers.get("licence_no", ""))) if because else None
    if because is None or item is None:
        return ()
    law = LAW + ("第七十八条" if owed.facts["because"] in dict(forms_.CONCEALED) else "第七十九条")
    found = bars.last_day(owed.facts, clock.day(owed.at))
    if found is None:
        return (f"经查，申请人{because}（{law}）。",)
    return (f"经查，申请人{because}。本许可属于直接关系公共安全、人身健康、生命财产安全的事项，根据{law}，"
            f"申请人在{documents.chinese(found[0])}以前（含当日）不得再次申请“{item.title}”。",)


def _weighed(owed: Owed) -> tuple[str, ...]:
    """第三十六条: what became of what applicant and others stated, as the proposal that was signed has it."""
    last = next((e for e in reversed(ledger.history(owed.case)) if e.n < owed.n and e.facts.get("move") == "propose"), None)
    heard = str(last.facts.get("heard") or "") if last else ""
    return (f"本机关听取了申请人、利害关系人的陈述和申辩：{heard}",) if heard else ()


def interest(owed: Owed) -> tuple[str, ...]:
    """To others, handed over by the office: of the applicant it names nothing but the reference."""
    clock_ = _started(owed, "state_interest")
    return (
        f"本机关正在审查“{owed.item.title}”申请（受理号 {owed.ref}），这一事项直接关系您的以下重大利益：{owed.facts.get('matter', '')}",
        f"依据{LAW}第三十六条，您有权进行陈述和申辩，本机关应当听取。请于{_day(str(clock_.get('due')))}前向本机关提出，书面、口头都可以；"
        "逾期没有提出的，本机关依法继续审查。",
        "申请人同样有权进行陈述和申辩。",
    )


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
        *_weighed(owed),
        "本机关将自作出决定之日起十个工作日内颁发、送达许可证件。",
    )


def refusal(owed: Owed) -> tuple[str, ...]:
    return (
        f"{_asked(owed)}，经审查，{_decided(owed)}。",
        f"理由：{owed.facts.get('reasons', '')}",
        f"依据：{owed.facts.get('basis', '')}{f'；{LAW}第三十八条第二款' if owed.title.endswith('行政许可决定书') else ''}。",
        *_weighed(owed),
        *_not_again(owed),
    )


def hearing_right(owed: Owed) -> tuple[str, ...]:
    clock_ = _started(owed, "ask_for_hearing")
    return (
        f"{_asked(owed)}，直接涉及以下重大利益：{owed.facts.get('matter', '')}。",
        f"依据{LAW}第四十七条，您和利害关系人可以自被告知之日起五日内要求听证，最晚{_day(str(clock_.get('due')))}；不承担组织听证的费用。逾期没有要求的，本机关依法继续审查。",
    )


def hearing_notice(owed: Owed) -> tuple[str, ...]:
    said = owed.facts
    return (
        f"{_asked(owed)}，定于{_day(str(said.get('held_on', '')))}{said.get('time', '')}在{said.get('place', '')}公开举行听证，主持人{said.get('chair', '')}。",
        *((f"依据{LAW}第四十六条，本次听证已经向社会公告。",) if said.get("sign_up") else ()),
        f"依据{LAW}第四十八条，您可以提出证据，进行申辩和质证；认为主持人与本事项有直接利害关系的，可以申请回避。",
        f"依据{LAW}第四十五条，听证所需时间不计算在办理期限内，本机关自{documents.chinese(clock.day(owed.at))}起停止计算期限，听证结束后恢复计算。",
    )


def commitment_grant(owed: Owed) -> tuple[str, ...]:
    return (
        f"{_asked(owed)}，您已书面承诺符合法定条件、标准。依据{LAW}第三十四条第二款，决定准予许可。",
        "本机关将核查承诺是否属实。承诺不实的，责令限期整改；仍不符合条件的，依法撤销本决定。",
    )


def rectification(owed: Owed) -> tuple[str, ...]:
    return (
        f"{_asked(owed)}，经核查存在以下问题：{owed.facts.get('finding', '')}",
        f"请于{_day(str(owed.facts.get('until', '')))}前整改完成，并向本机关报告；有不同意见的，可以在这一天前陈述、申辩。"
        "逾期不整改或者整改后仍不符合要求的，依法处理。",
    )


def change(owed: Owed) -> tuple[str, ...]:
    return (f"{_asked(owed)}，经审查，符合法定条件、标准。依据{LAW}第四十九条，决定准予变更。", f"证件编号不变：{owed.answers.get('licence_no', '')}。")


def renewal(owed: Owed) -> tuple[str, ...]:
    silent = "本机关在有效期届满前没有作出决定，依法视为准予延续。" if owed.facts.get("fell_due") else "经审查，符合法定条件、标准，决定准予延续。"
    return (f"{_asked(owed)}，{silent}", f"依据{LAW}第五十条。证件编号不变：{owed.answers.get('licence_no', '')}。")


def cancellation(owed: Owed) -> tuple[str, ...]:
    ground = dict(GROUNDS_TO_CANCEL).get(str(owed.facts.get("ground")), "")
    asked = f"关于您持有的{_permit(owed)}（办件号 {owed.ref}）" if _of_its_own_accord(owed) else _asked(owed)
    return (
        f"{asked}，经核对：{str(owed.facts.get('finding', '')).rstrip('。')}。",
        f"依据{LAW}第七十条（{ground}），决定注销证件 {owed.answers.get('licence_no', '')}，自本决定作出之日起失效。",
    )


def revocation_notice(owed: Owed) -> tuple[str, ...]:
    ground = dict(GROUNDS_TO_REVOKE).get(str(owed.facts.get("ground")), "")
    clock_ = _started(owed, "state_case")
    return (
        f"经查，您持有的{_granted_below(owed)}许可证件 {owed.answers.get('licence_no', '')} 存在以下情形：{ground}。事实和证据：{owed.facts.get('facts', '')}",
        f"本机关拟依法{'撤回' if owed.facts.get('ground') == 'changed' else '撤销'}该许可。"
        f"依据{LAW}第七条，您享有陈述权、申辩权，请于{_day(str(clock_.get('due')))}前提出；逾期没有提出的，本机关依法作出决定。",
    )


def revocation(owed: Owed) -> tuple[str, ...]:
    return (
        f"关于{_granted_below(owed)}{_permit(owed)}（办件号 {owed.ref}），经审查，决定撤销许可，证件自本决定作出之日起失效。",
        f"理由：{owed.facts.get('reasons', '')}",
        f"依据：{owed.facts.get('basis', '')}；{LAW}第六十九条。",
        *_not_again(owed),
    )


def recall(owed: Owed) -> tuple[str, ...]:
    return (
        f"关于{_permit(owed)}（办件号 {owed.ref}），为了公共利益的需要，决定撤回已经生效的许可，证件自本决定作出之日起失效。",
        f"理由：{owed.facts.get('reasons', '')}",
        f"依据：{owed.facts.get('basis', '')}；{LAW}第八条第二款。由此造成财产损失的，依法给予补偿。",
    )


def _granted_below(owed: Owed) -> str:
    """第六十九条: where the authority above revokes, whose grant it was."""
    return f"{owed.answers['granted_by']}颁发的" if owed.answers.get("granted_by") else ""


def _permit(owed: Owed) -> str:
    return f"许可证件 {owed.answers['licence_no']}" if owed.answers.get("licence_no") else f"“{owed.item.title}”"


def filing(owed: Owed) -> tuple[str, ...]:
    return (f"{_asked(owed)}，材料齐全，予以备案。", "备案内容发生变化的，请及时重新备案。")


def report_received(owed: Owed) -> tuple[str, ...]:
    return (f"{_asked(owed)}，年度报告已经核收。", "报告内容由您对真实性负责；发现有误的，请重新报送。")


def inspection_passed(owed: Owed) -> tuple[str, ...]:
    return (f"{_asked(owed)}，经检验合格：{owed.facts.get('finding', '')}", "发给本证明。")


def inspection_failed(owed: Owed) -> tuple[str, ...]:
    return (f"{_asked(owed)}，经检验不合格。", f"理由：{owed.facts.get('reasons', '')}", f"依据：{owed.facts.get('basis', '')}。")


LETTERS: dict[str, tuple[Callable[[Owed], tuple[str, ...]], bool]] = {
    "services/receipt": (receipt, False),
    "services/missing": (missing, False),
    "services/acceptance": (acceptance, False),
    "services/non_acceptance": (non_acceptance, True),
    "services/special_step": (special, False),
    "services/extension": (extension, False),
    "services/grant": (grant, True),
    "services/refusal": (refusal, True),
    "services/interest": (interest, False),
    "services/hearing_right": (hearing_right, False),
    "services/hearing_notice": (hearing_notice, False),
    "services/commitment_grant": (commitment_grant, True),
    "services/rectification": (rectification, False),
    "services/change": (change, True),
    "services/renewal": (renewal, True),
    "services/cancellation": (cancellation, True),
    "services/revocation_notice": (revocation_notice, False),
    "services/revocation": (revocation, True),
    "services/recall": (recall, True),
    "services/filing": (filing, False),
    "services/annual_report": (report_received, False),
    "services/inspection_passed": (inspection_passed, False),
    "services/inspection_failed": (inspection_failed, True),
}


def words(owed: Owed) -> documents.Paper:
    """The letter or licence that is owed. Raises KeyError for a template nobody wrote."""
    on = clock.day(owed.at)
    if owed.template == "services/licence":
        return _licence(owed)
    paragraphs, decides = LETTERS[owed.template]
    laws = "；".join(owed.item.law)
    facts = ([("申请事项", owed.item.title)] if owed.item.title else []) + ([("设定依据", laws)] if laws else [])
    return documents.Letter(
        owed.issuer.name,
        owed.title,
        owed.number,
        "利害关系人" if owed.template == "services/interest" else owed.party_name,
        tuple(map(_likewise, paragraphs(owed))) if owed.item.called else paragraphs(owed),
        on,
        remedies(owed) if decides else "",
        owed.ref,
        owed.address,
        tuple(facts),
    )


def _likewise(said: str) -> str:
    """Of what is no permit: the same steps are taken, but 行政许可法 is not what it rests on."""
    return said.replace(f"依据{LAW}", f"参照{LAW}").replace("准予许可", "准予办理").replace("许可证件", "证照")


def _licence(owed: Owed) -> documents.Certificate:
    """What the licence says: the applicant's own answers that name place and business; of what was not asked again, what it said before."""
    item, on = library.pinned(owed.item.code, owed.item.version), clock.day(owed.at)
    form = forms.get(owed.form, owed.form_version)
    shown = [
        (f.label, forms.said(f, _as_granted(owed.answers[f.code])))
        for f in form.fields
        if f.code in ("shop_name", "address", "area", "food_kinds", "scope", "firm") and owed.answers.get(f.code)
    ]
    held = _held(owed)
    before = {name: str(said) for name, said in held.facts.items() if name not in OWN_FACTS} if held else {}
    shown = list({**before, **dict(shown)}.items())
    until = _until(owed, item, held, on)
    valid = f"{documents.chinese(on)}至{documents.chinese(until)}" if until else "长期"
    return documents.Certificate(owed.issuer.name, owed.title, owed.number, owed.party_name, tuple(shown[:5]), on, valid, owed.address, until)


def _as_granted(answer: Any) -> Any:
    """A firm on a licence was checked by whoever granted it, whatever the register said when it was typed."""
    return {name: value for name, value in answer.items() if name != "standing"} if isinstance(answer, dict) else answer


def _held(owed: Owed) -> registers.Record | None:
    """The certificate that is renewed, changed or issued again."""
    return applying.certificate(str(owed.answers.get("licence_no", ""))) if owed.procedure in HOLDERS else None


def _until(owed: Owed, item: library.ServiceItem, held: registers.Record | None, on: date) -> date | None:
    """The licence's last day: a renewal counts from the old one's, a change and a copy leave it as it was."""
    if not item.months:
        return None
    if held is None or held.valid_to is None:
        return calendar.months_on(on, item.months) - timedelta(days=1)
    return calendar.months_on(held.valid_to, item.months) if owed.procedure == procedures.RENEWAL.code else held.valid_to


OWN_FACTS = ("holder", "issuer", "case", "item", "valid")  # those every certificate is published with, said anew each time
HOLDERS = {p.code for p in (procedures.CHANGE, procedures.RENEWAL, procedures.REISSUE)}
