"""The restaurant of 槐荫巷 as its owner sees it: portal, guide, form, matter, search, verify, log-in."""

from __future__ import annotations

from datetime import date, timedelta

from yiwang.web.components import basics as b
from yiwang.web.components import fields as f
from yiwang.web.components import flow, lists, pages, shell, time

TODAY = date(2026, 10, 14)
SITE = shell.Site("郑州市人民政府", "一网 · 政务服务与公开", "郑州市人民政府办公室", "郑州市行政审批和政务信息管理局", "4101000000", "豫ICP备00000000号-1",
                  "豫公网安备41010000000000号", ipv6=True)
HOME = shell.PublicShell(TODAY, SITE, current="/", current_bottom="/")
LOGGED_IN = shell.PublicShell(TODAY, SITE, current="/services/", current_bottom="/services/", person="沈砚秋")
MINE = shell.PublicShell(TODAY, SITE, current="/services/", current_bottom="/my/", person="沈砚秋")

CODE = (
    '<svg viewBox="0 0 29 29" role="img" aria-label="二维码"><path fill="#141d29" d="M0 0h7v7H0zM1 1v5h5V1zM2 2h3v3H2zM22 0h7v7h-7zM23 1v5h5V1zM24 2h3v3h-3z'
    "M0 22h7v7H0zM1 23v5h5v-5zM2 24h3v3H2zM9 1h2v2H9zM13 0h1v4h-1zM16 2h3v1h-3zM10 5h4v1h-4zM17 5h2v3h-2zM1 9h3v2H1zM6 10h4v1H6zM12 9h2v3h-2zM16 10h5v1h-5z"
    "M24 9h3v3h-3zM3 13h2v2H3zM8 13h3v3H8zM14 14h4v2h-4zM20 13h2v4h-2zM25 15h4v1h-4zM1 18h5v1H1zM10 18h2v4h-2zM15 18h3v3h-3zM21 19h2v2h-2zM26 18h2v4h-2z"
    'M9 24h3v2H9zM14 23h2v5h-2zM18 25h4v1h-4zM23 24h2v3h-2zM27 26h2v3h-2zM10 27h2v2h-2z" fill-rule="evenodd"/></svg>'
)


def term_days(
    start: date, count: int, *, holidays: dict[date, str], made_up: tuple[date, ...] = (), paused: tuple[date, ...] = ()
) -> tuple[time.Day, ...]:
    """The calendar days of a term; a real term comes from the calendar engine."""
    days = [time.Day(start, time.DayKind.START)]
    number, on = 0, start
    while number < count:
        on += timedelta(days=1)
        if on in holidays:
            days.append(time.Day(on, time.DayKind.HOLIDAY, name=holidays[on]))
        elif on in paused:
            days.append(time.Day(on, time.DayKind.PAUSED))
        elif on.weekday() > 4 and on not in made_up:
            days.append(time.Day(on, time.DayKind.REST))
        else:
            number += 1
            days.append(time.Day(on, time.DayKind.COUNTED, number, made_up=on in made_up))
    return tuple(days)


HOLIDAYS = {date(2026, 9, d): "中秋" for d in (25, 26, 27)} | {date(2026, 10, d): "国庆" for d in range(1, 8)}
TERM = term_days(date(2026, 9, 22), 12, holidays=HOLIDAYS, made_up=(date(2026, 10, 10),), paused=(date(2026, 9, 29), date(2026, 9, 30)))
PLAN = term_days(TODAY, 12, holidays={})

