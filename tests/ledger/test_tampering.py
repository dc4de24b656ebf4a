"""tests · tampering: whoever owns the database changes what he likes; what names it is written into docs/why/seals.md.

On two days and a half of the demonstration, as the database's superuser with triggers off. Make the table again with
`LIANFANG_WRITE_TABLE=1 python -m pytest tests/ledger/test_tampering.py`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connections

from lianfang.campaigns.team161 import load
from lianfang.campaigns.team161.plan.shapes import SHANGHAI
from lianfang.config.cli import witnesses
from lianfang.kernel import clock, digest, ids, open_day, rebuild, scope, signing, sql_batch, witness
from lianfang.kernel.tests.attacker import Attacker
from lianfang.kernel.verify import verify
from tests.support import tampering
from tests.support.full_forger import FullForger

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.timeout(1200)]
PAGE = django_settings.BASE_DIR / "docs" / "why" / "seals.md"
BEGINS, ENDS = "<!-- written by tests/ledger/test_tampering.py -->", "<!-- end of what it writes -->"
EVENING = datetime(2020, 7, 17, 18, 30, tzinfo=SHANGHAI)
VERIFY, AGAINST, REBUILD, NOBODY = "`verify`", "`verify --against`", "`rebuild --check`", "**nobody**"
UNIT = "T161-PROP"
_COLUMNS = ", ".join("data::text" if name == "data" else name for name, _ in sql_batch.COLUMNS[:-1])
_LAST_DAY = "(SELECT max(day) FROM ledger_head)"
_OPEN = "recorded_at >= (SELECT max(to_at) FROM ledger_head)"
_SEALED = f"recorded_at >= (SELECT max(from_at) FROM ledger_head) AND NOT {_OPEN}"


@dataclass
class Scene:
    """The database in the hands of its owner, the files beside it, and a folder of his own."""

    by: Attacker
    settings: Any
    folder: Path

    def one(self, where: str) -> Any:
        """The id of the newest entry of a sort."""
        found = self.by.value(f"SELECT id FROM ledger_entry WHERE {where} ORDER BY recorded_at DESC, id DESC LIMIT 1")
        assert found is not None, where
        return found

    def check_of_a_person(self) -> Any:
        return self.one(f"kind = 'screening.temperature_check' AND {_SEALED}")

    def redigest(self, entry: Any) -> None:
        row = self.by.link.execute(f"SELECT {_COLUMNS} FROM ledger_entry WHERE id = %s", (entry,)).fetchone()
        assert row is not None
        self.by.run("UPDATE ledger_entry SET digest = %s WHERE id = %s", digest.of_entry(*row), entry)

    def copy(self, entry: Any, at: datetime, **changes: Any) -> Any:
        """An entry once more under a new id, digested as it should be."""
        made = ids.mint(at)
        self.by.run("CREATE TEMP TABLE IF NOT EXISTS forged (LIKE ledger_entry) ON COMMIT DROP")
        self.by.run("DELETE FROM forged")
        self.by.run("INSERT INTO forged SELECT * FROM ledger_entry WHERE id = %s", entry)
        for name, value in {"id": made, "stream": None, "version": None, **changes}.items():
            self.by.run(f"UPDATE forged SET {name} = %s", value)
        self.by.run("INSERT INTO ledger_entry SELECT * FROM forged")
        self.redigest(made)
        return made

    def no_checkpoint(self) -> None:
        self.settings.WITNESS_FOLDER = self.folder / "empty"

    def keys_of_his_own(self) -> signing.SealKeys:
        """Another pair in place of the installation's, in a key file that he lays in place of the true one."""
        keys = signing.load()
        self.settings.SEAL_KEYS_FILE = self.folder / "his-own.json"
        made = replace(keys, keys=(signing.new_key(None),))
        signing.save(made)
        (key,) = made.keys
        self.by.run("DELETE FROM ledger_seal_key")
        self.by.run("INSERT INTO ledger_seal_key (fingerprint, public) VALUES (%s, %s)", key.fingerprint, key.public)
        return made


def _all(*statements: str) -> Callable[[Scene], None]:
    def change(scene: Scene) -> None:
        changed = [scene.by.run(statement) for statement in statements]
        assert all(changed), statements

    return change


def _check(columns: str) -> Callable[[Scene], None]:
    return lambda scene: _must(
        scene.by.run(f"UPDATE ledger_entry SET {columns} WHERE id = %s", scene.check_of_a_person())
    )


def _must(changed: int) -> None:
    assert changed


