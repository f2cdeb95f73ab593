"""Making the demo city."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from yiwang.city.demo.people import PASSWORD
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.models import Account, Firm, Mandate, Person, Post, PostRole, Tenure, Unit
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import READER
from yiwang.systems.public.services.rooms import library

SINCE = date(2020, 1, 1)
COUNTY_DEPARTMENTS = (
    ("行政审批和政务信息管理局", "审批局", "SP", "审"), ("市场监督管理局", "市场监管局", "SCJG", "市监"), ("城市管理局", "城管局", "CG", "城管"),
    ("消防救援大队", "消防救援大队", "XF", "消"), ("卫生健康委员会", "卫健委", "WJ", "卫"), ("人力资源和社会保障局", "人社局", "RS", "人社"),
)
WINDOW, REVIEWER, SIGNATORY, HEAD = (f"public.services.{r}" for r in ("window", "reviewer", "signatory", "head"))
GOVERNMENT_HEAD, EXPLAINER, SUPERVISOR = "public.services.government_head", "oversight.supervision.explainer", "oversight.supervision.supervisor"


def make(say: Callable[[str], object]) -> None:
    if Unit.objects.exists():
        return
    at = settings.CLOCK.now()
    with store.atomic():
        say("建立单位")
        units()
        say("建立人员")
        people()
        identity.moved()
    say("发布事项")
    for county in Unit.objects.filter(kind="government", level=3):
        offered = {d: f"{county.division}-{code}" for d, _, code, _ in COUNTY_DEPARTMENTS}
        library.publish(division=county.division, units=offered, actor=READER, unit=county.id, on=clock.day(at), at=at)


def units() -> None:
    with (Path(__file__).parent / "divisions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    by_code: dict[str, Unit] = {}
    for level, number in (("city", 2), ("county", 3), ("township", 4), ("village", 5)):
        made = []
        for row in rows:
            if row["level"] != level:
                continue
            kind = "station" if level == "village" else "government"
            name = row["name"] + ("人民政府" if level in ("city", "county") else "")
            made.append(Unit(code=row["code"], name=row["name"] if level in ("township", "village") else name, short=row["name"], level=number, kind=kind,
                             government=by_code.get(row["parent"]), division=row["code"], valid_from=SINCE))
        for unit in Unit.objects.bulk_create(made):
            by_code[unit.code] = unit
    city = by_code["410100"]
    body = Unit.objects.create(code="410100-EFFICIENCY", name="郑州市政务效能监察办公室", short="市效能监察办", level=2, kind="watch", government=city,
                               valid_from=SINCE, word="郑效监")
    lines = {}
    for name, short, code, word in COUNTY_DEPARTMENTS:
        lines[code] = Unit.objects.create(code=f"410100-{code}", name=f"郑州市{name}", short=f"市{short}", level=2, kind="department", government=city,
                                          valid_from=SINCE, word=f"郑{word}", phone="0371-12345")
    for county in [u for u in by_code.values() if u.level == 3]:
        for name, short, code, word in COUNTY_DEPARTMENTS:
            Unit.objects.create(code=f"{county.code}-{code}", name=f"{county.short}{name}", short=f"{county.short}{short}", level=3, kind="department",
                                government=county, line=lines[code], valid_from=SINCE, word=f"{county.short[:2]}{word}", phone="0371-12345 转 2")
    assert body.id


def people() -> None:
    secret = make_password(PASSWORD)
    official("luqingyuan", "卢靖远", "410105-SP", "受理岗", (WINDOW, REVIEWER), secret)
    official("chengshuan", "程述安", "410105-SP", "科长", (SIGNATORY, HEAD, EXPLAINER), secret)
    official("qiuyizhou", "邱亦舟", "410105-SCJG", "审查岗", (WINDOW, REVIEWER), secret)
    official("wenruo", "闻若", "410105-SCJG", "局长", (SIGNATORY, HEAD, EXPLAINER), secret)
    official("wennaining", "温乃宁", "410105-CG", "审查岗", (WINDOW, REVIEWER), secret)
    official("heyan", "何砚", "410105-CG", "局长", (SIGNATORY, HEAD, EXPLAINER), secret)
    official("qinanxing", "戚南星", "410105-XF", "审查岗", (WINDOW, REVIEWER), secret)
    official("tangxu", "唐栩", "410105-XF", "大队长", (SIGNATORY, HEAD, EXPLAINER), secret)
    official("quzhang", "顾怀瑾", "410105", "区长", (GOVERNMENT_HEAD,), secret)
    official("shizhang", "沈知远", "410100", "市长", (GOVERNMENT_HEAD,), secret)
    official("yanzhixing", "严知行", "410100-EFFICIENCY", "监察员", (SUPERVISOR,), secret)
    person = Person.objects.create(name="沈砚秋", number="410105199003070028", phone="13800138000", email="shenyanqiu@example.invalid", assurance="real_name")
    Account.objects.create(username="shenyanqiu", person=person, password=secret, demo=True)
    firm = Firm.objects.create(name="郑州槐荫巷餐饮有限公司", code="91410105MA40000001", representative=person)
    Mandate.objects.create(holder=person, for_firm=firm, since=SINCE)


def official(username: str, name: str, unit: str, title: str, roles: tuple[str, ...], secret: str) -> None:
    person = Person.objects.create(name=name, assurance="certificate")
    Account.objects.create(username=username, person=person, password=secret, demo=True)
    post = Post.objects.create(unit=Unit.objects.get(code=unit), title=title)
    PostRole.objects.bulk_create([PostRole(post=post, role=r) for r in roles])
    Tenure.objects.create(person=person, post=post, since=SINCE)