PORTAL = pages.PortalPage(
    popular=tuple(b.Link(x) for x in ("公积金提取", "社保转移", "居住证", "老年人优待证", "不动产登记", "冬季供暖报修")),
    quick=(
        pages.Quick("查进度", "凭受理号或登录查", "#", "clock"),
        pages.Quick("约窗口", "全市208个大厅", "#", "calendar"),
        pages.Quick("提诉求", "5个工作日内答复", "#", "message"),
        pages.Quick("我的证照", "出示与授权使用", "#", "card"),
    ),
    scenes=(
        pages.Scene("开办餐饮店", "4个事项，合成1次申请", "12个工作日", "#", "bowl"),
        pages.Scene("新生儿出生", "8个事项，合成1次申请", "10个工作日", "#", "baby"),
        pages.Scene("新生入学", "5个事项，合成1次申请", "按招生日程", "#", "school"),
        pages.Scene("二手房过户", "6个事项，合成1次申请", "3个工作日", "#", "house"),
        pages.Scene("企业开办", "7个事项，合成1次申请", "当日办结", "#", "building"),
        pages.Scene("灵活就业参保", "3个事项，合成1次申请", "即时办结", "#", "briefcase"),
        pages.Scene("职工退休", "6个事项，合成1次申请", "15个工作日", "#", "elder"),
        pages.Scene("身后事", "9个事项，合成1次申请", "5个工作日", "#", "heart"),
    ),
    scenes_all=b.Link("全部62件事"),
    lead=b.Link(
        "今冬供暖11月15日开栓，报修、退费、测温都能网上办",
        note="全市供热管网9月底完成检修。室温低于18℃的住户可预约免费测温，工作人员24小时内上门；经测定不达标的，按天退还热费。",
    ),
    news=(
        b.Link("关于公布第四批免证办事清单的通告", note="10-13"),
        b.Link("郑州市城市更新实施办法（征求意见稿）公开征求意见", note="10-12"),
        b.Link("图解：中小微企业招用毕业生补贴怎么领", note="10-10"),
        b.Link("市政府第58次常务会议召开", note="10-09"),
    ),
    talk=(
        pages.Lines(
            "大家问，部门答",
            (
                b.Link("文化路晚高峰公交绕行，能否恢复6路站点？", note="2天答复"),
                b.Link("老旧小区加装电梯，一楼不同意怎么办？", note="3天答复"),
                b.Link("异地就医备案后还能在本地看病吗？", note="当天答复"),
            ),
            b.Link("我也要问"),
        ),
        pages.Lines(
            "正在征求意见",
            (b.Link("共享单车停放管理规定", note="还有9天"), b.Link("2027年民生实事候选项目", note="还有21天")),
            b.Link("往期采纳情况"),
        ),
    ),
    figures=b.Tiles(
        (
            b.Tile("办结", "38,412", "件", "较8月多1,906件", "#"),
            b.Tile("按期办结", "99.21", "%", "303件超期，可查", "#"),
            b.Tile("平均用时", "4.6", "个工作日", "法定平均19.8个工作日", "#"),
            b.Tile("群众评价满意", "97.4", "%", "312条差评，全部已回访", "#"),
        )
    ),
    figures_note="9月全市数据，每个数都能点开看怎么算。",
    columns=(
        pages.Lines(
            "政务公开",
            tuple(map(b.Link, ("政府信息公开指南", "规章与规范性文件", "财政预算与决算", "重大项目与采购"))),
            b.Link("", "/open/"),
        ),
        pages.Lines("政务服务", tuple(map(b.Link, ("个人办事", "企业办事", "按部门找：44个", "按区县找：15个"))), b.Link("", "/services/")),
        pages.Lines(
            "互动交流", tuple(map(b.Link, ("市长信箱", "12345诉求与答复", "意见征集与网上听证", "在线访谈"))), b.Link("", "/talk/")
        ),
        pages.Lines(
            "数据开放", tuple(map(b.Link, ("1,286个开放数据集", "接口与调用说明", "公共地图", "谁看过我的信息"))), b.Link("", "/data/")
        ),
    ),
)


def ask(name: str, label: str, yes: str, no: str, chosen: str) -> f.Ask:
    return f.Ask(f.Field(name, label, "segments", options=(f.Option("yes", yes, chosen == yes), f.Option("no", no, chosen == no))))