def _consistent(scene: Scene) -> None:
    entry = scene.check_of_a_person()
    scene.by.run("UPDATE ledger_entry SET data = replace(data::text, '36', '35')::json WHERE id = %s", entry)
    scene.redigest(entry)


def _swapped(scene: Scene) -> None:
    rows = scene.by.link.execute(
        f"SELECT id, recorded_at FROM ledger_entry WHERE {_SEALED} AND kind = 'screening.temperature_check' "
        "ORDER BY recorded_at LIMIT 1"
    ).fetchall()
    rows += scene.by.link.execute(
        "SELECT id, recorded_at FROM ledger_entry WHERE id = %s", (scene.check_of_a_person(),)
    ).fetchall()
    (one, at), (other, then) = rows
    assert one != other
    for entry, moment in ((one, then), (other, at)):
        scene.by.run("UPDATE ledger_entry SET recorded_at = %s WHERE id = %s", moment, entry)
        scene.redigest(entry)


def _forged_inside(scene: Scene) -> None:
    at = scene.by.value("SELECT max(from_at) + interval '1 hour' FROM ledger_head")
    scene.copy(scene.check_of_a_person(), at, recorded_at=at)


def _forged_before(scene: Scene) -> None:
    at = scene.by.value("SELECT min(from_at) - interval '3 days' FROM ledger_head")
    scene.copy(scene.check_of_a_person(), at, recorded_at=at, occurred_at=at)


def _forged_open(scene: Scene) -> None:
    scene.copy(scene.check_of_a_person(), EVENING, recorded_at=EVENING)


def _last_cut(scene: Scene) -> None:
    last = scene.one(_OPEN)
    scene.by.run("DELETE FROM ledger_entry WHERE id = %s", last)


def _last_cut_with_its_link(scene: Scene) -> None:
    scene.by.run(
        "DELETE FROM ledger_entry WHERE id = ANY((SELECT entries FROM ledger_running ORDER BY at DESC, number DESC "
        "LIMIT 1)::uuid[])"
    )
    scene.by.run(
        "DELETE FROM ledger_running WHERE (writer, number) = "
        "(SELECT writer, number FROM ledger_running ORDER BY at DESC, number DESC LIMIT 1)"
    )
    rebuild.rebuild(connections["owner"])


def _last_cut_and_checkpoint(scene: Scene) -> None:
    _last_cut_with_its_link(scene)
    scene.no_checkpoint()


def _days_cut(scene: Scene) -> None:
    """Everything from the last sealed day on away, as if it had never been, and the tables made to fit."""
    scene.by.run("DELETE FROM ledger_entry WHERE recorded_at >= (SELECT max(from_at) FROM ledger_head)")
    scene.by.run("DELETE FROM ledger_running")
    scene.by.run(f"DELETE FROM ledger_seal WHERE day = {_LAST_DAY}")
    scene.by.run(f"DELETE FROM ledger_head WHERE day = {_LAST_DAY}")
    rebuild.rebuild(connections["owner"])


def _days_cut_and_checkpoint(scene: Scene) -> None:
    _days_cut(scene)
    scene.no_checkpoint()


def _unit_gone(scene: Scene) -> None:
    scene.by.run("DELETE FROM ledger_entry WHERE unit = %s", UNIT)
    scene.by.run("DELETE FROM ledger_seal WHERE unit = %s", UNIT)


def _unit_tail(scene: Scene) -> None:
    scene.by.run(
        "DELETE FROM ledger_entry WHERE unit = %s AND recorded_at >= (SELECT max(from_at) FROM ledger_head)", UNIT
    )
    scene.by.run(f"DELETE FROM ledger_seal WHERE unit = %s AND day = {_LAST_DAY}", UNIT)


def _resealed(scene: Scene) -> None:
    _consistent(scene)
    scene.by.reseal()


def _resealed_and_rebuilt(scene: Scene) -> None:
    _resealed(scene)
    rebuild.rebuild(connections["owner"])


def _forge_all(scene: Scene, keys: signing.SealKeys) -> None:
    """One temperature away, and whatever quotes or covers it made to fit, down to the tables."""
    FullForger(scene.by.link, keys).change(scene.check_of_a_person(), "36", "35")
    rebuild.rebuild(connections["owner"])
    scene.no_checkpoint()


def _with_own_key(scene: Scene) -> None:
    keys = signing.load()
    his = replace(keys, keys=(signing.new_key(None),))
    (key,) = his.keys
    scene.by.run("DELETE FROM ledger_seal_key")
    scene.by.run("INSERT INTO ledger_seal_key (fingerprint, public) VALUES (%s, %s)", key.fingerprint, key.public)
    _forge_all(scene, his)


