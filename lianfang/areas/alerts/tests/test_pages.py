"""alerts · tests · pages: what each sees and may do, in how many questions; the bell asks one or two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.areas.alerts import queries
from lianfang.areas.alerts.tests.conftest import NOON, Trial, acts, alerts, gap, only
from lianfang.ground.access import queries as access_queries
from lianfang.ground.testing import Cast
from lianfang.kernel import clock, scope
from lianfang.kernel.gaps import Severity
from lianfang.kernel.scope import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.standing_at(NOON + timedelta(minutes=1)):
        yield


@pytest.fixture
def as_(cast: Cast, officer: Actor, trial: Trial) -> Callable[[str], Client]:
    """`as_("own")` is a browser of that login; an alert stands in T161-LOG."""
    from lianfang.ground.access.models import User

    trial.put(gap())
    trial.look()

    def signed_in(login: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=login), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


def test_the_list_says_what_waits_for_whom(as_: Any) -> None:
    said = as_("own").get("/alerts/").content.decode()
    assert "1 条提醒等您办" in said
    assert "消毒第一轮未做（round-1）" in said
    assert "后勤填报员" in said
    assert "消毒第一轮未做" not in as_("officer").get("/alerts/").content.decode()
    assert "消毒第一轮未做" in as_("officer").get("/alerts/?which=open").content.decode()
    for stranger in ("sister", "stranger"):
        assert "消毒第一轮未做" not in as_(stranger).get("/alerts/?which=all").content.decode()
        assert as_(stranger).get(f"/alerts/{only().alert}/").status_code == 404
    english = as_("own")
    english.cookies["lianfang_language"] = "en"
    assert "1 alert waits for you" in english.get("/alerts/").content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("severity=warning", True), ("severity=urgent", False), ("source=trial.gap", True), ("state=open", True),
        ("state=resolved", False), ("unit=T161-LOG", True), ("unit=T161-PROP", False), ("severity=loud", True),
    ],
)  # fmt: skip
def test_the_list_is_narrowed(as_: Any, asked: str, found: bool) -> None:
    answer = as_("commander").get(f"/alerts/?which=all&{asked}")
    assert answer.status_code == 200
    assert ("消毒第一轮未做" in answer.content.decode()) is found


def test_the_list_is_paged(as_: Any, trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    trial.put(*(gap(f"round-{n}") for n in range(2, 6)))
    trial.look(0.5)
    client, seen, address = as_("own"), 0, "/alerts/"
    while address:
        answer = client.get(address)
        seen += len(answer.context["table"].rows)
        following = answer.context["page"].next
        address = f"/alerts/?cursor={following.replace('+', '%2B')}" if following else ""
    assert seen == 5


def test_an_alert_is_taken_handed_on_and_ended_in_the_browser(as_: Any, cast: Cast) -> None:
    page = f"/alerts/{only().alert}/"
    own, officer = as_("own"), as_("officer")
    said = own.get(page).content.decode()
    assert all(words in said for words in ("接手", "转交", "逐级上报", "一六一队值班员", "尚未轮到"))
    assert own.post(f"{page}acknowledge/", {"take-note": "马上"}, follow=True).status_code == 200
    assert own.post(f"{page}hand-on/", {"hand-to": "officer@T161", "hand-note": "人手不够"}).status_code == 302
    assert officer.post(f"{page}resolve/", {"end-note": ""}).status_code == 422
    assert officer.post(f"{page}resolve/", {"end-evidence": "xx"}).status_code == 422
    assert officer.post(f"{page}hand-on/", {"hand-to": "reporter@MANAN"}).status_code == 422
    assert officer.post(f"{page}resolve/", {"end-note": "已补做"}).status_code == 302
    assert officer.post(f"{page}resolve/", {"end-note": "再来"}).status_code == 409
    assert officer.post(f"{page}reopen/", {"back-note": ""}).status_code == 422
    assert officer.post(f"{page}reopen/", {"back-note": "没有做完"}).status_code == 302
    assert acts() == ["opened", "acknowledged", "handed_on", "resolved", "reopened"]
    said = own.get(page).content.decode()
    assert all(words in said for words in ("人手不够", "已补做", "没有做完", "人工重开"))
    assert own.get(f"{page}acknowledge/").status_code == 405


def test_who_only_looks_gets_no_buttons(as_: Any, grant: Any) -> None:
    grant("auditor", "auditor", "XJCG")
    page = f"/alerts/{only().alert}/"
    said = as_("auditor").get(page).content.decode()
    assert "消毒第一轮未做" in said
    assert "/acknowledge/" not in said
    assert as_("auditor").post(f"{page}resolve/", {"end-note": "好"}).status_code == 403
    assert as_("auditor").get("/alerts/channels/").status_code == 403


def test_a_vacant_post_is_said_on_the_page(cast: Cast, trial: Trial) -> None:
    trial.put(gap())
    trial.look()
    trial.look(15)
    client = Client()
    client.force_login(_user("commander"), backend="django.contrib.auth.backends.ModelBackend")
    said = client.get(f"/alerts/{only().alert}/").content.decode()
    assert "空缺，已越过：一六一队值班员" in said
    assert "到时无人接手，升级到一六一队指挥" in said


def test_a_drill_says_so_everywhere(as_: Any, trial: Trial) -> None:
    trial.put(gap("drill", exercise=True, severity=Severity.URGENT))
    trial.look(1)
    drill = next(alert for alert in alerts() if alert.exercise)
    own = as_("own")
    assert "【演练】" in own.get("/alerts/").content.decode()
    assert "【演练】" in own.get(f"/alerts/{drill.alert}/").content.decode()
    assert "【演练】" in own.get("/alerts/bell/?told=1").content.decode()


def test_the_bell_answers_only_what_is_new(as_: Any, trial: Trial) -> None:
    own, sister = as_("own"), as_("sister")
    first = own.get("/alerts/bell/")
    assert (first.status_code, "lf-toast" in first.content.decode()) == (200, False)
    with scope.acting(access_queries.actor_of(_user("own"))) as actor:
        mark = queries.bell(actor, clock.current().now()).mark
    assert own.get(f"/alerts/bell/?mark={mark}&told={mark}").status_code == 204
    quiet = sister.get("/alerts/bell/").content.decode()
    assert "没有等您办的提醒" in quiet
    trial.put(gap("round-2", severity=Severity.URGENT))
    trial.look(1)
    news = own.get(f"/alerts/bell/?mark={mark}&told={mark}").content.decode()
    assert "round-2" in news
    assert "round-1" not in news
    # A page opened since then shows the count, and tells nothing twice.
    with scope.acting(access_queries.actor_of(_user("own"))) as actor:
        newer = queries.bell(actor, clock.current().now()).mark
    opened = own.get(f"/alerts/bell/?mark=&told={newer}").content.decode()
    assert "2 条提醒等您办" in opened
    assert "lf-toast" not in opened
    # What is urgent is news to those above, though it does not wait for them; the sister sees nothing of it.
    assert "round-2" in as_("superior").get(f"/alerts/bell/?told={mark}").content.decode()
    assert "round-2" not in sister.get(f"/alerts/bell/?told={mark}").content.decode()
    for nonsense in ("x", "9" * 40, "-1", "１"):
        assert own.get("/alerts/bell/", {"told": nonsense, "mark": nonsense}).status_code == 200


def test_the_bell_stops_for_strangers(client: Client) -> None:
    assert client.get("/alerts/bell/").status_code == 401


def _user(login: str) -> Any:
    from lianfang.ground.access.models import User

    return User.objects.get(username=login)


def asked(client: Client, address: str) -> list[str]:
    """The questions to the database that a page asks, without signing in and saving points."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code in (200, 204)
    mine = [each["sql"] for each in caught if "access_session_" not in each["sql"]]
    return [sql for sql in mine if 'FROM "access_user"' not in sql and "SAVEPOINT" not in sql]


def test_pages_ask_little(as_: Any, trial: Trial) -> None:
    trial.put(*(gap(f"round-{n}") for n in range(2, 30)))
    trial.look(0.5)
    own, commander = as_("own"), as_("commander")
    assert len(asked(own, "/alerts/bell/")) == 1
    assert len(asked(own, "/alerts/bell/?told=1")) == 2
    assert len(asked(own, "/alerts/")) <= 9
    assert len(asked(own, f"/alerts/{alerts()[0].alert}/")) <= 9
    assert len(asked(commander, "/alerts/channels/")) <= 6
    assert len(asked(commander, "/alerts/deliveries/")) <= 6


def test_every_page_carries_the_bell(as_: Any) -> None:
    said = as_("own").get("/ledger/").content.decode()
    assert 'hx-get="/alerts/bell/"' in said
    assert 'id="lf-toasts"' in said
