"""What surrounds every page: the site's duties, the menus, who is logged in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yiwang.web.components.basics import Link
from yiwang.web.components.time import WEEKDAYS


@dataclass(frozen=True, slots=True)
class FootColumn:
    """A column of the footer."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """What a government site must carry on every page (网站标识码, 备案号, 主办单位 …); a city sets it once (`site.yaml`). What is empty is not shown."""

    name: str = ""
    line: str = "政务服务与公开"
    host: str = ""
    keeper: str = ""
    code: str = ""
    icp: str = ""
    police: str = ""
    phone: str = "12345"
    home_url: str = "/"
    search_url: str = "/search/"
    columns: tuple[FootColumn, ...] = (
        FootColumn("政务服务", (Link("能办什么", "/services/"), Link("查进度", "/progress/"), Link("我的办件", "/my/"))),
        FootColumn("核验与公开", (Link("证照核验", "/verify/"), Link("怎么核对回执", "/verify/how/"))),
        FootColumn("关于本站", (Link("网站地图", "/sitemap/"), Link("隐私与个人信息", "/privacy/"), Link("联系我们", "/contact/"))),
    )
    access_url: str = "/access/"
    correct_url: str = "/correct/"
    english_url: str = ""
    sites_url: str = ""
    ipv6: bool = False


NAV = (
    Link("首页", "/"),
    Link("政务公开", "/open/"),
    Link("政务服务", "/services/"),
    Link("互动交流", "/talk/"),
    Link("数据开放", "/data/"),
    Link("走进郑州", "/city/"),
)
BOTTOM = (
    Link("首页", "/", "home"),
    Link("办事", "/services/", "check-square"),
    Link("诉求", "/appeals/", "message"),
    Link("消息", "/messages/", "bell"),
    Link("我的", "/my/", "user"),
)


def day_words(on: date) -> str:
    """10月14日 星期三"""
    return f"{on.month}月{on.day}日 星期{WEEKDAYS[on.weekday()]}"


@dataclass(frozen=True, slots=True)
class PublicShell:
    """Context `shell` of `yiwang/public.html`. `current` is the url of the menu entry one is in; `leave_url` is empty for nobody; `size` is "" or
    "large" (cookie `yiwang-size`)."""

    today: date
    site: Site = Site()
    nav: tuple[Link, ...] = NAV
    bottom: tuple[Link, ...] = BOTTOM
    current: str = ""
    current_bottom: str = ""
    person: str = ""
    person_url: str = "/my/"
    login_url: str = "/login/"
    leave_url: str = ""
    size: str = ""

    @property
    def date_words(self) -> str:
        return f"{self.today.year}年{day_words(self.today)}".replace(" ", "　")


@dataclass(frozen=True, slots=True)
class Official:
    """Who is at the desk."""

    name: str
    post: str
    url: str = "/me/"

    @property
    def initial(self) -> str:
        return self.name[:1]


@dataclass(frozen=True, slots=True)
class StandingIn:
    """Over every page of whoever stands in for another's post: whose, which, until when; `own` is the capacity to go back to."""

    whose: str
    post: str
    until: date
    own: str
    url: str = "/me/"

    @property
    def words(self) -> str:
        return f"您正在代{self.whose}履行{self.post}（至 {self.until.month} 月 {self.until.day} 日）"


@dataclass(frozen=True, slots=True)
class OfficeShell:
    """Context `shell` of `yiwang/office.html`. `menu` is groups of entries with counts; `zone` is where one works (政务外网)."""

    today: date
    official: Official
    menu: tuple[tuple[Link, ...], ...]
    bottom: tuple[Link, ...] = ()
    site: Site = Site()
    current: str = ""
    zone: str = "政务外网"
    home_url: str = "/desk/"
    search_url: str = "/desk/search/"
    search_hint: str = "搜办件、公文、诉求、单位、人……"
    unread: int = 0
    notices_url: str = "/desk/notices/"
    leave_url: str = "/logout/"
    size: str = ""
    standing_in: StandingIn | None = None

    @property
    def date_words(self) -> str:
        return day_words(self.today)

    @property
    def bottom_links(self) -> tuple[Link, ...]:
        return (self.bottom or tuple(link for group in self.menu for link in group))[:5]
