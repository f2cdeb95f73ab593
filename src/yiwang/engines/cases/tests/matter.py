"""A procedure of what goes on to others: sent with helpers, sent a level up, joined to another, sealed. In the trial city."""

from __future__ import annotations

from typing import Any

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests import trial
from yiwang.engines.cases.tests.trial import MONDAY, City, clean, move
from yiwang.engines.forms.types import NOTHING, Clean, Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store

TERM, HELP = calendar.Span(5, calendar.Unit.WORKING), calendar.Span(3, calendar.Unit.WORKING)
WANTED = Form("matter.wanted", "交办", (Field("wanted", "要求", required=False, personal=False),))
INTO = Form("matter.into", "并件", (Field("into", "并入哪一件", personal=False),))
REPLY = Form("matter.reply", "答复", (Field("reply", "答复", FieldKind.LONG_TEXT), Field("outcome", "结果", personal=False)))
HEARD = Form("matter.heard", "回访", (Field("words", "说了什么", FieldKind.LONG_TEXT),))
AGAIN = Form("matter.again", "不满意", (Field("level", "满意吗", personal=False), Field("words", "哪里不满意", FieldKind.LONG_TEXT)))
DESK = cases.Role("trial.lead", "派单员", cases.Where.DESK)
MATTER = cases.Procedure(
    code="trial.matter", title="试行诉求", version=1, valid_from=trial.SINCE, law=("法",), start="received", starts=("send",), prefix="SM",
    states={"received": cases.State("待派", "desk", "派单", "send"), "sent": cases.State("待办", "handler", "办理", "answer"),
            "answered": cases.State("待审", "desk", "审核", "check"), "merged": cases.State("已并", term="answer"), "closed": cases.State("已办结"),
            "withdrawn": cases.State("已撤回")},
    ends=frozenset({"closed", "withdrawn"}), begun_by=("applicant", "desk"),
    roles={"applicant": cases.APPLICANT, "desk": DESK, "handler": cases.Role("trial.window", "承办人"), "clock": cases.CLOCK_ROLE,
           "reviewer": cases.Role("trial.reviewer", "协办人", cases.Where.ASKED), "signatory": cases.Role("trial.signatory", "负责人")},
    terms={"send": cases.Term("派单", TERM), "answer": cases.Term("答复", TERM), "check": cases.Term("审核", TERM)},
    moves=(move("send", "received", "sent", "desk", form=WANTED, to=cases.TO_UNIT, assist=HELP, stops=("send",), starts=("answer",), says="派单"),
           move("help", "sent", "", "handler", assist=HELP, says="请单位协办"),
           move("reply", "sent", "answered", "handler", form=REPLY, stops=("answer",), starts=("check",), rests_on_answers=True, closes_inquiries=True),
           move("up", "answered", "sent", "desk", to=cases.TO_ABOVE, stops=("check",), starts=("answer",), says="交上一级"),
           move("heard", "answered", "", "desk", form=HEARD), move("again", "answered", "", "applicant", form=AGAIN),
           move("join", "received", "merged", "desk", form=INTO, matter=cases.JOINS, stops=("send",), starts=("answer",), says="并件"),
           move("leave", "merged", "received", "clock", matter=cases.LEAVES, stops=("answer",), starts=("send",), says="分开"),
           move("close", "answered", "closed", "desk", stops=(cases.ALL,)),
           move("withdraw", "received sent merged", "withdrawn", "applicant", stops=(cases.ALL,))))
WROTE = {"subject": "乱收费", "body": "他们收了两次，我是沈砚秋"}


def begun(
    city: City, who: str = "citizen", *, title: str = "投诉", sealed: bool = False, key: str = "", data: Clean = NOTHING, unit: str = "clerk",
) -> cases.Done:
    """A matter about whoever writes it, kept by the unit of `unit`."""
    wrote, party = written() if data is NOTHING else data, identity.party(city.actors[who])
    new = cases.Begin(MATTER.code, city.actors[unit].unit, title, party=party, data=wrote, sealed=sealed)
    return cases.begin(actor=city.actors[who], begin=new, key=key or city.key(), at=MONDAY)


def written(**more: Any) -> Clean:
    """What is written when it begins: one answer in the open, the others personal."""
    return Clean("matter.write", 1, {**WROTE, "sort": "complaint", **more}, frozenset({"sort"}))


def said(form: Form, **answers: Any) -> Clean:
    """Answers as the form leaves them."""
    return Clean(form.code, form.version, answers, frozenset(answers) - {f.code for f in form.fields if f.personal})


def send(city: City, done: cases.Done, to: str = "T-A", *helpers: str, who: str = "clerk", **words: Any) -> cases.Done:
    return city.do(who, done.case, "send", data=clean(to_unit=to, to_help=list(helpers), wanted="查清"), **words)


def reply(city: City, done: cases.Done, who: str = "a", **words: Any) -> cases.Done:
    return city.do(who, done.case, "reply", data=said(REPLY, reply="查过了，退还。", outcome="solved"), **words)


def helped(city: City, who: str, case: int, verdict: str = "done", *, key: str = "", at: Any = MONDAY) -> cases.Done:
    data = Clean(cases.HELPED.code, 1, {"verdict": verdict, "opinion": "去看过。"}, frozenset({"verdict", "opinion"}))
    return cases.answer(actor=city.actors[who], case=case, data=data, key=key or city.key(), at=at)


def holds_too(who: str, city: City, role: str) -> None:
    """Gives a post one role more."""
    store.execute("insert into identity_postrole (post_id, role) values (%s, %s)", (city.actors[who].post, role))
    identity.moved()


def waits(case: int) -> list[tuple[int, str]]:
    """Units awaited, and what for."""
    sql = "select unit_id, asks from cases_task where case_id = %s and closed_at is null order by inquiry, id"
    return [(int(unit), str(asks)) for unit, asks in store.rows(sql, (case,))]


def facts(case: int) -> dict[str, Any]:
    """What the last entry says."""
    return dict(ledger.history(case)[-1].facts)
