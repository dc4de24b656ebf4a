"""shell · tests · tables: named columns, what they show of a row, and what stands below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.template import Context, Template

from lianfang.kernel.measures import Measure
from lianfang.kernel.words import Words, w
from lianfang.shell.components.cells import Bar, Button, FigureLink, PostButton, Small, TwoLines, Unbroken, cell_html
from lianfang.shell.components.tables import Columns, Figure, Sentence, State, Table, Text, When, table_html
from lianfang.shell.components.types import Link
from lianfang.shell.documents import paper

NOON = datetime(2020, 8, 10, 4, tzinfo=UTC)


@dataclass
class Unit:
    code: str
    words: Words


@dataclass
class Lot:
    unit: Unit
    item: str
    on_hand: int
    seen: tuple[int, ...] = ()


class Lots(Table[Lot]):
    """Everything a table may say."""

    days: Sequence[str] = ()
    several: bool = True
    keeper: str = ""

    item = Text(w("物资", "Item"), link=lambda table, row: f"/{row.item}" if row.on_hand else "", total="合计")
    unit = Text(w("单位", "Unit"), "unit.words", when="several")
    on_hand = Figure(w("结存", "On hand"), note="箱", total=lambda table: sum(row.on_hand for row in table.rows))

    @Columns
    def each_day(self) -> list[Figure]:
        return [Figure(day, lambda _, row, at=at: row.seen[at]) for at, day in enumerate(self.days)]

    @State(w("状态", "State"))
    def state(self, row: Lot) -> str:
        return f"{self.keeper}：{'少' if row.on_hand < 2 else '够'}"


LOG = Unit("LOG", w("后勤", "Logistics"))
LOTS = (Lot(LOG, "<口罩>", 1234, (5, 6)), Lot(LOG, "手套", 0, (7, 8)))


def test_a_column_shows_what_it_is_named_after_a_path_or_an_answer() -> None:
    made = Lots(LOTS, ("9日", "10日"), keeper="王")
    assert [str(each.words if isinstance(each.words, str) else each.words.zh) for each in made.columns] == [
        "物资", "单位", "结存", "9日", "10日", "状态",
    ]  # fmt: skip
    assert list(made.body) == [
        ("<口罩>", LOG.words, 1234, 5, 6, "王：够"),
        ("手套", LOG.words, 0, 7, 8, "王：少"),
    ]
    assert made.totals == ("合计", None, 1234, None, None, None)


def test_a_column_that_is_not_wanted_is_nowhere() -> None:
    html = table_html(Lots(LOTS, several=False))
    assert "后勤" not in html
    assert "单位" not in html


def test_a_row_is_headed_by_its_link_and_nothing_is_a_tag_by_itself() -> None:
    html = table_html(Lots(LOTS))
    assert '<th scope="row"><a href="/&lt;口罩&gt;">&lt;口罩&gt;</a></th>' in html
    assert '<th scope="row">手套</th>' in html
    assert '<th scope="col" class="is-figure">结存<small>箱</small></th>' in html
    assert '<td class="is-figure" data-label="结存">1,234</td>' in html
    assert "<tfoot>" in html


def test_a_table_takes_over_the_columns_of_another() -> None:
    class More(Lots):
        tall = False

        at = When(w("时间", "When"), lambda _, __: NOON)

    made = More(LOTS[:1], caption="<全部>")
    assert [each.kind for each in made.columns][-2:] == ["state", "when"]
    assert made.totals is not None
    html = table_html(made)
    assert 'class="lf-scroll"' in html
    assert "<caption>&lt;全部&gt;</caption>" in html


def test_without_totals_there_is_no_foot() -> None:
    class Plain(Table[Lot]):
        item = Sentence("名")

    assert Plain(LOTS).totals is None
    assert "<tfoot>" not in table_html(Plain(LOTS))
    assert not Plain([]).rows


def test_names_that_a_table_needs_itself_or_does_not_have_are_refused() -> None:
    with pytest.raises(TypeError, match="nothing of its own can be called rows"):
        type("Bad", (Table,), {"rows": Text("x")})
    with pytest.raises(TypeError, match="nothing called wanted"):
        type("Bad", (Table,), {"item": Text("x", when="wanted")})


def test_a_post_button_is_a_form_with_the_token_of_its_page() -> None:
    button = PostButton("收", "/receive/", about="<后勤>", sends=(("next", "/b?a=1&b=2"),), confirm='"吗')
    html = table_html(type("One", (Table,), {"act": Text("办", lambda _, __: (Small("已催"), button))})([1]), "T0K")
    assert (
        '<small>已催</small> <form class="lf-no-print" method="post" action="/receive/" data-confirm="&quot;吗">'
        in html
    )
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="T0K">' in html
    assert '<input type="hidden" name="next" value="/b?a=1&amp;b=2">' in html
    assert 'type="submit">收<span class="visually-hidden">：&lt;后勤&gt;</span></button></form>' in html


def test_what_is_only_shown_says_itself_in_a_document() -> None:
    assert TwoLines("a", "b").said() == "a\nb"
    assert paper._said(TwoLines("<a> & b", "c")) == "<a> & b\nc", "as it was typed, not as HTML writes it"
    assert Unbroken(w("后勤", "Logistics")).said() == "后勤"
    assert Button("收", "/x").said() == Bar(3, 4).said() == ""
    assert cell_html(TwoLines("<a>", "b")) == "<div>&lt;a&gt;<br><small>b</small></div>"


def test_a_figure_leads_to_its_evidence_where_there_is_an_address() -> None:
    assert cell_html(FigureLink(1234, "/e")) == '<a class="lf-m" href="/e"><b>1,234</b></a>'
    assert cell_html(FigureLink(1234, "")) == "1,234"
    assert cell_html(FigureLink(Measure(1), "")) == cell_html(Measure(1))
    assert cell_html((Link("a", "/a"), 2)) == '<a href="/a">a</a> 2'


def test_parts_of_a_page_say_what_they_are_given() -> None:
    page = """{% load face %}{% section "批次" "Lots" id="lots" %}<i>{{ n }}</i>{% body %}x
    {% section words look="mb-4" %}{% endsection %}{% section %}y{% endsection %}{% endsection %}
    {% nothing "没有" "None" "{n} 条" "{n}" n=n %}{% post_button "收" "Take" "/t/" about=words %}"""
    said = Template(page).render(Context({"n": 3, "words": w("<后勤>", "x"), "csrf_token": "T"}))
    assert '<section class="lf-section" id="lots"><header><h2>批次</h2><i>3</i></header>x' in said
    assert '<section class="lf-section mb-4"><header><h2>&lt;后勤&gt;</h2></header></section>' in said
    assert '<section class="lf-section">y</section></section>' in said
    assert '<div class="lf-empty"><h2>没有</h2><p>3 条</p></div>' in said
    assert 'value="T"><button class="btn btn-sm" type="submit">收' in said
    assert '<span class="visually-hidden">：&lt;后勤&gt;</span></button></form>' in said
