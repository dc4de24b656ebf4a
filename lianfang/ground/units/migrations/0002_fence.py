"""units · migration 2: a row names a unit and its path, and facts about units come from the ledger alone."""

from pathlib import Path

from django.db import migrations

from lianfang.kernel.sql_scope import app_role

_SQL = Path(__file__).with_name("fence.sql").read_text(encoding="utf-8").replace("{app}", app_role())


class Migration(migrations.Migration):
    dependencies = [("kernel", "0007_fence"), ("units", "0001_initial")]
    operations = [migrations.RunSQL(_SQL)]
