"""The same case at the official's desk: desk, case, appeals, list, form, document."""

from __future__ import annotations

from datetime import date

from yiwang.web.components import basics as b
from yiwang.web.components import charts, fields, flow, lists, shell, time
from yiwang.web.components import office_pages as o
from yiwang.web.components.time import Clock, ClockState, Mini
from yiwang.web.examples.public import HOLIDAYS, TERM, TODAY

GREEN, AMBER, RED, PAUSED = ClockState.GREEN, ClockState.AMBER, ClockState.RED, ClockState.PAUSED
MENU = (
    (
        b.Link("工作台", "/desk/", "inbox", count=23), b.Link("办件", "/cases/", "check-square", count=8), b.Link("公文", "/documents/", "file", count=5),
        b.Link("诉求", "/appeals/", "message", count=4), b.Link("督查", "/tasks/", "flag", count=2), b.Link("会议", "/meetings/", "calendar", count=1),
    ),
    (b.Link("监督", "/board/", "chart"), b.Link("数据", "/data/", "database"), b.Link("通讯录", "/people/", "users"), b.Link("地图", "/map/", "map")),
)
BOTTOM = (
    b.Link("工作台", "/desk/", "inbox"), b.Link("办件", "/cases/", "check-square"), b.Link("公文", "/documents/", "file"), b.Link("日程", "/calendar/", "calendar"),
    b.Link("通讯录", "/people/", "users"),
)


def office(current: str, hint: str = "搜办件、公文、诉求、单位、人……") -> shell.OfficeShell:
    return shell.OfficeShell(
        TODAY, shell.Official("卢靖远", "受理科 · A岗"), MENU, BOTTOM, current=current, search_hint=hint, unread=3
    )


def row(clock: Clock, title: str, meta: str, system: str, todo: str, sender: str, done: int, total: int, **more: bool) -> lists.Row:
    return lists.Row(title, "#", meta, clock, todo, system, sender, Mini(done, total, clock.state), **more)


def left(days: int) -> Clock:
    return Clock(GREEN, f"还剩{days}天")


