"""The people of the demo city: officials in their posts, a few one can sign in as, and applicants."""

from __future__ import annotations

from datetime import date, datetime
from random import Random  # noqa: TID251 (a seeded one, handed in: the same city every time)

from django.conf import settings

from yiwang.city.demo import names
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.foundation import NewFirm, NewOfficial, NewPerson
from yiwang.engines.identity.types import Kind, Level, Unit
from yiwang.kernel.actors import Actor, Assurance

PASSWORD = "yiwang-demo"
SINCE = date(2020, 1, 1)
LOGINS = (
    ("市民（申请人）", "shenyanqiu"), ("窗口和审查（金水区审批局）", "luqingyuan"), ("综合窗口（金水区政务服务中心）", "fangyujin"),
    ("签发（金水区审批局）", "chengshuan"), ("被征询单位（金水区市场监管局）", "qiuyizhou"),
    ("被征询单位（金水区城管局）", "wennaining"), ("被征询单位（金水区消防救援大队）", "qinanxing"),
    ("街道（部门转来的，金水区文化路街道）", "hejinglan"), ("诉求受理（市审批局）", "liuzhixia"),
    ("诉求复核（市审批局）", "xujingyi"), ("诉求承办（金水区政府）", "minghe"), ("诉求督查（市政府）", "luguanlan"),
    ("区长（金水区）", "guhuaijin"), ("市长", "shenzhiyuan"),
    ("监察员（市效能监察办）", "yanzhixing"), ("监察复核（市效能监察办）", "jiangmuyan"),
    ("系统管理员", "xitong"), ("安全管理员", "anquan"), ("审计管理员", "shenji"),
)
WINDOW, REVIEWER, SIGNATORY, HEAD = (f"public.services.{r}" for r in ("window", "reviewer", "signatory", "head"))
COMMON = "public.services.common_window"
GOVERNMENT_HEAD, EXPLAINER, SUPERVISOR = "public.services.government_head", "oversight.supervision.explainer", "oversight.supervision.supervisor"
CHAIR, EDITOR, KEEPER = (f"public.services.{r}" for r in ("hearing_chair", "item_editor", "library_keeper"))
HALL, HALLS, PHRASES = "public.booking.clerk", "public.booking.keeper", "ground.clerking.keeper"
REGISTRAR, OUTSIDE = "public.corrections.registrar", "oversight.outside.keeper"
DISPATCHER, HANDLER, ANSWERS, SECOND = (f"public.appeals.{r}" for r in ("dispatcher", "handler", "head", "reviewer"))
UNIT_HEAD = "ground.unit_head"
DESK, CHIEF = (WINDOW, REVIEWER, HALL, REGISTRAR, HANDLER), (UNIT_HEAD, SIGNATORY, HEAD, EXPLAINER, EDITOR, PHRASES, ANSWERS)
KNOWN = {  # unit and post → user name and name of those one can sign in as
    ("410105-SP", "受理岗"): ("luqingyuan", "卢靖远"), ("410105-SP", "局长"): ("chengshuan", "程述安"),
    ("410105-SCJG", "受理岗"): ("qiuyizhou", "邱亦舟"), ("410105-CG", "受理岗"): ("wennaining", "温乃宁"), ("410105-XF", "受理岗"): ("qinanxing", "戚南星"),
    ("410105", "诉求承办岗"): ("minghe", "明禾"),
    ("410105", "区长"): ("guhuaijin", "顾怀瑾"), ("410100", "市长"): ("shenzhiyuan", "沈知远"), ("410100-EFFICIENCY", "监察员"): ("yanzhixing", "严知行"),
    ("410100-DSJ", "系统管理员"): ("xitong", "郝建国"), ("410100-DSJ", "安全管理员"): ("anquan", "白雪琴"), ("410100-DSJ", "审计管理员"): ("shenji", "范文博"),
}
STREET = NewOfficial("410105008", "综合岗", (REVIEWER,), NewPerson("贺静澜", "hejinglan", assurance=Assurance.CERTIFICATE))  # departments pass on to it
COUNTER = NewOfficial("410105-SP", "综合窗口", (COMMON,), NewPerson("方聿今", "fangyujin", assurance=Assurance.CERTIFICATE))  # of the whole district
CALLS = NewOfficial("410100-SP", "诉求受理岗", (DISPATCHER,), NewPerson("柳知夏", "liuzhixia", assurance=Assurance.CERTIFICATE))  # whoever is responsible
JUDGES = NewOfficial("410100-SP", "诉求复核岗", (SECOND,), NewPerson("许静宜", "xujingyi", assurance=Assurance.CERTIFICATE))  # besides who sends
ABOVE = NewOfficial("410100", "市政府督查岗", (HANDLER,), NewPerson("陆观澜", "luguanlan", assurance=Assurance.CERTIFICATE))  # what comes up from departments
SECOND_WATCH = NewOfficial("410100-EFFICIENCY", "监察复核岗", (SUPERVISOR,), NewPerson("江牧言", "jiangmuyan", assurance=Assurance.CERTIFICATE))
APPLICANTS = 60
APPLICANT = NewPerson("沈砚秋", "shenyanqiu", names.numbered(1990, 3, 7, 2), "13800138000", "shenyanqiu@example.invalid")


