"""ground · recording: the entries of one act are recorded all or none, and each refusal is said in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any, TypeVar

from django.db import IntegrityError, connection, transaction
from pydantic import ValidationError

from lianfang.kernel import clock, journal
from lianfang.kernel.entries import Draft, undeclared_faults
from lianfang.kernel.faults import faults_of
from lianfang.kernel.kinds import Origin
from lianfang.kernel.payloads import Payload
from lianfang.kernel.problems import INVALID, Problem, Refused
from lianfang.kernel.scope import Actor

P = TypeVar("P", bound=Payload)


class Turn(IntEnum):
    """What is changed by one at a time: each decides on what the one before left (second key of the lock 161)."""

    TREE = 2
    PLACES = 3
    PEOPLE = 4
    GRANTS = 5


def take_turn(turn: Turn) -> None:
    """Waits for this transaction's turn. The writers' lock comes first, as in the journal, so that nobody waits in a
    circle with a seal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_take_turn(%s)", (int(turn),))


def valid(payload: type[P], data: Mapping[str, Any] | None = None, /, **more: Any) -> P:
    """The payload, or the `invalid` that names each field at fault."""
    data = {**(data or {}), **more}
    try:
        return payload(**data)
    except ValidationError as error:
        raise Refused(INVALID, faults=(*faults_of(error), *undeclared_faults(payload, data))) from error


def record_all(
    actor: Actor,
    drafts: Sequence[Draft],
    *,
    origin: Origin,
    at: clock.Clock | None,
    taken: Mapping[str, Problem] | None = None,
    codes: Sequence[str] = (),
) -> None:
    """Records every draft, or none and raises what stands against the first that is refused.

    `taken` says which problem (with the slot `code`) stands for which unique constraint: two who give the same
    code at once, perhaps out of each other's sight, are told apart by the database alone. It does not tell which of
    several `codes` it was, because the row may lie outside the scope.
    """
    try:
        with transaction.atomic():
            for receipt in journal.record(actor, drafts, origin=origin, at=at, by_action=True):
                if receipt.problem is not None:
                    raise receipt.problem
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        problem = (taken or {}).get(getattr(diagnosis, "constraint_name", None) or "")
        if problem is None:
            raise
        raise Refused(problem, code=codes[0] if len(codes) == 1 else "…") from None
