"""incidents · migration 2: acts come from the ledger alone, and concern what their own unit began."""

from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).with_name("fence.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0007_fence"), ("units", "0002_fence"), ("incidents", "0001_initial")]
    operations = [migrations.RunSQL(_SQL)]
