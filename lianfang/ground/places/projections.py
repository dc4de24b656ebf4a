"""places · projections: the places, and how many of each kind a unit has, retraced by the database.

`places_retrace` (migrations/places.sql) brings `places_place` and `places_count` to what the facts say. It runs as
the tables' owner: nobody else may write them.
"""

from __future__ import annotations

from lianfang.ground.places import models, payloads
from lianfang.kernel.projections import Projection, Rows

_RETRACE = "SELECT places_retrace(%(touched)s::uuid[])"
_DERIVED = ("places_place", "places_count")

OPENED = Projection(
    rows=Rows.of(models.Opening, payloads.PlaceOpened, kept=True, first="e.corrects IS NULL"),
    then=(_RETRACE,),
    also=_DERIVED,
)
CLOSED = Projection(rows=Rows.of(models.Closing, payloads.PlaceClosed, kept=True), then=(_RETRACE,), also=_DERIVED)
LABELLED = Projection(
    rows=Rows.of(
        models.Label, payloads.LabelIssued, payloads.LabelReplaced, payloads.LabelRevoked,
        kept=True, sort="coalesce(e.data->>'sort', 'place')", code="coalesce(e.data->>'code', e.place)",
    )
)  # fmt: skip
