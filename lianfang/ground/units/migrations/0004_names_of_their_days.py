"""units · migration 4: a unit keeps its earlier names, so that a paper of an earlier day names it as it was."""

from pathlib import Path

from django.db import migrations, models

_SQL = Path(__file__).with_name("0004_names.sql").read_text(encoding="utf-8")
_AGAIN = "SELECT units_retrace_units(array_agg(code)) FROM units_unit HAVING count(*) > 0"


class Migration(migrations.Migration):
    dependencies = [("units", "0003_hosting")]

    operations = [
        migrations.AddField(model_name="unitrow", name="former", field=models.JSONField(null=True)),
        migrations.RunSQL(_SQL, migrations.RunSQL.noop),
        migrations.RunSQL(_AGAIN, migrations.RunSQL.noop),
    ]
