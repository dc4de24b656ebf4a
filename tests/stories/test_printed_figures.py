"""tests · stories: a report that stood behind a printed figure is amended, and an erratum is proposed by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.areas.newspaper import actions_issue, queries_figures, queries_public
from lianfang.areas.newspaper.models import PublicFigure
from lianfang.areas.newspaper.tests import newsroom
from lianfang.areas.newspaper.tests.newsroom import acting, approved, browser, how, published
from lianfang.areas.reporting import actions as reporting
from lianfang.areas.reporting.tests import town
from lianfang.kernel import clock
from lianfang.kernel.filings import FILINGS, Asked
from lianfang.kernel.measures import MeasureState
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording
from lianfang.shell.texts import following
from tests.stories import printed
from tests.stories.printed import BODY, DAY, LATER
from tests.support import pages

pytestmark = [pytest.mark.django_db]
SHOWN = ("", "01/", "01/a1/", "content.json", "issue.pdf", "issue.epub", "proof/")


@pytest.fixture
def week(owner_conn: psycopg.Connection[Any], system: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    printed.open_week(owner_conn, monkeypatch, system)
    yield
    queries_public.clear_kept()


@pytest.fixture
def out(week: None) -> tuple[str, UUID]:
    """An issue with figures that is out: its slug, and the article."""
    article = approved("一处一记", body=BODY)
    return published([[article]])[0], article


def later(monkeypatch: pytest.MonkeyPatch, days: int = 0) -> None:
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(LATER + timedelta(days=days)))


def bytes_of(slug: str) -> dict[str, bytes]:
    reader = Client()
    return {
        name: b"".join(answer) if (answer := reader.get(f"/paper/{slug}/{name}")).streaming else answer.content
        for name in SHOWN
    }


def test_an_amended_report_proposes_an_erratum_and_changes_nothing(
    out: tuple[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    slug, article = out
    before = bytes_of(slug)
    shown = before["01/a1/"].decode()
    assert "28" in shown
    assert "一六一队指标E1：28" in shown, "with what it is and where it comes from"
    assert "少于 5" in shown, "three people of a unit are not told"
    assert "指标H2：少于 5" in shown
    assert "40" not in shown.partition("数字出处")[2], "nor how many they are of"
    with acting("chief") as chief:
        assert queries_figures.proposals(chief, newsroom.NOW) == []
    printed.amend(19)
    later(monkeypatch)
    assert bytes_of(slug) == before
    chief, editor = browser("chief"), browser("editor", "en")
    assert "《一处一记》第1版印为 28，日报现为 27" in pages.text(chief.get("/"))
    assert "日报现为" not in pages.text(editor.get("/")), "who cannot tell an erratum is not asked for one"
    listed = pages.text(editor.get("/newspaper/figures/"))
    assert "18 Aug 09:10" in listed
    assert "/correct/" not in listed
    href = f"/newspaper/articles/{article}/"
    assert "印出后有变的数字" in pages.text(chief.get(href))
    way = f"{href}figures/1/correct/"
    assert f'href="{way}"' in pages.text(chief.get("/newspaper/figures/"))
    assert editor.get(way).status_code == 403
    form = chief.get(way).context["form"]
    said = {name: form[name].value() for name in form.fields}
    assert said == {"wrong": "全队消毒28点次，无一遗漏。", "right": "全队消毒27点次，无一遗漏。"}
    assert bytes_of(slug) == before, "a proposal changes nothing"
    assert chief.post(way, said)["Location"] == href
    after = bytes_of(slug)
    assert "全队消毒27点次" in after["01/a1/"].decode()
    assert "全队消毒27点次" in Client().get("/paper/errata/").content.decode()
    assert {name: after[name] for name in SHOWN[3:6]} == {name: before[name] for name in SHOWN[3:6]}
    assert "日报现为" not in pages.text(chief.get("/"))
    assert "见报的数字都没有变" in pages.text(chief.get("/newspaper/figures/"))
    assert chief.get(way).status_code == 404


def test_what_is_set_aside_counts_until_the_figure_changes_again(
    out: tuple[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, article = out
    printed.amend(19)
    later(monkeypatch)
    chief = browser("chief")
    way = f"/newspaper/articles/{article}/figures/1/keep/"
    assert chief.post(way, {"why": ""}).status_code == 422
    assert chief.post(way, {"why": "原文是快报口径"})["Location"] == f"/newspaper/articles/{article}/"
    assert "原文是快报口径" in pages.text(chief.get(f"/newspaper/articles/{article}/"))
    with acting("chief") as actor:
        assert queries_figures.proposals(actor, LATER) == []
        with pytest.raises(Refused) as refused:
            actions_issue.keep_figure(
                actor, article=article, figure="【E2 T161 2020-08-10】", state="ok", why="没印过", how=how(LATER)
            )
        assert refused.value.problem.code == "newspaper_figure_not_printed"
    printed.amend(18, at=LATER + timedelta(hours=1))
    with acting("chief") as actor:
        (again,) = queries_figures.proposals(actor, LATER + timedelta(hours=2))
    assert again.change.now.words.zh == "26"


def test_few_people_stay_few_and_a_recalled_report_leaves_no_figure(
    out: tuple[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    printed.amend(2, code="H2")
    with acting("chief") as chief:
        assert queries_figures.proposals(chief, LATER) == [], "fewer than five is still true"
    printed.amend(6, code="H2", at=LATER)
    with acting("chief") as chief:
        (found,) = queries_figures.proposals(chief, LATER + timedelta(hours=1))
    assert (found.change.before.words.zh, found.change.now.words.zh) == ("少于 5", "6")


def test_what_was_withdrawn_or_is_out_of_sight_needs_no_erratum(out: tuple[str, UUID]) -> None:
    _, article = out
    printed.amend(19)
    with acting("stranger") as stranger:
        assert queries_figures.proposals(stranger, LATER) == []
    with acting("chief") as chief:
        assert len(queries_figures.proposals(chief, LATER)) == 1
        actions_issue.withdraw_article(chief, article=article, why="另有安排", how=how(LATER))
        assert queries_figures.proposals(chief, LATER) == []


def test_questions_do_not_grow_with_the_issues(out: tuple[str, UUID]) -> None:
    printed.amend(19)
    with acting("chief") as chief, CaptureQueriesContext(connection) as few:
        queries_figures.proposals(chief, LATER)
    old = newsroom.NOW - timedelta(days=600)
    PublicFigure.objects.bulk_create(
        PublicFigure(
            article=uuid4(), slug=f"old-{n}", note=1, code="E1", unit="T161", day=date(2020, 8, 1 + n % 10),
            value="28", state="ok", printed_at=old if n % 10 else newsroom.NOW,
        )
        for n in range(2000)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE newspaper_public_figure")
    with acting("chief") as chief, CaptureQueriesContext(connection) as many:
        assert len(queries_figures.proposals(chief, LATER)) == 1
        assert len(queries_figures.proposals(chief, LATER, all_of_them=True)) == 1
    assert len(many) == 2 * len(few)
    assert len(few) <= 8
    rows = PublicFigure.objects.filter(printed_at__gt=LATER - following.FOLLOWED)
    assert "newspaper_public_figure_at" in rows.explain()


def test_only_reports_that_stand_are_printed(week: None) -> None:
    """The same as the roll-up where everybody has filed; what nobody filed is in none of it."""
    asked = Asked(DAY, town.PATHS["T161"])
    with town.as_role("superior", "XJCG") as actor:
        found = FILINGS.asked.confirmed(actor, [asked, Asked(DAY, town.PATHS["XJCG"])])
        rolled = FILINGS.asked.figures(actor, clock.reporting_day(DAY), asked.path, LATER)
        own = {code: measure for figures in rolled.values() for code, measure in figures.items()}
    mine = found[asked]
    assert (mine.due, mine.missing) == (4, ())
    assert mine.figures.keys() == own.keys()
    assert (mine.figures["E1"].value, mine.figures["E1"].state) == (28, MeasureState.OK)
    assert mine.figures["E1"].as_of == town.WINDOW_CLOSED
    town.say("T200-LOG", "E1", 5, 5, 5)
    above = found[Asked(DAY, town.PATHS["XJCG"])]
    assert set(above.missing) == {"T200", "T200-LOG"}
    assert (above.figures["E1"].value, above.figures["E1"].state) == (28, MeasureState.PARTIAL)


def test_figures_are_picked_by_words_with_their_signs(week: None) -> None:
    """A page that works without a script: indicator by its words, unit by its name, each with the sign to copy."""
    editor = browser("editor")
    page = pages.text(editor.get("/texts/figures/", {"day": "2020-08-10", "unit": "T161"}))
    assert "【E1 T161 2020-08-10】" in page
    assert "28" in page
    one = pages.text(editor.get("/texts/figures/", {"day": "2020-08-10", "unit": "后勤", "q": "指标H2"}))
    assert "【H2 T161-LOG 2020-08-10】" in one
    assert "少于 5" in one
    assert "【E1" not in one
    assert "没有查到数字" in pages.text(editor.get("/texts/figures/", {"day": "2020-08-10", "unit": "MANAN"}))
    piece = editor.get("/texts/figures/", {"day": "2020-08-10"}, headers={"X-Lianfang-Box": "1"})
    assert "<html" not in pages.text(piece)
    assert "/texts/figures/" in pages.text(editor.get("/newspaper/write/"))
    article = newsroom.written("一处一记", body=BODY)
    shown = pages.text(editor.get(f"/newspaper/articles/{article}/"))
    assert "文中的数字" in shown
    assert shown.count("可引用") == 3


def test_a_total_beside_a_few_is_not_signed_off(week: None) -> None:
    """Three people with a fever at one unit, and nobody at the other: the total alone may be told."""
    town.say("T161-D01", "H2", 9, 12, 12)
    with town.as_role("reporter", "T161-D01") as actor:
        reporting.amend_report(
            actor, unit="T161-D01", day=DAY, why="补报", how=Recording(clock.FixedClock(printed.AMENDED_AT))
        )
    body = "全队发热【H2 T161 2020-08-10】人，其中井队【H2 T161-D01 2020-08-10】人，后勤【H2 T161-LOG 2020-08-10】人。"
    issue = newsroom.planned([[approved("发热情况", body=body)]])
    with acting("chief") as chief, pytest.raises(Refused) as refused:
        actions_issue.sign_issue(chief, issue=issue, how=how())
    assert refused.value.problem.code == "text_figure_apart"
    assert refused.value.data["said"] == "【H2 T161-LOG 2020-08-10】"
