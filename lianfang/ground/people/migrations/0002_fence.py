"""people · migration 2: nobody is put on a register by who does not see him, and facts come from the ledger alone."""

from pathlib import Path

from django.db import migrations

from lianfang.kernel.sql_scope import app_role

_SQL = Path(__file__).with_name("fence.sql").read_text(encoding="utf-8").replace("{app}", app_role())


class Migration(migrations.Migration):
    dependencies = [("kernel", "0007_fence"), ("units", "0002_fence"), ("people", "0001_initial")]
    operations = [migrations.RunSQL(_SQL)]
