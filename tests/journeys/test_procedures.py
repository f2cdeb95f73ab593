"""Every procedure of an approval from the application to its end, through the screens of those whom it concerns, with its letters and certificates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from django.http import HttpResponse

from tests.journeys.small import SHOP, Clock, Person, everything, hidden, picture, settle, words
from yiwang.engines.files import api as files
from yiwang.engines.forms.types import FieldKind
from yiwang.engines.registers import api as registers
from yiwang.engines.store import api as store
from yiwang.systems.public.services.rooms import applying

Somebody = Callable[[str], Person]
REMEDIES = ("六十日内", "行政复议", "六个月内", "行政诉讼")
FIRM = {"firm.name": "槐荫巷餐饮有限公司", "firm.code": "91410105MA40000048", "phone": "13903710011"}
ADDRESS = {name: value for name, value in SHOP.items() if name.startswith("address")}
YES = {"proposal": "grant", "opinion": "符合条件。"}
NO = {"reasons": "没有独立操作间。", "basis": "食品安全法第三十三条"}
SECOND = {"checked_on": "2026-11-02", "first": "甲", "second": "甲", "finding": "和材料一致"}


def tight(text: str) -> str:
    return "".join(text.split())


def letter(kind: str) -> str:
    """What the newest made paper of a kind says, without spaces."""
    (sha256,) = store.rows("select sha256 from cases_document where kind = %s and made_at is not null order by id desc limit 1", (kind,))[0]
    with files.open(sha256=sha256) as blob:
        return tight("".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(blob.read())))


def says(kind: str, *said: str) -> None:
    text = letter(kind)
    for one in said:
        assert tight(one) in text, (kind, one, text)


def sent(person: Somebody, who: str, item: str, **answers: Any) -> HttpResponse:
    papers = {f.code: picture(f.code) for f in applying.form_of(f"410105.{item}").fields if f.kind is FieldKind.FILE}
    return person(who).apply(f"410105.{item}", **{**papers, **answers})


def applied(person: Somebody, item: str, prefix: str, **answers: Any) -> str:
    """Applies for an item of the small county as its citizen, with all its papers; the case's reference."""
    answer = sent(person, "citizen", item, **answers)
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/my/"), words(answer)[300:1500]
    return str(store.rows("select ref from cases_case where ref like %s order by id desc limit 1", (f"{prefix}%",))[0][0])


def done(person: Somebody, ref: str, *steps: tuple[str, str, dict[str, Any]]) -> None:
    """Everybody does their step, by the page of it."""
    for who, move, answers in steps:
        answer = person(who).do(ref, move, **answers)
        assert answer.status_code == 302, (who, move, words(answer)[:900])


def refused(person: Somebody, who: str, ref: str, move: str, said: str, **answers: Any) -> None:
    """Handed in or only opened, the step does not happen, and the page says why."""
    somebody = person(who)
    page = somebody.opened(ref, move)[1]
    answer = somebody.do(ref, move, **answers) if page.status_code == 200 else page
    assert answer.status_code in (404, 409, 422), (answer.status_code, words(answer)[:400])
    if said:
        assert tight(said) in tight(words(answer)), words(answer)[:900]


def state(ref: str) -> str:
    return str(store.rows("select state from cases_case where ref = %s", (ref,))[0][0])


def verified(number: str) -> str:
    return tight(words(Person("nobody").get(f"/verify/{number}/")))


@pytest.fixture
def held(person: Somebody, town: Clock) -> str:
    """A food permit that the citizen was granted on 1 December 2025, in force till the end of November 2030; its number."""
    now, _ = town.now(), town.to("2025-12-01 10:00")
    ref = applied(person, "food_business", "XK", **everything())
    done(person, ref, ("market", "accept", {}), ("market", "propose", YES), ("market_head", "grant", {}), ("market", "hand_over", {}))
    settle()
    town.at = now
    return str(store.rows("select number from cases_document where kind = 'licence'")[0][0])


def of_holder(number: str, **more: Any) -> dict[str, Any]:
    return {"phone": "13903710011", "shop_name": "槐荫巷烩面馆", "licence_no": number, "operator.name": "沈砚秋", "operator.number": "410105199003070026",
            **more}



