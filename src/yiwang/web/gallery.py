"""The gallery: every component with invented data, and the composed pages. For those who build and those who judge; not linked publicly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from yiwang.web.components import basics as b
from yiwang.web.components import fields as f
from yiwang.web.components import flow, time
from yiwang.web.components.icons import NAMES
from yiwang.web.components.part import Part
from yiwang.web.components.time import ClockState, Mini
from yiwang.web.examples import asked, board, office, others, papers, public


@dataclass(frozen=True, slots=True)
class Shown:
    """One card of the gallery."""

    title: str
    parts: tuple[Part, ...]
    wide: bool = False
    inline: bool = False


@dataclass(frozen=True, slots=True)
class GalleryPage:
    """`yiwang/gallery.html`"""

    title: str
    cards: tuple[Shown, ...]
    icons: tuple[str, ...]
    pages: tuple[b.Link, ...]


PAGES: dict[str, tuple[str, object, object]] = {
    "portal": ("portal", public.PORTAL, public.HOME),
    "guide": ("guide", public.GUIDE, public.LOGGED_IN),
    "form": ("form", public.FORM, public.LOGGED_IN),
    "matter": ("matter", public.MATTER, public.MINE),
    "search": ("search", others.SEARCH, public.LOGGED_IN),
    "nothing": ("search", others.NOTHING, public.LOGGED_IN),
    "verify": ("verify", others.VERIFY, public.LOGGED_IN),
    "notices": ("public_list", others.NOTICES, public.HOME),
    "login": ("login", others.LOGIN, public.HOME),
    "desk": ("desk", office.DESK, office.office("/desk/")),
    "case": ("case", office.CASE, office.office("/cases/")),
    "appeals": ("appeals", papers.APPEALS, office.office("/appeals/", "搜诉求内容、来电、地址、单号……")),
    "list": ("list", office.LIST, office.office("/cases/")),
    "office_form": ("office_form", office.OFFICE_FORM, office.office("/cases/")),
    "document": ("document", papers.DOCUMENT, office.office("/documents/", "搜公文标题、文号、正文……")),
    "board": ("board", board.BOARD, office.office("/board/", "搜办件、单位、规则……")),
}
GREEN, AMBER, RED, PAUSED = ClockState.GREEN, ClockState.AMBER, ClockState.RED, ClockState.PAUSED
CHOICES = (f.Option("a", "要", True), f.Option("b", "不要"))
COUNTIES = (f.Option("410105", "金水区", True), f.Option("410103", "二七区"))


# One card a family of components.
CARDS: tuple[Shown, ...] = (
    Shown(
        "时钟：颜色、形状、文字三样都给",
        (
            time.clock_words(left=6),
            time.clock_words(left=1),
            time.clock_words(left=-2),
            time.clock_words(left=0, paused=True),
            time.clock_words(left=0, used=6),
            Mini(8, 12),
            Mini(9, 10, AMBER),
            Mini(5, 5, RED),
            Mini(4, 12, PAUSED),
            b.Tag("三部门同时审", "blue bold"),
            b.Tag("上传"),
            b.Tag("政务外网", "outline"),
            b.Tag("存证 #11 7c1e90ab", "bronze"),
        ),
        inline=True,
    ),
    Shown("日尺", (time.Ruler(public.TERM, public.TODAY), public.MATTER.reasons), True),  # type: ignore[arg-type]
    Shown(
        "按钮",
        (
            b.Button("提交申请", style="primary"),
            b.Button("保存"),
            b.Button("撤回申请", style="danger", dialog="withdraw"),
            b.Button("保存并退出", style="quiet"),
            b.Button("催一催", size="middle"),
            b.Button("发给乡镇", style="primary", why="还有2份材料没传"),
        ),
        inline=True,
    ),
    Shown(
        "提示",
        (
            b.Alert("已受理", "最晚10月19日办结。", "good"),
            b.Alert("还差1份材料", "10月20日前补上，时钟先停。", "warn"),
            b.Alert("没有提交成功", "草稿还在。请再试一次，或拨12345。", "bad"),
            b.Alert("周六也办", "金水区大厅周六9:00—12:00办理。"),
        ),
    ),
    Shown(
        "输入",
        (
            f.Field("g-name", "店铺名称", value="槐荫巷烩面馆", help="和营业执照一致。"),
            f.Field("g-money", "注册资本", "money", "100000.00", width="s"),
            f.Field("g-day", "开业日期", "date", "2026-11-01", help="例如2026年11月1日。"),
            f.Field("g-kind", "行业", "select", options=COUNTIES, width="m"),
            f.Field("g-note", "补充说明", "textarea", optional=True),
            f.Field("g-seg", "店门外要挂招牌吗？", "segments", options=CHOICES),
        ),
    ),
    Shown(
        "输入：地址、人、文件、登记信息",
        (
            f.Address(
                "g-addr",
                "经营地址",
                (
                    f.Field("g-l1", "区县", "select", options=COUNTIES),
                    f.Field("g-l2", "街道", "select", options=(f.Option("1", "文化路街道"),)),
                    f.Field("g-l3", "社区", "select", options=(f.Option("1", "优胜社区"),)),
                ),
                f.Field("g-rest", "门牌", value="优胜北路27号附3号"),
                help="按门牌填写，精确到房号。",
            ),
            f.Person(
                "食品安全管理员",
                (f.Field("g-p1", "姓名", value="贺春晖", width="m"), f.Field("g-p2", "身份证号", "idcode", error="最后一位对不上，请照证件再核一遍")),
            ),
            f.Upload(
                "g-file",
                "场所平面布局图",
                "手机拍照即可。",
                sent=(f.Sent("平面图.jpg", "1.2MB", "#", "1"), f.Sent("草图.docx", "30KB", error="请传图片或PDF，例如手机拍的照片")),
                url="#",
            ),
            f.Locked("g-lock", "经营者", "金水区槐荫巷烩面馆", "来自：市场主体登记库，2026年9月3日登记。", "#"),
        ),
    ),
    Shown("输入：单位、签名、分级、位置、表格", asked.PARTS, True),
    Shown("草稿和回执", (public.FORM.draft, f.Draft("14:32", "11月13日", line=True), public.MATTER.receipt, office.CASE.proof)),  # type: ignore[arg-type]
    Shown(
        "空状态、确认、告知",
        (
            b.Empty("都办完了", "下一件最早10月16日到期。", b.Button("看在办41件", "#", size="middle")),
            b.Dialog(
                "confirm",
                "撤回这次申请？",
                "三个部门会停止审查，材料保留30天。以后可以重新申请，时限重新计算。",
                b.Button("撤回申请", style="danger"),
                "不撤回",
                static=True,
            ),
            b.Dialog("withdraw", "撤回这次申请？", "三个部门会停止审查，材料保留30天。", b.Button("撤回申请", style="danger"), "不撤回"),
            b.Toast("已保存", static=True),
            b.Pager("已显示20 / 128件", "#", "#"),
        ),
    ),
    Shown("流程线", (public.MATTER.line, public.GUIDE.line), True),
    Shown(
        "现在的状态",
        (
            public.MATTER.state,
            flow.State("2", "已经超期，我们正在赶。", "应在10月12日办结。您可以要求说明。", "超", kind="red"),
            flow.State("6", "办完了：准予许可。", "证照已放进您的证照夹。", "用了", kind="done"),
        ),
        True,
    ),
)


def page() -> GalleryPage:
    """The gallery's context."""
    return GalleryPage("界面语言", CARDS, NAMES, tuple(b.Link(name, f"{name}/") for name in PAGES))


def gallery(request: HttpRequest, name: str = "") -> HttpResponse:
    """The gallery, or one composed page by its name."""
    if not name:
        return render(request, "yiwang/gallery.html", {"page": page(), "shell": public.HOME})
    if name not in PAGES:
        raise Http404(name)
    template, shown, shell = PAGES[name]
    context: dict[str, Any] = {"page": shown, "shell": shell}
    return render(request, f"yiwang/pages/{template}.html", context)
