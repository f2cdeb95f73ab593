"""A small city that opens its doors quickly: two counties with their six departments, a few people, the items as the files have them."""

from __future__ import annotations

import re
import zlib
from datetime import date, datetime
from struct import pack
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from yiwang.city.demo import making, names, people
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.foundation import NewOfficial, NewPerson, NewUnit
from yiwang.engines.identity.types import Kind, Level
from yiwang.engines.registers import api as registers
from yiwang.kernel.actors import READER
from yiwang.kernel.clock import SHANGHAI, day
from yiwang.systems.public.services.rooms import loading

SINCE, WORD = date(2020, 1, 1), "yiwang-journey-1"
COUNTIES = {"410105": "金水区", "410102": "中原区"}
LOGINS = {  # user name → unit, roles
    "window": ("410105-SP", people.DESK), "signatory": ("410105-SP", (*people.CHIEF, people.HALLS)), "market": ("410105-SCJG", people.DESK),
    "streets": ("410105-CG", people.DESK), "fire": ("410105-XF", people.DESK), "market_head": ("410105-SCJG", people.CHIEF),
    "streets_head": ("410105-CG", people.CHIEF), "fire_head": ("410105-XF", people.CHIEF), "magistrate": ("410105", (people.GOVERNMENT_HEAD,)),
    "mayor": ("410100", (people.GOVERNMENT_HEAD,)),
    "elsewhere": ("410102-SP", people.DESK + people.CHIEF), "watch": ("410100-EFFICIENCY", (people.SUPERVISOR, people.OUTSIDE)),
    "records": ("410100-SP", people.DESK),
    "system": ("410100-SP", ("ground.system_admin",)), "market_chair": ("410105-SCJG", (people.CHAIR,)), "health": ("410105-WJ", people.DESK),
    "calls": ("410100-SP", (people.DISPATCHER,)), "lamps": ("410100-CG", people.DESK), "lamps_head": ("410100-CG", people.CHIEF),
    "judges": ("410100-SP", (people.SECOND,)), "both_desks": ("410100-SP", (people.DISPATCHER, people.SECOND)),
    "county": ("410105", (people.HANDLER,)), "city": ("410100", (people.HANDLER,)),
    "market_city": ("410100-SCJG", people.DESK), "market_city_head": ("410100-SCJG", people.CHIEF),
}