UP, FREE, ONLINE = b.Tag("上传"), b.Tag("免交", "blue"), b.Tag("在线填写")
GUIDE = pages.GuidePage(
    crumbs=b.Crumbs((b.Link("首页", "/"), b.Link("政务服务"), b.Link("一件事一次办"), b.Link("开办餐饮店"))),
    title="开办餐饮店“一件事”",
    lead="在郑州开饭店、面馆、小吃店、饮品店，只填一张表。食品经营许可、店招设置、消防安全检查由三个部门同时办，证照一次送到您手上。",
    facts=b.Facts(
        (
            b.Fact("承诺时限", "12个工作日", "法定上限45个工作日"),
            b.Fact("要交的材料", "3份", "6份里3份免交"),
            b.Fact("费用", "不收费", "依据见“费用”一节"),
            b.Fact("要跑的次数", "0次", "核查人员上门1次"),
        )
    ),
    buttons=(b.Button("在线申请", "#", "primary"), b.Button("预约窗口", "#")),
    places=(
        pages.Place("也可以到窗口", ("金水区政务服务中心2楼", "“一件事”专窗A12—A15")),
        pages.Place("时间", ("工作日9:00—17:00", "周六9:00—12:00（延时服务）")),
        pages.Place("咨询", ("0371-12345转2",)),
        pages.Place("办理结果", ("食品经营许可证、店招备案回执、消防安全检查意见书",)),
    ),
    line=flow.ProcessLine(
        nodes=(flow.Node("提交申请", "您，约15分钟", "plan"), flow.Node("受理", "5个工作日内\n不答复即视为受理", "plan")),
        lanes=(
            flow.Lane("食品经营许可", "市场监管 · 8天"),
            flow.Lane("店招设置", "城市管理 · 5天"),
            flow.Lane("消防安全检查", "消防救援 · 10天"),
        ),
        after=(flow.Node("决定", "1天", "plan"), flow.Node("领证", "电子证照\n或邮寄", "plan")),
        note="三个部门同时审，天数按工作日计，合计不超过12个工作日。",
    ),
    materials=lists.Materials(
        (
            lists.Material("营业执照", FREE, "从电子证照库取，您授权即可"),
            lists.Material("法定代表人身份证件", FREE, "从电子证照库取"),
            lists.Material("经营场所使用证明", FREE, "自有取不动产登记信息，租赁取合同网签备案信息"),
            lists.Material("场所平面布局与设备设施图", UP, "手机拍照即可；标明操作间、专间、就餐区", "#"),
            lists.Material("消防安全承诺书", ONLINE, "填表时自动生成，在线签名", "#"),
            lists.Material("店招设计效果图", UP, "只在“有户外店招”时需要", "#"),
        )
    ),
    fee="食品经营许可、店招设置、公众聚集场所消防安全检查均不收费。任何人以本事项名义收费，请拨12345。",
    laws=(
        pages.Law("中华人民共和国行政许可法", "第二十六条、第三十二条、第四十二条", "#"),
        pages.Law("中华人民共和国食品安全法", "第三十五条", "#"),
        pages.Law("中华人民共和国消防法", "第十五条", "#"),
        pages.Law("城市市容和环境卫生管理条例", "第十一条", "#"),
    ),
    asks=(
        ask("sign", "店门外要挂招牌吗？", "要", "不要", "要"),
        ask("gas", "后厨用燃气吗？", "用", "不用", "用"),
        ask("large", "面积超过200平方米吗？", "超过", "没有", "没有"),
    ),
    asks_note="答三个问题，下面的流程和材料会跟着变。",
    due_before="如果今天提交、今天受理，最晚",
    due="10月30日（星期五）",
    due_after="办结。",
    ruler=time.Ruler(PLAN, today=TODAY, start_word="今天提交", law=b.Link("行政许可法第四十二条、第八十二条")),
    faq=b.Faq(
        (
            b.Question(
                "装修没完工，可以先申请吗？", "可以提交并受理，但现场核查要在装修完工后进行。等待期间时钟照走，建议完工前3天再提交。", True
            ),
            b.Question("租来的门面，房东不愿给房产证怎么办？", "不用房产证。签过网签备案的租赁合同，系统自己取。"),
            b.Question("只卖预包装食品，也要办许可吗？", "不用许可，备案就行，备案当场办完。"),
        )
    ),
)

FORM_GROUPS = (
    f.Group(
        "店铺在哪里",
        (
            f.Locked("firm", "经营者", "金水区槐荫巷烩面馆（个体工商户）", "来自：市场主体登记库，2026年9月3日登记。", "#"),
            f.Field(
                "place",
                "经营地址",
                value="金水区　文化路街道　优胜北路27号附3号",
                help="按门牌填写，精确到房号。",
                icon="check",
                note="已对上标准地址 410105008·0271·0003",
                note_good=True,
            ),
            f.Field(
                "area",
                "营业面积",
                "number",
                "八十多",
                "按房产证或租赁合同填，不含公共走道。",
                "请填大于0的数字，例如86.5",
                unit="平方米",
                width="s",
            ),
        ),
    ),
    f.Group(
        "卖什么",
        (
            f.Field(
                "kinds",
                "经营项目",
                "checks",
                help="可多选。选多了核查更久，选少了以后要变更。",
                error="请至少选一项",
                two_columns=True,
                options=(
                    f.Option("hot", "热食类制售"),
                    f.Option("cold", "冷食类制售（凉菜）"),
                    f.Option("drinks", "自制饮品制售"),
                    f.Option("loose", "散装食品销售"),
                ),
            ),
            f.Field(
                "sign",
                "店门外要挂招牌吗？",
                "radios",
                options=(
                    f.Option(
                        "yes",
                        "要",
                        True,
                        follow=(
                            f.Field("size", "招牌尺寸", value="420 × 90", help="宽 × 高。高度一般不超过120厘米。", unit="厘米", width="s"),
                        ),
                    ),
                    f.Option("no", "不要"),
                ),
            ),
        ),
    ),
    f.Group(
        "谁管食品安全",
        (
            f.Field("keeper", "食品安全管理员姓名", value="贺春晖", autocomplete="name"),
            f.Field(
                "keeper-id",
                "食品安全管理员身份证号",
                "idcode",
                "410105 19880412 3517",
                "只用于核验健康证明和培训记录，不公开。",
                "最后一位对不上，请照证件再核一遍",
            ),
            f.Field("phone", "手机号", "tel", help="核查人员上门前会打这个电话。", optional=True, width="s", autocomplete="tel"),
        ),
    ),
)
FORM = pages.FormPage(
    crumbs=b.Crumbs((b.Link("政务服务"), b.Link("开办餐饮店“一件事”"), b.Link("申请"))),
    title="开办餐饮店“一件事”申请",
    action="#",
    groups=FORM_GROUPS,
    buttons=(
        b.Button("保存，下一步", style="primary", icon_after="arrow", name="go", value="next"),
        b.Button("上一步", name="go", value="back"),
    ),
    leave=b.Button("保存并退出", style="quiet", name="go", value="leave"),
    steps=f.Steps(
        (
            f.Step("经营者", "已填好", "done"),
            f.Step("场所与经营", "正在填，还差3处", "now"),
            f.Step("材料", "要上传2份"),
            f.Step("核对并提交", "在线签名"),
        )
    ),
    errors=f.summary_of(tuple(x for group in FORM_GROUPS for x in group.fields)),
    draft=f.Draft("今天14:32", "11月13日", "CY-7F3K"),
    next_needs=("平面布局图（拍照即可）", "店招设计效果图"),
    help_lines=("坐席能看到您填到哪一步，", "但看不到身份证号。"),
    help_code="CY-7F3K",
)

