"""The establishment as sheets, over HTTP: what would change is shown, line by line; a yes does exactly that, once, under the single commands' rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook, load_workbook

from tests.journeys.small import hidden
from tests.journeys.small import words as _words
from tests.support.visitors import signed_in
from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.tests import small
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.systems.ground.directory import loading

LOAD, SHEETS = "/directory/load/", "/directory/sheets/"
UNITS, PEOPLE = "机构", "人员和职务"
UNIT_HEADS = ("单位代码", "全称", "简称", "类型", "所属单位代码", "上级主管单位代码", "区划代码", "电话", "机关代字")
HEADS = ("用户名", "姓名", "单位代码", "岗位", "同一时间只有一个人", "从哪天起", "到哪天为止", "角色")


@pytest.fixture
def now(settings: Any) -> datetime:
    return settings.CLOCK.now()  # type: ignore[no-any-return]


@pytest.fixture
def city(db: Any, settings: Any, now: datetime, tmp_path: Any) -> Iterator[None]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    small.found(now)
    yield
    report = ledger.verify()
    identity.forget()
    assert report.ok, report.faults


@pytest.fixture
def system(city: None) -> Client:
    return signed_in("system")


def words(page: HttpResponse) -> str:
    return _words(page).replace(" ", "")


def exported(client: Client) -> Workbook:
    answer = client.get(SHEETS)
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.content))


def book(units: tuple[tuple[Any, ...], ...] = (), people: tuple[tuple[Any, ...], ...] = ()) -> Workbook:
    """A workbook of a department's own, with only the lines it wants changed."""
    made = Workbook()
    del made["Sheet"]
    for title, heads, rows in ((UNITS, UNIT_HEADS, units), (PEOPLE, HEADS, people)):
        if rows:
            sheet = made.create_sheet(title)
            for row in (heads, *rows):
                sheet.append(row)
    return made


def sent(client: Client, file: Workbook | bytes, name: str = "表.xlsx") -> HttpResponse:
    """Uploads a file and opens what it would change."""
    if isinstance(file, Workbook):
        out = BytesIO()
        file.save(out)
        file = out.getvalue()
    answer = client.post(LOAD, {"book": SimpleUploadedFile(name, file)})
    assert answer.status_code == 302, words(answer)[:600]
    return client.get(answer.headers["Location"])


def confirmed(client: Client, page: HttpResponse) -> HttpResponse:
    return client.post(page.request["PATH_INFO"], hidden(page, "base", "key"))  # type: ignore[attr-defined]


def cell(workbook: Workbook, sheet: str, head: str, key: str) -> Any:
    page = workbook[sheet]
    column = next(c.column for c in page[1] if c.value == head)
    return page.cell(next(r for r in range(2, page.max_row + 1) if page.cell(r, 1).value == key), column)


def day(now: datetime, days: int = 0) -> str:
    return (clock.day(now) + timedelta(days=days)).isoformat()


def acts(subject: str) -> list[str]:
    chain = ledger.chain_of(subject)
    return [e.act for e in ledger.history(chain)] if chain else []


def entries() -> int:
    return int(store.rows("select count(*) from ledger_entry")[0][0])


def test_what_was_exported_and_not_changed_changes_nothing(system: Client) -> None:
    page = sent(system, exported(system))
    assert page.status_code == 200 and "没有变化" in words(page) and "不能载入0处" in words(page)
    assert "载入0行" not in words(page).replace("不能载入0处", "")


def test_a_look_leaves_nothing_and_a_yes_does_it_once(system: Client, now: datetime) -> None:
    made = book((("410105-WL", "金水区文旅局", "文旅局", "部门", "410105-NEW", "410100-SP", "", "0371-9", "金文"),
                 ("410105-NEW", "金水区新设局", "新设局", "部门", "410105", "", "", "", "")),
                (("fresh", "癸", "410105-WL", "受理岗", "否", "", "", ""), ("window", "丁", "410105-WL", "受理岗", "否", day(now, 3), day(now, 30), "")))
    before, epoch = entries(), identity.epoch()
    page = sent(system, made)
    said = words(page)
    assert "新增4行" in said and "载入4行" in said and "金水区文旅局" in said and "不能载入0处" in said
    assert (entries(), identity.epoch()) == (before, epoch)
    with pytest.raises(KeyError):
        identity.unit_by_code("410105-WL")
    assert [confirmed(system, page).status_code for _ in range(2)] == [302, 302]
    unit = identity.unit_by_code("410105-WL")
    assert (unit.short, identity.unit(unit.government).code, identity.unit(unit.line).code) == ("文旅局", "410105-NEW", "410100-SP")
    assert len(identity.find_officials(words="癸", on=clock.day(now))) == 1
    assert acts(f"unit:{unit.id}") == ["directory.unit_begun", "directory.account_opened", "directory.post_created"]
    assert acts("directory:sheets") == ["directory.loaded"]
    assert "没有变化" in words(sent(system, made))