def test_ordinary_with_a_hearing_and_a_check_on_site(person: Somebody, town: Clock) -> None:
    ref = applied(person, "food_business", "XK", **everything())
    done(person, ref, ("market", "accept", {}))
    refused(person, "market", ref, "check_on_site", "两名以上", **SECOND)
    done(person, ref, ("market", "check_on_site", {**SECOND, "second": "乙"}), ("market", "offer_hearing", {"matter": "油烟", "others": "no"}),
         ("citizen", "ask_for_hearing", {"reasons": "要求当面说明"}))
    hearing = {"time": "9:30", "place": "三楼会议室", "chair": "法制岗"}
    refused(person, "market", ref, "call_hearing", "7个工作日前", held_on="2026-11-11", **hearing)
    done(person, ref, ("market", "call_hearing", {"held_on": "2026-11-12", **hearing}))
    refused(person, "market", ref, "propose", "先举行听证", **YES)
    town.to("2026-11-12 11:00")
    done(person, ref, ("market_chair", "hold_hearing", {"present": "申请人、审查人", "record": "双方陈述，出示了检测报告。"}), ("market", "propose", YES),
         ("market_head", "grant", {}), ("market", "hand_over", {}))
    settle()
    assert state(ref) == "handed_over" and "证件已送达" in words(person("citizen").get(f"/my/{ref}/"))
    says("hearing_right", "第四十七条", "不承担组织听证的费用")
    says("hearing_notice", "第四十八条", "第四十五条", "2026年11月12日", "三楼会议室")
    says("grant", "第三十八条第一款", *REMEDIES)


def test_joint(person: Somebody, town: Clock) -> None:
    ref = applied(person, "restaurant_joint", "LB", **everything())
    done(person, ref, ("window", "accept", {}))
    refused(person, "window", ref, "propose", "还没有征询", **YES)
    done(person, ref, ("window", "consult", {"question": "请答"}), ("window", "check_on_site", {**SECOND, "second": "乙"}),
         *((who, "answer", {"verdict": "agree", "opinion": "符合。"}) for who in ("market", "streets", "fire")),
         ("window", "propose", YES), ("signatory", "grant", {}), ("window", "hand_over", {}))
    settle()
    assert state(ref) == "handed_over"
    says("acceptance", "第三十二条", "最晚")
    says("grant", "第三十八条第一款", *REMEDIES)


def test_instant(person: Somebody, town: Clock) -> None:
    ref = applied(person, "name_declare", "DC", applicant_kind="person", firm_name="槐荫巷餐饮有限公司", firm_kind="llc", phone="13903710011",
                  scope="餐饮服务", **{"applicant_name.name": "沈砚秋", "applicant_name.number": "410105199003070026"})
    refused(person, "market_head", ref, "grant_now", "")
    done(person, ref, ("market", "grant_now", {}), ("market", "hand_over", {}))
    settle()
    assert state(ref) == "handed_over"
    says("grant", "准予办理决定书", "参照", *REMEDIES)  # a name is no permit
    assert "行政许可决定书" not in letter("grant") + words(person("citizen").get(f"/my/{ref}/"))


def promised(person: Somebody) -> str:
    ref = applied(person, "fire_check_promise", "CN", **everything(), floors="一楼", commitment="yes",
                  **{"promise_signature.signed": "沈砚秋", "promise_signature.agreed": "yes"})
    done(person, ref, ("fire", "grant_on_commitment", {}), ("fire", "hand_over", {}))
    return ref


def test_a_commitment_that_is_kept(person: Somebody, town: Clock) -> None:
    without = sent(person, "citizen", "fire_check_promise", **everything(), floors="一楼")
    assert without.status_code == 422
    ref = promised(person)
    done(person, ref, ("fire", "confirm_commitment", {"finding": "通道畅通，承诺属实。"}))
    settle()
    assert state(ref) == "kept"
    says("commitment_grant", "书面承诺", *REMEDIES)


def test_a_commitment_that_is_not_kept(person: Somebody, town: Clock) -> None:
    ref = promised(person)
    settle()
    (number,) = store.rows("select number from cases_document where kind = 'licence'")[0]
    assert "：有效" in verified(number)
    refused(person, "fire_head", ref, "withdraw_grant", "先发整改通知书", **NO)
    done(person, ref, ("fire", "order_rectification", {"finding": "疏散通道堵塞", "until": "2026-11-16"}))
    settle(town.to("2026-11-17 09:00"))
    assert state(ref) == "to_check" and "没有收到您的报告" in words(person("citizen").get("/messages/"))
    refused(person, "fire", ref, "order_rectification", "已经责令整改过一次", finding="仍堵塞", until="2030-10-31")
    done(person, ref, ("fire_head", "withdraw_grant", {"reasons": "疏散通道堵塞", "basis": "消防法第十五条"}))
    settle()
    assert state(ref) == "revoked" and "：已撤销" in verified(number)
    says("rectification", "2026年11月16日前", "陈述、申辩")
    says("revocation", "第六十九条", *REMEDIES)


