"""Questions whose answer takes more than one input, with invented answers."""

from __future__ import annotations

from yiwang.web.components import compounds as c
from yiwang.web.components import fields as f
from yiwang.web.components.part import Part

PARTS: tuple[Part, ...] = (
    c.Firm(
        "g-firm",
        "申请单位",
        "名称和统一社会信用代码，和营业执照一致。",
        note="已核对，和登记的一致。",
        note_good=True,
        code=f.Field("g-firm.code", "统一社会信用代码", value="91410105MA4000014R", width="m"),
        title=f.Field("g-firm.name", "名称", value="郑州槐荫巷餐饮有限公司"),
        lookup="#",
    ),
    c.Signature(
        "g-sign",
        "承诺人签名",
        "在手机上用手指签，或者输入姓名确认。",
        typed=f.Field("g-sign.signed", "姓名", value="沈砚秋", width="m"),
        agreed_name="g-sign.agreed",
        agreed_error="请勾选“本人签字确认”",
        url="#",
    ),
    c.Tree(
        "g-tree",
        "经营类别",
        "从大到小选，选到最后一级。",
        levels=(
            f.Field("g-tree.1", "门类", "select", "food", options=(f.Option("food", "餐饮服务"), f.Option("sales", "食品销售")), placeholder="请选择"),
            f.Field("g-tree.2", "小类", "select", options=(f.Option("food/hot", "热食类制售"), f.Option("food/cold", "冷食类制售")), placeholder="请选择",
                    error="请接着选择小类"),
        ),
        find=f.Field("g-tree.find", "找一项"),
        answers=("餐饮服务 / 热食类制售", "餐饮服务 / 冷食类制售", "食品销售 / 预包装食品"),
        tree='[["food", "餐饮服务"], ["food/hot", "热食类制售"], ["food/cold", "冷食类制售"], ["sales", "食品销售"], ["sales/packed", "预包装食品"]]',
    ),
    c.MapPoint(
        "g-point",
        "摊位在哪里",
        "没有门牌号的地方，用经纬度定位。",
        longitude=f.Field("g-point.longitude", "经度", value="113.665412", width="s"),
        latitude=f.Field("g-point.latitude", "纬度", value="34.757977", width="s"),
        datum=f.Field("g-point.datum", "坐标从哪里来", "select", "wgs84", width="m",
                      options=(f.Option("wgs84", "手机、北斗或者 GPS 定位"), f.Option("gcj02", "高德、腾讯等地图上抄的"))),
        address=f.Field("g-point.address", "在哪里", value="东风路与花园路口东北角", optional=True),
        reach=(112.715, 34.264, 114.215, 34.991),
    ),
    c.Grid(
        "g-grid",
        "活动预算",
        "没有的空着。",
        heads=("自筹（元）", "拨款（元）", "合计"),
        rows=(
            c.GridRow("场地", (f.Field("g-grid.place.own", "场地：自筹", "money", "1000"), f.Field("g-grid.place.grant", "场地：拨款", "money", "2000.50")),
                      ("3000.50",)),
            c.GridRow("人员", (f.Field("g-grid.staff.own", "人员：自筹", "money"), f.Field("g-grid.staff.grant", "人员：拨款", "money", "很多",
                                                                              error="金额只能写数字和一个小数点。")), ("",)),
            c.GridRow("合计", (), ("1000", "2000.50", "3000.50")),
        ),
        sums=True,
    ),
)
