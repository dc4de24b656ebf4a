"""duties · projections: rows of what was said about duties, modes and excuses; slots follow by the follower."""

from __future__ import annotations

from lianfang.areas.duties import facts, models
from lianfang.kernel.projections import Projection, Rows

MADE = Projection(rows=Rows.of(models.Made, facts.DutySet, code="duty", spec="e.data::jsonb"))
ENDED = Projection(rows=Rows.of(models.Ended, facts.DutyEnded, code="duty"))
MODE = Projection(rows=Rows.of(models.ModeRow, facts.ModeSet))
EXCUSE = Projection(rows=Rows.of(models.ExcuseRow, facts.Excuse, number="window"))
