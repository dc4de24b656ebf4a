"""newspaper · desk: an article is written, proofed, approved by others; an issue is planned, signed off, published."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from lianfang.areas.newspaper import actions, actions_issue, queries, queries_public
from lianfang.areas.newspaper.models import PublicIssue
from lianfang.areas.newspaper.rules import Progress
from lianfang.areas.newspaper.tests.newsroom import (
    BODY,
    DAY,
    NOW,
    acting,
    approve,
    approved,
    how,
    plan,
    planned,
    published,
    written,
)
from lianfang.ground.people.actions import PersonSpec, register_people
from lianfang.kernel import clock, scope
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import Refused
from lianfang.shell.texts.life import Standing

CHANGED = {"sort": "story", "title": "改过", "body": BODY}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newsroom")]


def refusal(act: Any, *args: Any, **said: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **said, how=how())
    return refused.value.problem.code


def test_who_wrote_it_neither_proofs_nor_approves_it() -> None:
    own = written(by="editor", unit="T161")
    with acting("editor") as editor:
        assert refusal(actions.proof_article, editor, article=own, version=1) == "text_own"
    with acting("second") as second:
        actions.proof_article(second, article=own, version=1, how=how())
        assert refusal(actions.approve_article, second, article=own, version=1) == "not_allowed"
    chiefs = written(by="chief", unit="T161")
    with acting("editor") as editor:
        actions.proof_article(editor, article=chiefs, version=1, how=how())
    with acting("chief") as chief:
        assert refusal(actions.approve_article, chief, article=chiefs, version=1) == "text_own"


def test_a_changed_text_has_to_be_proofed_and_approved_again() -> None:
    article = approved()
    with acting("scribe") as scribe:
        actions.rewrite_article(scribe, article=article, data=CHANGED, how=how())
        found = queries.article(scribe, article)
    assert (found.standing, found.text.title, found.text_of(1).title) == (Standing.DRAFT, "改过", "三轮消毒一轮不少")


def test_a_decision_is_about_the_version_that_was_read() -> None:
    article = written()
    with acting("scribe") as scribe:
        actions.rewrite_article(scribe, article=article, data=CHANGED, how=how())
    with acting("editor") as editor:
        assert refusal(actions.proof_article, editor, article=article, version=1) == "text_state"


def test_an_issue_goes_out_as_it_was_signed() -> None:
    slug, issue = published([[approved("甲"), approved("乙")], [approved("丙")]])
    out = queries_public.out(slug)
    assert out is not None
    assert [page["articles"][0]["title"] for page in queries_public.content(out)["pages"]] == ["甲", "丙"]
    with acting("chief") as chief:
        assert queries.issue(chief, issue).progress is Progress.PUBLISHED
        assert refusal(actions_issue.publish_issue, chief, issue=issue) == "newspaper_issue_out"
        assert refusal(actions_issue.sign_issue, chief, issue=issue) == "newspaper_issue_out"
    with acting("editor") as editor:
        assert refusal(actions_issue.replan_issue, editor, issue=issue, data=plan([])) == "newspaper_issue_out"


def test_nothing_goes_out_without_a_signature_or_by_its_only_author() -> None:
    article = approved()
    issue = planned([[article]])
    with acting("chief") as chief:
        assert refusal(actions_issue.publish_issue, chief, issue=issue) == "newspaper_not_signed"
        actions_issue.sign_issue(chief, issue=issue, how=how())
    with acting("editor") as editor:
        assert refusal(actions_issue.sign_issue, editor, issue=issue) == "not_allowed"
        actions_issue.replan_issue(editor, issue=issue, data=plan([[article]], number=2), how=how())
    with acting("chief") as chief:
        assert refusal(actions_issue.publish_issue, chief, issue=issue) == "newspaper_not_signed"
    assert not PublicIssue.objects.exists()


def test_a_text_changed_after_the_signature_stops_the_issue() -> None:
    article = approved()
    issue = planned([[article]])
    with acting("chief") as chief:
        actions_issue.sign_issue(chief, issue=issue, how=how())
    with acting("scribe") as scribe:
        actions.rewrite_article(scribe, article=article, data=CHANGED, how=how())
    with acting("chief") as chief:
        assert refusal(actions_issue.publish_issue, chief, issue=issue) == "newspaper_not_approved"
    approve(article)
    with acting("chief") as chief:
        assert refusal(actions_issue.publish_issue, chief, issue=issue) == "newspaper_not_signed"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("联系人王某，电话13912345678。", "text_personal"),
        ("家住3号楼2单元501室的一户。", "text_personal"),
        ("身份证650102198001011234。", "text_personal"),
        ("一位67岁的老人。", "text_personal"),
        ("看图。\n\n【图1】", "text_picture_unknown"),
        ("消毒【ZZ9 T161 2020-08-10】处。", "text_figure_unknown"),
        ("发热【H2 T161 2020-08-10】人。", "text_figure_unprintable"),
    ],
)
def test_what_must_not_be_printed_stops_the_signature(body: str, code: str) -> None:
    issue = planned([[approved(body=body)]])
    with acting("chief") as chief:
        assert refusal(actions_issue.sign_issue, chief, issue=issue) == code


def test_a_name_of_the_register_stops_the_signature_unless_it_is_the_author_s(system: Any) -> None:
    specs = [PersonSpec("T161-LOG", name) for name in ("欧阳小满", "王小满", "秦通讯")]
    with scope.acting(system):
        register_people(system, specs, at=clock.FixedClock(NOW), origin=Origin.REPLAY)
    told = planned([[approved("甲", body="大家都说王小满是热心人。")]])
    clean = planned([[approved("乙", body="王小的热心满是暖意，秦通讯员也在。")]], day=date(2020, 8, 24), number=2)
    with acting("chief") as chief:
        with pytest.raises(Refused) as refused:
            actions_issue.sign_issue(chief, issue=told, how=how())
        assert (refused.value.problem.code, refused.value.data["said"]) == ("text_personal", "王小满")
        actions_issue.sign_issue(chief, issue=clean, how=how())


def test_dates_numbers_and_pages_are_each_one_issue_s() -> None:
    article = approved()
    planned([[article]], number=7)
    with acting("editor") as editor:
        again, other = plan([[article]], number=8), plan([[article]], number=7, day=date(2020, 8, 24))
        assert refusal(actions_issue.plan_issue, editor, unit="T161", data=again) == "newspaper_date_taken"
        assert refusal(actions_issue.plan_issue, editor, unit="T161", data=other) == "newspaper_number_taken"
        extra = plan([[article]], number=7, edition=1, supplement="专刊")
        actions_issue.plan_issue(editor, unit="T161", data=extra, how=how())
        unnamed = plan([[article]], number=7, edition=2)
        assert refusal(actions_issue.plan_issue, editor, unit="T161", data=unnamed) == "invalid"
    twice = planned([[article], [article]], day=date(2020, 8, 31), number=9)
    empty = planned([[approved("另一篇")], []], day=date(2020, 9, 7), number=10)
    unknown = planned([[uuid4()]], day=date(2020, 9, 14), number=11)
    with acting("chief") as chief:
        assert refusal(actions_issue.sign_issue, chief, issue=twice) == "newspaper_placed_twice"
        assert refusal(actions_issue.sign_issue, chief, issue=empty) == "newspaper_page_empty"
        assert refusal(actions_issue.sign_issue, chief, issue=unknown) == "newspaper_not_approved"


def test_an_article_in_print_stays_and_is_corrected_beside_it() -> None:
    article = approved()
    slug, _ = published([[article]])
    with acting("scribe") as scribe:
        assert refusal(actions.rewrite_article, scribe, article=article, data=CHANGED) == "newspaper_elsewhere"
    with acting("chief") as chief:
        actions_issue.correct_article(chief, article=article, wrong="三轮", right="四轮", how=how())
        assert refusal(actions_issue.correct_article, chief, article=written(), wrong="甲", right="乙") == (
            "newspaper_not_out"
        )
    (notice,) = queries_public.notices([article])[article]
    assert (notice.wrong, notice.says, notice.withdrawn, notice.slug) == ("三轮", "四轮", False, slug)


def test_an_issue_is_offered_what_is_free() -> None:
    free, dropped, elsewhere, out = (approved(title) for title in ("空闲", "不用", "别期", "见报"))
    mine = planned([[approved("本期")]], day=date(2020, 8, 24), number=2)
    planned([[elsewhere]], day=date(2020, 8, 31), number=3)
    published([[out]])
    with acting("editor") as editor:
        actions.drop_article(editor, article=dropped, why="重复", how=how())
        placed = [each.article for page in queries.issue(editor, mine).plan.pages for each in page.articles]
        assert {each.text.title for each in queries.ready(editor)} == {"空闲"}
        assert {each.text.title for each in queries.ready(editor, placed)} == {"空闲", "本期"}
        assert queries.ready(editor)[0].stream == free


def test_a_second_paper_is_not_begun() -> None:
    with acting("stranger") as stranger:
        assert refusal(actions.set_paper, stranger, unit="MANAN", data={"name": "另一份"}) == "newspaper_other_paper"


def test_a_serial_number_is_never_made_up() -> None:
    with acting("editor") as editor:
        assert refusal(actions.set_paper, editor, unit="T161", data={"name": "报", "serial_no": "CN"}) == "invalid"
        actions.set_paper(editor, unit="T161", data={"name": "报"}, how=how())
        paper = queries.paper()
    assert paper is not None
    assert (paper.said.name, paper.said.serial_no) == ("报", None)


def test_the_day_of_the_issue_is_its_address() -> None:
    slug, _ = published()
    assert slug == DAY.isoformat()
