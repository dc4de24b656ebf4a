"""tests · house: the plan of backups: set on the page, followed by the worker, missed by the alert."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from lianfang.areas.upkeep import actions, gaps, queries
from lianfang.config.backup import nightly
from lianfang.ground.access.models import User
from lianfang.ground.testing import NOW, Cast
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor

pytestmark = pytest.mark.django_db
SAID = {
    "folder": "/mnt/backup",
    "every_hours": 24,
    "keep_days": 7,
    "keep_weeks": 4,
    "keep_months": 12,
    "keep_log": True,
}
MADE = {"id": "1Z", "kind": "whole", "bytes": 5 << 20, "entries": 9, "sha256": "ab", "proved": True, "missing": []}


@pytest.fixture(autouse=True)
def _known_key(settings: Any, tmp_path: Path) -> Iterator[None]:
    """A machine at which a public key was laid down, at a moment that stands."""
    settings.DATA = tmp_path
    (tmp_path / "backup-recipients.json").write_text(json.dumps(["age1" + "q" * 58]))
    with clock.standing_at(NOW):
        yield


def planned(actor: Actor, unit: str = "XJCG") -> None:
    with scope.acting(actor):
        actions.set_plan(actor, unit=units.unit(actor, unit), said=SAID)


def sign_in(client: Client, cast: Cast, who: str) -> None:
    # Looked up again: the cast's passwords were set after it was made.
    user = User.objects.get(username=cast.users[who].username)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def answers(monkeypatch: pytest.MonkeyPatch, *said: dict[str, Any]) -> list[list[str]]:
    """Let the program say these one after another; gives what it was asked."""
    asked: list[list[str]] = []
    left = list(said)

    def ask(words: list[str]) -> dict[str, Any]:
        asked.append(words)
        return left.pop(0)

    monkeypatch.setattr(nightly, "_asked", ask)
    return asked


def test_the_worker_follows_the_plan(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answers(monkeypatch, MADE, {"log_until": "now"}, {"error": {"zh": "满了", "en": "it is full"}})
    nightly.make()
    nightly.ask_when_due()
    assert asked == [], "no plan, no backup"
    planned(cast.admin)
    nightly.ask_when_due()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [actions.BACK_UP])
        assert cursor.fetchone() == (1,)
    nightly.make()
    nightly.keep_log()
    nightly.make()
    assert asked[0] == ["backup", "/mnt/backup", "--prove", "--keep", "7,4,12", "--keep-log"]
    assert asked[1] == ["backup", "/mnt/backup", "--log-only"]
    with scope.acting(cast.admin):
        found = {one.outcome: one for one in queries.backups(cast.admin)}
    assert (found["proved"].backup, found["proved"].size) == ("1Z", 5 << 20)
    assert found["failed"].en == "it is full"


def test_an_alert_comes_when_none_was_proved_and_goes_with_the_next(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(cast.admin)
    answers(monkeypatch, {"error": {"zh": "满了", "en": "it is full"}}, MADE)

    def standing(hours: int) -> list[Any]:
        now = NOW + timedelta(hours=hours)
        with scope.acting(scope.system_actor()):
            return list(gaps.too_old(now, NOW - timedelta(days=30)))

    assert standing(47) == []
    (gap,) = standing(49)
    assert (gap.unit, gap.role) == ("XJCG", "admin")
    nightly.make()
    assert "it is full" in standing(49)[0].words.en
    with clock.standing_at(NOW + timedelta(hours=50)):
        nightly.make()
    assert standing(51) == []
    (later,) = standing(99)
    assert later.key != gap.key


def test_only_the_top_plans_and_only_with_a_key(cast: Cast, settings: Any) -> None:
    with pytest.raises(Refused) as below:
        planned(cast.admin, "T161")
    assert below.value.problem.code == "upkeep_not_the_top"
    (settings.DATA / "backup-recipients.json").unlink()
    with pytest.raises(Refused) as keyless:
        planned(cast.admin)
    assert keyless.value.problem.code == "upkeep_no_key"
    for actor in (cast.own, cast.commander):
        with scope.acting(actor), pytest.raises(Refused):
            actions.back_up_now(actor)


def test_the_page_sets_it_asks_for_one_and_ends_it(cast: Cast, client: Client) -> None:
    sign_in(client, cast, "admin")
    assert client.get("/upkeep/backup/").status_code == 200
    said: dict[str, Any] = {"unit": "XJCG", **SAID, "keep_log": "on"}
    assert client.post("/upkeep/backup/", {**said, "folder": "mnt"}).status_code == 422
    assert client.post("/upkeep/backup/", {**said, "every_hours": 0}).status_code == 422
    assert client.post("/upkeep/backup/", said).status_code == 302
    shown = client.get("/upkeep/backup/").content.decode()
    assert "/mnt/backup" in shown
    assert client.post("/upkeep/backup/now/").status_code == 302
    assert client.post("/upkeep/backup/now/").status_code == 302
    with clock.standing_at(NOW + timedelta(minutes=1)):
        assert client.post("/upkeep/backup/end/").status_code == 302
        assert client.post("/upkeep/backup/now/").status_code == 409
    sign_in(client, cast, "own")
    assert client.get("/upkeep/backup/").status_code == 403
    sign_in(client, cast, "commander")
    assert client.get("/upkeep/backup/").status_code == 200
    assert client.post("/upkeep/backup/", said).status_code == 403
