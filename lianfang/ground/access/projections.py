"""access · projections: the grants, retraced from the facts of giving and ending.

`access_retrace` (migrations/access.sql) runs as the tables' owner: nobody else may write `access_grant`.
"""

from __future__ import annotations

from lianfang.kernel.projections import Projection, Rows

_RETRACE = "SELECT access_retrace(%(touched)s::uuid[])"

GIVEN = Projection(
    rows=Rows(
        "access_giving",
        {"login": "e.data->>'login'", "role": "e.data->>'role'", "until_at": "(e.data->>'until')::timestamptz"},
        kept=True,
    ),
    then=(_RETRACE,),
    also=("access_grant",),
)
ENDED = Projection(
    rows=Rows("access_ending", {"giving": "(e.data->>'grant')::uuid"}, kept=True),
    then=(_RETRACE,),
    also=("access_grant",),
)
