"""units · projections: the tables of the tree. What depends on several facts is retraced by the database.

`units_retrace` (migrations/units.sql) brings `units_unit`, `units_path` and `units_alias` to what the four
tables of facts say, for the units that the touched entries name and everything below them. It runs as the
tables' owner: a unit's earlier paths may lie outside the scope of the actor who moves it.
"""

from __future__ import annotations

from lianfang.kernel.projections import Projection, Rows

_RETRACE = "SELECT units_retrace(%(touched)s::uuid[])"
_DERIVED = ("units_unit", "units_path", "units_alias")
_NAMES = {
    "zh": "e.data->>'zh'",
    "en": "e.data->>'en'",
    "pinyin": "e.data->>'pinyin'",
    "initials": "e.data->>'initials'",
    "aliases": "ARRAY(SELECT json_array_elements_text(e.data->'aliases'))",
}

OPENED = Projection(
    rows=Rows(
        "units_opening",
        {"kind": "e.data->>'kind'", "parent": "e.data->>'parent'", "first": "e.corrects IS NULL", **_NAMES},
        kept=True,
    ),
    then=(_RETRACE,),
    also=_DERIVED,
)
MOVED = Projection(
    rows=Rows("units_move", {"parent": "e.data->>'parent'", "from_day": "(e.data->>'from_day')::date"}, kept=True),
    then=(_RETRACE,),
    also=_DERIVED,
)
RENAMED = Projection(rows=Rows("units_renaming", _NAMES, kept=True), then=(_RETRACE,), also=_DERIVED)
CLOSED = Projection(
    rows=Rows("units_closing", {"from_day": "(e.data->>'from_day')::date"}, kept=True), then=(_RETRACE,), also=_DERIVED
)
