"""kernel · tests of seal keys: changed, revoked, gone, another's; and an installation of before that gets its first."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections

from lianfang.kernel import clock, digest, heads, scope, seal_keys, seals, signing
from lianfang.kernel.key_payloads import SEAL_KEY
from lianfang.kernel.problems import Refused
from lianfang.kernel.seals import NO_SEAL_BEFORE
from lianfang.kernel.tests.conftest import NOW, PATHS, actor_over, draft, record, rows
from lianfang.kernel.verify import verify

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
    pytest.mark.usefixtures("small_tree", "own_keys"),
]
DAY = timedelta(days=1)


@pytest.fixture
def own_keys(settings: Any, tmp_path: Path) -> Path:
    """The installation's file in a place of its own, so that changes to it are this test's alone."""
    path = tmp_path / "seal-keys.json"
    shutil.copy(settings.SEAL_KEYS_FILE, path)
    settings.SEAL_KEYS_FILE = path
    return path


def seal(day: int) -> None:
    with scope.acting(actor_over("")):
        seals.seal_days_until(NOW + day * DAY)


def rotate(at: Any = NOW) -> signing.Key:
    with clock.standing_at(at):
        return seal_keys.rotate(connections["owner"])


def test_a_new_key_signs_from_then_on_and_the_ledger_says_so() -> None:
    record(actor_over(""), draft(1))
    seal(1)
    first = signing.load().current
    second = rotate(NOW + DAY)
    seal(2)
    assert [head.key for head in heads.all_of(connections["owner"])] == [first.fingerprint, second.fingerprint]
    assert verify(connections["owner"]).found == []
    said = signing.load()
    assert [key.private is None for key in said.keys] == [True, False], "of the key before only the public half is kept"
    with scope.acting(actor_over("")):
        noted = rows("SELECT unit, data->>'event', data->>'fingerprint' FROM ledger_entry WHERE kind = %s", SEAL_KEY)
    assert set(noted) == {("X", "registered", second.fingerprint), ("X", "retired", first.fingerprint)}
    (signed,) = rows("SELECT signed_by, signature FROM ledger_seal_key WHERE fingerprint = %s", second.fingerprint)
    text = digest.key_text(said.installation, second.public, second.valid_from)
    assert signing.check(text, signed[0], bytes(signed[1]), said)


def test_what_a_revoked_key_signed_since_is_named_and_what_it_signed_before_is_not() -> None:
    record(actor_over(""), draft(1))
    for day in (1, 2, 3):
        seal(day)
    first = signing.load().current
    with clock.standing_at(NOW + 4 * DAY):
        seal_keys.revoke(connections["owner"], first.fingerprint, reason="a copy was found", since=NOW + 2 * DAY)
    seal(4)
    found = [(each.what, each.day) for each in verify(connections["owner"]).found]
    assert found == [("head", "2020-08-12"), ("head", "2020-08-13")]
    assert "revoked" in verify(connections["owner"]).found[0].says
    with pytest.raises(Refused, match="seal_key_revoked"):
        seal_keys.revoke(connections["owner"], first.fingerprint, reason="again")
    with pytest.raises(Refused, match="seal_key_unknown"):
        seal_keys.revoke(connections["owner"], "0" * 16, reason="which?")


def test_with_public_keys_alone_what_could_not_be_compared_is_said(tmp_path: Path) -> None:
    record(actor_over(""), draft(1))
    seal(1)
    record(actor_over(""), draft(2), at=NOW + DAY)
    file = tmp_path / "public.json"
    file.write_text(json.dumps(signing.exported(signing.load())))
    assert "private" not in file.read_text()
    assert "mac" not in json.loads(file.read_text())
    outcome = verify(connections["owner"], keys=signing.load(file))
    assert outcome.holds
    assert outcome.signed == 1
    assert len(outcome.unchecked) == 1
    with pytest.raises(Refused, match="seal_keys_public"):
        _ = signing.load(file).current


def test_another_installations_keys_do_not_fit(tmp_path: Path, settings: Any) -> None:
    record(actor_over(""), draft(1))
    seal(1)
    settings.SEAL_KEYS_FILE = tmp_path / "other" / "seal-keys.json"
    other = signing.make()
    assert {"installation", "key", "head"} <= {each.what for each in verify(connections["owner"], keys=other).found}
    with pytest.raises(Refused, match="seal_keys_other"):
        seal_keys.install(connections["owner"])


def test_keys_that_are_gone_or_damaged_are_never_made_anew(own_keys: Path) -> None:
    said = own_keys.read_text()
    for broken in (
        said[:40],
        "[]",
        "{}",
        said.replace('"mac": "', '"mac": "AA'),
        said.replace('"form": 1', '"form": 9'),
    ):
        own_keys.write_text(broken)
        with pytest.raises(Refused, match="seal_keys_damaged"):
            seal_keys.install(connections["owner"])
    own_keys.unlink()
    with pytest.raises(Refused, match="seal_keys_gone"):
        seal_keys.install(connections["owner"])
    with pytest.raises(Refused, match="seal_keys_gone"):
        verify(connections["owner"])
    assert not own_keys.exists()


def test_the_file_is_readable_by_its_owner_alone(own_keys: Path) -> None:
    rotate()
    assert own_keys.stat().st_mode & 0o077 == 0


# --- an installation of before --------------------------------------------------------


def _as_before(superuser: psycopg.Connection[Any], days: int) -> None:
    """Takes away what there was not, and seals some days as they were sealed then."""
    superuser.execute("SET session_replication_role = replica")
    for table in ("ledger_running", "ledger_seal_key", "kernel_installation"):
        superuser.execute(f"DELETE FROM {table}")  # type: ignore[call-overload]
    previous = dict.fromkeys(PATHS, NO_SEAL_BEFORE)
    for back in range(days):
        day = clock.reporting_day(clock.day_of(NOW).date + back * DAY)
        for unit, path in PATHS.items():
            found = [
                row[0]
                for row in superuser.execute(
                    "SELECT digest FROM ledger_entry WHERE unit = %s AND recorded_at >= %s AND recorded_at < %s "
                    "ORDER BY recorded_at, id",
                    (unit, day.from_at, day.to_at),
                )
            ]
            root, name = digest.merkle_root(found), day.date.isoformat()
            made = digest.of_seal(unit, name, day.from_at, day.to_at, len(found), root, previous[unit])
            superuser.execute(
                "INSERT INTO ledger_seal (id, unit, path, day, from_at, to_at, entries, root, previous, digest, "
                "sealed_at, form) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 1)",
                (f"{unit}:{name}", unit, path, day.date, day.from_at, day.to_at, len(found), root, previous[unit],
                 made, day.to_at),
            )  # fmt: skip
            previous[unit] = made


@pytest.fixture
def upgraded(superuser_conn: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """Two days sealed under the old form and one not sealed yet, then brought up to date."""
    for day in range(3):
        record(actor_over(""), draft(day), draft(day, unit="B"), at=NOW + day * DAY)
    _as_before(superuser_conn, 2)
    seal_keys.install(connections["owner"])
    return superuser_conn


def test_an_installation_of_before_keeps_its_seals_and_the_day_of_the_change_is_marked(upgraded: Any) -> None:
    before = verify(connections["owner"])
    assert (before.found, before.heads, before.seals, before.open) == ([], 0, 10, 2)
    seal(3)
    record(actor_over(""), draft(9), at=NOW + 3 * DAY)
    after = verify(connections["owner"])
    assert after.found == []
    assert (after.heads, after.adopted) == (1, date(2020, 8, 13))
    (first,) = heads.all_of(connections["owner"])
    assert (first.adopted, first.total, first.unheld) == (10, 6, 0)
    assert rows("SELECT DISTINCT form FROM ledger_seal") == []
    with scope.acting(actor_over("")):
        assert rows("SELECT form, count(*) FROM ledger_seal GROUP BY form ORDER BY form") == [(1, 10), (2, 5)]


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM ledger_seal WHERE form = 1 AND unit = 'B' AND day = (SELECT min(day) FROM ledger_seal)",
        "DELETE FROM ledger_seal WHERE form = 1",
        "UPDATE ledger_seal SET path = 'Z/' WHERE form = 1 AND unit = 'A'",
        "UPDATE ledger_seal SET sealed_at = sealed_at - interval '1 hour' WHERE form = 1 AND unit = 'A'",
        "UPDATE ledger_seal SET form = 2, total = 1 WHERE form = 1 AND unit = 'A'",
    ],
)
def test_what_is_changed_in_the_old_seals_is_found_from_the_day_of_the_change_on(upgraded: Any, change: str) -> None:
    seal(3)
    upgraded.execute(change)
    assert "head" in {each.what for each in verify(connections["owner"]).found}


def test_what_was_not_sealed_at_the_change_is_held_from_then_on(upgraded: Any) -> None:
    upgraded.execute("DELETE FROM ledger_entry WHERE recorded_at >= %s AND unit = 'B'", (NOW + 2 * DAY,))
    assert "open" in {each.what for each in verify(connections["owner"]).found}


def test_a_unit_that_joins_is_sealed_from_then_on_and_one_that_closed_stays_in_the_chain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from lianfang.kernel import ports

    standing = {unit: path for unit, path in PATHS.items() if unit != "Z"}
    monkeypatch.setattr(ports.PORTS, "units_to_seal", lambda day: dict(standing))
    record(actor_over(""), draft(1))
    seal(1)
    standing["Z"] = "Z/"
    del standing["B"]
    standing["A"] = "X/B/A/"
    seal(4)
    outcome = verify(connections["owner"])
    assert outcome.found == []
    with scope.acting(actor_over("")):
        counted = dict(rows("SELECT unit, count(*) FROM ledger_seal GROUP BY unit"))
        moved = rows("SELECT path FROM ledger_seal WHERE unit = 'A' ORDER BY day")
    assert counted == {"X": 4, "A": 4, "A1": 4, "B": 4, "Z": 3}
    assert [row[0] for row in moved] == ["X/A/", *["X/B/A/"] * 3]


def test_a_seal_proves_itself_under_the_signed_head() -> None:
    record(actor_over(""), draft(1), draft(2, unit="B"))
    seal(1)
    day = clock.day_of(NOW).date
    with scope.acting(actor_over("X/A/")):
        (made,) = rows("SELECT digest FROM ledger_seal WHERE unit = 'A' AND day = %s", day)
        proof = seals.head_proof("A", day)
        assert proof is not None
        assert seals.head_proof("B", day) is None, "outside the scope"
        assert seals.head_proof("A", day + DAY) is None, "not sealed"
    assert digest.root_from(bytes(made[0]), proof["steps"]).hex() == proof["head"]["root"]


def test_only_the_next_day_that_has_closed_is_sealed_and_only_by_the_house(app_conn: psycopg.Connection[Any]) -> None:
    record(actor_over(""), draft(1))
    seal(1)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_conn.execute(_sealing("2020-08-12", "2020-08-12 08:00Z"))
    house, everybody = scope.system_actor(), actor_over("")
    for actor, day, closes, refused in (
        (everybody, "2020-08-12", "2020-08-12 08:00Z", psycopg.errors.InsufficientPrivilege),
        (house, "2020-08-14", "2020-08-14 08:00Z", psycopg.errors.CheckViolation),
        (house, "2020-08-11", "2020-08-11 08:00Z", psycopg.errors.CheckViolation),
        (house, "2020-08-12", "2099-08-12 08:00Z", psycopg.errors.CheckViolation),
    ):
        token = scope._token(replace(actor), app_conn.info.backend_pid, 2**31)
        app_conn.execute("SELECT set_config('lianfang.scope', %s, false)", (token,))
        with pytest.raises(refused):
            app_conn.execute(_sealing(day, closes))


def _sealing(day: str, closes: str) -> Any:
    return (
        f"SELECT ledger_seal_day('{day}', '{closes}'::timestamptz - interval '1 day', '{closes}', '{closes}', "
        "'{}', '{}', '{}', '{}', '{}', '{}', '{}', 0, 0, 0, '', '', NULL, NULL, '', '', '', '{}')"
    )
