"""tests · house: what a kind promises of its personal data is done, by a job that says so: in Python or in a playbook.

Every kind that names a time after which the link to the person ends is recorded, and its time passes; every kind with
a person's own words is read after the time, and after the person was erased.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection, connections

from lianfang.areas.incidents import actions as incidents
from lianfang.ground.people import actions as people
from lianfang.ground.places import actions as places
from lianfang.ground.testing import OPENED_AT, UNITS
from lianfang.ground.units import actions as units
from lianfang.kernel import clock, ids, journal, rebuild, retention, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import KINDS, Kind, Origin, Presence
from lianfang.kernel.recording import Recording
from lianfang.kernel.verify import verify
from lianfang.shell.ledger import queries
from lianfang.shell.ledger.queries import Asked
from tests.support import database, declared, examples

UNIT, GATE = "T161-LOG", "PROMISES-GATE"
DAY = OPENED_AT + timedelta(days=1, hours=2)
# What of a kind's example would propose an incident by itself.
CALM: dict[str, Any] = {
    "screening.temperature_check": {"celsius": 36.5},
    "screening.gate_passage": {"celsius": 36.5},
    "screening.health_declaration": {"symptoms": [], "from_risk_area": False, "risk_level": None},
}


class Town:
    """Three people: one about whom everything is over, one named in what is not over, and one who is erased."""

    def __init__(self) -> None:
        self.system = scope.system_actor()
        opened = clock.FixedClock(OPENED_AT)
        with scope.acting(self.system):
            units.open_units(self.system, UNITS, at=opened, origin=Origin.REPLAY)
            places.open_places(self.system, [places.PlaceSpec(GATE, "gate", UNIT, "门岗", "Gate")], at=opened)
            self.over, self.needed, self.erased = (
                people.register_person(self.system, unit=UNIT, name=name, at=opened)
                for name in ("张合成", "李合成", "王合成")
            )
            self.known = Recording(clock.FixedClock(DAY))
            self.ended = self._incident(self.over)
            incidents.dismiss(self.system, incident=self.ended, reason="复测正常", how=self.known)
            self.running = self._incident(self.needed)
            self.lists = [self._lists(kind) for kind in retention.promised() if kind.names_persons]
            for kind in self.recorded():
                for person in (self.over, self.needed, self.erased):
                    self._record(kind, person)

    def recorded(self) -> list[Kind]:
        """The kinds that promise an end, but for the acts of incidents, which are recorded by what happens."""
        return [kind for kind in retention.promised() if not kind.streams and kind.person is not Presence.FORBIDDEN]

    def _incident(self, person: UUID) -> UUID:
        seen = {"occurred_at": DAY, "known_at": DAY}
        return incidents.propose(self.system, unit=UNIT, code="E01", person=person, how=self.known, **seen).id

    def _record(self, kind: Kind, person: UUID) -> None:
        draft = Draft(
            id=ids.mint(DAY), kind=kind.code, unit=UNIT, occurred_at=DAY, person=person,
            data=examples.full(kind) | CALM.get(kind.code, {}),
            place=GATE if kind.place is Presence.REQUIRED else None,
        )  # fmt: skip
        journal.record_one(self.system, draft, origin=Origin.API, at=clock.FixedClock(DAY))

    def _lists(self, kind: Kind) -> UUID:
        """An entry that lists a person in its data and nowhere else."""
        data = examples.full(kind) | {name: [str(self.over)] for name in kind.names_persons}
        draft = Draft(id=ids.mint(DAY), kind=kind.code, unit=UNIT, occurred_at=DAY, data=data)
        return journal.record_one(self.system, draft, origin=Origin.API, at=clock.FixedClock(DAY)).id

    def of(self, person: UUID) -> list[queries.Entry]:
        """What anybody is told to be about a person."""
        return queries.entries(self.system, Asked(person=person, size=400))

    def tied(self, person: UUID) -> set[str]:
        """The kinds with a promise of which something is told to be about a person."""
        promised = {kind.code for kind in retention.promised()}
        return {entry.kind for entry in self.of(person)} & promised

    def run(self, at: datetime) -> dict[str, retention.Due]:
        listed = {each.kind.code: each for each in retention.due(at)}
        done = {each.kind.code: each for each in retention.end_links(self.system, at=clock.FixedClock(at))}
        assert {code for code, each in listed.items() if each.entries} == done.keys(), "what is listed is what is done"
        assert not [each for each in retention.due(at) if each.entries], "run again, nothing is left"
        return done


@pytest.fixture
def town(committed_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    declared.install(monkeypatch)
    promised = [kind for kind in KINDS if kind.privacy.retention_days is not None]
    for kind in promised:  # nobody promises what there is nothing to do about
        assert kind.person is not Presence.FORBIDDEN or kind.names_persons, kind.code
    yield Town()
    database.close_all()


def _figures() -> list[Any]:
    """Everything that days add up to."""
    with connection.cursor() as cursor:
        found = []
        for table in ("screening_day", "screening_members_day", "records_day"):
            cursor.execute(f"SELECT to_jsonb(t) - 'id' FROM {table} t ORDER BY 1")
            found += cursor.fetchall()
        return found


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_every_promise_has_a_doer_and_is_kept(town: Town, superuser_conn: psycopg.Connection[Any]) -> None:
    with scope.acting(town.system):
        before, numbers = _figures(), town.recorded()
        personal = {kind.code for kind in KINDS if kind.personal}
        assert personal <= {kind.code for kind in retention.promised()}, "whose words are kept, a time is named for"
        assert {kind.code for kind in numbers} | {"incidents.proposed"} <= town.tied(town.needed)
        told = next(entry for entry in town.of(town.over) if entry.kind in personal)
        assert None not in queries.facts_of(town.system, [told])[told.id].values()
        for days in sorted({kind.privacy.retention_days or 0 for kind in numbers}):
            due = {kind.code for kind in numbers if kind.privacy.retention_days == days}
            assert due <= town.tied(town.over)
            assert not due & town.run(DAY + timedelta(days=days)).keys(), "not before its time"
            done = town.run(DAY + timedelta(days=days + 1))
            assert due <= done.keys()
            assert {done[code].held for code in due} == {1}, "whoever is named in what is not over is held back"
            assert not due & town.tied(town.over)
            assert due <= town.tied(town.needed)
        assert town.tied(town.over) == set(), "the acts of an incident end with it"
        _nobody_is_told(town, told)
        end = DAY + timedelta(days=200)
        how = Recording(clock.FixedClock(end))
        incidents.dismiss(town.system, incident=town.running, reason="复测正常", how=how)
        town.run(end + timedelta(days=1))
        assert {code.partition(".")[0] for code in town.tied(town.needed)} == {"incidents"}, "its own time begins now"
        town.run(end + timedelta(days=100))
        assert town.tied(town.needed) == set()
        people.erase_person(town.system, person=town.erased, at=clock.FixedClock(end + timedelta(days=101)))
        assert _figures() == before, "what was counted stays counted"
    assert verify(connections["owner"]).found == []
    assert rebuild.compare(connections["owner"]) == []
    left = superuser_conn.execute("SELECT count(*) FROM kernel_entry_salt WHERE salt IS NOT NULL").fetchone()
    assert left == (0,)
    superuser_conn.execute("UPDATE kernel_entry_salt SET salt = '\\x00'")
    assert {each.what for each in verify(connections["owner"]).found} == {"salt"}


def _nobody_is_told(town: Town, told: queries.Entry) -> None:
    now = queries.entry(town.system, told.id)
    assert now.unlinked
    assert now.person is None
    words = queries.facts_of(town.system, [now])[now.id]
    assert [words[name] for name in KINDS[told.kind].personal] == [None]
    assert now.columns == told.columns, "what is sealed is as it was"
    listed = queries.by_ids(town.lists).values()
    assert town.lists
    for each in listed:
        data = queries.facts_of(town.system, [each])[each.id]
        assert [data[name] for name in KINDS[each.kind].names_persons] == [None], each.kind
