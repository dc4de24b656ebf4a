"""kernel · tests of tampering: whoever owns the database changes what he likes, and `verify` alone names it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connections

from lianfang.kernel import ids, open_day, scope, seals
from lianfang.kernel.entries import Draft
from lianfang.kernel.tests.attacker import Attacker
from lianfang.kernel.tests.conftest import NOW, actor_over, draft, record
from lianfang.kernel.verify import Verification, verify

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
DAY = timedelta(days=1)
_PLACE = {"place": "P1"}


@dataclass
class Field:
    """A ledger with three sealed days and an open one, whose last entries stand in a checkpoint."""

    attacker: Attacker
    sealed: Draft
    placed: Draft
    open: Draft
    last: Draft

    def whole(self) -> Verification:
        return verify(connections["owner"])


@pytest.fixture
def field(small_tree: None, superuser_conn: psycopg.Connection[Any]) -> Field:
    actor = actor_over("")
    sealed = draft(3)
    record(actor, sealed, draft(4), draft(5, unit="B"))
    with scope.acting(actor):
        for day in (1, 2, 3):
            seals.seal_days_until(NOW + day * DAY)
            made = draft(day, at=NOW + day * DAY)
            record(actor, made, draft(day, unit="B", at=NOW + day * DAY), at=NOW + day * DAY + timedelta(minutes=1))
    last, moment = draft(8, at=NOW + 3 * DAY), NOW + 3 * DAY + timedelta(minutes=2)
    placed = draft(7, at=NOW + 3 * DAY)
    record(actor, placed, at=moment)
    record(actor, last, at=moment + timedelta(minutes=1))
    with scope.acting(actor):
        open_day.note(moment + timedelta(minutes=2))
    return Field(Attacker(superuser_conn), sealed, placed, made, last)


def test_an_untouched_ledger_holds(field: Field) -> None:
    outcome = field.whole()
    assert outcome.found == []
    assert (outcome.entries, outcome.heads, outcome.signed, outcome.open) == (11, 3, 3, 4)
    assert outcome.unchecked == []
    assert outcome.checkpoint is not None


def _last_deleted_with_its_link(field: Field) -> None:
    field.attacker.run("DELETE FROM ledger_entry WHERE id = %s", field.last.id)
    field.attacker.run("DELETE FROM ledger_running WHERE %s = ANY (entries)", field.last.id)


def _all_unsealed_deleted(field: Field) -> None:
    field.attacker.run("DELETE FROM ledger_entry WHERE recorded_at >= (SELECT max(to_at) FROM ledger_seal)")
    field.attacker.run("DELETE FROM ledger_running")


def _last_days_cut(field: Field) -> None:
    """The last two sealed days, with their heads and all their entries, as if they had never been."""
    field.attacker.run(
        "DELETE FROM ledger_entry WHERE recorded_at >= (SELECT from_at FROM ledger_head ORDER BY day DESC OFFSET 1 "
        "LIMIT 1)"
    )
    field.attacker.run("DELETE FROM ledger_running")
    for table in ("ledger_seal", "ledger_head"):
        field.attacker.run(f"DELETE FROM {table} WHERE day > (SELECT min(day) FROM {table})")


def _unit_cut(field: Field) -> None:
    field.attacker.run("DELETE FROM ledger_entry WHERE unit = 'B'")
    field.attacker.run("DELETE FROM ledger_seal WHERE unit = 'B'")


def _unit_cut_and_resealed(field: Field) -> None:
    _unit_cut(field)
    field.attacker.reseal()


def _unit_tail_cut(field: Field) -> None:
    field.attacker.run("DELETE FROM ledger_entry WHERE unit = 'B' AND recorded_at >= %s", NOW + DAY)
    field.attacker.run("DELETE FROM ledger_seal WHERE unit = 'B' AND day > (SELECT min(day) FROM ledger_seal)")


def _forged_before_the_first_seal(field: Field) -> None:
    early = NOW - 5 * DAY
    field.attacker.forge(field.sealed.id, ids.mint(early), occurred_at=early, recorded_at=early)


def _forged_in_a_sealed_day(field: Field) -> None:
    field.attacker.forge(field.sealed.id, ids.mint(NOW), recorded_at=NOW + timedelta(minutes=3))


def _forged_and_backdated_in_the_open_day(field: Field) -> None:
    field.attacker.forge(field.last.id, ids.mint(NOW + 3 * DAY), occurred_at=NOW - 2 * DAY)


def _open_entry_exchanged(field: Field) -> None:
    field.attacker.run("UPDATE ledger_entry SET data = '{\"n\":900}' WHERE id = %s", field.placed.id)
    field.attacker.redigest()


def _day_replaced_and_resealed(field: Field) -> None:
    field.attacker.run("UPDATE ledger_entry SET data = '{\"n\":900}' WHERE id = %s", field.sealed.id)
    field.attacker.redigest()
    field.attacker.reseal()


def _day_replaced_resealed_and_rebuilt(field: Field) -> None:
    from lianfang.kernel import rebuild

    _day_replaced_and_resealed(field)
    rebuild.rebuild(connections["owner"])


def _as_if_it_were_new(field: Field) -> None:
    """All heads, keys and links away: a database that looks as if it had never been sealed with a key."""
    for table in ("ledger_head", "ledger_running", "ledger_seal", "ledger_seal_key", "kernel_installation"):
        field.attacker.run(f"DELETE FROM {table}")


def _statement(text: str) -> Callable[[Field], None]:
    def change(field: Field) -> None:
        assert field.attacker.run(text) >= 1

    return change


CHANGES: dict[str, tuple[Callable[[Field], None], set[str]]] = {
    "a seal's path": (_statement("UPDATE ledger_seal SET path = 'Z/' WHERE unit = 'B'"), {"seal"}),
    "when a unit was sealed": (
        _statement("UPDATE ledger_seal SET sealed_at = sealed_at + interval '1 second' WHERE unit = 'B'"),
        {"head"},
    ),
    "the form of a seal": (_statement("UPDATE ledger_seal SET form = 1 WHERE unit = 'B'"), {"seal", "head"}),
    "how many entries a unit has had": (_statement("UPDATE ledger_seal SET total = total + 1"), {"seal"}),
    "the last seal of a unit": (
        _statement("DELETE FROM ledger_seal WHERE unit = 'B' AND day = (SELECT max(day) FROM ledger_seal)"),
        {"head"},
    ),
    "all seals of a unit": (_statement("DELETE FROM ledger_seal WHERE unit = 'B'"), {"head", "entry"}),
    "the seals of the last two days": (
        _statement("DELETE FROM ledger_seal WHERE day > (SELECT min(day) FROM ledger_seal)"),
        {"head"},
    ),
    "the last head": (_statement("DELETE FROM ledger_head WHERE day = (SELECT max(day) FROM ledger_head)"), {"head"}),
    "a head in the middle": (
        _statement("DELETE FROM ledger_head WHERE day = (SELECT min(day) + 1 FROM ledger_head)"),
        {"head"},
    ),
    "when a day was sealed": (
        _statement("UPDATE ledger_head SET sealed_at = sealed_at + interval '1 second'"),
        {"head"},
    ),
    "a count in a head": (_statement("UPDATE ledger_head SET total = total + 1"), {"head"}),
    "what was missing at a seal": (_statement("UPDATE ledger_head SET missing = 3"), {"head"}),
    "a signature": (
        _statement("UPDATE ledger_head SET signature = set_byte(signature, 5, get_byte(signature, 5) # 1)"),
        {"head"},
    ),
    "the key of a head": (_statement("UPDATE ledger_head SET key = '0123456789abcdef'"), {"head"}),
    "a public key": (
        _statement("UPDATE ledger_seal_key SET public = set_byte(public, 0, get_byte(public, 0) # 1)"),
        {"key"},
    ),
    "the keys shown": (_statement("DELETE FROM ledger_seal_key"), {"key"}),
    "which installation it is": (_statement("UPDATE kernel_installation SET id = gen_random_uuid()"), {"installation"}),
    "as if it were new": (_as_if_it_were_new, {"installation", "head"}),
    "a link's MAC": (_statement("UPDATE ledger_running SET mac = set_byte(mac, 0, get_byte(mac, 0) # 1)"), {"open"}),
    "a link's moment": (_statement("UPDATE ledger_running SET at = at - interval '1 second'"), {"open"}),
    "the links of the open day": (_statement("DELETE FROM ledger_running"), {"open"}),
    "the first link of a writer": (_statement("DELETE FROM ledger_running WHERE number = 1"), {"open"}),
    "the last entry of all": (
        lambda field: field.attacker.run("DELETE FROM ledger_entry WHERE id = %s", field.last.id),
        {"open"},
    ),
    "the last entry of all, with its link": (_last_deleted_with_its_link, {"open"}),
    "everything that is not sealed": (_all_unsealed_deleted, {"open"}),
    "the last sealed days, all traces": (_last_days_cut, {"head"}),
    "a unit with its seals": (_unit_cut, {"head"}),
    "a unit with its seals, the rest resealed": (_unit_cut_and_resealed, {"head"}),
    "the end of a unit's chain with its entries": (_unit_tail_cut, {"head"}),
    "an entry forged before the first seal": (_forged_before_the_first_seal, {"entry"}),
    "an entry forged in a sealed day": (_forged_in_a_sealed_day, {"day"}),
    "an entry forged and back-dated in the open day": (_forged_and_backdated_in_the_open_day, {"open"}),
    "an entry of the open day exchanged": (_open_entry_exchanged, {"open"}),
    "a day replaced and resealed": (_day_replaced_and_resealed, {"head"}),
    "a day replaced, resealed and rebuilt": (_day_replaced_resealed_and_rebuilt, {"head"}),
    "an absent place made an empty one": (
        _statement("UPDATE ledger_entry SET place = '' WHERE place IS NULL"),
        {"entry"},
    ),
}


@pytest.mark.parametrize("changed", list(CHANGES))
def test_it_is_found(field: Field, changed: str) -> None:
    change, named = CHANGES[changed]
    if "empty one" in changed:
        field.attacker.run("ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_absent")
    change(field)
    found = {each.what for each in field.whole().found}
    assert named <= found


def test_what_is_cut_before_the_seal_is_told_by_the_seal(field: Field) -> None:
    """The tail is cut in the afternoon, at four it is sealed: the head keeps on record that something was missing."""
    _last_deleted_with_its_link(field)
    with scope.acting(actor_over("")):
        assert seals.seal_days_until(NOW + 4 * DAY) > 0
    (head, *_) = [each for each in field.whole().found if each.what == "head"]
    assert "1" in head.says
    assert field.attacker.value("SELECT missing FROM ledger_head ORDER BY day DESC LIMIT 1") == 1


def test_what_is_forged_before_the_seal_is_told_by_the_seal(field: Field) -> None:
    _forged_and_backdated_in_the_open_day(field)
    _open_entry_exchanged(field)
    with scope.acting(actor_over("")):
        seals.seal_days_until(NOW + 4 * DAY)
    assert field.attacker.value("SELECT unheld FROM ledger_head ORDER BY day DESC LIMIT 1") == 2
    assert any("2" in each.says for each in field.whole().found if each.what == "head")


def test_an_entry_that_is_gone_is_named_by_its_id(field: Field) -> None:
    field.attacker.run("DELETE FROM ledger_entry WHERE id = %s", field.placed.id)
    assert str(field.placed.id) in {each.entry for each in field.whole().found}


def test_an_entry_that_came_another_way_is_named_by_its_id(field: Field) -> None:
    came = ids.mint(NOW + 3 * DAY)
    field.attacker.forge(field.last.id, came)
    assert [each.entry for each in field.whole().found] == [str(came)]


def test_without_a_checkpoint_it_is_said_that_the_tail_was_not_compared(field: Field, settings: Any) -> None:
    settings.WITNESS_FOLDER = settings.WITNESS_FOLDER / "none"
    outcome = field.whole()
    assert outcome.holds
    assert len(outcome.unchecked) == 1
