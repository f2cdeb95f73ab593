"""The card of supervision."""

from __future__ import annotations

from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.supervision import forms, procedures, public, reports, rules, screens, tallies
from yiwang.web.card import Entry, Follower, System, Tally

SYSTEM = System(
    code="oversight.supervision",
    title="电子监察",
    law=("优化营商环境条例",),
    procedures=procedures.ALL,
    forms=forms.ALL,
    roles=(procedures.EXPLAINER, procedures.SUPERVISOR),
    accepts={procedures.SIGNAL.code: rules.accepted},
    routes=screens.ROUTES,
    panels=public.PANELS,
    followers=(Follower("oversight.supervision.signals", rules.WATCHED, rules.signals),),
    tallies=(Tally("oversight.supervision.counts", frozenset(Kind), tallies.count, tallies.empty),),
    reports=reports.ALL,
    menu=(Entry("监督", "/supervision/", "chart", order=60), Entry("信号", "/supervision/signals/", "flag", to=procedures.SUPERVISOR.code, order=61),
          Entry("办得怎么样", "/open/performance/", "chart", to="site")),
)
