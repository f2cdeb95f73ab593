"""A department changes its items: on the screen, by workbook; what may not be is refused at its line; open cases keep their version."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from openpyxl import Workbook, load_workbook

from tests.journeys import small
from tests.journeys.small import Clock, Person, everything, hidden, ref_of
from yiwang.engines.registers import api as registers
from yiwang.systems.public.services.commands import SECTIONS
from yiwang.systems.public.services.rooms import library

ITEM, HERE = "410105.food_business", "/services/library/"
PAGE = f"{HERE}{ITEM}/"
Somebody = Callable[[str], Person]
TIMES, PAPERS, FEES = (list(SECTIONS).index(title) for title in ("时限和办理", "情形和材料", "收费"))


def words(page: HttpResponse) -> str:
    """What a page says, without the gaps its phrases leave."""
    return small.words(page).replace(" ", "")


@pytest.fixture
def editor(person: Somebody) -> Person:
    return person("market_head")


def edited(editor: Person, section: int, **answers: Any) -> HttpResponse:
    """Opens a section, changes these answers, keeps the rest, sends it."""
    address = f"{PAGE}edit/{section}/"
    page = editor.get(address)
    assert page.status_code == 200, words(page)[:300]
    return editor.client.post(address, {**typed(page), **answers})


def typed(page: HttpResponse) -> dict[str, Any]:
    """Everything a page's form holds, as a browser would send it back."""
    from html.parser import HTMLParser

    class Reader(HTMLParser):
        found: dict[str, Any] = {}
        area = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            a = dict(attrs)
            name, value = a.get("name") or "", a.get("value") or ""
            if tag == "textarea":
                self.area, self.found[name] = name, ""
            elif tag == "input" and name and a.get("type") not in ("submit", "file") and (a.get("type") not in ("radio", "checkbox") or "checked" in a):
                held = self.found.get(name)
                self.found[name] = [*held, value] if isinstance(held, list) else [held, value] if held is not None and a.get("type") == "checkbox" else value

        def handle_data(self, data: str) -> None:
            if self.area:
                self.found[self.area] += data

        def handle_endtag(self, tag: str) -> None:
            self.area = "" if tag == "textarea" else self.area

    reader = Reader()
    reader.found = {}
    reader.feed(page.content.decode())
    return {k: v for k, v in reader.found.items() if k and k != "csrfmiddlewaretoken"}


def version() -> int:
    return library.item(ITEM).version


def test_a_limit_a_material_and_a_fee_are_changed_on_the_screen_and_open_cases_keep_their_version(person: Somebody, editor: Person) -> None:
    assert person("citizen").apply(ITEM, **everything()).status_code == 302
    assert edited(editor, TIMES, promised_days="6").status_code == 302
    page = editor.get(f"{PAGE}edit/{PAPERS}/")
    grown = editor.client.post(f"{PAGE}edit/{PAPERS}/", {**typed(page), "go": "add:materials"})
    assert grown.status_code == 200
    row = int(typed(grown)["materials.rows"]) - 1
    paper = {"code": "water_test", "title": "水质检测报告", "form": "electronic", "copies": "1", "source": "applicant", "need": "always",
             "how": "手机拍照即可", "shared": "no"}
    answer = editor.client.post(f"{PAGE}edit/{PAPERS}/", {**typed(grown), **{f"materials.{row}.{k}": v for k, v in paper.items()}})
    assert answer.status_code == 302, words(answer)[:800]
    fee = {"title": "工本费", "standard": "每证 10 元", "amount": "10", "unit": "证", "basis": "价格主管部门批复", "checked": "no"}
    assert edited(editor, FEES, **{f"fees.0.{k}": v for k, v in fee.items()}).status_code == 302
    guide = words(person("citizen").get(f"/services/{ITEM}/"))
    assert "6个工作日" in guide and "水质检测报告" in guide and "工本费" in guide
    assert "价格主管部门批复" not in guide  # nobody has read it yet
    assert version() == 4
    case = person("market").get(f"/cases/{ref_of('食品经营许可')}/")
    assert "食品经营许可第1版" in words(case)
    history = words(editor.get(PAGE))
    assert "第4版" in history and "收费" in history
    assert "水质检测报告" in words(editor.get(f"{PAGE}versions/3/"))


