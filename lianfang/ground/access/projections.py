"""access · projections: the grants, retraced from the facts of giving and ending.

`access_retrace` (migrations/access.sql) runs as the tables' owner: nobody else may write `access_grant`.
"""

from __future__ import annotations

from lianfang.ground.access import models, payloads
from lianfang.kernel.projections import Projection, Rows

_RETRACE = "SELECT access_retrace(%(touched)s::uuid[])"

GIVEN = Projection(
    rows=Rows.of(models.Giving, payloads.GrantGiven, kept=True, unprojected=("note",), until_at="until"),
    then=(_RETRACE,),
    also=("access_grant",),
)
ENDED = Projection(
    rows=Rows.of(models.Ending, payloads.GrantEnded, kept=True, unprojected=("note",), giving="grant"),
    then=(_RETRACE,),
    also=("access_grant",),
)
