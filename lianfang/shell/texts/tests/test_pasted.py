"""shell · texts · pasted: what is recognised of a text as it was copied, and that nothing of it is lost."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.shell.texts.blocks import blocks_of
from lianfang.shell.texts.pasted import Author, Pasted, Why, articles_in

BODY = "天刚亮，大家就把院子扫了一遍，工具归箱，路面垫平。"
MORE = "下午又查了一遍，谁做的、几点做的，都写在墙上的表里。"


def one(text: str) -> Pasted:
    (found,) = articles_in(text)
    return found


@pytest.mark.parametrize(
    ("text", "kicker", "title", "deck", "authors"),
    [
        (f"后勤：\n一处一记 一件不漏\n□ 作者 孟守成\n{BODY}", "后勤：", "一处一记 一件不漏", "", ["孟守成"]),
        (f"机修车间\n三天修好五台泵\n——记一个普通的早班\n本报记者 孟守成\n{BODY}", "机修车间", "三天修好五台泵",
         "——记一个普通的早班", ["孟守成"]),
        (f"三天修好五台泵\n——记机修车间的一个普通早班\n{BODY}", "", "三天修好五台泵", "——记机修车间的一个普通早班", []),
        (f"　　三天修好五台泵　　\n\n　　{BODY}", "", "三天修好五台泵", "", []),
        (f"通讯员 孟守成 邱小满\n三天修好五台泵\n{BODY}", "", "三天修好五台泵", "", ["孟守成", "邱小满"]),
        (f"三天修好五台泵\n本报讯（记者 孟守成 通讯员 邱小满）{BODY}", "", "三天修好五台泵", "", ["孟守成", "邱小满"]),
        (f"三天修好五台泵\n{BODY}\n{MORE}（孟守成）\n（记者 孟守成）", "", "三天修好五台泵", "", ["孟守成"]),
        (f"泵修好了！\n{BODY}", "", "泵修好了！", "", []),
        (f"{BODY}\n{MORE}", "", "", "", []),
        (BODY, "", "", "", []),
    ],
)  # fmt: skip
def test_heading_and_byline(text: str, kicker: str, title: str, deck: str, authors: list[str]) -> None:
    found = one(text)
    assert (found.kicker, found.title, found.deck) == (kicker, title, deck)
    assert [each.name for each in found.authors] == authors
    assert BODY in found.body
    assert found.recognised == bool(title or authors)


def test_roles_are_those_of_their_names() -> None:
    found = one(f"题\n本报记者 孟守成 通讯员 邱小满 文/图\n{BODY}")
    assert set(found.authors) == {Author("孟守成", "本报记者"), Author("邱小满", "通讯员")}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("上一版 下一版", Why.NAVIGATION),
        ("【放大】【缩小】【默认】", Why.NAVIGATION),
        ("放大　缩小　默认", Why.NAVIGATION),
        ("字号：大 中 小", Why.NAVIGATION),
        ("打印 | 关闭窗口", Why.NAVIGATION),
        ("下一篇：泵站换班记", Why.NAVIGATION),
        ("版面导航", Why.NAVIGATION),
        ("Copyright © 2012 某某报社 版权所有", Why.IMPRINT),
        ("国内统一刊号：CN99-0000", Why.IMPRINT),
        ("某某总局主管 某某报社主办", Why.IMPRINT),
        ("京ICP备00000000号", Why.IMPRINT),
        ("2012年5月14日 星期一", Why.DATE),
        ("2012-05-14", Why.DATE),
        ("第03版：井场·生活", Why.DATE),
        ("03", Why.DATE),
        ("来源：某某报", Why.SIGNED),
        ("责任编辑：孟守成", Why.SIGNED),
        ("某某报数字报纸", Why.MASTHEAD),
    ],
)
def test_what_is_no_text_is_taken_off_and_says_why(line: str, why: Why) -> None:
    found = one(f"{line}\n三天修好五台泵\n{BODY}")
    assert [(each.line.replace(" ", ""), each.why) for each in found.taken] == [
        (unicodedata.normalize("NFC", line).replace("　", "").replace(" ", ""), why)
    ]
    assert (found.title, found.body) == ("三天修好五台泵", BODY)


@pytest.mark.parametrize("line", ["小", "往期", "大家都说好，这日子过得有奔头。", "关闭阀门", "打印机修好了"])
def test_a_line_of_the_text_is_kept(line: str) -> None:
    assert line in one(f"三天修好五台泵\n{BODY}\n{line}\n{MORE}").body


def test_subheads_stand_between_paragraphs() -> None:
    found = one(f"题目在这里\n{BODY}\n先扫地后开钻\n{MORE}\n一张表\n{BODY}\n孟师傅")
    assert found.subheads == 2
    assert [block.part for block in blocks_of(found.body)] == [
        "paragraph", "subhead", "paragraph", "subhead", "paragraph", "paragraph",
    ]  # fmt: skip


def test_lines_as_long_as_their_column_are_put_together() -> None:
    text = BODY * 3
    column = "\n".join(text[at : at + 15] for at in range(0, len(text), 15))
    found = one(f"三天修好五台泵\n\n{column}\n\n先扫地后开钻\n\n{column}")
    assert found.body.split("\n\n") == [text, "## 先扫地后开钻", text]


def test_articles_are_divided_by_a_line_of_dashes() -> None:
    first, second = articles_in(f"甲题\n{BODY}\n———\n乙题\n{MORE}\n******\n")
    assert (first.title, first.body, second.title, second.body) == ("甲题", BODY, "乙题", MORE)
    assert articles_in("  \n　\n") == []


_LINES = st.one_of(
    st.sampled_from([
        "上一版 下一版", "放大 缩小 默认", "03", "2012年5月14日", "后勤：", "□ 作者 孟守成", "（记者 孟守成）", "———",
        "先扫地后开钻", "来源：某某报", "责编：孟守成", "某某报",
        "# 号开头", "> 引", "【图1】", BODY, MORE, "", "　", BODY[:15],
        "本报讯（记者 孟守成）今天。", "摄影报道 孟守成", "文/图 孟守成", "ABC def", "12 2014", "——副题",
    ]),
    st.text(min_size=0, max_size=50),
)  # fmt: skip


@given(st.lists(_LINES, max_size=14))
def test_no_character_is_lost(lines: list[str]) -> None:
    """Each character of what was pasted, spaces and marks that draw nothing aside, is in a field or in the list."""
    text = "\n".join(lines)
    shown: Counter[str] = Counter()
    for each in articles_in(text):
        names = [name for author in each.authors for name in (author.name, author.role)]
        fields = (each.kicker, each.title, each.deck, each.body, *(taken.line for taken in each.taken))
        shown.update("".join(fields))
        taken = "".join(taken.line for taken in each.taken) + each.body
        assert all(name in taken for name in (*names, each.source, each.editor))
    wanted = Counter(
        char
        for char in unicodedata.normalize("NFC", text)
        if not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp")
    )
    assert not wanted - shown
