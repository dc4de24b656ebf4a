"""tests · stories: confirmed reports become a bulletin; one is amended, and a correction is proposed by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.areas.newspaper.tests.newsroom import acting, browser, how
from lianfang.areas.publicity import actions, actions_bulletin, queries, queries_figures, queries_words
from lianfang.kernel import clock
from lianfang.kernel.problems import Refused
from tests.stories import printed
from tests.stories.printed import LATER
from tests.support import pages

pytestmark = [pytest.mark.django_db]
ASKED = {"unit": "T161", "day": "2020-08-10"}


@pytest.fixture
def week(owner_conn: psycopg.Connection[Any], system: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    printed.open_week(owner_conn, monkeypatch, system)


@pytest.fixture
def told(week: None) -> UUID:
    """A bulletin that is signed off."""
    with acting("editor") as editor:
        text = actions_bulletin.make_bulletin(editor, unit="T161", day=printed.DAY, how=how())
    sign(text)
    return text


def sign(text: UUID) -> None:
    with acting("second") as second:
        actions.review_text(second, text=text, version=queries.text(second, text).version, how=how(LATER))
    with acting("chief") as chief:
        actions.sign_text(chief, text=text, version=queries.text(chief, text).version, how=how(LATER))


def words(text: UUID) -> str:
    """What goes to a group of the version that is signed off."""
    with acting("chief") as chief:
        found = queries.text(chief, text)
        assert found.signed is not None
        return queries_words.plain(found, found.signed)


def notice(text: UUID) -> bytes:
    """The official notice of the version that is signed off, as a PDF."""
    answer = browser("chief").get(f"/publicity/texts/{text}/faces/notice.pdf")
    assert answer.status_code == 200
    return b"".join(answer) if answer.streaming else answer.content


def sent(client: Client, address: str, data: dict[str, Any]) -> str:
    answer = client.post(address, data)
    assert answer.status_code == 302, pages.text(answer, answer.status_code)
    return str(answer["Location"])


def test_a_bulletin_says_what_was_confirmed_and_what_it_leaves_out(week: None) -> None:
    editor = browser("editor")
    page = pages.text(editor.get("/publicity/bulletin/", ASKED))
    assert "一六一队应报8月10日日报的 4 家单位中，4 家已报送" in page
    assert "（部分单位）" not in page
    assert "消毒已做点次（应查为应做）28点次" in page
    assert "复测确认）少于 5人" in page, "three people of a team"
    assert "经核查官方渠道：确诊0例" in page
    assert "未列入的数字：出入登记（零，未核实）。未核实的零、未报的数字不发布。" in page
    href = sent(editor, "/publicity/bulletin/?unit=T161&day=2020-08-10", {})
    shown = pages.text(editor.get(href))
    assert "一六一队8月10日疫情防控通报" in shown
    assert "【E1 T161 2020-08-10】" in shown, "each figure stays tied to what it rests on"
    assert browser("auditor").get("/publicity/bulletin/").status_code == 403
    assert "没有可发布的数字" in pages.text(editor.post("/publicity/bulletin/?unit=T161&day=2020-08-09", {}), 409)


def test_units_without_a_report_are_named_and_count_as_nothing(week: None, system: Any) -> None:
    from lianfang.areas.publicity.queries_bulletin import bulletin
    from lianfang.ground.units import queries as units
    from lianfang.kernel import scope

    with scope.acting(system):
        found = bulletin(system, units.unit(system, "XJCG"), printed.DAY)
    assert "6 家单位中，4 家已报送。未报送：" in found.body
    assert "二〇〇队" in found.body
    assert "未报的不作零计" in found.body
    assert "（部分单位）" in found.body
    assert "确诊" not in "".join(line.of.words.zh for line in found.told), "a zero of which a part is missing is none"


def test_an_amended_report_proposes_a_correction_and_what_is_out_stays(
    told: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, paper = words(told), notice(told)
    assert "28点次" in before
    printed.amend(19, at=LATER + timedelta(hours=1))
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(LATER + timedelta(hours=2)))
    assert words(told) == before, "nothing that is out changes by itself"
    assert notice(told) == paper
    editor, chief = browser("editor"), browser("chief")
    assert "疫情防控通报》发布为 28，日报现为 27" in pages.text(editor.get("/"))
    with acting("editor") as actor, CaptureQueriesContext(connection) as asked:
        (proposal,) = queries_figures.proposals(actor, LATER + timedelta(hours=2))
    assert len(asked) <= 8
    way = f"/publicity/texts/{told}/figures/{proposal.note}/"
    assert f"{way}correct/" in pages.text(editor.get("/publicity/figures/"))
    assert f"{way}keep/" not in pages.text(editor.get("/publicity/figures/")), "who signs off says that it stays"
    assert f"{way}keep/" in pages.text(chief.get(f"/publicity/texts/{told}/"))
    correction = editor.get(f"{way}correct/").context["form"]["words"].value()
    assert correction.startswith("更正：")
    assert "原发布为 28，据8月18日 11:00更正的日报更正为 27。" in correction
    assert sent(editor, f"{way}correct/", {"words": correction}) == f"/publicity/texts/{told}/"
    assert words(told) == before, "nor before the correction is signed off"
    assert "发布为 28" not in pages.text(editor.get("/")), "it waits for its review"
    assert "更正稿待审签" in pages.text(editor.get("/publicity/figures/"))
    with acting("editor") as actor, pytest.raises(Refused) as refused:
        actions_bulletin.correct_text(actor, text=told, words="再更正", how=how(LATER))
    assert refused.value.problem.code == "publicity_corrected_already"
    sign(told)
    after = words(told)
    assert after.splitlines()[2] == correction
    assert "27点次" in after
    with acting("editor") as actor:
        assert queries_figures.proposals(actor, LATER + timedelta(hours=3)) == []


def test_a_figure_that_stays_says_why(told: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    printed.amend(19, at=LATER + timedelta(hours=1))
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(LATER + timedelta(hours=2)))
    with acting("chief") as actor:
        (proposal,) = queries_figures.proposals(actor, LATER + timedelta(hours=2))
        with pytest.raises(Refused) as refused:
            actions_bulletin.keep_figure(
                actor, text=told, figure="【E2 T161 2020-08-10】", state="ok", why="没发过", how=how(LATER)
            )
    assert refused.value.problem.code == "publicity_figure_not_told"
    chief, href = browser("chief", "en"), f"/publicity/texts/{told}/"
    assert sent(chief, f"{href}figures/{proposal.note}/keep/", {"why": "补录的一次不影响口径"}) == href
    assert "补录的一次不影响口径" in pages.text(chief.get(href))
    with acting("chief") as actor:
        assert queries_figures.proposals(actor, LATER + timedelta(hours=2)) == []
        assert [each.stream for each in queries.texts(actor, standing=queries.text(actor, told).standing)] == [told]
