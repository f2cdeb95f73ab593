"""Search, check, log-in and a public list."""

from __future__ import annotations

from yiwang.web.components import basics as b
from yiwang.web.components import fields as f
from yiwang.web.components import lists, pages

SEARCH = pages.SearchPage(
    query="开面馆",
    action="#",
    summary="找到3条，最像的在前面。",
    results=(
        lists.Result(
            "开办[[餐饮店]]“一件事”",
            "#",
            "在郑州开饭店、[[面馆]]、小吃店、饮品店，只填一张表。",
            ("12个工作日", "不收费"),
            b.Tag("一件事", "blue"),
        ),
        lists.Result("小餐饮登记", "#", "面积50平方米以下的小[[面馆]]可以只做登记。", ("金水区",), b.Tag("办事")),
        lists.Result("油烟净化设施要装什么样的？", "#", "餐饮店的油烟排放执行地方标准，[[面馆]]也一样。", ("3天答复",), b.Tag("问答")),
    ),
    suggestions=(b.Link("换到全部区县", icon="map"), b.Link("按部门找", icon="building")),
)
NOTHING = pages.SearchPage(
    query="开棉馆",
    action="#",
    summary="没有找到“开棉馆”。",
    results=(),
    empty=b.Empty("您要找的是“开面馆”吗？", "也可以换个说法，或者拨12345问人。", b.Button("搜“开面馆”", "#")),
    suggestions=(b.Link("换到全部区县", icon="map"),),
)
VERIFY = pages.VerifyPage(
    "核对回执和证照",
    "不用登录。填回执上的受理号和校验码前8位，就能知道记录有没有被动过。",
    "#",
    (
        f.Field("ref", "受理号", help="例如ZC20260922-004817", width="m", value="ZC20260922-004817"),
        f.Field("digits", "校验码前8位", width="s", value="7c1e90ab"),
    ),
    b.Button("核对", style="primary"),
    outcome=b.Alert("对上了，记录没有被动过", "共11条，首尾相扣，最近一次时间戳10月13日17:00。", "good"),
    found=b.Pairs(
        (
            b.Pair("事项", "开办餐饮店“一件事”"),
            b.Pair("状态", "正在审查"),
            b.Pair("受理", "2026年9月22日"),
            b.Pair("最近记录", "10月13日16:05"),
        ),
        grid=True,
    ),
    ways=(b.Link("下载核对程序", icon="download"), b.Link("怎么自己核对", icon="info")),
)
LOGIN = pages.LoginPage(
    "登录",
    "#",
    (f.Field("account", "手机号或账号", autocomplete="username"), f.Field("secret", "密码", "password", autocomplete="current-password")),
    b.Button("登录", style="primary", size="wide", busy_text="登录中……"),
    lead="登录后能查自己的事、用自己的证照。",
    ways=(b.Link("用短信验证码登录", icon="phone"), b.Link("忘了密码", icon="key")),
)
NOTICES = pages.PublicListPage(
    b.Crumbs((b.Link("首页", "/"), b.Link("政务公开"), b.Link("规范性文件"))),
    "规范性文件",
    "现行有效的都在这里；失效的写明失效日期。",
    chips=b.Chips((b.Link("全部", current=True, count=128), b.Link("2026年", count=14), b.Link("市政府办公室", count=61))),
    table=lists.Table(
        "规范性文件",
        (lists.Column("标题"), lists.Column("文号"), lists.Column("公布日期", number=True)),
        (
            (lists.CellValue("郑州市城市更新实施办法", "#"), lists.CellValue("郑政〔2026〕18号"), lists.CellValue("2026-09-30")),
            (lists.CellValue("关于加强瓶装液化气管理的通告", "#"), lists.CellValue("郑政通〔2026〕7号"), lists.CellValue("2026-08-12")),
        ),
    ),
    pager=b.Pager("已显示2 / 128件", "#"),
)
