"""Names for the demo city: invented people, the departments a city of this kind has."""

from __future__ import annotations

from datetime import date
from random import Random  # noqa: TID251 (a seeded one, handed in: the same city every time)

from yiwang.kernel import codes

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "砚秋", "靖远", "述安", "亦舟", "乃宁", "南星", "知行", "怀瑾", "知远", "若谷", "清和", "明远", "思齐", "景行", "子衿", "安澜",
    "书瑶", "嘉树", "云舒", "望舒", "承泽", "可欣", "建国", "秀英", "志强", "丽娟", "永胜", "春梅", "海涛", "晓燕", "国栋", "玉兰",
    "立新", "雪琴", "伟民", "桂香", "文博", "静怡", "俊杰", "雨桐",
)
SHOPS = (
    "槐荫巷烩面馆", "老城胡辣汤", "二七口水煎包", "东风渠小厨", "黄河路羊汤", "金水河茶饮", "如意湖简餐", "紫荆山烧饼铺", "碧沙岗面屋",
    "月季园咖啡", "陇海路快餐", "大玉米饮品", "北龙湖小馆", "商城路卤味", "嵩山脚下农家菜",
)
DEPARTMENTS = (  # name, short, code, 机关代字
    ("人民政府办公室", "政府办", "BGS", "政办"), ("发展和改革委员会", "发改委", "FG", "发改"), ("教育局", "教育局", "JY", "教"),
    ("科学技术局", "科技局", "KJ", "科"), ("工业和信息化局", "工信局", "GX", "工信"), ("民族宗教事务局", "民宗局", "MZ", "民宗"),
    ("公安局", "公安局", "GA", "公"), ("民政局", "民政局", "MZJ", "民"), ("司法局", "司法局", "SF", "司"),
    ("财政局", "财政局", "CZ", "财"), ("人力资源和社会保障局", "人社局", "RS", "人社"), ("自然资源和规划局", "自规局", "ZG", "自规"),
    ("生态环境局", "生态环境局", "HJ", "环"), ("城乡建设局", "城建局", "CJ", "城建"), ("城市管理局", "城管局", "CG", "城管"),
    ("交通运输局", "交通局", "JT", "交"), ("水利局", "水利局", "SL", "水"), ("农业农村局", "农业农村局", "NY", "农"),
    ("商务局", "商务局", "SW", "商"), ("文化广电和旅游局", "文广旅局", "WL", "文广旅"), ("卫生健康委员会", "卫健委", "WJ", "卫"),
    ("退役军人事务局", "退役军人局", "TY", "退役"), ("应急管理局", "应急局", "YJ", "应急"), ("审计局", "审计局", "SJ", "审计"),
    ("国有资产监督管理委员会", "国资委", "GZ", "国资"), ("市场监督管理局", "市场监管局", "SCJG", "市监"),
    ("体育局", "体育局", "TYJ", "体"), ("统计局", "统计局", "TJ", "统"), ("医疗保障局", "医保局", "YB", "医保"),
    ("金融工作局", "金融局", "JR", "金"), ("行政审批和政务信息管理局", "审批局", "SP", "审"), ("园林局", "园林局", "YL", "园"),
    ("住房保障和房地产管理局", "房管局", "FGJ", "房"), ("人民防空办公室", "人防办", "RF", "人防"), ("信访局", "信访局", "XF12", "信"),
    ("机关事务管理局", "机关局", "JG", "机"), ("大数据管理局", "大数据局", "DSJ", "数"), ("物流口岸局", "口岸局", "KA", "口"),
    ("外事办公室", "外办", "WS", "外"), ("文物局", "文物局", "WW", "文物"), ("乡村振兴局", "乡村振兴局", "XC", "乡振"),
    ("消防救援支队", "消防支队", "XF", "消"), ("税务局", "税务局", "SWJ", "税"), ("气象局", "气象局", "QX", "气"),
)
COUNTY_DEPARTMENTS = (
    ("行政审批和政务信息管理局", "审批局", "SP", "审"), ("市场监督管理局", "市场监管局", "SCJG", "市监"),
    ("城市管理局", "城管局", "CG", "城管"), ("消防救援大队", "消防救援大队", "XF", "消"), ("卫生健康委员会", "卫健委", "WJ", "卫"),
    ("人力资源和社会保障局", "人社局", "RS", "人社"),
)


def person(random: Random) -> str:
    return random.choice(SURNAMES) + random.choice(GIVEN)


def citizen_number(random: Random, division: str = "410105") -> str:
    """A number with a right check digit; birth and serial are invented."""
    return numbered(random.randint(1965, 2003), random.randint(1, 12), random.randint(1, 28), random.randint(1, 995), division)


def numbered(year: int, month: int, day: int, serial: int, division: str = "410105") -> str:
    return codes.make_citizen_number(division, date(year, month, day), serial)


def credit_code(serial: int) -> str:
    """A firm's code in Jinshui district with right check digits."""
    return codes.make_credit_code("9", "1", "410105", f"MA4{serial:05d}")
