"""upkeep · projections: every plan of backups as a row, and what became of each backup."""

from __future__ import annotations

from lianfang.areas.upkeep import models, payloads
from lianfang.kernel.projections import Projection, Rows

PLANNED = Projection(rows=Rows.of(models.Plan, payloads.BackupPlanned))
DONE = Projection(rows=Rows.of(models.Backup, payloads.BackupDone, unprojected=("sha256",)))
