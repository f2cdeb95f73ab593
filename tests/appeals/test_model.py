"""Which class a message belongs to: what the model proposes, how it is kept, and how good it is on real messages."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from yiwang.kernel.errors import Invalid
from yiwang.systems.public.appeals import tools
from yiwang.systems.public.appeals.model import door, grams, tables
from yiwang.systems.public.appeals.model.classifier import Model
from yiwang.systems.public.appeals.model.door import Labelled

MATTERS = {
    "城乡建设": ("小区电梯坏了半个月没人修", "楼上漏水物业一直推脱", "路灯不亮晚上看不见路", "下水井盖破损有安全隐患", "楼盘延期交房开发商不理会"),
    "教育文体": ("学校暑假组织有偿补课", "孩子上小学的学区怎么划分", "幼儿园收费比公示的高", "老师布置的作业太多", "高中食堂的饭菜不卫生"),
    "劳动和社会保障": ("公司拖欠三个月工资", "单位没有给我缴纳社保", "工地欠农民工的钱不给", "退休金从上个月起没有发", "工伤认定一直没有结果"),
}
OPENINGS = ("您好，我想反映：", "尊敬的领导：", "请问", "投诉！", "去年起，")
CLOSINGS = ("，请尽快处理。", "，希望给个答复", "，打过电话也没有用！", "。谢谢")


def rows() -> list[Labelled]:
    return [Labelled(f"{opening}{matter}{closing}", label)
            for label, matters in MATTERS.items() for opening, matter, closing in product(OPENINGS, matters, CLOSINGS)]


@pytest.fixture(scope="module")
def model() -> Model:
    return door.train(rows())


def test_the_likeliest_class_comes_first_and_the_sum_is_no_more_than_all(model: Model) -> None:
    for one in model.suggest([row.text for row in rows()]):
        chances = [chance for _, chance in one.top3]
        assert (one.label, one.confidence) == one.top3[0]
        assert chances == sorted(chances, reverse=True) and sum(chances) <= 1.0 + 1e-9 and len({label for label, _ in one.top3}) == 3


def test_a_message_never_seen_finds_its_class(model: Model) -> None:
    asked = {"我们单元的电梯又坏了": "城乡建设", "补课的老师让孩子天天写作业": "教育文体", "老板欠工资不发，社保也没交": "劳动和社会保障"}
    assert [one.label for one in model.suggest(asked)] == list(asked.values())


def test_a_segmented_message_is_read_like_a_whole_one(model: Model) -> None:
    whole, segmented, marked = model.suggest(["公司拖欠工资三个月", "公司 拖欠 工资 三个月", "公司，拖欠工资。三个月！"])
    assert whole == segmented and whole.top3 == marked.top3


def test_full_width_letters_and_capitals_are_read_like_plain_ones() -> None:
    assert grams.letters("Ａ１ 栋Ｂz").codes.tolist() == [ord(letter) for letter in "a1栋bz"]


def test_an_n_gram_is_told_by_all_its_letters() -> None:
    keys, counts = grams.counted("甲乙甲乙")
    whole = dict(zip(keys[keys < grams.OPENS].tolist(), counts[keys < grams.OPENS].tolist(), strict=True))
    assert sorted(whole.values()) == [1, 1, 1, 2, 2, 2]  # 乙甲, 甲乙甲, 乙甲乙; 甲, 乙, 甲乙
    assert whole[ord("甲") << grams.BITS | ord("乙")] == 2 and int((keys >= grams.OPENS).sum()) == 6


def test_the_words_stand_in_the_text_and_speak_for_the_class(model: Model) -> None:
    (one,) = model.suggest(["王先生来信说，公司拖欠工资。今天天气很好"])
    assert one.words and all(word in "王先生来信说，公司拖欠工资。今天天气很好" and len(word) > 1 for word in one.words)
    assert "工资" in one.words[0] and not any("天气" in word for word in one.words)
    (split,) = model.suggest(["公司 拖欠 工资"])
    assert all(word in "公司拖欠工资" for word in split.words)


def test_words_are_not_joined_across_a_stop(model: Model) -> None:
    (one,) = model.suggest(["公司拖欠。工资，社保"])
    assert one.words and not any("欠工" in word or "资社" in word for word in one.words)


@pytest.mark.parametrize("text", ["", "   ", "😀😀😀", "！？。", "\n", "\ud800", "zzzz qqqq"])
def test_nothing_to_go_by_preselects_nothing(model: Model, text: str) -> None:
    (one,) = model.suggest([text])
    assert one.confidence < door.LEAST_CONFIDENCE and not one.preselected and not one.sure and not one.words


def test_a_message_half_of_signs_is_read_by_its_words(model: Model) -> None:
    (one,) = model.suggest(["😀电梯😀坏了😀没人修"])
    assert one.label == "城乡建设"


def test_a_very_long_message_is_read_in_a_moment(model: Model) -> None:
    began = time.perf_counter()
    (one,) = model.suggest(["公司拖欠工资，" * 15_000])
    assert one.label == "劳动和社会保障" and time.perf_counter() - began < 2


def test_sure_means_above_the_threshold(model: Model) -> None:
    for one in model.suggest(["", "电梯", "公司拖欠三个月工资，请尽快处理。"]):
        assert one.sure == (one.confidence > model.threshold)
    assert model.threshold >= door.LEAST_CONFIDENCE


def test_the_threshold_is_where_ninety_eight_of_a_hundred_are_right() -> None:
    from yiwang.systems.public.appeals.model import scoring

    right = np.array([True] * 98 + [False] * 2 + [True] * 40 + [False] * 60)  # surest first: after the 100th it is no longer so
    sure = np.linspace(0.99, 0.51, 200)
    chances = np.stack([sure, 1 - sure], axis=1)
    limit = scoring.threshold(chances, np.where(right, 0, 1))
    above = sure > limit
    assert right[above].mean() >= 0.98 and above.sum() == 140  # 138 of them
    assert scoring.threshold(chances, np.ones(200, dtype=int)) == scoring.NEVER


def test_the_same_rows_give_the_same_model(model: Model, tmp_path: Path) -> None:
    again = door.train(rows())
    assert again.version == model.version
    door.save(model, tmp_path / "a")
    door.save(again, tmp_path / "b")
    assert {file.name: file.read_bytes() for file in (tmp_path / "a").iterdir()} == {file.name: file.read_bytes() for file in (tmp_path / "b").iterdir()}
    assert door.train(rows()[:-1]).version != model.version


def test_a_kept_model_suggests_the_same(model: Model, tmp_path: Path) -> None:
    door.save(model, tmp_path)
    kept = door.load(tmp_path)
    texts = [row.text for row in rows()[::7]]
    assert list(kept.suggest(texts)) == list(model.suggest(texts))
    assert (kept.version, kept.score, kept.threshold) == (model.version, model.score, model.threshold)


def test_the_folder_holds_no_pickle(model: Model, tmp_path: Path) -> None:
    door.save(model, tmp_path)
    door.save(door.train(rows()[:-1]), tmp_path)  # the one before is taken away
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".json", ".npz"]
    with np.load(next(tmp_path.glob("*.npz")), allow_pickle=False) as figures:
        assert all(figures[name].dtype != object for name in figures)


def changed_score(folder: Path) -> None:
    card = json.loads((folder / "model.json").read_text())
    card["score"]["macro_f1"] = 0.999
    (folder / "model.json").write_text(json.dumps(card))


def changed_figure(folder: Path) -> None:
    file = next(folder.glob("*.npz"))
    with np.load(file) as figures:
        kept = dict(figures)
    kept["slopes"][0, 0] += 1
    np.savez(file, **kept)


def cut_short(folder: Path) -> None:
    file = next(folder.glob("*.npz"))
    file.write_bytes(file.read_bytes()[:-2000])


def not_json(folder: Path) -> None:
    (folder / "model.json").write_text("{")


def without_figures(folder: Path) -> None:
    next(folder.glob("*.npz")).unlink()


@pytest.mark.parametrize("change", [changed_score, changed_figure, cut_short, not_json, without_figures])
def test_a_changed_model_is_refused(model: Model, tmp_path: Path, change: object) -> None:
    door.save(model, tmp_path)
    change(tmp_path)  # type: ignore[operator]
    with pytest.raises(Invalid, match="被改动过"):
        door.load(tmp_path)


def test_no_model_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"\./yiwang appeals train"):
        door.load(tmp_path)


def test_a_class_with_too_few_messages_is_named() -> None:
    with pytest.raises(Invalid, match=r"“交通运输”只有 2 条"):
        door.train([*rows(), Labelled("公交车不准时", "交通运输"), Labelled("出租车乱收费", "交通运输")])


def test_one_class_or_no_words_is_no_training_set() -> None:
    with pytest.raises(Invalid, match="至少要有两类"):
        door.train([row for row in rows() if row.label == "教育文体"])
    with pytest.raises(Invalid, match="没有文字"):
        door.train([Labelled("！", label) for label in ("甲", "乙") for _ in range(10)])


def test_two_classes_are_enough() -> None:
    two = door.train([row for row in rows() if row.label != "教育文体"])
    wages, lift = two.suggest(["公司拖欠工资", "电梯坏了没人修"])
    assert (wages.label, lift.label, len(lift.top3)) == ("劳动和社会保障", "城乡建设", 2)
    assert sum(chance for _, chance in lift.top3) == pytest.approx(1)


@pytest.mark.slow(reason="starts a Python of its own")
def test_the_door_alone_loads_no_library() -> None:
    code = "import sys; from yiwang.systems.public.appeals.model import door, tables; print([n for n in ('numpy', 'scipy', 'sklearn') if n in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_a_file_of_either_encoding_is_read(encoding: str) -> None:
    content = "text,label\n小区电梯坏了,城乡建设\n".encode(encoding)
    assert tables.labelled(content) == [Labelled("小区电梯坏了", "城乡建设")]


@pytest.mark.parametrize(("content", "says"), [
    ("", "没有诉求"), ("text,label\n", "没有诉求"), ("text\n电梯\n", "缺少 label 列"), ("正文,label\n电梯,城乡建设\n", "缺少诉求的正文"),
    ("text,label\n电梯,\n", "第 1 条没有类别"), ("te\0xt,label\n", "不是 CSV 文本"),
])
def test_a_file_that_cannot_train_says_what_is_missing(content: str, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        tables.labelled(content.encode())


def test_the_text_is_found_in_one_of_several_columns() -> None:
    assert tables.texts(b"id,tokens\n1,a b\n2,\n") == ["a b", ""]
    assert tables.texts(b"subject,body\na,b\nc,\n") == ["a\nb", "c\n"]
    assert tables.texts(b'text\n"' + b"x" * 200_000 + b'"\n') == ["x" * 200_000]


def test_the_command_trains_and_suggests(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    training, asked, out = tmp_path / "training.csv", tmp_path / "asked.csv", tmp_path / "out.csv"
    with training.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([("text", "label"), *((row.text, row.label) for row in rows())])
    asked.write_text("id,subject,body\n1,电梯坏了没人修,小区的电梯\n2,,\n3,公司拖欠三个月工资,请尽快处理\n", encoding="utf-8-sig")
    assert tools.appeals(["suggest", str(asked), "--out", str(out)]) == 1 and not out.exists()
    assert "appeals train" in capsys.readouterr().out
    assert tools.appeals(["train", str(training)]) == 0
    assert "300 条，3 类" in capsys.readouterr().out
    assert tools.appeals(["suggest", str(asked), "--out", str(out)]) == 0
    lines = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert list(lines[0]) == ["label", "confidence", "top3", "sure"]
    assert [line["label"] for line in lines[::2]] == ["城乡建设", "劳动和社会保障"] and len(lines) == 3
    assert lines[1]["sure"] == "no" and float(lines[1]["confidence"]) < 0.5
    assert all(line["top3"].split("|")[0] == line["label"] and len(line["top3"].split("|")) == 3 for line in lines)


def test_the_command_names_what_it_cannot_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    assert tools.appeals(["train", str(empty), "--out", str(tmp_path / "model")]) == 1
    assert tools.appeals(["train", str(tmp_path / "nowhere.csv")]) == 1
    said = capsys.readouterr().out
    assert "没有诉求" in said and "nowhere.csv" in said and not (tmp_path / "model").exists()
