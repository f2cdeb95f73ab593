"""The dispatcher's desk and a red-header draft."""

from __future__ import annotations

from yiwang.web.components import basics as b
from yiwang.web.components import fields, flow
from yiwang.web.components import office_pages as o
from yiwang.web.components.districts import map_of
from yiwang.web.components.time import Clock, ClockState

GREEN, AMBER, RED = ClockState.GREEN, ClockState.AMBER, ClockState.RED

def waiting(source: str, title: str, note: str, state: ClockState, words: str, current: bool = False) -> o.Queued:
    return o.Queued(source, title, note, Clock(state, words), "#", current)


APPEALS = o.AppealsPage(
    queue=(
        waiting("热线 · 09:12", "优胜北路夜市油烟呛人，孩子咳嗽", "丰产路街道 · 疑似重复2", GREEN, "派单48分", True),
        waiting("门户 · 09:05", "农业路高架下井盖响", "文化路街道 · 置信高", GREEN, "派单41分"),
        waiting("热线 · 08:57", "小区停水两天没人管", "国基路街道", AMBER, "派单11分"),
        waiting("市长信箱 · 08:40", "拖欠工资三个月", "龙子湖街道 · 涉12人", AMBER, "派单6分"),
        waiting("微博 · 08:31", "东风渠边路灯全灭", "东风路街道 · 疑似重复5", RED, "超4分"),
        waiting("退回 · 08:20", "暖气片漏水谁来修", "退回理由：不属本单位", GREEN, "裁定3小时"),
        waiting("门户 · 08:11", "学校门口违停", "南阳路街道", GREEN, "派单20分"),
        waiting("短信 · 08:02", "公交卡余额不对", "郑州公交", GREEN, "派单12分"),
    ),
    queue_title="待派单",
    queue_count=37,
    queue_order=b.Link("按时限"),
    queue_chips=b.Chips((b.Link("全部", current=True), b.Link("退回", count=3), b.Link("群体", count=2), b.Link("低置信", count=6))),
    pairs=b.Pairs(
        (
            b.Pair("", "2610-09077"),
            b.Pair("渠道", "12345热线"),
            b.Pair("来电", "138****2046"),
            b.Pair("称呼", "贺女士"),
            b.Pair("要求", "回电"),
        )
    ),
    title="优胜北路夜市油烟呛人，孩子咳嗽",
    said=(
        o.Said("我住"),
        o.Said("优胜北路和丰产路交叉口", "place"),
        o.Said("往东的家属院二楼，"),
        o.Said("从国庆前开始", "time"),
        o.Said("，楼下摆夜市，"),
        o.Said("每天晚上六点到十二点", "time"),
        o.Said(
            "，七八家烧烤，没有油烟净化，窗户不敢开。我家孩子四岁，这两周一直咳嗽。跟摊主说过，也打过一次电话，来人看了一下就走了，第二天照旧。希望能管一管，要么装净化器，要么挪到"
        ),
        o.Said("前面的停车场", "place"),
        o.Said("去。"),
    ),
    found=b.Pairs((b.Pair("地点", "优胜北路 × 丰产路", b.Link("改")), b.Pair("时段", "18:00—24:00"), b.Pair("第几次反映", "第2次，反弹"))),
    spot=map_of(caption="同类诉求，近 30 天", values={"410105": 3.0, "410103": 1.0}, steps=(1.0, 2.0, 4.0, 8.0), chosen="410105"),
    spot_note="近 30 天同类诉求，按区县",
    twins=(
        o.Twin("1", 0.91, "优胜北路烧烤摊油烟大，每天到半夜", "2610-08640 · 10-11热线 · 相距70米 · 同一地段", "处理中，城管局", True),
        o.Twin("2", 0.84, "丰产路口夜市占了半条路，油烟噪声", "2610-08213 · 10-09门户 · 相距110米", "处理中，城管局", True),
        o.Twin("3", 0.52, "经八路饭店后厨油烟直排", "2610-07702 · 10-05门户 · 相距1.4公里", "已办结"),
    ),
    classes=(
        o.Suggested("a", "城管执法 › 油烟与占道", "依据：夜市、烧烤、油烟净化、占道", 0.86, checked=True),
        o.Suggested("b", "环境保护 › 大气污染", confidence=0.31),
    ),
    units=(
        o.Suggested("u1", "金水区城市管理局", "职责第41项；90天同类212件", 0.82, checked=True),
        o.Suggested("u2", "金水区生态环境分局", "油烟净化设施监管", 0.58, helps=True),
        o.Suggested("u3", "丰产路街道办事处", "属地；此类曾退回3次", 0.44),
    ),
    fields=(
        fields.Field("term", "时限", "select", options=(fields.Option("5", "5个工作日，到10月21日", True),), beside=True),
        fields.Field("level", "级别", "select", options=(fields.Option("up", "反弹件，上一级重办", True),), beside=True),
        fields.Field("ask", "交办要求", "textarea", "晚8点后现场核实；三件并答；答复前先回电，说清能做什么、不能做什么。", beside=True),
    ),
    buttons=(b.Button("派单，并2件", style="primary", icon="send", key="Ctrl Enter"), b.Button("先回电", name="go", value="call")),
    action="#",
    warning="同一人第2次反映，须区级领导阅批，已抄送。",
    duties_url="#",
)


