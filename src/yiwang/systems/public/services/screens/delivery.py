"""Pages of delivery: how the applicant wants it, that it was sent, and the proof that is signed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path

from yiwang.engines.cases import api as cases
from yiwang.engines.documents import api as documents
from yiwang.engines.identity import api as identity
from yiwang.engines.trust import api as trust
from yiwang.kernel import clock
from yiwang.kernel.errors import NotFound
from yiwang.systems.public.services import delivery, roles
from yiwang.web.components.basics import Link, Pair, Pairs
from yiwang.web.components.charts import Panel
from yiwang.web.generic import command
from yiwang.web.generic.command import Place
from yiwang.web.permits import citizen, holding, posts

HERE = "/services/delivery/"
BLANK = "＿＿＿＿＿＿＿＿"
TAKEN = ("grant", "licence", "change", "renewal", "commitment_grant")  # the papers that are handed over


@posts
@citizen
def wished(request: Any, ref: str) -> HttpResponse:
    """`/services/delivery/<ref>/`: how the applicant wants to get it."""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    if not (view.is_party and delivery.hands_over(view.procedure)):
        raise NotFound(ref)
    way = (Link("我的办件", "/my/"), Link(ref, f"/my/{ref}/"))
    return command.screen(request, "public.services.wish_delivery", Place(
        delivery.subject(ref), way, f"/my/{ref}/", "送达以前都可以改。", values=delivery.wish(ref), public=True))


@posts
@holding(roles.WINDOW.code)
def post(request: Any, ref: str) -> HttpResponse:
    """`/services/delivery/at/<ref>/`: it was given to a carrier."""
    view = _ours(request, ref)
    way = (Link("办件", "/cases/"), Link(view.title, f"/cases/{ref}/"))
    values = delivery.sending(ref) or {"sent_on": clock.day(request.at).isoformat()}
    return command.screen(request, "public.services.post", Place(
        delivery.subject(ref), way, f"/cases/{ref}/", delivery.SENT.intro, current="/cases/", values=values))


@holding(roles.WINDOW.code)
def proof(request: Any, ref: str) -> HttpResponse:
    """`/services/delivery/at/<ref>/proof/`: the proof of service 送达回证, to be signed by whoever takes the papers."""
    view = _ours(request, ref)
    paper = documents.make(_proof(view, request))
    answer = HttpResponse(paper, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="proof-{ref}.pdf"'
    return answer


def _ours(request: Any, ref: str) -> cases.CaseView:
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    if not _handles(view, request):
        raise NotFound(ref)
    return view


def _handles(view: cases.CaseView, request: Any) -> bool:
    """Whether there is something of this unit's own to deliver, or was."""
    granted = view.state == delivery.WAITING or any(line.move == delivery.STEP for line in view.history)
    return bool(view.unit == request.actor.unit and delivery.hands_over(view.procedure) and granted)


def _proof(view: cases.CaseView, request: Any) -> documents.Letter:
    said, known, sent = delivery.served(view), delivery.wish(view.ref), delivery.sending(view.ref)
    papers = "；".join(f"{d.title} {d.number}" for d in view.documents if d.kind in TAKEN)
    way = dict(delivery.DONE).get(str(said.get("way") or ("mail" if sent else known.get("way", ""))), "")
    posted = said or sent
    facts = [("送达的文书", papers), ("受送达人", view.party_name or BLANK), ("送达方式", way or "窗口领取 □　邮寄 □　电子送达 □")]
    if posted.get("tracking"):
        facts.append(("快递", f"{posted['carrier']} {posted['tracking']}"))
    if known.get("address"):
        facts.append(("收件地址", str(known["address"])))
    facts += [("签收人", f"{BLANK}（签名或者盖章）"), ("签收日期", str(said.get("served_on") or "　　　　年　　月　　日")), ("代收的写明关系", BLANK),
              ("送达人", BLANK)]
    unit = identity.unit(view.unit)
    address = request.build_absolute_uri(f"/verify/case/{view.ref}/{trust.query_code(view.ref)}/")
    return documents.Letter(unit.name, "送达回证", f"办件号 {view.ref}", view.party_name or "受送达人",
                            ("现将下列文书送达，请签收后把本回证交还送达人。",), clock.day(request.at), "", view.ref, address, tuple(facts))


def ways(view: cases.CaseView, own: bool) -> list[Link]:
    """In a citizen's matter: how to get it, and where it is on its way."""
    if not own or view.closed_at or not delivery.hands_over(view.procedure) or any(line.move == delivery.STEP for line in view.history):
        return []
    sent, wish = delivery.sending(view.ref), dict(delivery.WAYS).get(delivery.wish(view.ref).get("way", ""), "")
    if sent:
        return [Link(f"证件 {sent['sent_on']} 已寄出：{sent['carrier']} {sent['tracking']}", f"{HERE}{view.ref}/", "send")]
    return [Link(f"怎么领取：{wish}" if wish else "怎么领取：选窗口、邮寄或者电子", f"{HERE}{view.ref}/", "send")]


def beside(view: cases.CaseView, request: Any) -> list[Panel]:
    """Beside a case of the office: how it is to be delivered, how it was, and the proof to print."""
    if not _handles(view, request) or not identity.rights(request.actor, epoch_now=identity.epoch()).hold(roles.WINDOW.code, clock.day(request.at)):
        return []
    wish, sent, said = delivery.wish(view.ref), delivery.sending(view.ref), delivery.served(view)
    pairs = [Pair("申请人要", dict(delivery.WAYS).get(wish.get("way", ""), "没有选"))]
    if wish.get("address") and view.values is not None:
        pairs += [Pair("寄给", f"{wish['name']}　{wish['phone']}"), Pair("地址", str(wish["address"]))]
    if sent:
        pairs.append(Pair("寄出", f"{sent['sent_on']}　{sent['carrier']} {sent['tracking']}"))
    if said:
        pairs.append(Pair("送达", f"{said['served_on']}　{dict(delivery.DONE)[str(said['way'])]}"))
    pairs.append(Pair("送达回证", "签名后扫描存回", Link("打印", f"{HERE}at/{view.ref}/proof/")))
    link = Link("登记寄出", f"{HERE}at/{view.ref}/") if view.state == delivery.WAITING and wish.get("way") == "mail" and not sent else None
    return [Panel("送达", Pairs(tuple(pairs), grid=True), link=link)]


ROUTES = (path("delivery/at/<str:ref>/", post), path("delivery/at/<str:ref>/proof/", proof), path("delivery/<str:ref>/", wished))
