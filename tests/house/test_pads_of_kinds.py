"""tests · pads of kinds: a kind that a playbook declares has its list by itself, and asks field by field."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from lianfang.areas.duties.actions import derive_day
from lianfang.config import urls as _urls  # noqa: F401 - with the addresses come the pages of kinds
from lianfang.ground.access.roles import Role
from lianfang.ground.places import actions as places
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.testing import OPENED_AT
from lianfang.kernel import clock, scope
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.scope import Actor
from lianfang.playbook.current import working_by
from lianfang.shell.kinds.console import KindConsole
from lianfang.shell.kinds.pad_tiles import tappable
from lianfang.shell.ledger import queries
from lianfang.shell.ledger.queries import Asked
from tests.support import declared, pages

pytestmark = pytest.mark.django_db
UNIT, PAD, KIND = "T161-LOG", "/records/well-check/pad/", "records.well_check"
MORNING = OPENED_AT.replace(year=2020, month=8, day=11, hour=0, minute=30)  # 08:30 in the town


@pytest.fixture
def wells(tree: dict[str, str], system: Actor, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Three wells in a town whose playbook asks to look at each of them in the morning."""
    declared.install(monkeypatch)
    declared.install_pages(monkeypatch, django_settings)
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(MORNING))
    codes = ["WELL-1", "WELL-2", "WELL-3"]
    with working_by(declared.PLAYBOOK):
        specs = [PlaceSpec(code, "well", UNIT, f"{code[-1]}号井", f"Well {code[-1]}") for code in codes]
        with scope.acting(system):
            places.open_places(system, specs, opened_at=OPENED_AT, at=clock.FixedClock(OPENED_AT + timedelta(hours=1)))
        derive_day(date(2020, 8, 11), MORNING)
        yield codes


@pytest.fixture
def worker(wells: list[str], system: Actor) -> Client:
    return pages.browser(system, Role.GRID, UNIT)


def tap(client: Client, page: Any, **said: str) -> Any:
    """Sends the list's form as the page holds it, with what was tapped."""
    form = page.context
    data = {"subject": form["row"].target, "entry_id": str(form["keys"]["entry_id"])}
    data |= {f"said.{name}": text for name, text in form["keys"]["said"].items()}
    return client.post(PAD + form["action"], {**data, "step": form["keys"]["step"].name, **said}, follow=True)


def kept(system: Actor) -> list[Any]:
    with scope.acting(system):
        return [(each.place, each.facts) for each in queries.entries(system, Asked(kinds=(KIND,)))]


def test_each_field_is_asked_by_itself_and_the_last_one_records(
    worker: Client, wells: list[str], system: Actor
) -> None:
    page = worker.get(f"{PAD}?unit={UNIT}")
    assert pages.title(page).endswith("0 / 3，还有 3 处")
    asked = []
    for said in ({"value": "2"}, {"value": "0"}, {"value": "clear"}, {"value": "yes"}):
        asked.append(page.context["keys"]["step"].name)
        page = tap(worker, page, **said)
        assert page.context["row"].target == wells[0]
    assert asked == ["samples", "positive", "water", "dosed"]
    assert page.context["keys"]["step"].name == "dose", "asked only where something was dosed"
    page = tap(worker, page, act="typed", typed="12.5")
    assert pages.title(page).endswith("1 / 3，还有 2 处")
    assert page.context["row"].target == wells[1]
    ((place, data),) = kept(system)
    assert (place, data["samples"], data["dosed"], float(data["dose"])) == (wells[0], 2, True, 12.5)


def test_the_page_knows_all_that_is_asked_so_that_it_can_go_on_without_a_server(
    worker: Client, wells: list[str]
) -> None:
    page = worker.get(f"{PAD}?unit={UNIT}")
    assert [(each.spec.name, each.only_if) for each in page.context["steps"]] == [
        ("samples", ""), ("positive", ""), ("water", ""), ("dosed", ""), ("dose", '["dosed", ["yes"]]'),
    ]  # fmt: skip
    assert all(row.there.entry for row in page.context["rows"])


def test_what_need_not_be_asked_is_not(worker: Client, wells: list[str], system: Actor) -> None:
    page = worker.get(f"{PAD}?unit={UNIT}")
    for value in ("1", "0", "clear", "no"):
        page = tap(worker, page, value=value)
    assert page.context["row"].target == wells[1]
    assert "dose" not in kept(system)[0][1]


def test_a_place_that_is_done_or_skipped_is_passed_by(worker: Client, wells: list[str]) -> None:
    page = tap(worker, worker.get(f"{PAD}?unit={UNIT}"), act="gone")
    assert page.context["row"].target == wells[1]
    page = tap(worker, worker.get(f"{PAD}?unit={UNIT}"), act="gone")
    assert page.context["row"].target == wells[2]


def test_what_is_not_on_the_list_is_told(worker: Client, wells: list[str], system: Actor) -> None:
    page = worker.get(f"{PAD}?unit={UNIT}&at={wells[2]}")
    assert page.context["row"].target == wells[2]
    said = {"said.samples": "1", "said.positive": "0", "said.water": "clear", "step": "dosed", "value": "no"}
    answer = tap(worker, page, subject="C161-NOWHERE", **said)
    assert "已不在清单里" in pages.text(answer, 409)
    assert not kept(system)


def test_a_list_costs_the_same_however_long(
    worker: Client, wells: list[str], django_assert_max_num_queries: Any
) -> None:
    worker.get(f"{PAD}?unit={UNIT}")
    with django_assert_max_num_queries(20):
        worker.get(f"{PAD}?unit={UNIT}")


def test_every_kind_without_words_to_write_has_a_list() -> None:
    """The playbook of invention's kinds too; what needs words, or is of a unit, is filled in at its form."""
    every = {kind.code: kind for kind in (*KINDS, *declared.DECLARED.kinds)}
    assert {"screening.temperature_check", "sanitation.disinfection", "sanitation.waste_clearance", KIND} <= {
        code for code, kind in every.items() if tappable(kind) and KindConsole(kind, "x", "x").opens
    }
    assert not tappable(every["records.boat_count"])
