"""Letters and the licence that moves owe (行政许可法 第三十二条 and 38, 39): numbered in the move, typeset by a reader."""

from __future__ import annotations

from yiwang.engines.cases import api as cases

MISSING = cases.Issue("missing_notice", "一次性告知补正书", "services/missing", "补告")
ACCEPTED = cases.Issue("acceptance", "受理通知书", "services/acceptance", "许受")
NOT_ACCEPTED = cases.Issue("non_acceptance", "不予受理决定书", "services/non_acceptance", "许不受")
SPECIAL = cases.Issue("special_step", "特别程序告知书", "services/special_step", "许特告")
EXTENDED = cases.Issue("extension", "延长期限告知书", "services/extension", "许延告")
GRANTED = cases.Issue("grant", "准予行政许可决定书", "services/grant", "许准")
REFUSED = cases.Issue("refusal", "不予行政许可决定书", "services/refusal", "许不准")
LICENCE = cases.Issue("licence", "许可证", "services/licence", "许证", register="certificates")
