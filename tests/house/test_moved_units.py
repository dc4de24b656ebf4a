"""tests · house: a unit moves in the tree, and every table with a path goes with it or says why it stays.

Tables are found in the catalogue, as `test_scope_tables.py` finds them: one that somebody adds tomorrow is a failure
until its rows follow their unit (`units_follower`) or its reason to stay stands here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from django.apps import apps
from psycopg import sql

from lianfang.ground.sheets import actions as sheets
from lianfang.ground.sheets import queries as saved
from lianfang.ground.testing import NOW, OPENED_AT, UNITS, Cast
from lianfang.ground.units import actions as units
from lianfang.kernel import clock, scope
from lianfang.kernel.models import DayRow, FactRow
from lianfang.kernel.scope import Actor
from tests.house.scoped_rows import Table, tables
from tests.support import database

pytestmark = pytest.mark.xdist_group("scope tables")
MOVED, FROM, TO, MOVED_ON = "T161-LOG", "XJCG/T161/T161-LOG/", "XJCG/T161/T161-PROP/T161-LOG/", date(2020, 8, 12)
# Rows that are of now and not of a day: whoever stands above the unit now sees and keeps them.
FOLLOW = {
    "access_grant", "access_invitation", "sheets_heads", "sheets_source", "places_place", "people_membership",
    "people_household", "supplies_balance", "supplies_level",
}  # fmt: skip
# Where a row stays at the path of its own day, or comes and goes with something else than its unit; and why.
STAY = {
    **dict.fromkeys(
        ("ledger_entry", "ledger_correction", "ledger_stream", "ledger_seal", "ledger_set_aside", "ledger_unlinked",
         "kernel_entry_salt", "files_file", "people_identity_view"),
        "what was recorded, sealed, filed or looked at, where its unit stood then",
    ),
    **dict.fromkeys(
        ("units_unit", "units_path", "units_alias", "places_count", "people_headcount"), "made again by day and path"
    ),
    **dict.fromkeys(
        ("people_person", "people_mask", "people_gram", "kernel_person_key"), "goes with the memberships of the person"
    ),
    **dict.fromkeys(
        ("screening_member_seen", "screening_members_day", "records_day", "duties_slot", "reporting_report",
         "reporting_figure", "reporting_sum"),
        "of one reporting day, and stands where the unit stood on it",
    ),
    **dict.fromkeys(
        ("incidents_incident", "incidents_drill", "incidents_finding", "incidents_plan"),
        "stays with whoever was told of it, where it began",
    ),
    "publicity_tip_words": "stands beside the tip's entries, for whoever received it",
    **dict.fromkeys(("alerts_alert", "alerts_message"), "told where the unit stood, as the next one will be"),
    **dict.fromkeys(
        ("alerts_secret", "publicity_group_secret", "witnesses_secret", "witnesses_delivery"),
        "an address stays where it was given: who stands above now is told by addresses of his own",
    ),
}  # fmt: skip
BY_DAY = {model._meta.db_table for model in apps.get_models() if issubclass(model, FactRow | DayRow)}


@pytest.fixture
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[psycopg.Connection[Any]]:
    """The superuser of a fresh database with the cast's tree, and in each table that follows a row of the unit."""
    with django_db_blocker.unblock():
        database.close_all()
        database.renew()
        with scope.acting(scope.system_actor()) as system:
            units.open_units(system, UNITS, at=clock.FixedClock(OPENED_AT))
        with psycopg.connect(**database.superuser(), autocommit=True) as made:
            _fill(made)
            yield made
        database.close_all()
        database.renew()


def _fill(superuser: psycopg.Connection[Any]) -> None:
    superuser.execute("SET session_replication_role = replica")  # no triggers, no foreign keys: any row will do
    for number, table in enumerate(_tables(superuser)):
        if table.name in FOLLOW:
            row = table.row("OWN", number) | {"unit": MOVED, "path": FROM}
            superuser.execute(*table.insert(row))
    superuser.execute("RESET session_replication_role")


def _tables(superuser: psycopg.Connection[Any]) -> list[Table]:
    return [table for table in tables(superuser) if table.name not in BY_DAY]


def test_every_table_with_a_path_follows_its_unit_or_says_why_not(filled: psycopg.Connection[Any]) -> None:
    assert {table.name for table in _tables(filled)} == FOLLOW | STAY.keys()
    assert not FOLLOW & STAY.keys()
    with scope.acting(scope.system_actor()) as system:
        units.move_unit(system, code=MOVED, parent="T161-PROP", from_day=MOVED_ON, at=clock.FixedClock(NOW))
    for name in sorted(FOLLOW):
        found = filled.execute(
            sql.SQL("SELECT path FROM {} WHERE unit = %s").format(sql.Identifier(name)), (MOVED,)
        ).fetchall()
        assert found == [(TO,)], name


@pytest.mark.django_db
def test_what_a_unit_said_of_its_heads_is_kept_by_who_stands_above_it_now(cast: Cast, system: Actor) -> None:
    heads = ["姓名", "体温"]

    def keep(actor: Actor) -> None:
        sheets.keep_heads(
            actor, verb="records.any", unit=MOVED, sort="people", heads=heads, said={"name": "姓名"}, fixed={},
            at=clock.FixedClock(NOW),
        )  # fmt: skip

    with scope.acting(system):
        keep(system)
        units.move_unit(system, code=MOVED, parent="T161-PROP", from_day=MOVED_ON, at=clock.FixedClock(NOW))
    above = Actor("above", 4711, (scope.Held("reporter", frozenset({"records.any"}), "T161-PROP", (TO[:-9],)),))
    with scope.acting(above):
        assert saved.saved(above, MOVED, "people", heads) is not None
        keep(above)
