"""Letters and the licence that moves owe (行政许可法 第三十二条 and 38, 39): numbered in the move, typeset by a reader."""

from __future__ import annotations

from dataclasses import replace

from yiwang.engines.cases import api as cases

RECEIVED = cases.Issue("receipt", "收件回执", "services/receipt", "许收")
MISSING = cases.Issue("missing_notice", "一次性告知补正书", "services/missing", "补告")
ACCEPTED = cases.Issue("acceptance", "受理通知书", "services/acceptance", "许受")
NOT_ACCEPTED = cases.Issue("non_acceptance", "不予受理决定书", "services/non_acceptance", "许不受")
SPECIAL = cases.Issue("special_step", "特别程序告知书", "services/special_step", "许特告")
EXTENDED = cases.Issue("extension", "延长期限告知书", "services/extension", "许延告")
GRANTED = cases.Issue("grant", "准予行政许可决定书", "services/grant", "许准")
REFUSED = cases.Issue("refusal", "不予行政许可决定书", "services/refusal", "许不准")
LICENCE = cases.Issue("licence", "许可证", "services/licence", "许证", register="certificates")

HEARING_RIGHT = cases.Issue("hearing_right", "行政许可听证告知书", "services/hearing_right", "许听告")
HEARING_NOTICE = cases.Issue("hearing_notice", "行政许可听证通知书", "services/hearing_notice", "许听通")
GRANTED_ON_COMMITMENT = cases.Issue("commitment_grant", "告知承诺准予决定书", "services/commitment_grant", "许诺准")
RECTIFICATION = cases.Issue("rectification", "责令限期整改通知书", "services/rectification", "许改")
CHANGED = cases.Issue("change", "准予变更行政许可决定书", "services/change", "许变")
RENEWED = cases.Issue("renewal", "准予延续行政许可决定书", "services/renewal", "许延")
SAME_LICENCE = cases.Issue("licence", "许可证", "services/licence", "许证", register="certificates", of="licence_no")  # keeps its number, a version more
CANCELLED = cases.Issue("cancellation", "注销行政许可决定书", "services/cancellation", "许销", of="licence_no", marks="certificates:cancelled")
REVOCATION_NOTICE = cases.Issue("revocation_notice", "拟撤销行政许可告知书", "services/revocation_notice", "许撤告")
REVOKED = cases.Issue("revocation", "撤销行政许可决定书", "services/revocation", "许撤", of="licence_no", marks="certificates:revoked")
RECALLED = cases.Issue("recall", "撤回行政许可决定书", "services/recall", "许回", of="licence_no", marks="certificates:recalled")
REVOKED_COMMITMENT = replace(REVOKED, of="")  # the certificate of the same case
FILED = cases.Issue("filing", "备案回执", "services/filing", "备")
REPORT_RECEIVED = cases.Issue("annual_report", "年度报告回执", "services/annual_report", "年报")
INSPECTION_PASSED = cases.Issue("inspection_passed", "年度检验合格通知书", "services/inspection_passed", "检合")
INSPECTION_FAILED = cases.Issue("inspection_failed", "年度检验不合格决定书", "services/inspection_failed", "检不")
INTEREST = cases.Issue("interest", "利害关系人告知书", "services/interest", "许利告")
