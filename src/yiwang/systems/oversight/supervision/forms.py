"""Forms of a signal: the unit explains, objects and puts right; the body that supervises rules and confirms."""

from __future__ import annotations

from yiwang.engines.forms.types import Field, FieldKind, Form

EVIDENCE = Form("supervision.evidence", "监察信号", (
    Field("person", "涉及的人", help="记录里办这一步的人。只有这个单位和监察员能看。", required=False, longest=120),
), version=2)

EXPLAIN = Form("supervision.explain", "说明原因", (
    Field("cause", "原因", FieldKind.LONG_TEXT, "写明为什么没有按时办，谁在什么时候做了什么。", longest=1000, personal=False),
    Field("correction", "怎么改", FieldKind.LONG_TEXT, "写明现在办到哪一步、什么时候办完、以后怎么避免。", longest=1000, personal=False),
), submit="提交说明")

RULE = Form("supervision.rule", "认定", (
    Field("finding", "认定的事实和意见", FieldKind.LONG_TEXT, "写明依据哪几条记录。", longest=1000, personal=False),
), submit="认定")

OBJECT = Form("supervision.object", "提出异议", (
    Field("reason", "不同意认定的理由", FieldKind.LONG_TEXT, "写明哪个事实不对、依据哪几条记录。只能提一次，由另一人复核。", longest=1000, personal=False),
), submit="提出异议")

REVIEW = Form("supervision.review", "复核异议", (
    Field("finding", "复核意见", FieldKind.LONG_TEXT, "逐条回应单位的理由，写明依据哪几条记录。", longest=1000, personal=False),
), submit="作出复核")

CORRECT = Form("supervision.correct", "报告整改", (
    Field("done", "怎么整改的", FieldKind.LONG_TEXT, "写明做了什么、哪一天做完、以后怎么避免。", longest=1000, personal=False),
), submit="报告整改")

REDO = Form("supervision.redo", "退回整改", (
    Field("redo", "还要改什么", FieldKind.LONG_TEXT, "写明哪里没有改到位。", longest=1000, personal=False),
), submit="退回整改")

CONFIRM = Form("supervision.confirm", "确认整改", (
    Field("finding", "核对了什么", FieldKind.LONG_TEXT, "写明核对了哪些记录、结果怎样。", longest=1000, personal=False),
), submit="确认整改")

ALL = (EVIDENCE, EXPLAIN, RULE, OBJECT, REVIEW, CORRECT, REDO, CONFIRM)
