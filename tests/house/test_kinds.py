"""tests · house: every kind of record can do what kinds can, from its declaration alone: in Python or in a playbook.

An entry through its form, its pages, a correction, export and import, a withdrawal, who sees it and who does not; and
at the end a rebuild gives the tables that stand. All kinds share one database, in which everything is committed.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from lianfang.areas.incidents import actions as incidents
from lianfang.config import urls as _urls  # noqa: F401 - with the addresses come the pages of kinds
from lianfang.ground.access import queries as access_queries
from lianfang.ground.access.roles import Role
from lianfang.ground.files.tests import drawn
from lianfang.ground.people import actions as people
from lianfang.ground.places import actions as places
from lianfang.ground.testing import OPENED_AT, UNITS, enlist
from lianfang.ground.units import actions as units
from lianfang.kernel import clock, ids, journal, rebuild, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import KINDS, Kind, Origin, Presence
from lianfang.kernel.recording import Recording
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.steps import next_version
from lianfang.shell.kinds.console import KindConsole, console_of
from lianfang.shell.kinds.fields import as_initial, field_of
from lianfang.shell.kinds.form_schema import specs_of, walk
from lianfang.shell.ledger import actions, queries
from tests.support import database, declared, examples

pytestmark = pytest.mark.xdist_group("kinds")

NOW = datetime(2020, 8, 10, 8, 40, tzinfo=UTC)
UNIT, SISTER, TEAM, APART = "T161-LOG", "T161-PROP", "T161", "MANAN"
PLACE = "KINDS-LIFT"
EVERY = sorted([*KINDS, *declared.DECLARED.kinds], key=lambda kind: kind.code)


def _entered() -> list[Kind]:
    """The kinds that have a form of their own; those of the playbook of invention have their pages here as well."""
    with pytest.MonkeyPatch.context() as patched:
        declared.install(patched)
        declared.install_pages(patched, settings)
        return [kind for kind in EVERY if (console := console_of(kind.code)) and console.opens]


ENTERED = _entered()


class Town:
    """The units of the cast with a place and a person, and browsers of whoever is asked for."""

    def __init__(self) -> None:
        self.system, self.at = scope.system_actor(), clock.FixedClock(OPENED_AT)
        self.browsers: dict[tuple[str, str], Client] = {}
        with scope.acting(self.system):
            units.open_units(self.system, UNITS, at=self.at, origin=Origin.REPLAY)
            places.open_places(self.system, [places.PlaceSpec(PLACE, "lift", UNIT, "电梯", "Lift")], at=self.at)
            self.person = people.register_person(self.system, unit=UNIT, name="张三", at=self.at)
            self.incident = self._runs()

    def _runs(self) -> UUID:
        """An incident of the unit that was accepted and runs."""
        how = Recording(clock.FixedClock(NOW - timedelta(hours=1)))
        known = {"occurred_at": how.now, "known_at": how.now}
        which = incidents.propose(self.system, unit=UNIT, code="E01", how=how, **known).id
        return incidents.open_incident(self.system, incident=which, how=how).id

    def browser(self, role: str, unit: str) -> Client:
        """Somebody who holds the role over the unit."""
        if (role, unit) not in self.browsers:
            login = f"{role}-{unit}".lower()
            user = enlist(self.system, {login: (role, unit)}, since=self.at.at)[login]
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            self.browsers[role, unit] = client
        return self.browsers[role, unit]

    def standing(self, kind: Kind) -> list[queries.Entry]:
        with scope.acting(self.system):
            return queries.entries(self.system, queries.Asked(kinds=(kind.code,), standing=True))


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """Everything is committed: a rebuild, which the owner does, must see it."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patched:
        declared.install(patched)
        declared.install_pages(patched, settings)
        patched.setattr(clock, "current", lambda: clock.FixedClock(NOW))
        database.close_all()
        database.renew()
        yield Town()
        database.close_all()
        database.renew()


def role_of(kind: Kind) -> str:
    """A role that records the kind, corrects it and reads it."""
    wanted = {kind.record, kind.see, "ledger.correct"}
    return next(str(role) for role in Role if wanted <= REGISTRY.verbs_of(role) | _access(role))


def _access(role: Role) -> frozenset[str]:
    from lianfang.ground.access.roles import verbs_of

    return frozenset(verbs_of(role))


