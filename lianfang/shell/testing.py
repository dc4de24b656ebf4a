"""shell · testing: a card with kinds of every shape, places, people and signed-in browsers, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import clear_url_caches, include, path

from lianfang.ground.access import actions as access
from lianfang.ground.people import actions as people
from lianfang.ground.places import actions as places
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.testing import OPENED_AT, Cast
from lianfang.kernel import clock, ids, scope
from lianfang.kernel.kinds import KINDS, NO_PERSONAL_DATA, Kind, Presence, Privacy
from lianfang.kernel.payloads import Count, Line, Papers, Payload, Sha256, Text, fact
from lianfang.kernel.registry import REGISTRY, Card
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w

NOW = datetime(2020, 8, 10, 8, 40, tzinfo=UTC)
OBJECTS = {"lift": w("电梯", "lift"), "stair": w("楼道", "stairwell")}
FOUND = {"dirt": w("污渍", "dirt"), "leak": w("渗漏", "leak")}
ROUNDS = {1: w("第一轮", "first"), 2: w("第二轮", "second")}


class Tally(Payload):
    """Plain figures."""

    n: Count = fact("人数", "people", unit="人")
    note: Text | None = fact("说明", "note", default=None)


class Round(Payload):
    """Every shape of field."""

    object: Literal["lift", "stair"] = fact("对象", "object", choices=OBJECTS)
    found: list[Literal["dirt", "leak"]] = fact("发现", "found", choices=FOUND)
    done: bool = fact("已完成", "done")
    ppm: int | None = fact("有效氯", "available chlorine", unit="mg/L", default=None, ge=0, le=10000)
    litres: Decimal | None = fact("用量", "volume", unit="L", default=None, ge=0, le=1000, decimal_places=2)
    warmth: float | None = fact("水温", "warmth", unit="℃", default=None, ge=-5, le=60)
    turn: int | None = fact("轮次", "round", choices=ROUNDS, default=None, ge=1, le=2)
    due_on: date | None = fact("到期", "due", default=None)
    lot: Line | None = fact("批号", "lot", default=None)
    note: Text | None = fact("备注", "remarks", default=None)


class Told(Payload):
    """A person's own words."""

    words: Line = fact("原话", "words", personal=True)
    feverish: bool = fact("发热", "feverish", default=False)


class Visit(Payload):
    """What one saw, with a photo and papers."""

    seen: Line = fact("所见", "seen")
    photo_sha256: Sha256 | None = fact("照片", "photo", files="photo", default=None)
    papers: Papers | None = fact("附件", "papers", files="paper", default=None)


def _kind(code: str, zh: str, en: str, payload: type[Payload], sentence: Any, **more: Any) -> Kind:
    privacy = more.pop("privacy", NO_PERSONAL_DATA)
    return Kind(
        code=code, words=w(zh, en), payload=payload, sentence=sentence, privacy=privacy, record="trial.record",
        see="trial.see", **more,
    )  # fmt: skip


TALLY = _kind("trial.tally", "点数", "tally", Tally, lambda d: w("点到{n}人", "counted {n}").fill(n=d["n"]))
ROUND = _kind(
    "trial.round", "巡查", "round", Round,
    lambda d: w("巡查{object}", "round of {object}").fill(object=OBJECTS[d["object"]]),
    place=Presence.REQUIRED, primary=("object", "found", "done"),
)  # fmt: skip
TOLD = _kind(
    "trial.told", "口述", "told", Told, lambda d: w("记录口述", "noted what was told"), person=Presence.REQUIRED,
    privacy=Privacy(w("测试", "tests"), 60, True),
)  # fmt: skip
VISIT = _kind(
    "trial.visit", "走访", "visit", Visit, lambda d: w("走访所见：{seen}", "saw: {seen}").fill(seen=d["seen"]),
    person=Presence.OPTIONAL, privacy=Privacy(w("测试", "tests"), 60, True),
)  # fmt: skip
CARD = Card(
    area="trial",
    kinds=(TALLY, ROUND, TOLD, VISIT),
    verbs={
        "reporter": frozenset({"trial.record", "trial.see"}),
        "commander": frozenset({"trial.see", "people.identify"}),
        "superior": frozenset({"trial.see"}),
        "admin": frozenset({"trial.record", "trial.see"}),
    },
)


@pytest.fixture
def trial_card(monkeypatch: pytest.MonkeyPatch) -> None:
    """The card, installed for one test."""
    monkeypatch.setitem(REGISTRY.cards, "trial", CARD)
    for kind in CARD.kinds:
        monkeypatch.setitem(KINDS._kinds, kind.code, kind)


@pytest.fixture
def trial_pages(trial_card: None, settings: Any) -> Iterator[None]:
    """The pages of the card's kinds, beside everything else."""
    from lianfang.shell.kinds.urls import kind_urls
    from lianfang.shell.tests import trial_urls

    trial_urls.urlpatterns[:] = [
        path("", include("lianfang.config.urls")),
        path(
            "trial/",
            include(
                (
                    [
                        *kind_urls("trial.tally", totals=("n",)),
                        *kind_urls("trial.round"),
                        *kind_urls("trial.told", slug="told"),
                        *kind_urls("trial.visit"),
                    ],
                    "trial",
                )
            ),
        ),
    ]
    settings.ROOT_URLCONF = trial_urls.__name__
    clear_url_caches()
    yield
    clear_url_caches()


@pytest.fixture
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> clock.FixedClock:
    """2020-08-10 16:40 in the duty room, and it stays so."""
    fixed = clock.FixedClock(NOW)
    monkeypatch.setattr(clock, "current", lambda: fixed)
    return fixed


@pytest.fixture
def stage(trial_card: None, standing_clock: clock.FixedClock, cast: Cast, system: Actor) -> Cast:
    """The cast with the card's verbs, two lifts of T161-LOG and one of its people."""
    at = clock.FixedClock(OPENED_AT)
    with scope.acting(system):
        places.open_places(
            system,
            [
                PlaceSpec("L1", "lift", "T161-LOG", "一号电梯", "Lift 1"),
                PlaceSpec("L2", "lift", "T161-LOG", "二号电梯", "Lift 2"),
                PlaceSpec("P1", "lift", "T161-PROP", "物业电梯", "Lift of property"),
            ],
            at=at,
        )
    return cast


@pytest.fixture
def resident(stage: Cast, system: Actor) -> UUID:
    """One person of T161-LOG."""
    with scope.acting(system):
        return people.register_person(system, unit="T161-LOG", name="张三", at=clock.FixedClock(OPENED_AT))


@pytest.fixture
def browser_of(stage: Cast) -> Any:
    """`browser_of("own")` is a browser in which that one of the cast is signed in."""

    def signed_in(name: str) -> Client:
        client = Client()
        user = get_user_model().objects.get(username=name)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def token_of(stage: Cast, standing_clock: clock.FixedClock) -> Any:
    """`token_of("own")` gives the headers with which a device of that one calls the API."""

    def headers(name: str) -> dict[str, str]:
        actor = stage.actors[name]
        with scope.acting(actor):
            made = access.make_token(actor, login=name, device="test", at=standing_clock)
        return {"Authorization": f"Bearer {made.shown}"}

    return headers


def entry(data: Any, kind: str = "trial.tally", **more: Any) -> dict[str, Any]:
    """One entry as a device would send it, an hour ago."""
    at = NOW - timedelta(hours=1)
    made = {"id": str(ids.mint(at)), "kind": kind, "unit": "T161-LOG", "occurred_at": at.isoformat(), "data": data}
    return {**made, **more}
