"""The card of corrections."""

from __future__ import annotations

from yiwang.engines.notify.types import Channel, Message, To
from yiwang.systems.public.corrections import procedures, reporting, screens
from yiwang.web.card import Entry, System

CODE, BOTH = procedures.CORRECTION.code, (Channel.INBOX, Channel.MAIL)
MESSAGES = (
    Message(f"{CODE}.opened", f"{CODE}.opened", To.PARTY, "登记部门收到了", "{title}，由{unit}核实，最晚 {due} 答复您。", BOTH),
    Message(f"{CODE}.correct", f"{CODE}.correct", To.PARTY, "登记已经更正", "{title}：{done}", BOTH),
    Message(f"{CODE}.keep", f"{CODE}.keep", To.PARTY, "登记部门核实过了，没有改", "{title}：{reason}", BOTH),
)
SYSTEM = System(
    code="public.corrections", title="信息更正", law=(procedures.LAW,), procedures=(procedures.CORRECTION,), roles=(procedures.REGISTRAR,),
    forms=(procedures.CORRECT, procedures.KEEP, reporting.REPORT), messages=MESSAGES, routes=screens.ROUTES, panels=screens.PANELS,
    menu=(Entry("信息更正", f"/cases/?procedure={CODE}", "edit", to=procedures.REGISTRAR.code, order=28),),
)
