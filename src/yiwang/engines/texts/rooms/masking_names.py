"""Names of private persons in running Chinese: found by what announces them (我叫, 联系人) or by the title behind them (先生).

The surname stays, as the law's own publications have it (张某); each character of the given name becomes a star.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yiwang.engines.texts.rooms.masking_text import Span, before

COMMON = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白"
    "崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易常武乔贺赖龚文万于严温游欧阳付代葛")
RARER = frozenset(
    "尤华陶戚窦章云柳鲍费廉岑倪滕殷毕邬安时皮卞齐伍元卜平穆祁臧计伏成茅庞纪舒屈项祝闵席麻强路娄危童颜梅盛刁骆樊凌霍虞支柯管莫经房裘缪解应宗宣贲单杭洪包"
    "诸左吉钮嵇邢裴荣翁荀羊惠曲封芮储靳巫焦牧山谷车全班仰秋仲宫宁仇栾甘厉祖符景詹束幸司韶郜蓟薄印宿怀蒲邰从鄂索咸籍卓蔺屠蒙池阴胥能苍双闻莘党翟贡劳逄姬"
    "申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀浦尚农别庄晏柴瞿充慕连茹习宦艾鱼容向古慎戈终暨居衡步都耿满弘匡国寇广禄阙东殴沃利蔚越夔隆师巩聂晁勾敖融冷辛阚那简"
    "饶空沙鞠须丰关蒯相查后荆红竺权逯盖益桓公仉督楚闫覃辜涂苟苗佟敬青晋兰岳商佘帅缑亢况郈有琴归海花俞仝粟揭卿植肇候粱揣喻来迟佴牟谌谯")
COMPOUND = frozenset((
    "欧阳", "上官", "司马", "诸葛", "司徒", "东方", "令狐", "皇甫", "尉迟", "公孙", "慕容", "夏侯", "轩辕", "端木",
    "南宫", "百里", "呼延", "宇文", "长孙", "独孤", "澹台", "申屠", "闻人", "赫连", "拓跋"))
TITLED = (COMMON | RARER) - frozenset("有都能从经全那应通来公师党后国广相东空单农居管双解机强终别须支向时云连海宿房充怀")

# What begins like a name and is none: 方便, 高中, 任何. The first character, and every second one that makes such a word with it.
BEGINNINGS = (
    "万一人余元分名家科达 东区西 严格禁肃重厉 习惯近 于是今去当本同前上昨近 从事未来 付了出款清给费 代为办收理管缴表 任何务意教期职 伏案 何以去处时种 "
    "余万下人元名户额 储户蓄 元旦月宝 充值分 党员 全体县国家小市新村款程职部都镇额 公共务司园安布开民示租积证 兰州 关于心注系门停闭 农业村民 况且 冷静 "
    "利用益 包含工括更 华为侨都 单亲位元方独纯 印章 双女方 古城代 史上  司机法 后期来 向你区县市开您有物社贵 吴江 周一三二五六四围日期末边 唐山 "
    "商业会品城家户铺 国土家有 夏天季日 孙女子 安全徽心排置装阳静宁居稳 宋体 宗旨 宣传讲 家长 容易 宿舍 尚在有未欠 尤其 居住委民 山上 岳麓 左侧右边 "
    "师范 常住务委常年用见识规 平台均安常方日时 幸好福 广东大州 应向在届当缴该有按及为于 康复养 强制烈行调迫忍 归还 徐州 惠民 成为交功员年本立绩都千 "
    "房东产子屋 支书付持 文书件化员明 方便向式案法能面 时任候常期段至间刻 明确 易书地 晋升 景区观 曾于到向因在多经被 有人何关意房时权没 权利益属 "
    "来信到自 林业地场权 查找看询阅证处明封 桂花 桑拿植 梁山 欧元洲 步行 武汉警 段时 毕业 毛坯病主 江东北南西边 池塘 汤泉 沈阳 洪山水 海南边 "
    "温州度馨暖 游客戏泳玩 满意足员 燕山 牛头奶 牧民 班主车 田土地间 申报诉请领办购 白天石色 盛世 相信关当互应 石化材油 祖上屋籍辈 秦岭 程序度中 空置 "
    "童年 符合 简单称 管委理道 索赔 红线 经办常济理营过批核调查与开 罗列 胡乱 能不否在够 花园钱 苗木 范围 荣幸盛 葛根 董事 蒙受 薄弱 解决释除答读 "
    "计入划生算较量费 许下久可多 谢谢 路口段边过面人 车主位子辆间窗 边上缘 连同接续夜年 通知过行勤话 那么天里 郑东州重 都在是有 金属融额 钟表 钱款财 "
    "阳光台新 雷达锋 青年 项下目 须提知 顾及客虑问全 马上路 高中兴层度新校级考质速铁额龄出价温空昂压 鱼塘 黄河色金 齐全 龙头 怀孕 莫大名 劳累 廉政 "
    "敬请上 扶持 迟早 和谐 陆续 水管 牵头")
WORDS = frozenset(group[0] + second for group in BEGINNINGS.split() for second in group[1:])
TITLE_WORDS = frozenset(("任何", "关于", "成员", "支书", "顾客", "游客", "司机", "周围", "周边", "安全", "常委", "董事", "代表"))  # 任何同志
LEADS = frozenset("于向和与及给对找由被是为同跟让请问")  # 向李先生: a word before a surname, not a name of three
NEVER = frozenset("的是我你您她它吗呢吧啊没这那某等号户区县市镇乡村街局所院校厅部委办")  # no given name has them
PLACES = frozenset("区县市镇乡村街路组")  # 我是白石村的
LINKS = frozenset("和为向与从到于在对及给把被让")  # seldom one: 李向阳, 王为民
# Where one of these follows, the name is over, unless the sentence is over behind it: 张家 住, but 张家。
OVER = frozenset("的在是于住与和及跟向对称说讲因被把从到也就将要已想去我你他她您了不这又并能会还先女电手")
OVER_WEAK = OVER | frozenset("户家反来请其之曾现等沟取核协进签提购申诉投表认交发自以未没有使至本所系出个当前后经居名上下同口联")

KIN = "丈夫|妻子|爱人|老公|老婆|父亲|母亲|爸爸|妈妈|爷爷|奶奶|儿子|(?<!妇)女儿|孙子|孙女|弟弟|哥哥|姐姐|妹妹|儿媳|女婿"
WHO = (
    "业主(?!方)|投诉人|当事人|举报人|信访人|来电人|反映人|申请人|住户|户主|户名|村民|居民|市民|租户|房东|诉求人|求助人|来访人|报案人|邻居|死者|伤者|患者|学生|老人")
STRONG = re.compile(
    rf"(?:我叫做?|本人姓名[是为叫]?|名叫|名字[叫是为]|(?:我|本人|常用|上)的?名字|[本我]人?名|(?:姓名|署名|联系人)[是为叫]?|(?:{WHO})姓?名?(?=\s?:)|(?:{WHO})姓名[是为]?)(?P<sign>[\s:,\-]{{0,4}})")
WEAK = re.compile(rf"(?:我是|本人|(?:{WHO}|{KIN}))(?:是|名?叫|为)?[\s(\"“‘《]{{0,2}}")
TITLE = re.compile(r"\s{0,2}(?:等(?:[0-9一二三四五六七八九十]{1,2}[位名])?)?(?:先生|女士|小姐|太太|同志|阿姨|大爷|大妈|师傅|老人家)")
CALLED = re.compile(r"(?<=[一-龥])(?<![话机号码板])(?=[\s:(,]{0,3}(?:电话|手机|TEL)?[\s:]{0,2}(?:\+?86)?1[3-9](?:[\s\-]{0,2}[0-9]){9}(?![0-9]))")  # 张三 138…
# A person named by office acts for it; what is done in office is no private matter.
DUTY = re.compile(
    r"(?:书记|[市县区镇乡村街道局处科股所队站院校厂司厅部委会组社园馆]长|主任|主席|委员|领导|干部|干警|民警|警官|法官|专员|负责人|工作人员|队员|经理|总监"
    r"|工程师|医生|校长|老师|教师|律师|记者|代表|[局科股处所办委队站院厅部]|政府|街道)$")
Name = tuple[int, int, int]  # where the surname begins, where the given name begins and ends
DOTTED = re.compile(r"[一-龥]{1,8}(?:\s?[·•・]\s?[一-龥]{1,8}){1,3}")
SPACED_LAST = re.compile(r"([一-龥])\s{1,3}([一-龥])(?:\s{0,3}[一-龥])?$")
SPACED = re.compile(r"([一-龥])\s{1,3}([一-龥])(?:\s{1,3}([一-龥]))?(?![一-龥])")


def names(level: str) -> Iterator[Span]:
    """Given names of private persons in a levelled text; a name announced once is masked wherever else it stands."""
    known = set()
    for surname, start, end in _all(level):
        yield _span(start, end)
        known.add(level[surname:end])
    known -= WORDS
    for length in {len(name) for name in known}:
        for place in range(len(level) - length + 1):
            if (name := level[place:place + length]) in known:
                yield _span(place + (2 if name[:2] in COMPOUND and length > 2 else 1), place + length)


def _span(start: int, end: int) -> Span:
    return Span(start, end, "name", "＊" * (end - start))


def _all(level: str) -> Iterator[Name]:
    for m in STRONG.finditer(level):
        yield from _row(level, _announced(level, m.end(), OVER, sure=2 if ":" in m["sign"] or "叫" in m[0] or m[0].startswith("本人姓名") else 1))
    for m in WEAK.finditer(level):
        yield from _row(level, _announced(level, m.end(), OVER_WEAK, sure=0))
    for m in TITLE.finditer(level):
        if place := _titled(level, m.start(), TITLE_WORDS, office="同志" in m[0]):
            yield place
    for m in CALLED.finditer(level):
        if place := _titled(level, m.start(), WORDS):
            yield place


def han(char: str) -> bool:
    return "一" <= char <= "龥"


def _announced(level: str, place: int, over: frozenset[str], *, sure: int) -> Name | None:
    """The given name behind an announcing word. `sure`: 2, nothing but a name can stand there; 1, mostly one; 0, often none."""
    if (dotted := DOTTED.match(level, place)) and (sure or level[place] in TITLED):
        return place, place + 1, dotted.end()
    surnames = COMMON | RARER if sure else TITLED
    if (spaced := SPACED.match(level, place)) and spaced[1] in surnames:
        return place, spaced.start(2), spaced.end()
    text = _run(level, place, 6)
    surname = 2 if text[:2] in COMPOUND else 1
    if surname == 1 and (text[:1] not in surnames or (sure < 2 and text[:2] in WORDS)):
        # 姓名：阿依古丽。 Between a colon and a stop there is nothing but the name
        whole = sure == 2 and 2 <= len(text) <= 4 and not NEVER.intersection(text)
        return (place, place + 1, place + len(text)) if whole else None
    if length := _length(text[surname:], over, sure=bool(sure)):
        return place, place + surname, place + surname + length
    return None


def _row(level: str, place: Name | None) -> Iterator[Name]:
    """A name, and those joined to it: 投诉人：张三、李四。"""
    while place:
        yield place
        end = place[2]
        place = _announced(level, end + 1, OVER_WEAK, sure=0) if level[end:end + 1] in ("、", "和", "与", "及") else None


def _run(level: str, place: int, most: int) -> str:
    """The Chinese characters from a place on."""
    end = place
    while end < len(level) and end - place < most and han(level[end]):
        end += 1
    return level[place:end]


def _length(given: str, over: frozenset[str], *, sure: bool) -> int:
    """How many of the characters behind a surname are the given name: none, one or two."""
    if not given or given[0] in NEVER or (not sure and PLACES.intersection(given[1:3])):
        return 0
    if len(given) == 1:
        return 1
    ends = given[1] in NEVER or (given[1] in over and len(given) > 2)
    if given[0] in LINKS:  # 我叫李向阳 is a name, 业主王和物业 none
        return (1 if sure else 0) if ends else 2 if sure or len(given) == 2 or given[2] in over else 0
    if ends:
        return 1
    return 2 if sure or len(given) == 2 or given[2] in over or given[2] in NEVER or given[2] in LINKS else 0


def _titled(level: str, end: int, words: frozenset[str], *, office: bool = False) -> Name | None:
    """The given name before a title; a surname alone is masked already."""
    if (spaced := SPACED_LAST.search(level, max(0, end - 9), end)) and spaced[1] in COMMON and spaced[2] not in NEVER:
        return spaced.start(), spaced.start(2), end
    said = level[max(0, end - 4):end]
    while said and not all(map(han, said)):
        said = said[1:]
    place = None
    for surname, given in ((1, 1), (1, 2), (2, 1), (2, 2)):  # the longest name wins
        name = said[len(said) - surname - given:] if len(said) >= surname + given else ""
        if not name or NEVER.intersection(name[surname:]) or not (name[:2] in COMPOUND if surname == 2 else name[0] in TITLED and name[:2] not in words):
            continue
        if surname == 1 and name[-1] in COMMON and ((given == 1 and name[0] in LEADS) or (name[-2] in LEADS and name[:2] in WORDS)):
            continue  # 由于李先生, 曾向李先生
        if office and DUTY.search(before(level, end - len(name), 8)):
            return None
        place = end - len(name), end - given, end
    return place
