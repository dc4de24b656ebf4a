"""shell · tests · marks: a state is drawn the same everywhere, and never says more than it knows."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from lianfang.kernel.measures import Measure, MeasureState
from lianfang.kernel.words import w
from lianfang.shell.components.marks import (
    Chip,
    SlotState,
    chip_html,
    figure_of,
    measure_html,
    quantity_html,
    when_html,
)
from lianfang.shell.components.text import figure, percent
from tests.support.figures import figures

AT = datetime(2020, 8, 10, 8, 40, tzinfo=UTC)
PART = Measure(12, 11, 16, AT, MeasureState.PARTIAL)


def seen(html: str) -> str:
    """What eyes see of it: what stands between the tags."""
    return html.split(">", 1)[1]


@pytest.mark.parametrize(
    ("measure", "shows", "says"),
    [
        (Measure(1912, 1912, 1950, AT, MeasureState.OK), "1,912", "已查 1,912 / 应查 1,950"),
        (Measure(0, 1912, 1950, AT, MeasureState.ZERO_CONFIRMED), "●", "零，已核实"),
        (Measure(0, 640, 1950, AT, MeasureState.ZERO_UNVERIFIED), "未核实", "零，未核实"),
        (Measure(12, 11, 16, AT, MeasureState.PARTIAL), "◐", "部分"),
        (Measure(None, None, 16, AT, MeasureState.NOT_REPORTED), "—", "未报"),
    ],
)
def test_each_state_has_shape_and_word(measure: Measure, shows: str, says: str) -> None:
    html = measure_html(measure, "/ledger/?kind=x")
    assert shows in seen(html)
    assert says in html.split(">", 1)[0]
    assert html.startswith('<a href="/ledger/?kind=x"')


def test_listeners_hear_the_sentence_once_and_nothing_of_the_shapes() -> None:
    """A link is called by its title where nothing in it is spoken; a bare span is a picture, to have a name."""
    for html in (measure_html(PART, "/x"), measure_html(PART)):
        assert html.count("已查 11 / 应查 16") == 1
        within = re.findall(r"<(?:b|i|small|span)\b[^>]*>", seen(html))
        assert len(within) == 3
        assert all('aria-hidden="true"' in each for each in within)
    assert 'role="img"' in measure_html(PART)
    assert 'role="img"' not in measure_html(PART, "/x")


def test_what_a_figure_is_of_is_said_once() -> None:
    of = figure_of("T1", "=T161-D01", date(2020, 8, 10))
    own = '<a href="/missing/T161-D01/2020-08-10/T1/?itself=1"'
    assert measure_html(PART, of=of).startswith(own)
    assert "data-of" not in measure_html(PART, of=of)
    assert f'data-of="{of}"' in measure_html(PART, "/elsewhere/", of=of)
    assert [each for each, _ in figures(measure_html(PART, of=of) + measure_html(PART, "/elsewhere/", of=of))] == [
        of,
        of,
    ]


def test_not_reported_never_shows_a_zero() -> None:
    assert "0" not in seen(measure_html(Measure(None, 0, 0, AT, MeasureState.NOT_REPORTED)))


def test_not_applicable_is_blank_to_the_eye() -> None:
    html = measure_html(Measure(None, state=MeasureState.NOT_APPLICABLE), "/x")
    assert "不适用" in html
    assert "<a" not in html
    assert "—" not in html


def test_english_says_the_same() -> None:
    with translation.override("en"):
        html = measure_html(Measure(0, 640, 1950, AT, MeasureState.ZERO_UNVERIFIED), label="Fever")
    assert "Fever: 0, zero, unverified, checked 640 of 1,950, 32.8%" in html


def test_coverage_is_rounded_down() -> None:
    assert percent(Decimal("0.99996")) == "99.9%"
    assert percent(Decimal(1)) == "100.0%"


def test_figures_keep_what_they_are() -> None:
    assert figure(Decimal("12.50")) == "12.5"
    assert figure(Decimal("1E+3")) == "1,000"
    assert figure(None) == ""


def test_words_from_outside_are_escaped() -> None:
    assert "<i>" not in measure_html(Measure(1), 'javascript:"><i>', "<i>x</i>").replace('<i class="lf-mark', "")
    assert "&lt;b&gt;" in chip_html(Chip("<b>", "done"))


def test_chips_of_slots_and_measures() -> None:
    assert "未做" in chip_html(SlotState.MISSED)
    assert "is-missed" in chip_html("missed")
    assert "零，未核实" in chip_html(MeasureState.ZERO_UNVERIFIED)
    assert "is-overdue" in chip_html(Chip(w("漏报", "missing"), "missed", "overdue"))


def test_moments_for_people_and_machines() -> None:
    assert when_html(AT) == '<time datetime="2020-08-10T16:40:00+08:00">8月10日 16:40</time>'
    with translation.override("en"):
        assert ">10 Aug 16:40<" in when_html(AT)
        assert ">10 Aug 2020 16:40<" in when_html(AT, "year")
    assert when_html(None) == ""


def test_a_qualifier_stays_with_its_figure() -> None:
    assert "近2,000人" in quantity_html(2000, w("人", "people"), "about")
    assert "30mg/L" in quantity_html(30, "mg/L")