WORK = lists.WorkList(
    groups=(
        lists.RowGroup(
            "已超期", 1, (row(Clock(RED, "超1天"), "姚寨路雨水井盖缺失，夜间无照明", "12345 · 2610-08812 · 北林路街道", "诉求", "答复", "市诉求办", 5, 5),), "red"
        ),
        lists.RowGroup(
            "今天到期", 3,
            (
                row(Clock(AMBER, "今天14:00"), "开办餐饮店：槐荫巷烩面馆", "ZC20260922-004817 · 两家已同意，等消防", "审批", "主持会商", "受理科", 9, 12, chosen=True),
                row(Clock(AMBER, "今天18:00"), "关于做好入冬前燃气安全排查的通知（会签稿）", "郑政办函〔2026〕拟 · 第2稿，3处改动", "公文", "会签", "市政府办公室", 2, 3),
                row(Clock(AMBER, "今天18:00"), "公众聚集场所名单更新（9月批次）", "43条新增，2条与登记库不一致", "数据", "确认差异", "市大数据中心", 1, 2),
            ),
            "amber",
        ),
        lists.RowGroup(
            "本周", 6,
            (
                row(left(2), "取水许可：黄河南路供水站备用井", "ZC20260928-001190 · 专家评审已回", "审批", "审查", "窗口A07", 8, 20),
                row(left(2), "第58次常务会议第4项：免证办事清单落地", "牵头1家，配合6家 · 已报进展2次", "督查", "报进展", "市政府督查室", 11, 15),
                row(Clock(PAUSED, "暂停"), "道路挖掘：经三路热力管线抢修", "ZC20260925-002207 · 等申请人补正", "审批", "暂不用办", "受理科", 4, 20),
                row(left(3), "反映优胜北路夜市油烟，与2件重复", "12345 · 2610-09077 · 已建议并件", "诉求", "并件并派单", "坐席0316", 2, 5),
                row(left(3), "关于报送2026年政务公开年报数据的通知", "郑政公开办〔2026〕12号", "公文", "阅办", "办公室　严知行", 5, 8),
                row(left(3), "劳务派遣经营许可：嵩山人力", "ZC20261009-000764 · 告知承诺", "审批", "决定", "受理科", 5, 8),
            ),
        ),
        lists.RowGroup(
            "以后", 13,
            (
                row(left(6), "户外招牌变更：玉凤路书店", "ZC20261012-003301", "审批", "受理", "网上", 0, 5),
                row(left(8), "依申请公开：2024—2025年占道经营处罚汇总", "公开申〔2026〕第41号", "公开", "答复", "公开科", 12, 20),
                row(Clock(GREEN, "11月2日"), "金水区政务服务大厅延时服务方案（征求意见）", "金政办函〔2026〕55号", "公文", "回意见", "区政府办", 1, 14),
            ),
        ),
    ),
    shown="已显示13 / 23件",
    tabs=b.Tabs((b.Link("待办", count=23, current=True), b.Link("在办", count=41), b.Link("督办", count=2), b.Link("传阅", count=7), b.Link("已办"))),
    chips=b.Chips(
        (
            b.Link("全部", count=23, current=True), b.Link("审批", count=8), b.Link("公文", count=5), b.Link("诉求", count=4), b.Link("督查", count=2),
            b.Link("公开", count=2), b.Link("数据", count=1), b.Link("会议", count=1),
        ),
        (b.Link("只看我牵头"), b.Link("只看今天")), b.Link("条件", icon="filter"),
    ),
    empty=b.Empty("都办完了", "下一件最早10月16日到期。", b.Button("看在办41件", "#")),
)
DESK = o.DeskPage(
    work=WORK,
    month=time.month_of(
        year=2026, month=10, today=TODAY, holidays=[d for d in HOLIDAYS if d.month == 10], made_up=[date(2026, 10, 10)],
        marked=[date(2026, 10, d) for d in (14, 15, 16, 19, 21, 27)], previous_url="#", next_url="#",
    ),
    agenda=(
        lists.Agenda("09:00", "窗口业务例会", "2楼小会议室 · 已结束"), lists.Agenda("14:00", "“一件事”联审会商（视频）", "市场监管、城管、消防", b.Link("入会"), True),
        lists.Agenda("16:30", "现场核查：优胜北路", "同行：樊若谷"),
    ),
    notices=(
        b.Link("10月16日22:00起系统升级2小时", note="市大数据中心 · 10-13"), b.Link("四季度窗口轮岗名单公示", note="区审批局 · 10-12"),
        b.Link("今晚值班：卢靖远，带班：程述安", note="值班室 · 10-14"),
    ),
    buttons=(b.Button("代班设置", "#", icon="users"), b.Button("发起", "#", "primary", "edit")),
    counts=(("1", "已超期"), ("3", "今天到期"), ("6", "本周"), ("14:00", "下一场会")),
)


def entry(when: str, what: str, who: str, number: str, digits: str, pause: bool = False) -> flow.Entry:
    return flow.Entry(when, what, who, number, digits, pause=pause)


