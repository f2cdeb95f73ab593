"""The supervision board with invented figures."""

from __future__ import annotations

from yiwang.web.components import basics as b
from yiwang.web.components import charts, districts, lists
from yiwang.web.components import office_pages as o
from yiwang.web.components.time import Clock, ClockState

RED, AMBER = ClockState.RED, ClockState.AMBER
STEPS = (2.0, 4.0, 8.0, 12.0)
HEAT_ROWS = (
    ("金水区", (2.3, 3.1, 21.4, 2.5, 2.8, 1.2, 1.3)),
    ("中原区", (1.9, 2.0, 5.3, 1.8, 1.4, 0.9, 1.8)),
    ("二七区", (1.6, 2.9, 7.3, 9.8, 2.5, 1.1, 2.3)),
    ("管城回族区", (1.2, 3.6, 4.4, 1.8, 1.3, 0.8, 1.7)),
    ("惠济区", (1.3, 2.9, 5.6, 2.2, 1.9, 0.6, 0.9)),
    ("航空港区", (1.9, 4.5, 12.2, 3.0, 2.7, 1.2, 1.6)),
    ("高新区", (2.0, 3.1, 3.9, 2.5, 1.8, 1.1, 1.5)),
    ("经开区", (1.5, 4.1, 3.9, 2.5, 2.3, 0.7, 1.4)),
    ("中牟县", (1.6, 4.6, 8.9, 3.8, 3.4, 1.1, 2.2)),
    ("巩义市", (2.2, 3.6, 5.9, 3.8, 2.9, 1.1, 1.8)),
    ("荥阳市", (1.8, 13.6, 9.0, 5.4, 3.6, 1.2, 1.9)),
    ("新密市", (2.2, 2.0, 5.6, 2.1, 1.4, 0.7, 1.8)),
    ("新郑市", (1.4, 2.6, 5.3, 3.6, 1.4, 1.0, 1.6)),
    ("登封市", (2.5, 3.9, 7.4, 2.3, 1.9, 0.9, 1.9)),
    ("上街区", (None,) * 7),
)
RATES = tuple(
    charts.Rate(name, round(cases * share / 100), cases, "#")
    for name, share, cases in (
        ("高新区", 99.48, 1720),
        ("中原区", 99.23, 3107),
        ("二七区", 98.88, 2954),
        ("管城回族区", 99.37, 2210),
        ("惠济区", 99.42, 1386),
        ("航空港区", 98.73, 2041),
        ("经开区", 99.29, 1544),
        ("中牟县", 98.63, 1390),
        ("巩义市", 99.05, 1268),
        ("新密市", 99.19, 1105),
        ("新郑市", 99.17, 1333),
        ("登封市", 99.19, 984),
        ("金水区", 98.52, 4812),
        ("荥阳市", 98.40, 1190),
        ("上街区", 100.0, 26),
    )
)


def signal(state: ClockState, words: str, title: str, meta: str, unit: str, said: str, owed: bool = False) -> charts.Signal:
    return charts.Signal(Clock(state, words), title, "#", meta, unit, said, owed)


BOARD = o.BoardPage(
    "效能监察：全市",
    "13:20更新，红黄信号来自办件记录，不靠填报",
    b.Tiles(
        (
            b.Tile("在办", "12,846", url="#"),
            b.Tile("正常", "11,973", url="#", clock=Clock(ClockState.GREEN, "正常")),
            b.Tile("将到期", "392", "比昨天 −18", url="#", clock=Clock(AMBER, "将到期")),
            b.Tile("超期", "63", "比昨天 +5", url="#", clock=Clock(RED, "超期")),
            b.Tile("暂停", "418", url="#", clock=Clock(ClockState.PAUSED, "暂停")),
            b.Tile("本月按期办结", "98.99%", "27,070件", url="#"),
        )
    ),
    (b.Link("本月", current=True), b.Link("本季"), b.Link("本年")),
    (b.Button("导出", "#", icon="download"),),
    charts.Signals(
        (
            signal(RED, "红13:18", "征询超时2天，未说明", "ZC20260917-003320 · 时限规则3", "金水区城管局", "待说明", True),
            signal(RED, "红13:02", "收取清单外材料1份", "ZC20261013-001104 · 材料规则1", "二七区卫健委", "待说明", True),
            signal(AMBER, "黄12:54", "同一件第3次暂停", "ZC20260903-002278 · 暂停规则2", "航空港区住建局", "已说明"),
            signal(AMBER, "黄12:41", "不予受理未写明理由条款", "ZC20261012-000871 · 理由规则1", "荥阳市自规局", "整改中"),
            signal(RED, "红11:37", "答复超时1天", "2610-08812 · 时限规则1", "北林路街道", "已说明"),
            signal(AMBER, "黄11:20", "还剩1天，未签收", "ZC20260929-001556 · 时限规则2", "巩义市人社局", "已签收"),
            signal(AMBER, "黄10:58", "收费200元，标准180元", "ZC20261009-002093 · 收费规则1", "新郑市交通局", "整改中"),
        )
    ),
    "今天 红9　黄31",
    b.Link("全部"),
    charts.intervals_of(caption="各区县按期办结率", rates=RATES, low=0.975, high=1.0, ticks=(0.975, 0.98, 0.985, 0.99, 0.995, 1.0)),
    intervals_how=b.Link("怎么排的"),
    heat=charts.heat_of(
        caption="每千件超时件数，按区县和环节",
        columns=("受理", "补正", "征询", "审查", "决定", "送达", "公开"),
        rows=HEAT_ROWS,
        steps=STEPS,
        chosen=("金水区", "征询"),
        url="#{row}-{column}",
    ),
    drill=o.Drill(
        b.Crumbs((b.Link("全市"), b.Link("金水区"), b.Link("征询环节"))),
        "17件超时",
        districts.map_of(
            caption="征询环节每千件超时件数，按区县",
            values={
                "410102": 5.3,
                "410103": 9.8,
                "410104": 4.4,
                "410105": 14.8,
                "410106": None,
                "410108": 1.6,
                "410122": 10.7,
                "410181": 7.5,
                "410182": 16.0,
                "410183": 3.1,
                "410184": 3.3,
                "410185": 3.9,
            },
            steps=STEPS,
            chosen="410105",
            zones={"航空港区": 12.7, "高新区": 5.2, "经开区": 7.1},
            url="#d{code}",
        ),
        lists.Table(
            "超时办件",
            (lists.Column("时钟"), lists.Column("办件"), lists.Column("卡在")),
            tuple(
                (lists.CellValue(part=Clock(RED, f"超{d}天")), lists.CellValue(t, "#"), lists.CellValue(u))
                for d, t, u in (
                    (4, "排水许可：花园路", "水利局"),
                    (2, "餐饮店：东风路", "城管局"),
                    (2, "占道施工：北林路", "交警大队"),
                    (1, "药店：丰庆路", "市监局"),
                    (1, "店招：国基路书店", "城管局"),
                    (1, "餐饮店：南阳路面馆", "消防大队"),
                )
            ),
        ),
        charts.columns_of(
            caption="近8周金水区征询超时件数",
            values=(("8.24", 2), ("8.31", 1), ("9.7", 3), ("9.14", 2), ("9.21", 3), ("9.28", 1), ("10.8", 5), ("10.12", 8)),
            high=("10.12",),
        ),
        "近8周",
        "金水区征询超时，件",
        b.Link("按部门拆开"),
        b.Link("其余11件"),
    ),
)
