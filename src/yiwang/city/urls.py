"""Addresses of the city: the shell's, then each system's under its own name."""

from __future__ import annotations

from yiwang.city import discovery
from yiwang.city.operating import pages
from yiwang.web import routes

urlpatterns = [*routes.all_of(discovery.cards()), *pages.ROUTES]
handler404 = "yiwang.web.edge.not_found"
handler400 = "yiwang.web.edge.not_understood"
handler500 = "yiwang.web.away.broken"