HISTORY = flow.History(
    (
        entry("10-13 16:05", "消防救援大队约定上门时间", "戚南星", "11", "7c1e90ab"), entry("10-12 11:20", "城市管理局同意，附一项要求", "温乃宁", "10", "e3029d51"),
        entry("10-10 15:47", "市场监管局同意", "邱亦舟 · 核查记录1份，照片6张", "9", "0b77c4fe"), entry("09-30 17:10", "时钟恢复：燃气报警装置检测合格", "停2个工作日", "8", "a94d1160", True),
        entry("09-29 08:30", "时钟暂停：检测", "行政许可法第四十五条", "7", "5f80e2c3", True), entry("09-22 09:41", "同时征询三个部门", "卢靖远", "4—6", "91bd3a07"),
        entry("09-22 09:40", "受理，通知书送达", "卢靖远", "3", "c6a21f9e"),
    )
)
CASE = o.CasePage(
    crumbs=b.Crumbs((b.Link("办件"), b.Link("并联审批"), b.Link("我牵头"))),
    title="开办餐饮店：金水区槐荫巷烩面馆",
    tag=b.Tag("三部门同时审", "blue bold"),
    pairs=b.Pairs((b.Pair("办件号", "ZC20260922-004817"), b.Pair("牵头", "金水区审批局受理科"), b.Pair("经办", "卢靖远"), b.Pair("规程", "并联审批第3版"))),
    tabs=b.Tabs((b.Link("办理", current=True), b.Link("材料", count=6), b.Link("文书", count=2), b.Link("往来", count=4), b.Link("归档预览"))),
    ruler=time.Ruler(TERM, TODAY, due_word="10.19到期", office=True, legend=False),
    left_figure="3天",
    left_note="第9 / 12个工作日",
    request=b.Pairs(
        (
            b.Pair("申请人", "沈砚秋（个体经营者）", b.Link("证照")), b.Pair("要办", "食品经营许可、店招设置、消防安全检查"),
            b.Pair("场所", "文化路街道优胜北路27号附3号", b.Link("地图")), b.Pair("项目", "热食类制售；自制饮品制售"), b.Pair("面积", "86.5平方米，用燃气"),
            b.Pair("店招", "420 × 90厘米，夜间发光"),
        ),
        grid=True,
    ),
    request_all=b.Link("全部字段"),
    opinions=flow.Opinions(
        (
            flow.Opinion(
                "金水区市场监管局", "食品经营许可 · 经办　邱亦舟", "yes", "同意", "现场核查合格，布局与图纸一致，冷藏设备齐备。", "用6 / 8天　10-10 15:47", 0.75,
                link=b.Link("附件7"),
            ),
            flow.Opinion(
                "金水区城市管理局", "店招设置 · 经办　温乃宁", "conditions", "同意，附要求", "夜间亮度不超过400尼特，22:30后熄灯。已写入决定书第3条。",
                "用7 / 7天　10-12 11:20", 1.0, link=b.Link("附件1"),
            ),
            flow.Opinion(
                "金水区消防救援大队", "消防安全检查 · 经办　戚南星", "none", "未回", "10月15日9:30上门检查，已约申请人。", "第9 / 10天　已签收", 0.9, Clock(AMBER, "还剩1天"),
                b.Link("催办"), True,
            ),
        )
    ),
    opinions_title="三部门意见",
    opinions_note="9月22日同时发出，各走各的时钟",
    opinions_right="2 / 3已回",
    history=HISTORY,
    history_note="11条，逐条相扣",
    history_all=b.Link("全部展开"),
    actions=flow.Actions(
        (
            flow.Move(b.Button("催办消防救援大队", "#", "primary", "bell", key="U"), True), flow.Move(b.Button("进入14:00会商", "#", icon="users", key="M"), True),
            flow.Move(b.Button("记一笔", "#", icon="edit")), flow.Move(b.Button("问申请人", "#", icon="send")), flow.Move(b.Button("报请延期", "#", icon="clock")),
            flow.Move(b.Button("再征询", "#", icon="files")),
        ),
        (
            flow.Refusal("准予许可", "消防救援大队还没回意见，消防安全检查这一项还没有结论（行政许可法第三十八条）。"),
            flow.Refusal("要求补正", "9月21日已一次告知过，不能再要材料（第三十二条）。"),
            flow.Refusal("不予许可", "由科长程述安签发，您可以拟稿。", b.Link("拟不予许可决定书")),
            flow.Refusal("暂停时钟", "现场检查不在可以暂停的情形里（第四十五条）。"),
        ),
        "#",
    ),
    checks=(o.Check("经营者无失信记录", "10-14查"), o.Check("同址2025年曾有油烟投诉2件", kind="info", link=b.Link("看"))),
    proof=flow.Proof("11条首尾相扣，时间戳到10-13 17:00。", links=(b.Link("下载回执"), b.Link("离线核验方法"))),
)

