"""Pages about the site itself: access, corrections, map, privacy, contact; and how a receipt is checked without us."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import FileResponse, HttpResponse

from yiwang.engines.ledger import api as ledger
from yiwang.engines.trust import api as trust
from yiwang.web import menu, shells, slots
from yiwang.web.components.basics import Link
from yiwang.web.components.pages import Words
from yiwang.web.generic import worded
from yiwang.web.permits import anyone

OWN_DATA = "您自己的信息不对"
PHONE = Link("拨 12345", "tel:12345", "phone")
ACCESS = (
    Words("大字版", ("每一页右上角都有“大字版”，点一下，字变大、颜色变深、链接带下划线；再点一下就回来。这台设备会记住您的选择。",)),
    Words("只用键盘", ("按 Tab 键依次走过每一处能点的地方，黄色的框就是现在的位置；每一页的第一站是“跳到主要内容”。按 / 到搜索框，按 ? 看快捷键。",)),
    Words("读屏软件", ("所有图形都有一句话说明；错误在页面最上面先念出来，并能直接跳到那一栏；文字都是文字，没有把字做成图片。",)),
    Words("办理不限时", ("填表没有时间限制，填过的内容会自动存成草稿。看不清、填不了的，请拨 12345，报草稿码，话务员可以接着帮您填。",), (PHONE,)),
)
CORRECT = (
    Words("说哪里不对", ("请告诉我们是哪一页、哪一句，应该是什么。电话里说就行，不用留姓名。",), (PHONE,)),
    Words(OWN_DATA, ("表上灰色的内容来自登记库，点旁边的“这条不对？”，就交给管这个登记的部门核实；改好了或者不能改，都会告诉您。",)),
    Words("办件里的内容不对", ("已经提交的申请，可以在“我的办件”里补充或撤回；决定书里的差错，请找作出决定的单位，决定书上有救济途径。",),
          (Link("我的办件", "/my/", "card"),)),
)
PRIVACY = (
    Words("收集什么", ("办一件事需要什么就问什么，不多问。登录用的密码只存校验值，谁也看不到原文。",)),
    Words("谁能看", ("您填的内容，只有承办和被征询的单位能看；上级和别的单位只看得到办到哪一步，要看内容先写明用途，您查得到。",),
          (Link("谁查过我的信息", "/my/lookups/", "eye"),)),
    Words("手机号和邮箱", ("只用来告诉您办件的事、发登录验证码。要不要短信和邮件，您自己选，也可以回复 TD 退订。",),
          (Link("短信和邮件", "/me/messages/", "bell"),)),
    Words("怎么保存", ("办理经过逐条相扣，谁都改不了；其中的个人信息另存，只留校验值，到期删除后记录仍能核对。",)),
    Words("留在这台设备上的", ("登录标识，退出或者一段时间不用就失效；“大字版”的选择。没有广告，没有别家的统计代码。",)),
)
CONTACT = (
    Words("12345 热线", ("每天 24 小时，问办事、报修、投诉、提建议都可以。",), (PHONE,)),
    Words("办件的事", ("先看“查进度”，每一步谁在办、还剩几天都写着；超过期限，监察部门已经收到信号，您也可以在那里催一催。",),
          (Link("查进度", "/progress/", "clock"),)),
)


@anyone
def access(request: Any) -> HttpResponse:
    """`/access/`"""
    return worded.page(request, "无障碍", "看不清、不方便用鼠标、用读屏软件，都能办。", ACCESS)


@anyone
def correct(request: Any) -> HttpResponse:
    """`/correct/`"""
    ways = tuple(slots.filled("correct.ways"))
    said = tuple(replace(w, links=(*w.links, *ways)) if w.title == OWN_DATA else w for w in CORRECT)
    return worded.page(request, "我要纠错", "发现哪里写错了、办不通了，请告诉我们。", said)


@anyone
def privacy(request: Any) -> HttpResponse:
    """`/privacy/`"""
    return worded.page(request, "隐私与个人信息", "用到您的什么信息、谁能看、留多久。", PRIVACY)


@anyone
def contact(request: Any) -> HttpResponse:
    """`/contact/`"""
    site = shells.site()
    whose = "".join(f"{title}：{unit}。" for title, unit in (("主办单位", site.host), ("承办单位", site.keeper)) if unit)
    return worded.page(request, "联系我们", "", (*CONTACT, *((Words("主办和承办", (whose,)),) if whose else ())))


@anyone
def sitemap(request: Any) -> HttpResponse:
    """`/sitemap/`: generated from the menus."""
    sections = tuple(Words(title, (), links) for title, links in menu.public_map())
    return worded.page(request, "网站地图", "这个网站上有什么，都在这里。", sections)


@anyone
def how(request: Any) -> HttpResponse:
    """`/verify/how/`: checking a receipt on one's own machine, with a program that holds nothing of ours."""
    names = "、".join(f"{key.signer}" for key in trust.public_keys()) or "还没有公布"
    sections = (
        Words("一、下载三样东西", ("回执在办件页“存证回执”里下载；核对程序不到一百行，谁都能读；公钥用来核对签名。",),
              (Link("核对程序 verify_receipt.py", "/verify/how/program/", "download"), Link("本市公布的公钥", "/verify/how/key/", "download"))),
        Words("二、在自己的电脑上运行", ("装有 Python 3.8 以上的电脑，断网也行：python3 verify_receipt.py 回执.json 公钥.pem",)),
        Words("三、看结果", ("“回执有效”说明：从第一条到这一条，一个字都没有改过、没有少过，并且在签名的那一刻之前就已经记下。",
                            f"本市现在的签名公钥名：{names}。")),
    )
    return worded.page(request, "怎么核对回执", "不用相信我们：您自己就能核对办理记录有没有被动过。", sections, way=(Link("核验", "/verify/"),))


@anyone
def program(request: Any) -> HttpResponse:
    """`/verify/how/program/`"""
    return FileResponse(ledger.VERIFIER.open("rb"), as_attachment=True, filename=ledger.VERIFIER.name)


@anyone
def key(request: Any) -> HttpResponse:
    """`/verify/how/key/`: the public key that signs heads."""
    response = HttpResponse(trust.public_pem(), content_type="application/x-pem-file")
    response.headers["Content-Disposition"] = 'attachment; filename="yiwang-public-key.pem"'
    return response