def test_a_limit_above_the_law_is_refused_at_its_field(editor: Person) -> None:
    answer = edited(editor, TIMES, promised_days="25", legal_days="25")
    assert answer.status_code == 422
    assert "法定时限25个工作日超过普通程序的上限20个工作日" in words(answer) and 'href="#f-legal_days"' in answer.content.decode()
    answer = edited(editor, TIMES, promised_days="12", legal_days="10")
    assert "承诺时限12个工作日不能长于法定时限10个工作日" in words(answer)
    assert version() == 1


def test_two_editors_at_once_and_a_double_click(editor: Person) -> None:
    first, second = typed(editor.get(f"{PAGE}edit/{TIMES}/")), typed(editor.get(f"{PAGE}edit/{TIMES}/"))
    assert editor.client.post(f"{PAGE}edit/{TIMES}/", {**first, "promised_days": "7"}).status_code == 302
    assert editor.client.post(f"{PAGE}edit/{TIMES}/", {**first, "promised_days": "7"}).status_code == 302  # the same page again
    assert version() == 2
    late = editor.client.post(f"{PAGE}edit/{TIMES}/", {**second, "promised_days": "5"})
    assert late.status_code == 409 and "刚刚有人改过" in words(late) and 'value="5"' in late.content.decode()
    assert version() == 2


def test_nobody_else_changes_it(person: Somebody) -> None:
    for who in ("citizen", "market", "mayor", "streets"):
        somebody = person(who)
        for address in (HERE, PAGE, f"{PAGE}edit/{TIMES}/", f"{PAGE}stop/", f"{HERE}load/"):
            assert somebody.get(address).status_code in (302, 404), (who, address)
            assert somebody.client.post(address, {"key": "k", "promised_days": "1"}).status_code in (302, 404, 405)
    other = person("signatory")  # edits what is the approval bureau's alone
    assert other.get(PAGE).status_code == 404
    assert version() == 1


def test_stopped_and_offered_again(person: Somebody, editor: Person) -> None:
    page = editor.get(f"{PAGE}stop/")
    assert editor.client.post(f"{PAGE}stop/", {**hidden(page, "key"), "reason": "系统切换"}).status_code == 302
    assert "暂停办理" in words(person("citizen").get(f"/services/{ITEM}/"))
    answer = person("citizen").apply(ITEM, **everything())
    assert answer.status_code == 409 and "现在不能申请" in words(answer)
    page = editor.get(f"{PAGE}resume/")
    assert editor.client.post(f"{PAGE}resume/", {**hidden(page, "key"), "reason": "切换完成"}).status_code == 302
    assert person("citizen").apply(ITEM, **everything()).status_code == 302


# by workbook


def exported(editor: Person) -> Workbook:
    answer = editor.get(f"{HERE}?as=xlsx")
    assert answer.status_code == 200 and answer.headers["Content-Type"].endswith("sheet")
    return load_workbook(BytesIO(answer.content))


def cell(book: Workbook, sheet: str, header: str, code: str = "food_business") -> Any:
    """The cell of an item's first line under a header."""
    page = book[sheet]
    column = next(c.column for c in page[1] if c.value == header)
    row = next(r for r in range(2, page.max_row + 1) if page.cell(r, 1).value == code)
    return page.cell(row, column)


def sent(editor: Person, book: Workbook, start: str = "2026-11-02") -> HttpResponse:
    """Uploads a workbook and opens what it would change."""
    out = BytesIO()
    book.save(out)
    page = editor.get(f"{HERE}load/")
    file = SimpleUploadedFile("事项.xlsx", out.getvalue())
    answer = editor.client.post(f"{HERE}load/", {**hidden(page, "key"), "from_on": start, "book": file} if 'name="key"' in page.content.decode()
                                else {"from_on": start, "book": file})
    assert answer.status_code == 302, words(answer)[:600]
    return editor.get(answer.headers["Location"])


