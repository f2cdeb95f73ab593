"""Who is heard before a decision (行政许可法 第三十六、四十六条): the public, others with a great interest; and who revokes above (第六十九条)."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from tests.journeys.small import Clock, Person, everything, hidden, settle, words
from tests.journeys.test_procedures import NO, REMEDIES, YES, applied, done, held, letter, refused, says, state, tight, verified
from yiwang.engines.identity import api as identity
from yiwang.engines.registers import api as registers
from yiwang.engines.store import api as store
from yiwang.kernel.actors import READER

__all__ = ["held"]
Somebody = Callable[[str], Person]
HERE = "/services/hearings/"
ANNOUNCED = {"ground": "public_interest", "matter": "拟在学校旁开设饭店，听取油烟、噪声的意见。", "held_on": "2026-11-12", "time": "9:30",
             "place": "三楼会议室", "chair": "法制岗", "sign_up": "11 月 10 日前打 0371-12345 报名。"}


def public(query: str = "") -> str:
    page = Client().get(f"{HERE}{query}")
    assert page.status_code == 200
    return tight(words(page))


def test_a_hearing_of_the_authority_s_own_motion_is_announced_to_the_public(person: Somebody, town: Clock) -> None:
    ref = applied(person, "food_business", "XK", **everything())
    done(person, ref, ("market", "accept", {}))
    refused(person, "market", ref, "announce_hearing", "最早请选2026-11-12", **{**ANNOUNCED, "held_on": "2026-11-11"})
    refused(person, "market", ref, "announce_hearing", "依据", **{**ANNOUNCED, "ground": "by_law", "basis": ""})
    assert "没有听证公告" in public() and f'{HERE}"' in Client().get("/").content.decode()
    done(person, ref, ("market", "announce_hearing", ANNOUNCED))
    settle()
    text = public()
    for said in ("食品经营许可", "2026-11-129:30", "三楼会议室", "主持人：法制岗", "0371-12345", "学校旁", "将举行", "金水区市场监督管理局", "2026-11-02公告"):
        assert said in text, (said, text)
    assert "沈" not in text and "槐荫巷" not in text and ref not in text
    assert "食品经营许可" in public("?area=410105") and "食品经营许可" not in public("?area=410102") and "食品经营许可" in public("?after=x")
    says("hearing_notice", "2026年11月12日", "第四十六条", "向社会公告", "第四十五条")
    assert "公开举行听证" in words(person("citizen").get("/messages/"))
    refused(person, "market", ref, "propose", "先举行听证", **YES)
    town.to("2026-11-12 11:00")
    done(person, ref, ("market_chair", "hold_hearing", {"present": "三人", "record": "都说要装净化器。"}), ("market", "propose", YES))
    settle()
    assert "已举行" in public()


def test_what_is_withdrawn_is_not_heard(person: Somebody, town: Clock) -> None:
    ref = applied(person, "food_business", "XK", **everything())
    done(person, ref, ("market", "accept", {}), ("market", "announce_hearing", ANNOUNCED), ("citizen", "withdraw", {}))
    settle()
    assert "已取消" in public() and "将举行" not in public()


def test_others_with_an_interest_are_told_and_what_they_state_is_weighed(person: Somebody, town: Clock) -> None:
    ref = applied(person, "food_business", "XK", **everything())
    done(person, ref, ("market", "accept", {}),
         ("market", "tell_others", {"who": "隔壁住户李某", "count": "1", "matter": "烟道对着窗户"}))
    settle()
    says("interest", "利害关系人", "第三十六条", "烟道对着窗户", "2026年11月9日前", ref)
    assert "沈砚秋" not in letter("interest") and "李某" not in letter("interest")
    refused(person, "market", ref, "propose", "11月9日前陈述意见", **YES)
    done(person, ref, ("market", "other_states", {"who": "隔壁住户李某", "opinion": "烟道要改到楼顶"}), ("citizen", "state_view", {"statement": "可以改"}),
         ("market", "others_heard", {}))
    page, mine = words(person("market_head").get(f"/cases/{ref}/")), words(person("citizen").get(f"/my/{ref}/"))
    assert "烟道要改到楼顶" in page and "烟道要改到楼顶" in mine and "李某" not in mine
    refused(person, "market", ref, "propose", "写明采纳了哪些", **YES)
    heard = "采纳，烟道改到楼顶后再发证。"
    done(person, ref, ("market", "propose", {**YES, "heard": heard}), ("market_head", "grant", {}))
    settle()
    says("grant", "陈述和申辩", heard, *REMEDIES)


def test_nobody_stated_until_the_day_was_over(person: Somebody, town: Clock) -> None:
    ref = applied(person, "food_business", "XK", **everything())
    done(person, ref, ("market", "accept", {}), ("market", "tell_others", {"who": "隔壁住户", "count": "1", "matter": "油烟"}))
    refused(person, "market", ref, "others_heard", "还有人没有陈述意见")
    settle(town.to("2026-11-10 00:10"))
    done(person, ref, ("market", "propose", {**YES, "proposal": "refuse"}), ("market_head", "refuse", NO))
    settle()
    assert "陈述和申辩" not in letter("refusal")


def test_the_department_above_revokes_what_the_one_below_granted(person: Somebody, town: Clock, held: str) -> None:
    here, city = f"/registers/certificates/{held}/begin/public.services.revocation/", person("market_city")
    page = words(city.get(f"/registers/certificates/{held}/"))
    assert "启动撤销" in page and "依职权注销" not in page
    assert city.get(here.replace("revocation", "cancellation")).status_code == 404
    assert [person(who).get(here).status_code for who in ("market_city_head", "records", "elsewhere", "streets")] == [404] * 4
    answer = city.client.post(here, {**hidden(city.get(here), "key", "seen"), "cause": "检查下级时发现超越职权"})
    assert answer.status_code == 302, words(answer)[:900]
    ref = answer.headers["Location"].split("/")[2]
    below = person("market").get(f"/cases/{ref}/")
    assert below.status_code == 200 and "检查下级时发现超越职权" in words(below)
    refused(person, "market", ref, "notify", "", ground="beyond", facts="x")
    done(person, ref, ("market_city", "notify", {"ground": "beyond", "facts": "不属于区级权限"}), ("citizen", "nothing_stated", {}),
         ("market_city", "propose", {"proposal": "revoke", "opinion": "撤销"}))
    refused(person, "market_city_head", ref, "recall", "由作出许可决定的单位办理", **NO)
    refused(person, "market_head", ref, "revoke", "", **NO)
    done(person, ref, ("market_city_head", "revoke", {"reasons": "超越法定职权", "basis": "行政许可法第六十九条第一款第二项"}))
    settle()
    assert state(ref) == "revoked" and "：已撤销" in verified(held)
    says("revocation_notice", "金水区市场监督管理局颁发的")
    says("revocation", "郑州市市场监督管理局", "金水区市场监督管理局颁发的", "第六十九条", "郑州市人民政府", *REMEDIES)


def test_two_officials_of_the_unit_are_assigned_where_the_item_is_inspected(person: Somebody, town: Clock) -> None:
    key = "410105.food_business"
    facts = dict(registers.get(register="items", key=key).facts)
    facts["item"] = {**facts["item"], "procedure": "public.services.inspected"}
    with store.atomic():
        registers.publish(register="items", key=key, title="食品经营许可", facts=facts, actor=READER, unit=identity.unit_by_code("410105-SCJG").id,
                          valid_from=town.now().date(), at=town.now())
    ref = applied(person, "food_business", "JY", **everything())
    done(person, ref, ("market", "accept", {}))
    refused(person, "market", ref, "propose", "还没有指派两名工作人员", **YES)
    two = {"first": "官market", "second": "官market_head", "note": "按规程抽样"}
    refused(person, "market", ref, "assign", "请填另一个人", **{**two, "second": "官market"})
    refused(person, "market", ref, "assign", "第二位不是本单位在任的工作人员", **{**two, "second": "官fire"})
    done(person, ref, ("market", "assign", two), ("market", "propose", YES), ("market_head", "grant", {}), ("market", "hand_over", {}))
    settle()
    assert state(ref) == "handed_over"
