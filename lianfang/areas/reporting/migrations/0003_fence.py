"""reporting · migration 3: acts come from the ledger alone, and concern reports of units that are seen."""

from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).with_name("fence.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0007_fence"), ("units", "0002_fence"), ("reporting", "0002_cover")]
    operations = [migrations.RunSQL(_SQL)]