SPOT = (
    '<svg viewBox="0 0 531 208" role="img" aria-label="优胜北路与丰产路交叉口，误差约60米"><rect class="spot-block" width="531" height="208"/>'
    '<rect class="spot-park" x="131" y="93" width="158" height="69"/><path class="spot-road" d="M0 69h531v24H0zM0 162h531v24H0zM107 0h24v208h-24zM289 0h24v208h-24zM481 0h24v208h-24z"/>'
    '<path class="spot-house" d="M155 14h36v22h-36zM206 14h60v22h-60zM335 20h49v32h-49zM400 18h43v35h-43zM21 111h60v36H21zM335 107h39v44h-39zM388 107h73v20h-73zM0 18h18v35H0z"/>'
    '<circle class="spot-error" cx="301" cy="81" r="58"/><path class="spot-like" d="M261 72l10 10-10 10-10-10zM340 71l10 10-10 10-10-10z"/>'
    '<path class="spot-pin" d="M301 84c-11-13-16-21-16-29a16 16 0 0 1 32 0c0 8-5 16-16 29z"/><circle class="spot-pin-eye" cx="301" cy="55" r="6"/>'
    '<text x="178" y="132">丰产公园</text><text x="296" y="148" writing-mode="vertical-rl">丰产路</text><text x="488" y="112" writing-mode="vertical-rl">政七街</text></svg>'
)


def waiting(source: str, title: str, note: str, state: ClockState, words: str, current: bool = False) -> o.Queued:
    return o.Queued(source, title, note, Clock(state, words), "#", current)


