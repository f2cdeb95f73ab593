"""All addresses of the shell, and those of the systems under their own names."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import URLPattern, URLResolver, include, path

from yiwang.web.accounts import addresses as accounts_addresses
from yiwang.web.accounts import own
from yiwang.web.accounts import views as accounts
from yiwang.web.api import programs
from yiwang.web.api import routes as api
from yiwang.web.card import System
from yiwang.web.faces import about, files, finding, lookups, matter, notices, pages, wallet
from yiwang.web.generic import case, desk, duties, entrance, erasing, form, looking, published, register, report, reveal, several, talked, together
from yiwang.web.generic import list as listing

OWN: list[URLPattern | URLResolver] = [
    path("", pages.portal),
    path("search/", pages.search),
    path("progress/", pages.progress),
    path("progress/<str:ref>/<str:code>/do/<str:move>/", matter.by_code),
    path("verify/", pages.verify),
    path("verify/case/<str:ref>/<str:code>/", pages.verify_case),
    path("verify/receipt/<str:ref>/<str:code>/", files.public_receipt),
    path("verify/how/", about.how),
    path("verify/how/program/", about.program),
    path("verify/how/key/", about.key),
    path("verify/<str:number>/", pages.verify),
    path("access/", about.access),
    path("correct/", about.correct),
    path("sitemap/", about.sitemap),
    path("privacy/", about.privacy),
    path("contact/", about.contact),
    path("files/", files.upload),
    path("files/<str:sha256>/", files.own),
    path("divisions/", files.divisions),
    path("firms/", looking.firms),
    path("login/", accounts.login),
    path("logout/", accounts.logout),
    path("me/", own.me),
    path("me/password/", own.password),
    path("me/factor/", own.factor),
    *accounts_addresses.ROUTES,
    path("my/", matter.mine),
    path("my/certificates/", wallet.certificates),
    path("my/certificates/<str:register>/<str:key>/", wallet.certificate),
    path("my/lookups/", lookups.mine),
    path("my/<str:ref>/", matter.matter),
    path("my/<str:ref>/form/", files.application),
    path("my/<str:ref>/files/<str:sha256>/", files.of_matter),
    path("my/<str:ref>/urge/", matter.urge),
    path("my/<str:ref>/do/<str:code>/", matter.move),
    path("messages/", notices.mine),
    path("desk/", desk.desk),
    path("desk/together/", together.together),
    path("desk/search/", finding.search),
    path("desk/notices/", notices.desk),
    path("cases/", listing.listing),
    path("cases/<str:ref>/", case.case),
    path("cases/<str:ref>/reveal/", reveal.reveal),
    path("cases/<str:ref>/erase/", erasing.erase),
    path("reports/", report.listing),
    path("reports/<str:code>/", report.report),
    path("reports/<str:code>/cases/", report.behind),
    path("open/performance/", report.performance),
    path("registers/present/", wallet.presented),
    path("registers/", register.listing),
    path("registers/<str:code>/", register.listing),
    path("registers/<str:code>/<str:key>/", register.record),
    path("registers/<str:code>/<str:key>/begin/<str:procedure>/", entrance.begin),
    path("cases/<str:ref>/papers/", files.handed_in),
    path("cases/<str:ref>/documents/", files.letters),
    path("cases/<str:ref>/files/<str:sha256>/", files.of_case),
    path("cases/<str:ref>/receipt/", files.receipt),
    path("cases/<str:ref>/diagram/", files.diagram),
    path("cases/<str:ref>/do/<str:code>/", form.move),
    path("cases/<str:ref>/refer/<str:to>/", form.refer),
    path("cases/<str:ref>/answer/", form.answer),
    path("cases/<str:ref>/pass/", form.pass_on),
    path("cases/<str:ref>/back/<int:inquiry>/", form.send_back),
    path("cases/<str:ref>/adopt/<int:inquiry>/", form.adopt),
    path("cases/<str:ref>/urge/", form.urge),
]


def all_of(cards: Iterable[System]) -> list[URLPattern | URLResolver]:
    """The shell's addresses, and every card's with the generic ones it declares."""
    own = {card.name: [*card.routes, *talked.routes(card), *published.routes(card), *several.routes(card), *duties.routes(card),
                       *programs.routes(card)] for card in cards}
    return [*OWN, *api.patterns(), *(path(f"{name}/", include((routes, name))) for name, routes in own.items() if routes)]