def make(random: Random, at: datetime | None = None) -> None:
    """Officials for every department, the named ones among them, and applicants with firms. Raises Refused when there are accounts already."""
    answering = [_official(unit, "诉求承办岗", (HANDLER,), Random(unit.code)) for unit in identity.below(level=Level.COUNTY) if unit.kind is Kind.GOVERNMENT]
    officials = [*(_official(unit, title, roles, random) for unit, title, roles in _posts()), STREET, COUNTER, CALLS, *answering, JUDGES, ABOVE, SECOND_WATCH]
    others = [NewPerson(names.person(random), f"citizen-{i + 1}", names.citizen_number(random), f"13{random.randint(10**8, 10**9 - 1)}")
              for i in range(APPLICANTS)]
    applicants = list({p.number: p for p in (APPLICANT, *others)}.values())
    identity.found_people(officials=officials, applicants=applicants, firms=_firms(applicants), password=PASSWORD, since=SINCE,
                          at=at or settings.CLOCK.now(), demo=True)


def by_post(unit: str, title: str, on: date) -> Actor:
    """The official who holds a post (unit by its code) that day, acting in it. Raises KeyError."""
    return identity.holder(unit=unit, title=title, on=on)


def citizen(username: str, on: date, *, firm: bool = False) -> Actor:
    """An applicant acting for themselves, or for the first firm they may act for. Raises KeyError."""
    account = identity.account_of(username)
    mandate = next((c.mandate for c in identity.capacities(account=account, on=on) if c.mandate), 0) if firm else 0
    found = identity.actor(account=account, mandate=mandate, on=on)
    if found is None or (firm and not mandate):
        raise KeyError(username)
    return found


def applicants() -> tuple[str, ...]:
    """User names of all applicants."""
    return (APPLICANT.username, *(f"citizen-{i + 1}" for i in range(APPLICANTS)))


def _posts() -> list[tuple[Unit, str, tuple[str, ...]]]:
    posts: list[tuple[Unit, str, tuple[str, ...]]] = []
    for level in (Level.CITY, Level.COUNTY):
        for unit in identity.below(level=level):
            if unit.kind is Kind.DEPARTMENT:
                keeps = (KEEPER, HALLS) if unit.code.endswith("-SP") else ()
                posts += [(unit, "受理岗", DESK), (unit, "法制岗", (CHAIR,)), (unit, "局长", (*CHIEF, *keeps))]
            elif unit.kind is Kind.GOVERNMENT:
                posts.append((unit, head(unit), (GOVERNMENT_HEAD, ANSWERS, EXPLAINER)))
            elif unit.kind is Kind.WATCH:
                posts.append((unit, "监察员", (SUPERVISOR, OUTSIDE)))
    data = identity.unit_by_code("410100-DSJ")
    return posts + [(data, f"{title}管理员", (f"ground.{code}_admin",)) for title, code in (("系统", "system"), ("安全", "security"), ("审计", "audit"))]


def head(unit: Unit) -> str:
    """What whoever leads a unit is called."""
    if unit.kind is not Kind.GOVERNMENT:
        return "局长"
    return "市长" if unit.level is Level.CITY else "区长" if unit.short.endswith("区") else "县（市）长"


def _official(unit: Unit, title: str, roles: tuple[str, ...], random: Random) -> NewOfficial:
    invented = names.person(random)
    username, name = KNOWN.get((unit.code, title), (f"{unit.code.lower()}-{title}", invented))
    return NewOfficial(unit.code, title, roles, NewPerson(name, username, assurance=Assurance.CERTIFICATE), single=title not in ("受理岗", "法制岗", "监察员"))


def _firms(applicants: list[NewPerson]) -> list[NewFirm]:
    first = NewFirm("郑州槐荫巷餐饮有限公司", names.credit_code(1), APPLICANT.username)
    return [first, *(NewFirm(f"郑州{shop}餐饮有限公司", names.credit_code(i), p.username)
                     for i, (shop, p) in enumerate(zip(names.SHOPS[1:], applicants[1:], strict=False), 2))]
