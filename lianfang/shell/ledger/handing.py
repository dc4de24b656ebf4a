"""shell · ledger handing out: the witness of all seals, and a sealed day as a file, for those who may have them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection

from lianfang.kernel import bundle, clock, scope, witness
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.witness import Witness
from lianfang.kernel.words import Words
from lianfang.shell.ledger import queries
from lianfang.shell.ledger.problems import BUNDLE_NOT_YOURS

_SEE = "ledger.see"


def witness_for(actor: Actor) -> Witness:
    """The newest head of all, with the seals of the units in the actor's scope.

    Raises `witness_none`, and `not_found` for those who see no ledger.
    """
    if not actor.prefixes(_SEE):
        raise Refused(NOT_FOUND)
    return witness.make(connection, now=clock.current().now())


def bundle_for(actor: Actor, unit: str, day: date) -> dict[str, Any]:
    """A unit's sealed day with all its entries.

    Raises `not_found` outside the scope, `not_sealed`, and `bundle_not_yours` where the day holds entries of a kind
    that is not the actor's to read.
    """
    queries.paths_of_unit(unit)
    if not actor.prefixes(_SEE):
        raise Refused(NOT_FOUND)
    if hidden := _hidden(actor, unit, day):
        raise Refused(BUNDLE_NOT_YOURS, kind=hidden[0])
    # The way to the head goes past the seals of units that the actor need not see; they are digests alone.
    with scope.acting(scope.system_actor()):
        return bundle.make(connection, unit, day)


def may_have_bundle(actor: Actor, unit: str, day: date) -> bool:
    """Whether everything that was recorded on the unit's day is the actor's to read."""
    return bool(actor.prefixes(_SEE)) and not _hidden(actor, unit, day)


def _hidden(actor: Actor, unit: str, day: date) -> list[Words | str]:
    """The kinds of entries of that day that the actor may not read."""
    window = clock.reporting_day(day)
    with scope.acting(scope.system_actor()), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT kind, path FROM ledger_entry WHERE unit = %s AND recorded_at >= %s AND recorded_at < %s",
            (unit, window.from_at, window.to_at),
        )
        found = [(KINDS.get(kind), kind, path) for kind, path in sorted(cursor)]
    return [
        known.words if known else kind for known, kind, path in found if not known or not actor.may(known.see, path)
    ]
