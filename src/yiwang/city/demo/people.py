"""The few people of the demo city one can sign in as."""

from __future__ import annotations

PASSWORD = "yiwang-demo"
LOGINS = (
    ("市民（申请人）", "shenyanqiu"),
    ("窗口（金水区审批局）", "luqingyuan"),
    ("签发人（金水区审批局）", "chengshuan"),
    ("审查人（金水区市场监管局）", "qiuyizhou"),
    ("审查人（金水区消防救援大队）", "qinanxing"),
    ("监察员（市效能监察办公室）", "yanzhixing"),
)
