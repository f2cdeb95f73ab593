"""The same case at the official's desk: desk, case, appeals, list, form, document."""

from __future__ import annotations

from datetime import date

from yiwang.web.components import basics as b
from yiwang.web.components import charts, fields, flow, lists, shell, time
from yiwang.web.components import office_pages as o
from yiwang.web.components.time import Clock, ClockState, Mini
from yiwang.web.examples.public import HOLIDAYS, SITE, TERM, TODAY

GREEN, AMBER, RED, PAUSED = ClockState.GREEN, ClockState.AMBER, ClockState.RED, ClockState.PAUSED
MENU = (
    (
        b.Link("工作台", "/desk/", "inbox", count=23),
        b.Link("办件", "/cases/", "check-square", count=8),
        b.Link("公文", "/documents/", "file", count=5),
        b.Link("诉求", "/appeals/", "message", count=4),
        b.Link("督查", "/tasks/", "flag", count=2),
        b.Link("会议", "/meetings/", "calendar", count=1),
    ),
    (
        b.Link("监督", "/board/", "chart"),
        b.Link("数据", "/data/", "database"),
        b.Link("通讯录", "/people/", "users"),
        b.Link("地图", "/map/", "map"),
    ),
)
BOTTOM = (
    b.Link("工作台", "/desk/", "inbox"),
    b.Link("办件", "/cases/", "check-square"),
    b.Link("公文", "/documents/", "file"),
    b.Link("日程", "/calendar/", "calendar"),
    b.Link("通讯录", "/people/", "users"),
)


def office(current: str, hint: str = "搜办件、公文、诉求、单位、人……") -> shell.OfficeShell:
    return shell.OfficeShell(TODAY, shell.Official("卢靖远", "受理科 · A岗"), MENU, BOTTOM, SITE, current=current, search_hint=hint, unread=3)


ROW_ACTIONS = (
    b.Button("办结", "#e", size="small", key="E"),
    b.Button("转交", "#z", size="small", key="Z"),
    b.Button("催办", "#u", size="small", key="U"),
)


def row(clock: Clock, title: str, meta: str, system: str, todo: str, sender: str, done: int, total: int, **more: bool) -> lists.Row:
    return lists.Row(title, "#", meta, clock, todo, system, sender, Mini(done, total, clock.state), actions=ROW_ACTIONS, **more)


def left(days: int) -> Clock:
    return Clock(GREEN, f"还剩{days}天")


