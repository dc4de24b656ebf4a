"""people · projections: memberships, households and headcounts, retraced by the database.

`people_retrace` (migrations/people.sql) runs as the tables' owner: a person's earlier units may lie outside the
scope of the actor. What it erases (a name under its key) does not come back by a rebuild.
"""

from __future__ import annotations

from lianfang.kernel.projections import Projection, Rows

_RETRACE = "SELECT people_retrace(%(touched)s::uuid[])"
_DERIVED = ("people_membership", "people_headcount")
_BELONGS = {
    "counts": "(e.data->>'counts')::boolean",
    "household": "e.data->>'household'",
    "residency": "e.data->>'residency'",
}

REGISTERED = Projection(
    rows=Rows("people_registration", {"first": "e.corrects IS NULL", **_BELONGS}, kept=True),
    then=(_RETRACE,),
    also=_DERIVED,
)
CHANGED = Projection(
    rows=Rows("people_change", {"member": "(e.data->>'member')::boolean", **_BELONGS}, kept=True),
    then=(_RETRACE,),
    also=_DERIVED,
)
ERASED = Projection(rows=Rows("people_erasure", {}, kept=True), then=(_RETRACE,), also=_DERIVED)
HOUSEHOLD = Projection(
    rows=Rows(
        "people_founding",
        {
            "code": "e.data->>'code'",
            "first": "e.corrects IS NULL",
            "residency": "e.data->>'residency'",
            "entrance": "(e.data->>'entrance')::int",
            "floor": "(e.data->>'floor')::int",
            "door": "e.data->>'door'",
        },
        kept=True,
    ),
    then=("SELECT people_retrace_households(%(touched)s::uuid[])",),
    also=("people_household",),
)
