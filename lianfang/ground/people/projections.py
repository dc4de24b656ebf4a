"""people · projections: memberships, households and headcounts, retraced by the database.

`people_retrace` (migrations/people.sql) runs as the tables' owner: a person's earlier units may lie outside the
scope of the actor. What it erases (a name under its key) does not come back by a rebuild.
"""

from __future__ import annotations

from lianfang.ground.people import models, payloads
from lianfang.kernel.projections import Projection, Rows

_RETRACE = "SELECT people_retrace(%(touched)s::uuid[])"
_DERIVED = ("people_membership", "people_headcount")

REGISTERED = Projection(
    rows=Rows.of(models.Registration, payloads.PersonRegistered, kept=True, first="e.corrects IS NULL"),
    then=(_RETRACE,),
    also=_DERIVED,
)
CHANGED = Projection(
    rows=Rows.of(models.Change, payloads.MembershipChanged, kept=True),
    then=(_RETRACE,),
    also=_DERIVED,
)
ERASED = Projection(
    rows=Rows.of(models.Erasure, payloads.PersonErased, kept=True, unprojected=("note",)),
    then=(_RETRACE,),
    also=_DERIVED,
)
HOUSEHOLD = Projection(
    rows=Rows.of(models.Founding, payloads.HouseholdOpened, kept=True, first="e.corrects IS NULL"),
    then=("SELECT people_retrace_households(%(touched)s::uuid[])",),
    also=("people_household",),
)
