"""kernel · migration 7: the ledger's own fence, which holds also against raw SQL with a genuine token."""

from pathlib import Path

from django.db import migrations

from lianfang.kernel.sql_scope import app_role

_SQL = Path(__file__).with_name("fence.sql").read_text(encoding="utf-8").replace("{app}", app_role())


class Migration(migrations.Migration):
    dependencies = [("kernel", "0006_seals")]
    operations = [migrations.RunSQL(_SQL)]
