"""reporting · migration 2: the unit above keeps its receipts in its own chain; older ones stay where they are."""

from pathlib import Path

from django.db import migrations, models

_SQL = Path(__file__).with_name("receipts.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial"), ("kernel", "0004_months")]

    operations = [
        migrations.AddField(model_name="step", name="report_unit", field=models.TextField(null=True)),
        # Until now every act stood in the chain of the unit whose report it concerns.
        migrations.RunSQL("UPDATE reporting_step SET report_unit = unit", migrations.RunSQL.noop),
        migrations.RunSQL(_SQL),
        migrations.RunSQL("ALTER TABLE reporting_step ALTER COLUMN report_unit SET NOT NULL"),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AlterField(model_name="step", name="report_unit", field=models.TextField())]
        ),
        migrations.RemoveIndex(model_name="step", name="reporting_step_report"),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["report_unit", "report_day", "form"], name="reporting_step_of"),
        ),
    ]
