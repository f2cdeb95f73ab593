"""What the directory's commands ask. Choices that depend on the subject are filled in by the screens."""

from __future__ import annotations

from dataclasses import replace

from yiwang.engines.forms.types import Field, FieldKind, Form, When

KINDS = (("department", "部门"), ("office", "内设机构"), ("station", "站所"), ("watch", "监督机构"))
SHORT = Field("short", "简称", longest=40, personal=False)
PHONE = Field("phone", "电话", longest=40, required=False, personal=False, example="0371-12345")
WORD = Field("word", "机关代字", FieldKind.TEXT, "公文字号里年份前面的字，没有就不填。", required=False, longest=20, personal=False, example="郑审")
DIVISION = Field("division", "区划代码", FieldKind.TEXT, "管一个区县、乡镇或者村的才填。", required=False, longest=12, personal=False, example="410105008001")
USERNAME = Field("username", "用户名", longest=40, personal=False)
FROM = Field("since", "从哪天起", FieldKind.DATE, least="today", personal=False)
OUT = Field("on", "从哪天起不再任职", FieldKind.DATE, "选今天，权限马上收回。", least="today", personal=False)
TENURE = Field("tenure", "哪个任职", FieldKind.CHOICE, personal=False)
REASON = Field("reason", "原因", FieldKind.LONG_TEXT, longest=200, personal=False)

SET_UP = Form(
    "directory.set_up_unit",
    "设立单位",
    (
        Field("code", "单位代码", longest=40, personal=False, help="大写字母、数字和短横线，设立后不能改。", example="410105-WL"),
        Field("name", "全称", longest=80, personal=False),
        SHORT,
        Field("kind", "类型", FieldKind.CHOICE, choices=KINDS, personal=False),
        Field("line", "上级主管单位代码", required=False, longest=40, personal=False, help="条线上的上级，没有就不填。", example="410100-WL"),
        DIVISION,
        PHONE,
        WORD,
    ),
    submit="设立单位",
)
CHANGE = Form("directory.change_unit", "修改单位", (Field("name", "全称", longest=80, personal=False), SHORT, PHONE, WORD), submit="保存修改")
CLOSE = Form("directory.close_unit", "撤销单位", (REASON,), submit="撤销单位")
MERGE = Form(
    "directory.merge_unit", "并入其他单位", (Field("successor", "并入单位的代码", longest=40, personal=False, example="410105-SP"), REASON), submit="并入"
)
CREATE_POST = Form(
    "directory.create_post",
    "设岗位",
    (Field("title", "岗位名称", longest=40, personal=False, example="受理岗"), Field("single", "同一时间只有一个人", FieldKind.YES_NO, personal=False)),
    submit="设岗位",
)
APPOINT = Form(
    "directory.appoint", "任命", (USERNAME, FROM, Field("until", "到哪天为止", FieldKind.DATE, "不定期就不填。", required=False, personal=False)), submit="任命"
)
END = Form("directory.end_appointment", "结束任职", (TENURE, OUT, REASON), submit="结束任职")
MOVE = Form(
    "directory.move_official",
    "调动",
    (
        TENURE,
        Field("unit", "调到单位（代码）", longest=40, personal=False, example="410105-SCJG"),
        Field("title", "岗位", longest=40, personal=False),
        replace(OUT, label="从哪天起", help="从这天起在新岗位，原岗位的权限同一天收回。"),
    ),
    submit="调动",
)
OPEN = Form(
    "directory.open_account",
    "开通账号",
    (
        replace(USERNAME, help="小写字母开头，由小写字母、数字、点和短横线组成。不要用身份证号码。"),
        Field("name", "姓名", longest=80, personal=False),
        replace(PHONE, label="办公电话"),
    ),
    submit="开通账号",
)
SHUT = Form("directory.close_account", "停用账号", (REASON,), submit="停用账号")
REOPEN = Form("directory.reopen_account", "恢复账号", (REASON,), submit="恢复账号")
RESET = Form("directory.reset_password", "重设密码", (REASON,), submit="重设密码")
KINDS_OF_MANDATE = (("agent", "代理人"), ("helper", "帮办代办员"))
ONE_ITEM = "item"
SCOPE = Field("scope", "可以办哪些事", FieldKind.CHOICE, choices=(("*", "所有的事"), (ONE_ITEM, "一个事项")), personal=False)
GIVE = Form(
    "directory.give_mandate",
    "授权别人代办",
    (
        replace(USERNAME, label="代理人的用户名"),
        Field("name", "代理人的姓名", longest=80, help="要和用户名对得上，防止授错人。"),
        Field("kind", "是什么人", FieldKind.CHOICE, "社区、便民服务站的工作人员选帮办代办员。", choices=KINDS_OF_MANDATE, personal=False),
        SCOPE,
        Field("item", "事项", FieldKind.TEXT, "办事指南网址里 /services/ 后面的一段。", longest=60, personal=False, when=(When("scope", (ONE_ITEM,)),),
              example="410105.food_business"),
        FROM,
        Field("until", "到哪天为止", FieldKind.DATE, "最长三年。", personal=False),
    ),
    submit="授权",
)
END_MANDATE = Form("directory.end_mandate", "结束授权", (replace(REASON, required=False),), submit="结束授权")
GUARDIAN = Form(
    "directory.register_guardian",
    "登记监护关系",
    (
        Field("child", "未成年人", FieldKind.PERSON, "核对户口簿或者出生医学证明原件。"),
        replace(USERNAME, label="监护人的用户名"),
        Field("name", "监护人的姓名", longest=80, help="要和用户名对得上。"),
        Field("evidence", "看了什么证明", longest=200, personal=False, help="写证明的名称，不要写号码。", example="户口簿"),
    ),
    submit="登记",
)
WHY_AWAY = (("leave", "休假"), ("travel", "出差"), ("training", "学习培训"), ("elsewhere", "借调、挂职"), ("other", "其他"))
STAND_IN = Form(
    "directory.name_stand_in", "请人代理", (
        Field("who", "谁来代理", FieldKind.CHOICE, "本单位在任的人。代理人自己不能办的事，代理时也不能办。", personal=False),
        replace(FROM, help="最早今天。"), Field("until", "到哪天为止", FieldKind.DATE, "过了这一天，代理自动结束。", personal=False),
        Field("why", "原因", FieldKind.CHOICE, choices=WHY_AWAY, personal=False)), submit="请他代理")
STAND_IN_FOR = replace(STAND_IN, code="directory.name_stand_in_for", title="指定代理人", submit="指定代理人")
END_STAND_IN = Form("directory.end_stand_in", "结束代理", (), submit="结束代理")
SHEETS = "directory:sheets"  # the chain of loads
LOAD = Form("directory.load_sheets", "载入机构和人员表", (
    Field("sha256", "文件", longest=64, personal=False), Field("base", "依据", longest=16, personal=False)), submit="载入")
