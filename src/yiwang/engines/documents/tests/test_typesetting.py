"""Letters and certificates come out as PDF with their words inside."""

from __future__ import annotations

from datetime import date

from yiwang.engines.documents import api as documents

ON = date(2026, 11, 20)


def test_a_letter_is_a_pdf_with_its_number() -> None:
    letter = documents.Letter(
        "金水区市场监督管理局",
        "受理通知书",
        "金水市监许受〔2026〕1号",
        "沈砚秋",
        ("您的申请收悉。",),
        ON,
        reference="XK20261120-000001",
        address="http://127.0.0.1/verify/",
        facts=(("承诺时限", "8 个工作日"),),
    )
    made = documents.make(letter)
    assert made.startswith(b"%PDF-1.") and len(made) > 5_000


def test_a_certificate_is_a_pdf() -> None:
    paper = documents.Certificate(
        "金水区市场监督管理局", "食品经营许可证", "金水市监许证〔2026〕1号", "沈砚秋", (("经营场所", "优胜北路 27 号"),), ON, "5 年", "http://x/"
    )
    assert documents.make(paper).startswith(b"%PDF-1.")


def test_dates_are_written_as_the_standard_has_them() -> None:
    assert documents.chinese(date(2026, 1, 5)) == "2026年1月5日"
