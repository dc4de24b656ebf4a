"""shell · texts: bodies, figures, what tells who somebody is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from lianfang.kernel.measures import STATE_WORDS, Measure, MeasureState
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import w
from lianfang.shell.texts.blocks import Part, Reference, blocks_of
from lianfang.shell.texts.changes import changes_of, runs
from lianfang.shell.texts.figures import check_printable
from lianfang.shell.texts.life import Step
from lianfang.shell.texts.personal import personal_in


def test_a_body_is_read_into_its_blocks() -> None:
    body = "第一段，\n接着写。\n\n## 小标题\n正文【E1 T161 2020-08-10】处。\n\n【图1】\n\n> 引文"
    blocks = blocks_of(body)
    assert [each.part for each in blocks] == [
        Part.PARAGRAPH, Part.SUBHEAD, Part.PARAGRAPH, Part.PICTURE, Part.QUOTE,
    ]  # fmt: skip
    assert blocks[0].runs == ("第一段， 接着写。",)
    assert blocks[2].runs == ("正文", Reference("E1", "T161", date(2020, 8, 10)), "处。")
    assert blocks[3].picture == 1
    assert blocks[4].runs == ("引文",)


def test_a_figure_of_a_day_that_there_is_not_is_refused_with_its_paragraph() -> None:
    with pytest.raises(Refused) as refused:
        blocks_of("一段\n\n写错的日子【E1 T161 2020-02-30】")
    assert refused.value.problem.code == "text_figure_unknown"
    assert "第 2 段" in refused.value.says.zh


@pytest.mark.parametrize(
    ("measure", "code"),
    [
        (Measure(0, 30, 40, state=MeasureState.ZERO_UNVERIFIED), "text_figure_unprintable"),
        (Measure(0, 40, 40, state=MeasureState.PARTIAL), "text_figure_unprintable"),
        (Measure(None, state=MeasureState.NOT_REPORTED), "text_figure_unprintable"),
        (Measure(None, state=MeasureState.NOT_APPLICABLE), "text_figure_unknown"),
        (None, "text_figure_unknown"),
    ],
)
def test_what_nobody_verified_is_not_printed(measure: Measure | None, code: str) -> None:
    state = STATE_WORDS[measure.state if measure else MeasureState.NOT_REPORTED]
    with pytest.raises(Refused) as refused:
        check_printable(1, Reference("H2", "T161", date(2020, 8, 10)), measure, state)
    assert refused.value.problem.code == code


@pytest.mark.parametrize(
    ("value", "state"), [(7, MeasureState.OK), (0, MeasureState.ZERO_CONFIRMED), (7, MeasureState.PARTIAL)]
)
def test_a_proved_figure_is_printed(value: int, state: MeasureState) -> None:
    check_printable(
        1, Reference("H2", "T161", date(2020, 8, 10)), Measure(value, 40, 40, state=state), STATE_WORDS[state]
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("她住在3号楼2单元501室", "门牌"),
        ("住八栋三单元五零二", "门牌"),
        ("联系13912345678即可", "手机号"),
        ("电话 139 1234 5678", "手机号"),
        ("身份证650102198001011234的居民", "身份证号"),
        ("一位67岁的老人", "年龄"),
        ("车牌新A12345的车", "车牌"),
        ("住12-3-402的一家", "门牌"),
    ],
)
def test_what_tells_who_somebody_is_is_found(text: str, what: str) -> None:
    assert what in {told.what.zh for told in personal_in([(1, text)])}


@pytest.mark.parametrize(
    "text",
    [
        "热线 0991-2345678，每天 8 点到 20 点", "65岁以上老人优先", "国卫办疾控函〔2020〕204号",
        "近2000人、180余名志愿者", "3号楼全天消毒三轮", "2020-08-10 至 2020-08-17",
    ],
)  # fmt: skip
def test_what_tells_nobody_is_left_alone(text: str) -> None:
    assert personal_in([(1, text)]) == []


def test_names_of_the_register_are_found_where_they_stand() -> None:
    told = personal_in([(1, "大家都说古丽是热心人"), (2, "王小明测了体温")], {"王小明"})
    assert [(each.paragraph, each.said) for each in told] == [(2, "王小明")]


def test_changes_are_told_word_by_word() -> None:
    before, after = "排队保持一米距离。\n请戴口罩。\n", "排队保持两米距离。\n请戴口罩。\n热线 12345。"
    found = [(run.what, run.text) for run in runs(before, after)]
    assert found == [
        ("kept", "排队保持"), ("removed", "一"), ("added", "两"), ("kept", "米距离。\n"), ("kept", "请戴口罩。\n"),
        ("added", "热线 12345。"),
    ]  # fmt: skip
    assert "".join(text for what, text in found if what != "added") == before
    assert "".join(text for what, text in found if what != "removed") == after


def test_a_version_is_compared_with_the_one_before() -> None:
    def step(number: int, **data: object) -> Step:
        at = datetime(2020, 8, 10, tzinfo=UTC)
        return Step("x.text_written", number, at, "one", UUID(int=number), data)

    parts = {"title": w("标题", "Title"), "body": w("正文", "Text")}
    versions = [step(1, title="甲", body="正文"), step(4, title="乙", body="正文"), step(6, title="乙", body="正文")]
    assert changes_of(versions[:1], parts) is None
    newest, asked = changes_of(versions, parts), changes_of(versions, parts, "4")
    assert newest is not None
    assert asked is not None
    assert (newest.parts, [each.words.zh for each in asked.parts]) == ((), ["标题"])
    assert asked.title.zh == "第 1 稿到第 4 稿的改动"
    assert [each.href for each in asked.others] == ["?version=6#changes"]
