"""places · projections: the places, and how many of each kind a unit has, retraced by the database.

`places_retrace` (migrations/places.sql) brings `places_place` and `places_count` to what the facts say. It runs as
the tables' owner: nobody else may write them.
"""

from __future__ import annotations

from lianfang.kernel.projections import Projection, Rows

_RETRACE = "SELECT places_retrace(%(touched)s::uuid[])"
_DERIVED = ("places_place", "places_count")

OPENED = Projection(
    rows=Rows(
        "places_opening",
        {
            "code": "e.data->>'code'",
            "first": "e.corrects IS NULL",
            "kind": "e.data->>'kind'",
            "zh": "e.data->>'zh'",
            "en": "e.data->>'en'",
            "parent": "e.data->>'parent'",
        },
        kept=True,
    ),
    then=(_RETRACE,),
    also=_DERIVED,
)
CLOSED = Projection(
    rows=Rows("places_closing", {"from_day": "(e.data->>'from_day')::date"}, kept=True), then=(_RETRACE,), also=_DERIVED
)
LABELLED = Projection(rows=Rows("places_label", {"why": "e.data->>'why'"}, kept=True))
