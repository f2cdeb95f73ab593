"""The same matter in other words: what another citizen, or the same one a week later, makes of a message. Seeded; nothing here is taken from a message."""

from __future__ import annotations

import re
from random import Random  # noqa: TID251  (chance of tests, seeded)

# any word of a line stands for any other of it
SYNONYMS = [
    line.split()
    for line in """
    投诉 举报 反映 控诉
    严重影响 极大影响 干扰 妨碍
    影响 妨害 打扰
    扰民 吵得人不得安宁 影响居民休息
    噪音 噪声 吵闹声
    小区 居住区 院子
    业主 住户 房主
    居民 群众 街坊 老百姓
    村民 乡亲 农户
    领导 书记 局长 主任
    开发商 建设单位 房产公司
    物业公司 物业 物业管理处
    物业费 物管费 管理费
    拖欠 欠着不给 欠付
    工资 薪水 工钱
    退款 退钱 把钱退回来
    退费 退钱
    收费 要钱 收取费用
    违规 违反规定 不合规 违法
    违法 非法 违规
    非法 违法
    施工 动工作业 工程作业
    工地 施工现场 建筑工地
    半夜 深夜 夜里 凌晨
    晚上 夜间 晚间
    早上 清晨 早晨
    停车 泊车 放车
    停车场 车场 停车库
    车位 停车位 泊位
    乱停乱放 违停 随意停放
    拥堵 堵车 塞车
    道路 马路 路面
    破损 坑坑洼洼 烂得不成样子
    维修 修理 修缮
    公交车 公交 巴士
    公交站 公交车站 站台
    地铁 轨道交通
    红绿灯 信号灯 交通灯
    路灯 照明灯
    垃圾 废弃物 生活垃圾
    臭味 异味 难闻的气味
    油烟 厨房烟气 油烟味
    污染 环境污染 污浊
    饭店 餐馆 餐饮店
    夜宵 烧烤摊 宵夜
    摊贩 小贩 流动摊
    占道经营 占着路做生意 马路摊点
    广场舞 跳舞的音响
    学校 校方
    孩子 小孩 子女
    家长 父母
    老师 教师
    补课 课外辅导 有偿补习
    入学 上学 就读
    幼儿园 托幼机构
    医院 医疗机构 卫生院
    医保 医疗保险
    社保 社会保险
    公积金 住房公积金
    拆迁 征拆 征收搬迁
    征地 征用土地 土地征收
    补偿 赔偿 补偿款
    房产证 不动产证 产权证
    交房 交付 收房
    质量 品质
    漏水 渗水 渗漏
    停水 断水 没水
    停电 断电 没电
    电梯 升降梯
    违建 违章建筑 私搭乱建
    违章 违规
    虚假宣传 夸大宣传 宣传不实
    诈骗 骗钱 欺骗
    规划 规划安排 设计
    建设 修建 兴建
    修建 建造 建设
    安全隐患 不安全因素 危险
    什么时候 何时 几时
    何时 什么时候 啥时候
    为什么 为何 凭什么
    如何 怎样 怎么
    能否 可否 能不能
    是否 有没有 是不是
    没有 无 未
    多次 数次 反复 好几回
    一直 始终 老是
    长期 常年 长时间
    至今 到现在 迄今
    现在 目前 如今
    马上 立即 尽快
    尽快 早日 抓紧
    希望 盼望 期盼 但愿
    请求 恳请 恳求 拜托
    恳请 请求 希望
    解决 处理 落实
    处理 解决 管一管
    调查 核查 查处
    有关部门 相关部门 主管部门 职能部门
    相关部门 有关部门 有关单位
    政府 当局 政府部门
    公司 企业 单位
    问题 情况 事情
    非常 十分 特别 很
    很多 许多 不少
    附近 旁边 周边
    旁边 隔壁 边上
    门口 大门前 出入口
    导致 造成 致使
    造成 引起 导致
    因为 由于
    所以 因此 故而
    但是 可是 然而 不过
    如果 要是 倘若
    已经 早已 业已
    认为 觉得 以为
    告知 通知 告诉
    回复 答复 回应
    咨询 请问 想问问
    我们 咱们 我等
    谢谢 感谢 多谢
    """.strip().splitlines()
]
_OTHERS = {word: [other for line in SYNONYMS if word in line for other in line if other != word] for line in SYNONYMS for word in line}
_WORD = re.compile("|".join(sorted(map(re.escape, _OTHERS), key=len, reverse=True)))
FILLERS = [
    "这件事已经说了不止一次了",
    "打过热线，说是转下去了，之后就没有下文",
    "麻烦您在百忙之中过问一下",
    "我代表楼里好几户人家写这些话",
    "说实话，大家心里都憋着一口气",
    "不知道该找哪个单位，只好写到这里",
    "希望不要再踢皮球",
    "如需照片，可以再联系我",
    "写得不好，请多包涵",
    "这也是为这座城市好",
    "上个月也问过，没人理",
    "等您的好消息",
]
_SOUNDS = [
    "的地得", "在再", "做作", "坐座", "已以", "他她它", "园圆员", "城成程", "路露", "小晓", "新心", "公工", "事是", "区去", "建见", "交教", "街接", "期其",
    "业叶", "水税", "号好",
]
_ALIKE = {c: line.replace(c, "") for line in _SOUNDS for c in line}