def says(*pieces: str | o.Piece, kind: str = "") -> o.Paragraph:
    return o.Paragraph(tuple(o.Piece(p) if isinstance(p, str) else p for p in pieces), kind)


DOCUMENT = o.DocumentPage(
    "关于做好入冬前城镇燃气安全排查整治工作的通知",
    b.Pairs(
        (
            b.Pair("文种", "通知"),
            b.Pair("密级", "非涉密"),
            b.Pair("紧急程度", "平急"),
            b.Pair("公开属性", "主动公开"),
            b.Pair("拟稿", "市城市管理局　苏彦昭"),
            b.Pair("第2稿", "10-14 10:26"),
        )
    ),
    flow.ProcessLine(
        (
            flow.Node("拟稿", "苏彦昭10-12", "done"),
            flow.Node("核稿", "严知行10-13", "done"),
            flow.Node("合法性审核", "市司法局10-13", "done"),
            flow.Node("会签", "4家，2家已签", "now"),
            flow.Node("签发", "分管副秘书长"),
            flow.Node("编号", "郑政办"),
            flow.Node("用印", "印章室"),
            flow.Node("发送与归档"),
        )
    ),
    (
        o.Sheet(
            (
                says("各区县（市）人民政府，航空港区、高新区、经开区管委会，市人民政府有关部门：", kind="to"),
                says(
                    "为确保今冬明春城镇燃气运行平稳，",
                    o.Piece("根据有关规定，", "del"),
                    o.Piece("依据《城镇燃气管理条例》，", "ins", "1"),
                    "经市政府同意，现就做好入冬前燃气安全排查整治工作通知如下。",
                ),
                says("一、排查范围", kind="h1"),
                says(
                    "餐饮、学校、医院、养老机构等公共用气场所，使用年限超过",
                    o.Piece("二十年的燃气管道和", "ins", "2"),
                    "十五年的调压设施，以及瓶装液化石油气供应站。",
                ),
            ),
            1,
            "郑州市人民政府办公室文件",
            "郑政办〔2026〕　　号",
            "郑州市人民政府办公室\n关于做好入冬前城镇燃气安全\n排查整治工作的通知",
        ),
        o.Sheet(
            (
                says("二、时间安排", kind="h1"),
                says(
                    "（一）自查。10月20日至10月31日，用气单位对照清单自查，",
                    o.Piece("结果报街道。", "del"),
                    o.Piece("结果通过“一网”填报，不再报送纸质表格。", "ins", "3"),
                ),
                says("（二）抽查。11月1日至11月12日，各区县（市）按不低于三成的比例抽查，公共用气场所全部检查。"),
                says("（三）整改。11月13日供暖开始前，一般隐患全部销号；重大隐患停用整改，并逐级上报。", o.Piece("", "", "批", True)),
            ),
            2,
            sign="郑州市人民政府办公室",
            sign_date="2026年　月　日",
            seal_note="用印位置：签发、编号后加盖电子印章",
            open_note="（此件公开发布）",
            copies="抄送：市委各部门，郑州警备区，市法院，市检察院。",
            printed_by="郑州市人民政府办公室",
            printed_on="2026年　月　日印发",
        ),
    ),
    Clock(AMBER, "会签还剩4小时"),
    (b.Button("退回并说明", "#"), b.Button("会签同意", "#", "primary", key="Ctrl Enter")),
    (
        b.Link("留痕修改", icon="edit", current=True),
        b.Link("批注", icon="message"),
        b.Link("显示痕迹", current=True),
        b.Link("清稿"),
        b.Link("版式预览", icon="print"),
    ),
    "第1—2页，共2页",
    (
        o.Revision(
            "1",
            "司法局　温敬之",
            "10-13 15:20",
            "根据有关规定",
            "依据《城镇燃气管理条例》",
            "依据要写明法规名称。",
            chosen=True,
            buttons=(
                b.Button("接受", "#", "primary", size="small"),
                b.Button("不接受", "#", size="small"),
                b.Button("回复", "#", "quiet", size="small"),
            ),
        ),
        o.Revision("2", "住建局　洛其琛", "10-14 09:02", added="二十年的燃气管道和"),
        o.Revision("3", "大数据中心　纪云帆", "10-14 10:26", "结果报街道", "结果通过“一网”填报……"),
        o.Revision("批", "消防支队　聂如川", "10-14 10:40", text="供暖11月15日开始，此处宜写“11月14日前”。", comment=True),
    ),
    "3处修改，1条批注",
    (
        o.Check("页边、行数、字数：22行 × 28字"),
        o.Check("标题层次：一、（一）"),
        o.Check("没有身份证号、手机号、银行账号"),
        o.Check("第二条第（三）项日期与供暖通知不一致", kind="warn", link=b.Link("去看")),
    ),
    signers=(
        o.Check("市住建局", "10-14 09:05同意"),
        o.Check("市大数据中心", "10-14 10:30同意"),
        o.Check("市消防支队", kind="wait", link=b.Link("催"), note="还剩4小时　"),
        o.Check("金水区审批局（您）", "还剩4小时", "wait"),
    ),
    versions=(
        ("第2稿", "10-14 10:26", "纪云帆", "b41f07"),
        ("第1稿", "10-13 11:58", "严知行", "8e20cd"),
        ("初稿", "10-12 17:33", "苏彦昭", "13ab96"),
    ),
)
