"""publicity · desk: a text is written, reviewed and signed off by others, and withdrawn."""

from __future__ import annotations

from typing import Any

import pytest

from lianfang.areas.publicity import actions, queries
from lianfang.areas.publicity.tests.office import BODY, acting, how, refusal, sign, signed, written
from lianfang.ground.people.actions import PersonSpec, register_people
from lianfang.kernel import clock, scope
from lianfang.kernel.kinds import Origin
from lianfang.shell.texts.life import Standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
CHANGED = {"sort": "notice", "title": "改过的通知", "body": BODY, "number": "队防控〔2020〕8号"}


def test_who_wrote_it_neither_reviews_nor_signs_it() -> None:
    own = written()
    with acting("editor") as editor:
        assert refusal(actions.review_text, editor, text=own, version=1) == "text_own"
    chiefs = written(by="chief")
    with acting("editor") as editor:
        actions.review_text(editor, text=chiefs, version=1, how=how())
        assert refusal(actions.sign_text, editor, text=chiefs, version=1) == "not_allowed"
    with acting("chief") as chief:
        assert refusal(actions.sign_text, chief, text=chiefs, version=1) == "text_own"
        assert refusal(actions.sign_text, chief, text=own, version=1) == "text_state"


def test_what_was_signed_counts_until_the_next_version_is() -> None:
    text = signed()
    with acting("editor") as editor:
        actions.rewrite_text(editor, text=text, data=CHANGED, how=how())
        found = queries.text(editor, text)
        assert (found.standing, found.signed, found.version) == (Standing.DRAFT, 1, 4)
        assert refusal(actions.review_text, editor, text=text, version=4) == "text_own"
    with acting("second") as second:
        assert refusal(actions.review_text, second, text=text, version=1) == "text_state"
        assert refusal(actions.drop_text, second, text=text, why="不用了") == "text_state"
    sign(text)
    with acting("editor") as editor:
        assert queries.text(editor, text).signed == 4
        assert refusal(actions.return_text, editor, text=text, why="再改") == "text_state"


def test_a_withdrawn_text_is_over() -> None:
    text = signed()
    with acting("editor") as editor:
        assert refusal(actions.withdraw_text, editor, text=text, why="措施调整") == "not_allowed"
    with acting("chief") as chief:
        actions.withdraw_text(chief, text=text, why="措施调整", how=how())
        found = queries.text(chief, text)
        assert (found.standing, found.signed) == (Standing.WITHDRAWN, None)
        assert refusal(actions.withdraw_text, chief, text=text, why="再撤") == "text_state"
        assert refusal(actions.rewrite_text, chief, text=text, data=CHANGED) == "text_state"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("联系电话13912345678。", "text_personal"),
        ("住3号楼2单元501室的一户。", "text_personal"),
        ("看图。\n\n【图1】", "text_picture_unknown"),
        ("消毒【ZZ9 T161 2020-08-10】处。", "text_figure_unknown"),
        ("发热【H2 T161 2020-08-10】人。", "text_figure_unprintable"),
    ],
)
def test_what_must_not_go_out_stops_the_signature(body: str, code: str) -> None:
    text = written(body=body)
    with acting("second") as second:
        actions.review_text(second, text=text, version=1, how=how())
    with acting("chief") as chief:
        assert refusal(actions.sign_text, chief, text=text, version=1) == code


def test_a_name_of_the_register_stops_the_signature(system: Any) -> None:
    with scope.acting(system):
        specs = [PersonSpec("T161-LOG", "王小满")]
        register_people(system, specs, at=clock.current(), origin=Origin.REPLAY)
    text = written(body="感谢王小满为大家送菜。")
    with acting("second") as second:
        actions.review_text(second, text=text, version=1, how=how())
    with acting("chief") as chief:
        assert refusal(actions.sign_text, chief, text=text, version=1) == "text_personal"


def test_a_figure_of_no_day_is_refused_at_once() -> None:
    with acting("editor") as editor:
        data = CHANGED | {"body": "消毒【E1 T161 2020-02-30】处"}
        assert refusal(actions.write_text, editor, unit="T161", data=data) == "text_figure_unknown"


def test_below_only_what_is_signed_is_read() -> None:
    draft, out, own = written("草稿"), signed("已签发"), written("后勤稿", by="scribe", unit="T161-LOG")
    with acting("hand") as hand:
        assert {*queries.texts_by(hand, [draft, out, own])} == {out}
        assert queries.texts(hand) == []
    with acting("editor") as editor:
        assert {*queries.texts_by(editor, [draft, out, own])} == {draft, out, own}
        assert [each.text.title for each in queries.texts(editor, standing=Standing.APPROVED)] == ["已签发"]
        assert [each.text.title for each in queries.texts(editor, text="后勤", sort="notice")] == ["后勤稿"]
    with acting("stranger") as stranger:
        assert queries.texts_by(stranger, [draft, out, own]) == {}
