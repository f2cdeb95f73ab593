"""What happens to a permit afterwards: changed, renewed, issued again, cancelled at its holder's wish or for a ground of law, revoked by the authority."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from yiwang.engines.calendar.types import Span
from yiwang.engines.cases.api import ALL, CLOCK_ROLE, Move, Procedure, State, Tacit, Term
from yiwang.engines.cases.types import DUE
from yiwang.kernel.acts import Kind
from yiwang.systems.public.services import forms, letters, roles, rules
from yiwang.systems.public.services.procedures import steps
from yiwang.systems.public.services.procedures.permits import GRANT_NOW, ORDINARY
from yiwang.systems.public.services.procedures.steps import STATES, TERMS, WORKING, only

CHANGED = (letters.CHANGED, letters.SAME_LICENCE)
PLAIN = (steps.ACCEPT, steps.ASK, steps.NOT_ACCEPT, steps.SUPPLEMENT, steps.CHECK_ON_SITE, steps.PROPOSE, steps.RETURN, steps.SUSPEND,
         steps.RESUME, steps.EXTEND, steps.HAND_OVER, steps.WITHDRAW)


def refusing(title: str) -> Move:
    return replace(steps.REFUSE, title=f"不予{title}", says=f"不予{title}", issues=steps.not_granted(f"不予{title}行政许可决定书"))


CHANGE = replace(
    ORDINARY, code="public.services.change", title="变更", version=1, law=("行政许可法第四十九条",), prefix="BG", roles=steps.NAMED, terms=TERMS,
    states=STATES | {"refused": State("不予变更")},
    moves=(*PLAIN, refusing("变更"),
           replace(steps.GRANT, title="准予变更", says="准予变更", issues=CHANGED, law="行政许可法第四十九条"),
           replace(GRANT_NOW, title="当场准予变更", says="当场准予变更", issues=CHANGED)))

ENDS = Tacit("renew_by_silence", as_of=DUE, law="行政许可法第五十条第二款")  # the licence goes on from its last day
RENEWED = (letters.RENEWED, letters.SAME_LICENCE)
RENEW = replace(steps.GRANT, title="准予延续", says="准予延续", issues=RENEWED, stops=("decide", "expire"), law="行政许可法第五十条第二款")
BY_SILENCE = Move("renew_by_silence", only("lodged", "accepted", "proposed"), "granted", "clock", "视为准予延续",
                  stops=("accept", "decide", "expire"), starts=("hand_over",), kind=Kind.DECIDED, issues=RENEWED, law="行政许可法第五十条第二款",
                  says="期满未作决定，视为准予延续")
RENEWAL = replace(
    ORDINARY, code="public.services.renewal", title="延续", version=1, law=("行政许可法第五十条",), prefix="YX", states=STATES | {"refused": State("不予延续")},
    roles=steps.NAMED | {"clock": CLOCK_ROLE}, starts=("accept", "expire"),
    terms=TERMS | {"expire": Term("有效期届满", Span(1, WORKING, "行政许可法第五十条第二款"), lapses_to=ENDS, until="expires_on", event="申请")},
    moves=(
        replace(steps.ASK, stops=("accept", "expire")), replace(steps.SUPPLEMENT, starts=("accept", "expire")),  # it is not the authority that is waited for
        steps.ACCEPT, steps.NOT_ACCEPT, steps.CHECK_ON_SITE, steps.PROPOSE, RENEW, BY_SILENCE, steps.RETURN, steps.SUSPEND, steps.RESUME, steps.EXTEND,
        replace(refusing("延续"), stops=("decide", "expire"), law="行政许可法第五十条第二款"), steps.HAND_OVER, steps.WITHDRAW,
    ))
REISSUE = replace(
    ORDINARY, code="public.services.reissue", title="补发", version=1, law=("行政许可法第三十九条",), prefix="BF", roles=steps.NAMED, terms=TERMS,
    states=STATES | {"refused": State("不予补发")},
    moves=(*PLAIN, replace(refusing("补发"), issues=steps.not_granted("不予补发证件决定书")),
           replace(steps.GRANT, title="准予补发", says="准予补发", issues=(letters.SAME_LICENCE,), law="行政许可法第三十九条"),
           replace(GRANT_NOW, title="当场补发", says="当场补发", issues=(letters.SAME_LICENCE,), law="行政许可法第三十九条")),
    line=("lodged", "granted", "handed_over"))

CANCEL = Move("cancel", only("lodged"), "cancelled", "reviewer", "办理注销", form=forms.CANCELLATION, stops=(ALL,), kind=Kind.DECIDED,
              issues=(letters.CANCELLED,), law="行政许可法第七十条", tone="primary", says="注销许可", confirm="注销后证件立即失效，不能恢复。")
CANCELLATION = Procedure(
    code="public.services.cancellation", title="注销", version=1, valid_from=date(2019, 4, 23), law=("行政许可法第七十条",), prefix="ZX",
    states={"lodged": State("待注销", "reviewer", "办理注销", "accept", public="正在办理注销"), "awaiting_papers": STATES["awaiting_papers"],
            "cancelled": State("已注销", public="已经注销"), "not_accepted": State("不予注销", public="没有注销，证件照常有效"),
            "withdrawn": STATES["withdrawn"]},
    start="lodged", starts=("accept",), ends=only("cancelled", "not_accepted", "withdrawn"), good_ends=only("cancelled"),
    roles={"applicant": steps.NAMED["applicant"], "reviewer": roles.REVIEWER, "window": roles.WINDOW},
    terms={"accept": Term("办理", Span(5, WORKING), event="收件")},
    moves=(CANCEL, replace(steps.ASK, by="reviewer"), steps.SUPPLEMENT,
           replace(steps.NOT_ACCEPT, by="reviewer", title="不予注销", says="不予注销", form=forms.REASONS, law="行政许可法第七十条",
                   issues=steps.not_granted("不予注销决定书", "许不销")),
           replace(steps.WITHDRAW, sources=only("lodged", "awaiting_papers"), guard=rules.asked_by_the_holder, confirm="撤回后证件照常有效。")),
    line=("lodged", "cancelled"), begun_by=("applicant", "window", "reviewer"))

NOTIFY = Move("notify", only("opened"), "notified", "reviewer", "告知拟撤销", form=forms.REVOCATION_NOTICE, stops=("notify",), starts=("state_case",),
              issues=(letters.REVOCATION_NOTICE,), law="行政许可法第七条", tone="primary", says="告知拟撤销的事实、理由和陈述申辩的权利")
STATE_CASE = Move("state_case", only("notified"), "", "applicant", "陈述申辩", form=forms.STATEMENT, guard=rules.stated_once, stops=("state_case",),
                  kind=Kind.SUPPLEMENTED, law="行政许可法第七条", tone="primary", says="陈述、申辩")
HEARD = Move("nothing_stated", only("notified"), "", "applicant", "不陈述申辩", guard=rules.stated_once, stops=("state_case",), law="行政许可法第七条",
             says="没有陈述、申辩", confirm="不陈述申辩后，部门会接着作出决定。")
REVOKE = Move("revoke", only("proposed"), "revoked", "signatory", "撤销许可", form=forms.TAKING_BACK, guard=rules.told_how_it_was_obtained,
              stops=(ALL,), kind=Kind.DECIDED, issues=(letters.REVOKED,), law="行政许可法第六十九条", tone="danger", says="撤销许可",
              confirm="撤销后证件立即失效；决定书写明理由和复议、诉讼的途径。")
RECALL = replace(REVOKE, code="recall", target="recalled", title="撤回许可", form=forms.REASONS, guard=rules.its_own_grant,
                 issues=(letters.RECALLED,), law="行政许可法第八条第二款", says="撤回许可", confirm="撤回后证件立即失效；造成财产损失的，依法补偿。")
KEEP = Move("keep", only("opened", "notified", "proposed"), "kept", "signatory", "不予撤销", form=forms.FINDING, stops=(ALL,), kind=Kind.DECIDED,
            law="行政许可法第六十九条", says="不予撤销，证件继续有效", confirm="结案后证件继续有效。")
REVOCATION = Procedure(
    code="public.services.revocation", title="撤销", version=2, valid_from=date(2019, 4, 23), prefix="CX",
    law=("行政许可法第六十九条", "行政许可法第八条第二款"),
    states={"opened": State("待告知", "reviewer", "告知拟撤销", "notify", public="部门正在调查"),
            "notified": State("待陈述申辩", "reviewer", "听取陈述申辩", "state_case", public="请您陈述、申辩"),
            "proposed": State("待签发", "signatory", "决定", public="正在作决定"), "revoked": State("已撤销", public="许可已经撤销"),
            "recalled": State("已撤回", public="许可已经撤回"),
            "kept": State("不予撤销", public="证件继续有效")},
    start="opened", starts=("notify",), ends=only("revoked", "recalled", "kept"), good_ends=only("revoked", "recalled", "kept"),
    roles={"applicant": steps.NAMED["applicant"], "reviewer": roles.REVIEWER, "signatory": roles.SIGNATORY},
    terms={"notify": Term("告知", Span(20, WORKING), event="启动"),
           "state_case": Term("陈述申辩", Span(5, WORKING), lapses_to=Tacit("nothing_stated", law="行政许可法第七条"), event="告知")},
    moves=(NOTIFY, STATE_CASE, HEARD, replace(steps.PROPOSE, sources=only("notified"), form=forms.REVOCATION_PROPOSAL, guard=rules.was_heard),
           REVOKE, RECALL, KEEP),
    line=("opened", "notified", "proposed", "revoked"), begun_by=("reviewer",))