WORK = lists.WorkList(
    groups=(
        lists.RowGroup(
            "已超期",
            1,
            (
                row(
                    Clock(RED, "超1天"),
                    "姚寨路雨水井盖缺失，夜间无照明",
                    "12345 · 2610-08812 · 北林路街道",
                    "诉求",
                    "答复",
                    "市诉求办",
                    5,
                    5,
                ),
            ),
            "red",
        ),
        lists.RowGroup(
            "今天到期",
            3,
            (
                row(
                    Clock(AMBER, "今天14:00"),
                    "开办餐饮店：槐荫巷烩面馆",
                    "ZC20260922-004817 · 两家已同意，等消防",
                    "审批",
                    "主持会商",
                    "受理科",
                    9,
                    12,
                    chosen=True,
                ),
                row(
                    Clock(AMBER, "今天18:00"),
                    "关于做好入冬前燃气安全排查的通知（会签稿）",
                    "郑政办函〔2026〕拟 · 第2稿，3处改动",
                    "公文",
                    "会签",
                    "市政府办公室",
                    2,
                    3,
                ),
                row(
                    Clock(AMBER, "今天18:00"),
                    "公众聚集场所名单更新（9月批次）",
                    "43条新增，2条与登记库不一致",
                    "数据",
                    "确认差异",
                    "市大数据中心",
                    1,
                    2,
                ),
            ),
            "amber",
        ),
        lists.RowGroup(
            "本周",
            6,
            (
                row(left(2), "取水许可：黄河南路供水站备用井", "ZC20260928-001190 · 专家评审已回", "审批", "审查", "窗口A07", 8, 20),
                row(
                    left(2),
                    "第58次常务会议第4项：免证办事清单落地",
                    "牵头1家，配合6家 · 已报进展2次",
                    "督查",
                    "报进展",
                    "市政府督查室",
                    11,
                    15,
                ),
                row(
                    Clock(PAUSED, "暂停"),
                    "道路挖掘：经三路热力管线抢修",
                    "ZC20260925-002207 · 等申请人补正",
                    "审批",
                    "暂不用办",
                    "受理科",
                    4,
                    20,
                ),
                row(left(3), "反映优胜北路夜市油烟，与2件重复", "12345 · 2610-09077 · 已建议并件", "诉求", "并件并派单", "坐席0316", 2, 5),
                row(left(3), "关于报送2026年政务公开年报数据的通知", "郑政公开办〔2026〕12号", "公文", "阅办", "办公室　严知行", 5, 8),
                row(left(3), "劳务派遣经营许可：嵩山人力", "ZC20261009-000764 · 告知承诺", "审批", "决定", "受理科", 5, 8),
            ),
        ),
        lists.RowGroup(
            "以后",
            13,
            (
                row(left(6), "户外招牌变更：玉凤路书店", "ZC20261012-003301", "审批", "受理", "网上", 0, 5),
                row(left(8), "依申请公开：2024—2025年占道经营处罚汇总", "公开申〔2026〕第41号", "公开", "答复", "公开科", 12, 20),
                row(
                    Clock(GREEN, "11月2日"),
                    "金水区政务服务大厅延时服务方案（征求意见）",
                    "金政办函〔2026〕55号",
                    "公文",
                    "回意见",
                    "区政府办",
                    1,
                    14,
                ),
            ),
        ),
    ),
    shown="已显示13 / 23件",
    keys=(*lists.DESK_KEYS[:2], *lists.ROW_KEYS, *lists.DESK_KEYS[2:]),
    tabs=b.Tabs(
        (b.Link("待办", count=23, current=True), b.Link("在办", count=41), b.Link("督办", count=2), b.Link("传阅", count=7), b.Link("已办"))
    ),
    chips=b.Chips(
        (
            b.Link("全部", count=23, current=True),
            b.Link("审批", count=8),
            b.Link("公文", count=5),
            b.Link("诉求", count=4),
            b.Link("督查", count=2),
            b.Link("公开", count=2),
            b.Link("数据", count=1),
            b.Link("会议", count=1),
        ),
        (b.Link("只看我牵头"), b.Link("只看今天")),
        b.Link("条件", icon="filter"),
    ),
    empty=b.Empty("都办完了", "下一件最早10月16日到期。", b.Button("看在办41件", "#")),
)
DESK = o.DeskPage(
    work=WORK,
    month=time.month_of(
        year=2026,
        month=10,
        today=TODAY,
        holidays=[d for d in HOLIDAYS if d.month == 10],
        made_up=[date(2026, 10, 10)],
        marked=[date(2026, 10, d) for d in (14, 15, 16, 19, 21, 27)],
        previous_url="#",
        next_url="#",
    ),
    agenda=(
        lists.Agenda("09:00", "窗口业务例会", "2楼小会议室 · 已结束"),
        lists.Agenda("14:00", "“一件事”联审会商（视频）", "市场监管、城管、消防", b.Link("入会"), True),
        lists.Agenda("16:30", "现场核查：优胜北路", "同行：樊若谷"),
    ),
    notices=(
        b.Link("10月16日22:00起系统升级2小时", note="市大数据中心 · 10-13"),
        b.Link("四季度窗口轮岗名单公示", note="区审批局 · 10-12"),
        b.Link("今晚值班：卢靖远，带班：程述安", note="值班室 · 10-14"),
    ),
    buttons=(b.Button("代班设置", "#", icon="users"), b.Button("发起", "#", "primary", "edit")),
    counts=(("1", "已超期"), ("3", "今天到期"), ("6", "本周"), ("14:00", "下一场会")),
)


def entry(when: str, what: str, who: str, number: str, digits: str, pause: bool = False) -> flow.Entry:
    return flow.Entry(when, what, who, number, digits, pause=pause)


