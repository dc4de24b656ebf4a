"""kernel · migration 10: an entry is found by the last six characters of its number, as people say it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kernel", "0009_retention")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX ledger_entry_last_six ON ledger_entry ((right(id::text, 6)))",
            "DROP INDEX ledger_entry_last_six",
        )
    ]