APPEALS = o.AppealsPage(
    queue=(
        waiting("热线 · 09:12", "优胜北路夜市油烟呛人，孩子咳嗽", "丰产路街道 · 疑似重复2", GREEN, "派单48分", True),
        waiting("门户 · 09:05", "农业路高架下井盖响", "文化路街道 · 置信高", GREEN, "派单41分"), waiting("热线 · 08:57", "小区停水两天没人管", "国基路街道", AMBER, "派单11分"),
        waiting("市长信箱 · 08:40", "拖欠工资三个月", "龙子湖街道 · 涉12人", AMBER, "派单6分"), waiting("微博 · 08:31", "东风渠边路灯全灭", "东风路街道 · 疑似重复5", RED, "超4分"),
        waiting("退回 · 08:20", "暖气片漏水谁来修", "退回理由：不属本单位", GREEN, "裁定3小时"), waiting("门户 · 08:11", "学校门口违停", "南阳路街道", GREEN, "派单20分"),
        waiting("短信 · 08:02", "公交卡余额不对", "郑州公交", GREEN, "派单12分"),
    ),
    queue_title="待派单", queue_count=37, queue_order=b.Link("按时限"),
    queue_chips=b.Chips((b.Link("全部", current=True), b.Link("退回", count=3), b.Link("群体", count=2), b.Link("低置信", count=6))),
    pairs=b.Pairs((b.Pair("", "2610-09077"), b.Pair("渠道", "12345热线"), b.Pair("来电", "138****2046"), b.Pair("称呼", "贺女士"), b.Pair("要求", "回电"))),
    title="优胜北路夜市油烟呛人，孩子咳嗽",
    said=(
        o.Said("我住"), o.Said("优胜北路和丰产路交叉口", "place"), o.Said("往东的家属院二楼，"), o.Said("从国庆前开始", "time"), o.Said("，楼下摆夜市，"),
        o.Said("每天晚上六点到十二点", "time"), o.Said("，七八家烧烤，没有油烟净化，窗户不敢开。我家孩子四岁，这两周一直咳嗽。跟摊主说过，也打过一次电话，来人看了一下就走了，第二天照旧。希望能管一管，要么装净化器，要么挪到"),
        o.Said("前面的停车场", "place"), o.Said("去。"),
    ),
    found=b.Pairs((b.Pair("地点", "优胜北路 × 丰产路", b.Link("改")), b.Pair("时段", "18:00—24:00"), b.Pair("第几次反映", "第2次，反弹"))),
    spot=SPOT, spot_note="地址解析到路口，误差约60米；拖动图钉可改", spot_words="◇ 相似诉求2件　圆圈为解析误差",
    twins=(
        o.Twin("1", 0.91, "优胜北路烧烤摊油烟大，每天到半夜", "2610-08640 · 10-11热线 · 相距70米 · 同一地段", "处理中，城管局", True),
        o.Twin("2", 0.84, "丰产路口夜市占了半条路，油烟噪声", "2610-08213 · 10-09门户 · 相距110米", "处理中，城管局", True),
        o.Twin("3", 0.52, "经八路饭店后厨油烟直排", "2610-07702 · 10-05门户 · 相距1.4公里", "已办结"),
    ),
    classes=(
        o.Suggested("a", "城管执法 › 油烟与占道", "依据：夜市、烧烤、油烟净化、占道", 0.86, checked=True), o.Suggested("b", "环境保护 › 大气污染", confidence=0.31),
        o.Suggested("own", "自己选……"),
    ),
    units=(
        o.Suggested("u1", "金水区城市管理局", "职责第41项；90天同类212件", 0.82, "主办", True), o.Suggested("u2", "金水区生态环境分局", "油烟净化设施监管", 0.58, "协办", True),
        o.Suggested("u3", "丰产路街道办事处", "属地；此类曾退回3次", 0.44),
    ),
    fields=(
        fields.Field("term", "时限", "select", options=(fields.Option("5", "5个工作日，到10月21日", True),), beside=True),
        fields.Field("level", "级别", "select", options=(fields.Option("up", "反弹件，上一级重办", True),), beside=True),
        fields.Field("ask", "交办要求", "textarea", "晚8点后现场核实；三件并答；答复前先回电，说清能做什么、不能做什么。", beside=True),
    ),
    buttons=(b.Button("派单，并2件", style="primary", icon="send", key="Ctrl Enter"), b.Button("先回电", name="go", value="call")),
    action="#", warning="同一人第2次反映，须区级领导阅批，已抄送。", duties_url="#",
)
LIST = o.ListPage(
    "依申请公开", "本单位收到的申请，按到期日排",
    crumbs=b.Crumbs((b.Link("公开"), b.Link("依申请公开"))),
    chips=b.Chips((b.Link("在办", count=3, current=True), b.Link("已答复", count=38))),
    table=lists.Table(
        "依申请公开", (lists.Column("时钟"), lists.Column("申请"), lists.Column("申请人"), lists.Column("收到", number=True)),
        tuple(
            (lists.CellValue(part=left(d)), lists.CellValue(t, "#", f"公开申〔2026〕第{n}号"), lists.CellValue(who), lists.CellValue(on))
            for d, t, n, who, on in (
                (8, "2024—2025年占道经营处罚汇总", 41, "公民", "09-24"), (11, "优胜北路改造工程概算", 42, "公民", "09-29"), (15, "2025年度公务接待支出", 43, "法人", "10-09"),
            )
        ),
        pager=b.Pager("已显示3件"),
    ),
    buttons=(b.Button("登记申请", "#", "primary", "edit"),),
)
OFFICE_FORM = o.OfficeFormPage(
    "登记依申请公开", "#",
    (
        fields.Group(
            "申请人",
            (
                fields.Field("who", "姓名或名称", width="m"), fields.Field("how", "收到方式", "segments", options=(fields.Option("a", "当面", True), fields.Option("b", "信函"))),
                fields.Field("on", "收到日期", "date", "2026-10-14"),
            ),
        ),
        fields.Group("要什么", (fields.Field("what", "内容", "textarea", help="照申请书抄，不要概括。", error="请写申请人要的内容，例如2025年度公务接待支出"),)),
    ),
    (b.Button("登记并起算", style="primary"), b.Button("不登记，退回窗口", style="danger")),
    crumbs=b.Crumbs((b.Link("公开"), b.Link("登记"))),
    errors=fields.ErrorSummary((fields.ErrorLine("内容：请写申请人要的内容", "f-what"),)),
    side=(charts.Panel("时限", time.Reasons((time.RulerReason("起算", "收到之日", "条例第三十一条"), time.RulerReason("时限", "20个工作日", "第三十三条"))),),),
)


def says(*pieces: str | o.Piece, kind: str = "") -> o.Paragraph:
    return o.Paragraph(tuple(o.Piece(p) if isinstance(p, str) else p for p in pieces), kind)