def test_a_change_makes_the_next_version(person: Somebody, town: Clock, held: str) -> None:
    foreign = sent(person, "other", "food_business.change", **of_holder(held, change_place="no", change_content="加冷食"))
    assert foreign.status_code == 422 and "没有找到您名下的这个证件" in words(foreign)
    ref = applied(person, "food_business.change", "BG", **of_holder(held, change_place="no", change_content="加冷食"))
    done(person, ref, ("market", "accept", {}), ("market", "propose", YES), ("market_head", "grant", {}), ("market", "hand_over", {}))
    settle()
    record = registers.get(register="certificates", key=held)
    assert (record.version, str(record.valid_to)) == (2, "2030-11-30") and "：有效" in verified(held)
    says("change", "第四十九条", held, *REMEDIES)


def test_a_change_that_is_refused_is_called_so(person: Somebody, town: Clock, held: str) -> None:
    ref = applied(person, "food_business.change", "BG", **of_holder(held, change_place="no", change_content="加冷食"))
    done(person, ref, ("market", "accept", {}), ("market", "propose", {**YES, "proposal": "refuse"}), ("market_head", "refuse", NO))
    settle()
    assert "不予变更" in words(person("citizen").get(f"/my/{ref}/")) and "不予变更：没有独立操作间" in words(person("citizen").get("/messages/"))
    says("refusal", "决定不予变更行政许可", "第三十八条第二款", *REMEDIES)
    assert registers.get(register="certificates", key=held).version == 1


def test_a_renewal_by_silence_at_the_last_day(person: Somebody, town: Clock, held: str) -> None:
    ref = applied(person, "food_business.renewal", "YX", **of_holder(held, condition_changed="no"))
    done(person, ref, ("market", "accept", {}))
    refused(person, "market_head", ref, "renew_by_silence", "")
    settle(town.to("2030-11-30 23:00"))
    assert state(ref) == "accepted"
    settle(town.to("2030-12-02 09:00"))
    assert state(ref) == "granted"
    done(person, ref, ("market", "hand_over", {}))
    record = registers.get(register="certificates", key=held)
    assert (record.version, str(record.valid_to)) == (2, "2035-11-30") and "：有效" in verified(held)
    says("renewal", "第五十条", "视为准予延续", *REMEDIES)


def test_a_renewal_asked_for_too_late(person: Somebody, town: Clock, held: str) -> None:
    town.to("2030-11-01 09:00")
    late = sent(person, "citizen", "food_business.renewal", **of_holder(held, condition_changed="no"))
    assert late.status_code == 422 and "最晚是 2030-10-31" in words(late)


def test_a_lost_certificate_is_issued_again(person: Somebody, town: Clock, held: str) -> None:
    ref = applied(person, "food_business.reissue", "BF", **of_holder(held, loss_reason="搬家时丢失"))
    refused(person, "market_head", ref, "grant_now", "")
    done(person, ref, ("market", "grant_now", {}), ("market", "hand_over", {}))
    settle()
    record = registers.get(register="certificates", key=held)
    assert (state(ref), record.version, str(record.valid_to)) == ("handed_over", 2, "2030-11-30") and "：有效" in verified(held)


def test_cancelled_at_the_holder_s_wish(person: Somebody, town: Clock, held: str) -> None:
    ref = applied(person, "food_business.cancellation", "ZX", **of_holder(held, cancel_reason="不再经营"))
    refused(person, "market_head", ref, "cancel", "", ground="other", finding="核对无误")
    done(person, ref, ("market", "cancel", {"ground": "other", "finding": "核对无误"}))
    settle()
    assert state(ref) == "cancelled" and "：已注销" in verified(held)
    says("cancellation", "第七十条", f"注销证件{held}", *REMEDIES)
    again = sent(person, "citizen", "food_business.change", **of_holder(held, change_place="no", change_content="加冷食"))
    assert again.status_code == 422 and "这个证件已注销" in tight(words(again))


def begun(person: Somebody, number: str, procedure: str, cause: str) -> str:
    official, address = person("market"), f"/registers/certificates/{number}/begin/public.services.{procedure}/"
    answer = official.client.post(address, {**hidden(official.get(address), "key", "seen"), "cause": cause})
    assert answer.status_code == 302, words(answer)[:900]
    return answer.headers["Location"].split("/")[2]


