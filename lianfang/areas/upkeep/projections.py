"""upkeep · projections: every plan of backups as a row, and what became of each backup."""

from __future__ import annotations

from lianfang.areas.upkeep import facts, models
from lianfang.kernel.projections import Projection, Rows

PLANNED = Projection(rows=Rows.of(models.Plan, facts.BackupPlanned))
DONE = Projection(rows=Rows.of(models.Backup, facts.BackupDone, unprojected=("sha256",)))
