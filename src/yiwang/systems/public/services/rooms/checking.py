"""What an item must be before it is published: pure, with each reason at its line, so that the sheet, the screen and the loader say the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yiwang.engines.cases.types import Procedure
from yiwang.engines.forms.types import Field
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.services.rooms.catalogue import listed, when_of

CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What an item may name: procedures in force, questions of the catalogue, codes of all items, departments of the division."""

    procedures: Mapping[str, Procedure]
    fields: Mapping[str, Field]
    codes: frozenset[str]
    departments: frozenset[str]


def reasons(item: Answers, known: Known) -> list[Reason]:
    """Everything against publishing it; empty when it may be."""
    return [reason for check in CHECKS for reason in check(item, known)]


def _names(item: Answers, known: Known) -> Iterator[Reason]:
    if not CODE.fullmatch(item["code"]):
        yield Reason("code-shape", "事项代码请用小写字母开头，只含小写字母、数字和下划线，例如 food_business。", field="code")
    if item["department"] not in known.departments:
        yield Reason("unknown-department", f"没有“{item['department']}”这个部门，请照通讯录里的名称填写。", field="department")
    if item["rank"] != "main" and item.get("parent") not in known.codes:
        yield Reason("unknown-parent", "子项和办理项要写明上级事项的代码。", field="parent")
    if item.get("parent") == item["code"]:
        yield Reason("own-parent", "上级事项不能是它自己。", field="parent")
    for code in listed(item.get("prerequisites", "")):
        if code not in known.codes or code == item["code"]:
            yield Reason("unknown-prerequisite", f"没有“{code}”这个事项可以前置。", field="prerequisites")


def _days(item: Answers, known: Known) -> Iterator[Reason]:
    """行政许可法 第四十二条: the law's term is the most; a department may promise less, never more."""
    procedure = known.procedures.get(item["procedure"])
    if procedure is None:
        yield Reason("unknown-procedure", "这个程序还没有启用，请换一个。", field="procedure")
        return
    legal, promised = int(item["legal_days"]), int(item["promised_days"])
    term = procedure.terms.get("decide")
    if term is not None and legal > term.span.days:
        yield Reason("above-the-law", f"法定时限 {legal} 个工作日超过{procedure.title}的上限 {term.span.days} 个工作日。", term.span.law, "legal_days")
    if promised > legal:
        yield Reason("above-the-law", f"承诺时限 {promised} 个工作日不能长于法定时限 {legal} 个工作日。", field="promised_days")
    for place, row in enumerate(item.get("handlings", ())):
        if int(row["promised_days"]) > legal:
            says = f"承诺时限 {row['promised_days']} 个工作日不能长于法定时限 {legal} 个工作日。"
            yield Reason("above-the-law", says, field=f"handlings.{place}.promised_days")
        if row["handling"] == "renewal" and not item.get("result_months"):
            yield Reason("nothing-to-renew", "长期有效的证件没有延续，请删去这一行，或者填写有效期月。", field=f"handlings.{place}.handling")


def _online(item: Answers, known: Known) -> Iterator[Reason]:
    if item["depth"] == "whole" and int(item["visits"]) > 0:
        yield Reason("visits-disagree", "全程网办的事项到现场次数是 0。", field="visits")
    if item["depth"] in ("window", "book") and int(item["visits"]) == 0:
        yield Reason("visits-disagree", "要到窗口办理的事项，到现场次数至少是 1。", field="visits")
    if item["secret"] and item["depth"] != "window":
        yield Reason("secret-online", "涉密事项不能在网上办理，网办深度请选“窗口办理”。", field="depth")
    if item["secret"] and item.get("common_window"):
        yield Reason("secret-elsewhere", "涉密事项只在本部门收件，综合窗口收件请选“否”。", field="common_window")


