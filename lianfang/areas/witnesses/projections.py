"""witnesses · projections: every setting of a keeper as a row."""

from __future__ import annotations

from lianfang.areas.witnesses import facts, models
from lianfang.kernel.projections import Projection, Rows

HOLDER_SET = Projection(rows=Rows.of(models.HolderStep, facts.HolderSet, holder="e.stream"))
