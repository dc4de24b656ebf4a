"""alerts · tests · channels: real apprise to receivers on this machine; tries, failures, and secrets nowhere."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_string
from email.header import decode_header, make_header
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from procrastinate.jobs import Job

from lianfang.areas.alerts import actions, jobs, queries
from lianfang.areas.alerts.models import Message, Secret
from lianfang.areas.alerts.problems import ALREADY_SENT, CHANNEL_CLOSED
from lianfang.areas.alerts.tests.conftest import NOON, Trial, alerts, gap
from lianfang.ground.testing import Cast
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from lianfang.kernel.problems import NOT_ALLOWED, NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.shell import sending
from lianfang.shell.problems import BAD_ADDRESS
from lianfang.shell.sending import NotDelivered
from tests.support.receivers import Received, hook, mail_server

pytestmark = pytest.mark.django_db
TOKEN = "q7Zsecret-4711-key"


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


@pytest.fixture
def outside() -> Iterator[Received]:
    with hook() as received:
        yield received


def opened(actor: Actor, url: str, **more: Any) -> UUID:
    said = {"name": "值班群", "min_severity": "notice", "language": "zh-hans", **more}
    with scope.acting(actor):
        return actions.set_channel(actor, unit=units.unit(actor, "T161"), channel=None, url=url, **said)


def put_test(actor: Actor, channel: UUID) -> UUID:
    with scope.acting(actor):
        return actions.try_channel(actor, channel=channel)


def work(message: UUID, attempts: int = 0) -> None:
    """What the worker does with a message."""
    jobs.deliver(SimpleNamespace(job=SimpleNamespace(attempts=attempts)), message=str(message))


def stored(message: UUID) -> Message:
    with scope.acting(scope.system_actor()):
        return Message.objects.get(id=message)


def url_of(received: Received) -> str:
    return f"json://user:{TOKEN}@127.0.0.1:{received.port}/hooks/{TOKEN}"


def test_an_alert_arrives_by_a_hook(trial: Trial, cast: Cast, outside: Received) -> None:
    opened(cast.commander, url_of(outside))
    trial.put(gap())
    trial.look()
    with scope.acting(scope.system_actor()):
        (message,) = Message.objects.all()
    work(message.id)
    (body,) = outside.bodies
    assert json.loads(body)["title"] == "【预警】消毒第一轮未做（round-1）"
    assert (stored(message.id).state, stored(message.id).tries, stored(message.id).sent_at) == ("sent", 1, NOON)
    work(message.id)  # a job that is run twice
    assert len(outside.bodies) == 1


def test_a_drill_arrives_by_mail_with_its_mark(trial: Trial, cast: Cast) -> None:
    with mail_server() as received:
        address = f"mailto://127.0.0.1:{received.port}?from=watch@example.org&to=leader@example.org"
        opened(cast.commander, address, name="领导邮箱")
        trial.put(gap(exercise=True))
        trial.look()
        with scope.acting(scope.system_actor()):
            (message,) = Message.objects.all()
        work(message.id)
    mail = message_from_string(received.bodies[0])
    assert str(make_header(decode_header(mail["Subject"]))) == "【演练】【预警】消毒第一轮未做（round-1）"
    assert mail["To"] == "leader@example.org"


def test_a_channel_that_is_down_loses_nothing_and_blocks_nothing(trial: Trial, cast: Cast, outside: Received) -> None:
    outside.status = 503
    channel = opened(cast.commander, url_of(outside))
    trial.put(gap())
    trial.look()
    assert len(alerts()) == 1
    with scope.acting(scope.system_actor()):
        (message,) = Message.objects.all()
    for attempt in range(3):
        with pytest.raises(NotDelivered):
            work(message.id, attempt)
    row = stored(message.id)
    assert (row.state, row.tries) == ("queued", 3)
    assert row.failure
    outside.status = 200
    work(message.id, 3)
    assert (stored(message.id).state, stored(message.id).failure, len(outside.bodies)) == ("sent", "", 1)
    assert channel


def test_the_tries_grow_apart_and_end(cast: Cast, outside: Received) -> None:
    outside.status = 500
    message = put_test(cast.commander, opened(cast.commander, url_of(outside)))
    strategy = jobs.deliver.retry_strategy
    goes_on = []
    for attempt in range(jobs.TRIES):
        job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="alerts.deliver", attempts=attempt)
        decision = strategy.get_retry_decision(exception=NotDelivered("x"), job=job)
        goes_on.append(decision is not None)
        if attempt + 1 < jobs.TRIES:
            with pytest.raises(NotDelivered):
                work(message, attempt)
        else:
            work(message, attempt)
    assert goes_on == [True] * (jobs.TRIES - 1) + [False]
    assert (stored(message).state, stored(message).tries) == ("failed", jobs.TRIES)
    with scope.acting(cast.commander):
        actions.send_again(cast.commander, message=message)
    outside.status = 200
    work(message)
    assert stored(message).state == "sent"
    with scope.acting(cast.commander), pytest.raises(Refused) as caught:
        actions.send_again(cast.commander, message=message)
    assert caught.value.problem is ALREADY_SENT


def test_nobody_there_at_all(cast: Cast) -> None:
    with hook() as gone:
        address = url_of(gone)
    message = put_test(cast.commander, opened(cast.commander, address))
    with pytest.raises(NotDelivered):
        work(message)
    assert TOKEN not in stored(message).failure


def test_a_worker_killed_while_sending_sends_again(cast: Cast, outside: Received) -> None:
    message = put_test(cast.commander, opened(cast.commander, url_of(outside)))
    with scope.acting(scope.system_actor()):
        Message.objects.filter(id=message).update(state="sending", tries=1)
    work(message)
    assert stored(message).state == "sent"


@pytest.mark.parametrize(
    "url",
    ["", "hello", "http://example.org/x", "file:///etc/passwd", "dbus://", "syslog://", "wecombot://", "json://",
     "dingtalk://", "mailto://", "script://x", "json://" + "x" * 2100],
)  # fmt: skip
def test_an_address_that_is_none(cast: Cast, url: str) -> None:
    with pytest.raises(Refused) as caught:
        opened(cast.commander, url)
    assert caught.value.problem is BAD_ADDRESS


@pytest.mark.parametrize(
    ("url", "service"),
    [
        ("wecombot://693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa", "wecombot"),
        ("dingtalk://secret@abcdef1234567890", "dingtalk"),
        ("feishu://abcdefgh-1234", "feishu"),
        ("mailtos://user:password@example.org", "mailtos"),
    ],
)
def test_addresses_of_the_services_that_people_use(cast: Cast, url: str, service: str) -> None:
    number = opened(cast.commander, url)
    with scope.acting(cast.commander):
        assert queries.channel(cast.commander, number).service == service


def test_a_channel_is_changed_closed_and_opened_again(cast: Cast, outside: Received) -> None:
    number = opened(cast.commander, url_of(outside))
    waiting = put_test(cast.commander, number)
    said = {"unit": None, "channel": number, "min_severity": "urgent", "language": "en"}
    with scope.acting(cast.commander) as actor:
        actions.set_channel(actor, name="改名", url="", **said)
        changed = queries.channel(actor, number)
        assert (changed.name, changed.min_severity, changed.version, changed.service) == ("改名", "urgent", 2, "json")
        actions.close_channel(actor, channel=number)
        assert not Secret.objects.filter(channel=number).exists()
        for act in (
            lambda: actions.try_channel(actor, channel=number),
            lambda: actions.close_channel(actor, channel=number),
            lambda: actions.set_channel(actor, name="再开", url="", **said),
        ):
            with pytest.raises(Refused) as caught:
                act()
            assert caught.value.problem is CHANNEL_CLOSED
        assert (stored(waiting).state, stored(waiting).failure) == ("failed", actions.CLOSED_SINCE)
        actions.set_channel(actor, name="再开", url=url_of(outside), **said)
        assert queries.channel(actor, number).open
    work(put_test(cast.commander, number))
    assert len(outside.bodies) == 1


def test_who_may_not(cast: Cast, outside: Received) -> None:
    number = opened(cast.commander, url_of(outside))
    for who, problem in ((cast.own, NOT_FOUND), (cast.stranger, NOT_FOUND), (cast.superior, NOT_ALLOWED)):
        with scope.acting(who), pytest.raises(Refused) as caught:
            actions.try_channel(who, channel=number)
        assert caught.value.problem is problem


def test_the_secret_is_nowhere(
    cast: Cast, outside: Received, trial: Trial, caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    caplog.set_level(logging.INFO)
    outside.status = 500
    commander = _browser(cast)
    form = {"unit": "T161", "name": "值班群", "url": url_of(outside), "min_severity": "notice", "language": "zh-hans"}
    pages = [commander.post("/alerts/channels/new/", {**form, "name": ""}).content.decode()]
    assert commander.post("/alerts/channels/new/", form).status_code == 302
    with scope.acting(cast.commander):
        (channel,) = queries.channels(cast.commander)
    trial.put(gap())
    trial.look()
    assert commander.post(f"/alerts/channels/{channel.id}/test/").status_code == 302
    with scope.acting(scope.system_actor()):
        numbers = list(Message.objects.values_list("id", flat=True))
    for number in numbers:
        work(number, jobs.TRIES - 1)
    pages += [
        commander.get(address, follow=True).content.decode()
        for address in (
            "/alerts/channels/", f"/alerts/channels/{channel.id}/", "/alerts/deliveries/", "/ledger/",
            f"/alerts/{alerts()[0].alert}/",
        )
    ]  # fmt: skip
    assert any("未送达" in page for page in pages)
    with connection.cursor() as cursor, scope.acting(scope.system_actor()):
        for table in ("ledger_entry", "alerts_secret", "alerts_message", "alerts_channel_step", "procrastinate_jobs"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            pages.append(cursor.fetchone()[0])
    pages += [caplog.text, *capfd.readouterr()]
    assert all(TOKEN not in page for page in pages)


def test_the_pages_of_a_channel(cast: Cast, outside: Received) -> None:
    commander = _browser(cast)
    form = {"unit": "T161", "name": "值班群", "url": url_of(outside), "min_severity": "notice", "language": "zh-hans"}
    assert commander.post("/alerts/channels/new/", {**form, "url": "nonsense"}).status_code == 422
    assert commander.post("/alerts/channels/new/", {**form, "unit": "MANAN"}).status_code == 422
    assert commander.post("/alerts/channels/new/", form).status_code == 302
    with scope.acting(cast.commander):
        (channel,) = queries.channels(cast.commander)
    page = f"/alerts/channels/{channel.id}/"
    assert "启用" in commander.get(page).content.decode()
    assert commander.post(page, {**form, "url": "", "name": "新名"}).status_code == 302
    assert "通知渠道：启用 1 个" in commander.get("/alerts/channels/").content.decode()
    outside.status = 500
    assert commander.post(f"{page}test/").status_code == 302
    with scope.acting(scope.system_actor()):
        message = Message.objects.get()
    work(message.id, jobs.TRIES - 1)
    said = commander.get("/alerts/deliveries/?state=failed").content.decode()
    assert "1 条未送达" in said
    assert "再发" in said
    assert commander.post(f"/alerts/deliveries/{message.id}/again/").status_code == 302
    assert commander.post(f"{page}close/").status_code == 302
    assert "停用" in commander.get(page).content.decode()
    for address in (page, "/alerts/channels/", "/alerts/deliveries/"):
        assert _browser(cast, "own").get(address).status_code in (403, 404)


def test_words_without_their_address() -> None:
    url = f"mailtos://duty:{TOKEN}@mail.example.org?to=a@example.org"
    said = sending.scrubbed(f"login {TOKEN} failed at mail.example.org\n for DUTY", url)
    assert said == "login *** failed at *** for ***"


def test_another_house_cannot_read_it(cast: Cast, outside: Received, settings: Any) -> None:
    number = opened(cast.commander, url_of(outside))
    with scope.acting(scope.system_actor()):
        concealed = queries.concealed_address(number)
    assert concealed is not None
    assert sending.reveal(actions.ADDRESSES, number, concealed) == url_of(outside)
    assert sending.reveal(actions.ADDRESSES, "another", concealed) is None
    settings.KEYRING_KEY = b"x" * 32
    assert sending.reveal(actions.ADDRESSES, number, concealed) is None
    message = put_test(cast.commander, number)
    work(message)
    assert stored(message).state == "failed"


def _browser(cast: Cast, login: str = "commander") -> Client:
    from lianfang.ground.access.models import User

    client = Client()
    client.force_login(User.objects.get(username=login), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_held_message_of_a_closed_channel_is_told_as_not_delivered(
    cast: Cast, trial: Trial, outside: Received
) -> None:
    number = opened(cast.commander, url_of(outside))
    trial.put(gap(since=NOON + timedelta(hours=11)))
    trial.look(11 * 60)
    with scope.acting(cast.commander) as actor:
        actions.close_channel(actor, channel=number)
    trial.look(19 * 60)
    with scope.acting(scope.system_actor()):
        assert list(Message.objects.values_list("state", "failure")) == [("failed", actions.CLOSED_SINCE)]
