"""A month with faults planted in it: what goes wrong, in which case, and what supervision has to say about it. Beside each a case that is only nearly wrong."""

from __future__ import annotations

from collections import Counter

from tests.supervision.trial import Life, Town, actor, instant, said
from yiwang.engines.cases import api as cases
from yiwang.systems.oversight.supervision.complaints import taking

WRITTEN, FEE = {"notice": True}, {"item": "工本费", "amount": 1000, "listed": 1000, "receipt": "PJ001"}
PAUSE = {"ground": "testing", "told_until": "2026-11-10", **WRITTEN}
WHY = {"reason": "场所不符合第三十八条"}
NEAR, LATE, LICENCE = "time.near", "time.late", "time.licence_late"


class Month:
    """The plants of a month: the title of each case, and the rules that find it."""

    def __init__(self, town: Town) -> None:
        self.town, self.expected, self.faults = town, Counter[tuple[str, str]](), 0
        for plant in (self.times, self.silence, self.pauses, self.extensions, self.steps, self.told, self.fees, self.people, self.records, self.batch,
                      self.ratings, self.data, self.complaints):
            plant()

    def case(self, title: str, *rules: str, item: str = "plain", **facts: object) -> Life:
        """A case lodged on the first Monday; `rules` will find something in it."""
        self.expected.update((title, rule) for rule in rules)
        self.faults += len(rules)
        return Life(self.town, title, "11-02 10:00", item=item, **facts)  # type: ignore[arg-type]

    def quick(self, title: str, *rules: str, **facts: object) -> Life:
        """One that is taken up on Tuesday and to be decided by Friday."""
        return self.case(title, *rules, item="quick", **facts).on("11-03 10:00", "accept")

    def ends(self, life: Life, day: str = "11-04", **facts: object) -> Life:
        """Granted by somebody else on Wednesday, handed over on Thursday."""
        return life.on(f"{day} 10:00", "grant", **{"handler": "2002", **facts}).on(f"{day} 15:00", "hand_over")  # type: ignore[arg-type]

    def times(self) -> None:
        self.ends(self.quick("按时"))
        self.ends(self.quick("第三天才办", NEAR), "11-06")
        self.ends(self.quick("超期一天", NEAR, LATE), "11-09")
        self.quick("超期的不予许可", NEAR, LATE).on("11-11 10:00", "refuse", handler="2002", **WHY)
        self.quick("按时办了，下一个工作日才报来", NEAR, LATE).on("11-06 16:00", "refuse", came="11-09 10:00", handler="2002", **WHY)
        self.case("受理到第五天", NEAR).on("11-09 10:00", "not_accept", **WHY)
        granted = self.quick("送达到第十天", NEAR).on("11-04 10:00", "grant", handler="2002")
        granted.on("11-18 10:00", "hand_over")
        for title, day in (("送达晚一天", "11-19"), ("送达晚五天", "11-25")):
            self.quick(title, NEAR, LICENCE).on("11-04 10:00", "grant", handler="2002").on(f"{day} 10:00", "hand_over")
        self.ends(self.case("被征询的晚了", NEAR, LATE, item="reviewed").on("11-03 10:00", "accept").on("11-03 11:00", "consult")
                  .answers("11-09 10:00", "market"), "11-10")

    def silence(self) -> None:
        for title in ("没有答复", "也没有答复"):
            self.ends(self.case(title, NEAR, "time.silence"), "11-11")

    def pauses(self) -> None:
        def paused(title: str, *rules: str, until: str = "11-10", **facts: object) -> Life:
            life = self.quick(title, *rules).on("11-04 10:00", "suspend", **facts)  # type: ignore[arg-type]
            return self.ends(life.on(f"{until} 10:00", "resume"), until)

        paused("合法地停了", **PAUSE)
        paused("停得没有情形", "time.no_ground", **{**PAUSE, "ground": "other"})
        paused("停到告知之后", "time.longer_than_told", until="11-11", **PAUSE)
        paused("停得比告知的天数多", "time.longer_than_told", until="11-11", ground="testing", expected_days=4, **WRITTEN)
        paused("正好停够告知的天数", ground="testing", expected_days=4, **WRITTEN)
        paused("没有书面告知就停", "told.unwritten", **{**PAUSE, "notice": False})
        paused("没说有没有书面告知", "told.unwritten", ground="testing")
        life = self.case("停了三次", "time.many_pauses").on("11-03 10:00", "accept")
        for day in (4, 9, 12):
            life.on(f"11-{day:02} 10:00", "suspend", ground="testing", **WRITTEN).on(f"11-{day + 1:02} 10:00", "resume")
        self.ends(life, "11-16")

    def extensions(self) -> None:
        self.ends(self.quick("期限内负责人延长", NEAR).on("11-06 10:00", "extend", days=2, approver="head"), "11-09")
        self.ends(self.quick("不是负责人延长", "people.wrong_approver").on("11-04 10:00", "extend", days=2, approver="other"), "11-05")
        self.ends(self.quick("过期才延长", NEAR, LATE, "time.extended_late").on("11-09 09:00", "extend_in_vain", days=2, approver="head"), "11-10")

    def steps(self) -> None:
        self.case("没有受理就准予", "steps.left_out").on("11-04 10:00", "grant", handler="2002").on("11-04 15:00", "hand_over")
        self.case("当场准予").on("11-02 11:00", "grant_now").on("11-02 12:00", "hand_over")
        taken = self.case("没有征询就准予", "steps.left_out", item="reviewed").on("11-03 10:00", "accept")
        self.ends(taken)
        asked = self.case("没有等答复就准予", "steps.left_out", item="reviewed").on("11-03 10:00", "accept").on("11-03 11:00", "consult")
        self.ends(asked)
        answered = self.case("等了答复", item="reviewed").on("11-03 10:00", "accept").on("11-03 11:00", "consult").answers("11-04 09:00", "market")
        self.ends(answered)

    def told(self) -> None:
        self.case("没告知补正就不受理", "told.no_notice").on("11-04 10:00", "not_accept", ground="papers", reason="材料不齐")
        self.case("告知过再不受理").on("11-03 10:00", "ask").on("11-04 10:00", "supplement").on("11-05 10:00", "not_accept", ground="papers", reason="材料不齐")
        again = self.case("要了三次补正", "told.again").on("11-03 10:00", "ask").on("11-03 11:00", "ask").on("11-03 12:00", "ask")
        again.on("11-04 10:00", "supplement").on("11-05 10:00", "not_accept", **WHY)
        self.case("要清单外的材料", "told.extra").on("11-03 10:00", "ask", unlisted=["户口簿"]).on("11-04 10:00", "supplement").on(
            "11-05 10:00", "not_accept", **WHY)
        self.quick("不予许可没有理由", "told.no_reason").on("11-04 10:00", "refuse", handler="2002")
        self.case("不予受理没有理由", "told.no_reason").on("11-04 10:00", "not_accept")
        self.quick("不予许可有理由").on("11-04 10:00", "refuse", handler="2002", **WHY)

    def fees(self) -> None:
        def charged(title: str, *rules: str, **fee: object) -> None:
            bill = {**FEE, **fee}
            life = self.quick(title, *rules).on("11-03 11:00", "charge", fee={**bill, "receipt": ""}).on("11-03 12:00", "pay", fee=bill)
            self.ends(life)

        charged("照目录收费")
        charged("目录外收费", "fees.unlisted", listed=None)
        charged("多收一分", "fees.too_high", amount=1001)
        charged("不开票据", "fees.no_receipt", receipt="")
        charged("目录外又不开票", "fees.unlisted", "fees.no_receipt", listed=None, receipt="")

    def people(self) -> None:
        self.ends(self.quick("一个人办两步", "people.same_person"), handler="1001")
        self.quick("一个人驳回", "people.same_person").on("11-04 10:00", "refuse", **WHY)

    def records(self) -> None:
        life = self.case("隔了三天才录", "records.late").on("11-03 10:00", "accept", came="11-06 10:00")
        self.ends(life.on("11-04 10:00", "note", came="11-06 11:00"), "11-09")
        self.ends(self.case("第二天就录").on("11-03 10:00", "accept", came="11-04 10:00"), "11-05")
        self.quick("最后一天办结又重办", NEAR, "records.reopened").on("11-06 10:00", "grant", handler="2002").on("11-09 10:00", "reopen").on(
            "11-10 10:00", "refuse", handler="2002", **WHY)
        self.quick("早早办结又重办").on("11-04 10:00", "grant", handler="2002").on("11-05 10:00", "reopen").on("11-06 10:00", "refuse", handler="2002", **WHY)

    def batch(self) -> None:
        """Ten cases of one unit whose acceptance is entered on one afternoon, three working days late; nine of another."""
        for unit, many, day in (("410102-SP", 10, "11-06"), ("410102-SCJG", 9, "11-06")):
            for i in range(many):
                title = f"补录 {unit} {i}"
                self.expected[title, "records.late"] += 1
                life = Life(self.town, title, "11-02 10:00", unit=unit).on("11-03 10:00", "accept", came=f"{day} 15:{i:02}")
                self.ends(life, "11-12")
        self.expected["410102-SP", "records.batch"] += 1
        self.faults += 20

    def ratings(self) -> None:
        self.ends(self.quick("差评没人理", "ratings.unanswered")).rated("11-05 10:00", "worst")
        self.ends(self.quick("差评联系过")).rated("11-05 10:00", "bad").contacted("11-11 10:00")
        self.ends(self.quick("差评联系得晚", "ratings.unanswered")).rated("11-05 10:00", "bad").contacted("11-13 10:00")
        self.ends(self.quick("好评")).rated("11-05 10:00", "fair")

    def data(self) -> None:
        for title, rule, reported in (("缺数据", "data.missing", {"missing": ["送达"]}), ("迟报", "data.late", {"late_hours": 3}),
                                      ("矛盾", "data.contradicts", {"contradicts": "办理时间早于前一步"})):
            self.ends(self.quick(title, rule).on("11-03 12:00", "note", reported=reported).on("11-03 13:00", "note", reported=reported))
        self.ends(self.quick("数据都对").on("11-03 12:00", "note", reported={}))



    def complaints(self) -> None:
        """Two of one unit: what is true of it is found, what is not is nobody's fault."""
        self.expected["投诉金水区城管局", "people.conduct"] += 1
        self.faults += 1
        for found in ("true", "untrue"):
            self.town.later(instant("11-03 09:00"), lambda found=found: self._complained(found))  # type: ignore[misc]

    def _complained(self, found: str) -> None:
        data = said({"whose": "金水区城管局", "about": "attitude"})
        done = taking.take(actor=actor("citizen"), data=data, key=f"complaint-{found}", at=instant("11-03 09:00"))
        for move, answers in (("accept", {}), ("reply", {"found": found, "finding": "当天没有一次说清。", "reply": "查过了。"})):
            cases.perform(actor=actor("watch"), case=done.case, move=move, data=said(answers), seen=None, key=f"{found}:{move}", at=instant("11-03 10:00"))
