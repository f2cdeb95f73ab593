"""Every address of the city, and people to ask them as: a small city in the test's own database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.support.city import MONDAY
from yiwang.city import checks, loops
from yiwang.city.demo import making, people
from yiwang.engines.cases import api as cases
from yiwang.engines.files import api as files
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import NOTHING
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.registers import api as registers
from yiwang.engines.trust import api as trust
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.systems.public.services.rooms import applying, library
from yiwang.web.accounts import sessions

NAMES = {  # kind of user → user name in the small city; "" is nobody
    "nobody": "", "party": "shenyanqiu", "other": "citizen-9", "agent": "citizen-1", "window": "luqingyuan", "signatory": "chengshuan",
    "asked": "qiuyizhou", "elsewhere": "410103-sp-受理岗", "county": "guhuaijin", "mayor": "shenzhiyuan", "watch": "yanzhixing",
    "system": "xitong", "security": "anquan", "audit": "shenji",
}
KINDS = tuple(NAMES)


def patterns() -> list[str]:
    """Every pattern the resolver knows, as it is written."""
    return [pattern for pattern, _ in views()]


def views() -> list[tuple[str, Any]]:
    """Every pattern with its view."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, before: str) -> Iterator[tuple[str, Any]]:
    for part in resolver.url_patterns:
        here = before + str(part.pattern)
        if isinstance(part, URLPattern):
            yield "/" + here, part.callback
        else:
            yield from _walk(part, here)


@dataclass(frozen=True, slots=True)
class Places:
    """What fills a pattern's places: the case of `party` at `window`, its paper, a licence, a unit."""

    ref: str
    code: str
    sha256: str
    number: str
    unit: int
    person: int
    account: int
    post: int
    signal: str
    held: str  # a certificate of `party` that the unit of `window` issued
    tenure: int  # the appointment of `signatory`

    def fill(self, pattern: str) -> str:
        if pattern.startswith("/api/"):
            pattern = self._of_programs(pattern)
        move = "suspend" if pattern.startswith("/cases/") else "withdraw"
        values = {"<str:ref>": self.ref, "<str:sha256>": self.sha256, "<str:number>": quote(self.number), "<str:to>": "oversight.supervision.signal",
                  "<str:name>": "idle_minutes", "<str:token>": "x", "<str:move>": "rate", "<int:inquiry>": "1", "<str:whose>": "own"}
        if pattern.startswith(("/verify", "/progress/", "/services/rating/")):
            values["<str:code>"] = self.code
        elif pattern.startswith("/directory/do"):
            values["<str:code>"] = "change_unit"
        elif pattern.startswith("/registers") and "/begin/" in pattern:
            values |= {"<str:code>": "certificates", "<str:key>": quote(self.held), "<str:procedure>": "public.services.revocation"}
        elif pattern.startswith("/reports"):
            values["<str:code>"] = "services"
        elif pattern.startswith("/my/certificates"):
            values |= {"<str:register>": "certificates", "<str:key>": quote(self.number)}
        elif pattern.startswith("/registers"):
            values |= {"<str:code>": "items", "<str:key>": "410105.food_business"}
        elif pattern.startswith("/booking"):
            values["<str:code>"] = "jinshui_hall"
        elif pattern.startswith("/settings/accounts"):
            values["<str:code>"] = "unlock"
        elif pattern.startswith("/settings/posts"):
            values["<str:code>"] = "grant_role"
        else:
            values["<str:code>"] = move
        if pattern.startswith("/services/library"):
            values |= {"<str:key>": "410105.restaurant_joint", "<int:number>": "1"}
        values |= {"<str:day>": "2026-10-30", "<str:case>": "B-1", "<str:month>": "2027-01", "<int:unit>": str(self.unit)}
        values.setdefault("<str:key>", "410105.restaurant")
        number = self.unit
        for begin, id_ in (("/directory/people", self.person), ("/settings/accounts", self.account), ("/settings/enrolment", self.account),
                           ("/settings/posts", self.post), ("/directory/standing-in", self.tenure)):
            number = id_ if pattern.startswith(begin) else number
        values["<int:id_>"] = str(number)
        for place, value in values.items():
            pattern = pattern.replace(place, value)
        assert "<" not in pattern, f"no value for a place of {pattern}: say one in tests/support/addresses.py"
        return pattern


    def _of_programs(self, pattern: str) -> str:
        """The places that only addresses for programs have."""
        key = "410105.food_business" if "/registers/" in pattern else "410105.restaurant"
        for place, value in {"<str:move>": "withdraw", "<str:command>/<str:subject>": f"directory.change_unit/unit:{self.unit}", "<str:register>": "items",
                             "<str:system>": "services", "<str:procedure>": "joint", "<str:key>": key}.items():
            pattern = pattern.replace(place, value)
        return pattern


