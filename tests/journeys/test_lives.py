"""The whole life of an application, over HTTP: every way the law knows, seen by the citizen and by the office."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys import small
from tests.journeys.small import Clock, Person, everything, ref_of, settle, words
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust

ITEM = "410105.food_business"
Somebody = Callable[[str], Person]


@pytest.fixture
def lodged(person: Somebody) -> str:
    answer = person("citizen").apply(ITEM, **everything())
    assert answer.status_code == 302, words(answer)[:800]
    return ref_of("食品经营许可")


def moved(answer: object, ref: str) -> None:
    assert answer.status_code == 302 and answer.headers["Location"] in (f"/cases/{ref}/", f"/my/{ref}/"), words(answer)[:900]  # type: ignore[attr-defined, arg-type]


def mine(person: Somebody, ref: str) -> str:
    return words(person("citizen").get(f"/my/{ref}/"))


def kinds(ref: str) -> list[str]:
    rows = store.rows("select e.kind from ledger_entry e join cases_case c on c.id = e.chain where c.ref = %s order by e.n", (ref,))
    return [kind for (kind,) in rows]


def test_granted_and_handed_over(person: Somebody, town: Clock, lodged: str) -> None:
    assert "等窗口受理" in mine(person, lodged) or "待受理" in mine(person, lodged)
    office = person("market")
    assert lodged in words(office.get("/cases/")) or "槐荫巷烩面馆" in words(office.get("/desk/"))
    moved(office.do(lodged, "accept"), lodged)
    moved(office.do(lodged, "propose", proposal="grant", opinion="符合条件。"), lodged)
    town.to("2026-11-04 15:00")
    moved(person("market_head").do(lodged, "grant"), lodged)
    moved(person("market").do(lodged, "hand_over"), lodged)
    assert "已经办好" in mine(person, lodged)
    assert kinds(lodged) == ["opened", "moved", "moved", "decided", "handed_over"]
    number = store.rows("select number from cases_document where register <> ''")[0][0]
    assert number.endswith("〔2026〕1号")


def test_papers_are_asked_for_once_and_supplemented(person: Somebody, town: Clock, lodged: str) -> None:
    office, citizen = person("market"), person("citizen")
    moved(office.do(lodged, "ask_for_papers", missing="平面图没有标明操作间"), lodged)
    assert "平面图没有标明操作间" in mine(person, lodged)
    town.to("2026-11-05 09:00")
    citizen = person("citizen")
    moved(citizen.do(lodged, "supplement", papers=small.picture("新图"), note="已标明"), lodged)
    office = person("market")
    assert office.opened(lodged, "ask_for_papers")[1].status_code in (404, 409) or "不能再要" in words(office.opened(lodged, "ask_for_papers")[1])
    assert "不能再要" in words(office.get(f"/cases/{lodged}/"))
    moved(office.do(lodged, "accept"), lodged)
    assert kinds(lodged) == ["opened", "asked_for_papers", "supplemented", "moved"]


def test_silence_accepts_as_of_receipt(person: Somebody, town: Clock, lodged: str) -> None:
    settle(town.to("2026-11-10 00:00"))
    case = words(person("market").get(f"/cases/{lodged}/"))
    assert "自动受理" in case and "2026-11-02" in case
    assert kinds(lodged)[-2:] == ["warned", "lapsed"] or "lapsed" in kinds(lodged)
    moved(person("market").do(lodged, "propose", proposal="grant", opinion="符合"), lodged)


def test_silence_is_there_even_before_any_sweep(person: Somebody, town: Clock, lodged: str) -> None:
    """The page in the window was opened on the last day and sent after midnight."""
    town.to("2026-11-09 23:58")
    office = person("market")
    address, page = office.opened(lodged, "not_accept")
    sent = small.hidden(page, "key", "seen")
    town.to("2026-11-10 00:01")
    answer = office.client.post(address, {**sent, "reasons": "不属于本单位职权。", "basis": "许可法"})
    assert answer.status_code == 409 and "不属于本单位职权。" in answer.content.decode()
    assert "lapsed" in kinds(lodged) and "decided" not in kinds(lodged)


def test_time_is_not_counted_only_on_a_ground_of_the_law(person: Somebody, town: Clock, lodged: str) -> None:
    office = person("market")
    moved(office.do(lodged, "accept"), lodged)
    answer = office.do(lodged, "suspend", ground="site_visit", expected_days="5", note="现场核查")
    assert answer.status_code == 422 and "现场核查" in answer.content.decode()
    moved(office.do(lodged, "suspend", ground="testing", expected_days="5", note="检测燃气报警装置"), lodged)
    assert "期限现在已经不计" in words(office.get(f"/cases/{lodged}/"))
    town.to("2026-11-04 09:00")
    moved(person("market").do(lodged, "resume", result="合格"), lodged)
    assert kinds(lodged)[-2:] == ["not_counted_from", "not_counted_to"]
    assert store.rows("select not_counted from cases_term where name = 'decide'") == [("2026-11-02:2026-11-04:testing",)]


def test_extended_once_by_the_head(person: Somebody, town: Clock, lodged: str) -> None:
    moved(person("market").do(lodged, "accept"), lodged)
    assert person("market").opened(lodged, "extend")[1].status_code in (404, 409)
    head = person("market_head")
    assert "最多延长 10 个工作日" in words(head.do(lodged, "extend", days="11", reason="情况复杂"))
    moved(head.do(lodged, "extend", days="10", reason="情况复杂"), lodged)
    assert head.opened(lodged, "extend")[1].status_code in (404, 409)
    assert "已经延长过一次" in words(head.get(f"/cases/{lodged}/")) and "批准延长期限" in mine(person, lodged)


def test_refused_with_reasons_and_remedies(person: Somebody, town: Clock, lodged: str) -> None:
    office, head = person("market"), person("market_head")
    moved(office.do(lodged, "accept"), lodged)
    moved(office.do(lodged, "propose", proposal="refuse", opinion="没有操作间"), lodged)
    empty = head.do(lodged, "refuse", reasons="", basis="行政许可法第三十八条第二款")
    assert empty.status_code == 422 and "行政许可法第三十八条第二款" in empty.content.decode()
    moved(head.do(lodged, "refuse", reasons="没有独立操作间。", basis="行政许可法第三十八条第二款"), lodged)
    assert "不予许可" in mine(person, lodged) and kinds(lodged)[-1] == "decided"
    assert store.rows("select title from cases_document where kind not in ('accepted')")[-1][0].startswith("不予")


def test_not_accepted(person: Somebody, town: Clock, lodged: str) -> None:
    moved(person("market").do(lodged, "not_accept", reasons="应当向市局申请。", basis="行政许可法第三十二条"), lodged)
    assert "不予受理" in mine(person, lodged)


def test_returned_and_proposed_again(person: Somebody, town: Clock, lodged: str) -> None:
    office, head = person("market"), person("market_head")
    moved(office.do(lodged, "accept"), lodged)
    moved(office.do(lodged, "propose", proposal="grant", opinion="符合"), lodged)
    moved(head.do(lodged, "return", why="再看消防"), lodged)
    moved(office.do(lodged, "propose", proposal="grant", opinion="看过了"), lodged)
    moved(head.do(lodged, "grant"), lodged)


def test_withdrawn_by_the_applicant(person: Somebody, town: Clock, lodged: str) -> None:
    moved(person("market").do(lodged, "accept"), lodged)
    moved(person("citizen").do(lodged, "withdraw"), lodged)
    assert "已撤回" in mine(person, lodged)
    assert store.rows("select count(*) from cases_term where stopped_at is null") == [(0,)]


def test_urged_by_the_applicant_once_a_day(person: Somebody, town: Clock, lodged: str) -> None:
    citizen = person("citizen")
    for said in ("已经催办", "今天已经催办过"):
        assert citizen.client.post(f"/my/{lodged}/urge/", {"key": said}).status_code == 302
        assert said in words(citizen.get(f"/my/{lodged}/"))
    assert kinds(lodged) == ["opened", "urged"]


def test_progress_by_number_and_query_code_shows_no_name(town: Clock, lodged: str) -> None:
    stranger = Person("nobody")
    face = stranger.get(f"/verify/case/{lodged}/{trust.query_code(lodged)}/")
    assert face.status_code == 200 and "沈砚秋" not in face.content.decode() and "13903710011" not in face.content.decode()
    assert stranger.get(f"/verify/case/{lodged}/000000/").status_code == 404


def test_the_restaurant_bundle_in_three_departments(person: Somebody, town: Clock) -> None:
    answer = person("citizen").apply("410105.restaurant", **everything())
    assert answer.status_code == 302, words(answer)[:800]
    parts = store.rows("select ref, procedure, matter from cases_case order by id")
    assert len(parts) >= 3 and len({matter for _, _, matter in parts}) == 1
    (joint,) = [ref for ref, procedure, _ in parts if procedure == "public.services.joint"]
    office = person("window")
    moved(office.do(joint, "accept"), joint)
    refusal = words(office.get(f"/cases/{joint}/"))
    assert "还没有征询有关部门" in refusal
    moved(office.do(joint, "consult", question="请按各自条件回复"), joint)
    moved(person("market").do(joint, "answer", verdict="agree", opinion="符合。"), joint)
    moved(person("streets").do(joint, "answer", verdict="agree_with_conditions", opinion="招牌不得挡窗。"), joint)
    assert "消防救援大队还没有回意见" in words(person("window").get(f"/cases/{joint}/"))
    town.to("2026-11-12 10:00")
    moved(person("fire").do(joint, "answer", verdict="agree", opinion="合格。"), joint)
    moved(person("window").do(joint, "propose", proposal="grant", opinion="三家都同意。"), joint)
    moved(person("signatory").do(joint, "grant"), joint)
    moved(person("window").do(joint, "hand_over"), joint)
    page = mine(person, joint)
    assert "已经办好" in page and "招牌不得挡窗" in words(person("window").get(f"/cases/{joint}/"))
    for ref, _, _ in parts:
        assert ref in words(person("citizen").get("/my/")) or ref in page


def test_an_objection_stands_in_the_way_of_granting(person: Somebody, town: Clock) -> None:
    person("citizen").apply("410105.restaurant_joint", **everything())
    ref = ref_of("餐饮经营场所联合审批")
    office = person("window")
    moved(office.do(ref, "accept"), ref)
    moved(office.do(ref, "consult"), ref)
    bare = person("fire").do(ref, "answer", verdict="object", opinion="疏散通道堵塞。")
    assert bare.status_code == 422 and "疏散通道堵塞。" in bare.content.decode()  # an objection names the legal condition
    moved(person("fire").do(ref, "answer", verdict="object", opinion="疏散通道堵塞。", law="消防法第十五条"), ref)
    for who in ("market", "streets"):
        moved(person(who).do(ref, "answer", verdict="agree", opinion="符合。"), ref)
    moved(person("window").do(ref, "propose", proposal="refuse", opinion="消防不符合。"), ref)
    head = person("signatory")
    assert head.opened(ref, "grant")[1].status_code in (404, 409) and "认为不符合法定条件：消防法第十五条" in words(head.get(f"/cases/{ref}/")).replace(" ", "")
    moved(head.do(ref, "refuse", reasons="疏散通道堵塞。", basis="消防法第十五条"), ref)


def test_a_late_unit_gets_a_signal_explains_and_is_judged(person: Somebody, town: Clock, lodged: str) -> None:
    moved(person("market").do(lodged, "accept"), lodged)
    settle(town.to("2026-12-15 09:00"))
    signals = store.rows("select ref, id from cases_case where procedure = 'oversight.supervision.signal' order by id")
    assert signals, kinds(lodged)
    ref = signals[-1][0]
    assert "红" in words(person("watch").get("/supervision/signals/")) or ref in words(person("watch").get("/supervision/signals/"))
    early = person("watch").opened(ref, "uphold")[1]
    assert early.status_code in (404, 409) and "之后才能认定" in words(person("watch").get(f"/cases/{ref}/"))
    head = person("market_head")
    page = head.opened(ref, "explain")[1]
    names = dict.fromkeys(fields(page), "外请专家，人手不足。")
    moved(head.do(ref, "explain", **names), ref)
    watch = person("watch")
    names = dict.fromkeys(fields(watch.opened(ref, "dismiss")[1]), "情况属实。")
    moved(watch.do(ref, "dismiss", **names), ref)
    assert kinds(ref)[-2:] == ["answered", "decided"]


def fields(page: object) -> list[str]:
    """The open text fields of a form."""
    import re

    text = page.content.decode()  # type: ignore[attr-defined]
    return re.findall(r'<(?:textarea|input type="text")[^>]*name="([^"]+)"', text)