def _clock_back(scene: Scene) -> None:
    scene.by.run("UPDATE kernel_clock SET campaign_at = campaign_at - interval '3 days'")
    clock.forget()


ROWS: dict[str, tuple[Callable[[Scene], None], str]] = {
    "one byte of an entry's data": (_check("data = replace(data::text, '36', '35')::json"), VERIFY),
    "a space in an entry's data": (_check("data = (data::text || ' ')::json"), VERIFY),
    "when it occurred, by a microsecond": (_check("occurred_at = occurred_at + interval '1 microsecond'"), VERIFY),
    "a byte of an entry's digest": (_check("digest = set_byte(digest, 3, get_byte(digest, 3) # 1)"), VERIFY),
    "an entry's data, and the digest made to fit": (_consistent, VERIFY),
    "an absent place made an empty text": (
        _all("ALTER TABLE ledger_entry DROP CONSTRAINT IF EXISTS ledger_entry_absent; "
             "UPDATE ledger_entry SET place = '' WHERE id = (SELECT id FROM ledger_entry WHERE place IS NULL LIMIT 1)"),
        VERIFY,
    ),
    "two sealed entries swapped in their order": (_swapped, VERIFY),
    "a sealed entry deleted": (
        lambda scene: _must(scene.by.run("DELETE FROM ledger_entry WHERE id = %s", scene.check_of_a_person())), VERIFY,
    ),
    "an entry forged inside a sealed day": (_forged_inside, VERIFY),
    "an entry forged before the first seal": (_forged_before, VERIFY),
    "an entry forged and back-dated in the open day": (_forged_open, VERIFY),
    "the last entry of all deleted": (_last_cut, VERIFY),
    "the same, its link of the running digest too, and rebuilt": (_last_cut_with_its_link, VERIFY),
    "the same, and the file of checkpoints emptied": (_last_cut_and_checkpoint, AGAINST),
    "everything unsealed deleted": (
        _all(f"DELETE FROM ledger_entry WHERE {_OPEN}", "DELETE FROM ledger_running"), VERIFY,
    ),
    "a seal's root": (_all("UPDATE ledger_seal SET root = sha256(root) WHERE unit = 'T161'"), VERIFY),
    "a seal's path": (_all("UPDATE ledger_seal SET path = 'XJCG/' WHERE unit = 'T161'"), VERIFY),
    "when a unit was sealed": (
        _all("UPDATE ledger_seal SET sealed_at = sealed_at + interval '1 second' WHERE unit = 'T161'"), VERIFY,
    ),
    "the last seal of one unit deleted": (
        _all(f"DELETE FROM ledger_seal WHERE unit = '{UNIT}' AND day = {_LAST_DAY}"), VERIFY,
    ),
    "all seals of one unit deleted": (_all(f"DELETE FROM ledger_seal WHERE unit = '{UNIT}'"), VERIFY),
    "the last day's seals of all units deleted": (_all(f"DELETE FROM ledger_seal WHERE day = {_LAST_DAY}"), VERIFY),
    "the same with the head over them": (
        _all(f"DELETE FROM ledger_seal WHERE day = {_LAST_DAY}", f"DELETE FROM ledger_head WHERE day = {_LAST_DAY}"),
        VERIFY,
    ),
    "the end of one unit's chain, seals and entries": (_unit_tail, VERIFY),
    "one unit's seals and entries, all of them": (_unit_gone, VERIFY),
    "everything from the last sealed day on, and rebuilt": (_days_cut, VERIFY),
    "all this, and the file of checkpoints emptied": (_days_cut_and_checkpoint, AGAINST),
    "an entry changed, every seal and head made to fit": (_resealed, VERIFY),
    "the same, and rebuilt": (_resealed_and_rebuilt, VERIFY),
    "the same, and all that quotes it; signed with a key of his own, its public half in the table": (
        _with_own_key, VERIFY,
    ),
    "the same, and the key file exchanged for his own": (
        lambda scene: _forge_all(scene, scene.keys_of_his_own()), AGAINST,
    ),
    "the same, signed with the stolen key of the house": (lambda scene: _forge_all(scene, signing.load()), AGAINST),
    "which installation it is": (_all("UPDATE kernel_installation SET id = gen_random_uuid()"), VERIFY),
    "the public keys that are shown": (_all("UPDATE ledger_seal_key SET public = sha256(public)"), VERIFY),
    "a confirmed report in its table": (
        _all("UPDATE reporting_step SET narrative = 'x' WHERE entry = "
             "(SELECT min(entry::text)::uuid FROM reporting_step WHERE kind = 'reporting.confirmed')"),
        VERIFY,
    ),
    "a person's registration in its table": (
        _all("DELETE FROM people_registration WHERE entry = (SELECT entry FROM people_registration LIMIT 1)"), REBUILD,
    ),
    "a headcount": (_all("UPDATE people_headcount SET delta = delta + 1"), REBUILD),
    "where a person belongs": (
        _all("UPDATE people_person SET path = 'XJCG/' WHERE person = (SELECT person FROM people_person LIMIT 1)"),
        VERIFY,
    ),
    "a person's names deleted": (
        _all("DELETE FROM people_person WHERE person = (SELECT person FROM people_person LIMIT 1)"), VERIFY,
    ),
    "a person's mask deleted": (
        _all("DELETE FROM people_mask WHERE person = (SELECT person FROM people_mask LIMIT 1)"), VERIFY,
    ),
    "a person's key destroyed": (
        _all("UPDATE kernel_person_key SET wrapped = NULL, destroyed_at = now() WHERE person = "
             "(SELECT person FROM kernel_person_key LIMIT 1)"),
        VERIFY,
    ),
    "a role that somebody holds": (
        _all("DELETE FROM access_grant WHERE ctid = (SELECT ctid FROM access_grant LIMIT 1)"), REBUILD,
    ),
    "a slot of a duty": (
        _all("DELETE FROM duties_slot WHERE ctid = (SELECT ctid FROM duties_slot LIMIT 1)"), REBUILD,
    ),
    "a derived row: a temperature in its table": (
        _all("DELETE FROM screening_temperature_check WHERE entry = "
             "(SELECT min(entry::text)::uuid FROM screening_temperature_check)"),
        REBUILD,
    ),
    "the installation's clock set back": (_clock_back, AGAINST),
}  # fmt: skip