def city(past: int = 8) -> Places:
    """A small demo city on a Monday morning, and in it a restaurant of `party`: accepted by `window`, with three departments asked, `asked` among them."""
    settings.CLOCK.move(MONDAY - settings.CLOCK.now())
    making.make(lambda said: None, cases=past)
    at = settings.CLOCK.now()
    party = checks.actor("shenyanqiu", at)
    paper = files.receive(chunks=[b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"], name="平面图.pdf", actor=party, at=at)
    ref = _filed(party, paper.sha256, at)
    window = checks.actor("luqingyuan", at)
    case = cases.view(actor=window, ref=ref, at=at).id
    cases.perform(actor=window, case=case, move="accept", data=NOTHING, seen=None, key="1" * 32, at=at)
    asked = forms.parse(form=cases.procedure_of(case).move("consult").form, raw={"question": ""}, at=at)
    cases.perform(actor=window, case=case, move="consult", data=asked, seen=None, key="2" * 32, at=at)
    loops.settle(at + timedelta(minutes=2))
    ledger.sign_head(at=at + timedelta(minutes=2), now=True)
    signal = cases.cases(actor=checks.actor("yanzhixing", at), at=at, procedures=("oversight.supervision.signal",), limit=1).rows
    chief = checks.actor("chengshuan", at)
    return Places(ref, trust.query_code(ref), paper.sha256, "金水审许证〔2026〕9999号", chief.unit, chief.person, chief.account, chief.post,
                  signal[0].ref if signal else "", _held(party, chief, at), chief.tenure)


def _held(party: Actor, chief: Actor, at: Any) -> str:
    """A certificate that is in force."""
    number = "金水审许证〔2026〕9998号"
    facts = {"holder": party.name, "party": cases.seer_of("person", party.person), "issuer": chief.unit_name, "case": "", "valid": "长期"}
    registers.publish(register="certificates", key=number, title="道路占用许可证", facts=facts, actor=chief, unit=chief.unit, valid_from=clock.day(at), at=at,
                      request_key="addresses:held")
    return number


def _filed(party: Actor, paper: str, at: Any) -> str:
    key = "410105.restaurant"
    form = applying.form_of(key)
    raw: dict[str, str | list[str]] = {
        "phone": "13800138000", "shop_name": "槐荫巷烩面馆", "area": "86.5", "licensed": "no",
        "gas": "yes", "grease_trap": "yes", "scope": "餐饮服务", "food_kinds": ["hot"],
        "safety_manager": "沈砚秋", "sign": "no", "address.county": "410105", "address.township": "410105008", "address.village": "410105008001",
        "address.detail": "优胜北路 27 号丙 3 座", "operator.name": party.name, "operator.number": identity.party(party).code,
    }
    raw |= {f.code: [paper] for f in form.fields if f.code.startswith("paper_")}
    data = forms.parse(form=form, raw=raw, at=at, uploads=files.uploads(actor=party), initial={})
    done = applying.apply(actor=party, parts=library.parts(key), party=identity.party(party), data=data, key="0" * 32, at=at)
    return next(d.ref for d in done if d.ref.startswith("LB"))


def client(kind: str, *, checks_csrf: bool = False) -> Client:
    """A browser of somebody of this kind; the agent acts for the firm."""
    found = Client(enforce_csrf_checks=checks_csrf, raise_request_exception=False, REMOTE_ADDR=f"10.0.0.{KINDS.index(kind) + 1}")
    if not (name := NAMES[kind]):
        return found
    at = settings.CLOCK.now()
    account, on = identity.account_of(name), clock.day(at)
    own = identity.capacities(account=account, on=on)
    tenure = next((c.tenure for c in own if c.tenure), 0)
    mandate = next((c.mandate for c in own if c.mandate), 0) if kind == "agent" else 0
    request = SimpleNamespace(session=SessionStore(), at=at, META={}, COOKIES={}, headers={})
    sessions.begin(request, account, tenure=tenure, mandate=mandate)
    request.session.save()
    found.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)
    return found


__all__ = ["KINDS", "NAMES", "Places", "city", "client", "patterns", "people", "views"]