def paraphrase(title: str, body: str, chance: Random) -> tuple[str, str]:
    """Other words, other order, places written another way, filler, slips of the pen; every second one cut to half."""
    sentences = [s for s in re.split(r"(?<=[。！？；!?;\n])", re.sub(r"\s+", "", body)) if s]
    if len(sentences) < 3:
        sentences = [clause for s in sentences for clause in re.split(r"(?<=[，,])", s)]
    if chance.random() < 0.5:
        sentences = chance.sample(sentences, max(1, len(sentences) // 2))
    chance.shuffle(sentences)
    said = [_words(s, chance) for s in sentences]
    for _ in range(chance.randint(1, 3)):
        said.insert(chance.randint(0, len(said)), chance.choice(FILLERS) + "。")
    return _slips(_places(_title(title, sentences, chance), chance), chance), _slips(_places("".join(said), chance), chance)


def _title(title: str, sentences: list[str], chance: Random) -> str:
    """A third in other words, a third cut to half, a third out of what the body says."""
    kind = chance.randrange(3)
    if kind == 0:
        return _words(title, chance)
    if kind == 1:
        half = max(4, len(title) // 2)
        return _words(title[:half] if chance.random() < 0.5 else title[-half:], chance)
    return _words(chance.choice(sentences)[:25].rstrip("，。,"), chance) if sentences else ""


def _words(text: str, chance: Random) -> str:
    return _WORD.sub(lambda found: chance.choice(_OTHERS[found[0]]) if chance.random() < 0.75 else found[0], text)


def _places(text: str, chance: Random) -> str:
    """The district with or without its city or its suffix; a road, quarter or street without its kind."""

    def otherwise(found: re.Match[str]) -> str:
        name, kind = found[1], found[2]
        return chance.choice([f"A市{name}{kind}", name, f"{name}{kind}", ""]) if kind != "市" else chance.choice(["", "本市", "咱们市", f"{name}市"])

    text = re.sub(r"([A-Z]\d*)([市区县])", otherwise, text)
    return re.sub(r"(?<=[一-龥]{3})(?:小区|街道|社区)", lambda found: found[0] if chance.random() < 0.5 else "", text)


def _slips(text: str, chance: Random) -> str:
    """Every thirtieth character or so: one that sounds alike, left out, or written before its neighbour."""
    found = list(text)
    for at in range(len(found) - 1):
        if chance.random() < 0.03:
            kind = chance.randrange(3)
            if kind == 0:
                found[at] = chance.choice(_ALIKE.get(found[at], found[at]))
            elif kind == 1:
                found[at] = ""
            else:
                found[at], found[at + 1] = found[at + 1], found[at]
    return "".join(found)
