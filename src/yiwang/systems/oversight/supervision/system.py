"""The card of supervision."""

from __future__ import annotations

from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.supervision import beside, forms, looks, messages, procedures, public, reports, roles, rows, screens, settling, signals, tallies
from yiwang.systems.oversight.supervision.complaints import forms as complaints
from yiwang.systems.oversight.supervision.complaints import taking
from yiwang.systems.oversight.supervision.complaints.procedure import COMPLAINT
from yiwang.systems.oversight.supervision.scores import commands, keeping
from yiwang.web.card import Daily, Entry, Follower, System, Tally

SYSTEM = System(
    code="oversight.supervision",
    title="电子监察",
    law=("优化营商环境条例",),
    procedures=(*procedures.ALL, COMPLAINT),
    commands=commands.COMMANDS,
    forms=(*forms.ALL, *commands.FORMS, *complaints.ALL),
    messages=(*messages.ALL, *taking.MESSAGES),
    roles=(roles.EXPLAINER, roles.SUPERVISOR),
    accepts={procedures.SIGNAL.code: signals.accepted, COMPLAINT.code: taking.accepted},
    routes=screens.ROUTES,
    panels={**public.PANELS, "case.side": beside.beside},
    followers=(Follower(signals.READER, signals.KINDS, signals.watch), Follower(settling.READER, frozenset(Kind), settling.settle),
               Follower(taking.READER, taking.TELLING, taking.heard)),
    tallies=(Tally("oversight.supervision.counts", frozenset(Kind), tallies.count, tallies.empty), Tally(looks.TALLY, looks.KINDS, looks.keep, looks.empty),
             Tally(keeping.TALLY, frozenset(Kind), keeping.keep, keeping.empty, version=2), Tally(rows.TALLY, frozenset(Kind), rows.keep, rows.empty)),
    daily=(Daily("oversight.supervision.look", looks.look),),
    reports=reports.ALL,
    menu=(Entry("监督", "/supervision/", "chart", order=60), Entry("信号", "/supervision/signals/", "flag", to=roles.SUPERVISOR.code, order=61),
          Entry("得分", "/supervision/scores/", "chart", to=roles.EXPLAINER.code, order=62),
          Entry("得分", "/supervision/scores/", "chart", to=roles.SUPERVISOR.code, order=62),
          Entry("效能投诉", f"/cases/?procedure={COMPLAINT.code}", "message", to=roles.SUPERVISOR.code, order=63),
          Entry("效能投诉", "/supervision/complaints/", "message", to="site"), Entry("办得怎么样", "/open/performance/", "chart", to="site")),
)