def test_revoked_by_the_authority_and_then_cancelled_by_law(person: Somebody, town: Clock, held: str) -> None:
    page = words(person("market").get(f"/registers/certificates/{held}/"))
    assert "启动撤销" in page and "依职权注销" in page and "启动撤销" not in words(person("streets").get(f"/registers/certificates/{held}/"))
    address = f"/registers/certificates/{held}/begin/public.services.revocation/"
    assert [person(who).get(address).status_code for who in ("streets", "market_head", "elsewhere", "citizen")] == [404] * 4
    ref = begun(person, held, "revocation", "检查发现材料不实")
    official = person("market")
    twice = official.client.post(address, {**hidden(official.get(address), "key", "seen"), "cause": "再来一次"})
    assert twice.status_code == 409 and ref in words(twice)
    done(person, ref, ("market", "notify", {"ground": "deceit", "facts": "租赁合同是伪造的"}))
    refused(person, "market", ref, "propose", "等当事人陈述申辩", proposal="revoke", opinion="不实")
    done(person, ref, ("citizen", "state_case", {"statement": "合同是中介给的"}),
         ("market", "propose", {"proposal": "revoke", "opinion": "申辩不成立"}),
         ("market_head", "revoke", {"reasons": "以欺骗手段取得许可", "basis": "行政许可法第六十九条第二款"}))
    settle()
    assert state(ref) == "revoked" and "：已撤销" in verified(held)
    says("revocation_notice", "第七条", held, "陈述权、申辩权", "2026年11月9日前")
    says("revocation", "第六十九条", held, *REMEDIES)
    law = begun(person, held, "cancellation", "许可已被撤销")
    refused(person, "citizen", law, "withdraw", "")
    done(person, law, ("market", "cancel", {"ground": "revoked", "finding": "撤销决定已经生效"}))
    settle()
    assert "：已注销" in verified(held)
    says("cancellation", "第七十条", "许可依法被撤销", *REMEDIES)
    assert "您于" not in letter("cancellation")
    gone = person("market").get(address)
    assert gone.status_code == 404


def test_taken_back_when_the_law_changed(person: Somebody, town: Clock, held: str) -> None:
    ref = begun(person, held, "revocation", "规章废止")
    done(person, ref, ("market", "notify", {"ground": "changed", "facts": "依据的规章已经废止"}), ("citizen", "nothing_stated", {}),
         ("market", "propose", {"proposal": "recall", "opinion": "撤回，依法补偿"}),
         ("market_head", "recall", {"reasons": "规章废止", "basis": "行政许可法第八条第二款"}))
    settle()
    assert state(ref) == "recalled" and "：已撤回" in verified(held)
    says("revocation_notice", "拟依法撤回")
    says("recall", "第八条第二款", "给予补偿", *REMEDIES)


def test_filing_and_turned_down(person: Somebody, town: Clock) -> None:
    given = {**everything(), "online_sale": "no"}
    ref = applied(person, "prepacked_record", "BA", **given)
    refused(person, "market_head", ref, "file", "")
    done(person, ref, ("market", "ask_for_papers", {"missing": "平面图"}), ("citizen", "supplement", {"papers": picture(), "note": "已补"}),
         ("market", "file", {}))
    settle()
    assert state(ref) == "filed"
    says("filing", "予以备案")
    assert "视为受理" not in words(person("citizen").get("/messages/"))
    other = applied(person, "prepacked_record", "BA", **given)
    done(person, other, ("market", "not_accept", {"reasons": "兼营散装食品，应当申请食品经营许可。", "basis": "食品安全法第三十五条"}))
    settle()
    says("refusal", "决定不予备案", *REMEDIES)
    assert "第三十八条" not in letter("refusal")


def test_annual_report(person: Somebody, town: Clock) -> None:
    ref = applied(person, "annual_report", "NB", **FIRM, report_year="2025", employees="6", business_income="860000")
    refused(person, "market_head", ref, "receive", "")
    done(person, ref, ("market", "receive", {}))
    settle()
    assert state(ref) == "received"
    says("annual_report", "年度报告已经核收")


def test_annual_inspection_failed_after_its_rectification(person: Somebody, town: Clock) -> None:
    place = {name.replace("address", "firm_address"): value for name, value in ADDRESS.items()}
    ref = applied(person, "clinic_verify", "NJ", **FIRM, **place, beds="20", report_year="2025")
    done(person, ref, ("health", "accept", {}), ("health", "order_rectification", {"finding": "消毒记录不全", "until": "2026-11-16"}))
    refused(person, "health", ref, "fail", "", **NO)
    done(person, ref, ("citizen", "rectified", {"papers": picture(), "note": "改好了"}),
         ("health", "fail", {"reasons": "记录仍不全", "basis": "医疗机构管理条例"}))
    settle()
    assert state(ref) == "failed"
    says("inspection_failed", "记录仍不全", *REMEDIES)

