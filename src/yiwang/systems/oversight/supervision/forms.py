"""Forms of a signal: the unit explains, the body that supervises rules."""

from __future__ import annotations

from yiwang.engines.forms.types import Field, FieldKind, Form

EXPLAIN = Form("supervision.explain", "说明原因", (
    Field("cause", "原因", FieldKind.LONG_TEXT, "写明为什么没有按时办，谁在什么时候做了什么。", longest=1000, personal=False),
    Field("correction", "怎么改", FieldKind.LONG_TEXT, "写明现在办到哪一步、什么时候办完、以后怎么避免。", longest=1000, personal=False),
), submit="提交说明")

RULE = Form("supervision.rule", "认定", (
    Field("finding", "认定的事实和意见", FieldKind.LONG_TEXT, "写明依据哪几条记录。", longest=1000, personal=False),
), submit="认定")

ALL = (EXPLAIN, RULE)