def answers(kind: Kind, data: dict[str, Any]) -> dict[str, Any]:
    """The data as the fields of a form send it."""
    sent: dict[str, Any] = {}
    for name, spec in walk(specs_of(kind.payload)):
        value: Any = data
        for part in name.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if value is not None:
            shown = field_of(spec).prepare_value(as_initial(spec, value))
            sent[f"data.{name}"] = shown.strftime("%Y-%m-%dT%H:%M") if isinstance(shown, datetime) else shown
    return sent


def envelope(kind: Kind, town: Town, page: Any) -> dict[str, Any]:
    """What every form asks beside the payload."""
    form = page.context["form"]
    sent = {"entry_id": str(form["entry_id"].value()), "unit": UNIT, "occurred_at": "2020-08-10T15:40"}
    sent |= {"place": PLACE} if kind.place is Presence.REQUIRED else {}
    sent |= {"stream": str(town.incident)} if kind.goes_on else {}
    return sent | ({"person": str(town.person)} if kind.person is Presence.REQUIRED else {})


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.code)
def test_a_kind_says_itself_in_both_languages(kind: Kind) -> None:
    for data in (examples.short(kind), examples.full(kind)):
        said = kind.sentence(examples.stored(kind, data))
        assert "{" not in said.zh + said.en, said
        assert said.zh
        assert said.en


@pytest.mark.parametrize("kind", ENTERED, ids=lambda kind: kind.code)
def test_a_kind_is_entered_shown_corrected_exchanged_and_withdrawn(kind: Kind, town: Town) -> None:
    console, role = console_of(kind.code), role_of(kind)
    assert console is not None
    own = town.browser(role, UNIT)
    data = examples.full(kind)
    first = _enter(console, town, own, data)
    _seen_by_the_right_ones(console, town, role, first)
    second = _correct(console, own, first, examples.changed(kind, data))
    assert [entry.id for entry in town.standing(kind)] == [second]
    _least(kind, town, role)
    third = _exchange(console, own, second)
    assert {entry.id for entry in town.standing(kind)} == {second, third}
    page = own.get(console.url("withdraw", third))
    sent = {"entry_id": str(page.context["form"]["entry_id"].value()), "reason": "recorded twice"}
    assert own.post(console.url("withdraw", third), sent).status_code == 302
    assert [entry.id for entry in town.standing(kind)] == [second]
    assert own.get(console.url("entry", third)).status_code == 200, "what was withdrawn stays readable"


@pytest.mark.parametrize("kind", [kind for kind in ENTERED if kind.files], ids=lambda kind: kind.code)
def test_a_kind_that_names_files_takes_and_shows_them(kind: Kind, town: Town) -> None:
    console, role = console_of(kind.code), role_of(kind)
    assert console is not None
    own, picture = town.browser(role, UNIT), drawn.picture(mark=len(kind.code))
    page = own.get(console.url("new"))
    said = {name: value for name, value in examples.full(kind).items() if name not in kind.files}
    files = {f"data.{name}.new": SimpleUploadedFile("a.jpg", picture) for name in kind.files}
    assert 'enctype="multipart/form-data"' in page.content.decode()
    sent = {**envelope(kind, town, page), **answers(kind, said), **files}
    done = own.post(console.url("new"), sent)
    assert done.status_code == 302, done.context["form"].errors
    text = own.get(console.url("entry", sent["entry_id"])).content.decode()
    (address,) = set(re.findall(r'class="lf-thumb" href="([^"]+)"', text))
    assert own.get(address)["Content-Type"] == "image/jpeg"
    assert town.browser(role, SISTER).get(address).status_code == 404
    assert "lf-thumb" in own.get(console.url("list")).content.decode()
    entry = next(each for each in town.standing(kind) if str(each.id) == sent["entry_id"])
    with scope.acting(town.system):
        actions.withdraw_entry(town.system, original=entry, entry=ids.mint(NOW), occurred_at=NOW, reason="only tried")


def _enter(console: KindConsole, town: Town, own: Client, data: dict[str, Any]) -> UUID:
    page = own.get(console.url("new"))
    assert page.status_code == 200
    sent = {**envelope(console.kind, town, page), **answers(console.kind, data)}
    done = own.post(console.url("new"), sent)
    assert done.status_code == 302, done.context["form"].errors
    (entry,) = town.standing(console.kind)
    assert str(entry.id) == sent["entry_id"]
    assert own.post(console.url("new"), sent).status_code == 302
    assert len(town.standing(console.kind)) == 1, "sent twice it is recorded once"
    assert console.url("entry", entry.id) in own.get(console.url("list")).content.decode()
    assert own.get(console.url("entry", entry.id)).status_code == 200
    return entry.id


