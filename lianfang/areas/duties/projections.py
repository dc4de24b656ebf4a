"""duties · projections: rows of what was said about duties, modes and excuses; slots follow by the follower."""

from __future__ import annotations

from lianfang.areas.duties import models, payloads
from lianfang.kernel.projections import Projection, Rows

MADE = Projection(rows=Rows.of(models.Made, payloads.DutySet, code="duty", spec="e.data::jsonb"))
ENDED = Projection(rows=Rows.of(models.Ended, payloads.DutyEnded, code="duty"))
MODE = Projection(rows=Rows.of(models.ModeRow, payloads.ModeSet))
EXCUSE = Projection(rows=Rows.of(models.ExcuseRow, payloads.Excuse, number="window"))
