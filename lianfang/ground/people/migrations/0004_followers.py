"""people · migration 4: whoever counts members is told when people come, move or leave, as with units."""

from pathlib import Path

from django.db import migrations

from lianfang.kernel.sql_scope import app_role

_SQL = Path(__file__).with_name("followers.sql").read_text(encoding="utf-8").replace("{app}", app_role())


class Migration(migrations.Migration):
    dependencies = [("people", "0003_cover")]
    operations = [migrations.RunSQL(_SQL)]
