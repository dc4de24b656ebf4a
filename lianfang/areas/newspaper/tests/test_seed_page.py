"""newspaper · the page that this project began from: each of its rows N1 to N17 (domain notes, part A1) by name.

Texts and masthead are made up for the test.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from lianfang.areas.newspaper import actions
from lianfang.areas.newspaper.tests import newsroom as room

DAY = date(2020, 10, 12)
MASTHEAD = {
    "name": "样本报", "serial_no": "CN99-9999", "supervisor": "样本总局", "sponsor": "样本报社",
    "tip_line": "0991-0000000", "producer": "样本制作", "copyright": "版权所有 样本报社", "icp": "样本ICP备00000000号",
}  # fmt: skip
TITLES = ("守好一道门 记清一本账", "讲堂开到村里", "到学院去学习", "和国旗合影 说心里话", "“一线红旗”怎么立", "简讯")
SUBHEADS = ("措施细到每一处", "和社区一起做", "人人守在岗上", "防控生产两不误")
BODY = "开头一段。" + "".join(f"\n\n## {each}\n\n这一节的正文。" for each in SUBHEADS)


@pytest.fixture
def pages(newsroom: None) -> dict[str, str]:
    """The issue of 12 October 2020: its page 03, that page's first article, and the pages around them."""
    with room.acting("editor") as editor:
        actions.set_paper(editor, unit="T161", data=MASTHEAD, how=room.how())
    first = room.approved(TITLES[0], kicker="样本队：", body=BODY)
    placed = [[room.approved("头版一篇")], [room.approved("二版一篇")], [first, *map(room.approved, TITLES[1:])]]
    room.published(placed, day=DAY)
    room.published([[room.approved("前一期的一篇")]], day=date(2020, 10, 5), number=2)
    names = {
        "page": "2020-10-12/03/", "article": "2020-10-12/03/a1/", "about": "about/", "back": "issues/",
        "day": "issues/?day=2020-10-12", "none": "issues/?day=2020-10-11",
    }  # fmt: skip
    anybody = Client()
    return {name: anybody.get(f"/paper/{path}", follow=True).content.decode() for name, path in names.items()}


@pytest.mark.django_db
def test_every_row_of_the_seed_is_there(pages: dict[str, str]) -> None:
    rows = {name.removeprefix("_n"): check for name, check in globals().items() if re.fullmatch(r"_n\d+", name)}
    assert sorted(map(int, rows)) == [*range(1, 18)]
    missing = [f"N{number}" for number, check in rows.items() if not check(pages)]
    assert missing == []


def _n1(said: dict[str, str]) -> Any:
    """The paper by its name, as a digital edition."""
    return "<title>" in said["page"] and "样本报" in said["page"] and "数字报" in said["page"]


def _n2(said: dict[str, str]) -> Any:
    """Its serial number, because it was said."""
    return "CN99-9999" in said["page"] and "内部资料" not in said["page"]


def _n3(said: dict[str, str]) -> Any:
    """The tip line."""
    return "新闻报料热线" in said["page"] and "0991-0000000" in said["about"]


def _n4(said: dict[str, str]) -> Any:
    """The date, as it is said and as an address for good."""
    return "2020年10月12日 星期一" in said["page"] and "/paper/2020-10-12/03/" in said["page"]


def _n5(said: dict[str, str]) -> Any:
    """Search by date, and of a day without an issue the nearest ones."""
    return "2020年10月12日" in said["day"] and "没有出报" in said["none"] and "/paper/2020-10-05/01/" in said["none"]


def _n6(said: dict[str, str]) -> Any:
    """The masthead leads home."""
    return re.search(r'class="np-site"><a href="/paper/">样本报', said["page"])


def _n7(said: dict[str, str]) -> Any:
    """The titles of the page in their order, and a zone on the picture for each."""
    listed = said["page"].partition('id="titleList"')[2].partition("</ol>")[0]
    places = [listed.find(title) for title in TITLES]
    return -1 not in places and places == sorted(places) and said["page"].count("<polygon") == len(TITLES)


def _n8(said: dict[str, str]) -> Any:
    """The pager, with dead ends said."""
    return 'rel="prev" href="/paper/2020-10-12/02/"' in said["page"] and "已是最后一版" in said["page"]


def _n9(said: dict[str, str]) -> Any:
    """The page's number and name."""
    return re.search(r"第\s*03\s*版\s*政治·文化", re.sub(r"<[^>]+>", "", said["page"]))


def _n10(said: dict[str, str]) -> Any:
    """The kicker."""
    return 'class="np-kicker">样本队：' in said["article"]


def _n11(said: dict[str, str]) -> Any:
    """The headline with its gap, and four subheads."""
    heads = re.findall(r"<h2>\s*([^<]+?)\s*</h2>", said["article"].partition('id="ozoom"')[2])
    return f"<h1>{TITLES[0]}</h1>" in said["article"] and heads == [*SUBHEADS]


def _n12(said: dict[str, str]) -> Any:
    """The byline."""
    return re.search(r'class="np-byline">[^<]*秦通讯', said["article"])


def _n13(said: dict[str, str]) -> Any:
    """Larger, smaller, default."""
    return re.findall(r'data-zoom="(-?\d)">(\S+)</button>', said["article"]) == [
        ("1", "放大"), ("-1", "缩小"), ("0", "默认"),
    ]  # fmt: skip


def _n14(said: dict[str, str]) -> Any:
    """About the paper; one page for the desk and the phone."""
    return "关于我们" in said["page"] and 'name="viewport"' in said["page"]


def _n15(said: dict[str, str]) -> Any:
    """Supervisor and sponsor."""
    return "样本总局主管" in said["page"] and "样本报社主办" in said["page"]


def _n16(said: dict[str, str]) -> Any:
    """Copyright and ICP filing."""
    return "版权所有 样本报社" in said["page"] and "样本ICP备00000000号" in said["page"]


def _n17(said: dict[str, str]) -> Any:
    """Who produced it."""
    return "制作单位：样本制作" in said["page"]
