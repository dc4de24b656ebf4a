"""alerts · tests · outbox: who is written to, what waits for the morning, storms, and that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from lianfang.areas.alerts import actions, actions_outbox
from lianfang.areas.alerts.models import Message
from lianfang.areas.alerts.tests.conftest import NOON, Trial, alerts, gap
from lianfang.ground.testing import Cast
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from lianfang.kernel.gaps import Severity
from lianfang.kernel.scope import Actor

pytestmark = pytest.mark.django_db
NIGHT = 11 * 60  # 23:00, in minutes after noon
URL = "json://hook.example.org/secret-token-4711"


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


def channel(actor: Actor, *, unit: str = "T161", name: str = "值班群", severity: str = "notice", **more: Any) -> Any:
    said = {"url": URL, "language": "zh-hans", **more}
    with scope.acting(actor):
        return actions.set_channel(
            actor, unit=units.unit(actor, unit), channel=None, name=name, min_severity=severity, **said
        )


def messages(**wanted: Any) -> list[Message]:
    with scope.acting(scope.system_actor()):
        return list(Message.objects.filter(**wanted).order_by("queued_at", "id"))


def jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'message' FROM procrastinate_jobs WHERE task_name = %s ORDER BY id",
            (actions_outbox.DELIVER,),
        )
        return [row[0] for row in cursor.fetchall()]


def test_a_message_is_handed_over_with_its_alert(trial: Trial, cast: Cast) -> None:
    channel(cast.commander)
    trial.put(gap())
    trial.look()
    (message,) = messages()
    assert (message.title, message.state, message.tries) == ("【预警】消毒第一轮未做（round-1）", "queued", 0)
    assert "后勤" in message.body
    assert "责任：后勤填报员" in message.body
    assert f"/alerts/{message.alert}/" in message.body
    assert jobs() == [str(message.id)]


def test_only_who_listens_is_written_to(trial: Trial, cast: Cast) -> None:
    channel(cast.commander, name="全队")
    channel(cast.commander, unit="T161-PROP", name="物业")
    channel(cast.commander, name="只要紧急", severity="urgent")
    trial.put(gap())
    trial.look()
    assert len(messages()) == 1
    trial.put(gap("burst", severity=Severity.URGENT))
    trial.look(1)
    assert len(messages(severity="urgent")) == 2


def test_what_climbs_is_told_and_names_the_vacant_post(trial: Trial, cast: Cast) -> None:
    channel(cast.commander, language="en")
    trial.put(gap())
    trial.look()
    trial.look(15)
    last = messages()[-1]
    assert last.title == "[warning] first disinfection round missed (round-1)"
    assert "Escalated: nobody took it in time; duty officer of Team 161 is vacant" in last.body
    assert "commander of Team 161" in last.body


def test_the_night_holds_back_what_can_wait_and_never_the_urgent(trial: Trial, cast: Cast) -> None:
    channel(cast.commander)
    later = NOON + timedelta(minutes=NIGHT)
    trial.put(gap("a", since=later), gap("b", since=later, severity=Severity.NOTICE))
    trial.put(gap("c", since=later, severity=Severity.URGENT))
    trial.look(NIGHT)
    assert [(m.severity, m.state) for m in sorted(messages(), key=lambda m: m.severity)] == [
        ("notice", "held"), ("urgent", "queued"), ("warning", "held"),
    ]  # fmt: skip
    assert {m.not_before for m in messages(state="held")} == {NOON + timedelta(hours=19)}  # 07:00
    assert len(jobs()) == 1
    trial.gaps.clear()  # mended in the night; what was held is still told
    trial.look(NIGHT + 1)
    trial.look(18 * 60 + 59)
    assert len(jobs()) == 1
    trial.look(19 * 60)
    (summary,) = messages(sort="summary")
    assert (summary.title, summary.count, summary.state) == ("汇总：2 条提醒", 2, "queued")
    assert "消毒第一轮未做（a）" in summary.body
    assert len(messages(state="folded")) == 2
    assert jobs()[1:] == [str(summary.id)]
    trial.look(19 * 60 + 1)
    assert len(jobs()) == 2


def test_one_held_message_goes_as_itself(trial: Trial, cast: Cast) -> None:
    channel(cast.commander)
    trial.put(gap(since=NOON + timedelta(minutes=NIGHT), severity=Severity.NOTICE))
    trial.look(NIGHT)
    trial.look(19 * 60)
    assert messages(sort="summary") == []
    assert str(messages(sort="alert")[0].id) in jobs()


def test_a_storm_is_one_message(trial: Trial, cast: Cast) -> None:
    channel(cast.commander)
    trial.put(*(gap(f"round-{n}") for n in range(200)))
    trial.look()
    assert len(alerts()) == 200
    (storm,) = messages()
    assert (storm.sort, storm.count, storm.title) == ("storm", 200, "试验缺口：200 条新提醒")
    assert "……另有 197 条" in storm.body
    trial.put(*(gap(f"more-{n}") for n in range(10)))
    trial.look(1)
    assert [(m.sort, m.count, m.state) for m in messages()] == [("storm", 200, "queued"), ("storm", 10, "held")]
    trial.look(14)
    assert len(jobs()) == 1


def test_a_few_are_no_storm_and_the_urgent_storm_waits_for_nothing(trial: Trial, cast: Cast) -> None:
    channel(cast.commander)
    trial.put(*(gap(f"few-{n}") for n in range(5)))
    trial.look()
    assert [m.sort for m in messages()] == ["alert"] * 5
    for minute in (1, 2):
        trial.put(*(gap(f"urgent-{minute}-{n}", severity=Severity.URGENT) for n in range(20)))
        trial.look(minute)
    assert [(m.sort, m.state) for m in messages()][5:] == [("storm", "queued"), ("storm", "queued")]


def test_a_drill_says_so_first_of_all(trial: Trial, cast: Cast) -> None:
    channel(cast.commander)
    channel(cast.commander, name="English", language="en")
    trial.put(gap("real"), gap("drill", exercise=True))
    trial.look()
    drills = messages(exercise=True)
    assert sorted(m.title[:10] for m in drills) == sorted(["【演练】【预警】消毒", "[EXERCISE]"])
    assert all("演练消息" in m.body or "A drill" in m.body for m in drills)
    assert not any("演练" in m.title or "EXERCISE" in m.title for m in messages(exercise=False))
    trial.put(*(gap(f"drill-{n}", exercise=True) for n in range(9)))
    trial.look(1)
    assert messages(sort="storm")[0].title.startswith(("【演练】", "[EXERCISE]"))


def test_message_and_alert_stand_or_fall_together(trial: Trial, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    channel(cast.commander)
    trial.put(gap())

    def broken(*_: Any) -> None:
        raise RuntimeError("no outbox")

    with monkeypatch.context() as patch:
        patch.setattr(actions_outbox, "hand_over", broken)
        with pytest.raises(RuntimeError, match="no outbox"), transaction.atomic():
            trial.look()
    assert (alerts(), messages(), jobs()) == ([], [], [])
    trial.look()
    assert (len(alerts()), len(messages()), len(jobs())) == (1, 1, 1)