def confirmed(editor: Person, page: HttpResponse) -> HttpResponse:
    address = page.request["PATH_INFO"]  # type: ignore[attr-defined]
    return editor.client.post(address, hidden(page, "base", "from", "key"))


def test_a_workbook_is_looked_at_first_and_changes_only_what_it_says(editor: Person) -> None:
    book = exported(editor)
    assert book.sheetnames[:3] == ["事项", "依据", "条件"]
    cell(book, "事项", "承诺时限").value = 5
    cell(book, "材料", "名称").value = "营业执照（电子）"
    book["收费"].append(["food_business", "工本费", "每证 10 元", 10, "证", "价格主管部门批复", "否"])
    page = sent(editor, book)
    said = words(page)
    assert page.status_code == 200 and "承诺时限8个工作日5个工作日" in said and "营业执照（电子）" in said and "每证10元" in said
    assert version() == 1
    assert confirmed(editor, page).status_code == 302
    assert version() == 2 and library.item(ITEM).days == 5
    again = sent(editor, book)
    assert "没有可以载入的改动" in words(again)


def test_lines_that_may_not_be_are_named_and_the_others_go_in(editor: Person) -> None:
    book = exported(editor)
    cell(book, "事项", "承诺时限").value = 25
    cell(book, "事项", "承诺时限", "special_equipment").value = 4
    cell(book, "事项", "法定时限", "individual_registration").value = "=2+1"
    page = sent(editor, book)
    said = words(page)
    assert "承诺时限25个工作日不能长于法定时限20个工作日" in said and "公式" in said
    report = load_workbook(BytesIO(editor.get(page.request["PATH_INFO"] + "?as=xlsx").content))  # type: ignore[attr-defined]
    assert [c.value for c in report.active[1]] == ["工作表", "行", "列", "怎么改"] and report.active.max_row == 3
    assert confirmed(editor, page).status_code == 302
    assert version() == 1 and library.item("410105.special_equipment").days == 4


def test_shifted_columns_and_another_departments_items_are_refused(editor: Person) -> None:
    book = exported(editor)
    book["事项"].move_range(f"C2:{book['事项'].cell(2, book['事项'].max_column).coordinate}", cols=1)
    assert "这一列没有表头" in words(sent(editor, book))
    book = exported(editor)
    cell(book, "事项", "部门").value = "城市管理局"
    assert "这是城市管理局的事项" in words(sent(editor, book))
    assert version() == 1


def test_a_preview_that_is_no_longer_true_changes_nothing(editor: Person) -> None:
    book = exported(editor)
    cell(book, "事项", "承诺时限").value = 5
    page = sent(editor, book)
    assert edited(editor, TIMES, promised_days="7").status_code == 302
    late = confirmed(editor, page)
    assert late.status_code == 409 and "预览以后有人改过" in words(late)
    assert library.item(ITEM).days == 7


def test_a_version_of_next_month_waits(editor: Person, town: Clock) -> None:
    book = exported(editor)
    cell(book, "事项", "承诺时限").value = 5
    assert confirmed(editor, sent(editor, book, "2026-12-01")).status_code == 302
    assert (library.item(ITEM).days, registers.get(register=library.ITEMS, key=ITEM).version) == (8, 2)
    town.to("2026-12-01 09:00")
    assert library.item(ITEM).days == 5


def test_what_is_no_spreadsheet_says_so(editor: Person) -> None:
    file = SimpleUploadedFile("事项.txt", "事项代码\tx\n".encode())
    answer = editor.client.post(f"{HERE}load/", {"from_on": "2026-11-02", "book": file})
    page = editor.get(answer.headers["Location"]) if answer.status_code == 302 else answer
    assert page.status_code in (200, 422)
    assert version() == 1


def test_no_paper_promises_a_sample_to_download_there_is_none_of() -> None:
    text = (Path(library.__file__).parents[1] / "library" / "materials.csv").read_text(encoding="utf-8")
    assert not re.findall(r"下载[^，；,\n]*样表", text)