def test_a_kill_in_the_middle_leaves_nothing_and_a_second_press_ends_it(system: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = book((U, ("410105-SP", "甲局", "审批局", "部门", "410105", "410100-SP", "", "", "")))
    page, before = sent(system, made), entries()
    real: Callable[..., Any] = cases.run
    asked: list[str] = []

    def dies(**given: Any) -> Any:
        asked.append(given["command"])
        if given["command"] == "directory.change_unit":
            raise SystemExit
        return real(**given)

    with monkeypatch.context() as broken:
        broken.setattr(cases, "run", dies)
        with pytest.raises(SystemExit):
            confirmed(system, page)
    assert asked == ["directory.load_sheets", "directory.set_up_unit", "directory.change_unit"] and entries() == before
    identity.forget()
    assert confirmed(system, page).status_code == 302
    assert identity.unit_by_code("410105-WL").short == "文旅局" and identity.unit_by_code("410105-SP").name == "甲局"


def test_a_preview_that_is_no_longer_true_is_refused_and_shown_anew(system: Client) -> None:
    made = exported(system)
    cell(made, UNITS, "电话", "410105-CG").value = "0371-77"
    page = sent(system, made)
    other, unit = signed_in("system"), identity.unit_by_code("410105-CG").id
    url = f"/directory/do/change_unit/{unit}/"
    changed = {"name": "城管执法局", "short": "城管局", "phone": "", "word": "", **hidden(other.get(url), "key", "seen")}
    assert other.post(url, changed).status_code == 302
    late = confirmed(system, page)
    assert late.status_code == 409 and "预览以后有人改过" in words(late) and "城管执法局" in words(late)
    assert identity.unit(unit, epoch_now=identity.epoch()).phone == ""
    assert confirmed(system, late).status_code == 302  # what the new page shows may be said yes to
    assert identity.unit(unit, epoch_now=identity.epoch()).phone == "0371-77"


def test_the_same_sheet_again_after_it_was_undone_by_hand(system: Client) -> None:
    made, out = exported(system), BytesIO()
    cell(made, UNITS, "电话", "410105-CG").value = "0371-77"
    made.save(out)
    unit = identity.unit_by_code("410105-CG").id
    for _ in range(2):
        assert confirmed(system, sent(system, out.getvalue())).status_code == 302
        assert identity.unit(unit, epoch_now=identity.epoch()).phone == "0371-77"
        url = f"/directory/do/change_unit/{unit}/"
        back = {"name": "金水区城管局", "short": "城管局", "phone": "", "word": "", **hidden(system.get(url), "key", "seen")}
        assert system.post(url, back).status_code == 302
        _later()


def _later() -> None:
    from django.conf import settings

    settings.CLOCK.move(timedelta(minutes=1))


def test_roles_wait_for_the_security_administrator(system: Client, now: datetime) -> None:
    made = book(people=(("fresh", "癸", "410105-CG", "审查岗", "是", "", "", f"审查（{small.WINDOW}）"),))
    page = sent(system, made)
    assert "角色由安全管理员加和收回" in words(page) and "载入1行" in words(page)
    assert confirmed(system, page).status_code == 302
    post = identity.post_changes.post_named(unit_code="410105-CG", title="审查岗")
    assert identity.post(post, on=clock.day(now)).roles == ()
    security = signed_in("security")
    page = sent(security, made)
    assert "改动1行" in words(page) and small.WINDOW in words(page)
    assert confirmed(security, page).status_code == 302
    assert identity.post(post, on=clock.day(now)).roles == (small.WINDOW,)
    assert acts(f"post:{post}") == ["directory.appointed", "settings.role_granted"]
    assert "没有变化" in words(sent(system, made))
    page = sent(security, book(people=(("another", "子", "410105-CG", "审查岗", "是", "", "", ""),)))
    assert "您现在的岗位不能“开通账号”" in words(page) and "没有变化" in words(page)  # nor does the security administrator appoint


@pytest.mark.parametrize(("roles", "code"), [("ground.audit_admin", "不能同时担任办理业务的岗位"), ("no.such.role", "没有代码是no.such.role的角色"),
                                             ("窗口", "看不出“窗口”是哪个角色")])
def test_roles_follow_the_single_commands_rules(city: None, roles: str, code: str) -> None:
    page = sent(signed_in("security"), book(people=(("window", "丁", "410105-SP", "受理岗", "", "", "", f"{small.WINDOW}、{roles}"),)))
    assert code in words(page) and "没有变化" in words(page)


@pytest.mark.parametrize("username", ["window", "head", "audit", "boss", ""])
def test_nobody_else_loads_or_exports(city: None, username: str) -> None:
    client = signed_in(username) if username else Client()
    for address in (SHEETS, LOAD, f"{LOAD}{'0' * 64}/"):
        assert client.get(address).status_code == (404 if username else 302)
        if address != SHEETS:
            assert client.post(address, {"key": "k", "base": "b"}).status_code == (404 if username else 302)


def test_one_administrators_file_is_not_anothers(system: Client) -> None:
    page = sent(system, exported(system))
    assert signed_in("security").get(page.request["PATH_INFO"]).status_code == 404  # type: ignore[attr-defined]


U = ("410105-WL", "金水区文旅局", "文旅局", "部门", "410105", "", "", "", "")
BAD_UNITS = [
    (((*U[:4], "410105-ZZ", *U[5:]),), "没有这个代码的单位"),
    (((*U[:5], "410105-ZZ", *U[6:]),), "没有这个代码的上级主管单位"),
    (((*U[:4], "410105-B", *U[5:]), ("410105-B", "乙局", "乙", "部门", "410105-WL", "", "", "", "")), "上下级绕成了圈：410105-WL→410105-B→410105-WL"),
    (((*U[:4], "410105-WL", *U[5:]),), "上下级绕成了圈：410105-WL→410105-WL"),
    ((U, U), "在第2行已经有了"),
    ((("x", *U[1:]),), "单位代码由大写字母、数字和短横线组成"),
    (((*U[:3], "政府", *U[4:]),), "政府在建城时设立"),
    (((*U[:3], "委员会", *U[4:]),), "请从列出的选项中选择类型"),
    (((*U[:6], "41", *U[7:]),), "区划代码是6位、9位或12位数字"),
    (((*U[:6], "410105", *U[7:]),), "这个区划代码已经有单位"),
    ((("410105-SP", "金水区审批局", "审批局", "部门", "410100-SP", "410100-SP", "", "", ""),), "所属单位不能在表里改"),
    ((("410105-SP", "=A1", "审批局", "部门", "410105", "410100-SP", "", "", ""),), "这一格是公式"),
]


@pytest.mark.parametrize(("rows", "says"), BAD_UNITS)
def test_units_that_may_not_be_are_named_with_what_to_do(system: Client, rows: Any, says: str) -> None:
    page = sent(system, book(rows))
    assert page.status_code == 200 and says in words(page), words(page)[:1500]
    assert "不能载入0处" not in words(page)
    report = load_workbook(BytesIO(system.get(page.request["PATH_INFO"] + "?as=xlsx").content))  # type: ignore[attr-defined]
    assert [c.value for c in report.active[1]] == ["工作表", "行", "列", "怎么改"] and report.active.max_row > 1


BAD_PEOPLE = [
    (("fresh", "癸", "410105-ZZ", "受理岗", "否", "", "", ""), "没有这个代码的单位"),
    (("window", "癸", "410105-CG", "受理岗", "", "", "", ""), "这个用户名已经是另一个人的"),
    (("boss", "癸", "410105-CG", "受理岗", "", "", "", ""), "这个用户名已经是另一个人的"),
    (("fresh", "癸", "410105-CG", "受理岗", "", 5, 4, ""), "结束日期不能早于开始日期"),
    (("fresh", "癸", "410105-CG", "受理岗", "", -5, "", ""), "或以后的日期"),
    (("fresh", "癸", "410105-CG", "受理岗", "", 46082, "", ""), "46082是日期的序号"),
    (("fresh", "癸", "410105-CG", "新岗", "", "", "", ""), "请选择同一时间只有一个人"),
    (("410105199003070018", "癸", "410105-CG", "受理岗", "", "", "", ""), "这一格里有身份证号码"),
    (("fresh", "癸", "410105-SP", "局长", "", "", "", ""), "这个岗位同一时间只能有一个人"),
    (("audit", "丙", "410105-CG", "受理岗", "", "", "", ""), "审计管理员不能同时担任办理业务的岗位"),
    (("system", "甲", "410105-CG", "受理岗", "", "", "", ""), "不能给自己办理任免"),
    (("security", "乙", "410100-SP", "安全管理员", "", "", 0, ""), "这是最后一名安全管理员"),
    (("head", "戊", "410105-SP", "局长", "否", "", "", ""), "岗位“局长”设的是“是”"),
]


@pytest.mark.parametrize(("row", "says"), BAD_PEOPLE)
def test_people_and_posts_that_may_not_be_are_named(system: Client, now: datetime, row: Any, says: str) -> None:
    dated = tuple(day(now, c) if isinstance(c, int) and c < 100 else c for c in row)
    before = entries()
    page = sent(system, book(people=(dated,)))
    assert says in words(page) and "没有变化" in words(page), words(page)[:1500]
    assert entries() == before


def test_a_login_name_twice_and_a_broken_line_beside_a_good_one(system: Client, now: datetime) -> None:
    page = sent(system, book(people=(("fresh", "癸", "410105-CG", "受理岗", "", "", "", ""), ("fresh", "子", "410105-SP", "受理岗", "", "", "", ""))))
    assert "这个用户名在第2行是“癸”" in words(page) and "载入1行" in words(page)
    assert confirmed(system, page).status_code == 302
    assert identity.person_named(username="fresh", name="癸")


def test_a_line_is_done_whole_or_not_at_all(system: Client, now: datetime) -> None:
    """A log-in and a post that only a refused appointment needed are not there either."""
    rows = (("fresh", "癸", "410105-CG", "新岗", "是", day(now, 400), "", ""), ("young", "丑", "410105-CG", "新岗", "是", "", "", ""))
    page = sent(system, book(people=rows))
    assert "最晚是一年以后" in words(page) and confirmed(system, page).status_code == 302
    assert not identity.person_named(username="fresh") and identity.person_named(username="young")
    assert identity.post_changes.post_named(unit_code="410105-CG", title="新岗")


def test_a_post_changes_hands_in_one_sheet_whatever_the_order(system: Client, now: datetime) -> None:
    rows = (("other", "己", "410105-SP", "局长", "", day(now, 1), "", ""), ("head", "戊", "410105-SP", "局长", "", "", day(now), ""))
    page = sent(system, book(people=rows))
    assert "载入2行" in words(page), words(page)[:1500]
    assert confirmed(system, page).status_code == 302
    assert identity.holder(unit="410105-SP", title="局长", on=clock.day(now) + timedelta(days=1)).name == "己"
    longer = sent(system, book(people=(("head", "戊", "410105-SP", "局长", "", "", day(now, 60), ""),)))
    assert "任期不能在表里延长" in words(longer)


def test_shifted_and_renamed_columns_are_named(system: Client) -> None:
    made = exported(system)
    made[UNITS].move_range("B2:I5", cols=1)
    assert "这一列没有表头" in words(sent(system, made))
    made = exported(system)
    made[PEOPLE]["A1"].value = "登录名"
    said = words(sent(system, made))
    assert "不认识这个表头" in said and "缺少这一列" in said


def test_a_csv_in_the_old_encoding_and_as_excel_writes_days(system: Client, now: datetime) -> None:
    on = clock.day(now) + timedelta(days=2)
    text = f"用户名,姓名,单位代码,岗位,从哪天起\r\nfresh,癸,410105-CG,受理岗,{on.year}/{on.month}/{on.day}\r\n"
    page = sent(system, text.encode("gb18030"), "人员.csv")
    assert "载入1行" in words(page), words(page)[:1200]
    assert confirmed(system, page).status_code == 302
    units = "单位代码,全称,简称,类型,所属单位代码\r\n410105-WL,金水区文旅局,文旅局,部门,410105\r\n"
    assert "载入1行" in words(sent(system, units.encode("gbk"), "机构.csv"))


def test_what_is_too_long_or_no_sheet_of_ours_says_so(system: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = book((U,))
    made[UNITS].sheet_state = "hidden"
    made.create_sheet("说明")
    assert "没有找到名为“机构”的工作表" in words(sent(system, made))
    monkeypatch.setattr(loading, "MOST_LINES", 3)
    long = sent(system, exported(system))
    assert long.status_code == 422 and "有4行，一次最多3行" in words(long)
    assert system.post(LOAD, {"book": SimpleUploadedFile("x.xlsx", b"PK\x03\x04 broken")}).status_code == 422


def test_no_load_changes_more_than_it_may(system: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from yiwang.systems.ground.directory import lines

    monkeypatch.setattr(lines, "MOST_CHANGES", 1)
    page = sent(system, book((U, ("410105-B", "乙局", "乙", "部门", "410105", "", "", "", ""))))
    assert page.status_code == 422 and "超过1处" in words(page)


def test_a_citizens_number_in_any_cell_is_refused_and_in_no_entry(system: Client) -> None:
    rows = (("fresh", "癸", "410105-CG", small.NUMBER, "否", "", "", ""), ("young", f"丑{small.NUMBER}", "410105-CG", "受理岗", "", "", "", ""),
            ("other", "己", "410105-CG", "督办岗", "否", "", "", ""))
    page = sent(system, book((("410105-WL", "金水区文旅局", small.NUMBER, "部门", "410105", "", "", "", ""),), rows))
    assert words(page).count("这一格里有身份证号码") == 3 and "载入1行" in words(page)
    assert confirmed(system, page).status_code == 302
    for table, column in (("ledger_entry", "body"), ("identity_post", "title"), ("identity_person", "name"), ("identity_unit", "short")):
        assert small.NUMBER not in "".join(row[0] for row in store.rows(f"select {column} from {table}")), table
