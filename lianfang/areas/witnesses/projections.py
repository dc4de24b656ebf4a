"""witnesses · projections: every setting of a keeper as a row."""

from __future__ import annotations

from lianfang.areas.witnesses import models, payloads
from lianfang.kernel.projections import Projection, Rows

HOLDER_SET = Projection(rows=Rows.of(models.HolderStep, payloads.HolderSet, holder="e.stream"))