class Clock:
    """A clock that a test sets."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def to(self, text: str) -> datetime:
        self.at = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
        return self.at


def units() -> list[NewUnit]:
    found = [NewUnit("410100", "郑州市人民政府", "郑州市", Level.CITY, Kind.GOVERNMENT, division="410100"),
             NewUnit("410100-EFFICIENCY", "郑州市政务效能监察办公室", "市效能监察办", Level.CITY, Kind.WATCH, government="410100", word="郑效监")]
    for name, short, code, word in (d for d in names.DEPARTMENTS if d[2] in {c[2] for c in names.COUNTY_DEPARTMENTS}):
        found.append(NewUnit(f"410100-{code}", f"郑州市{name}", f"市{short}", Level.CITY, Kind.DEPARTMENT, government="410100", word=f"郑{word}"))
    for division, county in COUNTIES.items():
        found.append(NewUnit(division, f"{county}人民政府", county, Level.COUNTY, Kind.GOVERNMENT, government="410100", division=division))
        street = f"{division}008"
        found.append(NewUnit(street, f"{county}文化路街道", "文化路街道", Level.TOWNSHIP, Kind.GOVERNMENT, government=division, division=street))
        found.append(NewUnit(f"{street}001", "优胜社区", "优胜社区", Level.VILLAGE, Kind.STATION, government=street, division=f"{street}001"))
        found += [NewUnit(f"{division}-{code}", f"{county}{name}", f"{county}{short}", Level.COUNTY, Kind.DEPARTMENT, government=division,
                          line=f"410100-{code}", word=f"{county[:2]}{word}") for name, short, code, word in names.COUNTY_DEPARTMENTS]
    return found


def found(at: datetime) -> None:
    """Founds it in an empty database and publishes what its departments offer."""
    identity.forget()
    identity.found_units(units=units(), since=SINCE, at=at)
    identity.found_people(
        officials=[NewOfficial(unit, name, roles, NewPerson(f"官{name}", name)) for name, (unit, roles) in LOGINS.items()],
        applicants=[NewPerson("沈砚秋", "citizen", names.numbered(1990, 3, 7, 2), "13903710011"),
                    NewPerson("温若愚", "other", names.numbered(1991, 3, 7, 4), "13800138001")],
        password=WORD, since=SINCE, at=at)
    registers.publish(register="places", key="jinshui_hall", title="金水区政务服务中心", facts=making.HALL | {
        "code": "jinshui_hall", "title": "金水区政务服务中心", "unit": "410105-SP", "address": "东风路 16 号", "windows": "8", "capacity": "2"},
        actor=READER, unit=identity.unit_by_code("410105-SP").id, valid_from=SINCE, at=at)
    for division in COUNTIES:
        loading.load(division=division, actor=READER, on=SINCE, at=at, only=OFFERED)


def picture(name: str = "图", red: int = 255) -> SimpleUploadedFile:
    """A small PNG; another red is another file."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + bytes((red, 0, 0)) * 8 for _ in range(8))
    whole = chunk(b"IHDR", pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return SimpleUploadedFile(f"{name}.png", b"\x89PNG\r\n\x1a\n" + whole, "image/png")


OFFERED = frozenset({
    "food_business", "individual_registration", "restaurant_joint", "drainage", "outdoor_sign", "public_place_hygiene", "labour_dispatch", "hr_service",
    "fire_check", "street_use", "special_equipment", "fire_check_promise",
    "prepacked_record", "annual_report", "name_declare", "clinic_verify", "clinic_practice",
})
SHOP = {
    "phone": "13903710011", "shop_name": "槐荫巷烩面馆", "area": "86.5", "licensed": "no",
    "gas": "yes", "grease_trap": "yes", "scope": "餐饮服务", "food_kinds": ["hot"],
    "safety_manager": "沈砚秋", "sign": "yes", "sign_width": "420", "sign_height": "90", "sign_light": "yes", "address.county": "410105",
    "address.township": "410105008", "address.village": "410105008001", "address.detail": "优胜北路 29 号附 1 号",
}


def given(move: str) -> dict[str, str]:
    """How something is handed over, unless a test says otherwise."""
    return {"way": "electronic", "served_on": day(settings.CLOCK.now()).isoformat()} if move == "hand_over" else {}


def hidden(page: HttpResponse, *names_: str) -> dict[str, str]:
    """The hidden fields of a form, as the browser would send them."""
    text = page.content.decode()
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', text) for name in names_}
    assert all(found.values()), (page.status_code, words(page)[:600])
    return {name: match.group(1) for name, match in found.items() if match}


def words(page: HttpResponse) -> str:
    """What a page says, without its marks."""
    text = re.sub(r"<(script|style).*?</\1>", " ", page.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


class Person:
    """Somebody at a browser. Signs in anew for each visit: a session ends when nobody moves for long."""

    def __init__(self, name: str, **more: Any) -> None:
        self.name, self.client = name, Client(**more)

    def sign_in(self) -> Person:
        answer = self.client.post("/login/", {"username": self.name, "password": WORD})
        assert answer.status_code == 302, words(answer)[:500]
        return self

    def get(self, address: str) -> HttpResponse:
        return self.client.get(address)

    def opened(self, ref: str, move: str) -> tuple[str, HttpResponse]:
        """The page of a move, and its address."""
        address = f"/cases/{ref}/{move}/" if move in ("answer", "urge") else f"/cases/{ref}/do/{move}/"
        if self.name in ("citizen", "other"):
            address = f"/my/{ref}/do/{move}/"
        return address, self.get(address)

    def do(self, ref: str, move: str, **answers: Any) -> HttpResponse:
        """Opens the page of a move, fills it in and sends it."""
        address, page = self.opened(ref, move)
        assert page.status_code == 200, (move, page.status_code, words(page)[:400])
        return self.client.post(address, {**hidden(page, "key", "seen"), **given(move), **answers})

    def apply(self, item: str, **answers: Any) -> HttpResponse:
        page = self.get(f"/services/{item}/apply/")
        assert page.status_code == 200, words(page)[:400]
        return self.client.post(f"/services/{item}/apply/", {**hidden(page, "key"), **answers})


def everything() -> dict[str, Any]:
    """All answers and papers that any of the restaurant's items may ask."""
    papers = ("layout", "fire_promise", "gas_alarm", "sign_picture", "premises", "drainage_plan", "identity", "menu", "health", "rules")
    return {**SHOP, **{f"paper_{p}": picture(p) for p in papers}}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def settle(until: datetime | None = None) -> None:
    """All that the readers and the sweep do, now."""
    from yiwang.city import loops

    loops.settle(until or settings.CLOCK.now())


def ref_of(title: str) -> str:
    """The reference of the newest case with a word in its title."""
    from yiwang.engines.store import api as store

    rows = store.rows("select ref from cases_case where title like %s order by id desc limit 1", (f"{title}%",))
    return str(rows[0][0])


__all__ = ["SHOP", "Clock", "Person", "at", "everything", "found", "hidden", "picture", "ref_of", "settle", "words"]