def _seen_by_the_right_ones(console: KindConsole, town: Town, role: str, entry: UUID) -> None:
    address = console.url("entry", entry)
    above = next((each for each in Role if console.kind.see in _access(each)), None)
    if above:
        assert town.browser(str(above), TEAM).get(address).status_code == 200, "whoever is above may see it"
    for unit in (SISTER, APART):
        other = town.browser(role, unit)
        assert other.get(address).status_code == 404, (unit, "is not told that it exists")
        assert console.url("entry", entry) not in other.get(console.url("list")).content.decode()
        sent = {
            **envelope(console.kind, town, other.get(console.url("new"))),
            **answers(console.kind, examples.full(console.kind)),
        }
        assert other.post(console.url("new"), sent).status_code != 302, (unit, "records nothing for another unit")
    unable = next((each for each in Role if console.kind.see not in _access(each)), None)
    if unable:
        assert town.browser(str(unable), UNIT).get(address).status_code in (403, 404)
    assert len(town.standing(console.kind)) == 1


def _correct(console: KindConsole, own: Client, entry: UUID, data: dict[str, Any]) -> UUID:
    address = console.url("correct", entry)
    form = own.get(address).context["form"]
    sent = {name: form[name].value() for name in ("entry_id", "place", "person") if name in form.fields}
    sent |= {"occurred_at": "2020-08-10T15:40", "reason": "read again"} | answers(console.kind, data)
    sent = {name: value for name, value in sent.items() if value is not None}
    shown = own.post(address, sent)
    assert shown.status_code == 200, shown.context["form"].errors
    assert shown.context["changes"], "what would change is shown first"
    done = own.post(address, {**sent, "confirmed": "1"})
    assert done.status_code == 302, done.context["form"].errors
    assert own.get(done.headers["Location"]).status_code == 200
    return UUID(str(sent["entry_id"]))


def _least(kind: Kind, town: Town, role: str) -> None:
    """The least that a device may say, byte for byte, is recorded, shown and taken back."""
    user = get_user_model().objects.get(username=f"{role}-{UNIT}".lower())
    actor, data = access_queries.actor_of(user), json.dumps(examples.short(kind)).encode()
    named: dict[str, Any] = {"place": PLACE if kind.place is Presence.REQUIRED else None}
    named |= {"person": town.person if kind.person is Presence.REQUIRED else None}
    with scope.acting(actor):
        named |= {"stream": town.incident, "version": next_version(town.incident)} if kind.goes_on else {}
        receipt = journal.record_one(
            actor, Draft(id=ids.mint(NOW), kind=kind.code, unit=UNIT, occurred_at=NOW, data=data, **named),
            origin=Origin.API,
        )  # fmt: skip
        assert receipt.problem is None, receipt.problem
        console = console_of(kind.code)
        assert console is not None
        assert town.browser(role, UNIT).get(console.url("entry", receipt.id)).status_code == 200
        entry = next(each for each in town.standing(kind) if each.id == receipt.id)
        actions.withdraw_entry(actor, original=entry, entry=ids.mint(NOW), occurred_at=NOW, reason="only tried")


def _exchange(console: KindConsole, own: Client, entry: UUID) -> UUID:
    """What was exported is known when it comes back; under another id it is a new entry."""
    assert own.get(console.url("export", "xlsx")).status_code == 200
    assert own.get(console.url("template")).status_code == 200
    answer: Any = own.get(console.url("export", "csv"))
    lines = b"".join(answer.streaming_content)
    known = own.post(console.url("import"), {"sheet": SimpleUploadedFile("back.csv", lines)})
    assert (known.context["report"].accepted, known.context["report"].bad) == (0, []), known.context["report"]
    words, codes, row = csv.reader(io.StringIO(lines.decode("utf-8-sig")))
    assert row[codes.index("id")] == str(entry)
    fresh, text = ids.mint(NOW), io.StringIO()
    other = {"id": str(fresh), "corrects": "", "reason": ""}
    csv.writer(text).writerows([words, codes, [other.get(code, cell) for code, cell in zip(codes, row, strict=True)]])
    report = own.post(
        console.url("import"), {"sheet": SimpleUploadedFile("new.csv", text.getvalue().encode())}
    ).context["report"]
    assert (report.accepted, report.bad) == (1, []), report
    return fresh


def test_a_rebuild_gives_the_tables_that_stand(town: Town) -> None:
    assert rebuild.compare(connections["owner"]) == []