MATTER = pages.MatterPage(
    crumbs=b.Crumbs((b.Link("我的"), b.Link("我的办件"), b.Link("ZC20260922-004817"))),
    title="开办餐饮店“一件事”",
    subtitle="金水区槐荫巷烩面馆　优胜北路27号附3号",
    reference="ZC20260922-004817",
    state=flow.State(
        "3",
        "正在审查：三个部门里两个已办完，等消防安全检查。",
        "最晚10月19日（星期一）办结。现在不用您做什么。",
        button=b.Button("催一催", "#", size="middle"),
    ),
    line=flow.ProcessLine(
        (
            flow.Node("提交", "9月21日", "done"),
            flow.Node("受理", "9月22日", "done"),
            flow.Node("三部门同时审", "2个已办完", "now", 0.62),
            flow.Node("作出决定", "10月19日前"),
            flow.Node("领证", "电子证照＋邮寄"),
        )
    ),
    ruler=time.Ruler(TERM, TODAY),
    reasons=time.Reasons(
        (
            time.RulerReason("起算", "9月22日受理，从次日9月23日开始数", "民法典第二百零一条"),
            time.RulerReason("承诺", "12个工作日（法定上限45个工作日）", "行政许可法第四十二条第二款"),
            time.RulerReason("不计", "中秋3天、国庆7天，10月11、17、18日为周末", "同法第八十二条"),
            time.RulerReason("照计", "10月10日（周六）调休上班，计1天", "国务院办公厅放假通知"),
            time.RulerReason("暂停", "9月29—30日检测燃气报警装置，停2天", "同法第四十五条"),
        )
    ),
    units=(
        flow.UnitLine("食品经营许可", "市场监管局：10月10日同意，现场核查合格。", time.clock_words(left=0, used=6)),
        flow.UnitLine("店招设置", "城市管理局：10月12日同意，要求夜间亮度不超过400尼特。", time.clock_words(left=0, used=7)),
        flow.UnitLine("消防安全检查", "消防救援大队：10月15日上午9:30上门，请留人开门。", time.clock_words(left=1)),
    ),
    units_title="三个部门办到哪了",
    events=flow.Events(
        (
            flow.Entry("10月13日16:05", "消防救援大队约定上门时间", text="短信已发到尾号6621。", link=b.Link("改时间")),
            flow.Entry("10月12日11:20", "城市管理局同意，附一项要求"),
            flow.Entry("10月10日15:47", "市场监管局同意", text="现场核查记录1份，照片6张。", link=b.Link("查看")),
            flow.Entry("9月22日09:40", "受理，受理通知书已送达"),
        )
    ),
    receipt=flow.Receipt(
        "第11条，10月13日16:05",
        "7c1e90ab44d2f08b3a6f12c7e5d9b861",
        "10月13日17:00已加盖",
        CODE,
        links=(b.Link("下载回执"), b.Link("现在核对")),
    ),
    ways=(
        b.Link("查看提交的申请和材料", icon="file"),
        b.Link("补充说明", icon="edit"),
        b.Link("撤回申请", icon="close"),
        b.Link("问经办人　卢先生", icon="phone"),
    ),
    buttons=(b.Button("打印", "#", icon="print", size="middle"), b.Button("提醒我", "#", icon="bell", size="middle")),
    printed="2026年10月14日14:40打印　核对码7c1e 90ab",
)