HISTORY = flow.History(
    (
        entry("10-13 16:05", "消防救援大队约定上门时间", "戚南星", "11", "7c1e90ab"),
        entry("10-12 11:20", "城市管理局同意，附一项要求", "温乃宁", "10", "e3029d51"),
        entry("10-10 15:47", "市场监管局同意", "邱亦舟 · 核查记录1份，照片6张", "9", "0b77c4fe"),
        entry("09-30 17:10", "时钟恢复：燃气报警装置检测合格", "停2个工作日", "8", "a94d1160", True),
        entry("09-29 08:30", "时钟暂停：检测", "行政许可法第四十五条", "7", "5f80e2c3", True),
        entry("09-22 09:41", "同时征询三个部门", "卢靖远", "4—6", "91bd3a07"),
        entry("09-22 09:40", "受理，通知书送达", "卢靖远", "3", "c6a21f9e"),
    )
)
CASE = o.CasePage(
    crumbs=b.Crumbs((b.Link("办件"), b.Link("并联审批"), b.Link("我牵头"))),
    title="开办餐饮店：金水区槐荫巷烩面馆",
    tag=b.Tag("三部门同时审", "blue bold"),
    pairs=b.Pairs(
        (
            b.Pair("办件号", "ZC20260922-004817"),
            b.Pair("牵头", "金水区审批局受理科"),
            b.Pair("经办", "卢靖远"),
            b.Pair("规程", "并联审批第3版"),
        )
    ),
    tabs=b.Tabs(
        (b.Link("办理", current=True), b.Link("材料", count=6), b.Link("文书", count=2), b.Link("往来", count=4), b.Link("归档预览"))
    ),
    ruler=time.Ruler(TERM, TODAY, due_word="10.19到期", office=True, legend=False),
    left_figure="3天",
    left_note="第9 / 12个工作日",
    request=b.Pairs(
        (
            b.Pair("申请人", "沈砚秋（个体经营者）", b.Link("证照")),
            b.Pair("要办", "食品经营许可、店招设置、消防安全检查"),
            b.Pair("场所", "文化路街道优胜北路27号附3号", b.Link("地图")),
            b.Pair("项目", "热食类制售；自制饮品制售"),
            b.Pair("面积", "86.5平方米，用燃气"),
            b.Pair("店招", "420 × 90厘米，夜间发光"),
        ),
        grid=True,
    ),
    request_all=b.Link("全部字段"),
    opinions=flow.Opinions(
        (
            flow.Opinion(
                "金水区市场监管局",
                "食品经营许可 · 经办　邱亦舟",
                "yes",
                "同意",
                "现场核查合格，布局与图纸一致，冷藏设备齐备。",
                "用6 / 8天　10-10 15:47",
                0.75,
                links=(b.Link("附件7"),),
            ),
            flow.Opinion(
                "金水区城市管理局",
                "店招设置 · 经办　温乃宁",
                "conditions",
                "同意，附要求",
                "夜间亮度不超过400尼特，22:30后熄灯。已写入决定书第3条。",
                "用7 / 7天　10-12 11:20",
                1.0,
                links=(b.Link("附件1"),),
            ),
            flow.Opinion(
                "金水区消防救援大队",
                "消防安全检查 · 经办　戚南星",
                "none",
                "未回",
                "10月15日9:30上门检查，已约申请人。",
                "第9 / 10天　已签收",
                0.9,
                Clock(AMBER, "还剩1天"),
                (b.Link("催办"),),
                True,
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
            flow.Move(b.Button("催办消防救援大队", "#", "primary", "bell", key="U"), True),
            flow.Move(b.Button("进入14:00会商", "#", icon="users", key="M"), True),
            flow.Move(b.Button("记一笔", "#", icon="edit")),
            flow.Move(b.Button("问申请人", "#", icon="send")),
            flow.Move(b.Button("报请延期", "#", icon="clock")),
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

LIST = o.ListPage(
    "依申请公开",
    "本单位收到的申请，按到期日排",
    crumbs=b.Crumbs((b.Link("公开"), b.Link("依申请公开"))),
    chips=b.Chips((b.Link("在办", count=3, current=True), b.Link("已答复", count=38))),
    table=lists.Table(
        "依申请公开",
        (lists.Column("时钟"), lists.Column("申请"), lists.Column("申请人"), lists.Column("收到", number=True)),
        tuple(
            (lists.CellValue(part=left(d)), lists.CellValue(t, "#", f"公开申〔2026〕第{n}号"), lists.CellValue(who), lists.CellValue(on))
            for d, t, n, who, on in (
                (8, "2024—2025年占道经营处罚汇总", 41, "公民", "09-24"),
                (11, "优胜北路改造工程概算", 42, "公民", "09-29"),
                (15, "2025年度公务接待支出", 43, "法人", "10-09"),
            )
        ),
        pager=b.Pager("已显示3件"),
    ),
    buttons=(b.Button("登记申请", "#", "primary", "edit"),),
)
OFFICE_FORM = o.OfficeFormPage(
    "登记依申请公开",
    "#",
    (
        fields.Group(
            "申请人",
            (
                fields.Field("who", "姓名或名称", width="m"),
                fields.Field("how", "收到方式", "segments", options=(fields.Option("a", "当面", True), fields.Option("b", "信函"))),
                fields.Field("on", "收到日期", "date", "2026-10-14"),
            ),
        ),
        fields.Group(
            "要什么",
            (
                fields.Field(
                    "what", "内容", "textarea", help="照申请书抄，不要概括。", error="请写申请人要的内容，例如2025年度公务接待支出"
                ),
            ),
        ),
    ),
    (b.Button("登记并起算", style="primary"), b.Button("不登记，退回窗口", style="danger")),
    crumbs=b.Crumbs((b.Link("公开"), b.Link("登记"))),
    errors=fields.ErrorSummary((fields.ErrorLine("内容：请写申请人要的内容", "f-what"),)),
    side=(
        charts.Panel(
            "时限",
            time.Reasons((time.RulerReason("起算", "收到之日", "条例第三十一条"), time.RulerReason("时限", "20个工作日", "第三十三条"))),
        ),
    ),
)
