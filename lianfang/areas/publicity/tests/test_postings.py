"""publicity · postings: planned for places and groups, put up and taken down with proof, covered or not."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from lianfang.areas.publicity import actions, actions_posting, queries, queries_posting
from lianfang.areas.publicity.actions_posting import end_posting, plan_posting, post, replan_posting, take_down
from lianfang.areas.publicity.rules import Hanging
from lianfang.areas.publicity.tests.office import (
    BODY,
    DAY,
    HOUR,
    NOW,
    acting,
    how,
    photo,
    plan,
    planned,
    put_up,
    refusal,
    sign,
    signed,
    states,
    written,
)
from lianfang.kernel.problems import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
LATER = NOW + 2 * HOUR


def planning(text: Any, **more: Any) -> str:
    with acting("editor") as editor:
        return refusal(plan_posting, editor, unit="T161", data=plan(text, **more))


def test_what_is_wrong_with_a_plan_is_said() -> None:
    text = signed()
    assert planning(written("未签发")) == "publicity_not_signed"
    assert planning(uuid4()) == "not_found"
    assert planning(text, until_at=NOW) == "invalid"
    assert planning(text, places=["BOARD-1", "BOARD-1"]) == "invalid"
    assert planning(text, places=["NOWHERE"]) == "publicity_no_such_place"
    assert planning(text, places=["BOARD-1", "FAR-1"]) == "publicity_no_such_place"
    assert planning(text, channel="wechat") == "publicity_needs_groups"
    assert planning(text, groups=["一号群"]) == "publicity_needs_places"
    assert planning(text, channel="skywriting") == "invalid"
    planned(text)
    assert planning(text, places=["BOARD-2", "GATE-1"]) == "publicity_planned_twice"
    planned(text, channel="screen", places=["BOARD-2"])
    with acting("hand") as hand:
        assert refusal(plan_posting, hand, unit="T161", data=plan(text)) == "not_found"
        data = plan(text, channel="banner", places=["HALL-1"])
        assert refusal(plan_posting, hand, unit="T161-PROP", data=data) == "publicity_no_such_place"
    own = written("后勤稿", by="scribe", unit="T161-LOG")
    sign(own)
    assert planning(own) == "publicity_text_elsewhere"


def test_a_slot_waits_is_overdue_out_expired_and_over() -> None:
    posting = planned()
    assert states(posting) == dict.fromkeys(("BOARD-1", "BOARD-2"), Hanging.WAITS)
    assert states(posting, LATER)["BOARD-1"] is Hanging.OVERDUE
    put_up(posting, at=LATER)
    assert states(posting, LATER) == {"BOARD-1": Hanging.OUT, "BOARD-2": Hanging.OVERDUE}
    over = NOW + 8 * DAY
    assert states(posting, over) == {"BOARD-1": Hanging.EXPIRED, "BOARD-2": Hanging.MISSED}
    with acting("hand") as hand:
        assert refusal(take_down, hand, posting=posting, target="BOARD-1", data={}, how=how(over)) == (
            "publicity_photo_wanted"
        )
        take_down(hand, posting=posting, target="BOARD-1", data={"photo_sha256": photo(hand)}, how=how(over))
    assert states(posting, over)["BOARD-1"] is Hanging.DOWN


def test_proof_is_asked_once_and_of_the_right_version() -> None:
    posting = planned()
    with acting("hand") as hand:
        here = {"posting": posting, "target": "BOARD-1"}
        assert refusal(post, hand, **here, data={"version": 1}) == "publicity_photo_wanted"
        shown = {"photo_sha256": photo(hand)}
        assert refusal(post, hand, **here, data=shown | {"version": 2}) == "publicity_version_moved"
        assert refusal(post, hand, posting=posting, target="GATE-1", data=shown | {"version": 1}) == (
            "publicity_no_such_slot"
        )
        assert refusal(take_down, hand, **here, data=shown) == "publicity_not_up"
        post(hand, **here, data=shown | {"version": 1}, how=how())
        assert refusal(post, hand, **here, data=shown | {"version": 1}) == "publicity_up_already"
        assert refusal(take_down, hand, **here, data=shown) == "publicity_why_early"
    with acting("scribe") as scribe:  # who has nothing to do with these places does not see them
        data = {"version": 1, "photo_sha256": photo(scribe)}
        assert refusal(post, scribe, posting=posting, target="BOARD-2", data=data) == "publicity_no_such_slot"


def test_a_newer_version_makes_what_hangs_old() -> None:
    text = signed()
    posting = planned(text)
    put_up(posting)
    with acting("editor") as editor:
        data = {"sort": "notice", "title": "进出小区的通知（新）", "body": BODY}
        actions.rewrite_text(editor, text=text, data=data, how=how())
    assert states(posting)["BOARD-1"] is Hanging.OUT  # a draft changes nothing outside
    sign(text, NOW)
    assert states(posting) == {"BOARD-1": Hanging.OLD, "BOARD-2": Hanging.WAITS}
    with acting("hand") as hand:
        assert [each.title for each in queries_posting.slots(hand, NOW, posting=posting)] == [
            "进出小区的通知（新）"
        ] * 2
    put_up(posting, version=4)
    assert states(posting)["BOARD-1"] is Hanging.OUT


def test_a_withdrawn_text_is_to_come_down_at_once() -> None:
    text = signed()
    posting = planned(text)
    talk = planned(text, channel="wechat", groups=["一号群"])
    put_up(posting)
    with acting("editor") as editor:
        post(editor, posting=talk, target="一号群", data={"version": 1, "sent": "通知"}, how=how())
    with acting("chief") as chief:
        actions.withdraw_text(chief, text=text, why="措施调整", how=how())
    assert states(posting) == {"BOARD-1": Hanging.RECALLED, "BOARD-2": Hanging.VOID}
    assert states(talk) == {"一号群": Hanging.RECALLED}
    with acting("hand") as hand:
        data = {"version": 1, "photo_sha256": photo(hand)}
        assert refusal(post, hand, posting=posting, target="BOARD-2", data=data) == "publicity_not_wanted"
    with acting("editor") as editor:
        take_down(editor, posting=talk, target="一号群", data={"note": "已在群内说明作废"}, how=how())
    assert states(talk) == {"一号群": Hanging.DOWN}


def test_what_was_recorded_by_mistake_is_taken_back() -> None:
    posting = planned()
    entry = put_up(posting)
    with acting("scribe") as scribe:
        assert refusal(actions_posting.take_back, scribe, entry=entry, because="点错") == "not_found"
    with acting("hand") as hand:
        actions_posting.take_back(hand, entry=entry, because="贴错了地方", how=how())
    assert states(posting)["BOARD-1"] is Hanging.WAITS
    put_up(posting, at=LATER)
    assert states(posting, LATER)["BOARD-1"] is Hanging.OUT


def test_a_changed_plan_leaves_what_hangs_to_be_taken_down() -> None:
    text = signed()
    posting = planned(text)
    put_up(posting)
    with acting("editor") as editor:
        replan_posting(editor, posting=posting, data=plan(text, places=["BOARD-2", "GATE-1"]), how=how())
    assert states(posting) == {"BOARD-1": Hanging.EXPIRED, "BOARD-2": Hanging.WAITS, "GATE-1": Hanging.WAITS}
    with acting("editor") as editor:
        end_posting(editor, posting=posting, why="不再需要", how=how())
        assert refusal(end_posting, editor, posting=posting, why="再结束") == "publicity_posting_over"
        assert refusal(replan_posting, editor, posting=posting, data=plan(text)) == "publicity_posting_over"
    assert states(posting) == {"BOARD-1": Hanging.EXPIRED, "BOARD-2": Hanging.VOID, "GATE-1": Hanging.VOID}


def test_what_was_said_in_a_group_is_over_with_its_time() -> None:
    posting = planned(channel="qq", groups=["一号群", "二号群"])
    with acting("editor") as editor:
        said = {"version": 1, "sent": "通知全文", "reach": 312, "counted_by": "群管理员"}
        uncounted = said | {"counted_by": None}
        assert refusal(post, editor, posting=posting, target="一号群", data=uncounted) == "invalid"
        post(editor, posting=posting, target="一号群", data=said, how=how())
    assert states(posting) == {"一号群": Hanging.OUT, "二号群": Hanging.WAITS}
    assert states(posting, NOW + 8 * DAY) == {"一号群": Hanging.DOWN, "二号群": Hanging.MISSED}


def test_a_screen_shows_what_is_to_be_seen_there_now() -> None:
    text = signed()
    planned(text, channel="screen", places=["GATE-1"])
    with acting("hand") as hand:
        assert queries.showing(hand, "GATE-1", NOW) == []
        (found,) = queries.showing(hand, "GATE-1", LATER, "screen")
        assert (found.text.stream, found.version, found.said.body) == (text, 1, BODY)
        assert queries.showing(hand, "GATE-1", LATER, "banner") == []
        assert queries.showing(hand, "GATE-1", NOW + 8 * DAY) == []


def test_a_group_is_sent_to_by_its_address_and_recorded_if_it_took_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, str, str]] = []
    monkeypatch.setattr("lianfang.shell.sending.send", lambda url, title, body: sent.append((url, title, body)))
    posting = planned(channel="wechat", groups=["一号群", "二号群"])
    address = "json://hooks.example.org/room"
    with acting("chief") as chief:
        actions_posting.set_group(chief, unit="T161", name="一号群", url=address, how=how())
    with acting("editor") as editor:
        assert refusal(actions_posting.set_group, editor, unit="T161", name="二号群", url=address) == "not_allowed"
        send = {"posting": posting, "version": 1, "words": "通知全文"}
        assert refusal(actions_posting.send_to_group, editor, target="二号群", **send) == "publicity_no_address"
        actions_posting.send_to_group(editor, target="一号群", **send, how=how())
        (slot, _) = queries_posting.slots(editor, NOW, posting=posting)[::-1]
    assert sent == [(address, "进出小区的通知", "通知全文")]
    assert (slot.target, slot.state(NOW)) == ("一号群", Hanging.OUT)
    with acting("chief") as chief:
        actions_posting.set_group(chief, unit="T161", name="二号群", url=address, how=how())
        actions_posting.set_group(chief, unit="T161", name="一号群", url="", how=how())

    def fails(*_: str) -> None:
        from lianfang.shell.sending import NotDelivered

        raise NotDelivered("timeout")

    monkeypatch.setattr("lianfang.shell.sending.send", fails)
    with acting("editor") as editor:
        with pytest.raises(Refused) as refused:
            actions_posting.send_to_group(editor, target="二号群", **send, how=how())
        assert refused.value.problem.code == "publicity_not_delivered"
    assert states(posting)["二号群"] is Hanging.WAITS