DOCUMENT = o.DocumentPage(
    "关于做好入冬前城镇燃气安全排查整治工作的通知",
    b.Pairs((b.Pair("文种", "通知"), b.Pair("密级", "非涉密"), b.Pair("紧急程度", "平急"), b.Pair("公开属性", "主动公开"), b.Pair("拟稿", "市城市管理局　苏彦昭"), b.Pair("第2稿", "10-14 10:26"))),
    flow.ProcessLine(
        (
            flow.Node("拟稿", "苏彦昭10-12", "done"), flow.Node("核稿", "严知行10-13", "done"), flow.Node("合法性审核", "市司法局10-13", "done"), flow.Node("会签", "4家，2家已签", "now"),
            flow.Node("签发", "分管副秘书长"), flow.Node("编号", "郑政办"), flow.Node("用印", "印章室"), flow.Node("发送与归档"),
        )
    ),
    (
        o.Sheet(
            (
                says("各区县（市）人民政府，航空港区、高新区、经开区管委会，市人民政府有关部门：", kind="to"),
                says("为确保今冬明春城镇燃气运行平稳，", o.Piece("根据有关规定，", "del"), o.Piece("依据《城镇燃气管理条例》，", "ins", "1"), "经市政府同意，现就做好入冬前燃气安全排查整治工作通知如下。"),
                says("一、排查范围", kind="h1"),
                says("餐饮、学校、医院、养老机构等公共用气场所，使用年限超过", o.Piece("二十年的燃气管道和", "ins", "2"), "十五年的调压设施，以及瓶装液化石油气供应站。"),
            ),
            1, "郑州市人民政府办公室文件", "郑政办〔2026〕　　号", "郑州市人民政府办公室\n关于做好入冬前城镇燃气安全\n排查整治工作的通知",
        ),
        o.Sheet(
            (
                says("二、时间安排", kind="h1"),
                says("（一）自查。10月20日至10月31日，用气单位对照清单自查，", o.Piece("结果报街道。", "del"), o.Piece("结果通过“一网”填报，不再报送纸质表格。", "ins", "3")),
                says("（二）抽查。11月1日至11月12日，各区县（市）按不低于三成的比例抽查，公共用气场所全部检查。"),
                says("（三）整改。11月13日供暖开始前，一般隐患全部销号；重大隐患停用整改，并逐级上报。", o.Piece("", "", "批", True)),
            ),
            2, sign="郑州市人民政府办公室", sign_date="2026年　月　日", seal_note="用印位置：签发、编号后加盖电子印章", open_note="（此件公开发布）",
            copies="抄送：市委各部门，郑州警备区，市法院，市检察院。", printed_by="郑州市人民政府办公室", printed_on="2026年　月　日印发",
        ),
    ),
    Clock(AMBER, "会签还剩4小时"), (b.Button("退回并说明", "#"), b.Button("会签同意", "#", "primary", key="Ctrl Enter")),
    (b.Link("留痕修改", icon="edit", current=True), b.Link("批注", icon="message"), b.Link("显示痕迹", current=True), b.Link("清稿"), b.Link("版式预览", icon="print")),
    "第1—2页，共2页",
    (
        o.Revision("1", "司法局　温敬之", "10-13 15:20", "根据有关规定", "依据《城镇燃气管理条例》", "依据要写明法规名称。", chosen=True, buttons=(b.Button("接受", "#", "primary", size="small"), b.Button("不接受", "#", size="small"), b.Button("回复", "#", "quiet", size="small"))),
        o.Revision("2", "住建局　洛其琛", "10-14 09:02", added="二十年的燃气管道和"), o.Revision("3", "大数据中心　纪云帆", "10-14 10:26", "结果报街道", "结果通过“一网”填报……"),
        o.Revision("批", "消防支队　聂如川", "10-14 10:40", text="供暖11月15日开始，此处宜写“11月14日前”。", comment=True),
    ),
    "3处修改，1条批注",
    (o.Check("页边、行数、字数：22行 × 28字"), o.Check("标题层次：一、（一）"), o.Check("没有身份证号、手机号、银行账号"), o.Check("第二条第（三）项日期与供暖通知不一致", kind="warn", link=b.Link("去看"))),
    signers=(o.Check("市住建局", "10-14 09:05同意"), o.Check("市大数据中心", "10-14 10:30同意"), o.Check("市消防支队", kind="wait", link=b.Link("催"), note="还剩4小时　"), o.Check("金水区审批局（您）", "还剩4小时", "wait")),
    versions=(("第2稿", "10-14 10:26", "纪云帆", "b41f07"), ("第1稿", "10-13 11:58", "严知行", "8e20cd"), ("初稿", "10-12 17:33", "苏彦昭", "13ab96")),
)
