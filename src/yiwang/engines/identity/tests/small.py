"""A small city for tests: two departments under a county, one of each administrator, two who act, a firm with its representative."""

from __future__ import annotations

from datetime import date, datetime

from yiwang.engines.identity import api as identity
from yiwang.engines.identity.foundation import NewFirm, NewOfficial, NewPerson, NewUnit
from yiwang.engines.identity.types import Kind, Level
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor

SINCE = date(2020, 1, 1)
PASSWORD = "a long word for tests"
FIRM, NUMBER = "91410105MA40000123", "410105199003070018"
UNITS = (
    NewUnit("410105", "金水区人民政府", "金水区", Level.COUNTY, Kind.GOVERNMENT, division="410105"),
    NewUnit("410105-SP", "金水区审批局", "审批局", Level.COUNTY, Kind.DEPARTMENT, government="410105", line="410100-SP", phone="0371-1", word="金审"),
    NewUnit("410105-CG", "金水区城管局", "城管局", Level.COUNTY, Kind.DEPARTMENT, government="410105"),
    NewUnit("410100-SP", "郑州市审批局", "市审批局", Level.CITY, Kind.DEPARTMENT),
)
WINDOW, HEAD = "public.services.window", "public.services.head"
OFFICIALS = (
    NewOfficial("410100-SP", "系统管理员", ("ground.system_admin",), NewPerson("甲", "system")),
    NewOfficial("410100-SP", "安全管理员", ("ground.security_admin",), NewPerson("乙", "security")),
    NewOfficial("410100-SP", "审计管理员", ("ground.audit_admin",), NewPerson("丙", "audit")),
    NewOfficial("410105-SP", "受理岗", (WINDOW,), NewPerson("丁", "window"), single=False),
    NewOfficial("410105-SP", "局长", (HEAD,), NewPerson("戊", "head")),
    NewOfficial("410105-CG", "受理岗", (WINDOW,), NewPerson("己", "other"), single=False),
)
CITIZENS = (NewPerson("庚", "boss", NUMBER, "13800138000"), NewPerson("辛", "agent"), NewPerson("壬", "stranger"))


def found(at: datetime, *, demo: bool = True) -> None:
    """Founds it; `demo` accounts need no second factor."""
    identity.forget()
    identity.found_units(units=UNITS, since=SINCE, at=at)
    firms = [NewFirm("槐荫巷公司", FIRM, "boss")]
    identity.found_people(officials=OFFICIALS, applicants=CITIZENS, firms=firms, password=PASSWORD, since=SINCE, at=at, demo=demo)


def acting(username: str, at: datetime, *, firm: bool = False) -> Actor:
    """The actor of a user name in the first post, for the first firm, or as oneself."""
    account = identity.account_of(username)
    ways = identity.capacities(account=account, on=clock.day(at))
    tenure = 0 if firm else next((c.tenure for c in ways if c.tenure), 0)
    mandate = next((c.mandate for c in ways if c.mandate), 0) if firm else 0
    found_ = identity.actor(account=account, tenure=tenure, mandate=mandate, on=clock.day(at))
    assert found_ is not None
    return found_


def post_of(username: str, at: datetime) -> int:
    return acting(username, at).post