EXPECTED = {what: named for what, (_, named) in ROWS.items()}


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_each_change_is_named_by_what_is_written_down(settings: Any, tmp_path: Path) -> None:
    kept_in = Path(settings.WITNESS_FOLDER)
    settings.WITNESS_FOLDER = tmp_path / "checkpoints"
    load.load(until=EVENING)
    with clock.standing_at(EVENING), scope.acting(scope.system_actor()):
        open_day.note(EVENING)
        kept = tmp_path / "kept.jsonl"
        kept.write_text(witness.make(connections["owner"], now=EVENING).line, encoding="utf-8")
    found: dict[str, str] = {}
    with tampering.superuser() as owner:
        assert _named(owner, kept) == NOBODY, "an untouched installation holds"
        for what, (change, _) in ROWS.items():
            found[what] = _tried(owner, what, change, kept, settings, tmp_path)
    settings.WITNESS_FOLDER = kept_in
    assert found == EXPECTED


def test_what_names_each_change_is_written_down() -> None:
    written = f"{BEGINS}\n{_table(EXPECTED)}{ENDS}"
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGINS)
    now = f"{before}{written}{rest.split(ENDS)[1]}"
    if os.environ.get("LIANFANG_WRITE_TABLE"):
        PAGE.write_text(now, encoding="utf-8")
    else:
        assert now == page, __doc__


def _tried(owner: Any, what: str, change: Callable[[Scene], None], kept: Path, settings: Any, folder: Path) -> str:
    files = {name: getattr(settings, name) for name in ("WITNESS_FOLDER", "SEAL_KEYS_FILE")}
    try:
        with tampering.undone(owner):
            change(Scene(Attacker(owner.connection), settings, folder))
            return _named(owner, kept)
    except Exception as fault:
        raise AssertionError(what) from fault
    finally:
        for name, value in files.items():
            setattr(settings, name, value)
        clock.forget()


def _named(owner: Any, kept: Path) -> str:
    """Who is the first to name it: verify alone, a witness, a rebuild, or nobody."""
    if verify(owner).found:
        return VERIFY
    now = _now(owner)
    held = witnesses.hold(owner, [str(kept)], signing.load(), now)
    if held.found or held.refused:
        return AGAINST
    return REBUILD if rebuild.compare(owner) else NOBODY


def _now(owner: Any) -> datetime:
    """The installation's clock, as the database says it."""
    with owner.cursor() as cursor:
        cursor.execute("SELECT campaign_at FROM kernel_clock")
        moment: datetime = cursor.fetchone()[0]
    return moment + timedelta(seconds=1)


def _table(found: dict[str, str]) -> str:
    lines = ["| changed, added or removed by whoever owns the database | named by |", "|---|---|"]
    return "\n".join([*lines, *(f"| {what} | {named} |" for what, named in found.items())]) + "\n"
