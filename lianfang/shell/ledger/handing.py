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
    # The way to the head goes past the seals of units that the actor need not see; they are digests alone.
    with scope.acting(scope.system_actor()):
        made = bundle.make(connection, unit, day)
    for kind, path in {(entry["kind"], entry["path"]) for entry in made["entries"]}:
        known = KINDS.get(kind)
        if known is None or not actor.may(known.see, path):
            raise Refused(BUNDLE_NOT_YOURS, kind=known.words if known else kind)
    return made
