"""Guards of a citizen's matter: whom it may go to, who may return it, who judges whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.facts import Facts
from yiwang.engines.identity import api as identity
from yiwang.kernel.errors import NotFound
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.appeals import parameters

CODE = "public.appeals.matter"
SENT = ("dispatch", "send_on", "overrule", "send_up", "pass_down")


def may_be_sent(case: Facts) -> list[Reason]:
    """To no unit that the matter is against; what is kept secret only in the desk's own words; what comes again, a level up."""
    found = not_to_the_reported(case) + _again(case)
    if case.sealed and case.answers and not case.answers.get("wanted"):
        found.append(Reason("say-it-yourself", "诉求人要求保密，承办单位看不到原话：请在这里转述要查清什么、办什么，不写是谁反映的。", field="wanted"))
    return found


def not_to_the_reported(case: Facts) -> list[Reason]:
    """信访条例第三十条: a report never reaches the reported, to be handled or to be helped with. What is a complaint about a unit neither. Nor do those
    that were joined to what is sent."""
    chosen = _chosen(case)
    if own := _reported(case.wrote(), chosen, case):
        return own
    others = cases.joined(cases.face(ref=case.ref, at=case.at).id) if chosen else ()
    return [Reason("joined-names-it", f"并进来的 {other.ref} 反映的就是{unit.short}或者那里的人，不能交给它。请交它的上级或者监督部门。", field=field)
            for other in others for field, unit in chosen if other.state == "merged" and _reported(cases.wrote(other.id), [(field, unit)], case)]


def _reported(wrote: Mapping[str, Any], chosen: Sequence[tuple[str, identity.Unit]], case: Facts) -> list[Reason]:
    """Which of the units are those a complaint or a report is against."""
    if not chosen or wrote.get("sort") not in ("complaint", "report"):
        return []
    whom = str(wrote.get("against") or "")
    text = " ".join((whom, *(str(wrote.get(k) or "") for k in ("subject", "body")))) if wrote.get("sort") == "report" else ""
    reported, found = identity.named(text=whom) if whom else set(), []
    for field, unit in chosen:
        named = unit.id in reported or any(h.name in text for p in identity.posts_of(unit=unit.id, on=case.on) for h in p.holders if len(h.name) > 1)
        if named and case.sealed and case.state == "handling":  # whoever handles it is not to know what was written
            found.append(Reason("not-to-help", f"{unit.short}不能协办这一件，请选别的单位。", field=field))
        elif unit.id in reported:
            found.append(Reason("is-the-reported", f"反映的就是{unit.short}，不能交给它。请交它的上级或者监督部门。", field=field))
        elif named:
            found.append(Reason("works-there", f"举报里写到的人在{unit.short}任职，不能交给它。请交它的上级或者监督部门。", field=field))
    return found


def _chosen(case: Facts) -> list[tuple[str, identity.Unit]]:
    """The units chosen to handle it and to help, each with its question; what is none the engine refuses."""
    found = []
    for field, codes in (("to_unit", (case.answers.get("to_unit"),)), ("to_help", case.answers.get("to_help") or ())):
        for code in codes:
            try:
                found.append((field, identity.unit_by_code(str(code))))
            except KeyError:
                continue
    return found


def _again(case: Facts) -> list[Reason]:
    """反弹: handled anew by the next level, where somebody there handles such matters."""
    ref, to = str(case.answers.get("again_of") or "").strip(), [unit.id for field, unit in _chosen(case) if field == "to_unit"]
    if not (ref and to):
        return []
    if (before := _matter(ref, case)) is None:
        return [Reason("no-such-matter", "没有这个单号，请核对。", field="again_of")]
    above = set(identity.above(before.unit)) - {before.unit}
    if to[0] in above or not identity.staffed(units=sorted(above), role="public.appeals.handler", on=case.on):
        return []
    return [Reason("goes-up", f"再次反映的由上一级重办：上次是{before.unit_name}办的，请交它的上级。", field="to_unit")]


def _matter(ref: str, case: Facts) -> cases.CaseView | None:
    """Another citizen's matter by its number."""
    try:
        found = cases.face(ref=ref, at=case.at)
    except NotFound:
        return None
    return found if found.procedure.code == CODE else None


def may_join(case: Facts) -> list[Reason]:
    """What is kept secret is joined to nothing; what was answered already is no lead any more."""
    if case.sealed:
        return [Reason("sealed", "诉求人要求保密，不能并件，请单独派单。")]
    ref = str(case.answers.get("into") or "").strip()
    if not ref:
        return []
    if (lead := _matter(ref, case)) is None:
        return [Reason("no-such-lead", "没有这个单号，请核对。", field="into")]
    if lead.state in ("told", "rebounded", "disputed", "closed"):
        return [Reason("answered-already", "那一件已经答复过，不能再并。同一个人再次反映的，派单时写上它的单号，交上一级办。", field="into")]
    if lead.state == "merged":
        return [Reason("joined-itself", "那一件自己也并到别的件里了，请并入它并入的那一件。", field="into")]
    having = [identity.unit(u) for u in (lead.unit, *(i.unit for i in lead.inquiries))] if lead.state in ("sent", "handling", "answered") else []
    if _reported(case.wrote(), [("into", unit) for unit in having], case):
        return [Reason("handled-by-the-reported", "那一件正由这一件反映的单位或者人所在的单位办理、协办，不能并过去，请单独派单。", field="into")]
    return []


def not_ruled_yet(case: Facts) -> list[Reason]:
    """安阳市12345热线条例一类的规定: what was ruled to be a unit's is not returned by it again."""
    return [Reason("ruled-already", "派单的单位已经裁定由本单位办理，不能再退回。")] if _last(case) in ("overrule", "send_up") else []


def to_who_returned_it(case: Facts) -> list[Reason]:
    """A ruling against the return sends it back to the unit that returned it, and no other."""
    before, chosen = _before(case), case.answers.get("to_unit")
    if before is None or (chosen and chosen != before):
        return [Reason("not-who-returned", "不同意退回的，请选退回它的那个单位；要交给别的单位，请用“同意退回，改派”。", field="to_unit")]
    return not_to_the_reported(case)


def to_another(case: Facts) -> list[Reason]:
    """A return that is agreed to sends it to another unit, not against whom it is."""
    before, chosen = _before(case), case.answers.get("to_unit")
    if before is not None and chosen == before:
        return [Reason("who-returned", "这是退回它的单位。不同意退回的，请用“不同意退回”。", field="to_unit")]
    return not_to_the_reported(case)


def not_too_often(case: Facts) -> list[Reason]:
    """How often one matter goes a level up; after that it is rated, and other ways are open."""
    most = parameters.value("rebounds", case.on)
    if case.times("again") + case.times("heard_again") < most:
        return []
    return [Reason("raised-enough", f"这件事已经由上级重办过 {most} 次。请用“评价”写下您的意见；还有新的事实，可以另写一件。")]


def by_a_second_person(case: Facts) -> list[Reason]:
    """Whoever sent it anywhere, answered it or asked judges not whether it counts."""
    made = case.made(*SENT, "ask_exclusion", "rework", "close", "reply", "heard_again")
    return [Reason("second-person", "您经办过这一件，是否计入考核由另一个人认定。")] if any(m.by == case.actor.account for m in made) else []


def _before(case: Facts) -> Any:
    made = next((m for m in reversed(case.made(*SENT))), None)
    return made.facts.get("to_unit") if made else None


def _last(case: Facts) -> str:
    return next((move for move in reversed(case.done) if move in SENT), "")
