"""units · projections: the tables of the tree. What depends on several facts is retraced by the database.

`units_retrace` (migrations/units.sql) brings `units_unit`, `units_path` and `units_alias` to what the four
tables of facts say, for the units that the touched entries name and everything below them. It runs as the
tables' owner: a unit's earlier paths may lie outside the scope of the actor who moves it.
"""

from __future__ import annotations

from lianfang.ground.units import models, payloads
from lianfang.kernel.projections import Projection, Rows

_RETRACE = "SELECT units_retrace(%(touched)s::uuid[])"
_DERIVED = ("units_unit", "units_path", "units_alias")

OPENED = Projection(
    rows=Rows.of(models.Opening, payloads.UnitOpened, kept=True, first="e.corrects IS NULL"),
    then=(_RETRACE,),
    also=_DERIVED,
)
MOVED = Projection(
    rows=Rows.of(models.Move, payloads.UnitMoved, kept=True),
    then=(_RETRACE,),
    also=_DERIVED,
)
RENAMED = Projection(rows=Rows.of(models.Renaming, payloads.UnitRenamed, kept=True), then=(_RETRACE,), also=_DERIVED)
CLOSED = Projection(rows=Rows.of(models.Closing, payloads.UnitClosed, kept=True), then=(_RETRACE,), also=_DERIVED)
HOSTED = Projection(rows=Rows.of(models.Hosting, payloads.UnitHosted, kept=True))