def _papers(item: Answers, known: Known) -> Iterator[Reason]:
    asked = asked_fields(item, known)
    offered = {row["handling"] for row in item.get("handlings", ())}
    for place, row in enumerate(item.get("materials", ())):
        at = f"materials.{place}"
        if not CODE.fullmatch(row["code"]):
            yield Reason("code-shape", "材料代码请用小写字母、数字和下划线，例如 id_card。", field=f"{at}.code")
        if row["shared"] and row["source"] == "applicant" and row["need"] == "always" and not row.get("certificate"):
            yield Reason("shared-already", "能共享取得的材料不能再要申请人交：来源改为政府核发，或者写明替代证照。", "国务院令第716号第七条", f"{at}.source")
        if row["need"] == "sometimes" and not row.get("when"):
            yield Reason("when-missing", "有条件才要的材料，请写明何时需要。", field=f"{at}.when")
        yield from _when(row, f"{at}.when", asked)
        yield from _handled(row, at, offered)
    for place, row in enumerate(item.get("form", ())):
        at = f"form.{place}"
        if row["field"] not in known.fields:
            yield Reason("unknown-field", f"字段目录里没有“{row['field']}”。", field=f"{at}.field")
        yield from _when(row, f"{at}.when", asked)
        yield from _handled(row, at, offered)


def _sooner(item: Answers, known: Known) -> Iterator[Reason]:
    asked = asked_fields(item, known)
    for place, row in enumerate(item.get("sooner", ())):
        if int(row["days"]) >= int(item["promised_days"]):
            yield Reason("nothing-left", "减少的天数要比承诺时限少。", field=f"sooner.{place}.days")
        yield from _when(row, f"sooner.{place}.when", asked)


def _fees(item: Answers, known: Known) -> Iterator[Reason]:
    """第五十八条: no fee without a law or an administrative regulation."""
    for place, row in enumerate(item.get("fees", ())):
        if item["kind"] == "permit" and not row.get("basis"):
            yield Reason("fee-without-law", "行政许可没有法律、行政法规依据不能收费，请写明依据。", "行政许可法第五十八条", f"fees.{place}.basis")


def _reviewing(item: Answers, known: Known) -> Iterator[Reason]:
    rows, asked = item.get("reviewing", ()), asked_fields(item, known)
    joint = item["procedure"] == "public.services.joint"
    if joint and not rows:
        yield Reason("nobody-asked", "并联审批要写明征询哪些部门。", field="reviewing")
    if rows and not joint:
        yield Reason("nobody-asks", "只有并联审批才征询别的部门，请改程序，或者删去征询。", field="procedure")
    for place, row in enumerate(rows):
        if row["department"] not in known.departments:
            yield Reason("unknown-department", f"没有“{row['department']}”这个部门。", field=f"reviewing.{place}.department")
        if int(row["days"]) > int(item["promised_days"]):
            yield Reason("longer-than-the-whole", f"征询时限 {row['days']} 天超过承诺时限 {item['promised_days']} 天。", field=f"reviewing.{place}.days")
        yield from _when(row, f"reviewing.{place}.when", asked)


def asked_fields(item: Answers, known: Known) -> dict[str, Field]:
    """The questions of its own form."""
    return {row["field"]: known.fields[row["field"]] for row in item.get("form", ()) if row["field"] in known.fields}


def _when(row: Answers, at: str, asked: Mapping[str, Field]) -> Iterator[Reason]:
    if "=" not in row.get("when", ""):
        return  # words for people
    try:
        when_of(row["when"], asked)
    except ValueError as wrong:
        yield Reason("when-unreadable", str(wrong), field=at)


def _handled(row: Answers, at: str, offered: set[str]) -> Iterator[Reason]:
    if unknown := [one for one in row.get("handlings", ()) if one not in offered]:
        yield Reason("unknown-handling", f"“情形”里没有{len(unknown)} 种，请先在“情形”里加上。", field=f"{at}.handlings")


CHECKS: tuple[Callable[[Answers, Known], Iterator[Reason]], ...] = (_names, _days, _online, _papers, _sooner, _fees, _reviewing)
