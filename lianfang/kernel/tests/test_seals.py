"""kernel · tests of seals: one changed byte anywhere is found and named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connections

from lianfang.kernel import clock, digest, jobs, retention, scope, seals
from lianfang.kernel.models import Seal
from lianfang.kernel.tests.conftest import NOW, actor_over, draft, record
from lianfang.kernel.verify import verify

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"])]

_CHANGES = [
    ("UPDATE ledger_entry SET data = '{\"n\":4}' WHERE id = %(id)s", "entry"),
    ("UPDATE ledger_entry SET unit = 'A1' WHERE id = %(id)s", "entry"),
    ("UPDATE ledger_entry SET occurred_at = occurred_at + interval '1 microsecond' WHERE id = %(id)s", "entry"),
    ("UPDATE ledger_entry SET known_at = '-infinity' WHERE id = %(id)s", "entry"),
    ("UPDATE ledger_entry SET recorded_at = 'infinity' WHERE id = %(id)s", "entry"),
    ("UPDATE ledger_entry SET recorded_by = 'somebody' WHERE id = %(id)s", "entry"),
    ("UPDATE ledger_entry SET exercise = true WHERE id = %(id)s", "entry"),
    ("UPDATE ledger_entry SET reason = 'x' WHERE id = %(id)s", "entry"),
    ("UPDATE ledger_entry SET digest = set_byte(digest, 0, get_byte(digest, 0) # 1) WHERE id = %(id)s", "entry"),
    ("DELETE FROM ledger_entry WHERE id = %(id)s", "day"),
    ("UPDATE ledger_seal SET root = set_byte(root, 5, get_byte(root, 5) # 1) WHERE unit = 'A'", "seal"),
    ("UPDATE ledger_seal SET entries = entries + 1 WHERE unit = 'A'", "seal"),
    ("UPDATE ledger_seal SET previous = set_byte(previous, 0, 1) WHERE unit = 'A'", "seal"),
    ("UPDATE ledger_seal SET day = day + 100 WHERE unit = 'A'", "seal"),
]


@pytest.fixture
def sealed_ledger(small_tree: None) -> Any:
    """Two sealed days of two units; gives one entry of the first."""
    actor = actor_over("")
    first = draft(3)
    record(actor, first, draft(4), draft(5, unit="B"))
    with scope.acting(actor):
        seals.seal_days_until(NOW + timedelta(days=1))
        record(actor, draft(6), at=NOW + timedelta(days=1, hours=1))
        assert seals.seal_days_until(NOW + timedelta(days=2)) == len({"X", "A", "A1", "B", "Z"})
        assert seals.seal_days_until(NOW + timedelta(days=2)) == 0
    return first


@pytest.fixture
def set_elsewhere(small_tree: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process knows the machine's clock, and another one has set the installation's since."""
    monkeypatch.setattr(clock, "_KNOWN_FOR_SECONDS", 600.0)
    clock.forget()
    assert isinstance(clock.current(), clock.SystemClock)
    with scope.acting(scope.system_actor()), connections["default"].cursor() as cursor:
        cursor.execute("SELECT kernel_set_clock(%s, 0)", (NOW,))
    yield
    clock.forget()


def test_nothing_is_sealed_by_a_clock_that_was_set_again_meanwhile(set_elsewhere: None) -> None:
    """A worker that still knows the machine's clock would seal the years up to today, and nothing more could come."""
    actor = actor_over("")
    record(actor, draft(3))
    jobs.seal_closed_days(timestamp=0)
    with scope.acting(actor):
        assert not Seal.objects.exists()


def test_no_link_ends_by_a_clock_that_was_set_again_meanwhile(
    set_elsewhere: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the machine's clock, links would end years before their time."""
    asked: list[datetime] = []
    monkeypatch.setattr(retention, "end_links", lambda actor, at: asked.append(at.now()))
    jobs.end_links(timestamp=0)
    assert asked == [NOW]


def test_an_untouched_ledger_verifies(sealed_ledger: Any) -> None:
    outcome = verify(connections["owner"])
    assert outcome.holds
    assert outcome.entries == 4
    assert outcome.seals == 10


@pytest.mark.parametrize(("change", "what"), _CHANGES)
def test_one_changed_byte_is_named(
    sealed_ledger: Any, superuser_conn: psycopg.Connection[Any], change: str, what: str
) -> None:
    superuser_conn.execute("SET session_replication_role = replica")
    assert superuser_conn.execute(change, {"id": sealed_ledger.id}).rowcount >= 1  # type: ignore[call-overload]
    found = verify(connections["owner"]).found
    assert what in {each.what for each in found}
    if what == "entry":
        assert str(sealed_ledger.id) in {each.entry for each in found}
    assert {each.unit for each in found} <= {"A", "A1", ""}, "no other unit is named"


def test_a_consistent_forgery_still_breaks_the_day(sealed_ledger: Any, superuser_conn: psycopg.Connection[Any]) -> None:
    """Whoever rewrites an entry and its digest together is found by the sealed root."""
    superuser_conn.execute("SET session_replication_role = replica")
    superuser_conn.execute("UPDATE ledger_entry SET digest = sha256(digest) WHERE id = %s", (sealed_ledger.id,))
    assert {"entry", "day"} <= {each.what for each in verify(connections["owner"]).found}


def test_a_cast_of_the_owner_hides_nothing(sealed_ledger: Any, superuser_conn: psycopg.Connection[Any]) -> None:
    """What is digested is the column as it stands, whatever the database makes of it when it is asked for a text."""
    superuser_conn.execute("SET session_replication_role = replica")
    superuser_conn.execute("UPDATE ledger_entry SET data = '{\"n\":4}' WHERE id = %s", (sealed_ledger.id,))
    superuser_conn.execute(
        "CREATE FUNCTION pretended(json) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT '{\"n\":3}' $$"
    )
    superuser_conn.execute("CREATE CAST (json AS text) WITH FUNCTION pretended(json)")
    try:
        assert str(sealed_ledger.id) in {each.entry for each in verify(connections["owner"]).found}
    finally:
        superuser_conn.execute("DROP FUNCTION pretended CASCADE")


def test_an_entry_proves_itself_against_the_root(sealed_ledger: Any) -> None:
    import hashlib

    from lianfang.kernel.models import Entry

    with scope.acting(actor_over("")):
        entry = Entry.objects.get(id=sealed_ledger.id)
        steps = seals.proof(entry)
        seal = Seal.objects.get(unit="A", entries=2)
    node = hashlib.sha256(b"\x00" + bytes(entry.digest)).digest()
    assert steps is not None
    for side, sibling in steps:
        pair = (bytes.fromhex(sibling), node) if side == "left" else (node, bytes.fromhex(sibling))
        node = hashlib.sha256(b"\x01" + b"".join(pair)).digest()
    assert node == bytes(seal.root)


def test_the_root_of_nothing_is_known() -> None:
    assert digest.merkle_root([]) == digest.EMPTY_ROOT
